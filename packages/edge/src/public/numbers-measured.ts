import {
  type ConflictMapJson,
  type ConflictsJson,
  type DwellsJson,
  type MovementConfig,
  type MovementCountJson,
  type RoadUserClass,
  roadUserClasses,
  type SpanJson,
  type StatisticsJson,
  weekStartMs,
} from '@outis/core';
import type { NumbersSource, PublicAmount } from './numbers.ts';

/** One class from one line to another. */
export interface PublicMovement {
  readonly movementId: string;
  readonly from: string;
  readonly to: string;
  readonly class: RoadUserClass;
  readonly yesterday: PublicAmount;
  readonly week: PublicAmount;
}

/** What is measured beside lines and speeds: movements of the days, stays of yesterday, near misses of the last week. */
export interface PublicMeasured {
  readonly movements: readonly PublicMovement[];
  readonly dwells: readonly DwellsJson[];
  /** Of the last local week of which they are released; empty where none is. */
  readonly conflicts: readonly ConflictsJson[];
  readonly conflictMap: ConflictMapJson | null;
}

/** The days that are told, epoch ms. */
export interface PublicDays {
  readonly weekMs: number;
  readonly yesterdayMs: number;
  readonly endMs: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Near misses leave the morning after their week, so the last week of them began at most so long ago. */
const weeksBackMs = 14 * dayMs;

/** Reads them for one camera. */
export function readMeasured(
  source: NumbersSource,
  cameraId: string,
  movements: readonly MovementConfig[],
  { weekMs, yesterdayMs, endMs }: PublicDays,
  timeZone: string,
): PublicMeasured {
  const ask = (query: Parameters<NumbersSource['statistics']>[1]): StatisticsJson =>
    source.statistics(cameraId, query);
  const near = ask({
    fromMs: weekStartMs(endMs - weeksBackMs, timeZone),
    toMs: endMs,
    family: 'conflict',
  });
  const { dwells } = ask({ fromMs: yesterdayMs, toMs: endMs, family: 'dwell' });
  return {
    movements: movements.length === 0 ? [] : ofMovements(ask, movements, { weekMs, yesterdayMs, endMs }),
    dwells,
    conflicts: newest(near.conflicts),
    conflictMap: newest(near.conflictMaps)[0] ?? null,
  };
}

function ofMovements(
  ask: (query: Parameters<NumbersSource['statistics']>[1]) => StatisticsJson,
  movements: readonly MovementConfig[],
  { weekMs, yesterdayMs, endMs }: PublicDays,
): PublicMovement[] {
  const family = 'movement';
  const hours = ask({ fromMs: weekMs, toMs: endMs, bucketMs: hourMs, family }).movements;
  const firstMs = Math.floor(weekMs / dayMs) * dayMs;
  const days = ask({ fromMs: firstMs, toMs: endMs, bucketMs: dayMs, family }).movements;
  const keyOf = (each: MovementCountJson): string => `${each.movementId} ${each.class}`;
  const inWeek = Map.groupBy(coverOf(days, hours, weekMs, endMs, keyOf), keyOf);
  const inDay = Map.groupBy(coverOf(days, hours, yesterdayMs, endMs, keyOf), keyOf);
  return movements.flatMap(({ id, from, to }) =>
    roadUserClasses.map((name) => {
      const key = `${id} ${name}`;
      const [yesterday, week] = [addUp(inDay.get(key) ?? []), addUp(inWeek.get(key) ?? [])];
      return { movementId: id, from, to, class: name, yesterday, week };
    }),
  );
}

/** Each passage once, in the largest sums that the edge gives: it decides what is hidden in them. */
export function coverOf<T extends SpanJson>(
  days: readonly T[],
  hours: readonly T[],
  fromMs: number,
  toMs: number,
  keyOf: (each: T) => string,
): T[] {
  const isInside = ({ startMs, intervalMs }: T): boolean => startMs >= fromMs && startMs + intervalMs <= toMs;
  const textOf = (each: T): string => `${keyOf(each)} ${Math.floor(each.startMs / dayMs)}`;
  const large = days.filter((each) => isInside(each) && each.intervalMs === dayMs);
  const taken = new Set(large.map(textOf));
  return [...large, ...hours.filter((each) => isInside(each) && !taken.has(textOf(each)))];
}

/** Numbers added up, with the error of independent ones. */
export function addUp(
  parts: readonly { readonly count: number | null; readonly error95: number }[],
): PublicAmount {
  return together(
    parts.map(({ count, error95 }) => ({ count, error95, parts: 1, hiddenParts: count === null ? 1 : 0 })),
  );
}

/** Sums added up further. */
export function together(amounts: readonly PublicAmount[]): PublicAmount {
  const shown = amounts.filter(({ count }) => count !== null);
  return {
    count: shown.length === 0 ? null : shown.reduce((sum, { count }) => sum + (count ?? 0), 0),
    error95: rootOfSquares(shown),
    parts: amounts.reduce((sum, { parts }) => sum + parts, 0),
    hiddenParts: amounts.reduce((sum, { hiddenParts }) => sum + hiddenParts, 0),
  };
}

function rootOfSquares(list: readonly { readonly error95: number }[]): number {
  return Math.ceil(Math.sqrt(list.reduce((sum, { error95 }) => sum + error95 ** 2, 0)) - 1e-9);
}

/** Those that began last. */
function newest<T extends { readonly startMs: number }>(list: readonly T[]): T[] {
  const lastMs = Math.max(...list.map(({ startMs }) => startMs));
  return list.filter(({ startMs }) => startMs === lastMs);
}
