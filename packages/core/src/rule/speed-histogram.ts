/**
 * Speeds leave as a histogram: counts of passages by 5 km/h. Mean and V85 are computed from the counts that
 * were released, noise and all, and never from single speeds. So they cost no privacy beyond the histogram's.
 */
export const speedBinKmh = 5;
/** The last bin holds all speeds from here on; above it a street camera sees too few to say more. */
export const speedTopKmh = 100;

/** The number of bins from 0 to a top speed, with the open one: [0, 5), [5, 10), … [top, ∞). */
export function speedBinCount(topKmh: number = speedTopKmh): number {
  return Math.ceil(topKmh / speedBinKmh) + 1;
}

/** The bin of a speed; exactly on an edge it falls into the upper one. Throws `TypeError` for what is no speed. */
export function speedBinOf(kmh: number, topKmh: number = speedTopKmh): number {
  if (!(kmh >= 0)) throw new TypeError('A speed must be 0 km/h or more.');
  return Math.min(Math.floor(kmh / speedBinKmh), speedBinCount(topKmh) - 1);
}

/** The edges of a bin in km/h; `toKmh` is null for the open one. */
export function speedBinEdges(
  bin: number,
  topKmh: number = speedTopKmh,
): { readonly fromKmh: number; readonly toKmh: number | null } {
  const fromKmh = bin * speedBinKmh;
  return { fromKmh, toKmh: bin >= speedBinCount(topKmh) - 1 ? null : fromKmh + speedBinKmh };
}

/** What is known of the counts of a histogram. */
export interface HistogramNoise {
  /** The variance of the noise in each count; 0 for exact counts. Discrete Laplace of scale b: about 2 b². */
  readonly variance: number;
  /** The relative standard error that the calibration leaves in all speeds alike; default 0. */
  readonly scaleError?: number;
}

/** A speed computed from a histogram. */
export interface HistogramSpeed {
  readonly kmh: number;
  /** Noise of the counts, width of the bins and error of the calibration together, km/h. */
  readonly standardErrorKmh: number;
  /** True where it falls into the open bin: it is at least `kmh`. */
  readonly isAtLeast: boolean;
}

/** Below so many passages, or so few times the noise of their sum, a histogram has no mean and no V85. */
const passagesMin = 10;
const noisesMin = 6;

/**
 * The mean of the speeds of a histogram (counts from the slowest bin on, the last one open). Counts may be
 * negative, as noise makes them: clipping them would add slow and fast passages that nobody made. Null where
 * there are too few for the noise. The open bin is taken to be as wide as the others.
 */
export function meanOf(counts: readonly number[], noise: HistogramNoise): HistogramSpeed | null {
  const total = totalOf(counts, noise);
  if (total === null) return null;
  const kmh = counts.reduce((sum, count, bin) => sum + count * middleOf(bin), 0) / total;
  // First order: a count of one too many pulls the mean by (its speed - mean) / total.
  const noised =
    counts.reduce((sum, _, bin) => sum + ((middleOf(bin) - kmh) / total) ** 2, 0) * noise.variance;
  const rounding = speedBinKmh ** 2 / 12 / total;
  return told(kmh, noised + rounding, noise, false);
}

/**
 * The speed that 85 % of the passages stay below (V85). The noised sums up to each bin, which need not grow,
 * are replaced by the nearest that do (least squares, pool adjacent violators), and between the edges of a bin
 * the sum is taken to grow evenly. Null where there are too few for the noise.
 */
export function v85Of(counts: readonly number[], noise: HistogramNoise): HistogramSpeed | null {
  const total = totalOf(counts, noise);
  if (total === null) return null;
  const wanted = 0.85 * total;
  let running = 0;
  const sums = growing(counts.slice(0, -1).map((count) => (running += count)));
  const bin = sums.findIndex((sum) => sum >= wanted);
  const topKmh = sums.length * speedBinKmh;
  if (bin < 0) return told(topKmh, 0, noise, true);
  const below = bin === 0 ? 0 : sums[bin - 1]!;
  const share = sums[bin]! > below ? (wanted - below) / (sums[bin]! - below) : 0.5;
  const kmh = (bin + Math.min(1, Math.max(0, share))) * speedBinKmh;
  // What lies below is off by the noise of the bins up to here, against that of the total.
  const upTo = bin + share;
  const spread = noise.variance * (upTo * 0.15 ** 2 + (counts.length - upTo) * 0.85 ** 2);
  const density = densityAt(sums, kmh, Math.sqrt(spread), total);
  const rounding = (speedBinKmh / 4) ** 2 / 3 + speedBinKmh ** 2 / 12 / total;
  return told(kmh, spread / density ** 2 + rounding, noise, false);
}

function told(kmh: number, variance: number, noise: HistogramNoise, isAtLeast: boolean): HistogramSpeed {
  const scale = (noise.scaleError ?? 0) * kmh;
  return { kmh, standardErrorKmh: Math.sqrt(variance + scale * scale), isAtLeast };
}

function totalOf(counts: readonly number[], { variance }: HistogramNoise): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const noisy = noisesMin * Math.sqrt(variance * counts.length);
  return total >= passagesMin && total >= noisy ? total : null;
}

function middleOf(bin: number): number {
  return (bin + 0.5) * speedBinKmh;
}

/**
 * Passages per km/h around a speed, over a reach that holds the doubt about the sum (at least one bin to each
 * side).
 */
function densityAt(sums: readonly number[], kmh: number, sd: number, total: number): number {
  const at = (speed: number): number => {
    const place = Math.min(Math.max(speed / speedBinKmh, 0), sums.length);
    const bin = Math.floor(place);
    const below = bin === 0 ? 0 : sums[bin - 1]!;
    return below + (place - bin) * ((sums[bin] ?? below) - below);
  };
  let density = total * 1e-3;
  for (let reach = 1; reach <= sums.length; reach++) {
    const grown = at(kmh + reach * speedBinKmh) - at(kmh - reach * speedBinKmh);
    density = Math.max(total * 1e-3, grown / (2 * reach * speedBinKmh));
    if (grown >= 2 * sd) break;
  }
  return density;
}

/** The nearest sequence that never falls, by least squares. */
function growing(values: readonly number[]): readonly number[] {
  const blocks: { sum: number; size: number }[] = [];
  for (const value of values) {
    let block = { sum: value, size: 1 };
    while (blocks.length > 0 && blocks.at(-1)!.sum / blocks.at(-1)!.size >= block.sum / block.size) {
      const before = blocks.pop()!;
      block = { sum: before.sum + block.sum, size: before.size + block.size };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ sum, size }) => new Array<number>(size).fill(sum / size));
}
