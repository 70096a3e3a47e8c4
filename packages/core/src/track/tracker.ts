import { type Detection, detectionsPerFrameMax } from '../detection/detection.ts';
import type { FrameSize, Point } from '../geometry/box.ts';
import { Assignment } from './assignment.ts';
import { classGroup, votedClass } from './class-group.ts';
import { axes, type FilterState, numbersPerAxis, predictAxis, startAxis, updateAxis } from './filter.ts';
import { type TrackerParameters, trackerParameters } from './parameters.ts';
import { mergeRiders, type RoadUserDetection } from './rider.ts';
import type { SavedTrack, SavedTracker, Track } from './track.ts';

/** The time between detections for which `sizeSdFactor` and `footSd` are given (s). */
const referenceStepS = 0.1;

/** What a {@link Tracker} needs. `newId` is called once per birth, in order, and must not repeat a living id. */
export interface TrackerOptions {
  readonly frame: FrameSize;
  readonly newId: () => number;
  readonly parameters?: Partial<TrackerParameters>;
}

interface State {
  id: number;
  bornMs: number;
  firstFoot: Point;
  lastSeenMs: number;
  confirmed: boolean;
  score: number;
  votes: number[];
  /** The kinds it has been seen as: a rider may be found as a person in one frame and a bicycle in the next. */
  kinds: number;
  filter: FilterState;
  /** Predicted box of this step in px, and the index of its detection or -1. */
  left: number;
  top: number;
  width: number;
  height: number;
  detection: number;
}

/** Class kinds as bits, so that one `and` tells whether a track and a detection may be one object. */
const kindBit = { person: 1, 'two-wheeler': 2, vehicle: 4 } as const;

/**
 * Links boxes to tracks: BYTE's two-score association (Zhang et al. 2022) over buffered IoU × height ratio² × score,
 * with a Kalman filter in real elapsed seconds. It looks at boxes, classes and scores only, never at appearance.
 *
 * Each step matches (a) confirmed tracks with high detections, (b) tracks seen a moment ago with low ones,
 * (c) what is left of (a) with a wider buffer, (d) unconfirmed tracks with the remaining high ones; then it starts
 * tracks from what is left. The same input gives the same output, also when the input is split anywhere with
 * {@link Tracker.save} and {@link Tracker.restore}.
 *
 * Costs, boxes and filters live in buffers that are kept from step to step. What a step makes anew is what it returns
 * and one small object per detection, about 1.3 kB an object; what is held does not grow with time.
 */
export class Tracker {
  readonly #frame: FrameSize;
  readonly #newId: () => number;
  readonly #parameters: TrackerParameters;
  readonly #assignment = new Assignment();
  readonly #rows: State[] = [];
  readonly #columns: number[] = [];
  #lastMs: number | null = null;
  #tracks: State[] = [];
  #detections: readonly RoadUserDetection[] = [];
  /** Detections of this step in px: left, top, width, height, score, kind bits; and whether they are taken. */
  readonly #box = new Float64Array(detectionsPerFrameMax * 4);
  readonly #score = new Float64Array(detectionsPerFrameMax);
  readonly #kind = new Uint8Array(detectionsPerFrameMax);
  readonly #taken = new Uint8Array(detectionsPerFrameMax);

  /** Throws `TypeError` for a frame without area or parameters out of bounds. */
  constructor(options: TrackerOptions) {
    const { widthPx, heightPx } = options.frame;
    if (!(widthPx > 0 && heightPx > 0)) throw new TypeError('The frame of a tracker must have an area.');
    this.#frame = options.frame;
    this.#newId = options.newId;
    this.#parameters = trackerParameters(options.parameters);
  }

  /**
   * Takes the detections of one frame (boxes in fractions of the picture) and returns the confirmed tracks alive
   * now, seen and coasting, oldest first. An id that is no longer returned has ended and does not come back.
   * `tMs` must be greater than in the step before (`TypeError`). Boxes without area or with numbers that are not
   * finite are ignored; of more than {@link detectionsPerFrameMax} the highest scores are kept.
   */
  step(tMs: number, detections: readonly Detection[]): readonly Track[] {
    if (!Number.isFinite(tMs) || (this.#lastMs !== null && tMs <= this.#lastMs)) {
      throw new TypeError('The times given to a tracker must increase.');
    }
    const elapsedS = this.#lastMs === null ? 0 : (tMs - this.#lastMs) / 1000;
    this.#load(detections);
    this.#bury(tMs);
    for (const track of this.#tracks) this.#predict(track, elapsedS);
    this.#match();
    for (const track of this.#tracks) if (track.detection >= 0) this.#correct(track, tMs);
    this.#tracks = this.#tracks.filter((track) => this.#livesOn(track, tMs));
    this.#giveBirth(tMs, elapsedS);
    this.#lastMs = tMs;
    return this.#tracks.filter((track) => track.confirmed).map((track) => this.#report(track));
  }

  /** The state as plain JSON, for {@link Tracker.restore}. Ids go on with the caller's `newId`. */
  save(): SavedTracker {
    const tracks = this.#tracks.map((track) => {
      const { id, bornMs, firstFoot, lastSeenMs, confirmed, score, votes, kinds, filter } = track;
      const rest = { confirmed, score, votes: [...votes], kinds, filter: [...filter] };
      return { id, bornMs, firstFoot: { ...firstFoot }, lastSeenMs, ...rest };
    });
    return { tMs: this.#lastMs, tracks };
  }

  /** Continues from a saved state; what this tracker held is dropped. */
  restore(saved: SavedTracker): void {
    this.#lastMs = saved.tMs;
    this.#tracks = saved.tracks.slice(0, this.#parameters.tracksMax).map((track: SavedTrack) => ({
      ...track,
      votes: [...track.votes],
      filter: Float64Array.from(track.filter),
      ...{ left: 0, top: 0, width: 0, height: 0, detection: -1 },
    }));
  }

  #load(detections: readonly Detection[]): void {
    const usable = detections.filter(({ score, box }) => score >= this.#parameters.lowScore && hasArea(box));
    if (usable.length > detectionsPerFrameMax) {
      usable.sort((a, b) => b.score - a.score);
      usable.length = detectionsPerFrameMax;
    }
    this.#detections = mergeRiders(usable);
    const { widthPx, heightPx } = this.#frame;
    this.#detections.forEach(({ box, score, class: name, ridden }, index) => {
      this.#box[index * 4] = box.left * widthPx;
      this.#box[index * 4 + 1] = box.top * heightPx;
      this.#box[index * 4 + 2] = box.width * widthPx;
      this.#box[index * 4 + 3] = box.height * heightPx;
      this.#score[index] = score;
      this.#kind[index] = kindBit[classGroup(name)] | (ridden ? kindBit.person : 0);
      this.#taken[index] = 0;
    });
  }

  /** The hard bound: a track unseen for longer than `coastS` ends before it could be matched. */
  #bury(tMs: number): void {
    const longestMs = this.#parameters.coastS * 1000;
    this.#tracks = this.#tracks.filter((track) => tMs - track.lastSeenMs <= longestMs);
  }

  #predict(track: State, elapsedS: number): void {
    const { filter } = track;
    const size = sizeOf(filter);
    const { acceleration, footAcceleration, footYAccelerationFactor } = this.#parameters;
    for (let axis = 0; axis < 4; axis++) predictAxis(filter, axis, elapsedS, size * acceleration);
    predictAxis(filter, 4, elapsedS, size * footAcceleration);
    predictAxis(filter, 5, elapsedS, size * footAcceleration * footYAccelerationFactor);
    if (track.lastSeenMs < this.#lastMs!) {
      const fade = Math.exp(-elapsedS / Math.max(this.#parameters.growthFadeS, 1e-6));
      filter[2 * numbersPerAxis + 1]! *= fade;
      filter[3 * numbersPerAxis + 1]! *= fade;
    }
    track.width = Math.max(filter[2 * numbersPerAxis]!, 1);
    track.height = Math.max(filter[3 * numbersPerAxis]!, 1);
    track.left = filter[0]! - track.width / 2;
    track.top = filter[numbersPerAxis]! - track.height / 2;
    track.detection = -1;
  }

  #match(): void {
    const p = this.#parameters;
    const isHigh = (score: number): boolean => score >= p.highScore;
    this.#stage((t) => t.confirmed, isHigh, p.highBuffer, p.highLimit, true);
    const lastMs = this.#lastMs;
    const sinceMs = (this.#lastMs ?? 0) - p.lowS * 1000;
    this.#stage(
      (t) => t.confirmed && (t.lastSeenMs === lastMs || (t.lastSeenMs >= sinceMs && isHigh(t.score))),
      (s) => !isHigh(s),
      p.lowBuffer,
      p.lowLimit,
      false,
    );
    this.#stage((t) => t.confirmed, isHigh, p.wideBuffer, p.wideLimit, false);
    this.#stage((t) => !t.confirmed, isHigh, p.tentativeBuffer, p.tentativeLimit, true);
  }

  /** One round of matching among the tracks and detections that are still free and that take part in it. */
  #stage(
    takesTrack: (track: State) => boolean,
    takesScore: (score: number) => boolean,
    buffer: number,
    limit: number,
    weighScore: boolean,
  ): void {
    const rows = this.#rows;
    const columns = this.#columns;
    rows.length = 0;
    columns.length = 0;
    for (const track of this.#tracks) if (track.detection < 0 && takesTrack(track)) rows.push(track);
    for (let index = 0; index < this.#detections.length; index++) {
      if (!this.#taken[index] && takesScore(this.#score[index]!)) columns.push(index);
    }
    if (rows.length === 0 || columns.length === 0) return;
    const assignment = this.#assignment;
    assignment.reset(rows.length, columns.length);
    let at = 0;
    for (const track of rows) {
      const unseenS = Math.max(0, this.#lastMs! - track.lastSeenMs) / 1000;
      const freshness = Math.max(0, 1 - this.#parameters.coastPenaltyPerS * unseenS);
      for (const index of columns) {
        const likeness = (this.#kind[index]! & track.kinds) === 0 ? 0 : this.#likeness(track, index, buffer);
        assignment.cost[at++] = 1 - freshness * (weighScore ? likeness * this.#score[index]! : likeness);
      }
    }
    assignment.solve(limit);
    for (let row = 0; row < rows.length; row++) {
      const column = assignment.columnOf[row]!;
      if (column < 0) continue;
      rows[row]!.detection = columns[column]!;
      this.#taken[columns[column]!] = 1;
    }
  }

  /** Buffered IoU × height ratio², 0 to 1. Each side of both boxes moves out by `buffer` × its length. */
  #likeness(track: State, index: number, buffer: number): number {
    const height = this.#box[index * 4 + 3]!;
    const ratio = height < track.height ? height / track.height : track.height / height;
    if (ratio < this.#parameters.heightRatioMin) return 0;
    const width = this.#box[index * 4 + 2]!;
    const left = this.#box[index * 4]!;
    const top = this.#box[index * 4 + 1]!;
    const right = Math.min(left + width * (1 + buffer), track.left + track.width * (1 + buffer));
    const sharedWidth = right - Math.max(left - width * buffer, track.left - track.width * buffer);
    if (sharedWidth <= 0) return 0;
    const bottom = Math.min(top + height * (1 + buffer), track.top + track.height * (1 + buffer));
    const sharedHeight = bottom - Math.max(top - height * buffer, track.top - track.height * buffer);
    if (sharedHeight <= 0) return 0;
    const grown = (1 + 2 * buffer) * (1 + 2 * buffer);
    const shared = sharedWidth * sharedHeight;
    return (shared / (grown * (width * height + track.width * track.height) - shared)) * ratio * ratio;
  }

  /**
   * How much less a person's measured size is trusted than its place. What hides legs stays for a while, so the errors
   * of frames in quick succession are one error: the noise is a density, and more frames do not make the size surer.
   */
  #sizeSdFactor(elapsedS: number): number {
    const factor = this.#parameters.sizeSdFactor * densityFactor(elapsedS);
    return Math.min(2 * this.#parameters.sizeSdFactor, Math.max(1, factor));
  }

  #correct(track: State, tMs: number): void {
    const index = track.detection;
    const score = this.#score[index]!;
    const sd = this.#measurementSd(score) * sizeOf(track.filter);
    const width = this.#box[index * 4 + 2]!;
    const height = this.#box[index * 4 + 3]!;
    updateAxis(track.filter, 0, this.#box[index * 4]! + width / 2, sd);
    updateAxis(track.filter, 1, this.#box[index * 4 + 1]! + height / 2, sd);
    // A person's legs are hidden far more often than their size changes; a vehicle that nears does grow.
    const isPerson = track.kinds === kindBit.person;
    const elapsedS = (tMs - track.lastSeenMs) / 1000;
    const sizeSd = isPerson ? sd * this.#sizeSdFactor(elapsedS) : sd;
    const change = Math.abs(Math.log(height / Math.max(track.filter[3 * numbersPerAxis]!, 1)));
    updateAxis(track.filter, 2, width, sizeSd);
    updateAxis(track.filter, 3, height, sizeSd);
    const footSd = this.#footSd(score) * sizeOf(track.filter);
    const footYSd = footSd * this.#parameters.footYSdFactor;
    const hiddenSd = isPerson ? footYSd * (1 + this.#parameters.footSdPerChange * change) : footYSd;
    // Sideways an error lasts like the pose or the half hidden body that makes it: it is a density over time too.
    const asideSd = footSd * Math.min(2, Math.max(0.5, densityFactor(elapsedS)));
    updateAxis(track.filter, 4, this.#box[index * 4]! + width / 2, asideSd);
    updateAxis(track.filter, 5, this.#box[index * 4 + 1]! + height, hiddenSd);
    const { votes } = this.#detections[index]!;
    for (let i = 0; i < votes.length; i++) track.votes[i]! += votes[i]!;
    track.kinds |= this.#kind[index]!;
    track.score = score;
    track.lastSeenMs = tMs;
    track.confirmed ||= tMs - track.bornMs >= this.#parameters.confirmS * 1000;
  }

  #livesOn(track: State, tMs: number): boolean {
    return track.confirmed || tMs - track.lastSeenMs <= this.#parameters.tentativeS * 1000;
  }

  #giveBirth(tMs: number, elapsedS: number): void {
    const p = this.#parameters;
    const confirmed = this.#lastMs === null || elapsedS >= p.confirmAtOnceS;
    for (let index = 0; index < this.#detections.length; index++) {
      if (this.#tracks.length >= p.tracksMax) return;
      const score = this.#score[index]!;
      if (this.#taken[index] || score < p.birthScore || score < p.highScore) continue;
      const box = this.#box.subarray(index * 4, index * 4 + 4);
      const size = Math.max(box[2]!, box[3]!);
      const filter = new Float64Array(axes * numbersPerAxis);
      const speedSd = this.#kind[index] === kindBit.person ? p.birthSpeedSd : p.wheelsBirthSpeedSd;
      const x = box[0]! + box[2]! / 2;
      const start = [x, box[1]! + box[3]! / 2, box[2]!, box[3]!, x, box[1]! + box[3]!];
      for (let axis = 0; axis < axes; axis++) {
        const sd =
          axis < 4 ? this.#measurementSd(score) : this.#footSd(score) * (axis === 5 ? p.footYSdFactor : 1);
        startAxis(filter, axis, start[axis]!, sd * size, speedSd * size);
      }
      const votes = [...this.#detections[index]!.votes];
      const [left, top, width, height] = box as unknown as [number, number, number, number];
      const kinds = this.#kind[index]!;
      const firstFoot = { x, y: box[1]! + box[3]! };
      const state = { id: this.#newId(), bornMs: tMs, firstFoot, lastSeenMs: tMs, confirmed, score };
      this.#tracks.push({ ...state, votes, kinds, filter, left, top, width, height, detection: index });
    }
  }

  #measurementSd(score: number): number {
    return this.#parameters.measurementSd * (1 + this.#parameters.measurementSdPerDoubt * (1 - score));
  }

  #footSd(score: number): number {
    return this.#parameters.footSd * (1 + this.#parameters.footSdPerDoubt * (1 - score));
  }

  #report(track: State): Track {
    const { filter, detection } = track;
    const seen = detection >= 0;
    const at = detection * 4;
    return {
      id: track.id,
      class: votedClass(track.votes, this.#parameters.riderShare),
      score: track.score,
      box: seen
        ? {
            left: this.#box[at]!,
            top: this.#box[at + 1]!,
            width: this.#box[at + 2]!,
            height: this.#box[at + 3]!,
          }
        : { left: track.left, top: track.top, width: track.width, height: track.height },
      foot: { x: filter[4 * numbersPerAxis]!, y: filter[5 * numbersPerAxis]! },
      seen,
      confirmed: track.confirmed,
      bornMs: track.bornMs,
      firstFoot: track.firstFoot,
      lastSeenMs: track.lastSeenMs,
    };
  }
}

/** By how much the noise of a detection this long (s) after the one before differs from that at the reference step. */
function densityFactor(elapsedS: number): number {
  return Math.sqrt(referenceStepS / Math.max(elapsedS, 0.02));
}

/** The longer side of the filtered box, px: the unit of all noise. */
function sizeOf(filter: FilterState): number {
  return Math.max(filter[2 * numbersPerAxis]!, filter[3 * numbersPerAxis]!, 1);
}

function hasArea(box: Detection['box']): boolean {
  return Number.isFinite(box.left + box.top + box.width + box.height) && box.width > 0 && box.height > 0;
}
