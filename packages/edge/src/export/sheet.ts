import { csvLine } from './csv.ts';
import type { ExportAsked, ExportSource } from './export-rows.ts';
import type { ExportedPlaces } from './places.ts';
import { turningSheets } from './sheet-table.ts';
import { type SheetCell, type SheetHead, sheetLines } from './sheet-text.ts';
import { workbook } from './workbook.ts';

/** A turning count as CSV: the classes one below the other, an empty line between them. */
export function sheetCsv(source: ExportSource, asked: ExportAsked, places: ExportedPlaces): string {
  const blocks = lines(source, asked, places).map(({ rows }) => rows.map(csvLine).join(''));
  return blocks.length === 0
    ? csvLine(['Turning count', asked.cameraId, 'nothing has left in this time'])
    : blocks.join('\r\n');
}

/** The same as a workbook (XLSX), a sheet a class. */
export function sheetXlsx(source: ExportSource, asked: ExportAsked, places: ExportedPlaces): Uint8Array {
  const sheets = lines(source, asked, places);
  const none = {
    name: 'nothing',
    rows: [['Turning count', asked.cameraId, 'nothing has left in this time']],
  };
  return workbook(sheets.length === 0 ? [none] : sheets);
}

function lines(
  source: ExportSource,
  asked: ExportAsked,
  { movements }: ExportedPlaces,
): { readonly name: string; readonly rows: readonly (readonly SheetCell[])[] }[] {
  const sheets = turningSheets(source, asked);
  const head: SheetHead = {
    timeZone: source.timeZone,
    fromMs: asked.fromMs,
    toMs: asked.toMs,
    names: new Map(
      movements.map(({ id, from, to }) => [id, id === `${from}-to-${to}` ? id : `${id} (${from} to ${to})`]),
    ),
  };
  const isOne = sheets.length === 1;
  return sheets.flatMap((sheet) =>
    sheet.tables.map((table) => ({
      name: isOne ? table.class : `${table.class} ${sheet.series}`,
      rows: sheetLines(sheet, table, head),
    })),
  );
}
