import {
  type Contributions,
  type Crossing,
  type Detection,
  type FrameSize,
  type LineConfig,
  LineRule,
  type LineRuleOptions,
  type Point,
  type Track,
  Tracker,
} from '@outis/core';

export interface CountingPipelineOptions {
  /** The size at which the boxes were found; gives fractions their aspect. */
  readonly frame: FrameSize;
  readonly lines: readonly LineConfig[];
  /** The dead band where the ground is known; without it a share of the picture's height. */
  readonly bandAt?: LineRuleOptions['bandAt'] | undefined;
  /** The model's scores: from `low` a detection may continue a track, from `high` it is trusted. */
  readonly thresholds: { readonly low: number; readonly high: number };
  readonly newId: () => number;
  /** Called for each change of side that is not counted, and for each crossing as it is told: to explain a file. */
  readonly onNote?: LineRuleOptions['onNote'];
  readonly onCrossing?: LineRuleOptions['onCrossing'];
  /** Bounds what one track adds to counts that will be released; without it every passage counts, as in a file. */
  readonly contributions?: Contributions;
}

/** What one observation led to. */
export interface PipelineStep {
  readonly tracks: readonly Track[];
  readonly crossings: readonly Crossing[];
}

/** Half-width of the dead band on each side of a line, as a share of the picture's height. */
export const deadBand = 0.014;

/** A track is born a little above the score from which a detection is trusted. */
const birthMargin = 0.05;

/** A crossing waits this long for its track to be seen more often before it is told with the class that won. */
export const classSettlesMs = 2_000;
/** Crossings that may wait; when there are more the oldest is told with the class that it has. */
const waitingMax = 500;

interface Waiting {
  readonly trackId: number;
  readonly toldMs: number;
  readonly at: Point;
  crossing: Crossing;
}

/**
 * detection → track → rule: the middle of the straight pipe. One camera, no I/O, no clock.
 *
 * A passage is complete a little behind its line, where its class may rest on few frames. So a crossing is told two
 * seconds later, or when its track ends, with the class that the track has then: on the clips this turns a
 * motorcycle back into the bicycle that it is, and a walker with a bicycle into a walker.
 */
export class CountingPipeline {
  readonly #options: CountingPipelineOptions;
  readonly #tracker: Tracker;
  #lines: LineRule;
  #waiting: Waiting[] = [];
  #nowMs = 0;

  constructor(options: CountingPipelineOptions) {
    const { frame, newId, thresholds } = options;
    this.#options = options;
    this.#tracker = new Tracker({
      frame,
      newId,
      parameters: {
        lowScore: thresholds.low,
        highScore: thresholds.high,
        birthScore: Math.min(1, thresholds.high + birthMargin),
      },
    });
    this.#lines = this.#lineRule(options.lines, options.bandAt);
  }

  /** Takes the detections of one frame; `tMs` must be later than in the step before. */
  step(tMs: number, detections: readonly Detection[]): PipelineStep {
    const tracks = this.#tracker.step(tMs, detections);
    this.#nowMs = tMs;
    this.#lines.step(tMs, tracks);
    const crossings = this.#settled(tMs, tracks);
    const waiting = this.#waiting.map(({ trackId }) => trackId);
    this.#options.contributions?.keepOnly(new Set([...tracks.map(({ id }) => id), ...waiting]));
    return { tracks, crossings };
  }

  /** Puts other lines in place; passages that were under way over the old lines are dropped, completed ones are told. */
  setLines(lines: readonly LineConfig[], bandAt?: LineRuleOptions['bandAt']): void {
    this.#lines = this.#lineRule(lines, bandAt);
  }

  /** Ends all tracks, as at the end of a file. */
  finish(tMs: number): readonly Crossing[] {
    this.#nowMs = tMs;
    this.#lines.finish(tMs);
    return this.#settled(tMs, []);
  }

  #settled(tMs: number, tracks: readonly Track[]): readonly Crossing[] {
    if (this.#waiting.length === 0) return [];
    const told: Crossing[] = [];
    const waiting: Waiting[] = [];
    for (const one of this.#waiting) {
      const track = tracks.find(({ id }) => id === one.trackId);
      if (track !== undefined) one.crossing = { ...one.crossing, class: track.class };
      const over =
        track === undefined || tMs >= one.toldMs || this.#waiting.length - told.length > waitingMax;
      if (!over) waiting.push(one);
      else if (this.#options.contributions?.take(one.trackId, 'count') !== false) {
        told.push(one.crossing);
        this.#options.onCrossing?.(one.trackId, one.crossing, one.at);
      }
    }
    this.#waiting = waiting;
    return told;
  }

  #lineRule(lines: readonly LineConfig[], bandAt: LineRuleOptions['bandAt']): LineRule {
    const { frame, onNote } = this.#options;
    const onCrossing = (trackId: number, crossing: Crossing, at: Point): void => {
      this.#waiting.push({ trackId, crossing, at, toldMs: this.#nowMs + classSettlesMs });
    };
    return new LineRule({
      lines,
      frame,
      band: deadBand,
      onCrossing,
      ...(bandAt === undefined ? {} : { bandAt }),
      ...(onNote === undefined ? {} : { onNote }),
    });
  }
}
