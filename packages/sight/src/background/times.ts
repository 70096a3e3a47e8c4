import type { BackgroundProfile } from '@outis/core';

/** What one profile asks of time and of numbers. */
export interface Times {
  /** Between two samples, ms, at least. */
  readonly sampleEveryMs: number;
  /** How long a block stays tainted after anything was seen in it. */
  readonly holdMs: number;
  /** Longer without a frame and anything may have happened: everything is tainted. */
  readonly gapMsMax: number;
  readonly windowMs: number;
  /** Start to start of two windows that count. */
  readonly windowGapMs: number;
  /** Hits that a window needs to be won. */
  readonly windowHitsMin: number;
  /** Hits in all: `hitsMin - 1` intervals of a sample are the stated bound. */
  readonly hitsMin: number;
  /**
   * Hits in the windows whose mean was as the look is now, before it is copied: more than `hitsMin`, since in the first
   * and the last window of a stay somebody need not have been all the time.
   */
  readonly nearHitsMin: number;
  /** From the first hit to the last. */
  readonly spanMsMin: number;
  readonly localDaysMin: number;
  /** Between two copies of one block, and from the first to the last. */
  readonly copyGapMs: number;
  readonly copySpanMsMax: number;
  /** Samples for which a look must have lasted before a copy, and must last after it. */
  readonly copyCalmSamples: number;
  /** Between two rounds of the gate. */
  readonly gateEveryMs: number;
  /** How long a look that nobody saw again is remembered, a refused one is banned, an accepted one is shown. */
  readonly forgetMs: number;
  readonly banMs: number;
  readonly unmatchedMsMax: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const usual: Times = {
  sampleEveryMs: 5_000,
  holdMs: 25_000,
  gapMsMax: 15_000,
  windowMs: 10 * minuteMs,
  windowGapMs: 20 * minuteMs,
  windowHitsMin: 20,
  hitsMin: 721,
  nearHitsMin: 900,
  spanMsMin: hourMs,
  localDaysMin: 1,
  copyGapMs: 4 * minuteMs,
  copySpanMsMax: 30 * minuteMs,
  copyCalmSamples: 24,
  gateEveryMs: minuteMs,
  // Shorter than a day: the looks of a night begin anew every night, and then have all of its time.
  forgetMs: 6 * hourMs,
  banMs: 24 * hourMs,
  unmatchedMsMax: 24 * hourMs,
};

/** The times of every profile. `usual`: more than 60 minutes of presence; `strict`: more than 9 hours, on two days. */
export const timesOf: Readonly<Record<BackgroundProfile, Times>> = {
  usual,
  // A word must outlive the night between its two days, and a weekend's fog.
  strict: {
    ...usual,
    windowGapMs: 3 * hourMs,
    hitsMin: 6_481,
    spanMsMin: 9 * hourMs,
    localDaysMin: 2,
    forgetMs: 72 * hourMs,
  },
  drawn: {
    ...usual,
    sampleEveryMs: 500,
    holdMs: 2_000,
    windowMs: 15_000,
    windowGapMs: 30_000,
    hitsMin: 121,
    nearHitsMin: 150,
    spanMsMin: minuteMs,
    copyGapMs: 4_000,
    copySpanMsMax: minuteMs,
    copyCalmSamples: 4,
    gateEveryMs: 5_000,
  },
};

/** Share of the untainted samples that a look must have, in a window and since it first came. */
export const shareMin = 0.6;
/** Windows that a look must win. */
export const winsMin = 4;
/** Copies of which the middle value is taken. */
export const copiesOfBlock = 3;
