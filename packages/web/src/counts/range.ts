const hourMs = 3_600_000;

/** How far back the charts look, ms. */
export const ranges = { '1h': hourMs, '6h': 6 * hourMs, '24h': 24 * hourMs, '7d': 7 * 24 * hourMs } as const;

export type RangeKey = keyof typeof ranges;
