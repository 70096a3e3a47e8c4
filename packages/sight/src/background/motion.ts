import { type Grid, isWhole } from './grid.ts';
import type { Kernels } from './kernels/kernels.ts';

/** The threshold is so many standard deviations of the noise, and within these levels. */
const noiseFactor = 4.5;
const thresholdMin = 6;
const thresholdMax = 24;
/** More px than this that differ are motion; fewer are noise. */
const movedPxMax = 5;
/** The mean distance of a normal distribution, as a share of its standard deviation. */
const meanOfDeviation = 0.8;

/**
 * Which blocks differ from the frame of the last sample. The threshold follows the noise of the stillest quarter of
 * the picture: a clean dark picture is measured finely, and a moving crowd cannot make itself look like noise.
 */
export class Motion {
  /** Numbers of the blocks that have moved, the first `length` of them. */
  readonly moved: Uint32Array;
  length = 0;
  readonly #kernels: Kernels;
  readonly #counts: Uint16Array;
  readonly #differences: Uint16Array;
  readonly #sorted: Uint16Array;
  readonly #blockOf: Uint32Array;
  #threshold = thresholdMax;

  constructor(grid: Grid, kernels: Kernels) {
    this.#kernels = kernels;
    this.#blockOf = Uint32Array.from(
      Array.from({ length: grid.blocks }, (_, block) => block).filter((block) => isWhole(grid, block)),
    );
    const { length } = this.#blockOf;
    this.moved = new Uint32Array(length);
    this.#counts = new Uint16Array(length);
    this.#differences = new Uint16Array(length);
    this.#sorted = new Uint16Array(length);
  }

  /** Measures the frame that the kernels hold against the kept one. */
  measure(): void {
    this.#kernels.motion(this.#threshold, this.#counts, this.#differences);
    const threshold = this.#thresholdNow();
    if (threshold !== this.#threshold) {
      this.#threshold = threshold;
      this.#kernels.motion(threshold, this.#counts, this.#differences);
    }
    this.length = 0;
    for (let whole = 0; whole < this.#counts.length; whole++)
      if (this.#counts[whole]! > movedPxMax) this.moved[this.length++] = this.#blockOf[whole]!;
  }

  #thresholdNow(): number {
    this.#sorted.set(this.#differences);
    this.#sorted.sort();
    const deviation = this.#sorted[Math.floor(this.#sorted.length / 4)]! / 256 / meanOfDeviation;
    return Math.min(thresholdMax, Math.max(thresholdMin, 1 + Math.ceil(deviation * noiseFactor)));
  }
}
