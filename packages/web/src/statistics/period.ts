import { dayStartMs, weekStartMs } from '@outis/core';

/** A time of which histograms are kept: a local day, or a calendar month that is over. */
export interface Period {
  readonly key: string;
  readonly kind: 'day' | 'month';
  readonly startMs: number;
  readonly endMs: number;
}

const hourMs = 3_600_000;
const daysMax = 14;
const monthsMax = 6;
/** By then the last week that begins in a month has left. */
const leftAfterMs = 9 * 24 * hourMs;

/** Today and the last days, today first, and the months that are over, newest first, since `startedMs`. */
export function periodsOf(nowMs: number, startedMs: number, timeZone: string): Period[] {
  const periods: Period[] = [];
  let endMs = dayStartMs(dayStartMs(nowMs, timeZone) + 30 * hourMs, timeZone);
  while (periods.length < daysMax && endMs > startedMs) {
    const startMs = dayStartMs(endMs - hourMs, timeZone);
    periods.push({ key: `day ${startMs}`, kind: 'day', startMs, endMs });
    endMs = startMs;
  }
  const [year, month] = yearAndMonth(nowMs, timeZone);
  for (let ago = 1; ago <= monthsMax; ago++) {
    const [startMs, monthEndMs] = [
      monthStartMs(year, month - ago, timeZone),
      monthStartMs(year, month - ago + 1, timeZone),
    ];
    if (monthEndMs <= startedMs || nowMs < monthEndMs + leftAfterMs) continue;
    periods.push({ key: `month ${startMs}`, kind: 'month', startMs, endMs: monthEndMs });
  }
  return periods;
}

/** When to ask for near misses: of a month its own; of a day the last weeks before its end, as weeks end on Sundays. */
export function conflictSpanOf(
  { kind, startMs, endMs }: Period,
  timeZone: string,
): {
  readonly fromMs: number;
  readonly toMs: number;
} {
  return kind === 'month'
    ? { fromMs: startMs, toMs: endMs }
    : { fromMs: weekStartMs(startMs - 14 * 24 * hourMs, timeZone), toMs: endMs };
}

function monthStartMs(year: number, month: number, timeZone: string): number {
  // Noon keeps clear of the hours that clocks are changed by.
  return dayStartMs(Date.UTC(year, month, 1, 12), timeZone);
}

function yearAndMonth(tMs: number, timeZone: string): [number, number] {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: 'numeric' }).formatToParts(
    tMs,
  );
  const numberOf = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return [numberOf('year'), numberOf('month') - 1];
}
