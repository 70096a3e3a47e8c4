import { PixelLearner } from './pixel-learner.ts';

/** Frames that are remembered: two a minute for 20 minutes. */
const remembered = 40;
const rememberEvery = 6;

/** A median over 20 minutes, px by px. */
export class TemporalMedian extends PixelLearner {
  protected readonly frames: Uint8Array[] = [];

  protected learn(bytes: Uint8Array, _mask: Uint8Array, index: number): void {
    if (index % rememberEvery !== 0) return;
    if (this.frames.length === remembered) this.frames.shift();
    this.frames.push(bytes.slice());
  }

  protected estimate(): Uint8Array {
    return this.medianOf(() => this.frames);
  }

  /** The median of the chosen frames at each byte. */
  protected medianOf(chosen: (at: number) => readonly Uint8Array[]): Uint8Array {
    const median = new Uint8Array(this.length);
    const values = new Uint8Array(remembered);
    for (let at = 0; at < this.length; at++) {
      const frames = chosen(at);
      for (let index = 0; index < frames.length; index++) values[index] = frames[index]![at]!;
      median[at] = values.subarray(0, frames.length).sort()[frames.length >> 1]!;
    }
    return median;
  }
}

const patchPx = 16;
/** Laugraud, Piérard and Van Droogenbroeck (2017) keep 19 frames a patch. */
const kept = 19;

/** Like LaBGen-P: in each patch the median over the frames with the least motion there. */
export class LeastMotionMedian extends TemporalMedian {
  readonly #motions: Float32Array[] = [];
  #last: Uint8Array | null = null;

  protected override learn(bytes: Uint8Array, mask: Uint8Array, index: number): void {
    if (index % rememberEvery === 0) {
      if (this.#motions.length === remembered) this.#motions.shift();
      this.#motions.push(this.#motionOf(bytes));
    }
    super.learn(bytes, mask, index);
    this.#last = bytes.slice();
  }

  protected override estimate(): Uint8Array {
    const columns = Math.ceil(this.frame.widthPx / patchPx);
    const quiet = Array.from({ length: columns * Math.ceil(this.frame.heightPx / patchPx) }, (_, patch) =>
      this.frames
        .map((frame, index) => ({ frame, motion: this.#motions[index]![patch]! }))
        .sort((a, b) => a.motion - b.motion)
        .slice(0, kept)
        .map(({ frame }) => frame),
    );
    return this.medianOf((at) => quiet[this.#patchOf(at)]!);
  }

  #patchOf(at: number): number {
    const px = this.lumaIndex(at);
    const columns = Math.ceil(this.frame.widthPx / patchPx);
    const row = Math.floor(px / this.frame.widthPx / patchPx);
    return row * columns + Math.floor((px % this.frame.widthPx) / patchPx);
  }

  #motionOf(bytes: Uint8Array): Float32Array {
    const { widthPx, heightPx } = this.frame;
    const motion = new Float32Array(Math.ceil(widthPx / patchPx) * Math.ceil(heightPx / patchPx));
    const last = this.#last;
    if (last === null) return motion;
    for (let at = 0; at < widthPx * heightPx; at++) {
      const patch = this.#patchOf(at);
      motion[patch] = motion[patch]! + Math.abs(bytes[at]! - last[at]!);
    }
    return motion;
  }
}
