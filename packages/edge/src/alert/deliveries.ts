import { dayStartMs, type OutisError } from '@outis/core';
import type { AlertStore, Undelivered } from './alert-store.ts';
import type { Messenger, Notice, Outlet } from './notice.ts';
import { attemptMsMax, OutletWorker, type WorkerSurroundings } from './outlet-worker.ts';

/** What {@link Deliveries} need. */
export interface DeliveriesOptions {
  readonly store: Pick<AlertStore, 'due' | 'delivered' | 'failed' | 'giveUp' | 'undelivered'>;
  readonly outlets: readonly Outlet[];
  /** IANA name; says when a day begins. */
  readonly timeZone: string;
  readonly nowMs: () => number;
  /** A clock that is never set, ms. Default that of the process. */
  readonly steadyMs?: () => number;
  /** 0 to 1. Default `Math.random`. */
  readonly random?: () => number;
  /** How long one attempt may take, ms. Default 10 s. */
  readonly attemptMs?: number;
  /** Told once where the store cannot be read or written. Default: the error stream. */
  readonly say?: (text: string) => void;
}

const tickMs = 1_000;
/** Notices that were given up are shown for four weeks. */
const shownMs = 28 * 86_400_000;
/** A clock that goes back by more than this was set. */
const setBackMs = 1_500;

/**
 * Brings the notices of alerts to their outlets, each at least once: what waits stands in the store and survives this
 * process. The buffer per outlet is 1,000 notices, each for as long as it is of use; what is given up is counted there.
 */
export class Deliveries implements Messenger {
  readonly #options: DeliveriesOptions;
  readonly #workers: ReadonlyMap<string, OutletWorker>;
  #latest: Notice | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastMs = Number.NEGATIVE_INFINITY;
  #hasStoreProblem = false;

  /** Tries nothing before {@link Deliveries.start}. Throws `TypeError` where two outlets have the same name. */
  constructor(options: DeliveriesOptions) {
    this.#options = options;
    const { store, nowMs, timeZone, attemptMs = attemptMsMax } = options;
    const around: WorkerSurroundings = {
      ...{ store, nowMs, attemptMs },
      steadyMs: options.steadyMs ?? (() => performance.now()),
      random: options.random ?? Math.random,
      dayMsOf: (tMs) => dayStartMs(tMs, timeZone),
      onStoreProblem: (problem) => this.#onStoreProblem(problem),
    };
    this.#workers = new Map(options.outlets.map((one) => [one.name, new OutletWorker(one, around)]));
    if (this.#workers.size < options.outlets.length) throw new TypeError('Two outlets have the same name.');
  }

  /** Tries what waits from before, and from now on what is due. */
  start(): void {
    if (this.#workers.size === 0) return;
    this.#timer ??= setInterval(() => this.tick(), tickMs).unref();
    this.hurry(() => true);
  }

  /** Breaks off what is under way; it stays in the store. */
  async end(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all([...this.#workers.values()].map((worker) => worker.end()));
  }

  outletsFor(notice: Notice): readonly string[] {
    this.#latest = notice;
    return this.#options.outlets.filter((outlet) => outlet.takes(notice)).map(({ name }) => name);
  }

  written(alertId: string): void {
    const notice = this.#latest;
    if (notice === null || notice.id !== alertId) return this.tick();
    const noticeJson = JSON.stringify(notice);
    const writtenMs = Date.parse(notice.time);
    for (const [outlet, worker] of this.#workers)
      if (worker.outlet.takes(notice))
        worker.begin({ alertId, outlet, noticeJson, attempts: 0, writtenMs, nextMs: 0 });
  }

  unkept(notice: Notice): void {
    for (const worker of this.#workers.values()) if (worker.outlet.takes(notice)) void worker.tryOnce(notice);
  }

  /** These outlets may work again: a broker is back. Everything that waits for them is tried now. */
  hurry(which: (name: string) => boolean): void {
    for (const [name, worker] of this.#workers) if (which(name)) worker.hurry();
  }

  undelivered(): readonly Undelivered[] {
    const { store, nowMs, timeZone, outlets } = this.#options;
    const known = store.undelivered(dayStartMs(nowMs() - shownMs, timeZone));
    const ofOutlets = outlets.map(({ name, problem = null }): Undelivered => {
      const found = known.find(({ outlet }) => outlet === name);
      const { waiting = 0, givenUp = 0 } = found ?? {};
      return { outlet: name, waiting, givenUp, problem: problem ?? found?.problem ?? null };
    });
    // Of the time before the configuration was changed.
    const gone = known.filter((one) => !this.#workers.has(one.outlet) && one.waiting + one.givenUp > 0);
    return [...ofOutlets, ...gone.map((one) => ({ ...one, problem: 'it is not configured any more' }))];
  }

  /** What {@link Deliveries.start} does every second. */
  tick(): void {
    const { store, nowMs } = this.#options;
    const now = nowMs();
    const wasSetBack = now < this.#lastMs - setBackMs;
    this.#lastMs = now;
    // What was put off was put off by the clock as it was.
    if (wasSetBack) this.hurry(() => true);
    let waiting: readonly Undelivered[];
    try {
      waiting = store.undelivered(now);
    } catch (error) {
      this.#onStoreProblem(error as OutisError);
      return;
    }
    for (const one of waiting) this.#workers.get(one.outlet)?.tick(one.waiting);
  }

  #onStoreProblem(problem: OutisError): void {
    if (this.#hasStoreProblem) return;
    this.#hasStoreProblem = true;
    const { say = (text) => void process.stderr.write(`outis: ${text}\n`) } = this.#options;
    say(`notices of alerts: ${problem.message}`);
  }
}
