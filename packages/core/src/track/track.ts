import type { RoadUserClass } from '../detection/object-class.ts';
import type { Box, Point } from '../geometry/box.ts';

/** One object over several frames. Its id is random per process, means nothing elsewhere and is never stored. */
export interface Track {
  readonly id: number;
  /** The class that its detections have voted for so far; it may still change. */
  readonly class: RoadUserClass;
  /** Score of the last detection. */
  readonly score: number;
  /** px: the detection's box where seen in this step, else the predicted box. */
  readonly box: Box;
  /** px: the smoothed bottom centre, for rules. */
  readonly foot: Point;
  /** True when a detection was matched in this step; false while the track coasts. */
  readonly seen: boolean;
  readonly confirmed: boolean;
  readonly bornMs: number;
  /** px: the bottom centre of its first detection, from before it was confirmed; absent where nobody kept it. */
  readonly firstFoot?: Point;
  readonly lastSeenMs: number;
}

/** What a tracker remembers of one track, as plain JSON. Never leaves the process that tracks. */
export interface SavedTrack {
  readonly id: number;
  readonly bornMs: number;
  readonly firstFoot: Point;
  readonly lastSeenMs: number;
  readonly confirmed: boolean;
  readonly score: number;
  readonly votes: readonly number[];
  /** Bits: 1 seen as a person, 2 as a two-wheeler, 4 as a vehicle. */
  readonly kinds: number;
  /** See `FilterState`. */
  readonly filter: readonly number[];
}

/** The state of a tracker, as plain JSON. */
export interface SavedTracker {
  /** Time of the last step, or null before the first. */
  readonly tMs: number | null;
  readonly tracks: readonly SavedTrack[];
}
