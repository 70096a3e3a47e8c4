import type { MovementCountJson, StatisticsJson } from '@outis/core';
import { readStatistics } from '../api/client.ts';
import { type Polled, usePolled } from '../api/use-polled.ts';
import { coverOf } from '../counts/cover.ts';
import { conflictSpanOf, type Period } from './period.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Days, weeks and months do not change; a camera that just began has its first ones soon. */
const refreshMs = 300_000;

/** Statistics of one period. */
export interface PeriodStatistics {
  readonly statistics: StatisticsJson;
  /** The largest sums that the edge gives of the period, each passage once. */
  readonly movements: readonly MovementCountJson[];
}

/** Asks for one period. Near misses are those of the last whole week of a day. */
export function useStatistics(cameraId: string, period: Period, timeZone: string): Polled<PeriodStatistics> {
  return usePolled(`${cameraId} ${period.key}`, refreshMs, async () => {
    const { startMs: fromMs, endMs: toMs } = period;
    const byMonth = period.kind === 'month';
    const span = { fromMs, toMs, byMonth, bucketMs: hourMs };
    const conflictSpan = { ...conflictSpanOf(period, timeZone), byMonth, bucketMs: hourMs };
    const [all, days, near] = await Promise.all([
      readStatistics(cameraId, span),
      readStatistics(cameraId, {
        ...{ fromMs: Math.floor(fromMs / dayMs) * dayMs, toMs },
        ...{ bucketMs: dayMs, family: 'movement' },
      }),
      readStatistics(cameraId, { ...conflictSpan, family: 'conflict' }),
    ]);
    const { conflicts, conflictMaps } = near;
    return {
      statistics: { ...all, conflicts: newest(conflicts), conflictMaps: newest(conflictMaps) },
      movements: coverOf(
        days.movements,
        all.movements,
        { fromMs, toMs },
        (each) => `${each.movementId} ${each.class}`,
      ),
    };
  });
}

/** Those that began last. */
function newest<T extends { readonly startMs: number }>(list: readonly T[]): T[] {
  const lastMs = Math.max(...list.map(({ startMs }) => startMs));
  return list.filter(({ startMs }) => startMs === lastMs);
}
