import { type Direction, directions, type NumberJson, type RoadUserClass } from '@outis/core';
import type { Series } from './series.ts';

/** One line of a curve chart: middle, and the ends of its band of noise; null where nothing is shown. */
export interface Curve {
  readonly direction: Direction;
  readonly middle: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Two curves of one class, one each way. A true count is not below 0, and neither is a band. */
export function curvesOf(series: Series, name: RoadUserClass): Curve[] {
  return directions.map((direction) => {
    const row = series.counts[direction][name] ?? [];
    const pick = (of: (number: NumberJson & { count: number }) => number) =>
      series.starts.map((_, index) => {
        const number = row[index] ?? null;
        return number === null || number.count === null ? null : of({ ...number, count: number.count });
      });
    return {
      direction,
      middle: pick(({ count }) => count),
      low: pick(({ count, error95 }) => Math.max(0, count - error95)),
      high: pick(({ count, error95 }) => count + error95),
    };
  });
}

/** Buckets in which a number is hidden, either way. */
export function hiddenBuckets(series: Series, name: RoadUserClass): boolean[] {
  return series.starts.map((_, index) =>
    directions.some((direction) => {
      const number = series.counts[direction][name]?.[index] ?? null;
      return number !== null && number.count === null;
    }),
  );
}

/** The highest end of a band; at least `least`. */
export function highest(curves: readonly Curve[], least: number): number {
  return Math.max(least, ...curves.flatMap(({ high }) => high.map((value) => value ?? 0)));
}
