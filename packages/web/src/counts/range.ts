const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How far back the charts look, in which steps, and in which larger ones totals are asked for, ms. */
export interface Range {
  readonly lengthMs: number;
  /** Buckets of the curve; 0: as released. */
  readonly stepMs: number;
  /** The edge adds up to hours and to days of UTC, and to nothing else. */
  readonly sumMs: number;
}

export const ranges = {
  '6h': { lengthMs: 6 * hourMs, stepMs: 0, sumMs: hourMs },
  '24h': { lengthMs: dayMs, stepMs: 0, sumMs: hourMs },
  '7d': { lengthMs: 7 * dayMs, stepMs: hourMs, sumMs: dayMs },
  '28d': { lengthMs: 28 * dayMs, stepMs: hourMs, sumMs: dayMs },
} as const satisfies Readonly<Record<string, Range>>;

export type RangeKey = keyof typeof ranges;

/** The window of a range: whole hours up to now, so that sums of hours fit into it. */
export function windowOf(key: RangeKey, nowMs: number): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = Math.floor((nowMs - ranges[key].lengthMs) / hourMs) * hourMs;
  return { fromMs, toMs: nowMs };
}

/** The length of a bucket of the curve of classes whose cells are so long. */
export function bucketMsOf(key: RangeKey, cellMs: number): number {
  // Four weeks of hours are more than a screen has room for.
  return key === '28d' ? dayMs : Math.max(ranges[key].stepMs, cellMs);
}
