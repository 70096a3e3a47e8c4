import type {
  Crossing,
  Direction,
  FrameSize,
  LineNote,
  Point,
  Refusal,
  RoadUserClass,
  Track,
} from '@outis/core';

/** The most that an {@link Explanation} holds; beyond it things are counted and no longer kept. */
export const explanationLimits = {
  /** Tracks drawn. */
  tracksMax: 2_000,
  /** Corners of one path; a longer one is thinned to every second corner. Even. */
  pointsPerTrackMax: 240,
  /** Crossings listed, and refused crossings listed. */
  marksMax: 5_000,
} as const;

/** A corner of a path in px of the analysed picture. `afterGap`: the object was not seen on the way to it. */
export interface PathPoint extends Point {
  readonly afterGap: boolean;
}

/** One track of the file. Numbers count from 1 in the order of appearance and mean nothing outside the file. */
export interface ExplainedTrack {
  readonly number: number;
  readonly class: RoadUserClass;
  /** When it was first and last seen, ms from the start of the file. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly path: readonly PathPoint[];
}

/** A crossing that was counted, or a change of side that was refused. */
export interface Mark {
  readonly outcome: 'counted' | Refusal;
  readonly tMs: number;
  readonly line: string;
  readonly direction: Direction;
  readonly class: RoadUserClass;
  /** Number of its track. */
  readonly track: number;
  /** Where, in px of the analysed picture. */
  readonly at: Point;
}

/** Everything that the page about one counted file shows. */
export interface Explained {
  readonly frame: FrameSize;
  readonly tracks: readonly ExplainedTrack[];
  /** In the order of time. */
  readonly marks: readonly Mark[];
  /** How much there was in all, listed or not. */
  readonly trackCount: number;
  readonly countedCount: number;
  readonly refusedCount: number;
  /** Paths that were thinned. */
  readonly thinnedCount: number;
}

interface Trace {
  readonly number: number;
  class: RoadUserClass;
  readonly firstMs: number;
  lastMs: number;
  path: PathPoint[];
  /** The last foot point, where it is not a corner yet, and whether a gap lies before it. */
  last: PathPoint;
  isGap: boolean;
  isThinned: boolean;
  /** A corner is set where the foot point has moved this far, px. */
  strideWidths: number;
}

/** A foot point becomes a corner of the path when it is this far from the last corner, as a share of the width. */
const strideWidthsMin = 0.004;

/**
 * Collects what explains the counts of one file while it is counted: the paths of the foot points and what was
 * decided at the lines. It never sees a picture. Memory is bounded by {@link explanationLimits}.
 */
export class Explanation {
  readonly #frame: FrameSize;
  /** By the id of a living track; what has ended moves to `#done`. */
  readonly #traces = new Map<number, Trace>();
  readonly #numbers = new Map<number, number>();
  readonly #done: Trace[] = [];
  readonly #counted: Mark[] = [];
  readonly #refused: Mark[] = [];
  #trackCount = 0;
  #countedCount = 0;
  #refusedCount = 0;

  constructor(frame: FrameSize) {
    this.#frame = frame;
  }

  /** Takes the tracks of one frame, after what was decided in it; an id that is missing has ended. */
  see(tMs: number, tracks: readonly Track[]): void {
    for (const track of tracks) {
      const trace = this.#traces.get(track.id);
      if (trace !== undefined) this.#follow(tMs, track, trace);
      else if (track.seen && !this.#numbers.has(track.id)) this.#begin(tMs, track);
    }
    if (this.#numbers.size === tracks.length) return;
    const alive = new Set(tracks.map(({ id }) => id));
    for (const id of this.#numbers.keys()) {
      if (alive.has(id)) continue;
      const trace = this.#traces.get(id);
      if (trace !== undefined) this.#done.push(trace);
      this.#traces.delete(id);
      this.#numbers.delete(id);
    }
  }

  /** Takes a crossing that was counted; see `LineRuleOptions.onCrossing`. */
  count(trackId: number, crossing: Crossing, at: Point): void {
    this.#countedCount++;
    if (this.#counted.length < explanationLimits.marksMax)
      this.#counted.push(this.#mark('counted', trackId, crossing, at));
  }

  /** Takes a change of side that was not counted; see `LineRuleOptions.onNote`. */
  refuse(note: LineNote, trackId: number, at: Point): void {
    this.#refusedCount++;
    if (this.#refused.length < explanationLimits.marksMax)
      this.#refused.push(this.#mark(note.reason, trackId, note, at));
  }

  /** What was collected. */
  explained(): Explained {
    const traces = [...this.#done, ...this.#traces.values()].sort((a, b) => a.number - b.number);
    return {
      frame: this.#frame,
      tracks: traces.map(({ number, class: name, firstMs, lastMs, path, last }) => {
        const isComplete = path.at(-1) === last;
        return { number, class: name, firstMs, lastMs, path: isComplete ? path : [...path, last] };
      }),
      marks: [...this.#counted, ...this.#refused].sort((a, b) => a.tMs - b.tMs),
      trackCount: this.#trackCount,
      countedCount: this.#countedCount,
      refusedCount: this.#refusedCount,
      thinnedCount: traces.filter(({ isThinned }) => isThinned).length,
    };
  }

  #begin(tMs: number, track: Track): void {
    const number = ++this.#trackCount;
    this.#numbers.set(track.id, number);
    if (number > explanationLimits.tracksMax) return;
    const start = { ...track.foot, afterGap: false };
    this.#traces.set(track.id, {
      number,
      class: track.class,
      firstMs: tMs,
      lastMs: tMs,
      path: [start],
      last: start,
      isGap: false,
      isThinned: false,
      strideWidths: strideWidthsMin,
    });
  }

  #follow(tMs: number, { seen, foot, class: name }: Track, trace: Trace): void {
    if (!seen) {
      trace.isGap = true;
      return;
    }
    trace.class = name;
    trace.lastMs = tMs;
    if (trace.isGap && trace.path.at(-1) !== trace.last) trace.path.push(trace.last);
    trace.last = { ...foot, afterGap: trace.isGap };
    trace.isGap = false;
    const corner = trace.path.at(-1)!;
    const far = Math.hypot(foot.x - corner.x, foot.y - corner.y) / this.#frame.widthPx;
    if (far < trace.strideWidths && !trace.last.afterGap) return;
    trace.path.push(trace.last);
    if (trace.path.length < explanationLimits.pointsPerTrackMax) return;
    trace.path = thinned(trace.path);
    trace.strideWidths *= 2;
    trace.isThinned = true;
  }

  #mark(outcome: Mark['outcome'], trackId: number, told: Crossing | LineNote, at: Point): Mark {
    const { tMs, lineId: line, direction, class: name } = told;
    return { outcome, tMs, line, direction, class: name, track: this.#numbers.get(trackId) ?? 0, at };
  }
}

/** Every second corner and the last; a gap before a corner that goes is kept before the next. */
function thinned(path: readonly PathPoint[]): PathPoint[] {
  return path.flatMap((point, index) => {
    if (index === path.length - 1) return [point];
    if (index % 2 === 1) return [];
    return [{ ...point, afterGap: point.afterGap || (index > 0 && path[index - 1]!.afterGap) }];
  });
}
