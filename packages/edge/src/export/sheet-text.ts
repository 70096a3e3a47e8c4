import { utcOffsetMs } from '@outis/core';
import type { Sheet, SheetRow, SheetTable } from './sheet-table.ts';

/** A cell of a sheet: a text, a number, or nothing. */
export type SheetCell = string | number | null;

/** What a sheet says above its numbers. */
export interface SheetHead {
  readonly timeZone: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Columns in words, such as `a → b` for a movement; missing ones are told by their id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Stands where a number is suppressed, so that nobody takes it for a zero or for a gap. */
export const hiddenMark = '*';

/** One class of a turning count as rows of cells, in the layout of a count sheet. */
export function sheetLines(
  sheet: Sheet,
  table: SheetTable,
  head: SheetHead,
): readonly (readonly SheetCell[])[] {
  const { timeZone, fromMs, toMs, names } = head;
  const local = (tMs: number): string => localText(tMs, timeZone);
  const columns = sheet.columns.map((column) => names.get(column) ?? column);
  const row = (each: SheetRow): readonly SheetCell[] => [
    each.kind === 'hour' ? 'hour' : '',
    local(each.startMs),
    local(each.endMs),
    ...each.values.map((value) => (value === 'hidden' ? hiddenMark : value)),
    each.shownTotal,
    each.hidden,
    each.coveragePercent,
  ];
  const { peak, shownTotals, hiddenHours } = table;
  const total = shownTotals.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return [
    ['Turning count', sheet.cameraId, `series ${sheet.series}`],
    ['Class', table.class],
    ['From', local(fromMs), 'to', local(toMs), timeZone],
    [
      'Numbers carry noise',
      `+/- ${table.error95} an interval, +/- ${table.hourError95} an hour, in 95 of 100 cases`,
      `${hiddenMark} too small to be shown, never a zero`,
    ],
    ['Totals', 'are of the numbers shown; "hidden" says how many are not in them'],
    [],
    ['', 'start', 'end', ...columns, 'shown total', 'hidden', 'watched %'],
    ...table.rows.map(row),
    [
      'all hours shown',
      '',
      '',
      ...shownTotals.map((value) => value ?? hiddenMark),
      total,
      sum(hiddenHours),
      null,
    ],
    ['hours hidden', '', '', ...hiddenHours, null, null, null],
    ...(peak === null ? [] : [['peak hour', ...row(peak).slice(1)]]),
  ];
}

/** Local wall clock, `2026-06-10 07:15`. */
export function localText(tMs: number, timeZone: string): string {
  return new Date(tMs + utcOffsetMs(tMs, timeZone)).toISOString().slice(0, 16).replace('T', ' ');
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
