import {
  type CountJson,
  type CountsJson,
  countIntervalMs,
  type Direction,
  type NoiseScale,
  type Published,
  published,
  type ReleaseFactsJson,
  type RoadUserClass,
  releaseDueMs,
  roadUserClasses,
  shownFrom,
} from '@outis/core';
import type { Series } from '../store/release-store.ts';
import type { Store } from '../store/store.ts';

/** Rows of one answer after adding up; when there are more, the oldest are left out. */
export const rowsMax = 200_000;

/** Which counts are asked for. */
export interface CountsAsked {
  readonly series: Series;
  readonly fromMs: number;
  readonly toMs: number;
  /** Add up to intervals of at most this; 0: as released. */
  readonly bucketMs: number;
  readonly nowMs: number;
  readonly timeZone: string;
  readonly scale: NoiseScale;
}

/** Released counts and coverage of one series of a camera. */
export function countsOf(store: Store, asked: CountsAsked): CountsJson {
  const { series, fromMs, toMs, bucketMs, nowMs, timeZone } = asked;
  const { cameraId, purpose } = series;
  // Sums are whole: the first one begins where its interval does.
  const from = bucketMs === 0 ? fromMs : Math.floor(fromMs / bucketMs) * bucketMs;
  const query = {
    cameraId,
    series: series.series,
    family: 'count',
    fromMs: from,
    toMs,
    limit: rowsMax,
  } as const;
  const coverageMs = Math.max(bucketMs, countIntervalMs(purpose, 'car'));
  return {
    facts: factsOf(asked),
    releases: published(store.released.releases({ ...query, bucketMs }), bucketMs).map(countJson),
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
