import {
  addUpReleases,
  type CountsJson,
  countIntervalMs,
  type Purpose,
  type Release,
  type ReleaseRecord,
  releaseDueMs,
  roadUserClasses,
} from '@outis/core';
import type { Store } from '../store/store.ts';

/** Rows of one answer after adding up; when there are more, the oldest are left out. */
const rowsMax = 200_000;

/** Which counts are asked for. */
export interface CountsAsked {
  readonly cameraId: string;
  /** The purpose that holds now. */
  readonly purpose: Purpose;
  readonly fromMs: number;
  readonly toMs: number;
  /** Add up to intervals of at most this; 0: as released. */
  readonly bucketMs: number;
  readonly nowMs: number;
  readonly timeZone: string;
}

/** Released counts and coverage of a camera. */
export function countsOf(
  store: Store,
  { cameraId, purpose, fromMs, toMs, bucketMs, nowMs, timeZone }: CountsAsked,
): CountsJson {
  const from = bucketMs === 0 ? fromMs : Math.floor(fromMs / bucketMs) * bucketMs;
  // The store may add up first where its sums fit whole into the longest interval that the purpose asks for.
  const storeMs =
    bucketMs > 0 && Math.max(bucketMs, countIntervalMs(purpose, 'person')) % bucketMs === 0 ? bucketMs : 0;
  return {
    releases: permitted(purpose, store.releases(cameraId, from, toMs, rowsMax, storeMs), bucketMs),
    coverage: store
      .coverage(cameraId, from, toMs, rowsMax, Math.max(bucketMs, countIntervalMs(purpose, 'car')))
      .map(({ startMs, intervalMs, observedMs }) => ({ startMs, intervalMs, observedMs })),
    next: roadUserClasses.map((objectClass) => {
      const intervalMs = countIntervalMs(purpose, objectClass);
      const startMs = Math.floor(nowMs / intervalMs) * intervalMs;
      return { class: objectClass, intervalMs, dueMs: releaseDueMs(purpose, objectClass, startMs, timeZone) };
    }),
  };
}

/**
 * Adds releases up to the interval asked for, and at least to the one that the purpose permits now: under another purpose
 * the same camera may have released finer ones.
 */
function permitted(purpose: Purpose, releases: readonly Release[], bucketMs: number): ReleaseRecord[] {
  const byClass = Map.groupBy(releases, ({ record }) => record.class);
  return [...byClass]
    .flatMap(([name, list]) => addUpReleases(list, Math.max(bucketMs, countIntervalMs(purpose, name))))
    .map(({ record }) => record)
    .filter((record) => record.intervalMs >= countIntervalMs(purpose, record.class))
    .sort((a, b) => a.startMs - b.startMs);
}
