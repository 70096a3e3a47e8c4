import { error95, noiseVariance, shownFrom } from './published.ts';
import type { NoiseScale, Release } from './release.ts';

/** A number of a histogram as it is shown. */
export interface HistogramNumber {
  /** Null where it is too small to be shown, or would give one away that is. */
  readonly value: number | null;
  /** Half the width of the interval that holds the true number in 95 of 100 cases. */
  readonly error95: number;
}

/** Releases of one place, class and span side by side, or the sum of such. */
export interface Histogram {
  /** In the order asked for. */
  readonly parts: readonly HistogramNumber[];
  /** All parts, hidden ones too. */
  readonly total: HistogramNumber;
  /** The noised numbers, hidden ones too: for a figure over all of them, and not to be shown one by one. */
  readonly values: readonly number[];
  /** How many releases each is the sum of. */
  readonly cells: readonly number[];
  readonly scale: NoiseScale;
}

/** So many parts of a known total are hidden, or none. */
const hiddenMin = 3;

/**
 * Releases of one span by key, in the order of `keys`. Hides what is too small: none, or at least three (or all), so that
 * the total, which is told as well, gives no single one away. What has no release is 0 and is hidden.
 */
export function histogramOf(
  releases: readonly Release[],
  keys: readonly string[],
  keyOf: (release: Release) => string,
): Histogram {
  const sums = new Map(keys.map((key) => [key, { value: 0, cells: 0 }]));
  for (const release of releases) {
    const sum = sums.get(keyOf(release));
    if (sum === undefined) continue;
    sum.value += release.record.value;
    sum.cells += release.record.cells;
  }
  const list = [...sums.values()];
  const scale = releases.some(({ record }) => record.scale === 4) ? 4 : 2;
  return shown(
    list.map(({ value }) => value),
    list.map(({ cells }) => cells),
    scale,
    () => false,
  );
}

/**
 * The sum of histograms that are told themselves: those of the days of a month. A part is hidden here too where one or
 * two of its parts are, so that the others do not give them away. Sums of free lengths must not be made: taken from one
 * another they would.
 */
export function sumOfHistograms(histograms: readonly Histogram[]): Histogram {
  const length = histograms[0]?.values.length ?? 0;
  const over = (of: (histogram: Histogram, index: number) => number): number[] =>
    Array.from({ length }, (_, index) => histograms.reduce((sum, each) => sum + of(each, index), 0));
  const hidden = over(({ parts }, index) => (parts[index]!.value === null ? 1 : 0));
  const scale = histograms.some((each) => each.scale === 4) ? 4 : 2;
  return shown(
    over(({ values }, index) => values[index]!),
    over(({ cells }, index) => cells[index]!),
    scale,
    (index) => hidden[index]! > 0 && hidden[index]! < hiddenMin,
  );
}

/** Variance of the noise in a part, as a mean over them. */
export function histogramVariance({ cells, scale }: Histogram): number {
  const all = cells.reduce((sum, each) => sum + each, 0);
  return (all / Math.max(1, cells.length)) * noiseVariance(scale);
}

function shown(
  values: readonly number[],
  cells: readonly number[],
  scale: NoiseScale,
  isTelling: (index: number) => boolean,
): Histogram {
  const least = shownFrom(scale);
  const isSmall = values.map((value, index) => value < least || isTelling(index));
  const small = isSmall.filter((is) => is).length;
  // The small ones first, then the smallest others.
  const order = values
    .map((_, index) => index)
    .sort((a, b) => Number(isSmall[b]) - Number(isSmall[a]) || values[a]! - values[b]!);
  const hidden = new Set(order.slice(0, small === 0 ? 0 : Math.max(small, hiddenMin)));
  const value = values.reduce((sum, each) => sum + each, 0);
  const all = cells.reduce((sum, each) => sum + each, 0);
  return {
    parts: values.map((each, index) => ({
      value: hidden.has(index) ? null : each,
      error95: error95(scale, cells[index]!),
    })),
    total: { value: value < least ? null : value, error95: error95(scale, all) },
    ...{ values, cells, scale },
  };
}
