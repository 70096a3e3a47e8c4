import { readFileSync } from 'node:fs';
import { backgroundBlockPx, type FrameSize, signatureLength } from '@outis/core';
import { frameBytes } from '../../frame/frame.ts';
import { arrangementLength, type Kernels } from './kernels.ts';

/** Neither Node's types nor the library without a browser name it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** What `kernels.as` exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): void };
  readonly motion: (...numbers: number[]) => void;
  readonly sums: (...numbers: number[]) => void;
  readonly arrangements: (...numbers: number[]) => void;
}

const pageBytes = 65_536;

/** The kernels in WebAssembly with SIMD: about twenty times as fast as the plain ones, and equal to the last bit. */
export function wasmKernels(frame: FrameSize): Kernels {
  const module = new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)));
  const instance = new WebAssembly.Instance(module, { env: { abort: refuse } });
  return new WasmKernels(frame, instance.exports as Exports);
}

function refuse(): never {
  throw new Error('The kernels have stopped.');
}

class WasmKernels implements Kernels {
  readonly name = 'wasm';
  readonly #exports: Exports;
  readonly #frame: FrameSize;
  readonly #columns: number;
  readonly #rows: number;
  readonly #bytes: Uint8Array;
  readonly #kept: Uint8Array;
  readonly #counts: Uint16Array;
  readonly #differences: Uint16Array;
  readonly #sums: Int32Array;
  readonly #arrangements: Int32Array;

  constructor(frame: FrameSize, exports: Exports) {
    this.#frame = frame;
    this.#exports = exports;
    this.#columns = Math.floor(frame.widthPx / backgroundBlockPx);
    this.#rows = Math.floor(frame.heightPx / backgroundBlockPx);
    const blocks = this.#columns * this.#rows;
    let end = exports.memory.buffer.byteLength;
    const place = (bytes: number): number => {
      const at = end;
      end += Math.ceil(bytes / 16) * 16;
      return at;
    };
    // A load of 16 px begins within the frame and ends within it: blocks are whole. No slack is needed.
    const places = {
      bytes: place(frameBytes(frame)),
      kept: place(frame.widthPx * frame.heightPx),
      counts: place(blocks * 2),
      differences: place(blocks * 2),
      sums: place(blocks * signatureLength * 4),
      arrangements: place(blocks * arrangementLength * 4),
    };
    exports.memory.grow(Math.ceil((end - exports.memory.buffer.byteLength) / pageBytes));
    const { buffer } = exports.memory;
    this.#bytes = new Uint8Array(buffer, places.bytes, frameBytes(frame));
    this.#kept = new Uint8Array(buffer, places.kept, frame.widthPx * frame.heightPx);
    this.#counts = new Uint16Array(buffer, places.counts, blocks);
    this.#differences = new Uint16Array(buffer, places.differences, blocks);
    this.#sums = new Int32Array(buffer, places.sums, blocks * signatureLength);
    this.#arrangements = new Int32Array(buffer, places.arrangements, blocks * arrangementLength);
  }

  put(bytes: Uint8Array): void {
    this.#bytes.set(bytes);
  }

  keep(): void {
    this.#kept.set(this.#bytes.subarray(0, this.#kept.length));
  }

  motion(threshold: number, counts: Uint16Array, differences: Uint16Array): void {
    this.#exports.motion(
      this.#bytes.byteOffset,
      this.#kept.byteOffset,
      this.#frame.widthPx,
      this.#columns,
      this.#rows,
      threshold,
      this.#counts.byteOffset,
      this.#differences.byteOffset,
    );
    counts.set(this.#counts);
    differences.set(this.#differences);
  }

  sums(into: Int32Array): void {
    this.#exports.sums(
      this.#bytes.byteOffset,
      this.#frame.widthPx,
      this.#frame.heightPx,
      this.#columns,
      this.#rows,
      this.#sums.byteOffset,
    );
    into.set(this.#sums);
  }

  arrangements(into: Int32Array): void {
    this.#exports.arrangements(
      this.#bytes.byteOffset,
      this.#frame.widthPx,
      this.#columns,
      this.#rows,
      this.#arrangements.byteOffset,
    );
    into.set(this.#arrangements);
  }
}
