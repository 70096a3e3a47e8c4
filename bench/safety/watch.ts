import {
  type AlarmMode,
  type CalibrationConfig,
  type Detection,
  type LearningReport,
  objectClasses,
  type SafetyRule,
  type SafetyRuleConfig,
  type SafetyRuleJson,
} from '@outis/core';
import type { AlertSink } from '../../packages/edge/src/alert/notice.ts';
import { project } from '../../packages/edge/src/demo/simulation.ts';
import { CountingPipeline } from '../../packages/edge/src/pipeline/counting-pipeline.ts';
import { Safety } from '../../packages/edge/src/pipeline/safety.ts';
import { type SiteView, size, zoneOf } from './scene.ts';

/** What each camera looks after. */
export const rulesOf: Readonly<Record<SiteView['name'], readonly SafetyRule[]>> = {
  gate: ['helmet', 'vest'],
  yard: ['exclusion', 'proximity', 'blocked'],
};
const zoneIds: Readonly<Record<SafetyRule, string>> = {
  helmet: 'gate',
  vest: 'gate',
  exclusion: 'crane',
  proximity: 'road',
  blocked: 'exit',
};
const hourMs = 3_600_000;

/** The least time between two alarms of a zone. */
export function cooldownMsOf(rule: SafetyRule, { cooldownS }: Setup): number {
  return cooldownS !== undefined ? cooldownS * 1000 : rule === 'blocked' ? 1_800_000 : 300_000;
}

/** The scores of the detector that count. */
export interface Thresholds {
  readonly low: number;
  readonly high: number;
}

/** One way to set the rules up: `thresholds` that were learned, the first step of its ladder where none is named. */
export interface Setup {
  readonly mode: AlarmMode;
  readonly thresholds: ReadonlyMap<SafetyRule, number>;
  /** What the product takes where it is left out. */
  readonly cooldownS?: number;
  /** How long a lorry may stand in the exit. */
  readonly blockedMinutes: number;
}

/** An alarm that was handed over, and by which set-up. */
export interface Warned {
  readonly setup: number;
  readonly rule: SafetyRule;
}

/** One camera of the product from detections to alarms handed over, with its rules set up in one way or in several. */
export class Watch {
  readonly #pipeline: CountingPipeline;
  readonly #safeties: readonly Safety[];
  #warned: Warned[] = [];
  #nowMs = 0;
  #tickMs: number | null = null;
  /** Time spent in rules, gates and replay for all set-ups, μs, and steps times set-ups. */
  spentUs = 0;
  steps = 0;

  constructor(site: SiteView, thresholds: Thresholds, setups: readonly Setup[]) {
    let id = 0;
    this.#pipeline = new CountingPipeline({ frame: size, lines: [], thresholds, newId: () => ++id });
    this.#safeties = setups.map((setup, index) => {
      const safety = new Safety({
        cameraId: site.name,
        config: {
          purpose: 'site-safety',
          rules: rulesOf[site.name].map((rule) => ruleOf(rule, setup)),
          zones: Object.keys(site.zones).map((zone) => ({
            ...{ id: zone, points: zoneOf(site, zone) },
            ...(zone === 'crane' ? { hazard: 'slewing-zone' as const } : {}),
          })),
          calibration: calibrationOf(site),
          masks: [],
          analyseFps: 10,
        },
        classes: objectClasses,
        timeZone: 'UTC',
        sink: this.#sink(index),
        randomId: () => ++id,
        nowMs: () => this.#nowMs,
      });
      safety.start();
      safety.ready(size);
      const problem = safety.json().rules.find((rule) => rule.problem !== null)?.problem;
      if (problem !== undefined) throw new Error(`A rule of the bench does not run: ${problem}`);
      return safety;
    });
  }

  /** Takes one frame; returns the alarms that have been handed over when it is done. */
  step(tMs: number, detections: readonly Detection[]): readonly Warned[] {
    this.#warned = [];
    this.#nowMs = tMs;
    const { tracks } = this.#pipeline.step(tMs, detections);
    const beginMs = performance.now();
    for (const safety of this.#safeties) safety.step({ tMs, offsetMs: 0, tracks, detections });
    this.spentUs += (performance.now() - beginMs) * 1000;
    this.steps += this.#safeties.length;
    if (this.#tickMs === null || tMs - this.#tickMs >= 20_000) {
      for (const safety of this.#safeties) safety.tick(tMs);
      this.#tickMs = tMs;
    }
    return this.#warned;
  }

  /** Share of the time with people in the zone in which the rule said that it cannot judge. 0 for what never says so. */
  cannotJudgeShare(rule: SafetyRule): number {
    const [judgement] = this.#told(rule).judgements;
    return judgement === undefined || judgement.watchedMs === 0
      ? 0
      : judgement.cannotJudgeMs / judgement.watchedMs;
  }

  /** What the first set-up learned until the last full hour. */
  learned(rule: SafetyRule): LearningReport {
    return this.#told(rule).learned;
  }

  #told(rule: SafetyRule): SafetyRuleJson {
    const [safety] = this.#safeties;
    // What rules tell of themselves is told at full hours.
    safety!.tick((Math.floor(this.#nowMs / hourMs) + 1) * hourMs);
    return safety!.json().rules.find(({ config }) => config.rule === rule)!;
  }

  #sink(setup: number): AlertSink {
    let alerts = 0;
    return {
      raise: (_cameraId, _hazard, { rule }) => {
        this.#warned.push({ setup, rule });
        return `alert-${++alerts}`;
      },
      completeReplay: () => {},
      addExposure: () => {},
      gate: () => null,
      saveGate: () => {},
      keepGates: () => {},
    };
  }
}

function ruleOf(rule: SafetyRule, { mode, thresholds, cooldownS, blockedMinutes }: Setup): SafetyRuleConfig {
  const threshold = thresholds.get(rule);
  return {
    ...{ rule, zones: [zoneIds[rule]], mode },
    ...(threshold === undefined ? {} : { threshold }),
    ...(cooldownS === undefined ? {} : { cooldownS }),
    ...(rule === 'blocked' ? { minutes: blockedMinutes } : {}),
  };
}

/** Six points measured on the ground, as somebody who sets a camera up would. */
export function calibrationOf(site: SiteView): CalibrationConfig {
  const [near, far] = site.name === 'gate' ? [4.6, 9] : [10, 26];
  const spots = [
    [-near * 0.35, near],
    [near * 0.35, near],
    [far * 0.4, far],
    [-far * 0.4, far],
    [0, (near + far) / 2],
    [far * 0.3, (near + far) / 2],
  ] as const;
  const at = ([x, z]: readonly [number, number]): readonly [number, number] => {
    const seen = project({ x, z }, 0, site.view)!;
    return [seen.x, seen.y];
  };
  return {
    points: spots.map((spot) => ({ at: at(spot), ground: spot })),
    heldOut: { a: at([-near * 0.2, near + 1]), b: at([near * 0.3, near + 1]), metres: near * 0.5 },
  };
}
