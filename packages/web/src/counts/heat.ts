import { directions, type RoadUserClass } from '@outis/core';
import { type Amount, addUp, noAmount, together } from './amount.ts';
import type { BucketState, Series } from './series.ts';

/** One hour of one day, or of one weekday of several weeks: both directions of one class. */
export interface HeatCell {
  readonly amount: Amount;
  readonly state: BucketState;
  /** Hours that are in it. */
  readonly hours: number;
}

/** One row: its first moment that is shown, epoch ms, and its hours; null where nothing is asked for. */
export interface HeatDay {
  readonly startMs: number;
  readonly hours: readonly (HeatCell | null)[];
}

/** The local row and hour of a moment: a day, or a weekday, in any form that tells them apart. */
export interface LocalHour {
  readonly day: string;
  readonly hour: number;
}

/**
 * Sorts a series of hours into rows and hours of the day. When the clocks go back, the hour that comes twice is one cell;
 * when they go forward, the hour that is left out stays null.
 */
export function heatOf(
  series: Series,
  name: RoadUserClass,
  localHourOf: (tMs: number) => LocalHour,
): HeatDay[] {
  const days = new Map<string, { startMs: number; hours: (HeatCell | null)[] }>();
  series.starts.forEach((startMs, index) => {
    const { day, hour } = localHourOf(startMs);
    const known = days.get(day) ?? { startMs, hours: new Array<HeatCell | null>(24).fill(null) };
    days.set(day, known);
    const before = known.hours[hour] ?? null;
    const state = series.states[index] ?? 'not-watched';
    // An hour that was not watched, or is still open, is no part of a mean.
    const isKnown = state === 'complete' || state === 'partly-watched';
    const amount = isKnown ? amountAt(series, name, index) : noAmount;
    known.hours[hour] = {
      amount: before === null ? amount : together([before.amount, amount]),
      state: before === null || (isKnown && before.amount.parts === 0) ? state : before.state,
      hours: (before?.hours ?? 0) + (amount.parts > 0 ? 1 : 0),
    };
  });
  return [...days.values()];
}

/** What an hour has on the average of those that are in it. */
export function meanOf({ amount, hours }: HeatCell): number {
  return hours === 0 ? 0 : amount.sum / hours;
}

/** The largest mean of a cell; 0 when there is none. */
export function heatMax(days: readonly HeatDay[]): number {
  return Math.max(0, ...days.flatMap((day) => day.hours.map((cell) => (cell === null ? 0 : meanOf(cell)))));
}

function amountAt(series: Series, name: RoadUserClass, index: number): Amount {
  return addUp(
    directions
      .map((direction) => series.counts[direction][name]?.[index] ?? null)
      .filter((number) => number !== null),
  );
}
