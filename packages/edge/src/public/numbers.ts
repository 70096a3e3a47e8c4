import {
  type CameraJson,
  type CountJson,
  type CountsJson,
  type Direction,
  dayStartMs,
  directions,
  epsilonPerPassage,
  type Family,
  type LineConfig,
  permits,
  type ReleaseFactsJson,
  type RoadUserClass,
  roadUserClasses,
  type SpanJson,
  type SpeedFigureJson,
  type StatisticsFamily,
  type StatisticsJson,
} from '@outis/core';
import { addUp, coverOf, type PublicMeasured, readMeasured } from './numbers-measured.ts';

/** Where the numbers come from: what the edge has published, and nothing behind it. */
export interface NumbersSource {
  cameraJson(cameraId: string): Pick<CameraJson, 'purpose' | 'lines' | 'measures'>;
  counts(cameraId: string, fromMs: number, toMs: number, bucketMs?: number): CountsJson;
  statistics(
    cameraId: string,
    query: {
      readonly fromMs: number;
      readonly toMs: number;
      readonly family: StatisticsFamily;
      readonly bucketMs?: number;
    },
  ): StatisticsJson;
}

/** Released numbers added up. Hidden parts are counted, never guessed. */
export interface PublicAmount {
  /** Of what is shown; null where nothing of it is. */
  readonly count: number | null;
  /** Half the width of the interval of 95 %. */
  readonly error95: number;
  readonly parts: number;
  readonly hiddenParts: number;
}

/** One class over one line in one direction. */
export interface PublicCount {
  readonly lineId: string;
  readonly direction: Direction;
  readonly class: RoadUserClass;
  readonly yesterday: PublicAmount;
  readonly week: PublicAmount;
}

/** One class over one line in one direction, hour by hour; null where nothing is shown. */
export interface PublicCurve {
  readonly lineId: string;
  readonly direction: Direction;
  readonly class: RoadUserClass;
  readonly hours: readonly (readonly [count: number, error95: number] | 'hidden' | null)[];
}

/** What the public page tells of the numbers of a street camera, and what is signed. */
export interface PublicNumbers extends PublicMeasured {
  readonly facts: ReleaseFactsJson;
  /** Of one passage, over all kinds of numbers that this camera releases. */
  readonly epsilonPerPassage: number;
  readonly yesterday: SpanJson;
  readonly week: SpanJson;
  readonly lines: readonly LineConfig[];
  readonly counts: readonly PublicCount[];
  /** Hours of the week, the last 24 of them (23 or 25 when the clocks change) are yesterday. */
  readonly curves: readonly PublicCurve[];
  readonly speeds: readonly {
    readonly zoneId: string;
    readonly class: RoadUserClass;
    readonly mean: SpeedFigureJson | null;
    readonly v85: SpeedFigureJson | null;
    readonly count: number | null;
    readonly error95: number;
  }[];
  /** Share of the time in which the camera watched, 0 to 1, hour by hour. */
  readonly watched: readonly number[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Yesterday does not change, but that more of it is released: the page is made for many, and asks seldom. */
const keptMs = 120_000;
const camerasMax = 200;

/** The numbers of public pages: of street cameras, of yesterday and the seven days up to it. */
export class PublicNumbersOf {
  readonly #source: NumbersSource;
  readonly #known = new Map<string, { readonly atMs: number; readonly numbers: PublicNumbers }>();

  constructor(source: NumbersSource) {
    this.#source = source;
  }

  /** Null for a camera whose purpose has no statistics. */
  of(cameraId: string, nowMs: number, timeZone: string): PublicNumbers | null {
    const camera = this.#source.cameraJson(cameraId);
    if (!permits[camera.purpose].deeds.includes('statistics')) return null;
    const known = this.#known.get(cameraId);
    if (known !== undefined && nowMs >= known.atMs && nowMs - known.atMs < keptMs) return known.numbers;
    const numbers = readNumbers(this.#source, cameraId, camera, nowMs, timeZone);
    if (this.#known.size >= camerasMax) this.#known.clear();
    this.#known.set(cameraId, { atMs: nowMs, numbers });
    return numbers;
  }
}

function readNumbers(
  source: NumbersSource,
  cameraId: string,
  { lines, measures }: Pick<CameraJson, 'lines' | 'measures'>,
  nowMs: number,
  timeZone: string,
): PublicNumbers {
  const endMs = dayStartMs(nowMs, timeZone);
  const yesterdayMs = dayStartMs(endMs - hourMs, timeZone);
  const weekMs = dayStartMs(endMs - 7 * dayMs + 2 * hourMs, timeZone);
  const hours = source.counts(cameraId, weekMs, endMs, hourMs);
  const days = source.counts(cameraId, Math.floor(weekMs / dayMs) * dayMs, endMs, dayMs);
  const inWeek = coverOf(days.releases, hours.releases, weekMs, endMs, keyText);
  const inDay = coverOf(days.releases, hours.releases, yesterdayMs, endMs, keyText);
  const { speeds } = source.statistics(cameraId, { fromMs: yesterdayMs, toMs: endMs, family: 'speed' });
  const keys = keysOf(lines);
  const length = Math.round((endMs - weekMs) / hourMs);
  return {
    facts: hours.facts,
    epsilonPerPassage: epsilonPerPassage(familiesOf(measures), hours.facts.scale),
    yesterday: { startMs: yesterdayMs, intervalMs: endMs - yesterdayMs },
    week: { startMs: weekMs, intervalMs: endMs - weekMs },
    lines,
    counts: keys.map((key) => ({
      ...key,
      yesterday: addUp(inDay.filter((each) => isOf(each, key))),
      week: addUp(inWeek.filter((each) => isOf(each, key))),
    })),
    curves: keys.map((key) => ({ ...key, hours: curveOf(hours.releases, key, weekMs, length) })),
    speeds: speeds.map(({ zoneId, class: name, mean, v85, total }) => ({
      ...{ zoneId, class: name, mean, v85 },
      ...{ count: total.count, error95: total.error95 },
    })),
    ...readMeasured(source, cameraId, measures?.movements ?? [], { weekMs, yesterdayMs, endMs }, timeZone),
    watched: watchedHours(hours.coverage, weekMs, length),
  };
}

type Key = Pick<PublicCount, 'lineId' | 'direction' | 'class'>;

function keysOf(lines: readonly LineConfig[]): Key[] {
  return lines.flatMap(({ id }) =>
    roadUserClasses.flatMap((name) =>
      directions.map((direction) => ({ lineId: id, direction, class: name })),
    ),
  );
}

function isOf(count: CountJson, key: Key): boolean {
  return count.lineId === key.lineId && count.direction === key.direction && count.class === key.class;
}

function keyText({ lineId, direction, class: name }: Key): string {
  return `${lineId} ${direction} ${name}`;
}

function curveOf(
  counts: readonly CountJson[],
  key: Key,
  fromMs: number,
  length: number,
): PublicCurve['hours'] {
  const hours = new Array<PublicCurve['hours'][number]>(length).fill(null);
  for (const each of counts) {
    const index = (each.startMs - fromMs) / hourMs;
    if (!isOf(each, key) || each.intervalMs !== hourMs || !(index >= 0 && index < length)) continue;
    hours[Math.floor(index)] = each.count === null ? 'hidden' : [each.count, each.error95];
  }
  return hours;
}

function watchedHours(coverage: CountsJson['coverage'], fromMs: number, length: number): number[] {
  const observedMs = new Array<number>(length).fill(0);
  for (const { startMs, observedMs: ms } of coverage) {
    const index = Math.floor((startMs - fromMs) / hourMs);
    if (index >= 0 && index < length) observedMs[index] = (observedMs[index] ?? 0) + ms;
  }
  return observedMs.map((ms) => Math.round(1000 * Math.min(1, ms / hourMs)) / 1000);
}

function familiesOf(measures: CameraJson['measures']): Family[] {
  const uses = new Set(measures?.zones.filter(({ isPermitted }) => isPermitted).map(({ use }) => use) ?? []);
  return [
    'count',
    ...((measures?.movements.length ?? 0) > 0 ? (['movement'] as const) : []),
    ...(uses.has('speed') ? (['speed'] as const) : []),
    ...(uses.has('dwell') ? (['dwell'] as const) : []),
    ...(uses.has('conflict') ? (['conflict', 'conflict-place'] as const) : []),
  ];
}
