import { isDue, ladders, type SafetyRule } from './finding.ts';

/** What a place's learning needs. */
export interface LearningOptions {
  readonly rule: SafetyRule;
  /** How many zones it looks at together: the aim is one of the camera. */
  readonly zones: number;
  /** Whole or broken days of armed, watched time; 1 to 30. */
  readonly days: number;
  readonly cooldownMs: number;
  /** Whether a danger that lasts is warned of again. */
  readonly repeats: boolean;
}

/** What learning measured. All alarms of the learning time count as false but those that were said to be right. */
export interface LearningReport {
  /** Armed, watched time so far, and how much is wanted. */
  readonly watchedMs: number;
  readonly wantedMs: number;
  readonly isComplete: boolean;
  /** For each step of the rule's ladder the false alarms a day; empty before anything was watched. */
  readonly perDay: readonly number[];
  /** The least threshold that reached the aim; null as long as it learns, or where none does. */
  readonly threshold: number | null;
}

/** The state of a {@link Learning} as plain JSON. It holds counts and no track. */
export interface SavedLearning {
  readonly watchedMs: number;
  readonly alarms: readonly number[];
  readonly sinceMs: readonly (readonly (number | null)[])[];
}

/** False alarms of one rule that a camera may give in a day. */
export const falseAlarmsPerDayMax = 2;
const dayMs = 86_400_000;

/**
 * Measures, for each step of a rule's ladder, how many alarms there would have been at a place, with cooldowns of their
 * own, and proposes the least step with {@link falseAlarmsPerDayMax} a day or fewer. Nothing is added for days that may
 * have been lucky: in three days chance moves a count by a half, and a step too high is paid for in every true danger.
 * After the learning time it stands still.
 */
export class Learning {
  readonly #options: LearningOptions;
  readonly #ladder: readonly number[];
  #watchedMs = 0;
  #alarms: number[];
  /** For each zone and step the watched time since its last alarm would have been given. */
  #sinceMs: (number | null)[][];

  /** Throws `TypeError` for days out of bounds. */
  constructor(options: LearningOptions) {
    if (!(options.days >= 1 && options.days <= 30)) throw new TypeError('Learning takes 1 to 30 days.');
    this.#options = options;
    this.#ladder = ladders[options.rule];
    this.#alarms = this.#ladder.map(() => 0);
    this.#sinceMs = Array.from({ length: options.zones }, () => this.#ladder.map(() => null));
  }

  /** Takes the ages (see `Finding`) found in each zone after `elapsedMs` of armed watching. */
  watch(elapsedMs: number, zones: readonly (readonly (readonly number[])[])[]): void {
    if (this.#isComplete()) return;
    this.#watchedMs += elapsedMs;
    const { cooldownMs, repeats } = this.#options;
    zones.forEach((found, zone) => {
      const since = this.#sinceMs[zone]!;
      for (let step = 0; step < since.length; step++) {
        if (since[step] !== null) since[step]! += elapsedMs;
        if (!found.some((agesMs) => isDue(agesMs[step], since[step]!, cooldownMs, repeats))) continue;
        since[step] = 0;
        this.#alarms[step]!++;
      }
    });
  }

  /** One alarm at this step was right: it is not counted there, nor at the lower steps that had it too. */
  discount(step: number): void {
    for (let lower = 0; lower <= step; lower++) this.#alarms[lower] = Math.max(0, this.#alarms[lower]! - 1);
  }

  report(): LearningReport {
    const days = this.#watchedMs / dayMs;
    const wantedMs = this.#options.days * dayMs;
    const isComplete = this.#isComplete();
    const step = proposedStep(this.#alarms, days);
    return {
      watchedMs: this.#watchedMs,
      wantedMs,
      isComplete,
      perDay: days > 0 ? this.#alarms.map((alarms) => alarms / days) : [],
      threshold: isComplete && step >= 0 ? this.#ladder[step]! : null,
    };
  }

  save(): SavedLearning {
    const sinceMs = this.#sinceMs.map((zone) => [...zone]);
    return { watchedMs: this.#watchedMs, alarms: [...this.#alarms], sinceMs };
  }

  restore({ watchedMs, alarms, sinceMs }: SavedLearning): void {
    this.#watchedMs = watchedMs;
    this.#alarms = [...alarms];
    this.#sinceMs = sinceMs.map((zone) => [...zone]);
  }

  #isComplete(): boolean {
    return this.#watchedMs >= this.#options.days * dayMs;
  }
}

/** The least step whose count of alarms in so many days keeps to the aim; -1 where none does. */
export function proposedStep(alarms: readonly number[], days: number): number {
  return alarms.findIndex((count) => count <= falseAlarmsPerDayMax * days);
}
