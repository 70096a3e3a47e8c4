import {
  type AlertCause,
  type AlertMeasure,
  comparesFromMin,
  type SafetyReportJson,
  type SafetyRule,
  type SafetyWeekJson,
  safetyRules,
  weekStartMs,
} from '@outis/core';
import { addUp, type Exposure } from './rates.ts';

/** Weeks before the chosen one that a trend shows, with it. */
export const weeksShown = 12;
const hourMs = 3_600_000;

/** The starts of `count` weeks of the site up to the one that has `tMs`, the oldest first. */
export function weeksUpTo(tMs: number, count: number, timeZone: string): readonly number[] {
  const weeks = [weekStartMs(tMs, timeZone)];
  // Three days back from a Monday are in the week before, also where clocks change.
  while (weeks.length < count) weeks.unshift(weekStartMs(weeks[0]! - 72 * hourMs, timeZone));
  return weeks;
}

/** The Monday after a week of the site, epoch ms. */
export function weekEndMs(weekMs: number, timeZone: string): number {
  return weekStartMs(weekMs + 10 * 24 * hourMs, timeZone);
}

/** A rule at a zone, week by week. */
export interface Row {
  readonly cameraId: string;
  readonly zoneId: string;
  readonly rule: SafetyRule;
  /** For each week that is shown; null where the rule was not armed or not there. */
  readonly cells: readonly (SafetyWeekJson | null)[];
}

/** The rows of a report, by camera, zone and rule. */
export function rowsOf(report: SafetyReportJson, weeks: readonly number[]): readonly Row[] {
  const rows = new Map<string, { row: Omit<Row, 'cells'>; byWeek: Map<number, SafetyWeekJson> }>();
  for (const cell of report.weeks) {
    const { cameraId, zoneId, rule } = cell;
    const key = JSON.stringify([cameraId, zoneId, rule]);
    const found = rows.get(key) ?? { row: { cameraId, zoneId, rule }, byWeek: new Map() };
    found.byWeek.set(cell.weekMs, cell);
    rows.set(key, found);
  }
  return [...rows.values()]
    .map(({ row, byWeek }) => ({ ...row, cells: weeks.map((weekMs) => byWeek.get(weekMs) ?? null) }))
    .toSorted(
      (a, b) =>
        a.cameraId.localeCompare(b.cameraId) ||
        a.zoneId.localeCompare(b.zoneId) ||
        safetyRules.indexOf(a.rule) - safetyRules.indexOf(b.rule),
    );
}

/** The largest rate of these rows that was watched well enough, at least 1: charts of one report have one scale. */
export function rateMax(rows: readonly Row[]): number {
  const rates = rows.flatMap((row) => row.cells.map((cell) => comparableRate(cell) ?? 0));
  return Math.max(1, ...rates);
}

/** Alerts and minutes of one week, over all rows. */
export function weekSum(rows: readonly Row[], index: number): Exposure {
  return addUp(rows.flatMap((row) => row.cells[index] ?? []));
}

/** The row with the highest rate in a week; null where no row has an alert and was watched enough. */
export function worstRow(rows: readonly Row[], index: number): Row | null {
  let worst: Row | null = null;
  let worstRate = 0;
  for (const row of rows) {
    const rate = comparableRate(row.cells[index] ?? null);
    if (rate !== null && rate > worstRate) [worst, worstRate] = [row, rate];
  }
  return worst;
}

/** How often each word was given, the most frequent first; words that were never given are left out. */
export function tallyOf<K extends AlertCause | AlertMeasure>(
  cells: readonly SafetyWeekJson[],
  of: (cell: SafetyWeekJson) => Readonly<Partial<Record<K, number>>>,
): readonly { readonly word: K; readonly count: number }[] {
  const counts = new Map<K, number>();
  for (const cell of cells)
    for (const [word, count] of Object.entries(of(cell)) as [K, number][])
      counts.set(word, (counts.get(word) ?? 0) + count);
  return [...counts]
    .map(([word, count]) => ({ word, count }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || a.word.localeCompare(b.word));
}

/** Alerts by hour of the day, 24 numbers; null where the edge gave none, which it does below four weeks. */
export function hoursOf(report: SafetyReportJson): readonly number[] | null {
  if (report.hours.length === 0) return null;
  const hours = Array.from({ length: 24 }, () => 0);
  for (const { hour, alerts } of report.hours) hours[hour] = (hours[hour] ?? 0) + alerts;
  return hours;
}

function comparableRate(cell: SafetyWeekJson | null): number | null {
  return cell === null || cell.watchedMin < comparesFromMin ? null : cell.per1000Min;
}
