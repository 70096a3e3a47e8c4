import type { Sql } from './sql.ts';
import type { Coverage, Store } from './store.ts';

/** {@link Store.coverage} from `outis.db`, also where that is only read. */
export function coverageIn(
  sql: Sql,
  ...[cameraId, series, fromMs, toMs, limit, bucketMs = 0]: Parameters<Store['coverage']>
): readonly Coverage[] {
  // A number of JavaScript is bound as a REAL; whole numbers divide to whole numbers.
  const rows = `SELECT *, interval_ms * max(1, CAST(? AS INTEGER) / interval_ms) AS bucket_ms FROM coverage
    WHERE camera_id = ? AND series = ? AND start_ms >= ? AND start_ms < ?`;
  const sums = `SELECT start_ms / bucket_ms * bucket_ms AS start_ms, bucket_ms AS interval_ms, sum(observed_ms) AS observed_ms
    FROM (${rows}) GROUP BY start_ms / bucket_ms, bucket_ms`;
  return sql
    .all(
      `SELECT * FROM (SELECT * FROM (${sums}) ORDER BY start_ms DESC LIMIT ?) ORDER BY start_ms`,
      Math.floor(bucketMs),
      cameraId,
      series,
      fromMs,
      toMs,
      limit,
    )
    .map((row) => ({
      cameraId,
      series,
      startMs: Number(row['start_ms']),
      intervalMs: Number(row['interval_ms']),
      observedMs: Number(row['observed_ms']),
    }));
}
