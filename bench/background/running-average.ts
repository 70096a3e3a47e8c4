import type { FrameSize } from '@outis/core';
import { PixelLearner } from './pixel-learner.ts';

/** Share of a new frame: with one in 5 s a time constant of 8 minutes. */
const rate = 0.01;

/** The background of most systems: an exponential average; `isMasked` leaves out what the detector has boxed. */
export class RunningAverage extends PixelLearner {
  readonly #isMasked: boolean;
  readonly #mean: Float32Array;
  readonly #seen: Uint8Array;

  constructor(frame: FrameSize, isMasked: boolean) {
    super(frame);
    this.#isMasked = isMasked;
    this.#mean = new Float32Array(this.length);
    this.#seen = new Uint8Array(this.length);
  }

  protected learn(bytes: Uint8Array, mask: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) {
      if (this.#isMasked && mask[this.lumaIndex(at)] === 1) continue;
      if (this.#seen[at] === 0) this.#mean[at] = bytes[at]!;
      else this.#mean[at] = this.#mean[at]! + rate * (bytes[at]! - this.#mean[at]!);
      this.#seen[at] = 1;
    }
  }

  protected estimate(): Float32Array {
    return this.#mean;
  }
}
