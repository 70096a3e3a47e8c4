import {
  cellKeys,
  error95,
  type Family,
  families,
  histogramOf,
  noiseScales,
  type Published,
  type Release,
} from '@outis/core';
import { publishedOf, rowsMax } from '../pipeline/released-counts.ts';
import type { ReleaseStore, Series } from '../store/release-store.ts';
import type { Store } from '../store/store.ts';
import { Covered } from './covered.ts';
import type { ExportRow } from './export-row.ts';

/** What exports read: numbers that have left, and camera time. Nothing here writes, and open counts are not in it. */
export interface ExportSource {
  readonly released: Pick<ReleaseStore, 'series' | 'releases' | 'ledger'>;
  readonly coverage: Store['coverage'];
  /** IANA name of the site's time zone. */
  readonly timeZone: string;
}

/** What an open store has for exports. */
export function sourceOf(store: Store, timeZone: string): ExportSource {
  return {
    released: store.released,
    coverage: (...asked) => store.coverage(...asked),
    timeZone,
  };
}

/** Which numbers are asked for: those whose interval begins in `[fromMs, toMs)`. */
export interface ExportAsked {
  readonly cameraId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Missing: all. */
  readonly families?: readonly Family[];
  readonly nowMs: number;
}

const dayMs = 86_400_000;
const coverageMax = 100_000;
/** A local week with a change of the clocks is shorter than this. */
const longestCellMs = 8 * dayMs;

/**
 * The published numbers of a camera, all series and families, in order: series, start, family, place, part, class. A piece
 * holds those of `daysAtOnce` days of UTC and may be empty; no more is in memory at once. `behind` leaves out whatever
 * stands before that moment of that series.
 */
export function* exportRows(
  source: ExportSource,
  asked: ExportAsked,
  daysAtOnce = 7,
  behind: Pick<ExportRow, 'series' | 'startMs'> = { series: 0, startMs: 0 },
): Generator<readonly ExportRow[]> {
  for (const series of source.released.series(asked.cameraId)) {
    if (series.series < behind.series) continue;
    const { toMs } = asked;
    const fromMs = series.series === behind.series ? Math.max(asked.fromMs, behind.startMs) : asked.fromMs;
    let stepMs = daysAtOnce * dayMs;
    for (let at = Math.floor(fromMs / dayMs) * dayMs; at < toMs; ) {
      const endMs = Math.min(at + stepMs, toMs);
      const rows = rowsOf(source, asked, series, Math.max(at, fromMs), endMs);
      yield rows;
      at += stepMs;
      // Where nothing was measured for long it is gone through in longer steps.
      stepMs = rows.length > 0 ? daysAtOnce * dayMs : Math.min(2 * stepMs, 32 * dayMs);
    }
  }
}

/** Rows of one piece of time of one series, in order. */
function rowsOf(
  source: ExportSource,
  asked: ExportAsked,
  series: Series,
  fromMs: number,
  toMs: number,
): ExportRow[] {
  const { cameraId, series: number, purpose } = series;
  const wanted = asked.families ?? families;
  let covered: Covered | null = null;
  const rows: ExportRow[] = [];
  for (const family of families.filter((each) => wanted.includes(each)))
    for (const { place, part, class: name, startMs, intervalMs, ...number95 } of toldOf(
      source,
      { ...asked, fromMs, toMs },
      series,
      family,
    )) {
      covered ??= new Covered(source.coverage(cameraId, number, fromMs, toMs + longestCellMs, coverageMax));
      const coveragePercent = covered.percent(startMs, startMs + intervalMs);
      rows.push({
        ...{ cameraId, series: number, purpose, family, place, part, class: name, startMs, intervalMs },
        ...{ value: number95.value, error95: number95.error95, coveragePercent },
        noiseScale: scaleOf(number95.error95),
      });
    }
  return rows.sort(compareRows);
}

type Told = Pick<Published, 'place' | 'part' | 'class' | 'startMs' | 'intervalMs' | 'value' | 'error95'>;

/**
 * What is told of the cells of a family, by the same functions as in every other answer: `published` for counts and
 * movements, `histogramOf` for bins, which stand beside their total elsewhere.
 */
function toldOf(
  { released, timeZone }: ExportSource,
  { fromMs, toMs, nowMs }: ExportAsked,
  series: Series,
  family: Family,
): readonly Told[] {
  if (family === 'count' || family === 'movement') {
    const cells = publishedOf({ released }, { series, fromMs, toMs, bucketMs: 0, nowMs, timeZone }, family);
    return cells.filter(({ startMs }) => startMs >= fromMs && startMs < toMs);
  }
  const { cameraId } = series;
  const query = { cameraId, series: series.series, family, fromMs, toMs, limit: rowsMax };
  const isMap = family === 'conflict-place';
  const keyOf = ({ record }: Release): string => (isMap ? record.place : record.part);
  const spans = Map.groupBy(released.releases(query), ({ record: { startMs, place, class: name } }) =>
    [startMs, isMap ? '' : place, name].join(' '),
  );
  const keys = binsOf(family);
  return [...spans.values()].flatMap((releases) => {
    const { parts } = histogramOf(releases, keys, keyOf);
    return releases.map((release): Told => ({ ...release.record, ...parts[keys.indexOf(keyOf(release))]! }));
  });
}

/** Everything that may be measured, to know the bins of a histogram. */
const anything = { lines: [], movements: [], speedPlaces: ['x'], dwellZones: ['x'], hasConflicts: true };

function binsOf(family: Family): readonly string[] {
  const keys = cellKeys(family, anything);
  return [...new Set(keys.map(({ place, part }) => (family === 'conflict-place' ? place : part)))];
}

/** The scale follows from the error of a single cell: it is published as that. */
function scaleOf(error: number): number {
  const scale = noiseScales.find((each) => error95(each, 1) === error);
  if (scale === undefined) throw new TypeError('A cell has the error of one draw.');
  return scale;
}

/** What the place of a row in the order depends on. */
export type RowKey = Pick<ExportRow, 'series' | 'startMs' | 'family' | 'place' | 'part' | 'class'>;

/** Below 0 where `one` stands before `other`. Two different rows of a camera are never equal. */
export function compareRows(one: RowKey, other: RowKey): number {
  return (
    one.series - other.series ||
    one.startMs - other.startMs ||
    families.indexOf(one.family) - families.indexOf(other.family) ||
    compareTexts(one.place, other.place) ||
    compareTexts(one.part, other.part, one.family === 'speed' || one.family === 'dwell') ||
    compareTexts(one.class, other.class)
  );
}

/** By code units, so that the order is the same on every machine; as numbers where they are bins. */
function compareTexts(one: string, other: string, areNumbers = false): number {
  if (areNumbers && one !== other) {
    const difference = Number(one) - Number(other);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
