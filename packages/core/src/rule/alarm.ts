import { type RoadUserClass, roadUserClasses } from '../detection/object-class.ts';
import { type Finding, isDue, ladders, type SafetyRule } from './finding.ts';
import { Learning, type LearningReport, type SavedLearning } from './learning.ts';

/** One warning. It carries the rule, the place, the time and the classes, and no track. */
export interface Alarm {
  readonly kind: 'alarm';
  readonly rule: SafetyRule;
  readonly zoneId: string;
  readonly tMs: number;
  readonly classes: readonly RoadUserClass[];
}

/** `live` warns; `test` and `learning` only count. */
export const alarmModes = ['live', 'test', 'learning'] as const;
export type AlarmMode = (typeof alarmModes)[number];

/** What an {@link AlarmGate} needs. */
export interface AlarmOptions {
  readonly rule: SafetyRule;
  readonly zoneIds: readonly string[];
  readonly mode: AlarmMode;
  /** How sure the rule must be, in its own units (see `ladders`); rounded up to the next step. Default the first step. */
  readonly threshold?: number;
  /** The least watched time between two alarms of one zone, ms. Default 5 minutes, for `blocked` 30. */
  readonly cooldownMs?: number;
  /** Whether the rule is armed at this time. Default always; see {@link armedIn}. */
  readonly isArmed?: (tMs: number) => boolean;
  /** Learning days, 1 to 30. Default 3. */
  readonly learningDays?: number;
}

/** What a gate has counted in a zone since it was made. */
export interface AlarmCount {
  readonly zoneId: string;
  readonly alarms: number;
}

/** The state of an {@link AlarmGate} as plain JSON: counts by place, and no track. */
export interface SavedAlarmGate {
  readonly tMs: number | null;
  readonly zones: readonly { readonly sinceMs: number | null; readonly alarms: number }[];
  readonly learning: SavedLearning;
}

const minuteMs = 60_000;
/** Cooldowns are never shorter: a siren that sounds all the time is switched off. */
export const cooldownMsMin: number = 10_000;
/** A gap between two steps, or a clock set forward, counts for at most this much of a cooldown. */
export const gapMsMax = 10_000;

/**
 * Makes alarms of what a rule finds: at most one per zone and cooldown, only while armed. A cooldown is counted in
 * watched time, so no clock that is set forward or back, and no order of findings, makes it shorter by more than 10 s a
 * jump or lasting for longer than it watches. After it, `exclusion` and `blocked` warn again for as long as the danger
 * lasts; the others only of what has begun since the last alarm. Learning goes on in every mode.
 */
export class AlarmGate {
  readonly #options: AlarmOptions;
  readonly #step: number;
  readonly #cooldownMs: number;
  readonly #learning: Learning;
  #tMs: number | null = null;
  /** For each zone the watched time since its last alarm, or null before the first. */
  #zones: { sinceMs: number | null; alarms: number }[];

  /** Throws `TypeError` for a cooldown below 10 s, a threshold above the ladder, days out of bounds, or a repeated id. */
  constructor(options: AlarmOptions) {
    const { rule, zoneIds, threshold, cooldownMs = cooldownDefaultMs(rule), learningDays = 3 } = options;
    if (!(cooldownMs >= cooldownMsMin)) throw new TypeError('A cooldown is at least 10 s.');
    this.#step = threshold === undefined ? 0 : ladders[rule].findIndex((step) => step >= threshold);
    if (this.#step < 0) throw new TypeError(`The threshold of ${rule} is at most ${ladders[rule].at(-1)}.`);
    if (new Set(zoneIds).size < zoneIds.length) throw new TypeError('Two zones have the same id.');
    this.#options = options;
    this.#cooldownMs = cooldownMs;
    this.#learning = new Learning({
      rule,
      zones: zoneIds.length,
      days: learningDays,
      cooldownMs,
      repeats: repeats(rule),
    });
    this.#zones = zoneIds.map(() => ({ sinceMs: null, alarms: 0 }));
  }

  /** Takes what its rule found in one step, and returns the alarms to give; none in `test` and `learning`. */
  step(tMs: number, findings: readonly Finding[]): readonly Alarm[] {
    const elapsedMs = this.#tMs === null ? 0 : Math.max(0, Math.min(gapMsMax, tMs - this.#tMs));
    this.#tMs = tMs;
    for (const zone of this.#zones) if (zone.sinceMs !== null) zone.sinceMs += elapsedMs;
    const { rule, zoneIds, isArmed, mode } = this.#options;
    if (isArmed !== undefined && !isArmed(tMs)) return [];
    const inZones = zoneIds.map((id) => findings.filter((one) => one.rule === rule && one.zoneId === id));
    this.#learning.watch(
      elapsedMs,
      inZones.map((found) => found.map(({ agesMs }) => agesMs)),
    );
    return zoneIds.flatMap((zoneId, index): readonly Alarm[] => {
      const zone = this.#zones[index]!;
      const reached = inZones[index]!.filter(({ agesMs }) =>
        isDue(agesMs[this.#step], zone.sinceMs, this.#cooldownMs, repeats(rule)),
      );
      if (reached.length === 0) return [];
      zone.sinceMs = 0;
      zone.alarms++;
      const classes = roadUserClasses.filter((name) => reached.some((one) => one.classes.includes(name)));
      return mode === 'live' ? [{ kind: 'alarm', rule, zoneId, tMs, classes }] : [];
    });
  }

  /** How many alarms each zone has had, or would have had in `test` and `learning`. */
  counts(): readonly AlarmCount[] {
    return this.#options.zoneIds.map((zoneId, index) => ({ zoneId, alarms: this.#zones[index]!.alarms }));
  }

  /** The least watched time between two alarms of one zone, ms. */
  get cooldownMs(): number {
    return this.#cooldownMs;
  }

  /** What learning measured so far, and the threshold that it proposes. */
  learned(): LearningReport {
    return this.#learning.report();
  }

  /** Somebody says that the latest alarm of this zone was right: learning does not count it as a false one. */
  wasRight(zoneId: string): void {
    if (this.#options.zoneIds.includes(zoneId)) this.#learning.discount(this.#step);
  }

  /** The state as plain JSON, for {@link AlarmGate.restore} with the same options. */
  save(): SavedAlarmGate {
    return {
      tMs: this.#tMs,
      zones: this.#zones.map((zone) => ({ ...zone })),
      learning: this.#learning.save(),
    };
  }

  /** Continues from a saved state; what this gate held is dropped. A state of other zones is a `TypeError`. */
  restore(saved: SavedAlarmGate): void {
    if (saved.zones.length !== this.#zones.length) throw new TypeError('The state is of other zones.');
    this.#tMs = saved.tMs;
    this.#zones = saved.zones.map((zone) => ({ ...zone }));
    this.#learning.restore(saved.learning);
  }
}

/** A window of the week in which a rule is armed: minutes since Monday 0 o'clock local time, 0 to 10080. */
export interface ArmedWindow {
  readonly fromMinute: number;
  /** Not armed any more at this minute. Below `fromMinute` it is that of the next week: over Sunday night. */
  readonly toMinute: number;
}

/** The minutes of a week. */
export const weekMinutes = 10_080;

/**
 * For `AlarmOptions.isArmed`: armed in these windows; `minuteOfWeek` knows the local time. Throws `TypeError` for a
 * minute that is not whole or not of the week, and for an empty list, which would be a rule that never warns.
 */
export function armedIn(
  windows: readonly ArmedWindow[],
  minuteOfWeek: (tMs: number) => number,
): (tMs: number) => boolean {
  if (windows.length === 0) throw new TypeError('A schedule without windows never warns.');
  for (const { fromMinute, toMinute } of windows) {
    const isMinute = (minute: number): boolean =>
      Number.isInteger(minute) && minute >= 0 && minute <= weekMinutes;
    if (!isMinute(fromMinute) || !isMinute(toMinute) || fromMinute === toMinute)
      throw new TypeError('A window goes from one whole minute of the week to another.');
  }
  return (tMs) => {
    const minute = minuteOfWeek(tMs);
    return windows.some(({ fromMinute, toMinute }) => {
      if (fromMinute < toMinute) return minute >= fromMinute && minute < toMinute;
      return minute >= fromMinute || minute < toMinute;
    });
  };
}

/** True for the dangers that last, and of which one must be reminded. */
function repeats(rule: SafetyRule): boolean {
  return rule === 'exclusion' || rule === 'blocked';
}

function cooldownDefaultMs(rule: SafetyRule): number {
  return (rule === 'blocked' ? 30 : 5) * minuteMs;
}
