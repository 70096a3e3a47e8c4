import { type SafetyWeekJson, safetyWatchedMinMin } from '@outis/core';

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
