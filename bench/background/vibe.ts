import type { FrameSize } from '@outis/core';
import { Random } from '../../packages/proof/src/random.ts';
import { PixelLearner } from './pixel-learner.ts';

/** Barnich and Van Droogenbroeck (2011): 20 samples a px, radius 20, 2 matches, one update in 16. */
const samples = 20;
const radius = 20;
const matchesLeast = 2;
const updateShare = 1 / 16;

/** Like ViBe: each px has samples; what is near two of them is background and now and then replaces one, here or beside. */
export class SampleModel extends PixelLearner {
  readonly #random = new Random(20_110_601);
  readonly #models: Uint8Array[] = [];

  constructor(frame: FrameSize) {
    super(frame);
    for (let sample = 0; sample < samples; sample++) this.#models.push(new Uint8Array(this.length));
  }

  protected learn(bytes: Uint8Array, _mask: Uint8Array, index: number): void {
    if (index === 0) for (const model of this.#models) model.set(bytes);
    const { widthPx, heightPx } = this.frame;
    for (let px = 0; px < widthPx * heightPx; px++) {
      if (!this.#matches(bytes, px)) continue;
      if (this.#random.chance(updateShare)) this.#put(bytes, px, px);
      if (!this.#random.chance(updateShare)) continue;
      const to = px + this.#random.whole(-1, 1) + widthPx * this.#random.whole(-1, 1);
      // The neighbour takes over this px's value: that is how ghosts are eaten up.
      if (to >= 0 && to < widthPx * heightPx) this.#put(bytes, px, to);
    }
  }

  protected estimate(): Uint8Array {
    const median = new Uint8Array(this.length);
    const values = new Uint8Array(samples);
    for (let at = 0; at < this.length; at++) {
      for (let sample = 0; sample < samples; sample++) values[sample] = this.#models[sample]![at]!;
      median[at] = values.sort()[samples >> 1]!;
    }
    return median;
  }

  #matches(bytes: Uint8Array, px: number): boolean {
    let matches = 0;
    for (let sample = 0; sample < samples && matches < matchesLeast; sample++)
      if (Math.abs(this.#models[sample]![px]! - bytes[px]!) < radius) matches++;
    return matches >= matchesLeast;
  }

  #put(bytes: Uint8Array, from: number, to: number): void {
    const model = this.#models[this.#random.whole(0, samples - 1)]!;
    model[to] = bytes[from]!;
    model[this.#chromaOf(to)] = bytes[this.#chromaOf(from)]!;
    const quarter = (this.frame.widthPx * this.frame.heightPx) / 4;
    model[this.#chromaOf(to) + quarter] = bytes[this.#chromaOf(from) + quarter]!;
  }

  #chromaOf(px: number): number {
    const { widthPx, heightPx } = this.frame;
    return widthPx * heightPx + (Math.floor(px / widthPx) >> 1) * (widthPx >> 1) + ((px % widthPx) >> 1);
  }
}
