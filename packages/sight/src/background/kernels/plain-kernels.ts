import { backgroundBlockPx, type FrameSize, signatureLength } from '@outis/core';
import type { Kernels } from './kernels.ts';

/**
 * Half of the px of a quarter, four in every row and column, bit 0 leftmost: how bright these are beside the others
 * tells how light and dark are arranged. Light that grows from one side to the other changes nothing in it, and single
 * px change as much as squares of 2×2.
 */
const masks = [0x0f, 0x2d, 0xcc, 0x69, 0x96, 0x33, 0xd2, 0xf0] as const;

const moreMasks = [
  [0x6a, 0x3c, 0x95, 0xc3, 0xc5, 0xc3, 0x3c, 0x3a],
  [0x8d, 0x17, 0x33, 0x71, 0x8e, 0xcc, 0xe8, 0x72],
  [0xb8, 0x3c, 0xc3, 0xa9, 0x33, 0x56, 0xcc, 0x47],
] as const;

/** The kernels in plain TypeScript: what the WebAssembly must equal, and what runs where there is none. */
export function plainKernels(frame: FrameSize): Kernels {
  return new PlainKernels(frame);
}

class PlainKernels implements Kernels {
  readonly name = 'plain';
  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #bytes: Uint8Array;
  readonly #kept: Uint8Array;

  constructor({ widthPx, heightPx }: FrameSize) {
    this.#width = widthPx;
    this.#height = heightPx;
    this.#columns = Math.floor(widthPx / backgroundBlockPx);
    this.#rows = Math.floor(heightPx / backgroundBlockPx);
    this.#bytes = new Uint8Array((widthPx * heightPx * 3) / 2);
    this.#kept = new Uint8Array(widthPx * heightPx);
  }

  put(bytes: Uint8Array): void {
    this.#bytes.set(bytes);
  }

  keep(): void {
    this.#kept.set(this.#bytes.subarray(0, this.#kept.length));
  }

  motion(threshold: number, counts: Uint16Array, differences: Uint16Array): void {
    for (let row = 0, at = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++, at++) {
        const from = row * backgroundBlockPx * this.#width + column * backgroundBlockPx;
        let count = 0;
        let sum = 0;
        for (let y = 0; y < backgroundBlockPx; y++) {
          for (let i = from + y * this.#width, end = i + backgroundBlockPx; i < end; i++) {
            const difference = Math.abs(this.#bytes[i]! - this.#kept[i]!);
            sum += difference;
            if (difference > threshold) count++;
          }
        }
        counts[at] = count;
        differences[at] = sum;
      }
    }
  }

  sums(into: Int32Array): void {
    for (let row = 0, at = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) {
        for (let quarter = 0; quarter < 4; quarter++, at += signatureLength / 4)
          this.#quarter(column * 2 + (quarter & 1), row * 2 + (quarter >> 1), into, at);
      }
    }
  }

  arrangements(into: Int32Array): void {
    for (let row = 0, at = 0; row < this.#rows; row++) {
      for (let column = 0; column < this.#columns; column++) {
        for (let quarter = 0; quarter < 4; quarter++) {
          const from = (row * 2 + (quarter >> 1)) * 8 * this.#width + (column * 2 + (quarter & 1)) * 8;
          for (const mask of moreMasks) into[at++] = this.#half(from, mask);
        }
      }
    }
  }

  #half(from: number, mask: readonly number[]): number {
    let sum = 0;
    for (let y = 0; y < 8; y++)
      for (let x = 0; x < 8; x++)
        if (((mask[y]! >> x) & 1) === 1) sum += this.#bytes[from + y * this.#width + x]!;
    return sum;
  }

  /** The four sums of a quarter, 8×8 px, that is so many quarters from the left and from the top. */
  #quarter(column: number, row: number, into: Int32Array, at: number): void {
    const bytes = this.#bytes;
    const luma = row * 8 * this.#width + column * 8;
    let [sum, chosen] = [0, 0];
    for (let y = 0; y < 8; y++) {
      for (let x = 0, i = luma + y * this.#width; x < 8; x++, i++) {
        sum += bytes[i]!;
        if (((masks[y]! >> x) & 1) === 1) chosen += bytes[i]!;
      }
    }
    const half = this.#width / 2;
    const planeLength = half * (this.#height / 2);
    const chroma = this.#width * this.#height + row * 4 * half + column * 4;
    let [u, v] = [0, 0];
    for (let y = 0; y < 4; y++) {
      for (let x = 0, i = chroma + y * half; x < 4; x++, i++) {
        u += bytes[i]!;
        v += bytes[i + planeLength]!;
      }
    }
    into[at] = sum;
    into[at + 1] = u;
    into[at + 2] = v;
    into[at + 3] = chosen;
  }
}
