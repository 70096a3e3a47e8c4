import {
  type ClassPair,
  type ConflictBin,
  type ConflictMapJson,
  type ConflictMeasure,
  type ConflictsJson,
  conflictGrid,
  conflictPairs,
  conflictParts,
  type DwellsJson,
  dwellBinsMin,
  type Family,
  type Histogram,
  type HistogramNumber,
  type HistogramSpeed,
  histogramOf,
  histogramVariance,
  meanOf,
  type NoiseScale,
  type NumberJson,
  pairName,
  type Release,
  type RoadUserClass,
  type SpanJson,
  type SpeedFigureJson,
  type SpeedsJson,
  type StatisticsFamily,
  type StatisticsJson,
  speedBinCount,
  speedBinEdges,
  speedPart,
  sumOfHistograms,
  sumSpanMs,
  v85Of,
} from '@outis/core';
import type { Series } from '../store/release-store.ts';
import type { Store } from '../store/store.ts';
import { monthOf } from './local-month.ts';
import { factsOf, publishedOf, rowsMax } from './released-counts.ts';

/** Which statistics are asked for. */
export interface StatisticsAsked {
  readonly series: Series;
  readonly fromMs: number;
  readonly toMs: number;
  /** Missing: all. */
  readonly family?: StatisticsFamily | undefined;
  /** Movements are added up to an hour, or a day of UTC, where that is at most this; otherwise as released. */
  readonly bucketMs: number;
  /** One histogram for each calendar month that is over, instead of one for each day or week. */
  readonly byMonth: boolean;
  readonly nowMs: number;
  readonly timeZone: string;
  readonly scale: NoiseScale;
  /** The relative standard error that the calibration leaves in the speeds of a zone. */
  readonly scaleErrorOf: (zoneId: string) => number;
}

const dayMs = 86_400_000;
/** By then the last day, or week, that begins in a month has left; near misses leave the morning after their week. */
const leftAfterDays: Readonly<Record<'speed' | 'dwell' | 'conflict' | 'conflict-place', number>> = {
  speed: 1,
  dwell: 1,
  conflict: 9,
  'conflict-place': 9,
};

/** Released movements, speeds, stays and near misses of one series of a camera. */
export function statisticsOf(store: Store, asked: StatisticsAsked): StatisticsJson {
  const { series, fromMs, toMs, bucketMs, family } = asked;
  const wants = (one: StatisticsFamily): boolean => family === undefined || family === one;
  const hourMs = Math.max(3_600_000, sumSpanMs(bucketMs));
  return {
    facts: factsOf(asked),
    movements: wants('movement') ? movements(store, asked) : [],
    speeds: wants('speed') ? speeds(store, asked) : [],
    dwells: wants('dwell') ? dwells(store, asked) : [],
    conflicts: wants('conflict') ? conflicts(store, asked) : [],
    conflictMaps: wants('conflict') ? maps(store, asked) : [],
    coverage: store
      .coverage(series.cameraId, series.series, fromMs, toMs, rowsMax, hourMs)
      .map(({ startMs, intervalMs, observedMs }) => ({ startMs, intervalMs, observedMs })),
  };
}

function movements(store: Store, asked: StatisticsAsked): StatisticsJson['movements'] {
  const { fromMs, toMs, bucketMs } = asked;
  const spanMs = sumSpanMs(bucketMs);
  const from = spanMs === 0 ? fromMs : Math.floor(fromMs / spanMs) * spanMs;
  return publishedOf(store, asked, 'movement')
    .filter(({ startMs }) => startMs >= from && startMs < toMs)
    .map(({ place, class: name, startMs, intervalMs, value, error95 }) => ({
      movementId: place,
      class: name as RoadUserClass,
      ...{ startMs, intervalMs, count: value, error95 },
    }));
}

interface Group extends SpanJson {
  readonly place: string;
  readonly class: string;
  readonly histogram: Histogram;
}

/**
 * Histograms by place and class, one for each day or week, or for each month that is over. A map has its places as
 * parts. What is hidden depends on the span alone, not on where a question begins and ends.
 */
function histograms(
  store: Store,
  asked: StatisticsAsked,
  family: keyof typeof leftAfterDays & Family,
  keys: readonly string[],
  keyOf: (release: Release) => string,
): Group[] {
  const { series, fromMs, toMs, byMonth, nowMs, timeZone } = asked;
  const { cameraId } = series;
  const isMap = family === 'conflict-place';
  // Months are whole: the first and the last one are looked at to their ends.
  const [from, to] = byMonth
    ? [monthOf(fromMs, timeZone).startMs, monthOf(toMs - 1, timeZone).endMs]
    : [fromMs, toMs];
  const query = { cameraId, series: series.series, family, fromMs: from, toMs: to, limit: rowsMax };
  const spans = Map.groupBy(store.released.releases(query), ({ record: { startMs, place, class: name } }) =>
    [startMs, isMap ? '' : place, name].join(' '),
  );
  const groups = [...spans.values()].map((releases): Group => {
    const { startMs, intervalMs, place, class: name } = releases[0]!.record;
    return { startMs, intervalMs, place, class: name, histogram: histogramOf(releases, keys, keyOf) };
  });
  if (!byMonth) return groups;
  const months = Map.groupBy(groups, ({ startMs, place, class: name }) =>
    [monthOf(startMs, timeZone).startMs, isMap ? '' : place, name].join(' '),
  );
  return [...months.values()].flatMap((parts) => {
    const { place, class: name } = parts[0]!;
    const { startMs, endMs } = monthOf(parts[0]!.startMs, timeZone);
    if (nowMs < endMs + leftAfterDays[family] * dayMs) return [];
    const histogram = sumOfHistograms(parts.map((each) => each.histogram));
    return [{ startMs, intervalMs: endMs - startMs, place, class: name, histogram }];
  });
}

const byPart = ({ record }: Release): string => record.part;
const speedParts = Array.from({ length: speedBinCount() }, (_, bin) => speedPart(speedBinEdges(bin).fromKmh));

function speeds(store: Store, asked: StatisticsAsked): SpeedsJson[] {
  return histograms(store, asked, 'speed', speedParts, byPart).map(
    ({ startMs, intervalMs, place, class: name, histogram }) => {
      const noise = { variance: histogramVariance(histogram), scaleError: asked.scaleErrorOf(place) };
      // What is hidden as a sum is hidden as a figure too.
      const figure = (of: typeof meanOf): SpeedFigureJson | null =>
        histogram.total.value === null ? null : speedFigure(of(histogram.values, noise));
      return {
        zoneId: place,
        class: name as RoadUserClass,
        ...{ startMs, intervalMs },
        bins: histogram.parts.map((part, bin) => ({ ...speedBinEdges(bin), ...numberJson(part) })),
        total: numberJson(histogram.total),
        mean: figure(meanOf),
        v85: figure(v85Of),
      };
    },
  );
}

function speedFigure(speed: HistogramSpeed | null): SpeedFigureJson | null {
  if (speed === null) return null;
  const tenth = (kmh: number): number => Math.round(kmh * 10) / 10;
  const { kmh, standardErrorKmh, isAtLeast } = speed;
  return { kmh: tenth(kmh), error95Kmh: tenth(1.96 * standardErrorKmh), isAtLeast };
}

function dwells(store: Store, asked: StatisticsAsked): DwellsJson[] {
  return histograms(store, asked, 'dwell', dwellBinsMin.map(String), byPart).map(
    ({ startMs, intervalMs, place, class: name, histogram: { parts, total } }) => ({
      zoneId: place,
      class: name as RoadUserClass,
      ...{ startMs, intervalMs },
      bins: parts.map((part, bin) => ({
        fromMinutes: dwellBinsMin[bin]!,
        toMinutes: dwellBinsMin[bin + 1] ?? null,
        ...numberJson(part),
      })),
      total: numberJson(total),
    }),
  );
}

const pairs = new Map<string, ClassPair>(conflictPairs.map((pair) => [pairName(pair), pair]));

function conflicts(store: Store, asked: StatisticsAsked): ConflictsJson[] {
  return histograms(store, asked, 'conflict', conflictParts, byPart).flatMap(
    ({ startMs, intervalMs, class: name, histogram: { parts, total } }) => {
      const classes = pairs.get(name);
      if (classes === undefined) return [];
      const bins = parts.map((part, index) => {
        const text = conflictParts[index]!;
        const measure = text.slice(0, 3) as ConflictMeasure;
        return { measure, bin: text.slice(4) as ConflictBin, ...numberJson(part) };
      });
      return [{ classes, startMs, intervalMs, bins, total: numberJson(total) }];
    },
  );
}

const { columns, rows } = conflictGrid;
const squares = Array.from(
  { length: columns * rows },
  (_, index) => `${index % columns},${Math.floor(index / columns)}`,
);

function maps(store: Store, asked: StatisticsAsked): ConflictMapJson[] {
  return histograms(store, asked, 'conflict-place', squares, ({ record }) => record.place).map(
    ({ startMs, intervalMs, histogram: { parts } }) => {
      return { startMs, intervalMs, columns, rows, squares: parts.map(numberJson) };
    },
  );
}

function numberJson({ value, error95 }: HistogramNumber): NumberJson {
  return { count: value, error95 };
}
