import {
  BlockedRule,
  type Detection,
  ExclusionRule,
  type Finding,
  type FrameSize,
  type GroundOf,
  groundOf,
  type Judgement,
  type ObjectClass,
  ProximityRule,
  type SafetyAdvice,
  type SafetyRule,
  type SafetyRuleConfig,
  type SavedBlockedRule,
  type Track,
  WornRule,
} from '@outis/core';
import { groundOfConfig } from '../config/ground.ts';
import { type SafetyConfig, wornFpsMin } from '../config/safety-schema.ts';

/** What a second counts of somebody of whom Frigate tells: it has followed them before it told, and tells in steps of metres. */
export const frigateSecondCounts = 10 / 3;

/** One configured rule as it looks at a picture of a known size. */
export interface RunningRule {
  /** Takes one step of the tracker and the detections of the same frame. */
  step(tMs: number, tracks: readonly Track[], detections: readonly Detection[]): readonly Finding[];
  /** Helmet and vest only, else empty. */
  judgements(): readonly Judgement[];
  /** What may go on in another process of the same eye: no track. Null where nothing may. */
  carry(): SavedBlockedRule | null;
}

/** A rule, or why it does not run. */
export type MadeRule =
  | { readonly rule: RunningRule; readonly problem: null }
  | { readonly rule: null; readonly problem: string };

/** What the classes of a model must hold for a rule; the others need what every detector has. */
const neededClasses: Readonly<Partial<Record<SafetyRule, readonly ObjectClass[]>>> = {
  helmet: ['helmet', 'bare-head'],
  // A vest is judged where a head is seen: without one it may be somebody's back behind a wall.
  vest: ['vest', 'helmet', 'bare-head'],
};

/** Why this rule cannot run with these classes of a detector (null: nobody has said which); null where it can. */
export function classProblem(rule: SafetyRule, classes: readonly ObjectClass[] | null): string | null {
  const missing = (neededClasses[rule] ?? []).filter((one) => classes !== null && !classes.includes(one));
  if (missing.length === 0) return null;
  return `${rule} needs a detector that knows ${missing.join(' and ')}; the one in use does not`;
}

/** What would make this rule better at this camera; null where nothing is known. */
export function adviceOf(rule: SafetyRule, analyseFps: number): SafetyAdvice | null {
  return neededClasses[rule] !== undefined && analyseFps < wornFpsMin ? 'analyse-faster' : null;
}

/** Makes a configured rule for pictures of this size. What is wrong with it is said, not thrown. */
export function makeRule(
  config: SafetyRuleConfig,
  setup: SafetyConfig,
  frame: FrameSize,
  classes: readonly ObjectClass[] | null,
  carried: SavedBlockedRule | null = null,
): MadeRule {
  const refuse = (problem: string): MadeRule => ({ rule: null, problem });
  const unknown = classProblem(config.rule, classes);
  if (unknown !== null) return refuse(unknown);
  const missing = config.zones.find((name) => !setup.zones.some(({ id }) => id === name));
  if (missing !== undefined) return refuse(`the zone ${missing} does not exist`);
  try {
    return running(config, setup, frame, carried);
  } catch (error) {
    // Zones that were accepted may be refused when the boundary or the size of the pictures is another one.
    if (error instanceof TypeError) return refuse(error.message);
    throw error;
  }
}

function running(
  config: SafetyRuleConfig,
  setup: SafetyConfig,
  frame: FrameSize,
  carried: SavedBlockedRule | null,
): MadeRule {
  const { rule, minutes = 0, onlyWhileVehicleMoves = false, contactS, nearM } = config;
  const zones = config.zones.map((name) => setup.zones.find(({ id }) => id === name)!);
  const ground = groundOfPx(setup, frame);
  const known = ground === null ? {} : { groundOf: ground };
  const none = { judgements: () => [], carry: () => null };
  const made = (one: RunningRule): MadeRule => ({ rule: one, problem: null });
  switch (rule) {
    case 'helmet':
    case 'vest': {
      const worn = new WornRule({ part: rule, zones, frame, ...known });
      return made({
        step: (tMs, tracks, detections) => worn.step(tMs, tracks, detections),
        judgements: () => worn.judgements(),
        carry: () => null,
      });
    }
    case 'exclusion': {
      const hazardous = zones.map(({ id, points, hazard }) => {
        if (hazard === undefined) throw new TypeError(`The zone ${id} has no hazard.`);
        return { id, points, hazard, onlyWhileVehicleMoves };
      });
      const view = { boundary: setup.boundary, masks: setup.masks };
      const secondCounts = setup.observations?.from === 'frigate' ? frigateSecondCounts : 1;
      const exclusion = new ExclusionRule({ zones: hazardous, frame, view, secondCounts, ...known });
      return made({ ...none, step: (tMs, tracks) => exclusion.step(tMs, tracks) });
    }
    case 'proximity': {
      if (ground === null) return { rule: null, problem: groundProblem(setup, frame) };
      const asked = {
        ...(contactS === undefined ? {} : { contactS }),
        ...(nearM === undefined ? {} : { nearM }),
      };
      const proximity = new ProximityRule({ zones, frame, groundOf: ground, ...asked });
      return made({ ...none, step: (tMs, tracks) => proximity.step(tMs, tracks) });
    }
    case 'blocked': {
      const routes = zones.map(({ id, points }) => ({ id, points, minutesMax: minutes }));
      const blocked = new BlockedRule({ zones: routes, frame, ...known });
      if (carried !== null && carried.zones.length === zones.length) blocked.restore(carried);
      return made({
        ...none,
        step: (tMs, tracks) => blocked.step(tMs, tracks),
        carry: () => ({ ...blocked.save(), tMs: null, vehicles: [] }),
      });
    }
    default:
      return rule satisfies never;
  }
}

/** Where a point of the analysed picture lies on the ground; null for a camera that is not calibrated. */
function groundOfPx({ calibration }: SafetyConfig, frame: FrameSize): GroundOf | null {
  const known = calibration === undefined ? null : groundOfConfig(calibration, frame).calibration;
  if (known === null) return null;
  return ({ x, y }) => groundOf(known, [x / frame.widthPx, y / frame.heightPx]);
}

function groundProblem({ calibration }: SafetyConfig, frame: FrameSize): string {
  const json = calibration === undefined ? null : groundOfConfig(calibration, frame).json;
  if (json?.kind === 'refused')
    return `the calibration is refused for pictures of this size: ${json.message}`;
  return 'proximity needs a calibration of this camera';
}
