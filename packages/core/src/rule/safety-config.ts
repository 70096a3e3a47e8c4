import type { AlarmMode } from './alarm.ts';
import type { SafetyRule } from './finding.ts';

/** Days of the week as a schedule names them; ISO 8601: the week begins on Monday. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A time of the week by the clocks of the place: from `from` to `to` on each of these days. */
export interface ScheduleConfig {
  readonly days: readonly Weekday[];
  /** `HH:MM`, 00:00 to 23:59. */
  readonly from: string;
  /** `HH:MM`, 00:00 to 24:00. Not after `from`: it ends on the day after. */
  readonly to: string;
}

/** One safety rule of a camera, over one or several of its zones. A zone has each kind of rule once at most. */
export interface SafetyRuleConfig {
  readonly rule: SafetyRule;
  /** Ids of zones of the camera; for `exclusion` each has a hazard. */
  readonly zones: readonly string[];
  /** Default `live`. */
  readonly mode?: AlarmMode;
  /** How sure it must be, in its own units (see `ladders`). Default the first step. */
  readonly threshold?: number;
  /** The least time between two alarms of one zone, s, 60 to 86 400. Default 300, for `blocked` 1800. */
  readonly cooldownS?: number;
  /** When it is armed. Default always. */
  readonly schedule?: readonly ScheduleConfig[];
  /** Days of learning, 1 to 30. Default 3. */
  readonly learningDays?: number;
  /** `exclusion`: a danger only while a vehicle moves in the zone. Default false. */
  readonly onlyWhileVehicleMoves?: boolean;
  /** `blocked`: a vehicle may stand for this long, min, more than 0 and at most 1440. Required there. */
  readonly minutes?: number;
  /** `proximity`: time to contact from which on it is a danger, s. Default 2.5. */
  readonly contactS?: number;
  /** `proximity`: nearer than this to a moving vehicle is a danger, m. Default 1.5. */
  readonly nearM?: number;
}
