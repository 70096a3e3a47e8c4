import type { RoadUserClass } from '../detection/object-class.ts';
import type { SceneObject } from '../purpose/scene.ts';
import type { AlarmMode } from '../rule/alarm.ts';
import type { SafetyRule } from '../rule/finding.ts';
import type { LearningReport } from '../rule/learning.ts';
import type { SafetyRuleConfig } from '../rule/safety-config.ts';
import type { Judgement } from '../rule/worn.ts';
import type { ZoneConfig } from './http.ts';
import type { CalibrationConfig } from './statistics.ts';

/** What becomes of an alert: it comes, somebody has seen it, it is closed with a cause and a measure. */
export const alertStates = ['new', 'seen', 'closed'] as const;
export type AlertState = (typeof alertStates)[number];

/** Why it happened, as far as it is about the place. There is no cause for what somebody is like, and no free text. */
export const alertCauses = [
  'barrier-missing',
  'barrier-moved',
  'sign-missing',
  'way-blocked',
  'route-unclear',
  'work-overlap',
  'equipment-missing',
  'sight-poor',
  'surface-unsafe',
  'delivery-unannounced',
  'zone-drawn-wrong',
  'false-alarm',
] as const;
export type AlertCause = (typeof alertCauses)[number];

/** What was done at the place. */
export const alertMeasures = [
  'barrier-set',
  'sign-set',
  'way-cleared',
  'route-changed',
  'work-rescheduled',
  'equipment-provided',
  'lighting-improved',
  'surface-repaired',
  'briefing-held',
  'rule-changed',
  'none-needed',
] as const;
export type AlertMeasure = (typeof alertMeasures)[number];

/** An alert lives for at most this long after it was given, whatever its state; then its place in a tally remains. */
export const alertKeptMsMax: number = 72 * 3_600_000;
/** A replay is never longer. */
export const replayMsMax = 20_000;
/** Alerts of one rule of one camera and day beyond this are told and tallied, not recorded. */
export const alertsPerDayMax = 20;

/**
 * One alert with its exact time, as long as it is kept. It names a place, a rule and classes, and nobody. What is closed is
 * gone: `closed` comes in the stream alone, once, and then `tMs` is the start of its week.
 */
export interface AlertJson {
  /** Random, in no order. */
  readonly id: string;
  readonly cameraId: string;
  readonly zoneId: string;
  readonly rule: SafetyRule;
  readonly tMs: number;
  readonly classes: readonly RoadUserClass[];
  readonly state: AlertState;
  /** Of a closed one; null before. */
  readonly cause: AlertCause | null;
  readonly measure: AlertMeasure | null;
}

/** One moment of a replay. */
export interface ReplayStepJson {
  /** Since the first moment, ms; at most `replayMsMax`. */
  readonly atMs: number;
  readonly objects: readonly SceneObject[];
  readonly personsHidden: boolean;
}

/** `GET /api/alerts/:alert/replay`: pictograms at most five times a second, with ids that occur in no other alert. */
export interface ReplayJson {
  readonly steps: readonly ReplayStepJson[];
  /** Which of them is the alert's, ms since the first. */
  readonly alertAtMs: number;
}

/** A rule of a camera that gives so many alerts on this day that they are only tallied: the rule or the place needs attention. */
export interface AttentionJson {
  readonly cameraId: string;
  readonly rule: SafetyRule;
  /** Today, of which so many were recorded and tallied. */
  readonly alerts: number;
}

/** Alerts that did not reach a receiver in time. The alerts themselves may be gone by now. */
export interface UndeliveredJson {
  /** As configured: `mqtt`, `mail`, `webhook:NAME`, `siren:NAME`. */
  readonly outlet: string;
  /** Still being tried. */
  readonly waiting: number;
  /** Given up: too old, or too many waited. Of the last four weeks. */
  readonly givenUp: number;
  /** Why the latest attempt failed, in words; null where all went well. */
  readonly problem: string | null;
}

/** `GET /api/alerts?cameraId=&rule=&zoneId=&state=`, newest first. */
export interface AlertsJson {
  readonly alerts: readonly AlertJson[];
  readonly attention: readonly AttentionJson[];
  readonly outlets: readonly UndeliveredJson[];
}

/** `POST /api/alerts/:alert/closing` */
export interface AlertClosingJson {
  readonly cause: AlertCause;
  readonly measure: AlertMeasure;
}

/** Event `alert` of `GET /api/alerts/stream`, when one is given or changes; a tallied one comes with `isRecorded` false. */
export interface AlertEventJson {
  readonly alert: AlertJson;
  readonly isRecorded: boolean;
}

/** A rate of a place and week that was watched for less than this, in minutes, is not given. */
export const safetyWatchedMinMin = 60;
/** Alerts by hour are given only where at least so many weeks are asked for. */
export const safetyHoursWeeksMin = 4;

/** What remains: alerts and time by place, rule and week. The finest cell that a report shows. */
export interface SafetyWeekJson {
  readonly cameraId: string;
  readonly zoneId: string;
  readonly rule: SafetyRule;
  /** Monday 0 o'clock of the site, epoch ms. */
  readonly weekMs: number;
  readonly alerts: number;
  /** How long the rule was armed and watched here, min. */
  readonly watchedMin: number;
  /** Alerts per 1,000 watched minutes; null below {@link safetyWatchedMinMin} of them, where it would be chance. */
  readonly per1000Min: number | null;
  /**
   * Of the time with people in the zone the share with too few usable heads, 0 to 1 in steps of 0.05; null for other
   * rules than helmet and vest, and where that time was short. How long people were there is not said.
   */
  readonly cannotJudgeShare: number | null;
  /** How often each was given at closing. */
  readonly causes: Readonly<Partial<Record<AlertCause, number>>>;
  readonly measures: Readonly<Partial<Record<AlertMeasure, number>>>;
}

/** Alerts by hour of the day, added up over all the weeks that were asked for: at least four, else it is empty. */
export interface SafetyHourJson {
  readonly cameraId: string;
  readonly zoneId: string;
  readonly rule: SafetyRule;
  /** Local hour, 0 to 23. */
  readonly hour: number;
  readonly alerts: number;
}

/**
 * `GET /api/safety/report?fromMs=&toMs=&cameraId=`: whole weeks of the site. The week that goes on is in it for operators
 * alone, who see the alerts too: for others it would tell when one was given.
 */
export interface SafetyReportJson {
  readonly fromMs: number;
  readonly toMs: number;
  readonly weeks: readonly SafetyWeekJson[];
  readonly hours: readonly SafetyHourJson[];
  /** For each camera and week of how much of the armed time it watched, 0 to 1; null where nothing was armed. */
  readonly coverage: readonly {
    readonly cameraId: string;
    readonly weekMs: number;
    readonly share: number | null;
  }[];
}

/** What would make a rule better: more pictures analysed a second. */
export const safetyAdvices = ['analyse-faster'] as const;
export type SafetyAdvice = (typeof safetyAdvices)[number];

/**
 * How a rule is doing at its zones, for whoever sets it up. Nothing in it is about anybody. Counts, judgements and what was
 * learned are those of the last full hour: renewed at once they would tell when somebody is there.
 * Who neither sees alerts nor sets rules, and every token, gets them empty.
 */
export interface SafetyRuleJson {
  readonly config: SafetyRuleConfig;
  readonly mode: AlarmMode;
  /** Why it does not run, in words; null while it does. */
  readonly problem: string | null;
  readonly advice: SafetyAdvice | null;
  /** Whether it is armed now. */
  readonly isArmed: boolean;
  /** Per zone: alarms counted since it was set up (in `test` and `learning` those that there would have been). */
  readonly counts: readonly { readonly zoneId: string; readonly alarms: number }[];
  readonly learned: LearningReport;
  /** Helmet and vest only, else empty. */
  readonly judgements: readonly Judgement[];
}

/** Of a site-safety camera; null for a street. */
export interface CameraSafetyJson {
  readonly rules: readonly SafetyRuleJson[];
  readonly calibration: CalibrationConfig | null;
}

/** `PUT /api/cameras/:id/safety`: zones, rules and calibration of a site, at once; a kind of rule that is new may wait. */
export interface SafetyRequestJson {
  readonly zones: readonly ZoneConfig[];
  readonly rules: readonly SafetyRuleConfig[];
  readonly calibration: CalibrationConfig | null;
}

/**
 * `POST /api/cameras/:id/safety/preview`, only while the editor is open (`GET` of the same path, an event stream that
 * begins and ends the recording): what these rules would have said of what was seen since then, at most five minutes.
 */
export interface SafetyPreviewJson {
  readonly watchedMs: number;
  /** For each rule of the request, in its order, and each of its zones. */
  readonly fired: readonly {
    readonly rule: SafetyRule;
    readonly zoneId: string;
    readonly times: number;
    /** Why this rule would not run, in words; null where it would. */
    readonly problem: string | null;
  }[];
}
