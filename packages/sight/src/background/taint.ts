import { type Box, backgroundBlockPx, type Detection } from '@outis/core';
import type { Grid } from './grid.ts';

/**
 * Scores that taint, of any class, in the frame of a sample and in any other: what the shipped model takes for somebody
 * at all, and what it is surer of. Lower, nothing is learned where there are leaves or tiles. Measured in six samples
 * of still pictures, blocks that stay free: 0 % of a street with trees at .05, 45 % at .1, 77 % at .2; a car park 93,
 * 99 and 100 %. In films with somebody in most frames, of the blocks in which nobody ever is: 0 % with every frame at
 * .05, 15 % with every frame at .1, 71 % so.
 */
const sampleScoreMin = 0.1;
const frameScoreMin = 0.2;

/** Boxes grow by this share of their sides and by so many px; downward by more, for shadows. */
const growShare = 0.25;
const growPx = 16;
const shadowShare = 0.5;

/** Blocks in which something was, and for how long that is held against them. */
export class Taint {
  readonly #grid: Grid;
  readonly #holdMs: number;
  readonly #untilMs: Float64Array;

  constructor(grid: Grid, holdMs: number) {
    this.#grid = grid;
    this.#holdMs = holdMs;
    this.#untilMs = new Float64Array(grid.blocks).fill(Number.NEGATIVE_INFINITY);
  }

  isTainted(block: number, tMs: number): boolean {
    return tMs < this.#untilMs[block]!;
  }

  /** Nothing is tainted: times of another clock mean nothing. */
  reset(): void {
    this.#untilMs.fill(Number.NEGATIVE_INFINITY);
  }

  /** Nobody knows what was anywhere. */
  addAll(tMs: number): void {
    this.#untilMs.fill(tMs + this.#holdMs);
  }

  /** Taints what was detected, from the score on that counts in the frame of a sample or in any other. */
  addDetections(tMs: number, detections: readonly Detection[], isSample: boolean): void {
    const scoreMin = isSample ? sampleScoreMin : frameScoreMin;
    // Written so that a score that is not a number counts.
    for (const { box, score } of detections) if (!(score < scoreMin)) this.addBox(tMs, box);
  }

  /** Taints a box, in fractions of the picture, grown. One that is not a number taints everything. */
  addBox(tMs: number, { left, top, width, height }: Box): void {
    if (![left, top, width, height].every(Number.isFinite)) return this.addAll(tMs);
    const { frame, columns, rows } = this.#grid;
    const [widthPx, heightPx] = [width * frame.widthPx, height * frame.heightPx];
    const sidePx = widthPx * growShare + growPx;
    const first = toBlock(left * frame.widthPx - sidePx, columns);
    const last = toBlock((left + width) * frame.widthPx + sidePx, columns);
    const highest = toBlock(top * frame.heightPx - heightPx * growShare - growPx, rows);
    const lowest = toBlock((top + height) * frame.heightPx + heightPx * shadowShare + growPx, rows);
    for (let row = highest; row <= lowest; row++)
      this.#untilMs.fill(tMs + this.#holdMs, row * columns + first, row * columns + last + 1);
  }

  /** Taints a block and its eight neighbours. */
  addAround(tMs: number, block: number): void {
    const { columns, rows } = this.#grid;
    const row = Math.floor(block / columns);
    const column = block % columns;
    const from = Math.max(0, column - 1);
    const to = Math.min(columns - 1, column + 1);
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
      this.#untilMs.fill(tMs + this.#holdMs, y * columns + from, y * columns + to + 1);
  }
}

function toBlock(px: number, length: number): number {
  return Math.min(length - 1, Math.max(0, Math.floor(px / backgroundBlockPx)));
}
