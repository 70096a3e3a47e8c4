import type { Cell } from './cell.ts';
import type { NoiseScale, Release } from './release.ts';

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
 * cases. One cell exactly, by its distribution; more by their variance, as sums of many are normal.
 */
export function error95(scale: NoiseScale, cells: number): number {
  if (cells <= 0) return 0;
  // P(|x| > k) = 2 e^(-k / b) / (e^(1/b) + 1)
  if (cells === 1) return Math.ceil(scale * Math.log(2 / (0.05 * (Math.exp(1 / scale) + 1))));
  return Math.ceil(1.96 * Math.sqrt(cells * noiseVariance(scale)));
}

/** Variance of the noise of one cell: 2 e^(1/b) / (e^(1/b) - 1)². */
export function noiseVariance(scale: NoiseScale): number {
  const e = Math.exp(1 / scale);
  return (2 * e) / (e - 1) ** 2;
}

/**
 * The intervals that releases are added up to, ms: an hour, and a day of UTC. Each is a whole multiple of the one before
 * and there are no others: sums of free lengths would, taken from one another, give away what is hidden.
 */
export const sumSpansMs: readonly number[] = [3_600_000, 86_400_000];

/** The longest interval of {@link sumSpansMs} that is not longer than asked, ms; 0 (as released) where there is none. */
export function sumSpanMs(bucketMs: number): number {
  return sumSpansMs.findLast((spanMs) => spanMs <= bucketMs) ?? 0;
}

/** True for a cell, and for a sum once all cells of its interval can have left: only then is it told. */
export type IsWhole = (span: Pick<Cell, 'family' | 'class' | 'startMs' | 'intervalMs'>) => boolean;

/** A sum in the making, with its unsuppressed value. */
interface Sum {
  readonly cell: Omit<Cell, 'cameraId' | 'series'>;
  scale: NoiseScale;
  value: number;
  cells: number;
  /** Of all noise in it. */
  variance: number;
  isHidden: boolean;
}

/**
 * Adds releases up to `sumSpanMs(bucketMs)` and hides what is too small. Of one place, part and class there is one table
 * of cells, hours and days, whatever is asked: a cell or hour is hidden when it is too small, and more beside it until three
 * are, so that no hour and no day gives a hidden one away. So give all releases of every UTC day that is looked at.
 * Sums that are not whole yet are left out. Order is that of the first cell of each. Releases of different series must not
 * be mixed. Cells of local days and weeks stay as they are.
 */
export function published(
  releases: readonly Release[],
  bucketMs: number,
  isWhole: IsWhole = () => true,
): Published[] {
  const list = addUp(releases, sumSpanMs(bucketMs)).filter(({ cell }) => isWhole(cell));
  const days = Map.groupBy(list, ({ cell }) =>
    [Math.floor(cell.startMs / dayMs), cell.family, cell.place, cell.part, cell.class].join(' '),
  );
  for (const day of days.values()) hideInDay(day, isWhole);
  return list.map(({ cell, scale, value, cells, variance, isHidden }) => ({
    ...cell,
    value: isHidden ? null : value,
    error95: cells === 1 ? error95(scale, 1) : Math.ceil(1.96 * Math.sqrt(variance)),
    cells,
  }));
}

function addUp(releases: readonly Release[], spanMs: number): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { record } of releases) {
    const { family, place, part, class: name, value, scale, cells } = record;
    // Days and weeks are local and of different lengths: they are told as they are.
    const isSum = spanMs > record.intervalMs && record.intervalMs <= hourMs;
    const intervalMs = isSum ? spanMs : record.intervalMs;
    const startMs = isSum ? Math.floor(record.startMs / spanMs) * spanMs : record.startMs;
    const key = [startMs, place, part, name, intervalMs, family].join(' ');
    const variance = cells * noiseVariance(scale);
    const sum = sums.get(key);
    if (sum === undefined) {
      const cell = { family, place, part, class: name, startMs, intervalMs };
      sums.set(key, { cell, scale, value, cells, variance, isHidden: false });
    } else {
      sum.value += value;
      sum.cells += cells;
      sum.variance += variance;
      if (scale > sum.scale) sum.scale = scale;
    }
  }
  for (const sum of sums.values()) sum.isHidden = sum.value < shownFrom(sum.scale);
  return [...sums.values()];
}

/** Hides within one day of one place, part and class, from the day down: hours for the day, then cells for each hour. */
function hideInDay(parts: readonly Sum[], isWhole: IsWhole): void {
  const first = parts[0]!.cell;
  if (first.intervalMs > hourMs) return;
  const isToldAround = (startMs: number, spanMs: number): boolean =>
    isWhole({ ...first, startMs: Math.floor(startMs / spanMs) * spanMs, intervalMs: spanMs });
  const byHour = Map.groupBy(parts, ({ cell }) => Math.floor(cell.startMs / hourMs));
  const hours = [...byHour.values()].map((cells) => ({ ...totalled(cells), parts: cells }));
  if (hours.length > 1 && isToldAround(first.startMs, dayMs) && !totalled(parts).isHidden) hideMore(hours);
  for (const hour of hours) {
    if (hour.parts.length === 1) hour.parts[0]!.isHidden ||= hour.isHidden;
    else if (hour.isHidden && hour.value >= shownFrom(hour.scale)) hideUntil(hour.parts, hiddenMin);
    else if (!hour.isHidden && isToldAround(hour.parts[0]!.cell.startMs, hourMs)) hideMore(hour.parts);
  }
}

/** Value, scale and whether it is too small, of some parts together. */
function totalled(parts: readonly Sum[]): Hidable & { readonly scale: NoiseScale } {
  const value = parts.reduce((sum, part) => sum + part.value, 0);
  const scale = parts.some((part) => part.scale === 4) ? 4 : 2;
  return { value, scale, isHidden: value < shownFrom(scale) };
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
  const sums = parts.map(({ record: { value, scale, cells } }) => ({
    ...{ value, scale, cells, variance: cells * noiseVariance(scale) },
    isHidden: value < shownFrom(scale),
  }));
  if (sums.length > 1) hideMore(sums);
  const value = sums.reduce((sum, part) => sum + part.value, 0);
  const scale = sums.some((part) => part.scale === 4) ? 4 : 2;
  const cells = sums.reduce((sum, part) => sum + part.cells, 0);
  const variance = sums.reduce((sum, part) => sum + part.variance, 0);
  return {
    value: value < shownFrom(scale) ? null : value,
    error95: cells <= 1 ? error95(scale, cells) : Math.ceil(1.96 * Math.sqrt(variance)),
    parts: sums.map((part) => (part.isHidden ? null : part.value)),
  };
}

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** So many parts of a known total are hidden, or none. */
const hiddenMin = 3;

interface Hidable {
  readonly value: number;
  isHidden: boolean;
}

function hideMore(parts: readonly Hidable[]): void {
  if (parts.some(({ isHidden }) => isHidden)) hideUntil(parts, hiddenMin);
}

/** Hides the smallest that are shown until so many are hidden, or all. */
function hideUntil(parts: readonly Hidable[], count: number): void {
  const hidden = parts.filter(({ isHidden }) => isHidden).length;
  const others = parts.filter(({ isHidden }) => !isHidden).sort((a, b) => a.value - b.value);
  for (const part of others.slice(0, Math.max(0, count - hidden))) part.isHidden = true;
}
