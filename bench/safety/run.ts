import { type Detection, ladders, type SafetyRule } from '@outis/core';
import { type Actor, type Present, presentAt, type SiteView } from './scene.ts';
import { Dangers, type TrueEvent, Truth } from './truth.ts';
import { cooldownMsOf, rulesOf, type Thresholds, Watch } from './watch.ts';

/** One day, or a part of it, of one camera. */
export interface Span {
  readonly site: SiteView;
  readonly actors: readonly Actor[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly thresholds: Thresholds;
  /** What the detector finds at a time. */
  readonly see: (present: readonly Present[], tMs: number) => readonly Detection[];
}

/** What came of it for one rule at one step of its ladder. */
export interface Outcome {
  readonly falseAlarms: number;
  readonly rightAlarms: number;
  readonly events: number;
  /** From when the danger could be seen to the alarm, ms, for those found. */
  readonly delaysMs: readonly number[];
}

export interface SpanResult {
  readonly hours: number;
  /** For each rule and each step of its ladder. */
  readonly outcomes: ReadonlyMap<SafetyRule, readonly Outcome[]>;
  readonly cannotJudgeShare: ReadonlyMap<SafetyRule, number>;
  readonly usPerStep: number;
}

/** Lets a span pass through tracks, rules and gates, `watch` the same for several spans that follow each other. */
export function runSpan(span: Span, watch = new Watch(span.site, span.thresholds)): SpanResult {
  const { site, actors, fromMs, toMs, stepMs, see } = span;
  const rules = rulesOf[site.name];
  const truths = Array.from(
    { length: Math.max(...rules.map((rule) => ladders[rule].length)) },
    () => new Truth(rules, cooldownMsOf),
  );
  const dangers = new Dangers(site, rules);
  let next = 0;
  let here: Actor[] = [];
  const waiting = actors.filter(({ marks }) => marks.at(-1)!.tS * 1000 > fromMs);
  for (let tMs = fromMs; tMs < toMs; tMs += stepMs) {
    const tS = tMs / 1000;
    while (next < waiting.length && waiting[next]!.marks[0]!.tS <= tS) here.push(waiting[next++]!);
    here = here.filter(({ marks }) => marks.at(-1)!.tS > tS);
    const present = presentAt(site, here, tS);
    const now = dangers.at(stepMs, present);
    for (const truth of truths) truth.step(tMs, stepMs, now);
    for (const { rule, step } of watch.step(tMs, see(present, tMs))) truths[step]!.alarm(rule, tMs);
  }
  return {
    hours: (toMs - fromMs) / 3_600_000,
    outcomes: new Map(
      rules.map((rule) => [rule, ladders[rule].map((_, step) => outcomeOf(rule, truths[step]!))]),
    ),
    cannotJudgeShare: new Map(rules.map((rule) => [rule, watch.cannotJudgeShare(rule)])),
    usPerStep: watch.spentUs / Math.max(1, watch.steps),
  };
}

function outcomeOf(rule: SafetyRule, truth: Truth): Outcome {
  const events = truth.events().filter((event) => event.rule === rule);
  return {
    falseAlarms: truth.falseAlarms.get(rule) ?? 0,
    rightAlarms: truth.rightAlarms.get(rule) ?? 0,
    events: events.length,
    delaysMs: events.flatMap(({ foundMs, beginMs }: TrueEvent) =>
      foundMs === null ? [] : [foundMs - beginMs],
    ),
  };
}
