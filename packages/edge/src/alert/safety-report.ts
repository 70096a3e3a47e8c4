import {
  type SafetyReportJson,
  type SafetyWeekJson,
  safetyHoursWeeksMin,
  safetyWatchedMinMin,
  weekStartMs,
} from '@outis/core';
import type { AlertStore, WeekRow } from './alert-store.ts';

/** What a report is made of. */
export interface ReportOptions {
  readonly remains: Pick<AlertStore, 'weeks' | 'hours'>;
  readonly timeZone: string;
  /** Of cameras whose purpose permits alerts, in the order of the answer. */
  readonly cameraIds: readonly string[];
  /** Every week that has a moment in `[fromMs, toMs)`. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  /** Whether the week that goes on may be told. */
  readonly withRunningWeek: boolean;
}

const minuteMs = 60_000;
/** Three days and a half: from any Monday into the middle of the week, whatever clocks do. */
const halfWeekMs = 84 * 60 * minuteMs;
/** A share of a shorter time with people in a zone is not given. */
const occupiedMsMin = 10 * minuteMs;
const shareStep = 0.05;

/** Adds up what remains of alerts: whole weeks of the site, none of the future. */
export function safetyReport(options: ReportOptions): SafetyReportJson {
  const { remains, cameraIds } = options;
  const { fromMs, toMs, weeks } = weeksOf(options);
  const rows = remains.weeks(fromMs, toMs, cameraIds);
  const hours = weeks.length < safetyHoursWeeksMin ? [] : remains.hours(fromMs, toMs, cameraIds);
  const coverage = weeks.flatMap((weekMs) =>
    cameraIds.map((cameraId) => {
      const of = rows.filter((row) => row.cameraId === cameraId && row.weekMs === weekMs);
      return { cameraId, weekMs, share: shareOf(sum(of, 'watchedMs'), sum(of, 'armedMs')) };
    }),
  );
  return { fromMs, toMs, weeks: rows.map(toJson), hours, coverage };
}

/** The weeks that a report holds; none where the time asked for has no week that may be told. */
function weeksOf({ fromMs, toMs, nowMs, timeZone, withRunningWeek }: ReportOptions): {
  readonly fromMs: number;
  readonly toMs: number;
  readonly weeks: readonly number[];
} {
  const running = weekStartMs(nowMs, timeZone);
  const endMs = Math.min(toMs, withRunningWeek ? nextWeekMs(running, timeZone) : running);
  const weeks: number[] = [];
  let weekMs = weekStartMs(fromMs, timeZone);
  const firstMs = weekMs;
  for (; weekMs < endMs; weekMs = nextWeekMs(weekMs, timeZone)) weeks.push(weekMs);
  return { fromMs: firstMs, toMs: weekMs, weeks };
}

/** The Monday after a Monday. */
export function nextWeekMs(weekMs: number, timeZone: string): number {
  return weekStartMs(weekMs + 3 * halfWeekMs, timeZone);
}

function toJson(row: WeekRow): SafetyWeekJson {
  const { cameraId, zoneId, rule, weekMs, alerts, watchedMs, occupiedMs, cannotJudgeMs } = row;
  const watchedMin = Math.floor(watchedMs / minuteMs);
  const isKnown = watchedMin >= safetyWatchedMinMin;
  const hasHeads = (rule === 'helmet' || rule === 'vest') && occupiedMs >= occupiedMsMin;
  return {
    ...{ cameraId, zoneId, rule, weekMs, alerts, watchedMin },
    per1000Min: isKnown ? Math.round((100_000 * alerts) / watchedMin) / 100 : null,
    cannotJudgeShare: hasHeads ? coarse(cannotJudgeMs / occupiedMs) : null,
    causes: row.causes,
    measures: row.measures,
  };
}

function coarse(share: number): number {
  return Number((Math.round(Math.min(1, share) / shareStep) * shareStep).toFixed(2));
}

function shareOf(partMs: number, wholeMs: number): number | null {
  return wholeMs === 0 ? null : Math.round(100 * Math.min(1, partMs / wholeMs)) / 100;
}

function sum(rows: readonly WeekRow[], name: 'watchedMs' | 'armedMs'): number {
  return rows.reduce((total, row) => total + row[name], 0);
}
