import { dayEndMs, dayStartMs } from '@outis/core';

const dayMs = 86_400_000;

/** The calendar month of a place that holds a moment: from its first midnight to the next one's, epoch ms. */
export function monthOf(tMs: number, timeZone: string): { readonly startMs: number; readonly endMs: number } {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: 'numeric' }).formatToParts(
    tMs,
  );
  const numberOf = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  const [year, month] = [numberOf('year'), numberOf('month')];
  // Day 0 of the next month is the last of this one.
  const last = new Date(Date.UTC(year, month, 0));
  const endMs = dayEndMs(last.toISOString().slice(0, 10), timeZone);
  // The first day lies this many days before the last; noon keeps clear of the hours that clocks are changed by.
  const startMs = dayStartMs(endMs - last.getUTCDate() * dayMs + dayMs / 2, timeZone);
  return { startMs, endMs };
}
