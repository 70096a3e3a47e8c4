import { directions } from '@outis/core';
import type { BucketState, Series } from './series.ts';

/** One hour of one day, both directions and all classes of a group together. */
export interface HeatCell {
  readonly count: number;
  readonly state: BucketState;
}

/** One day: its first moment that is shown, epoch ms, and its hours; null where nothing is asked for. */
export interface HeatDay {
  readonly startMs: number;
  readonly hours: readonly (HeatCell | null)[];
}

/** The local day and hour of a moment; the day in any form that tells days apart. */
export interface LocalHour {
  readonly day: string;
  readonly hour: number;
}

/**
 * Sorts a series of hours into days and hours of the day. When the clocks go back, the hour that comes twice is one cell;
 * when they go forward, the hour that is left out stays null.
 */
export function heatOf(series: Series, localHourOf: (tMs: number) => LocalHour): HeatDay[] {
  const days = new Map<string, { startMs: number; hours: (HeatCell | null)[] }>();
  series.starts.forEach((startMs, index) => {
    const { day, hour } = localHourOf(startMs);
    const known = days.get(day) ?? { startMs, hours: new Array<HeatCell | null>(24).fill(null) };
    days.set(day, known);
    const before = known.hours[hour];
    const state = series.states[index] ?? 'not-watched';
    known.hours[hour] = {
      count: (before?.count ?? 0) + countAt(series, index),
      state: before?.state ?? state,
    };
  });
  return [...days.values()];
}

/** The largest count of a cell; 0 when there is none. */
export function heatMax(days: readonly HeatDay[]): number {
  return Math.max(0, ...days.flatMap((day) => day.hours.map((cell) => cell?.count ?? 0)));
}

function countAt(series: Series, index: number): number {
  let sum = 0;
  for (const direction of directions) {
    for (const each of series.group.classes) sum += series.counts[direction][each]?.[index] ?? 0;
  }
  return sum;
}
