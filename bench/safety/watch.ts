import type { CalibrationConfig } from '@outis/core';
import {
  AlarmGate,
  BlockedRule,
  type Detection,
  ExclusionRule,
  type Finding,
  groundOf as groundOfPoint,
  ladders,
  type Point,
  ProximityRule,
  type SafetyRule,
  type Track,
  WornRule,
} from '@outis/core';
import { groundOfConfig } from '../../packages/edge/src/config/ground.ts';
import { project } from '../../packages/edge/src/demo/simulation.ts';
import { CountingPipeline } from '../../packages/edge/src/pipeline/counting-pipeline.ts';
import { type SiteView, size, zoneOf } from './scene.ts';
import { blockedMinutes } from './truth.ts';

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

/** The least time between two alarms, as in the product. */
export function cooldownMsOf(rule: SafetyRule): number {
  return rule === 'blocked' ? 1_800_000 : 300_000;
}

/** The scores of the detector that count. */
export interface Thresholds {
  readonly low: number;
  readonly high: number;
}

/** One alarm, and for which step of the ladder of its rule it would have been given. */
export interface Warned {
  readonly rule: SafetyRule;
  readonly step: number;
}

interface Rule {
  step(tMs: number, tracks: readonly Track[], detections: readonly Detection[]): readonly Finding[];
}

/** One camera of the product from detections on: tracks, rules, and alarm gates for every step of each ladder. */
export class Watch {
  readonly #pipeline: CountingPipeline;
  readonly #rules: readonly { readonly kind: SafetyRule; readonly rule: Rule; readonly gates: AlarmGate[] }[];
  /** Time spent in rules and gates, μs, and steps. */
  spentUs = 0;
  steps = 0;

  constructor(site: SiteView, thresholds: Thresholds) {
    let id = 0;
    this.#pipeline = new CountingPipeline({ frame: size, lines: [], thresholds, newId: () => ++id });
    this.#rules = rulesOf[site.name].map((kind) => ({
      kind,
      rule: ruleOf(kind, site),
      gates: ladders[kind].map(
        (threshold) => new AlarmGate({ rule: kind, zoneIds: [zoneIds[kind]], mode: 'live', threshold }),
      ),
    }));
  }

  step(tMs: number, detections: readonly Detection[]): readonly Warned[] {
    const { tracks } = this.#pipeline.step(tMs, detections);
    const beginMs = performance.now();
    const warned = this.#rules.flatMap(({ kind, rule, gates }) => {
      const findings = rule.step(tMs, tracks, detections);
      return gates.flatMap((gate, step) =>
        gate.step(tMs, findings).length > 0 ? [{ rule: kind, step }] : [],
      );
    });
    this.spentUs += (performance.now() - beginMs) * 1000;
    this.steps++;
    return warned;
  }

  /** Share of the time with people in the zone in which the rule said that it cannot judge. */
  cannotJudgeShare(kind: SafetyRule): number {
    const rule = this.#rules.find((one) => one.kind === kind)!.rule;
    if (!(rule instanceof WornRule)) return 0;
    const { watchedMs, cannotJudgeMs } = rule.judgements()[0]!;
    return watchedMs === 0 ? 0 : cannotJudgeMs / watchedMs;
  }

  /** The threshold that learning proposes; null where none reaches the aim or it is not complete. */
  learned(kind: SafetyRule): number | null {
    return this.#rules.find((one) => one.kind === kind)!.gates[0]!.learned().threshold;
  }
}

function ruleOf(kind: SafetyRule, site: SiteView): Rule {
  const frame = size;
  const zone = { id: zoneIds[kind], points: zoneOf(site, zoneIds[kind]) };
  const ground = groundFor(site);
  switch (kind) {
    case 'helmet':
    case 'vest':
      return new WornRule({ part: kind, zones: [zone], frame, groundOf: ground });
    case 'exclusion':
      return new ExclusionRule({ zones: [{ ...zone, hazard: 'slewing-zone' }], frame, groundOf: ground });
    case 'proximity':
      return new ProximityRule({ zones: [zone], frame, groundOf: ground });
    default:
      kind satisfies 'blocked';
      return new BlockedRule({
        zones: [{ ...zone, minutesMax: blockedMinutes }],
        frame,
        groundOf: ground,
      });
  }
}

/** Six points measured on the ground, as somebody who sets a camera up would. */
export function calibrationOf(site: SiteView): CalibrationConfig {
  const far = site.name === 'gate' ? 9 : 26;
  const near = site.name === 'gate' ? 4.6 : 10;
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
  const [a, b] = [
    [-near * 0.2, near + 1],
    [near * 0.3, near + 1],
  ] as const;
  return {
    points: spots.map((spot) => ({ at: at(spot), ground: spot })),
    heldOut: { a: at(a), b: at(b), metres: near * 0.5 },
  };
}

function groundFor(site: SiteView): (point: Point) => { readonly xM: number; readonly yM: number } | null {
  const { calibration, json } = groundOfConfig(calibrationOf(site), size);
  if (calibration === null) throw new Error(`The site is not calibrated: ${JSON.stringify(json)}`);
  return ({ x, y }) => groundOfPoint(calibration, [x / size.widthPx, y / size.heightPx]);
}
