import type { Cell } from './cell.ts';
import type { NoiseScale, Release, ReleaseRecord } from './release.ts';

/**
 * A number as it is shown: a release or a sum of releases. Everything here follows from released values alone, so it
 * says nothing that they do not.
 */
export interface Published extends Omit<Cell, 'cameraId' | 'series'> {
  /** The noised number; null where it is too small to be shown, or would give one away that is. */
  readonly value: number | null;
  /** Half the width of the interval that holds the true number in 95 of 100 cases. */
  readonly error95: number;
  /** How many releases it is the sum of. */
  readonly cells: number;
}

/** Below this a number is not shown: 10 with the usual noise, 20 with the strict. */
export function shownFrom(scale: NoiseScale): number {
  return 5 * scale;
}

/**
 * Half the width, a whole number, of the interval around a sum of `cells` releases that holds the true sum in 95 of 100
 * cases. One cell exactly, by its distribution; more by their variance 2 e^(1/b) / (e^(1/b) - 1)², as sums of many are normal.
 */
export function error95(scale: NoiseScale, cells: number): number {
  const e = Math.exp(1 / scale);
  if (cells <= 0) return 0;
  // P(|x| > k) = 2 e^(-k / b) / (e^(1/b) + 1)
  if (cells === 1) return Math.ceil(scale * Math.log(2 / (0.05 * (e + 1))));
  return Math.ceil(1.96 * Math.sqrt((cells * 2 * e) / (e - 1) ** 2));
}

/** A sum in the making, with its unsuppressed value. */
interface Sum {
  readonly cell: Omit<Cell, 'cameraId' | 'series'>;
  readonly scale: NoiseScale;
  value: number;
  cells: number;
  isHidden: boolean;
}

/**
 * Adds releases up to intervals of at most `bucketMs` (0: as released; each interval a whole multiple of the cell's own)
 * and hides what is too small. Within an hour of one place, part and class either none or at least three quarters are
 * hidden, so that the hour, which is told as well, gives no single one away. Order is that of the first cell of each sum.
 * Releases of different series must not be mixed. Cells of days and weeks stay as they are.
 */
export function published(releases: readonly Release[], bucketMs: number): Published[] {
  const sums = new Map<string, Sum>();
  for (const { record } of releases) {
    const span = bucketOf(record, bucketMs);
    const { family, place, part, class: name } = record;
    const key = `${span.startMs} ${place} ${part} ${name} ${span.intervalMs} ${family}`;
    const sum = sums.get(key);
    if (sum === undefined) {
      const cell = { family, place, part, class: name, ...span };
      const { scale, value, cells } = record;
      sums.set(key, { cell, scale, value, cells, isHidden: false });
    } else {
      sum.value += record.value;
      sum.cells += record.cells;
    }
  }
  const list = [...sums.values()];
  for (const sum of list) sum.isHidden = sum.value < shownFrom(sum.scale);
  const hours = Map.groupBy(list, ({ cell }) =>
    [Math.floor(cell.startMs / hourMs), cell.family, cell.place, cell.part, cell.class].join(' '),
  );
  for (const parts of hours.values()) if (parts.length > 1) hideMore(parts);
  return list.map(({ cell, scale, value, cells, isHidden }) => ({
    ...cell,
    value: isHidden ? null : value,
    error95: error95(scale, cells),
    cells,
  }));
}

/** A total beside its parts: which parts are shown, and the sum of all, hidden ones too. */
export interface Total {
  readonly value: number | null;
  readonly error95: number;
  /** As given, with more of them hidden where the total would give a hidden one away. */
  readonly parts: readonly (number | null)[];
}

/**
 * The total of parts that are told beside it. Where one or two parts are hidden, the smallest others are hidden too until
 * three are, or all. The total is the sum of all parts, noise and all; it is hidden itself when it is too small.
 */
export function totalOf(parts: readonly Release[]): Total {
  const sums = parts.map(({ record }): Sum => {
    const { cameraId: _camera, series: _series, value, scale, cells, ...cell } = record;
    return { cell, scale, value, cells, isHidden: value < shownFrom(scale) };
  });
  if (sums.length > 1) hideMore(sums);
  const value = sums.reduce((sum, part) => sum + part.value, 0);
  const scale = sums[0]?.scale ?? 2;
  const cells = sums.reduce((sum, part) => sum + part.cells, 0);
  return {
    value: value < shownFrom(scale) ? null : value,
    error95: error95(scale, cells),
    parts: sums.map((part) => (part.isHidden ? null : part.value)),
  };
}

const hourMs = 3_600_000;
/** So many parts of a known total are hidden, or none. */
const hiddenMin = 3;

function hideMore(parts: readonly Sum[]): void {
  const hidden = parts.filter(({ isHidden }) => isHidden).length;
  if (hidden === 0 || hidden >= hiddenMin) return;
  const others = parts.filter(({ isHidden }) => !isHidden).sort((a, b) => a.value - b.value);
  for (const part of others.slice(0, hiddenMin - hidden)) part.isHidden = true;
}

function bucketOf(record: ReleaseRecord, bucketMs: number): { startMs: number; intervalMs: number } {
  // Days and weeks are local and of different lengths: they are told as they are.
  if (record.intervalMs > hourMs) return { startMs: record.startMs, intervalMs: record.intervalMs };
  const intervalMs = Math.max(1, Math.floor(bucketMs / record.intervalMs)) * record.intervalMs;
  return { startMs: Math.floor(record.startMs / intervalMs) * intervalMs, intervalMs };
}
