/** Alerts, and the minutes in which a rule watched a zone for them. */
export interface WatchedAlerts {
  readonly alerts: number;
  readonly watchedMin: number;
}

/** How a week compares with those before; `unknown` where too little was watched to say anything. */
export const safetyTrends = ['more', 'fewer', 'alike', 'unknown'] as const;
export type SafetyTrend = (typeof safetyTrends)[number];

/** A week that was watched for less than this, in minutes, is compared with nothing: ten hours. */
export const comparesFromMin = 600;
/** Earlier weeks that are needed before one is compared with them. */
const weeksToCompare = 3;

/**
 * Compares the alerts of a week with what the rate of the earlier weeks would have given in the same time. Less than two
 * standard deviations of chance (Poisson, with that of the earlier weeks) is `alike`, exactly two too.
 */
export function safetyTrend(week: WatchedAlerts, earlier: readonly WatchedAlerts[]): SafetyTrend {
  const known = earlier.filter(({ watchedMin }) => watchedMin >= comparesFromMin);
  if (week.watchedMin < comparesFromMin || known.length < weeksToCompare) return 'unknown';
  const alerts = known.reduce((sum, each) => sum + each.alerts, 0);
  const watchedMin = known.reduce((sum, each) => sum + each.watchedMin, 0);
  const share = week.watchedMin / watchedMin;
  const expected = alerts * share;
  const spread = Math.sqrt(Math.max(1, expected + alerts * share * share));
  if (week.alerts > expected + 2 * spread) return 'more';
  return week.alerts < expected - 2 * spread ? 'fewer' : 'alike';
}
