import { randomBytes, randomInt } from 'node:crypto';
import {
  type Alarm,
  type AlertCause,
  type AlertEventJson,
  type AlertJson,
  type AlertMeasure,
  type AlertsJson,
  alertKeptMsMax,
  alertsPerDayMax,
  dayStartMs,
  type Hazard,
  OutisError,
  type ReplayJson,
  replayMsMax,
  utcOffsetMs,
  weekStartMs,
} from '@outis/core';
import type { Note } from '../audit/log-entry.ts';
import type { AlertQuery, AlertStore, Exposure } from './alert-store.ts';
import type { AlertSink, Messenger, Notice } from './notice.ts';

/** What may fail by itself: that one of them works says nothing of the others. */
type Work = 'keep' | 'gates' | 'erase';

/** Nobody is told. */
const noMessenger: Messenger = { outletsFor: () => [], written: () => {}, undelivered: () => [] };

export interface AlertsOptions {
  readonly store: AlertStore;
  readonly site: { readonly name: string; readonly timeZone: string };
  readonly note: Note;
  readonly nowMs: () => number;
  /** Missing: nobody is told but whoever has the page open. */
  readonly messenger?: Messenger;
}

/** An alert is of the future where the machine's clock was set back by more than this. */
const aheadMsMax = 60_000;
/** At five moments a second, the first and the last among them. */
const stepsMax = replayMsMax / 200 + 1;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Whoever closes at the same time as somebody else is told so; of many closed alerts the newest are known. */
const closedKnownMax = 1_000;
const listMax = 1_000;

/**
 * The alerts of a site: gives them, tells of them, and forgets them. An alert lives from when it is given until it is
 * closed, at most 72 hours; then it is a number in its week and its hour of the day.
 */
export class Alerts implements AlertSink {
  readonly #options: AlertsOptions;
  readonly #messenger: Messenger;
  readonly #listeners = new Set<(event: AlertEventJson) => void>();
  readonly #closed = new Set<string>();
  readonly #problems = new Map<Work, OutisError>();

  constructor(options: AlertsOptions) {
    this.#options = options;
    this.#messenger = options.messenger ?? noMessenger;
  }

  /** Why alerts cannot be kept now; null when all is well. They are told none the less. */
  get problem(): OutisError | null {
    const [problem = null] = this.#problems.values();
    return problem;
  }

  /** Where a store fails the alert is told as one that is not kept; nothing is thrown. */
  raise(cameraId: string, hazard: Hazard | null, alarm: Alarm, replay: ReplayJson): string | null {
    const { rule, zoneId, classes } = alarm;
    const { site, store } = this.#options;
    const tMs = Math.round(alarm.tMs);
    const id = newAlertId();
    const fresh = { state: 'new', cause: null, measure: null } as const;
    const alert: AlertJson = { id, cameraId, zoneId, rule, tMs, classes, ...fresh };
    const time = new Date(tMs).toISOString();
    const notice: Notice = { id, site: site.name, cameraId, zoneId, hazard, rule, time, classes };
    let isRecorded = false;
    const isKept = this.#try('keep', () => {
      const when = this.#when(tMs);
      const isMany = store.alertsOfDay(cameraId, rule, when.dayMs) >= alertsPerDayMax;
      const outlets = this.#messenger.outletsFor(notice);
      const kept = isMany ? null : fitted(replay);
      const noticeJson = JSON.stringify(notice);
      store.raise({ alert, replay: kept, isRecorded: !isMany, ...when, outlets, noticeJson });
      isRecorded = !isMany;
    });
    if (isKept) this.#messenger.written(id);
    else this.#messenger.unkept?.(notice);
    this.#tell({ alert, isRecorded });
    return isRecorded ? id : null;
  }

  completeReplay(alertId: string, replay: ReplayJson): void {
    this.#try('keep', () => this.#options.store.setReplay(alertId, fitted(replay)));
  }

  addExposure(exposures: readonly Exposure[]): void {
    this.#try('keep', () => this.#options.store.addExposure(exposures));
  }

  /** What it has learned; null where it has not, or where that cannot be read: then it learns anew. */
  gate(cameraId: string, key: string): string | null {
    let json: string | null = null;
    this.#try('gates', () => {
      json = this.#options.store.gate(cameraId, key);
    });
    return json;
  }

  saveGate(cameraId: string, key: string, json: string): void {
    this.#try('gates', () => this.#options.store.saveGate(cameraId, key, json));
  }

  keepGates(cameraId: string, keys: readonly string[]): void {
    this.#try('gates', () => this.#options.store.keepGates(cameraId, keys));
  }

  /** Calls with every alert that is given, seen or closed, until the returned function is called. */
  listen(listener: (event: AlertEventJson) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The alerts that are kept, newest first; those of today that are only tallied; and what did not arrive. */
  json(query: Omit<AlertQuery, 'limit'>): AlertsJson {
    const { store } = this.#options;
    const { dayMs: today } = this.#when(this.#options.nowMs());
    const alerts = store.alerts({ ...query, limit: listMax }).filter((alert) => this.#isAlive(alert));
    const attention = store.attention(today).filter(({ cameraId }) => query.cameraIds.includes(cameraId));
    return { alerts, attention, outlets: this.#messenger.undelivered() };
  }

  /** Throws `alert-unknown`, and `alert-closed` where that is known. */
  alert(alertId: string): AlertJson {
    const alert = this.#options.store.alert(alertId);
    if (alert === null || !this.#isAlive(alert))
      throw new OutisError(this.#closed.has(alertId) ? 'alert-closed' : 'alert-unknown');
    return alert;
  }

  /** Throws as {@link Alerts.alert} does. */
  replay(alertId: string): ReplayJson {
    this.alert(alertId);
    return this.#options.store.replay(alertId) ?? { steps: [], alertAtMs: 0 };
  }

  /** Somebody has seen it; seen again it stays as it is. Throws as {@link Alerts.alert} does. */
  see(alertId: string, by: string): AlertJson {
    const alert = this.alert(alertId);
    if (alert.state === 'seen') return alert;
    this.#options.note({ actor: by, action: 'alert.seen', subject: alert.cameraId });
    this.#options.store.markSeen(alertId);
    const seen: AlertJson = { ...alert, state: 'seen' };
    this.#tell({ alert: seen, isRecorded: true });
    return seen;
  }

  /** Closes it for good: what is answered has no exact time any more. Throws as {@link Alerts.alert} does. */
  close(alertId: string, cause: AlertCause, measure: AlertMeasure, by: string): AlertJson {
    const alert = this.alert(alertId);
    const { store, note, nowMs, site } = this.#options;
    note({ actor: by, action: 'alert.closed', subject: alert.cameraId, detail: { cause, measure } });
    store.close(alertId, cause, measure, this.#when(nowMs()).dayMs);
    this.#closed.add(alertId);
    if (this.#closed.size > closedKnownMax) this.#closed.delete(this.#closed.values().next().value!);
    const tMs = weekStartMs(alert.tMs, site.timeZone);
    const closed: AlertJson = { ...alert, tMs, state: 'closed', cause, measure };
    this.#tell({ alert: closed, isRecorded: true });
    return closed;
  }

  /** What remains of alerts, for the report. */
  get remains(): Pick<AlertStore, 'weeks' | 'hours'> {
    return this.#options.store;
  }

  /** At every tick: erases what is older than 72 hours, or of the future, and tells why it cannot. */
  tick(nowMs: number): void {
    const { dayMs: today } = this.#when(nowMs);
    this.#try('erase', () =>
      this.#options.store.eraseOutside(nowMs - alertKeptMsMax, nowMs + aheadMsMax, today),
    );
  }

  /** A camera is gone, or its purpose permits no alerts any more: what it gave is told to nobody from now on. */
  forget(cameraId: string): void {
    const { dayMs: today } = this.#when(this.#options.nowMs());
    this.#try('erase', () => this.#options.store.forgetCamera(cameraId, today));
    this.keepGates(cameraId, []);
  }

  /** Deletes what is older than the retention of counts. Throws what the store throws. */
  deleteBefore(beforeMs: number): void {
    this.#options.store.deleteBefore(beforeMs);
  }

  end(): void {
    this.#options.store.end();
  }

  /** Also where a full disk has kept it from being erased, nobody is told what is too old. */
  #isAlive({ tMs }: AlertJson): boolean {
    const nowMs = this.#options.nowMs();
    return tMs >= nowMs - alertKeptMsMax && tMs <= nowMs + aheadMsMax;
  }

  #when(tMs: number): { readonly weekMs: number; readonly hour: number; readonly dayMs: number } {
    const { timeZone } = this.#options.site;
    const localMs = tMs + utcOffsetMs(tMs, timeZone);
    const hour = Math.floor((((localMs % dayMs) + dayMs) % dayMs) / hourMs);
    return { weekMs: weekStartMs(tMs, timeZone), hour, dayMs: dayStartMs(tMs, timeZone) };
  }

  /** A full disk must not end a camera that watches, nor keep anybody from being told. */
  #try(kind: Work, work: () => void): boolean {
    try {
      work();
      this.#problems.delete(kind);
      return true;
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      this.#problems.set(kind, error);
      return false;
    }
  }

  #tell(event: AlertEventJson): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** Random, and in no order: 128 bits. */
function newAlertId(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * A replay as it may be kept, whoever made it: at most 20 s in steps of a fifth, with ids drawn anew that occur in no
 * other alert, places rounded to 1 % of the view, and no property but those that are listed here.
 */
function fitted({ steps, alertAtMs }: ReplayJson): ReplayJson {
  const ids = new Map<number, number>();
  const idOf = (id: number): number => {
    const known = ids.get(id) ?? randomInt(2 ** 47);
    ids.set(id, known);
    return known;
  };
  const within = steps.filter(({ atMs }) => atMs >= 0 && atMs <= replayMsMax).slice(0, stepsMax);
  return {
    steps: within.map(({ atMs, objects, personsHidden }) => ({
      atMs: Math.round(atMs),
      objects: objects.map(({ id, class: name, x, y }) => ({
        id: idOf(id),
        class: name,
        x: coarse(x),
        y: coarse(y),
      })),
      personsHidden,
    })),
    alertAtMs: Math.max(0, Math.min(replayMsMax, Math.round(alertAtMs))),
  };
}

function coarse(fraction: number): number {
  return Math.round(fraction * 100) / 100;
}
