import {
  armedIn,
  type CameraPauseJson,
  minuteOfWeek,
  OutisError,
  type PauseCause,
  pauseCauses,
  type ScheduleConfig,
  windowsOf,
} from '@outis/core';
import type { AuditRequest, Note } from '../audit/log-entry.ts';
import type { PauseStore } from '../store/pause-store.ts';

/** Called when a camera is paused or goes on. */
export type PauseListener = (cameraId: string, isPaused: boolean) => void;

export interface PausesOptions {
  readonly store: PauseStore;
  readonly note: Note;
  /** IANA name: schedules go by the clocks of the site. */
  readonly timeZone: string;
  readonly nowMs: () => number;
}

interface Pause {
  readonly sinceMs: number;
  readonly causes: ReadonlySet<PauseCause>;
  /** What the log has not taken yet; at most one entry for each cause. */
  readonly unwritten: readonly AuditRequest[];
  readonly isSaved: boolean;
}

interface Plan {
  /** Whether it holds at a minute of the week. */
  readonly isDueAt: (minute: number) => boolean;
  /** The last answer to when that changes, and the moment of the question. */
  next: { readonly askedMs: number; readonly nextMs: number | null } | null;
}

const minuteMs = 60_000;
/** Clocks are put forward and back at whole quarters of an hour (UTC): in between the minutes of the week follow each other. */
const stepMs = 15 * minuteMs;
/** A schedule repeats after a week; the hour that is put forward or back may be on its far end. */
const searchedMs = 8 * 86_400_000;

/**
 * Which cameras are paused, by whom and since when: a person, MQTT and the schedule hold a camera each for itself, and it
 * is paused while any of them does. To close is always allowed: it is done first and written down then, or as soon as it
 * can be. To go on is written down first, and what cannot be written down does not go on.
 *
 * What a person has paused only a person lets go on: whoever can write to the broker is nobody in particular. What the
 * schedule pauses nobody ends before its time.
 */
export class Pauses {
  readonly #options: PausesOptions;
  readonly #pauses = new Map<string, Pause>();
  readonly #plans = new Map<string, Plan | null>();
  readonly #listeners = new Set<PauseListener>();

  /** Finds paused what was paused when the edge ended, however it ended. */
  constructor(options: PausesOptions) {
    this.#options = options;
    for (const { cameraId, sinceMs, causes } of options.store.pauses())
      this.#pauses.set(cameraId, { sinceMs, causes: new Set(causes), unwritten: [], isSaved: true });
  }

  /** Sets the schedule of a camera; none ends what an earlier one holds with the next `look`. */
  plan(cameraId: string, schedule: readonly ScheduleConfig[]): void {
    const isDueAt = schedule.length === 0 ? null : armedIn(windowsOf(schedule), (minute) => minute);
    this.#plans.set(cameraId, isDueAt === null ? null : { isDueAt, next: null });
    this.#lookAt(cameraId);
  }

  /** Forgets a camera that was removed. Throws what the store throws. */
  forget(cameraId: string): void {
    this.#options.store.end(cameraId);
    this.#plans.delete(cameraId);
    this.#pauses.delete(cameraId);
  }

  isPaused(cameraId: string): boolean {
    return this.#pauses.has(cameraId);
  }

  /** Calls `listener` with every change, until the returned function is called. */
  onChange(listener: PauseListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Pauses a camera now, whatever the log and the disk say. `by` as in the log. */
  pause(cameraId: string, by: string): void {
    this.#hold(cameraId, causeOf(by), by);
  }

  /**
   * Lets a camera go on; nothing happens where it is not paused. Throws `camera-paused` within a scheduled pause, and for
   * MQTT where a person holds it; and what the log or the store throws: then it stays paused.
   */
  resume(cameraId: string, by: string): void {
    this.#lookAt(cameraId);
    const pause = this.#pauses.get(cameraId);
    if (pause === undefined) return;
    if (pause.causes.has('schedule')) throw new OutisError('camera-paused', `${cameraId}, by its schedule`);
    if (causeOf(by) === 'mqtt' && pause.causes.has('person'))
      throw new OutisError('camera-paused', `${cameraId}, by a person`);
    this.#goOn(cameraId, pause, by);
  }

  /** Looks at the clock for all cameras, and writes down what could not be written before. Called at every tick. */
  look(): void {
    for (const cameraId of this.#plans.keys()) {
      this.#lookAt(cameraId);
      this.#write(cameraId);
    }
  }

  json(cameraId: string): CameraPauseJson {
    const nowMs = this.#options.nowMs();
    const pause = this.#pauses.get(cameraId);
    const nextMs = this.#nextMs(cameraId, nowMs);
    if (pause === undefined) return { isPaused: false, by: null, sinceMs: null, isScheduled: false, nextMs };
    return {
      isPaused: true,
      by: pauseCauses.find((cause) => pause.causes.has(cause)) ?? null,
      // A clock that was set back shows no pause that begins later.
      sinceMs: Math.min(pause.sinceMs, nowMs),
      isScheduled: pause.causes.has('schedule'),
      nextMs,
    };
  }

  /** Lets the schedule hold the camera or let it go. What the log does not take stays paused until it does. */
  #lookAt(cameraId: string): void {
    const isDue = this.#plans.get(cameraId)?.isDueAt(this.#minuteAt(this.#options.nowMs())) ?? false;
    const pause = this.#pauses.get(cameraId);
    if (isDue) return this.#hold(cameraId, 'schedule', 'schedule');
    if (pause === undefined || !pause.causes.has('schedule')) return;
    try {
      if (pause.causes.size === 1) return this.#goOn(cameraId, pause, 'schedule');
      const causes = new Set([...pause.causes].filter((cause) => cause !== 'schedule'));
      this.#pauses.set(cameraId, { ...pause, causes, isSaved: false });
      this.#write(cameraId);
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
    }
  }

  #hold(cameraId: string, cause: PauseCause, by: string): void {
    const before = this.#pauses.get(cameraId);
    if (before?.causes.has(cause)) return;
    const sinceMs = before?.sinceMs ?? this.#options.nowMs();
    const entry = { actor: by, action: 'camera.paused', subject: cameraId, detail: { sinceMs } } as const;
    this.#pauses.set(cameraId, {
      sinceMs,
      causes: new Set([...(before?.causes ?? []), cause]),
      unwritten: [...(before?.unwritten ?? []), entry],
      isSaved: false,
    });
    if (before === undefined) this.#tell(cameraId, true);
    this.#write(cameraId);
  }

  /** Throws what the log or the store throws; the camera is paused then as it was. */
  #goOn(cameraId: string, pause: Pause, by: string): void {
    const { store, note } = this.#options;
    const detail = { sinceMs: pause.sinceMs };
    for (const [index, entry] of pause.unwritten.entries()) {
      note(entry);
      this.#pauses.set(cameraId, { ...pause, unwritten: pause.unwritten.slice(index + 1) });
    }
    note({ actor: by, action: 'camera.resumed', subject: cameraId, detail });
    try {
      store.end(cameraId);
    } catch (error) {
      // The log has it that it went on: it has not.
      const entry = { actor: 'system', action: 'camera.paused', subject: cameraId, detail } as const;
      this.#pauses.set(cameraId, { ...pause, unwritten: [entry] });
      this.#write(cameraId);
      throw error;
    }
    this.#pauses.delete(cameraId);
    this.#tell(cameraId, false);
  }

  /** Keeps and notes what has not been kept and noted; what fails is tried again with the next tick. */
  #write(cameraId: string): void {
    const { store, note } = this.#options;
    const attempt = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        if (!(error instanceof OutisError)) throw error;
      }
    };
    const change = (part: Partial<Pause>): void => {
      const pause = this.#pauses.get(cameraId);
      if (pause !== undefined) this.#pauses.set(cameraId, { ...pause, ...part });
    };
    const pause = this.#pauses.get(cameraId);
    if (pause === undefined) return;
    if (!pause.isSaved)
      attempt(() => {
        store.save({ cameraId, sinceMs: pause.sinceMs, causes: [...pause.causes] });
        change({ isSaved: true });
      });
    attempt(() => {
      for (const [index, entry] of pause.unwritten.entries()) {
        note(entry);
        change({ unwritten: pause.unwritten.slice(index + 1) });
      }
    });
  }

  #minuteAt(tMs: number): number {
    return minuteOfWeek(tMs, this.#options.timeZone);
  }

  #tell(cameraId: string, isPaused: boolean): void {
    for (const listener of [...this.#listeners]) listener(cameraId, isPaused);
  }

  /** When the schedule next begins or ends to hold; null where that does not happen. */
  #nextMs(cameraId: string, nowMs: number): number | null {
    const plan = this.#plans.get(cameraId);
    if (plan === undefined || plan === null) return null;
    const { next } = plan;
    if (next !== null && nowMs >= next.askedMs && nowMs < (next.nextMs ?? next.askedMs + stepMs))
      return next.nextMs;
    const nextMs = changeAfter(plan.isDueAt, (tMs) => this.#minuteAt(tMs), nowMs);
    plan.next = { askedMs: nowMs, nextMs };
    return nextMs;
  }
}

/** The first whole minute after `nowMs` at which it is due and was not, or the other way; null for none in eight days. */
function changeAfter(
  isDueAt: (minute: number) => boolean,
  minuteAt: (tMs: number) => number,
  nowMs: number,
): number | null {
  const now = isDueAt(minuteAt(nowMs));
  for (
    let stepAtMs = Math.floor(nowMs / stepMs) * stepMs;
    stepAtMs < nowMs + searchedMs;
    stepAtMs += stepMs
  ) {
    const minute = minuteAt(stepAtMs);
    for (let tMs = stepAtMs; tMs < stepAtMs + stepMs; tMs += minuteMs)
      if (tMs > nowMs && isDueAt(minute + (tMs - stepAtMs) / minuteMs) !== now) return tMs;
  }
  return null;
}

/** Whoever is neither the broker nor the schedule is a person: a user, a token, the terminal. */
function causeOf(by: string): PauseCause {
  return by === 'mqtt' || by === 'schedule' ? by : 'person';
}
