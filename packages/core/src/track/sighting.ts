import { type Detection, detectionsPerFrameMax } from '../detection/detection.ts';
import type { FrameSize } from '../geometry/box.ts';
import { type ClassVotes, classGroup } from './class-group.ts';
import { mergeRiders } from './rider.ts';

/** One road user found in one frame: box in px, and what it may be. */
export interface Sighting {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly score: number;
  /** Bits of {@link kindBit}: a rider may be found as a person in one frame and a bicycle in the next. */
  readonly kinds: number;
  readonly votes: ClassVotes;
}

/** Class kinds as bits, so that one `and` tells whether two sightings may be one object. */
export const kindBit = { person: 1, 'two-wheeler': 2, vehicle: 4 } as const;

/**
 * The road users among the detections of one frame, riders and their bicycles as one. Boxes without area, with numbers that
 * are not finite, or with a score below `lowScore` are left out; of more than {@link detectionsPerFrameMax} the highest scores stay.
 */
export function sightingsOf(
  detections: readonly Detection[],
  { widthPx, heightPx }: FrameSize,
  lowScore: number,
): readonly Sighting[] {
  const usable = detections.filter(({ score, box }) => score >= lowScore && hasArea(box));
  if (usable.length > detectionsPerFrameMax) {
    usable.sort((a, b) => b.score - a.score);
    usable.length = detectionsPerFrameMax;
  }
  return mergeRiders(usable).map(({ box, score, class: name, ridden, votes }) => ({
    left: box.left * widthPx,
    top: box.top * heightPx,
    width: box.width * widthPx,
    height: box.height * heightPx,
    score,
    kinds: kindBit[classGroup(name)] | (ridden ? kindBit.person : 0),
    votes,
  }));
}

function hasArea(box: Detection['box']): boolean {
  return Number.isFinite(box.left + box.top + box.width + box.height) && box.width > 0 && box.height > 0;
}
