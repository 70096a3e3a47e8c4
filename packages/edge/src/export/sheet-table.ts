import { type Family, type Published, type RoadUserClass, roadUserClasses } from '@outis/core';
import { publishedOf } from '../pipeline/released-counts.ts';
import type { Series } from '../store/release-store.ts';
import { Covered } from './covered.ts';
import type { ExportAsked, ExportSource } from './export-rows.ts';

/** A number of a sheet; null where nothing was measured. */
export type SheetNumber = number | 'hidden' | null;

/** One row of a sheet: an interval, and a number for each column. */
export interface SheetRow {
  readonly kind: 'interval' | 'hour';
  readonly startMs: number;
  readonly endMs: number;
  readonly values: readonly SheetNumber[];
  /** The sum of the numbers of this row that are shown; null where none is. */
  readonly shownTotal: number | null;
  /** How many numbers of this row are suppressed and so not in the sum. */
  readonly hidden: number;
  readonly coveragePercent: number | null;
}

/** The sheet of one class: rows of quarters of an hour with each hour behind its quarters, columns of movements. */
export interface SheetTable {
  readonly class: RoadUserClass;
  /** Half widths of the interval of 95 % of one number of an interval, and of one of an hour. */
  readonly error95: number;
  readonly hourError95: number;
  readonly rows: readonly SheetRow[];
  /** Of each column the sum of its hours that are shown; null where none is. */
  readonly shownTotals: readonly (number | null)[];
  readonly hiddenHours: readonly number[];
  /** The hour with the largest shown total; null where nothing is shown. */
  readonly peak: SheetRow | null;
}

export interface Sheet {
  readonly cameraId: string;
  readonly series: number;
  readonly family: Family;
  readonly columns: readonly string[];
  readonly tables: readonly SheetTable[];
}

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Cells of one question of the store. */
const daysAtOnce = 7;

/**
 * A turning count of a camera: movements as columns, or lines with their directions where no movement is measured. Every
 * number stands in the releases too, as a cell or as an hour. Sums over movements are of the numbers shown: a total with
 * the hidden ones in it would, less the cells of the other exports, give one away.
 */
export function turningSheets(source: ExportSource, asked: ExportAsked): readonly Sheet[] {
  return source.released.series(asked.cameraId).flatMap((series) => {
    const sheet = sheetOf(source, asked, series, 'movement') ?? sheetOf(source, asked, series, 'count');
    return sheet === null ? [] : [sheet];
  });
}

function sheetOf(
  source: ExportSource,
  asked: ExportAsked,
  series: Series,
  family: 'movement' | 'count',
): Sheet | null {
  const { cameraId, fromMs, toMs } = asked;
  const [cells, hours] = [
    cellsOf(source, asked, series, family, 0),
    cellsOf(source, asked, series, family, hourMs),
  ];
  if (cells.length === 0) return null;
  const columns = [...new Set(cells.map(columnOf))].sort();
  const covered = new Covered(
    source.coverage(cameraId, series.series, fromMs - hourMs, toMs + hourMs, 100_000),
  );
  const tables = roadUserClasses.flatMap((name) => {
    const of = (all: readonly Published[]): readonly Published[] => all.filter((each) => each.class === name);
    const [own, ownHours] = [of(cells), of(hours)];
    return own.length === 0 ? [] : [tableOf(name, columns, own, ownHours, covered)];
  });
  return { cameraId, series: series.series, family, columns, tables };
}

function tableOf(
  name: RoadUserClass,
  columns: readonly string[],
  cells: readonly Published[],
  hours: readonly Published[],
  covered: Covered,
): SheetTable {
  const isHourly = cells.every(({ intervalMs }) => intervalMs >= hourMs);
  const intervals = isHourly ? [] : rowsOf('interval', columns, cells, covered);
  const hourRows = rowsOf('hour', columns, hours, covered);
  const rows = [...intervals, ...hourRows].sort(
    (one, other) => one.endMs - other.endMs || (one.kind === 'hour' ? 1 : -1),
  );
  const sumOf = (column: number): number | null => sumShown(hourRows.map(({ values }) => values[column]!));
  return {
    class: name,
    error95: cells[0]!.error95,
    hourError95: Math.max(...hours.map((each) => each.error95), 0),
    rows,
    shownTotals: columns.map((_, column) => sumOf(column)),
    hiddenHours: columns.map(
      (_, column) => hourRows.filter(({ values }) => values[column] === 'hidden').length,
    ),
    peak: hourRows.reduce<SheetRow | null>(
      (most, row) => ((row.shownTotal ?? 0) > (most?.shownTotal ?? 0) ? row : most),
      null,
    ),
  };
}

function rowsOf(
  kind: SheetRow['kind'],
  columns: readonly string[],
  cells: readonly Published[],
  covered: Covered,
): SheetRow[] {
  const spans = Map.groupBy(cells, ({ startMs }) => startMs);
  return [...spans].map(([startMs, row]) => {
    const endMs = startMs + row[0]!.intervalMs;
    const known = new Map(row.map((cell): [string, SheetNumber] => [columnOf(cell), cell.value ?? 'hidden']));
    return {
      kind,
      startMs,
      endMs,
      values: columns.map((column) => known.get(column) ?? null),
      shownTotal: sumShown([...known.values()]),
      hidden: [...known.values()].filter((value) => value === 'hidden').length,
      coveragePercent: covered.percent(startMs, endMs),
    };
  });
}

/** Cells of a family as published, added up to hours where `bucketMs` is one. */
function cellsOf(
  { released, timeZone }: ExportSource,
  { fromMs, toMs, nowMs }: ExportAsked,
  series: Series,
  family: Family,
  bucketMs: number,
): readonly Published[] {
  const found: Published[] = [];
  for (let at = Math.floor(fromMs / dayMs) * dayMs; at < toMs; at += daysAtOnce * dayMs) {
    const time = { fromMs: Math.max(at, fromMs), toMs: Math.min(at + daysAtOnce * dayMs, toMs) };
    for (const cell of publishedOf({ released }, { series, ...time, bucketMs, nowMs, timeZone }, family))
      if (cell.startMs >= time.fromMs && cell.startMs < time.toMs) found.push(cell);
  }
  return found;
}

function columnOf({ place, part }: Published): string {
  return part === '' ? place : `${place} ${part}`;
}

function sumShown(values: readonly SheetNumber[]): number | null {
  const shown = values.filter((value) => typeof value === 'number');
  return shown.length === 0 ? null : shown.reduce((sum, value) => sum + value, 0);
}
