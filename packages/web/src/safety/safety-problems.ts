import { checkHazardZones, type Fraction2, type Hazard, type SafetyRule, type ZoneConfig } from '@outis/core';
import { lengthOf } from '../measures/measures-draft.ts';
import type { MessageKey } from '../messages/messages.ts';
import { optional, type RuleDraft, type SafetyDraft } from './safety-draft.ts';

/** A field of a rule that may be wrong. */
export type RuleField =
  | 'zones'
  | 'minutes'
  | 'cooldown'
  | 'contactS'
  | 'nearM'
  | 'schedule'
  | 'threshold'
  | 'rule';

/** Where something is wrong: at a zone, at a field of a rule, at the ground, or nowhere that the page knows. */
export type ProblemPlace =
  | { readonly at: 'zone'; readonly index: number }
  | { readonly at: 'rule'; readonly index: number; readonly field: RuleField }
  | { readonly at: 'ground' }
  | { readonly at: 'all' };

/** What is wrong where, in a text of the page. */
export interface SafetyProblem {
  readonly place: ProblemPlace;
  readonly key: MessageKey;
  /** A name of a zone, or a share of the view, 0 to 1. */
  readonly zoneId?: string;
  readonly share?: number;
}

/** What is seen at all. */
export interface SeenView {
  readonly boundary: readonly Fraction2[] | null;
  readonly masks: readonly (readonly Fraction2[])[];
}

/** What the page can say is wrong before the edge is asked. */
export function problemsOf(draft: SafetyDraft, view: SeenView): readonly SafetyProblem[] {
  return [
    ...draft.rules.flatMap((rule, index) => ruleProblems(draft, rule, index)),
    ...hazardProblems(draft, view),
  ];
}

function ruleProblems(draft: SafetyDraft, rule: RuleDraft, index: number): readonly SafetyProblem[] {
  const at = (field: RuleField, key: MessageKey, zoneId?: string): SafetyProblem => ({
    place: { at: 'rule', index, field },
    key,
    ...(zoneId === undefined ? {} : { zoneId }),
  });
  const found: SafetyProblem[] = [];
  if (rule.zones.length === 0) found.push(at('zones', 'safety.problem.noZone'));
  const bare = rule.zones.find((id) => draft.zones.find((zone) => zone.id === id)?.hazard === undefined);
  if (rule.rule === 'exclusion' && bare !== undefined)
    found.push(at('zones', 'safety.problem.noHazard', bare));
  const minutes = lengthOf(rule.minutes);
  if (rule.rule === 'blocked' && (minutes === null || minutes > 1440))
    found.push(at('minutes', 'safety.problem.minutes'));
  const cooldown = optional(rule.cooldownMin);
  if (cooldown === null || (cooldown !== undefined && (cooldown < 1 / 6 - 1e-9 || cooldown > 1440)))
    found.push(at('cooldown', 'safety.problem.cooldown'));
  for (const field of ['contactS', 'nearM'] as const) {
    const value = optional(rule[field]);
    if (rule.rule === 'proximity' && (value === null || (value ?? 0) > 10))
      found.push(at(field, 'safety.problem.upToTen'));
  }
  if (rule.rule === 'proximity' && draft.ground.kind === 'none')
    found.push(at('rule', 'safety.problem.noGround'));
  if (rule.schedule.some(({ days }) => days.length === 0)) found.push(at('schedule', 'safety.problem.noDay'));
  return found;
}

/** All exclusion zones of a camera together, as the edge looks at them. */
function hazardProblems({ zones, rules }: SafetyDraft, view: SeenView): readonly SafetyProblem[] {
  const named = new Set(rules.filter(({ rule }) => rule === 'exclusion').flatMap((one) => one.zones));
  const excluded = zones.filter(
    (zone): zone is ZoneConfig & { hazard: Hazard } => zone.hazard !== undefined && named.has(zone.id),
  );
  const check = checkHazardZones(excluded, {
    boundary: view.boundary ?? undefined,
    masks: view.masks,
  });
  if (excluded.length === 0 || check.kind === 'accepted') return [];
  const place = { at: 'zone', index: zones.findIndex(({ id }) => id === check.zoneId) } as const;
  return [{ place, key: `safety.problem.${check.reason}`, zoneId: check.zoneId, share: check.share }];
}

/** Where a sentence of the edge belongs: it begins with the path of what it is about (`rules.0.minutes: …`). */
export function placeOf(message: string): ProblemPlace {
  const [, list, at, field] = /\b(rules|zones|calibration)\b(?:\.(\d+))?(?:\.(\w+))?/.exec(message) ?? [];
  if (list === 'calibration') return { at: 'ground' };
  if (at === undefined) return { at: 'all' };
  const index = Number(at);
  return list === 'zones' ? { at: 'zone', index } : { at: 'rule', index, field: fieldOf(field) };
}

const fields: Readonly<Record<string, RuleField>> = {
  zones: 'zones',
  minutes: 'minutes',
  cooldownS: 'cooldown',
  contactS: 'contactS',
  nearM: 'nearM',
  schedule: 'schedule',
  threshold: 'threshold',
};

function fieldOf(name: string | undefined): RuleField {
  return (name === undefined ? undefined : fields[name]) ?? 'rule';
}

/** Ten pictures a second are asked for; what is measured is now and then one fewer. */
export const wornFpsMin = 9;

/** True for rules whose worth hangs on how many pictures a second are looked at. */
export function needsManyPictures(rule: SafetyRule): boolean {
  return rule === 'helmet' || rule === 'vest';
}
