import {
  type Alarm,
  type Hazard,
  OutisError,
  type ReplayJson,
  type RoadUserClass,
  type SafetyRule,
} from '@outis/core';
import type { Exposure, Undelivered } from './alert-store.ts';

/** What a receiver is told of an alert: a place, a rule, a time, classes. No picture, no position, nobody. */
export interface Notice {
  /** The same at every attempt: receivers drop repeats by it. */
  readonly id: string;
  readonly site: string;
  readonly cameraId: string;
  readonly zoneId: string;
  readonly hazard: Hazard | null;
  readonly rule: SafetyRule;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly classes: readonly RoadUserClass[];
}

/**
 * A way out for notices: MQTT, a webhook, mail, a siren. It delivers at least once or throws `OutisError`; then the same
 * notice comes again later, but for a `NoticeRefused`: then it is given up. It ends soon when the signal is aborted.
 */
export interface Outlet {
  /** `mqtt`, `mail`, `webhook:NAME`, `siren:NAME`. */
  readonly name: string;
  /** A notice that is older than this is of no use any more; a siren must not sound an hour later. */
  readonly usefulMs: number;
  /** Why it could not deliver now, in words, where it knows that without trying; null or absent where it does not. */
  readonly problem?: string | null;
  /** Whether this notice is for it. */
  takes(notice: Notice): boolean;
  deliver(notice: Notice, signal: AbortSignal): Promise<void>;
}

/** The receiver says that it will never take this notice. */
export class NoticeRefused extends OutisError {
  /** `detail` says why, in words. */
  constructor(detail: string) {
    super('delivery-failed', detail);
  }
}

/** What brings written notices to their outlets; `edge/alert/deliveries.ts` is the one that is used. */
export interface Messenger {
  /** The names of the outlets that take it: they go into `RaisedAlert.outlets`. */
  outletsFor(notice: Notice): readonly string[];
  /** The notices of this alert were just written to the store: their first attempt begins in this turn. */
  written(alertId: string): void;
  /** Tries each outlet that takes it once and keeps nothing: the store is full, and a siren has to sound none the less. */
  unkept?(notice: Notice): void;
  /** For each outlet as configured what waits, what was given up in the last four weeks, and why; also where nothing did. */
  undelivered(): readonly Undelivered[];
}

/** Where a camera's warnings go. `edge/alert/alerts.ts` is the one that is used. */
export interface AlertSink {
  /**
   * Gives an alert at once and durably; `tMs` of the alarm is on the machine's clock. Returns its id where it is recorded,
   * so that the seconds after it can follow; null where alerts of this day are only tallied.
   */
  raise(cameraId: string, hazard: Hazard | null, alarm: Alarm, replay: ReplayJson): string | null;
  /** The seconds after it, too; once. */
  completeReplay(alertId: string, replay: ReplayJson): void;
  /** Time that was armed, watched, judged; called on ticks. */
  addExposure(exposures: readonly Exposure[]): void;
  gate(cameraId: string, key: string): string | null;
  saveGate(cameraId: string, key: string, json: string): void;
  keepGates(cameraId: string, keys: readonly string[]): void;
}
