import type { RoadUserClass } from '../detection/object-class.ts';
import { roadUserClasses } from '../detection/object-class.ts';
import { dayStartMs, nextMorningMs, weekStartMs } from '../purpose/local-time.ts';
import { type Family, families } from '../purpose/permits.ts';
import { countIntervalMs, isVehicle, type Purpose } from '../purpose/purpose.ts';
import { type ClassPair, conflictPairs, petBins, ttcBins } from '../rule/conflict-fact.ts';
import { speedBinCount, speedBinKmh, speedBinOf } from '../rule/speed-histogram.ts';

export { type Family, families };

/** True when the text names a family. */
export function isFamily(text: unknown): text is Family {
  return (families as readonly unknown[]).includes(text);
}

/**
 * The address of one number. Cells of a family are disjoint: one passage falls into exactly one for each time that it
 * contributes.
 */
export interface Cell {
  readonly cameraId: string;
  /** 1, 2, 3 …: a change of purpose begins a new one, and nothing is added up over it. */
  readonly series: number;
  readonly family: Family;
  /** The id of a line, movement or zone; the square of the grid; empty for `conflict`. */
  readonly place: string;
  /** The direction of a `count`, the bin of a histogram; empty for `movement` and `conflict-place`. */
  readonly part: string;
  /** A class, or two joined by `+` in the order of the vocabulary for `conflict`; empty for `conflict-place`. */
  readonly class: string;
  /** Epoch ms. */
  readonly startMs: number;
  /** Length, ms; a local day has 23, 24 or 25 hours. */
  readonly intervalMs: number;
}

/** When a cell begins and how long it is. */
export interface Span {
  readonly startMs: number;
  readonly intervalMs: number;
}

const hourMs = 3_600_000;

/** Lower ends of the bins of a stay, minutes. */
export const dwellBinsMin: readonly number[] = [0, 1, 5, 15, 60];
/** Closeness of a near miss: post-encroachment time in seconds, or a time to collision below 1.5 s. */
export const conflictParts: readonly string[] = [
  ...petBins.map((bin) => `pet-${bin}`),
  ...ttcBins.map((bin) => `ttc-${bin}`),
];
/** Squares of the map of near misses, across and down. */
export const conflictGrid = { columns: 16, rows: 9 } as const;

/**
 * The cell span into which a moment falls. One granularity per family and class: counts and movements in quarters of
 * an hour or hours, speeds and stays in local days, near misses in local weeks. `timeZone` is an IANA name.
 */
export function spanOf(purpose: Purpose, family: Family, name: string, tMs: number, timeZone: string): Span {
  switch (family) {
    case 'count':
    case 'movement': {
      const intervalMs = countIntervalMs(purpose, name as RoadUserClass);
      return { startMs: Math.floor(tMs / intervalMs) * intervalMs, intervalMs };
    }
    case 'speed':
    case 'dwell': {
      const startMs = dayStartMs(tMs, timeZone);
      // Thirty hours after its beginning it is the next day, whether this one has 23, 24 or 25.
      return { startMs, intervalMs: dayStartMs(startMs + 30 * hourMs, timeZone) - startMs };
    }
    case 'conflict':
    case 'conflict-place': {
      const startMs = weekStartMs(tMs, timeZone);
      // Seven and a half days after its beginning it is the next week, with or without a change of the clocks.
      return { startMs, intervalMs: weekStartMs(startMs + 180 * hourMs, timeZone) - startMs };
    }
    default:
      return family satisfies never;
  }
}

/** True for cells that wait for the next morning on a street: those that persons are in, near misses as well. */
export function waitsForMorning(purpose: Purpose, family: Family, name: string): boolean {
  if (purpose !== 'street-statistics') return false;
  return name === 'person' || family === 'conflict' || family === 'conflict-place';
}

/** The moment, epoch ms, from which a cell may leave: its end, or the morning after it. */
export function dueMsOf(
  purpose: Purpose,
  { family, class: name, startMs, intervalMs }: Pick<Cell, 'family' | 'class' | 'startMs' | 'intervalMs'>,
  timeZone: string,
): number {
  const endMs = startMs + intervalMs;
  return waitsForMorning(purpose, family, name) ? nextMorningMs(endMs - 1, timeZone) : endMs;
}

/** The same for the count of a class whose interval begins at `intervalStartMs`. */
export function releaseDueMs(
  purpose: Purpose,
  objectClass: RoadUserClass,
  intervalStartMs: number,
  timeZone: string,
): number {
  const intervalMs = countIntervalMs(purpose, objectClass);
  const cell = { family: 'count', class: objectClass, startMs: intervalStartMs, intervalMs } as const;
  return dueMsOf(purpose, cell, timeZone);
}

/** What a camera measures: the places whose cells are released, empty ones too. */
export interface Measured {
  readonly lines: readonly string[];
  readonly movements: readonly string[];
  readonly speedPlaces: readonly string[];
  readonly dwellZones: readonly string[];
  readonly hasConflicts: boolean;
}

/** Place, part and class of every cell of a family: what is released for each of its spans, whatever passed. */
export function cellKeys(
  family: Family,
  measured: Measured,
): readonly Pick<Cell, 'place' | 'part' | 'class'>[] {
  const over = (
    places: readonly string[],
    parts: readonly string[],
    classes: readonly string[],
  ): Pick<Cell, 'place' | 'part' | 'class'>[] =>
    places.flatMap((place) => parts.flatMap((part) => classes.map((name) => ({ place, part, class: name }))));
  switch (family) {
    case 'count':
      return over(measured.lines, ['left_to_right', 'right_to_left'], roadUserClasses);
    case 'movement':
      return over(measured.movements, [''], roadUserClasses);
    case 'speed':
      return over(
        measured.speedPlaces,
        speedParts,
        roadUserClasses.filter((name) => name !== 'person'),
      );
    case 'dwell':
      return over(measured.dwellZones, dwellBinsMin.map(String), roadUserClasses.filter(isVehicle));
    case 'conflict':
      return measured.hasConflicts ? over([''], conflictParts, conflictClasses) : [];
    case 'conflict-place':
      return measured.hasConflicts ? over(conflictSquares, [''], ['']) : [];
    default:
      return family satisfies never;
  }
}

/** The part of a speed: the lower end of its bin, km/h. */
export function speedPart(kmh: number): string {
  return String(speedBinOf(kmh) * speedBinKmh);
}

/** The part of a stay: the lower end of its bin, minutes. */
export function dwellPart(dwellMs: number): string {
  return String(dwellBinsMin.findLast((from) => dwellMs >= from * 60_000) ?? 0);
}

/** The class of a near miss: its two classes in the order of the vocabulary. */
export function pairName([one, other]: ClassPair): string {
  return `${one}+${other}`;
}

const speedParts = Array.from({ length: speedBinCount() }, (_, bin) => String(bin * speedBinKmh));
const conflictClasses = conflictPairs.map(pairName);
const conflictSquares = Array.from(
  { length: conflictGrid.columns * conflictGrid.rows },
  (_, index) => `${index % conflictGrid.columns},${Math.floor(index / conflictGrid.columns)}`,
);
