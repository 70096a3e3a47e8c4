import type { RoadUserClass } from '../detection/object-class.ts';
import type { Box, Point } from '../geometry/box.ts';
import type { Sighting } from './sighting.ts';

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

/** The state of a late tracker, as plain JSON: about six seconds of sightings. Never leaves the process that tracks. */
export interface SavedLateTracker {
  readonly forward: SavedTracker;
  /** Confirmed tracks of the first look, and the kinds they were seen as. */
  readonly kinds: readonly (readonly [number, number])[];
  /** `first` is the track of the first look, `piece` an index, -1 for none. */
  readonly steps: readonly {
    readonly tMs: number;
    readonly sightings: readonly Sighting[];
    readonly nodes: readonly { readonly first: number | null; readonly piece: number }[];
  }[];
  /** `next` and `track` are indices, -1 for none. */
  readonly pieces: readonly {
    readonly startMs: number;
    readonly isContinued: boolean;
    readonly next: number;
    readonly track: number;
  }[];
  readonly tracks: readonly { readonly state: SavedTrack; readonly votes: readonly number[] }[];
  readonly lookedMs: number | null;
  readonly cutMs: number | null;
  readonly joinedMs: number | null;
  readonly toldMs: number | null;
}
