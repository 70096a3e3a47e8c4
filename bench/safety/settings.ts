import { ladders, proposedStep, type SafetyRule, safetyRules } from '@outis/core';
import { dayOf, filmOf } from './day.ts';
import { correlated, ErringDetector, perfect } from './detectors.ts';
import { seeFilm } from './film.ts';
import { type Outcome, runSpan, type Span, type SpanResult } from './run.ts';
import { type Actor, gate, type SiteView, yard } from './scene.ts';
import { rulesOf, type Setup } from './watch.ts';

/** What one rule came to. */
export interface Row {
  readonly falseAlarmsPerCameraDay: number;
  /** Of the days without dangers alone; null where there were none. */
  readonly falseAlarmsPerQuietDay: number | null;
  /** Null where there was nothing to find. */
  readonly recall: number | null;
  /** Against the wider truth of `proximity`; null for the others. */
  readonly widerRecall: number | null;
  readonly precision: number | null;
  readonly medianDelayMs: number | null;
  readonly p95DelayMs: number | null;
  readonly cannotJudgeShare: number;
  readonly events: number;
  readonly alarms: number;
  readonly hours: number;
  /** How sure the rule was asked to be, in its own units. */
  readonly threshold: number;
}

/** By rule. */
export type Rows = Readonly<Record<SafetyRule, Row>>;

const dayS = 86_400;
const workingHours = [6 * 3600, 18 * 3600] as const;
const stepMs = 100;
const sites: readonly SiteView[] = [gate, yard];
/** What a model of 512 px takes; see its manifest. */
const thresholds = { low: 0.1, high: 0.4 };
const live = (learned: ReadonlyMap<SafetyRule, number> = new Map()): Setup => {
  return { mode: 'live', thresholds: learned, blockedMinutes: 2 };
};

/** Perfect boxes: `days` with dangers and as many without. */
export function perfectDays(seed: number, days: number): Rows {
  return rowsOf(
    sites.map((site) =>
      runSpan({
        ...spanOf(site, daysOf(site, seed, days, days)),
        setups: [live()],
        see: (present) => perfect(present),
      }),
    ),
    0,
    { quietDays: days },
  );
}

/** What correlated errors came to, with the rules as they are and with what three days of learning propose. */
export interface CorrelatedDays {
  readonly asIs: Rows;
  readonly learned: Rows;
  /** Time that the safety step of the product takes for a frame, μs. */
  readonly usPerFrame: number;
}

/** Correlated errors: three days of learning without dangers, then `quiet` days without and `dangerous` with them. */
export function correlatedDays(
  seed: number,
  quiet: number,
  dangerous: number,
  learningDays = 3,
): CorrelatedDays {
  const proposed = new Map<SafetyRule, number>();
  const results = sites.map((site) => {
    const learning = runSpan({
      ...spanOf(site, daysOf(site, seed + 50, learningDays, 0)),
      setups: [{ ...live(), mode: 'learning' }],
      see: eye(site, seed + 51),
    });
    for (const rule of rulesOf[site.name]) {
      const { perDay } = learning.watch.learned(rule);
      const threshold = proposal(rule, perDay, learningDays);
      if (threshold !== null) proposed.set(rule, threshold);
    }
    return runSpan({
      ...spanOf(site, daysOf(site, seed, quiet, dangerous)),
      setups: [live(), live(proposed)],
      see: eye(site, seed + 1),
    });
  });
  const steps = results.reduce((sum, { watch }) => sum + watch.steps, 0);
  return {
    asIs: rowsOf(results, 0, { quietDays: quiet }),
    learned: rowsOf(results, 1, { quietDays: quiet, chosen: proposed }),
    usPerFrame: results.reduce((sum, { watch }) => sum + watch.spentUs, 0) / steps,
  };
}

/** A film of each camera through H.264 and the detector that ships; `blocked` after half a minute, cooldowns of 20 s. */
export async function renderedFilms(seed: number, seconds: number): Promise<Rows> {
  const results: SpanResult[] = [];
  for (const site of sites) {
    const actors = filmOf(site, seed, seconds);
    const film = await seeFilm(site, actors, seconds);
    results.push(
      runSpan({
        ...{ site, actors, fromMs: 0, toMs: seconds * 1000, stepMs, thresholds: film.thresholds },
        setups: [{ ...live(), cooldownS: 20, blockedMinutes: 0.5 }],
        see: (_, tMs) => film.detections[Math.round(tMs / stepMs)] ?? [],
      }),
    );
  }
  return rowsOf(results, 0, { quietDays: 0 });
}

/** What `Learning` proposes once it is complete: its days are three of the clock, and a few steps are missing there. */
function proposal(rule: SafetyRule, perDay: readonly number[], days: number): number | null {
  const step = proposedStep(
    perDay.map((alarms) => Math.round(alarms * days)),
    days,
  );
  return step < 0 ? null : ladders[rule][step]!;
}

function eye(site: SiteView, seed: number): Span['see'] {
  const detector = new ErringDetector(site, correlated, seed, stepMs / 1000);
  return (present) => detector.see(present);
}

function spanOf(site: SiteView, actors: readonly (readonly Actor[])[]): Omit<Span, 'see' | 'setups'> {
  const following = actors.flatMap((day, index) =>
    day.map((actor) => ({
      ...actor,
      marks: actor.marks.map((mark) => ({ ...mark, tS: mark.tS + index * dayS })),
    })),
  );
  const toMs = actors.length * dayS * 1000;
  return { site, actors: following, fromMs: 0, toMs, stepMs, thresholds };
}

function daysOf(
  site: SiteView,
  seed: number,
  quiet: number,
  dangerous: number,
): readonly (readonly Actor[])[] {
  return Array.from({ length: quiet + dangerous }, (_, day) =>
    dayOf(site, { seed: seed * 100 + day, isDangerous: day >= quiet, hours: workingHours }),
  );
}

function rowsOf(
  results: readonly SpanResult[],
  setup: number,
  options: { readonly quietDays: number; readonly chosen?: ReadonlyMap<SafetyRule, number> },
): Rows {
  const { quietDays, chosen } = options;
  const rows = safetyRules.map((rule) => {
    const result = results.find(({ outcomes }) => outcomes[setup]!.has(rule))!;
    const outcome = result.outcomes[setup]!.get(rule)!;
    const threshold = chosen?.get(rule) ?? ladders[rule][0]!;
    const wider = result.wider[setup]!.get(rule);
    const widerRecall = wider === undefined ? null : recallOf(wider);
    return [rule, { ...rowOf(outcome, result, rule, quietDays), widerRecall, threshold }] as const;
  });
  return Object.fromEntries(rows) as unknown as Rows;
}

function recallOf({ events, delaysMs }: Outcome): number | null {
  return events === 0 ? null : round(delaysMs.length / events, 3);
}

function rowOf(
  outcome: Outcome,
  { hours, watch }: SpanResult,
  rule: SafetyRule,
  quietDays: number,
): Omit<Row, 'threshold' | 'widerRecall'> {
  const { falseAlarms, falseMs, rightAlarms, events, delaysMs } = outcome;
  const sorted = delaysMs.toSorted((a, b) => a - b);
  const alarms = falseAlarms + rightAlarms;
  // The quiet days come first.
  const quietAlarms = falseMs.filter((tMs) => tMs < quietDays * dayS * 1000).length;
  return {
    falseAlarmsPerCameraDay: round((falseAlarms * 24) / hours, 2),
    falseAlarmsPerQuietDay: quietDays === 0 ? null : round(quietAlarms / quietDays, 2),
    recall: recallOf(outcome),
    precision: alarms === 0 ? null : round(rightAlarms / alarms, 3),
    medianDelayMs: sorted[Math.floor(0.5 * sorted.length)] ?? null,
    p95DelayMs: sorted[Math.floor(0.95 * sorted.length)] ?? null,
    cannotJudgeShare: round(watch.cannotJudgeShare(rule), 3),
    ...{ events, alarms, hours: round(hours, 2) },
  };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
