import type { Point } from '../geometry/box.ts';
import { votedClass } from './class-group.ts';
import { axes, type FilterState, numbersPerAxis, predictAxis, startAxis, updateAxis } from './filter.ts';
import type { TrackerParameters } from './parameters.ts';
import { kindBit, type Sighting } from './sighting.ts';
import type { SavedTrack, Track } from './track.ts';

/** The time between detections for which `sizeSdFactor` and `footSd` are given (s). */
const referenceStepS = 0.1;

/** What is known of one object while it is tracked. */
export interface TrackState {
  readonly id: number;
  readonly bornMs: number;
  readonly firstFoot: Point;
  lastSeenMs: number;
  confirmed: boolean;
  score: number;
  readonly votes: number[];
  /** The kinds it has been seen as: a rider may be found as a person in one frame and a bicycle in the next. */
  kinds: number;
  readonly filter: FilterState;
  /** Predicted box of this step in px, and its sighting, if there is one. */
  left: number;
  top: number;
  width: number;
  height: number;
  sighting: Sighting | null;
}

/** A track that begins with this sighting. */
export function startTrack(id: number, tMs: number, sighting: Sighting, p: TrackerParameters): TrackState {
  const { left, top, width, height, score, kinds, votes } = sighting;
  const size = Math.max(width, height);
  const filter = new Float64Array(axes * numbersPerAxis);
  const speedSd = kinds === kindBit.person ? p.birthSpeedSd : p.wheelsBirthSpeedSd;
  const x = left + width / 2;
  const start = [x, top + height / 2, width, height, x, top + height];
  for (let axis = 0; axis < axes; axis++) {
    const sd = axis < 4 ? measurementSd(score, p) : footSd(score, p) * (axis === 5 ? p.footYSdFactor : 1);
    startAxis(filter, axis, start[axis]!, sd * size, speedSd * size);
  }
  return {
    ...{ id, bornMs: tMs, firstFoot: { x, y: top + height }, lastSeenMs: tMs, confirmed: false },
    ...{ score, votes: [...votes], kinds, filter, left, top, width, height, sighting },
  };
}

/** Moves a track `elapsedS` ahead; what it was sighted as in the step before is forgotten. */
export function predictTrack(
  track: TrackState,
  elapsedS: number,
  isUnseen: boolean,
  p: TrackerParameters,
): void {
  const { filter } = track;
  const size = sizeOf(filter);
  for (let axis = 0; axis < 4; axis++) predictAxis(filter, axis, elapsedS, size * p.acceleration);
  predictAxis(filter, 4, elapsedS, size * p.footAcceleration);
  predictAxis(filter, 5, elapsedS, size * p.footAcceleration * p.footYAccelerationFactor);
  if (isUnseen) {
    const fade = Math.exp(-elapsedS / Math.max(p.growthFadeS, 1e-6));
    filter[2 * numbersPerAxis + 1]! *= fade;
    filter[3 * numbersPerAxis + 1]! *= fade;
  }
  track.width = Math.max(filter[2 * numbersPerAxis]!, 1);
  track.height = Math.max(filter[3 * numbersPerAxis]!, 1);
  track.left = filter[0]! - track.width / 2;
  track.top = filter[numbersPerAxis]! - track.height / 2;
  track.sighting = null;
}

/** Folds a sighting of this step into its track. */
export function correctTrack(track: TrackState, sighting: Sighting, tMs: number, p: TrackerParameters): void {
  const { left, top, width, height, score, kinds, votes } = sighting;
  const { filter } = track;
  const sd = measurementSd(score, p) * sizeOf(filter);
  updateAxis(filter, 0, left + width / 2, sd);
  updateAxis(filter, 1, top + height / 2, sd);
  // A person's legs are hidden far more often than their size changes; a vehicle that nears does grow.
  const isPerson = track.kinds === kindBit.person;
  const elapsedS = (tMs - track.lastSeenMs) / 1000;
  const sizeSd = isPerson ? sd * sizeSdFactor(elapsedS, p) : sd;
  const change = Math.abs(Math.log(height / Math.max(filter[3 * numbersPerAxis]!, 1)));
  updateAxis(filter, 2, width, sizeSd);
  updateAxis(filter, 3, height, sizeSd);
  const ownFootSd = footSd(score, p) * sizeOf(filter);
  const footYSd = ownFootSd * p.footYSdFactor;
  const hiddenSd = isPerson ? footYSd * (1 + p.footSdPerChange * change) : footYSd;
  updateAxis(filter, 4, left + width / 2, ownFootSd * lastingFactor(elapsedS));
  updateAxis(filter, 5, top + height, hiddenSd);
  for (let i = 0; i < votes.length; i++) track.votes[i]! += votes[i]!;
  track.kinds |= kinds;
  track.score = score;
  track.lastSeenMs = tMs;
  track.sighting = sighting;
}

/** A track as plain JSON, without what belongs to a step. */
export function saveTrack(track: TrackState): SavedTrack {
  const { id, bornMs, firstFoot, lastSeenMs, confirmed, score, votes, kinds, filter } = track;
  const rest = { confirmed, score, votes: [...votes], kinds, filter: [...filter] };
  return { id, bornMs, firstFoot: { ...firstFoot }, lastSeenMs, ...rest };
}

export function restoreTrack(saved: SavedTrack): TrackState {
  const own = { votes: [...saved.votes], filter: Float64Array.from(saved.filter) };
  return { ...saved, ...own, left: 0, top: 0, width: 0, height: 0, sighting: null };
}

/** What others are told of a track in this step. */
export function reportTrack(track: TrackState, { riderShare }: TrackerParameters): Track {
  const { id, score, confirmed, bornMs, firstFoot, lastSeenMs, filter } = track;
  const { left, top, width, height } = track.sighting ?? track;
  return {
    ...{ id, class: votedClass(track.votes, riderShare), score, box: { left, top, width, height } },
    foot: { x: filter[4 * numbersPerAxis]!, y: filter[5 * numbersPerAxis]! },
    ...{ seen: track.sighting !== null, confirmed, bornMs, firstFoot, lastSeenMs },
  };
}

/**
 * How much less a person's measured size is trusted than its place. What hides legs stays for a while, so the errors
 * of frames in quick succession are one error: the noise is a density, and more frames do not make the size surer.
 */
function sizeSdFactor(elapsedS: number, p: TrackerParameters): number {
  return Math.min(2 * p.sizeSdFactor, Math.max(1, p.sizeSdFactor * densityFactor(elapsedS)));
}

/**
 * By how much less sure a place is where detections follow each other fast (s), within bounds: an error lasts like the
 * pose or the half hidden body that makes it, so it is a density over time.
 */
export function lastingFactor(elapsedS: number): number {
  return Math.min(2, Math.max(0.5, densityFactor(elapsedS)));
}

/** By how much the noise of a detection this long (s) after the one before differs from that at the reference step. */
function densityFactor(elapsedS: number): number {
  return Math.sqrt(referenceStepS / Math.max(elapsedS, 0.02));
}

function measurementSd(score: number, p: TrackerParameters): number {
  return p.measurementSd * (1 + p.measurementSdPerDoubt * (1 - score));
}

function footSd(score: number, p: TrackerParameters): number {
  return p.footSd * (1 + p.footSdPerDoubt * (1 - score));
}

/** The longer side of the filtered box, px: the unit of all noise. */
function sizeOf(filter: FilterState): number {
  return Math.max(filter[2 * numbersPerAxis]!, filter[3 * numbersPerAxis]!, 1);
}
