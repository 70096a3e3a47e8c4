import {
  type Crossing,
  type Detection,
  type FrameSize,
  type LineConfig,
  type LineNote,
  LineRule,
  type Track,
  Tracker,
} from '@outis/core';

export interface CountingPipelineOptions {
  /** The size at which the boxes were found; gives fractions their aspect. */
  readonly frame: FrameSize;
  readonly lines: readonly LineConfig[];
  /** The model's scores: from `low` a detection may continue a track, from `high` it is trusted. */
  readonly thresholds: { readonly low: number; readonly high: number };
  readonly newId: () => number;
  readonly onNote?: (note: LineNote) => void;
}

/** What one observation led to. */
export interface PipelineStep {
  readonly tracks: readonly Track[];
  readonly crossings: readonly Crossing[];
}

/** A track is born a little above the score from which a detection is trusted. */
const birthMargin = 0.05;

/** detection → track → rule: the middle of the straight pipe. One camera, no I/O, no clock. */
export class CountingPipeline {
  readonly #options: CountingPipelineOptions;
  readonly #tracker: Tracker;
  #lines: LineRule;

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
    this.#lines = this.#lineRule(options.lines);
  }

  /** Takes the detections of one frame; `tMs` must be later than in the step before. */
  step(tMs: number, detections: readonly Detection[]): PipelineStep {
    const tracks = this.#tracker.step(tMs, detections);
    return { tracks, crossings: this.#lines.step(tMs, tracks) };
  }

  /** Puts other lines in place; passages that were under way over the old lines are dropped. */
  setLines(lines: readonly LineConfig[]): void {
    this.#lines = this.#lineRule(lines);
  }

  /** Ends all tracks, as at the end of a file. */
  finish(tMs: number): readonly Crossing[] {
    return this.#lines.finish(tMs);
  }

  #lineRule(lines: readonly LineConfig[]): LineRule {
    const { frame, onNote } = this.#options;
    return new LineRule({ lines, frame, ...(onNote === undefined ? {} : { onNote }) });
  }
}
