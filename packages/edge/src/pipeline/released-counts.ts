import {
  type CountJson,
  type CountsJson,
  countIntervalMs,
  type Direction,
  dueMsOf,
  type Family,
  type IsWhole,
  type NoiseScale,
  type Published,
  published,
  type ReleaseFactsJson,
  type RoadUserClass,
  releaseDueMs,
  roadUserClasses,
  shownFrom,
  spanOf,
  sumSpanMs,
} from '@outis/core';
import type { ReleaseStore, Series } from '../store/release-store.ts';
import type { Store } from '../store/store.ts';

/** Rows of one answer after adding up; when there are more, the oldest are left out. */
export const rowsMax = 200_000;

const dayMs = 86_400_000;
/** By then what is due has left: after the grace of the releaser and a tick or two. */
const releasedWithinMs = 30_000;

/** Which counts are asked for. */
export interface CountsAsked {
  readonly series: Series;
  readonly fromMs: number;
  readonly toMs: number;
  /** Add up to an hour, or a day of UTC, where that is at most this; otherwise as released. */
  readonly bucketMs: number;
  readonly nowMs: number;
  readonly timeZone: string;
  readonly scale: NoiseScale;
}

/** Released counts and coverage of one series of a camera. */
export function countsOf(store: Store, asked: CountsAsked): CountsJson {
  const { series, fromMs, toMs, nowMs, timeZone } = asked;
  const { cameraId, purpose } = series;
  const spanMs = sumSpanMs(asked.bucketMs);
  // Sums are whole: the first one begins where its interval does.
  const from = spanMs === 0 ? fromMs : Math.floor(fromMs / spanMs) * spanMs;
  const coverageMs = Math.max(spanMs, countIntervalMs(purpose, 'car'));
  return {
    facts: factsOf(asked),
    releases: publishedOf(store, asked, 'count')
      .filter(({ startMs }) => startMs >= from && startMs < toMs)
      .map(countJson),
    coverage: store
      .coverage(cameraId, series.series, from, toMs, rowsMax, coverageMs)
      .map(({ startMs, intervalMs, observedMs }) => ({ startMs, intervalMs, observedMs })),
    next: roadUserClasses.map((objectClass) => {
      const intervalMs = countIntervalMs(purpose, objectClass);
      const startMs = Math.floor(nowMs / intervalMs) * intervalMs;
      return { class: objectClass, intervalMs, dueMs: releaseDueMs(purpose, objectClass, startMs, timeZone) };
    }),
  };
}

/**
 * The published numbers of a family for whole days of UTC around what is asked for, so that what is hidden does not
 * depend on where a question begins and ends.
 */
export function publishedOf(
  store: { readonly released: Pick<ReleaseStore, 'releases'> },
  { series, fromMs, toMs, bucketMs, nowMs, timeZone }: Omit<CountsAsked, 'scale'>,
  family: Family,
): readonly Published[] {
  const { cameraId, purpose } = series;
  const spanMs = sumSpanMs(bucketMs);
  const releases = store.released.releases({
    ...{ cameraId, series: series.series, family, limit: rowsMax, bucketMs: spanMs },
    fromMs: Math.floor(fromMs / dayMs) * dayMs,
    toMs: Math.ceil(toMs / dayMs) * dayMs,
  });
  // Of too many the oldest day may have been cut in two: it is left out.
  const first = releases[0]?.record.startMs ?? 0;
  const cutMs = releases.length < rowsMax ? first : (Math.floor(first / dayMs) + 1) * dayMs;
  const isWhole: IsWhole = ({ family: of, class: name, startMs, intervalMs }) => {
    const cell = spanOf(purpose, of, name, startMs, timeZone);
    if (intervalMs <= cell.intervalMs) return true;
    const last = { family: of, class: name, startMs: startMs + intervalMs - cell.intervalMs };
    return nowMs - releasedWithinMs >= dueMsOf(purpose, { ...last, intervalMs: cell.intervalMs }, timeZone);
  };
  return published(
    releases.filter(({ record }) => record.startMs >= cutMs),
    spanMs,
    isWhole,
  );
}

/** What holds for all numbers of an answer. */
export function factsOf({ series, scale }: Pick<CountsAsked, 'series' | 'scale'>): ReleaseFactsJson {
  const { series: number, purpose, startedMs } = series;
  return { series: number, purpose, startedMs, scale, shownFrom: shownFrom(scale) };
}

function countJson({ place, part, class: name, startMs, intervalMs, value, error95 }: Published): CountJson {
  return {
    lineId: place,
    direction: part as Direction,
    class: name as RoadUserClass,
    startMs,
    intervalMs,
    count: value,
    error95,
  };
}
