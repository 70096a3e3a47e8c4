import { type Column, columns, type ExportRow } from './export-row.ts';

/** A row of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it, which makes it a text. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** One row a released number, the names of the columns first; a piece a piece of rows. */
export function* csvOf(pieces: Iterable<readonly ExportRow[]>): Generator<string> {
  yield csvLine(columns.map(({ name }) => name));
  for (const rows of pieces) if (rows.length > 0) yield rows.map(rowLine).join('');
}

/** The data dictionary: one row a column of the table. */
export function dictionaryCsv(): string {
  const head = csvLine(['column', 'type', 'unit', 'may_be_empty', 'meaning']);
  const rows = columns.map(({ name, type, unit, isNullable, meaning }) =>
    csvLine([name, type, unit, isNullable ? 'yes' : 'no', meaning]),
  );
  return [head, ...rows].join('');
}

function rowLine(row: ExportRow): string {
  return csvLine(columns.map((column) => told(column, row)));
}

function told({ type, of }: Column, row: ExportRow): string | number | null {
  const value = of(row);
  return type === 'moment' && value !== null ? new Date(value).toISOString() : value;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
