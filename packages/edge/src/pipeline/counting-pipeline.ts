import {
  type Contributions,
  type Crossing,
  type Detection,
  type FrameSize,
  type LateStep,
  LateTracker,
  type LineConfig,
  LineRule,
  type LineRuleOptions,
  type Point,
  type Track,
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
  /** Called with each decided step, after what crossed in it. */
  readonly onDecided?: (step: LateStep) => void;
  /** Bounds what one track adds to counts that will be released; without it every passage counts, as in a file. */
  readonly contributions?: Contributions;
}

/** What has been decided since the step before: steps a few seconds old, and the crossings in them. */
export interface Decided {
  readonly decided: readonly LateStep[];
  readonly crossings: readonly Crossing[];
}

/** What one observation led to; `tracks` are those of now, for who looks or warns, and count nothing. */
export interface PipelineStep extends Decided {
  readonly tracks: readonly Track[];
}

/** Half-width of the dead band on each side of a line, as a share of the picture's height. */
export const deadBand = 0.014;

/** A track is born a little above the score from which a detection is trusted. */
const birthMargin = 0.05;

/**
 * detection → track → rule: the middle of the straight pipe. One camera, no I/O, no clock.
 *
 * Counting is in no hurry: it follows the tracks of a few seconds ago, when it is known who went where and what most frames
 * took them for. On the clips this turns a motorcycle back into the bicycle that it is, and a walker with a bicycle into a walker.
 */
export class CountingPipeline {
  readonly #options: CountingPipelineOptions;
  readonly #tracker: LateTracker;
  #lines: LineRule;
  #told: Crossing[] = [];

  constructor(options: CountingPipelineOptions) {
    const { frame, newId, thresholds } = options;
    this.#options = options;
    this.#tracker = new LateTracker({
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
    const { now, decided } = this.#tracker.step(tMs, detections);
    return { tracks: now, decided, crossings: this.#count(decided) };
  }

  /** Puts other lines in place, for the steps that are not yet decided; passages that were under way over the old lines are dropped. */
  setLines(lines: readonly LineConfig[], bandAt?: LineRuleOptions['bandAt']): void {
    this.#lines = this.#lineRule(lines, bandAt);
  }

  /** Ends all tracks, as at the end of a file. It takes no step after that. */
  finish(tMs: number): Decided {
    const decided = this.#tracker.finish();
    const crossings = this.#count(decided);
    this.#lines.finish(tMs);
    return { decided, crossings: [...crossings, ...this.#taken()] };
  }

  #count(decided: readonly LateStep[]): readonly Crossing[] {
    for (const step of decided) {
      const { tMs, tracks } = step;
      this.#lines.step(tMs, tracks);
      this.#options.onDecided?.(step);
      this.#options.contributions?.keepOnly(new Set(tracks.map(({ id }) => id)));
    }
    return this.#taken();
  }

  #taken(): readonly Crossing[] {
    const told = this.#told;
    this.#told = [];
    return told;
  }

  #lineRule(lines: readonly LineConfig[], bandAt: LineRuleOptions['bandAt']): LineRule {
    const { frame, onNote, contributions } = this.#options;
    const onCrossing = (trackId: number, crossing: Crossing, at: Point): void => {
      if (contributions?.take(trackId, 'count') === false) return;
      this.#told.push(crossing);
      this.#options.onCrossing?.(trackId, crossing, at);
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
