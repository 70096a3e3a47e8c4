import { type BlockSide, backgroundBlockPx } from '@outis/core';
import type { Word } from './contest.ts';
import type { Grid } from './grid.ts';
import { copiesOfBlock, type Times } from './times.ts';

/** Bytes of one copied block: 16×16 Y, 8×8 U, 8×8 V. */
const lumaBytes = backgroundBlockPx ** 2;
const chromaBytes = lumaBytes / 4;
const copyBytes = lumaBytes + 2 * chromaBytes;

interface Copying {
  readonly word: Word;
  readonly firstMs: number;
  lastMs: number;
  readonly copies: Uint8Array[];
  /** A copy that is taken, and the streak at which it was; it counts when the look lasts. */
  fresh: { readonly copy: Uint8Array; readonly streak: number } | null;
}

/**
 * Pixels of looks that have won. Three copies, minutes apart, and of each px the middle value: what is in one of them
 * only is in none of what leaves. They live in memory and are forgotten when a block looks different for long.
 */
export class Copies {
  readonly #grid: Grid;
  readonly #times: Times;
  readonly #ofBlock = new Map<number, Copying>();

  constructor(grid: Grid, times: Times) {
    this.#grid = grid;
    this.#times = times;
  }

  /**
   * Offers a frame in which the block is untainted and hits its word; `isClose` when it is near enough to be copied, and
   * is asked only where that matters.
   * A copy is taken when the look has lasted for a while and counts when it has lasted as long again: who fades in or
   * out is near the word for a moment, and the moment in which a look comes back is the worst of all to copy it.
   * Gives the block's picture, 16×16 px red green blue, once three copies count, and forgets them; else null.
   */
  offer(
    block: number,
    word: Word,
    tMs: number,
    frame: Uint8Array,
    isClose: () => boolean,
  ): Uint8Array | null {
    const copying = this.#copyingOf(block, word, tMs);
    const isApproved = word.approvedMs !== null;
    const calm = isApproved ? 1 : this.#times.copyCalmSamples;
    const { fresh } = copying;
    if (fresh !== null) {
      const hasLasted = word.streak >= fresh.streak + calm;
      if (hasLasted && isClose()) copying.copies.push(fresh.copy);
      // The streak began anew: something else was there in between.
      if (hasLasted || word.streak <= fresh.streak) copying.fresh = null;
    }
    if (copying.copies.length === copiesOfBlock) {
      this.#ofBlock.delete(block);
      return toColour(middle(copying.copies[0]!, copying.copies[1]!, copying.copies[2]!));
    }
    const gapMs = isApproved ? this.#times.sampleEveryMs : this.#times.copyGapMs;
    if (copying.fresh === null && word.streak >= calm && tMs - copying.lastMs >= gapMs && isClose()) {
      copying.fresh = { copy: this.#copy(block, frame), streak: word.streak };
      copying.lastMs = tMs;
    }
    return null;
  }

  #copyingOf(block: number, word: Word, tMs: number): Copying {
    const found = this.#ofBlock.get(block);
    if (found?.word === word && tMs - found.firstMs <= this.#times.copySpanMsMax) return found;
    const lastMs = Number.NEGATIVE_INFINITY;
    const copying: Copying = { word, firstMs: tMs, lastMs, copies: [], fresh: null };
    this.#ofBlock.set(block, copying);
    return copying;
  }

  forget(block: number): void {
    this.#ofBlock.delete(block);
  }

  forgetAll(): void {
    this.#ofBlock.clear();
  }

  #copy(block: number, frame: Uint8Array): Uint8Array {
    const { columns, frame: size } = this.#grid;
    const [x, y] = [(block % columns) * backgroundBlockPx, Math.floor(block / columns) * backgroundBlockPx];
    const result = new Uint8Array(copyBytes);
    for (let row = 0; row < backgroundBlockPx; row++) {
      const from = (y + row) * size.widthPx + x;
      result.set(frame.subarray(from, from + backgroundBlockPx), row * backgroundBlockPx);
    }
    const half = size.widthPx / 2;
    for (let plane = 0; plane < 2; plane++) {
      const begin = size.widthPx * size.heightPx + (plane * half * size.heightPx) / 2;
      for (let row = 0; row < 8; row++) {
        const from = begin + (y / 2 + row) * half + x / 2;
        result.set(frame.subarray(from, from + 8), lumaBytes + plane * chromaBytes + row * 8);
      }
    }
    return result;
  }
}

/** Of every px and channel the middle one of three values. */
function middle(a: Uint8Array, b: Uint8Array, c: Uint8Array): Uint8Array {
  return a.map((value, i) => Math.max(Math.min(value, b[i]!), Math.min(Math.max(value, b[i]!), c[i]!)));
}

/** A copied block as red green blue (BT.601, limited range). */
function toColour(copy: Uint8Array): Uint8Array {
  const result = new Uint8Array(lumaBytes * 3);
  for (let y = 0, at = 0; y < backgroundBlockPx; y++) {
    for (let x = 0; x < backgroundBlockPx; x++, at += 3) {
      const chroma = lumaBytes + (y >> 1) * 8 + (x >> 1);
      const luma = 1.164384 * (copy[y * backgroundBlockPx + x]! - 16);
      const [u, v] = [copy[chroma]! - 128, copy[chroma + chromaBytes]! - 128];
      result[at] = clamp(luma + 1.596027 * v);
      result[at + 1] = clamp(luma - 0.391762 * u - 0.812968 * v);
      result[at + 2] = clamp(luma + 2.017232 * u);
    }
  }
  return result;
}

/** The same picture with fewer px, each the mean of those that it stands for, in 5 bits a channel. */
export function reduced(pixels: Uint8Array, side: BlockSide): Uint8Array {
  const before = Math.sqrt(pixels.length / 3);
  const step = before / side;
  if (!(step >= 1)) throw new TypeError('A block is made coarser, never finer.');
  const result = new Uint8Array(side * side * 3);
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let channel = 0; channel < 3; channel++, at++) {
        let sum = 0;
        for (let row = y * step; row < (y + 1) * step; row++)
          for (let column = x * step; column < (x + 1) * step; column++)
            sum += pixels[(row * before + column) * 3 + channel]!;
        const bits = Math.min(31, Math.round(sum / (step * step) / (255 / 31)));
        result[at] = Math.round((bits * 255) / 31);
      }
    }
  }
  return result;
}

/** True when two pictures of one block differ by more than noise in more px than noise explains. */
export function areDifferent(a: Uint8Array, b: Uint8Array): boolean {
  const side = Math.min(Math.sqrt(a.length / 3), Math.sqrt(b.length / 3)) as BlockSide;
  const [first, second] = [reduced(a, side), reduced(b, side)];
  let different = 0;
  for (let at = 0; at < first.length; at += 3) {
    const most = Math.max(
      Math.abs(first[at]! - second[at]!),
      Math.abs(first[at + 1]! - second[at + 1]!),
      Math.abs(first[at + 2]! - second[at + 2]!),
    );
    if (most > 25) different++;
  }
  return different > (side * side) / 32;
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}
