import { csvOf } from './csv.ts';
import { type ExportAsked, type ExportSource, exportRows } from './export-rows.ts';
import { geoJsonOf } from './geojson.ts';
import { parquetOf } from './parquet.ts';
import type { ExportedPlaces } from './places.ts';
import { aboutReleases, releaseJson } from './releases-json.ts';
import { sheetCsv, sheetXlsx } from './sheet.ts';

/** What an export can be written as; `sheet` is a turning count as CSV, `xlsx` the same as a workbook. */
export const exportFormats = ['csv', 'parquet', 'geojson', 'json', 'sheet', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How a format is sent and named. */
export interface FileKind {
  readonly mediaType: string;
  readonly ending: string;
  /** True where the file carries its signature itself, as a comment in its last line. */
  readonly isSignedInside: boolean;
}

export const fileKinds: Readonly<Record<ExportFormat, FileKind>> = {
  csv: { mediaType: 'text/csv; charset=utf-8', ending: 'csv', isSignedInside: true },
  parquet: { mediaType: 'application/vnd.apache.parquet', ending: 'parquet', isSignedInside: false },
  geojson: { mediaType: 'application/geo+json', ending: 'geojson', isSignedInside: false },
  json: { mediaType: 'application/json', ending: 'json', isSignedInside: false },
  sheet: { mediaType: 'text/csv; charset=utf-8', ending: 'csv', isSignedInside: true },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ending: 'xlsx',
    isSignedInside: false,
  },
};

/** True when the text names a format. */
export function isExportFormat(text: unknown): text is ExportFormat {
  return (exportFormats as readonly unknown[]).includes(text);
}

/** The content of a file, piece by piece; a piece may be empty. Every number in it comes from `exportRows` or `publishedOf`. */
export function* contentOf(
  format: ExportFormat,
  source: ExportSource,
  asked: ExportAsked,
  places: ExportedPlaces,
): Generator<string | Uint8Array> {
  switch (format) {
    case 'csv':
      return yield* csvOf(exportRows(source, asked));
    case 'parquet':
      return yield* parquetOf(exportRows(source, asked));
    case 'geojson':
      return yield geoJsonOf(exportRows(source, asked), asked.cameraId, places);
    case 'json':
      return yield* jsonOf(source, asked);
    case 'sheet':
      return yield sheetCsv(source, asked, places);
    case 'xlsx':
      return yield sheetXlsx(source, asked, places);
    default:
      return format satisfies never;
  }
}

/** All rows as one answer of the JSON API without a next page. */
function* jsonOf(source: ExportSource, asked: ExportAsked): Generator<string> {
  const head = JSON.stringify(aboutReleases(source, asked.cameraId));
  yield `${head.slice(0, -1)},"next":null,"releases":[`;
  let isFirst = true;
  for (const rows of exportRows(source, asked)) {
    if (rows.length === 0) continue;
    const text = rows.map((row) => JSON.stringify(releaseJson(row))).join(',\n');
    yield `${isFirst ? '\n' : ',\n'}${text}`;
    isFirst = false;
  }
  yield ']}\n';
}
