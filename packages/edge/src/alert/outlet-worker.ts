import { OutisError } from '@outis/core';
import type { AlertStore, Delivery } from './alert-store.ts';
import { type Notice, NoticeRefused, type Outlet } from './notice.ts';

/** Notices of one outlet that are on their way at once. */
export const atOnceMax = 4;
/** How long one attempt may take, ms. */
export const attemptMsMax = 10_000;
/** Waits between attempts, ms: doubling from the first to the last, a quarter more or less. */
export const backOffMs = { first: 1_000, max: 300_000 };
/** Notices of one outlet that may wait; the oldest beyond it are given up, and counted. */
export const noticesMax = 1_000;
/** New notices that go before those that wait; more of them take their turn. */
const freshMax = 64;
const givenUpAtOnce = 200;

/** What workers share. */
export interface WorkerSurroundings {
  readonly store: Pick<AlertStore, 'due' | 'delivered' | 'failed' | 'giveUp'>;
  readonly nowMs: () => number;
  /** A clock that is never set, ms. */
  readonly steadyMs: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** When the day of this moment began at the site. */
  readonly dayMsOf: (tMs: number) => number;
  readonly attemptMs: number;
  /** The store cannot be written. */
  readonly onStoreProblem: (problem: OutisError) => void;
}

/**
 * Brings notices to one outlet. A new one is tried at once whatever was before; while the outlet fails, what waits is tried
 * one at a time and ever more seldom. A notice is erased after it has arrived and not before, or given up and counted.
 */
export class OutletWorker {
  readonly outlet: Outlet;
  readonly #around: WorkerSurroundings;
  readonly #ended = new AbortController();
  readonly #underway = new Map<string, Promise<void>>();
  readonly #fresh: Delivery[] = [];
  readonly #arrived = new Set<string>();
  #failures = 0;
  #probeAtMs = 0;
  #isHurried = false;

  constructor(outlet: Outlet, around: WorkerSurroundings) {
    this.outlet = outlet;
    this.#around = around;
  }

  /** Tries a notice that was just written, in this turn where there is room. */
  begin(delivery: Delivery): void {
    if (this.#fresh.length < freshMax) this.#fresh.push(delivery);
    this.pump();
  }

  /** The outlet may work again: everything that waits is tried now. */
  hurry(): void {
    this.#failures = this.#probeAtMs = 0;
    this.#isHurried = true;
    this.pump();
  }

  /** Gives up what is too old or too much, and tries what is due. `waiting` is how many notices of the outlet the store holds. */
  tick(waiting: number): void {
    if (waiting === 0 || this.#ended.signal.aborted) return;
    const over = waiting - noticesMax;
    if (over > 0) this.#giveUpOldest(over);
    this.#giveUpOld();
    this.pump();
  }

  /** Begins as many attempts as may be made now. */
  pump(): void {
    while (!this.#ended.signal.aborted && this.#underway.size < atOnceMax) {
      const next = this.#fresh.shift() ?? this.#nextDue();
      if (next === undefined) return;
      if (this.#underway.has(next.alertId)) continue;
      // Set before the attempt begins, which may end at once.
      const attempt = this.#attempt(next);
      this.#underway.set(next.alertId, attempt);
      void attempt.then(() => {
        this.#underway.delete(next.alertId);
        this.pump();
      });
    }
  }

  /** One attempt without a store behind it. */
  async tryOnce(notice: Notice): Promise<void> {
    await this.#deliver(notice).catch(() => {});
  }

  /** Breaks off what is under way; it stays in the store. */
  async end(): Promise<void> {
    this.#ended.abort();
    await Promise.all(this.#underway.values());
  }

  #nextDue(): Delivery | undefined {
    const { nowMs, steadyMs } = this.#around;
    if (this.#failures > 0 && (this.#underway.size > 0 || steadyMs() < this.#probeAtMs)) return undefined;
    // Hurried: also what was put off.
    const dueMs = nowMs() + (this.#isHurried ? 2 * backOffMs.max : 0);
    const next = this.#due(dueMs, this.#underway.size + 1)[0];
    if (next === undefined) this.#isHurried = false;
    return next;
  }

  async #attempt({ alertId, noticeJson, attempts, writtenMs }: Delivery): Promise<void> {
    const { store, nowMs } = this.#around;
    const { name } = this.outlet;
    if (!this.#arrived.has(alertId) && this.#isTooOld(writtenMs)) {
      if (!this.#giveUp(alertId, tooOld)) this.#stumble();
      return;
    }
    try {
      if (!this.#arrived.has(alertId)) await this.#deliver(JSON.parse(noticeJson) as Notice);
      this.#failures = this.#probeAtMs = 0;
      if (this.#write(() => store.delivered(alertId, name))) this.#arrived.delete(alertId);
      else this.#stumble(alertId);
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      // What we broke off ourselves is no failure of the outlet.
      if (this.#ended.signal.aborted) return;
      const words = error.detail === '' ? error.message : error.detail;
      if (error instanceof NoticeRefused) {
        if (!this.#giveUp(alertId, words)) this.#stumble();
        return;
      }
      this.#stumble();
      this.#write(() => store.failed(alertId, name, nowMs() + this.#backOff(attempts), words));
    }
  }

  /** Later, and more seldom. What has arrived and could not be erased is remembered, so that it is not sent over and over. */
  #stumble(arrivedId?: string): void {
    this.#failures++;
    this.#isHurried = false;
    this.#probeAtMs = this.#around.steadyMs() + this.#backOff(this.#failures - 1);
    if (arrivedId !== undefined && this.#arrived.size < noticesMax) this.#arrived.add(arrivedId);
  }

  /** Ends with the time of an attempt, also where the outlet does not heed its signal. */
  async #deliver(notice: Notice): Promise<void> {
    const { attemptMs } = this.#around;
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(attemptMs)]);
    let late = (): void => {};
    const aborted = new Promise<never>((_, reject) => {
      late = () => reject(new OutisError('delivery-failed', `it took longer than ${attemptMs / 1000} s`));
      signal.addEventListener('abort', late, { once: true });
    });
    try {
      await Promise.race([this.outlet.deliver(notice, signal), aborted]);
    } finally {
      signal.removeEventListener('abort', late);
    }
  }

  #giveUpOldest(count: number): void {
    const rows = this.#due(this.#around.nowMs() + 2 * backOffMs.max, Math.min(count, givenUpAtOnce));
    for (const { alertId } of rows) this.#giveUp(alertId, `more than ${noticesMax} waited`);
  }

  #giveUpOld(): void {
    const rows = this.#due(this.#around.nowMs() + 2 * backOffMs.max, givenUpAtOnce);
    for (const { alertId, writtenMs } of rows) if (this.#isTooOld(writtenMs)) this.#giveUp(alertId, tooOld);
  }

  #isTooOld(writtenMs: number): boolean {
    return this.#around.nowMs() - writtenMs > this.outlet.usefulMs;
  }

  /** What waits and is due by then, oldest first, without what is under way. */
  #due(dueMs: number, count: number): readonly Delivery[] {
    let rows: readonly Delivery[] = [];
    this.#write(() => {
      rows = this.#around.store
        .due(this.outlet.name, dueMs, count + this.#underway.size)
        .filter(({ alertId }) => !this.#underway.has(alertId));
    });
    return rows.slice(0, count);
  }

  #giveUp(alertId: string, why: string): boolean {
    const { store, dayMsOf, nowMs } = this.#around;
    return this.#write(() => store.giveUp(alertId, this.outlet.name, dayMsOf(nowMs()), why));
  }

  /** A store that fails changes nothing; false then. */
  #write(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      this.#around.onStoreProblem(error);
      return false;
    }
  }

  #backOff(before: number): number {
    const ms = Math.min(backOffMs.max, backOffMs.first * 2 ** Math.min(before, 20));
    return Math.round(ms * (0.75 + this.#around.random() / 2));
  }
}

const tooOld = 'it did not arrive while it was of use';
