import { type AlertJson, type AlertState, dayStartMs, type SafetyRule, safetyRules } from '@outis/core';

/** Which alerts are shown; null: all of them. */
export interface AlertFilter {
  readonly cameraId: string | null;
  readonly zoneId: string | null;
  readonly rule: SafetyRule | null;
  readonly state: Exclude<AlertState, 'closed'> | null;
}

/** Everything is shown. */
export const allAlerts: AlertFilter = { cameraId: null, zoneId: null, rule: null, state: null };

/** Those that the filter lets through, in their order. */
export function filterAlerts(alerts: readonly AlertJson[], filter: AlertFilter): readonly AlertJson[] {
  const fits = <T>(wish: T | null, value: T) => wish === null || wish === value;
  return alerts.filter(
    (alert) =>
      fits(filter.cameraId, alert.cameraId) &&
      fits(filter.zoneId, alert.zoneId) &&
      fits(filter.rule, alert.rule) &&
      fits<AlertState>(filter.state, alert.state),
  );
}

/** True when the filter leaves nothing out. */
export function isUnfiltered(filter: AlertFilter): boolean {
  return Object.values(filter).every((wish) => wish === null);
}

/** The one place that a filter leaves; null where it leaves several. */
export function placeOf({
  cameraId,
  zoneId,
}: AlertFilter): { readonly cameraId: string; readonly zoneId: string } | null {
  return cameraId === null || zoneId === null ? null : { cameraId, zoneId };
}

/** One day of the list. */
export interface AlertDay {
  /** Midnight of the site, epoch ms. */
  readonly dayMs: number;
  readonly alerts: readonly AlertJson[];
}

/** The alerts by days of the site, the newest day and in it the newest alert first. */
export function groupByDay(alerts: readonly AlertJson[], timeZone: string): readonly AlertDay[] {
  const days = new Map<number, AlertJson[]>();
  for (const alert of newestFirst(alerts)) {
    const dayMs = dayStartMs(alert.tMs, timeZone);
    const day = days.get(dayMs);
    if (day === undefined) days.set(dayMs, [alert]);
    else day.push(alert);
  }
  return [...days].map(([dayMs, ofDay]) => ({ dayMs, alerts: ofDay }));
}

/** The list with a new or changed alert in its place; one that is closed is gone. */
export function withAlert(alerts: readonly AlertJson[], alert: AlertJson): readonly AlertJson[] {
  const others = alerts.filter((each) => each.id !== alert.id);
  return alert.state === 'closed' ? others : newestFirst([...others, alert]);
}

/** A zone of a camera, and the rules that alerts were given by. */
export interface AlertPlace {
  readonly cameraId: string;
  readonly zoneId: string;
  /** In the order of the vocabulary. */
  readonly rules: readonly SafetyRule[];
  readonly alerts: readonly AlertJson[];
}

/** The places of alerts, by camera and zone. */
export function placesOf(alerts: readonly AlertJson[]): readonly AlertPlace[] {
  const places = new Map<string, { cameraId: string; zoneId: string; alerts: AlertJson[] }>();
  for (const alert of alerts) {
    const { cameraId, zoneId } = alert;
    const key = JSON.stringify([cameraId, zoneId]);
    const place = places.get(key) ?? { cameraId, zoneId, alerts: [] };
    place.alerts.push(alert);
    places.set(key, place);
  }
  return [...places.values()]
    .map((place) => ({
      ...place,
      rules: safetyRules.filter((rule) => place.alerts.some((alert) => alert.rule === rule)),
    }))
    .toSorted((a, b) => a.cameraId.localeCompare(b.cameraId) || a.zoneId.localeCompare(b.zoneId));
}

/** Where a time lies between two others, 0 to 1. */
export function shareOf(tMs: number, fromMs: number, toMs: number): number {
  return Math.min(1, Math.max(0, (tMs - fromMs) / (toMs - fromMs)));
}

/** The midnights of the site after `fromMs` and not after `toMs`. */
export function midnightsIn(fromMs: number, toMs: number, timeZone: string): readonly number[] {
  const found: number[] = [];
  for (let tMs = dayStartMs(toMs, timeZone); tMs > fromMs; tMs = dayStartMs(tMs - 3_600_000, timeZone))
    found.unshift(tMs);
  return found;
}

/** The alert at this place of a strip, as far as one is near: `reachMs` at most to either side. */
export function nearestAlert(alerts: readonly AlertJson[], tMs: number, reachMs: number): AlertJson | null {
  let best: AlertJson | null = null;
  for (const alert of alerts) {
    const distance = Math.abs(alert.tMs - tMs);
    if (distance <= reachMs && (best === null || distance < Math.abs(best.tMs - tMs))) best = alert;
  }
  return best;
}

/** How long ago something was, in the one unit that a person would say it in, rounded down. */
export function agoOf(ms: number): {
  readonly count: number;
  readonly unit: 'second' | 'minute' | 'hour' | 'day';
} {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return { count: 0, unit: 'second' };
  if (minutes < 60) return { count: minutes, unit: 'minute' };
  // Up to two days hours say more: "yesterday" may be five minutes or forty hours ago.
  if (minutes < 48 * 60) return { count: Math.floor(minutes / 60), unit: 'hour' };
  return { count: Math.floor(minutes / 1440), unit: 'day' };
}

/** The alert that is `step` after this one in the list; the first or last where nothing is chosen or the list ends. */
export function stepFrom(alerts: readonly AlertJson[], id: string | null, step: 1 | -1): AlertJson | null {
  const index = alerts.findIndex((alert) => alert.id === id);
  if (index < 0) return alerts[0] ?? null;
  return alerts[Math.min(alerts.length - 1, Math.max(0, index + step))] ?? null;
}

function newestFirst(alerts: readonly AlertJson[]): AlertJson[] {
  return alerts.toSorted((a, b) => b.tMs - a.tMs || a.id.localeCompare(b.id));
}
