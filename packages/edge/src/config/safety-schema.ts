import {
  type CalibrationConfig,
  checkHazardZones,
  type ForeignSystem,
  type Fraction2,
  type Hazard,
  hazardShareMax,
  isBelowHorizon,
  ladders,
  type Point,
  type Purpose,
  permitsRule,
  permitZone,
  type SafetyRule,
  type SafetyRuleConfig,
  safetyRules,
  type ZoneConfig,
} from '@outis/core';
import { z } from 'zod';
import type { MeasuresProblem } from './check-measures.ts';
import { groundOfConfig, presumedSize } from './ground.ts';
import { idSchema } from './measures-schema.ts';
import { schedulesSchema } from './schedule-schema.ts';

/** Rules of one camera at most. */
export const rulesMax = 32;
/**
 * Analysed pictures a second from which on helmets and vests are told apart well. Measured with 5: up to 3.3 false alarms a
 * day, and 7 s until the right ones.
 */
export const wornFpsMin = 10;

/** A rule that may warn more often than once a minute would tell when somebody is there and when not, rather than of a danger. */
export const cooldownSMin = 60;

/** The keys that only some rules have. */
const keysOf: Readonly<Partial<Record<keyof SafetyRuleConfig, readonly SafetyRule[]>>> = {
  onlyWhileVehicleMoves: ['exclusion'],
  minutes: ['blocked'],
  contactS: ['proximity'],
  nearM: ['proximity'],
};

export const ruleSchema: z.ZodType<SafetyRuleConfig> = z
  .strictObject({
    rule: z.enum(safetyRules, { error: `must be one of ${safetyRules.join(', ')}` }),
    zones: z
      .array(idSchema)
      .min(1, 'names no zone; a rule looks at one zone at least')
      .max(32)
      .refine((zones) => new Set(zones).size === zones.length, 'names a zone twice')
      .describe('Ids of zones of this camera; for exclusion each has a hazard'),
    mode: z
      .enum(['live', 'test', 'learning'])
      .describe('live warns (the default); test and learning only count')
      .exactOptional(),
    threshold: z
      .number()
      .positive()
      .describe(
        'How sure it must be: helmet and vest log-odds (3.2 is 96 %, up to 4.5, for vests 4; what was a share of looks once, .8 to .98, is the lowest step), exclusion and proximity seconds, blocked multiples of its minutes',
      )
      .exactOptional(),
    cooldownS: z
      .number()
      .min(cooldownSMin)
      .max(86_400)
      .describe('The least time between two alerts of a zone, s; default 300, for blocked 1800')
      .exactOptional(),
    schedule: schedulesSchema.describe('When it is armed; default always').exactOptional(),
    learningDays: z.number().min(1).max(30).describe('Days of learning; default 3').exactOptional(),
    onlyWhileVehicleMoves: z
      .boolean()
      .describe('exclusion: a danger only while a vehicle moves in the zone')
      .exactOptional(),
    minutes: z
      .number()
      .positive()
      .max(1440)
      .describe('blocked: a vehicle may stand for this long, min')
      .exactOptional(),
    contactS: z
      .number()
      .positive()
      .max(10)
      .describe('proximity: time to contact from which on it is a danger, s; default 2.5')
      .exactOptional(),
    nearM: z
      .number()
      .positive()
      .max(10)
      .describe('proximity: nearer than this to a moving vehicle is a danger, m; default 1.5')
      .exactOptional(),
  })
  .superRefine((rule, context) => {
    const issue = (key: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [key], message });
    for (const [key, rules] of Object.entries(keysOf))
      if (key in rule && !rules.includes(rule.rule))
        issue(key, `is for ${rules.join(' and ')} only; leave it out of ${rule.rule}`);
    if (rule.rule === 'blocked' && rule.minutes === undefined)
      issue('minutes', 'is required for blocked: how long a vehicle may stand there, min');
    const highest = ladders[rule.rule].at(-1)!;
    if (rule.threshold !== undefined && rule.threshold > highest)
      issue('threshold', `is at most ${highest} for ${rule.rule}`);
  });

export const rulesSchema: z.ZodType<readonly SafetyRuleConfig[], readonly SafetyRuleConfig[]> = z
  .array(ruleSchema as z.ZodType<SafetyRuleConfig, SafetyRuleConfig>)
  .max(rulesMax)
  .describe('What is warned of; site-safety only');

/** What a camera warns of, as configured. */
export interface SafetyConfig {
  readonly purpose: Purpose;
  readonly rules: readonly SafetyRuleConfig[];
  readonly zones: readonly ZoneConfig[];
  readonly calibration?: CalibrationConfig;
  readonly boundary?: readonly Fraction2[] | undefined;
  readonly masks: readonly (readonly Fraction2[])[];
  readonly analyseFps: number;
  readonly size?: { readonly widthPx: number; readonly heightPx: number } | undefined;
  /** Where another system has the lens: which one. */
  readonly observations?: { readonly from: ForeignSystem };
}

/**
 * Why a camera may not warn as it is asked to: its purpose, a zone that is not there or is in a kind of rule twice, an
 * exclusion zone without a hazard or over most of the view, a distance without a ground.
 */
export function checkSafety(config: SafetyConfig): MeasuresProblem[] {
  const { purpose, rules, zones, calibration } = config;
  const problems: MeasuresProblem[] = [];
  const add = (path: readonly (string | number)[], message: string): void => {
    problems.push({ path, message });
  };
  const known = new Map(zones.map((zone) => [zone.id, zone]));
  const seen = new Set<string>();
  for (const [index, { rule, zones: names }] of rules.entries()) {
    if (!permitsRule(purpose, rule)) add(['rules', index], `${rule} is for site-safety only; leave it out`);
    if (rule === 'proximity' && calibration === undefined)
      add(['rules', index], 'proximity needs a calibration of this camera: metres are not known without one');
    for (const [at, name] of names.entries()) {
      const path = ['rules', index, 'zones', at];
      const zone = known.get(name);
      if (zone === undefined)
        add(path, `names the zone ${name}, which does not exist; draw it, or leave it out`);
      if (seen.has(`${rule} ${name}`))
        add(path, `${name} is in another rule ${rule} already; a zone has each kind of rule once`);
      seen.add(`${rule} ${name}`);
      if (rule === 'exclusion' && zone !== undefined && zone.hazard === undefined)
        add(path, `${name} has no hazard; say at the zone what is dangerous there (zones: hazard)`);
    }
  }
  return problems.length > 0 ? problems : [...refusedHazards(config), ...withoutGround(config)];
}

/** All exclusion zones of a camera together: one large zone, cut into three, is still one. */
function refusedHazards({
  rules,
  zones,
  boundary,
  masks,
  calibration,
  size = presumedSize,
}: SafetyConfig): MeasuresProblem[] {
  const named = new Set(rules.filter(({ rule }) => rule === 'exclusion').flatMap((one) => one.zones));
  const excluded = zones.filter(
    (zone): zone is ZoneConfig & { hazard: Hazard } => zone.hazard !== undefined && named.has(zone.id),
  );
  if (excluded.length === 0) return [];
  const ground = calibration === undefined ? null : groundOfConfig(calibration, size).calibration;
  // Where nobody has said how the ground lies, all that is seen may be walked on.
  const isGround = ({ x, y }: Point): boolean => ground === null || isBelowHorizon(ground, [x, y]);
  const check = checkHazardZones(excluded, { boundary, masks, isGround });
  if (check.kind === 'accepted') return [];
  const path = ['zones', zones.findIndex(({ id }) => id === check.zoneId), 'points'];
  const percent = Math.round(check.share * 100);
  const most = Math.round(hazardShareMax * 100);
  const messages: Readonly<Record<typeof check.reason, string>> = {
    'fewer-than-three-points': `${check.zoneId} has fewer than three points`,
    'repeated-id': `${check.zoneId} is there twice`,
    'outside-the-view': `${check.zoneId} covers nothing that is seen; draw it within the boundary and outside the masks`,
    'most-of-the-view': `the exclusion zones cover ${percent} % of where people can walk, at most ${most} % is allowed; draw ${check.zoneId}, the largest, smaller`,
  };
  return [{ path, message: messages[check.reason] }];
}

/** Zones of `proximity` where no point has metres. How well they are known is for the editor of the ground to say. */
function withoutGround({
  rules,
  zones,
  calibration,
  analyseFps,
  size = presumedSize,
}: SafetyConfig): MeasuresProblem[] {
  const ground = calibration === undefined ? null : groundOfConfig(calibration, size).calibration;
  if (ground === null) return [];
  return rules.flatMap(({ rule, zones: names }, index) =>
    (rule === 'proximity' ? names : []).flatMap((name, at): MeasuresProblem[] => {
      const { points } = zones.find(({ id }) => id === name)!;
      const answer = permitZone(ground, 'conflict', points, size, analyseFps);
      if (answer.kind === 'permitted' || answer.reason !== 'beyond-horizon') return [];
      const message = `the horizon runs through ${name}; proximity needs a zone on the ground, draw it lower`;
      return [{ path: ['rules', index, 'zones', at], message }];
    }),
  );
}
