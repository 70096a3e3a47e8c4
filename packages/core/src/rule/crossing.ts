import type { RoadUserClass } from '../detection/object-class.ts';
import type { FrameSize, Point } from '../geometry/box.ts';
import type { Line } from '../geometry/line.ts';
import type { Direction } from './direction.ts';

/** A directed counting line; ends in fractions of the picture, and they may lie outside it. */
export interface CountingLine {
  readonly id: string;
  readonly a: readonly [number, number];
  readonly b: readonly [number, number];
}

/** One completed passage over a line. It carries no track. */
export interface Crossing {
  readonly kind: 'crossing';
  /** When the foot point met the line, interpolated; the crossing is emitted later, when the passage is complete. */
  readonly tMs: number;
  readonly lineId: string;
  readonly direction: Direction;
  /** The class the track had been voted when the passage was complete. */
  readonly class: RoadUserClass;
}

/** Why a change of side was not counted. */
export const refusals = [
  'beyond-the-end',
  'duplicate',
  'first-seen-in-band',
  'stayed-in-band',
  'shared-id',
] as const;
export type Refusal = (typeof refusals)[number];

/** A change of side that was not counted, for a report that explains a count. It carries no track. */
export interface LineNote {
  readonly kind: 'refused';
  readonly reason: Refusal;
  /** When the foot point met the line; for `stayed-in-band` and `shared-id` when it was last seen. */
  readonly tMs: number;
  readonly lineId: string;
  readonly direction: Direction;
  readonly class: RoadUserClass;
}

/** What a {@link LineRule} needs. */
export interface LineRuleOptions {
  readonly lines: readonly CountingLine[];
  readonly frame: FrameSize;
  /** Half-width of the dead band, as a fraction of the frame's height, on each side of a line. Default 0.014. */
  readonly band?: number;
  /**
   * The half-width in px for a foot point near a line, both in px, in place of `band`: see `groundBand` for one in
   * metres on the ground. It must be 0 or more and the same whenever it is asked the same.
   */
  readonly bandAt?: (foot: Point, line: Line) => number;
  /** Two crossings closer than this may be one object that changed its id. Default 500 ms. */
  readonly duplicateMs?: number;
  /** Called for each change of side that is not counted, with the id of its track and the place, px. */
  readonly onNote?: (note: LineNote, trackId: number, at: Point) => void;
  /**
   * Called for each crossing with the id of its track, for rules that join several crossings of one track, and the
   * place where it met the line, px, for a report that explains a count.
   */
  readonly onCrossing?: (trackId: number, crossing: Crossing, at: Point) => void;
}
