import type { FrameSize } from '@outis/core';

/**
 * The two loops over all pixels. There are two of each, in WebAssembly and in plain TypeScript, and they give the same
 * numbers to the last bit; a test compares them. Results are for whole blocks only, row by row.
 */
export interface Kernels {
  readonly name: 'plain' | 'wasm';
  /** Takes a frame, yuv420p; it is copied. */
  put(bytes: Uint8Array): void;
  /** Makes the luma of the frame the one that motion is measured against. */
  keep(): void;
  /**
   * Against the kept frame: how many px of each block differ by more than `threshold` (0 to 254), and the sum of all
   * differences of each block.
   */
  motion(threshold: number, counts: Uint16Array, differences: Uint16Array): void;
  /**
   * 16 sums of each block: for each of its four quarters (upper left, upper right, lower left, lower right) the sum of
   * 64 Y, of 16 U, of 16 V, and of Y at 32 of the px.
   */
  sums(into: Int32Array): void;
  /** 12 more sums of each block: for each quarter the sums of Y at three other halves of its px. */
  arrangements(into: Int32Array): void;
}

/** How many numbers `arrangements` gives of a block. */
export const arrangementLength = 12;

/** Makes the kernels for one size of frame. */
export type KernelsOf = (frame: FrameSize) => Kernels;
