import type { Detection } from '../detection/detection.ts';
import type { FrameSize } from '../geometry/box.ts';
import { Assignment } from './assignment.ts';
import { type TrackerParameters, trackerParameters } from './parameters.ts';
import { type Sighting, sightingsOf } from './sighting.ts';
import type { SavedTracker, Track } from './track.ts';
import {
  correctTrack,
  predictTrack,
  reportTrack,
  restoreTrack,
  saveTrack,
  startTrack,
  type TrackState,
} from './track-state.ts';

/** What a {@link Tracker} needs. `newId` is called once per birth, in order, and must not repeat a living id. */
export interface TrackerOptions {
  readonly frame: FrameSize;
  readonly newId: () => number;
  readonly parameters?: Partial<TrackerParameters>;
}

/**
 * Links boxes to tracks: BYTE's two-score association (Zhang et al. 2022) over buffered IoU × height ratio² × score,
 * with a Kalman filter in real elapsed seconds. It looks at boxes, classes and scores only, never at appearance.
 *
 * Each step matches (a) confirmed tracks with high detections, (b) tracks seen a moment ago with low ones,
 * (c) what is left of (a) with a wider buffer, (d) unconfirmed tracks with the remaining high ones; then it starts
 * tracks from what is left. The same input gives the same output, also when the input is split anywhere with
 * {@link Tracker.save} and {@link Tracker.restore}.
 *
 * Costs and filters live in buffers that are kept from step to step. What a step makes anew is what it returns
 * and two small objects per detection, about 1.8 kB an object; what is held does not grow with time.
 */
export class Tracker {
  readonly #frame: FrameSize;
  readonly #newId: () => number;
  readonly #parameters: TrackerParameters;
  readonly #assignment = new Assignment();
  readonly #rows: TrackState[] = [];
  readonly #columns: Sighting[] = [];
  #lastMs: number | null = null;
  #tracks: TrackState[] = [];
  #sightings: readonly Sighting[] = [];
  readonly #taken = new Set<Sighting>();

  /** Throws `TypeError` for a frame without area or parameters out of bounds. */
  constructor(options: TrackerOptions) {
    const { widthPx, heightPx } = options.frame;
    if (!(widthPx > 0 && heightPx > 0)) throw new TypeError('The frame of a tracker must have an area.');
    this.#frame = options.frame;
    this.#newId = options.newId;
    this.#parameters = trackerParameters(options.parameters);
  }

  /** All tracks alive after the last step, those not yet confirmed too, oldest first. */
  get alive(): readonly Readonly<TrackState>[] {
    return this.#tracks;
  }

  /**
   * Takes the detections of one frame (boxes in fractions of the picture) and returns the confirmed tracks alive
   * now, seen and coasting, oldest first. An id that is no longer returned has ended and does not come back.
   * `tMs` must be greater than in the step before (`TypeError`). See {@link sightingsOf} for what is ignored.
   */
  step(tMs: number, detections: readonly Detection[]): readonly Track[] {
    this.follow(tMs, sightingsOf(detections, this.#frame, this.#parameters.lowScore));
    return this.report();
  }

  /** Takes what the detections of one frame were made into, which may be used again; see {@link Tracker.report}. */
  follow(tMs: number, sightings: readonly Sighting[]): void {
    if (!Number.isFinite(tMs) || (this.#lastMs !== null && tMs <= this.#lastMs)) {
      throw new TypeError('The times given to a tracker must increase.');
    }
    const elapsedS = this.#lastMs === null ? 0 : (tMs - this.#lastMs) / 1000;
    this.#sightings = sightings;
    this.#taken.clear();
    this.#bury(tMs);
    for (const track of this.#tracks)
      predictTrack(track, elapsedS, track.lastSeenMs < this.#lastMs!, this.#parameters);
    this.#match();
    for (const track of this.#tracks) this.#correct(track, tMs);
    this.#tracks = this.#tracks.filter((track) => this.#livesOn(track, tMs));
    this.#giveBirth(tMs, elapsedS);
    this.#lastMs = tMs;
  }

  /** The confirmed tracks alive after the last step. */
  report(): readonly Track[] {
    return this.#tracks
      .filter((track) => track.confirmed)
      .map((track) => reportTrack(track, this.#parameters));
  }

  /** The state as plain JSON, for {@link Tracker.restore}. Ids go on with the caller's `newId`. */
  save(): SavedTracker {
    return { tMs: this.#lastMs, tracks: this.#tracks.map(saveTrack) };
  }

  /** Continues from a saved state; what this tracker held is dropped. */
  restore(saved: SavedTracker): void {
    this.#lastMs = saved.tMs;
    this.#tracks = saved.tracks.slice(0, this.#parameters.tracksMax).map(restoreTrack);
  }

  /** The hard bound: a track unseen for longer than `coastS` ends before it could be matched. */
  #bury(tMs: number): void {
    const longestMs = this.#parameters.coastS * 1000;
    this.#tracks = this.#tracks.filter((track) => tMs - track.lastSeenMs <= longestMs);
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

  /** One round of matching among the tracks and sightings that are still free and that take part in it. */
  #stage(
    takesTrack: (track: TrackState) => boolean,
    takesScore: (score: number) => boolean,
    buffer: number,
    limit: number,
    weighScore: boolean,
  ): void {
    const rows = this.#rows;
    const columns = this.#columns;
    rows.length = 0;
    columns.length = 0;
    for (const track of this.#tracks) if (track.sighting === null && takesTrack(track)) rows.push(track);
    for (const sighting of this.#sightings)
      if (!this.#taken.has(sighting) && takesScore(sighting.score)) columns.push(sighting);
    if (rows.length === 0 || columns.length === 0) return;
    const assignment = this.#assignment;
    assignment.reset(rows.length, columns.length);
    let at = 0;
    for (const track of rows) {
      const unseenS = Math.max(0, this.#lastMs! - track.lastSeenMs) / 1000;
      const freshness = Math.max(0, 1 - this.#parameters.coastPenaltyPerS * unseenS);
      for (const sighting of columns) {
        const likeness = (sighting.kinds & track.kinds) === 0 ? 0 : this.#likeness(track, sighting, buffer);
        assignment.cost[at++] = 1 - freshness * (weighScore ? likeness * sighting.score : likeness);
      }
    }
    assignment.solve(limit);
    for (let row = 0; row < rows.length; row++) {
      const column = assignment.columnOf[row]!;
      if (column < 0) continue;
      rows[row]!.sighting = columns[column]!;
      this.#taken.add(columns[column]!);
    }
  }

  /** Buffered IoU × height ratio², 0 to 1. Each side of both boxes moves out by `buffer` × its length. */
  #likeness(track: TrackState, { left, top, width, height }: Sighting, buffer: number): number {
    const ratio = height < track.height ? height / track.height : track.height / height;
    if (ratio < this.#parameters.heightRatioMin) return 0;
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

  #correct(track: TrackState, tMs: number): void {
    if (track.sighting === null) return;
    correctTrack(track, track.sighting, tMs, this.#parameters);
    track.confirmed ||= tMs - track.bornMs >= this.#parameters.confirmS * 1000;
  }

  #livesOn(track: TrackState, tMs: number): boolean {
    return track.confirmed || tMs - track.lastSeenMs <= this.#parameters.tentativeS * 1000;
  }

  #giveBirth(tMs: number, elapsedS: number): void {
    const p = this.#parameters;
    const confirmed = this.#lastMs === null || elapsedS >= p.confirmAtOnceS;
    for (const sighting of this.#sightings) {
      if (this.#tracks.length >= p.tracksMax) return;
      if (this.#taken.has(sighting) || sighting.score < p.birthScore || sighting.score < p.highScore)
        continue;
      const track = startTrack(this.#newId(), tMs, sighting, p);
      track.confirmed = confirmed;
      this.#tracks.push(track);
    }
  }
}
