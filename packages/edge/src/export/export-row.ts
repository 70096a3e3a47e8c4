import type { Family, Purpose } from '@outis/core';

/**
 * One released number as every export tells it. All formats are written from these rows and from nothing else, so none
 * of them can say more than another.
 */
export interface ExportRow {
  readonly cameraId: string;
  readonly series: number;
  readonly purpose: Purpose;
  readonly family: Family;
  readonly place: string;
  readonly part: string;
  readonly class: string;
  /** Epoch ms. */
  readonly startMs: number;
  /** Length, ms. */
  readonly intervalMs: number;
  /** Noised; null where it is too small to be shown, or would give one away that is. */
  readonly value: number | null;
  /** Half the width of the interval that holds the true number in 95 of 100 cases. */
  readonly error95: number;
  /** Share of the interval in which the camera watched, whole percent; null where that is not known. */
  readonly coveragePercent: number | null;
  /** Scale of the noise, 2 or 4. */
  readonly noiseScale: number;
}

/** A column of a table of rows: its name, what is in it, and how it is got from a row. */
export interface Column {
  readonly name: string;
  /** `text`, a whole number, or a moment (ISO 8601 in UTC in CSV, a timestamp of ms in Parquet). */
  readonly type: 'text' | 'whole' | 'moment';
  readonly unit: string;
  /** True where it may be empty. */
  readonly isNullable: boolean;
  readonly meaning: string;
  readonly of: (row: ExportRow) => string | number | null;
}

const minuteMs = 60_000;

/** The columns of CSV and Parquet in their order; the data dictionary is written from them. */
export const columns: readonly Column[] = [
  {
    name: 'camera',
    type: 'text',
    unit: '',
    isNullable: false,
    meaning: 'Id of the camera',
    of: (row) => row.cameraId,
  },
  {
    name: 'series',
    type: 'whole',
    unit: '',
    isNullable: false,
    meaning: 'A change of purpose begins another one; never add up over it',
    of: (row) => row.series,
  },
  {
    name: 'purpose',
    type: 'text',
    unit: '',
    isNullable: false,
    meaning: 'street-statistics or site-safety',
    of: (row) => row.purpose,
  },
  {
    name: 'family',
    type: 'text',
    unit: '',
    isNullable: false,
    meaning:
      'What is counted: count (over a line), movement (over one line, then another), speed (passages per bin), dwell (stays per bin), conflict (near misses), conflict-place (where they were)',
    of: (row) => row.family,
  },
  {
    name: 'place',
    type: 'text',
    unit: '',
    isNullable: false,
    meaning:
      'Id of the line, movement or zone; column,row of a 16 by 9 grid for conflict-place; empty for conflict',
    of: (row) => row.place,
  },
  {
    name: 'part',
    type: 'text',
    unit: 'km/h, minutes, or none',
    isNullable: false,
    meaning:
      'count: left_to_right or right_to_left, looking from a to b; speed: lower end of a bin of 5 km/h, the one of 100 is open; dwell: lower end of a bin in minutes; conflict: pet or ttc with its seconds; else empty',
    of: (row) => row.part,
  },
  {
    name: 'class',
    type: 'text',
    unit: '',
    isNullable: false,
    meaning:
      'person, bicycle, motorcycle, car, bus or truck; two joined by + for conflict; empty for conflict-place',
    of: (row) => row.class,
  },
  {
    name: 'start_utc',
    type: 'moment',
    unit: 'UTC',
    isNullable: false,
    meaning: 'When the interval begins; local days and weeks begin at local midnight',
    of: (row) => row.startMs,
  },
  {
    name: 'interval_minutes',
    type: 'whole',
    unit: 'minutes',
    isNullable: false,
    meaning: 'Length of the interval: 15 or 60, a local day (1380 to 1500) or a local week',
    of: (row) => row.intervalMs / minuteMs,
  },
  {
    name: 'value',
    type: 'whole',
    unit: 'passages, stays or near misses',
    isNullable: true,
    meaning: 'The number with its noise; empty is suppressed: too small to be shown, never a zero',
    of: (row) => row.value,
  },
  {
    name: 'error_95',
    type: 'whole',
    unit: 'as value',
    isNullable: false,
    meaning:
      'The true number lies within value ± error_95 in 95 of 100 cases (noise alone, not errors of seeing)',
    of: (row) => row.error95,
  },
  {
    name: 'coverage_percent',
    type: 'whole',
    unit: '%',
    isNullable: true,
    meaning:
      'Share of the interval in which the camera watched; below 100 the number is of less time; empty: not known',
    of: (row) => row.coveragePercent,
  },
  {
    name: 'noise_scale',
    type: 'whole',
    unit: '',
    isNullable: false,
    meaning:
      'Scale b of the discrete Laplace noise, 2 or 4: one passage changes the odds of a value by at most e^(1/b)',
    of: (row) => row.noiseScale,
  },
];
