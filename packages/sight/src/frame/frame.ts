import type { FrameSize } from '@outis/core';

/**
 * One decoded picture, planar yuv420p (BT.601, limited range), `widthPx * heightPx * 3 / 2` bytes.
 * It exists only inside sight. The bytes are reused: they are valid until the next frame is asked for.
 */
export interface Frame {
  readonly index: number;
  readonly tMs: number;
  readonly size: FrameSize;
  readonly bytes: Uint8Array;
}

/** The length of a yuv420p frame in bytes; both sides must be even. */
export function frameBytes(size: FrameSize): number {
  return (size.widthPx * size.heightPx * 3) / 2;
}
