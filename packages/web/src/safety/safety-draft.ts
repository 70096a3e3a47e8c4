import {
  type AlarmMode,
  type CalibrationConfig,
  type Hazard,
  ladders,
  type SafetyRequestJson,
  type SafetyRule,
  type SafetyRuleConfig,
  type ScheduleConfig,
  type ZoneConfig,
} from '@outis/core';
import {
  draftOf as groundDraftOf,
  lengthOf,
  type MeasuresDraft,
  newZone,
  requestOf,
} from '../measures/measures-draft.ts';

/** What is being edited: zones with their hazards, rules, and the ground where one was measured. */
export interface SafetyDraft {
  readonly zones: readonly ZoneConfig[];
  readonly rules: readonly RuleDraft[];
  /** Without zones and movements; what is typed stays as it is typed. */
  readonly ground: MeasuresDraft;
}

/** A rule as it is typed: every number is text, a half-written one too; an empty text is the usual value. */
export interface RuleDraft {
  readonly rule: SafetyRule;
  readonly zones: readonly string[];
  readonly mode: AlarmMode;
  /** Which step of `ladders` it must reach. */
  readonly step: number;
  /** Empty: always armed. */
  readonly schedule: readonly ScheduleConfig[];
  /** Between two alerts of one zone, min. */
  readonly cooldownMin: string;
  readonly onlyWhileVehicleMoves: boolean;
  /** `blocked`: how long a vehicle may stand there. */
  readonly minutes: string;
  /** `proximity` */
  readonly contactS: string;
  readonly nearM: string;
  /** As it was configured; the page does not ask for it. */
  readonly learningDays: number | undefined;
}

/** The usual values of a rule, which need not be written. */
export const cooldownMinUsual: Readonly<Record<SafetyRule, number>> = {
  helmet: 5,
  vest: 5,
  exclusion: 5,
  proximity: 5,
  blocked: 30,
};
export const contactSUsual = 2.5;
export const nearMUsual = 1.5;
/** Zones of a camera and rules of a camera, at most. */
export const zonesMax = 32;
export const rulesMax = 32;
/** Working days, as most sites have them. */
export const workingHours: ScheduleConfig = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '06:00',
  to: '18:00',
};

/** What is configured, as a draft. */
export function draftOf({ zones, rules, calibration }: SafetyRequestJson): SafetyDraft {
  return {
    zones,
    rules: rules.map(ruleDraftOf),
    ground: groundDraftOf({ calibration, zones: [], movements: [] }),
  };
}

/** What is asked of the edge; null while a number is missing or is none. */
export function safetyRequestOf(draft: SafetyDraft): SafetyRequestJson | null {
  const rules = draft.rules.map(ruleConfigOf);
  const ground = requestOf(draft.ground);
  if (ground === null || rules.includes(null)) return null;
  const calibration: CalibrationConfig | null = ground.calibration;
  return { zones: draft.zones, rules: rules as SafetyRuleConfig[], calibration };
}

/** A rule of this kind with its usual values, over the zones that fit and have none of this kind yet. */
export function newRule(draft: SafetyDraft, rule: SafetyRule): RuleDraft {
  const free = freeZones(draft, rule);
  const fitting = rule === 'exclusion' ? free.filter(({ hazard }) => hazard !== undefined) : free;
  const first = fitting.at(-1) ?? free.at(-1);
  return {
    ...ruleDraftOf({ rule, zones: first === undefined ? [] : [first.id] }),
    // How often it would warn here nobody knows yet.
    mode: 'learning',
    minutes: rule === 'blocked' ? '5' : '',
  };
}

/** Zones without a rule of this kind; a zone has each kind once at most. `except`: the rule that is being edited. */
export function freeZones(draft: SafetyDraft, rule: SafetyRule, except?: RuleDraft): readonly ZoneConfig[] {
  const taken = new Set(
    draft.rules.filter((one) => one.rule === rule && one !== except).flatMap(({ zones }) => zones),
  );
  return draft.zones.filter(({ id }) => !taken.has(id));
}

/** With one more zone, without a hazard, in the middle of the view. */
export function addZone(draft: SafetyDraft): SafetyDraft {
  if (draft.zones.length >= zonesMax) return draft;
  return { ...draft, zones: [...draft.zones, newZone(draft.zones)] };
}

/** Without a zone; rules forget it, and one that has no other goes. */
export function removeZone(draft: SafetyDraft, index: number): SafetyDraft {
  const gone = draft.zones[index]?.id;
  const rules = draft.rules
    .map((rule) => ({ ...rule, zones: rule.zones.filter((id) => id !== gone) }))
    .filter((rule, at) => rule.zones.length > 0 || draft.rules[at]!.zones.length === 0);
  return { ...draft, zones: draft.zones.toSpliced(index, 1), rules };
}

/** A zone under another id, by which its rules go on to know it. */
export function renameZone(draft: SafetyDraft, index: number, id: string): SafetyDraft {
  const before = draft.zones[index];
  if (before === undefined) return draft;
  const rules = draft.rules.map((rule) => ({
    ...rule,
    zones: rule.zones.map((each) => (each === before.id ? id : each)),
  }));
  return { ...draft, zones: draft.zones.with(index, { ...before, id }), rules };
}

/** A zone with a hazard, or without one. */
export function withHazard({ hazard: _before, ...zone }: ZoneConfig, hazard: Hazard | null): ZoneConfig {
  return hazard === null ? zone : { ...zone, hazard };
}

function ruleDraftOf(config: SafetyRuleConfig): RuleDraft {
  const { rule, zones, mode = 'live', threshold, schedule = [], cooldownS } = config;
  const step = threshold === undefined ? 0 : ladders[rule].findIndex((each) => each >= threshold);
  return {
    ...{ rule, zones, mode, schedule },
    step: Math.max(0, step),
    cooldownMin: cooldownS === undefined ? '' : String(Math.round((cooldownS / 60) * 100) / 100),
    onlyWhileVehicleMoves: config.onlyWhileVehicleMoves ?? false,
    minutes: textOf(config.minutes),
    contactS: textOf(config.contactS),
    nearM: textOf(config.nearM),
    learningDays: config.learningDays,
  };
}

/** Null while a number is missing or is none. What is usual is left out. */
export function ruleConfigOf(draft: RuleDraft): SafetyRuleConfig | null {
  const { rule, zones, mode, step, schedule, learningDays } = draft;
  const cooldown = optional(draft.cooldownMin);
  const own = ownFields(draft);
  if (cooldown === null || own === null) return null;
  return {
    ...{ rule, zones, mode },
    ...(step === 0 ? {} : { threshold: ladders[rule][step]! }),
    ...(cooldown === undefined ? {} : { cooldownS: Math.round(cooldown * 60) }),
    ...(schedule.length === 0 ? {} : { schedule }),
    ...(learningDays === undefined ? {} : { learningDays }),
    ...own,
  };
}

function ownFields(draft: RuleDraft): Partial<SafetyRuleConfig> | null {
  switch (draft.rule) {
    case 'exclusion':
      return draft.onlyWhileVehicleMoves ? { onlyWhileVehicleMoves: true } : {};
    case 'blocked': {
      const minutes = lengthOf(draft.minutes);
      return minutes === null ? null : { minutes };
    }
    case 'proximity': {
      const [contactS, nearM] = [optional(draft.contactS), optional(draft.nearM)];
      if (contactS === null || nearM === null) return null;
      return { ...(contactS === undefined ? {} : { contactS }), ...(nearM === undefined ? {} : { nearM }) };
    }
    default:
      return {};
  }
}

/** Undefined for nothing, null for what is no number above 0. */
export function optional(text: string): number | null | undefined {
  return text.trim() === '' ? undefined : lengthOf(text);
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
