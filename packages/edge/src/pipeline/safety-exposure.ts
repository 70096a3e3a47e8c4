import { type Judgement, type SafetyRuleConfig, weekStartMs } from '@outis/core';
import type { Exposure } from '../alert/alert-store.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** Longer between two ticks, and the machine slept. */
const tickGapMsMax = minuteMs;

/** Times of one rule at one zone that are not told yet. */
interface Place {
  readonly zoneId: string;
  occupiedMs: number;
  cannotJudgeMs: number;
  /** Of the rule that runs now: where its own sums were. */
  seenMs: number;
  seenCannotMs: number;
  /** Since it was set up. */
  totalMs: number;
  totalCannotMs: number;
}

/**
 * How long a rule was armed and watched: what its alerts are a rate of. Armed also counts while the camera is down. For how
 * long people were in a zone leaves at full hours only, so that nobody reads from it who was there when.
 */
export class SafetyExposure {
  readonly #config: SafetyRuleConfig;
  readonly #places: readonly Place[];
  #armedMs = 0;
  #watchedMs = 0;
  #tickedMs: number | null = null;

  constructor(config: SafetyRuleConfig) {
    this.#config = config;
    this.#places = config.zones.map((zoneId) => ({
      zoneId,
      ...{ occupiedMs: 0, cannotJudgeMs: 0, seenMs: 0, seenCannotMs: 0, totalMs: 0, totalCannotMs: 0 },
    }));
  }

  /** So much was watched while it was armed. */
  watch(elapsedMs: number): void {
    this.#watchedMs += elapsedMs;
  }

  /** Takes what the rule says of itself; its sums grow until it is made anew. */
  judge(judgements: readonly Judgement[], isArmed: boolean): void {
    for (const { zoneId, watchedMs, cannotJudgeMs } of judgements) {
      const place = this.#places.find((one) => one.zoneId === zoneId);
      if (place === undefined) continue;
      if (isArmed) {
        place.occupiedMs += watchedMs - place.seenMs;
        place.cannotJudgeMs += cannotJudgeMs - place.seenCannotMs;
        place.totalMs += watchedMs - place.seenMs;
        place.totalCannotMs += cannotJudgeMs - place.seenCannotMs;
      }
      place.seenMs = watchedMs;
      place.seenCannotMs = cannotJudgeMs;
    }
  }

  /** The rule was made anew, and its sums begin at 0. */
  begin(): void {
    for (const place of this.#places) [place.seenMs, place.seenCannotMs] = [0, 0];
  }

  /** Time goes on, by the machine's clock. Returns what is told now: every full minute, and of people every full hour. */
  tick(nowMs: number, cameraId: string, isArmed: boolean, timeZone: string): readonly Exposure[] {
    const before = this.#tickedMs;
    this.#tickedMs = nowMs;
    if (before === null) return [];
    if (isArmed) this.#armedMs += Math.max(0, Math.min(tickGapMsMax, nowMs - before));
    const isNew = (spanMs: number): boolean => Math.floor(before / spanMs) !== Math.floor(nowMs / spanMs);
    return isNew(minuteMs) ? this.#told(nowMs, cameraId, timeZone, isNew(hourMs)) : [];
  }

  /** All that is not told yet, at the end. */
  finish(nowMs: number, cameraId: string, timeZone: string): readonly Exposure[] {
    return this.#told(nowMs, cameraId, timeZone, true);
  }

  /** Whether it was able to judge, over all the time since it was set up. */
  judgements(): readonly Judgement[] {
    if (this.#config.rule !== 'helmet' && this.#config.rule !== 'vest') return [];
    return this.#places.map(({ zoneId, totalMs, totalCannotMs }) => ({
      zoneId,
      state: totalMs === 0 ? 'nobody' : totalCannotMs > totalMs / 2 ? 'cannot-judge' : 'judges',
      watchedMs: totalMs,
      cannotJudgeMs: totalCannotMs,
    }));
  }

  #told(nowMs: number, cameraId: string, timeZone: string, withPeople: boolean): readonly Exposure[] {
    const armedMs = Math.floor(this.#armedMs);
    // Steps and ticks are not at the same time: what was watched since the last tick is told with the next.
    const watchedMs = Math.floor(Math.min(this.#watchedMs, armedMs));
    this.#armedMs -= armedMs;
    this.#watchedMs = Math.min(this.#watchedMs - watchedMs, minuteMs);
    // At the end of a week its last minute is told.
    const weekMs = weekStartMs(nowMs - 1, timeZone);
    return this.#places.flatMap((place): readonly Exposure[] => {
      const [occupiedMs, cannotJudgeMs] = withPeople
        ? [Math.floor(place.occupiedMs), Math.floor(place.cannotJudgeMs)]
        : [0, 0];
      place.occupiedMs -= occupiedMs;
      place.cannotJudgeMs -= cannotJudgeMs;
      if (armedMs === 0 && occupiedMs === 0) return [];
      const { rule } = this.#config;
      return [
        {
          ...{ cameraId, zoneId: place.zoneId, rule, weekMs },
          ...{ armedMs, watchedMs, occupiedMs, cannotJudgeMs },
        },
      ];
    });
  }
}
