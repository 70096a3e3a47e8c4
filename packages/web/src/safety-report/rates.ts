import { type SafetyWeekJson, safetyWatchedMinMin } from '@outis/core';

/** With less than this watched a rate is shown faintly, and nothing is compared with it, min: ten hours. */
export const comparesFromMin = 600;

/** Alerts in the time that a rule watched a zone. */
export type Exposure = Pick<SafetyWeekJson, 'alerts' | 'watchedMin'>;

/** Alerts per 1,000 minutes that a zone was watched; null where it was watched too little to say. */
export function rateOf({ alerts, watchedMin }: Exposure): number | null {
  return watchedMin < safetyWatchedMinMin ? null : (1000 * alerts) / watchedMin;
}

/** Several weeks or rules as one: alerts and minutes added up. */
export function addUp(cells: readonly Exposure[]): Exposure {
  return cells.reduce<Exposure>(
    (sum, cell) => ({ alerts: sum.alerts + cell.alerts, watchedMin: sum.watchedMin + cell.watchedMin }),
    { alerts: 0, watchedMin: 0 },
  );
}

/** How this week compares with those before; `unknown` where too little was watched to say anything. */
export type Trend = 'more' | 'fewer' | 'alike' | 'unknown';

/** Earlier weeks that are needed before one is compared with them. */
const weeksToCompare = 3;

/**
 * Compares alerts with what the rate of the earlier weeks would have given in the same time. Less than two standard
 * deviations of chance (Poisson, with that of the earlier weeks) is no difference.
 */
export function trendOf(week: Exposure, earlier: readonly Exposure[]): Trend {
  const known = earlier.filter((each) => each.watchedMin >= comparesFromMin);
  if (week.watchedMin < comparesFromMin || known.length < weeksToCompare) return 'unknown';
  const before = addUp(known);
  const share = week.watchedMin / before.watchedMin;
  const expected = before.alerts * share;
  const spread = Math.sqrt(Math.max(1, expected + before.alerts * share * share));
  if (week.alerts > expected + 2 * spread) return 'more';
  return week.alerts < expected - 2 * spread ? 'fewer' : 'alike';
}

/** Alerts and exposure of one zone over some weeks. */
export interface ZoneRate extends Exposure {
  readonly zoneId: string;
  /** Null where too little was watched to say. */
  readonly rate: number | null;
}

/**
 * Each zone of a camera, over all weeks: by one rule, or by all. The minutes of all rules together are those of the rule
 * that watched the zone longest: the rules of a zone watch at the same time.
 */
export function zoneRates(
  weeks: readonly SafetyWeekJson[],
  zoneIds: readonly string[],
  rule: SafetyWeekJson['rule'] | null,
): readonly ZoneRate[] {
  return zoneIds.map((zoneId) => {
    const cells = weeks.filter((cell) => cell.zoneId === zoneId && (rule === null || cell.rule === rule));
    const alerts = cells.reduce((sum, cell) => sum + cell.alerts, 0);
    const byRule = [...new Set(cells.map((cell) => cell.rule))].map(
      (each) => addUp(cells.filter((cell) => cell.rule === each)).watchedMin,
    );
    const watchedMin = Math.max(0, ...byRule);
    return { zoneId, alerts, watchedMin, rate: rateOf({ alerts, watchedMin }) };
  });
}
