import type { Box } from '../geometry/box.ts';
import type { ObjectClass } from './object-class.ts';

/** One box, one class, one score in one frame. It has no identity. Score is 0 to 1. */
export interface Detection {
  readonly class: ObjectClass;
  readonly score: number;
  readonly box: Box;
}

/** The most detections that one frame may carry; a detector keeps those with the highest scores. */
export const detectionsPerFrameMax = 300;
