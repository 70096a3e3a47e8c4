import type { SafetyWeekJson } from '@outis/core';

/** With less than this watched a rate says more about chance than about the place, min: ten hours. */
export const saysFromMin = 600;

/** Alerts in the time that a rule watched a zone. */
export type Exposure = Pick<SafetyWeekJson, 'alerts' | 'watchedMin'>;

/** Alerts per 1,000 minutes that a zone was watched; null where it was watched too little to say. */
export function rateOf({ alerts, watchedMin }: Exposure): number | null {
  return watchedMin < saysFromMin ? null : (1000 * alerts) / watchedMin;
}

/** Several weeks or rules as one: alerts and minutes added up. */
export function addUp(cells: readonly Exposure[]): Exposure {
  return cells.reduce<Exposure>(
    (sum, cell) => ({ alerts: sum.alerts + cell.alerts, watchedMin: sum.watchedMin + cell.watchedMin }),
    { alerts: 0, watchedMin: 0 },
  );
}

/**
 * The share of the time with people in a zone in which too few heads could be seen well, 0 to 1; null where there was
 * none, or the rule needs no heads.
 */
export function cannotJudgeShare(
  cells: readonly Pick<SafetyWeekJson, 'cannotJudgeMin' | 'occupiedMin'>[],
): number | null {
  const occupiedMin = cells.reduce((sum, cell) => sum + cell.occupiedMin, 0);
  const hiddenMin = cells.reduce((sum, cell) => sum + cell.cannotJudgeMin, 0);
  return occupiedMin <= 0 ? null : Math.min(1, hiddenMin / occupiedMin);
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
  const known = earlier.filter((each) => rateOf(each) !== null);
  if (rateOf(week) === null || known.length < weeksToCompare) return 'unknown';
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
