import type { BackgroundUpdate, Detection, FrameSize } from '@outis/core';

/** Anything that makes a background out of frames: ours, those that it is compared with, and those that leak on purpose. */
export interface Learner {
  /** Takes in a frame (yuv420p, BT.601, limited range; reused by the caller) and what the detector said of it. */
  observe(
    frame: { readonly tMs: number; readonly bytes: Uint8Array },
    detections: readonly Detection[] | null,
  ): void;
  /** What became different in the published picture. */
  takeUpdates(): readonly BackgroundUpdate[];
  /** What would be on disk now. */
  save(): unknown;
  /** Starts again with what was on disk. Called once, before the first frame. */
  restore(saved: unknown): void;
}

/** Makes a learner for one camera. */
export type LearnerFactory = (frame: FrameSize) => Learner;
