import type { BackgroundUpdate, Detection, FrameSize } from '@outis/core';
import type { Learner } from '../../packages/proof/src/algorithm/learner.ts';
import { wholePictureUpdates } from '../../packages/proof/src/algorithm/whole-picture.ts';
import { emptyPlanes, setColour } from '../../packages/proof/src/measure/colour.ts';

/** Frames between two pictures that are published: 5 minutes at one frame in 5 s. */
const publishEvery = 60;

/** What the methods of others have in common: a value for each byte of a yuv frame, published whole now and then. */
export abstract class PixelLearner implements Learner {
  protected readonly frame: FrameSize;
  protected readonly length: number;
  #frames = 0;
  #updates: readonly BackgroundUpdate[] = [];

  constructor(frame: FrameSize) {
    this.frame = frame;
    this.length = (frame.widthPx * frame.heightPx * 3) / 2;
  }

  observe({ bytes }: { readonly bytes: Uint8Array }, detections: readonly Detection[] | null): void {
    this.learn(bytes, this.maskOf(detections), this.#frames++);
    if (this.#frames % publishEvery === 0) this.#updates = this.#publish(this.estimate());
  }

  takeUpdates(): readonly BackgroundUpdate[] {
    const updates = this.#updates;
    this.#updates = [];
    return updates;
  }

  /** They keep nothing: a crash is a new beginning. */
  save(): null {
    return null;
  }

  restore(): void {}

  /** Takes in the bytes of a frame; `mask` is 1 in luma px that a box covers. */
  protected abstract learn(bytes: Uint8Array, mask: Uint8Array, index: number): void;
  /** The background in the layout of a frame. */
  protected abstract estimate(): ArrayLike<number>;

  protected maskOf(detections: readonly Detection[] | null): Uint8Array {
    const { widthPx, heightPx } = this.frame;
    const mask = new Uint8Array(widthPx * heightPx);
    for (const { box } of detections ?? []) {
      const left = Math.max(0, Math.floor(box.left * widthPx));
      const right = Math.min(widthPx, Math.ceil((box.left + box.width) * widthPx));
      const bottom = Math.min(heightPx, Math.ceil((box.top + box.height) * heightPx));
      for (let y = Math.max(0, Math.floor(box.top * heightPx)); y < bottom; y++)
        mask.fill(1, y * widthPx + left, y * widthPx + right);
    }
    return mask;
  }

  /** The luma px that a byte of the frame belongs to. */
  protected lumaIndex(at: number): number {
    const { widthPx, heightPx } = this.frame;
    const luma = widthPx * heightPx;
    if (at < luma) return at;
    const chroma = (at - luma) % (luma / 4);
    return 2 * Math.floor(chroma / (widthPx / 2)) * widthPx + 2 * (chroma % (widthPx / 2));
  }

  #publish(estimate: ArrayLike<number>): BackgroundUpdate[] {
    const { widthPx, heightPx } = this.frame;
    const luma = widthPx * heightPx;
    const one = emptyPlanes(1, 1);
    return wholePictureUpdates(this.frame, (px, into, at) => {
      const chroma = luma + ((px / widthPx) >> 1) * (widthPx >> 1) + ((px % widthPx) >> 1);
      setColour(one, 0, estimate[px]!, estimate[chroma]!, estimate[chroma + luma / 4]!);
      for (let channel = 0; channel < 3; channel++) into[at + channel] = one.channels[channel]![0]!;
    });
  }
}
