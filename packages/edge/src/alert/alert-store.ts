import type { AlertCause, AlertJson, AlertMeasure, AttentionJson, ReplayJson, SafetyRule } from '@outis/core';

/** A place and a rule: what everything that remains is added up by. */
export interface SafetyPlace {
  readonly cameraId: string;
  readonly zoneId: string;
  readonly rule: SafetyRule;
}

/** What is written when an alert is given, all of it or nothing. */
export interface RaisedAlert {
  readonly alert: AlertJson;
  /** Null where alerts of this rule and day are only tallied: then there is a notice and a tally, and no record. */
  readonly replay: ReplayJson | null;
  readonly isRecorded: boolean;
  /** Monday of the week and hour of the day by the clocks of the place. */
  readonly weekMs: number;
  readonly hour: number;
  readonly dayMs: number;
  /** Whom to tell, by the name of the outlet, and what: the text of a notice. */
  readonly outlets: readonly string[];
  readonly noticeJson: string;
}

/** Time at a place, added up over a week. */
export interface Exposure extends SafetyPlace {
  readonly weekMs: number;
  /** The rule was armed; it was armed and the camera watched. */
  readonly armedMs: number;
  readonly watchedMs: number;
  /** Helmet and vest: watched with people in the zone, and of that with too few usable heads. */
  readonly occupiedMs: number;
  readonly cannotJudgeMs: number;
}

/** One notice that has not arrived yet. */
export interface Delivery {
  readonly alertId: string;
  readonly outlet: string;
  readonly noticeJson: string;
  readonly attempts: number;
  /** When it was written, and when the next attempt is due. */
  readonly writtenMs: number;
  readonly nextMs: number;
}

/** What an outlet has not delivered. */
export interface Undelivered {
  readonly outlet: string;
  readonly waiting: number;
  readonly givenUp: number;
  readonly problem: string | null;
}

/** Which alerts are asked for. */
export interface AlertQuery {
  readonly cameraIds: readonly string[];
  readonly zoneId?: string | undefined;
  readonly rule?: SafetyRule | undefined;
  readonly state?: AlertJson['state'] | undefined;
  readonly limit: number;
}

/**
 * What an edge remembers of its alerts, in a database of its own whose deleted pages are overwritten. Everything is durable
 * when a method returns; a method that throws has changed nothing. Throws `OutisError` `store-full` or `store-failed`.
 * Nothing in it is keyed by a track or a person. The exact time of an alert is in its row and its waiting notices and
 * nowhere else, and both go: no byte of it stays in a file after `close` and `eraseOutside`.
 */
export interface AlertStore {
  /** Writes the alert (or its tally alone), its week and hour, and its notices, in one transaction. */
  raise(raised: RaisedAlert): void;
  /** Puts the whole replay in place of the first seconds; does nothing where the alert is gone. */
  setReplay(alertId: string, replay: ReplayJson): void;
  /** Newest first. */
  alerts(query: AlertQuery): readonly AlertJson[];
  alert(alertId: string): AlertJson | null;
  replay(alertId: string): ReplayJson | null;
  markSeen(alertId: string): void;
  /**
   * Closes it: cause and measure go to its week, exact time and replay are erased, and so are notices that still wait; they
   * are counted as given up on this day. Does nothing where the alert is gone.
   */
  close(alertId: string, cause: AlertCause, measure: AlertMeasure, dayMs: number): void;
  /** How many alerts of a rule a camera has given on a day, recorded or tallied. */
  alertsOfDay(cameraId: string, rule: SafetyRule, dayMs: number): number;
  /** The rules that have given more alerts on a day than are recorded. */
  attention(dayMs: number): readonly AttentionJson[];
  addExposure(exposures: readonly Exposure[]): void;
  /** Everything by week, of weeks that start in `[fromMs, toMs)`. */
  weeks(fromMs: number, toMs: number, cameraIds: readonly string[]): readonly WeekRow[];
  hours(
    fromMs: number,
    toMs: number,
    cameraIds: readonly string[],
  ): readonly (SafetyPlace & { readonly hour: number; readonly alerts: number })[];
  /** What gates have learned, by camera and rule: plain JSON without tracks. */
  gate(cameraId: string, key: string): string | null;
  saveGate(cameraId: string, key: string, json: string): void;
  /** Forgets what gates have learned of a camera but for these keys. */
  keepGates(cameraId: string, keys: readonly string[]): void;
  /** The notices of an outlet that are due, oldest first; also those due so far ahead that the clock was set back. */
  due(outlet: string, nowMs: number, limit: number): readonly Delivery[];
  delivered(alertId: string, outlet: string): void;
  failed(alertId: string, outlet: string, nextMs: number, problem: string): void;
  /** Gives up one notice: it is counted under its outlet and day, and erased. */
  giveUp(alertId: string, outlet: string, dayMs: number, problem: string): void;
  /** Given up counts since `sinceDayMs`. */
  undelivered(sinceDayMs: number): readonly Undelivered[];
  /**
   * Erases alerts given before `fromMs` or after `toMs` (the clock was set back), whatever their state, and gives up notices
   * written then, counted on the day `dayMs`; of earlier days' counts only the one before is kept. Called at every tick.
   */
  eraseOutside(fromMs: number, toMs: number, dayMs: number): void;
  /** Erases the alerts of a camera that is gone or may give none any more, and gives up what waits of them, counted on this day. */
  forgetCamera(cameraId: string, dayMs: number): void;
  /** Deletes weeks, hours and counts of what was given up that started before. */
  deleteBefore(beforeMs: number): void;
  end(): void;
}

/** One row of what remains. */
export interface WeekRow extends Exposure {
  readonly alerts: number;
  readonly causes: Readonly<Partial<Record<AlertCause, number>>>;
  readonly measures: Readonly<Partial<Record<AlertMeasure, number>>>;
}
