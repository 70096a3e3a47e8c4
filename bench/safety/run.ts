import type { Detection, SafetyRule } from '@outis/core';
import { type Actor, type Present, presentAt, type SiteView } from './scene.ts';
import { Dangers, type TrueEvent, Truth } from './truth.ts';
import { cooldownMsOf, rulesOf, type Setup, type Thresholds, Watch } from './watch.ts';

/** Days, or a part of one, of a camera. */
export interface Span {
  readonly site: SiteView;
  readonly actors: readonly Actor[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly thresholds: Thresholds;
  /** All with the same `blockedMinutes`. */
  readonly setups: readonly Setup[];
  /** What the detector finds at a time. */
  readonly see: (present: readonly Present[], tMs: number) => readonly Detection[];
}

/** What came of it for one rule. */
export interface Outcome {
  readonly falseAlarms: number;
  /** When they were given. */
  readonly falseMs: readonly number[];
  readonly rightAlarms: number;
  readonly events: number;
  /** From when the danger could be seen to the alarm, ms, for those found. */
  readonly delaysMs: readonly number[];
}

export interface SpanResult {
  readonly hours: number;
  /** For each set-up, by rule. */
  readonly outcomes: readonly ReadonlyMap<SafetyRule, Outcome>[];
  /** The same against the wider truth of `proximity`; without what has no other truth. */
  readonly wider: readonly ReadonlyMap<SafetyRule, Outcome>[];
  readonly watch: Watch;
}

/** Lets a span pass through tracks and the safety step of the product, and holds its alarms against the truth. */
export function runSpan(span: Span): SpanResult {
  const { site, actors, fromMs, toMs, stepMs, thresholds, setups, see } = span;
  const rules = rulesOf[site.name];
  const watch = new Watch(site, thresholds, setups);
  const truths = setups.map((setup) => new Truth(rules, (rule) => cooldownMsOf(rule, setup)));
  const dangers = new Dangers(site, rules, setups[0]!.blockedMinutes);
  const wideRules: readonly SafetyRule[] = rules.filter((rule) => rule === 'proximity');
  const wideTruths = setups.map((setup) => new Truth(wideRules, (rule) => cooldownMsOf(rule, setup)));
  const wideDangers = new Dangers(site, wideRules, setups[0]!.blockedMinutes, true);
  let next = 0;
  let emptyMs = 0;
  let here: Actor[] = [];
  const waiting = actors.filter(({ marks }) => marks.at(-1)!.tS * 1000 > fromMs);
  for (let tMs = fromMs; tMs < toMs; tMs += stepMs) {
    const tS = tMs / 1000;
    while (next < waiting.length && waiting[next]!.marks[0]!.tS <= tS) here.push(waiting[next++]!);
    here = here.filter(({ marks }) => marks.at(-1)!.tS > tS);
    const present = presentAt(site, here, tS);
    const now = dangers.at(stepMs, present);
    for (const truth of truths) truth.step(tMs, stepMs, now);
    const wide = wideDangers.at(stepMs, present);
    for (const truth of wideTruths) truth.step(tMs, stepMs, wide);
    const detections = see(present, tMs);
    emptyMs = detections.length + present.length > 0 ? 0 : emptyMs + stepMs;
    // Once all tracks have ended an empty picture changes nothing: a step a second is watching enough.
    if (emptyMs > 5000 && emptyMs % 1000 !== 0) continue;
    for (const { rule, setup } of watch.step(tMs, detections)) {
      truths[setup]!.alarm(rule, tMs);
      if (wideRules.includes(rule)) wideTruths[setup]!.alarm(rule, tMs);
    }
  }
  const outcomes = (all: readonly Truth[], of: readonly SafetyRule[]): SpanResult['outcomes'] =>
    all.map((truth) => new Map(of.map((rule) => [rule, outcomeOf(rule, truth)])));
  return {
    hours: (toMs - fromMs) / 3_600_000,
    outcomes: outcomes(truths, rules),
    wider: outcomes(wideTruths, wideRules),
    watch,
  };
}

function outcomeOf(rule: SafetyRule, truth: Truth): Outcome {
  const events = truth.events().filter((event) => event.rule === rule);
  return {
    falseAlarms: truth.falseAlarms.get(rule)?.length ?? 0,
    falseMs: truth.falseAlarms.get(rule) ?? [],
    rightAlarms: truth.rightAlarms.get(rule) ?? 0,
    events: events.length,
    delaysMs: events.flatMap(({ foundMs, beginMs }: TrueEvent) =>
      foundMs === null ? [] : [foundMs - beginMs],
    ),
  };
}
