import type { AuditEntryJson } from '@outis/core';

const columns = ['seq', 'time', 'actor', 'action', 'subject', 'detail', 'previous', 'hash'];

/** The first row of the log as CSV. */
export const csvHeader: string = row(columns);

/** An entry as a row of CSV (RFC 4180); the time in UTC, the detail as JSON. */
export function csvRow({ seq, tMs, actor, action, subject, detail, previous, hash }: AuditEntryJson): string {
  const time = new Date(tMs).toISOString();
  return row([String(seq), time, actor, action, subject ?? '', JSON.stringify(detail), previous, hash]);
}

function row(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** Quoted where needed. What a spreadsheet would take for a formula gets an apostrophe before it, which makes it a text. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
