import { noiseVariance } from './published.ts';
import type { NoiseScale } from './release.ts';

/**
 * So many passages that were none (a shadow, a second box on one car) a counter may add per real passage, without the
 * interval losing its promise. More than that only widens what is told where the counts themselves show it.
 */
export const falseShareMax = 0.1;
/** The interval holds the error in at least this share of cases. */
export const certifiedLevel = 0.95;
/** Set aside for the true number of passages, which noise hides, not being among those that were looked at. */
const outside = 0.001;
/** Beyond this many times what passed nothing is told apart. */
const ratioMax = 100;
/** Probabilities smaller than this are left out; the sum of all that are is far below what the level is told to. */
const negligible = 1e-13;

/** How far a counter is off: 0 is right, -0.1 says that it counts nine of ten. */
export interface CertifiedError {
  /** Counted over tapped, less 1. */
  readonly error: number;
  /** The interval of {@link certifiedLevel}: not below -1. */
  readonly low: number;
  /** Null where nothing bounds it. */
  readonly high: number | null;
}

/**
 * The error of a counter from two counts of the same passages, both with noise of `scale`. `tapped`: by somebody who looks,
 * taken as right; `counted`: by the counter. Both are the sum of `cells` noised numbers, 1 for a release.
 *
 * The model: n passages, n unknown. The counter sees each with the same chance, independently, and adds false ones in
 * proportion: its count is binomial plus Poisson. Of how many errors of either kind a difference is the remainder cannot be
 * seen, so the most spread that `falseShareMax` allows is taken. A ratio is in the interval when the pair of numbers is
 * not too strange under it for the most favourable n (Berger and Boos, P values maximized over a confidence set, 1994): no
 * resampling and no normal approximation; `certificate.proof.md` has the argument.
 */
export function certifiedError(
  { tapped, counted }: { readonly tapped: number; readonly counted: number },
  scale: NoiseScale,
  cells = 1,
): CertifiedError {
  if (!(tapped > 0)) throw new RangeError('There is no error of a counter where nothing was tapped.');
  const noise = noiseOf(scale, cells);
  const reach = noise.reach(outside);
  const sizes = [...new Set([tapped - reach, tapped, tapped + reach].map((size) => Math.max(0, size)))];
  const tail = (1 - certifiedLevel) / 2 - outside;
  const isPossible = (ratio: number, side: 'low' | 'high'): boolean =>
    sizes.some((size) => strangeness({ tapped, counted, ratio, size }, noise, side) > tail);
  const best = Math.max(0, counted / tapped);
  // Doubled until it is impossible: one look at a far too high one would cost more than all others.
  let beyond = best + 1;
  while (beyond < ratioMax && isPossible(beyond, 'high')) beyond *= 2;
  return {
    error: Math.max(-1, counted / tapped - 1),
    low: Math.max(-1, limit(best, 0, (ratio) => isPossible(ratio, 'low')) - 1),
    high: beyond >= ratioMax ? null : limit(best, beyond, (ratio) => isPossible(ratio, 'high')) - 1,
  };
}

/** Between `inside`, which is possible, and `beyond`: where it stops being so, to a thousandth, on the safe side. */
function limit(inside: number, beyond: number, isPossible: (ratio: number) => boolean): number {
  if (isPossible(beyond)) return beyond;
  let [near, far] = [inside, beyond];
  while (Math.abs(far - near) > 1e-3) {
    const middle = (near + far) / 2;
    if (isPossible(middle)) near = middle;
    else far = middle;
  }
  return far;
}

/** Probabilities of the whole numbers from `from` on. */
interface Distribution {
  readonly from: number;
  readonly p: Float64Array;
}

interface Noise extends Distribution {
  /** The smallest k with P(|noise| > k) at most `share`. */
  reach(share: number): number;
}

/**
 * How likely the counts are to lie as far to one side as they do, or farther, when `size` passed and the counter sees
 * `ratio` of them. `high` asks whether a ratio may be that high: then they lie low.
 */
function strangeness(
  pair: {
    readonly tapped: number;
    readonly counted: number;
    readonly ratio: number;
    readonly size: number;
  },
  noise: Noise,
  side: 'low' | 'high',
): number {
  const { tapped, counted, ratio, size } = pair;
  const shown = convolve(countOf(ratio, size), noise);
  const upTo = new Float64Array(shown.p.length + 1);
  for (let i = 0; i < shown.p.length; i++) upTo[i + 1] = upTo[i]! + shown.p[i]!;
  const total = upTo.at(-1)!;
  const below = (x: number): number => upTo[Math.min(shown.p.length, Math.max(0, x - shown.from + 1))]!;
  let sum = 0;
  for (let i = 0; i < noise.p.length; i++) {
    // What was counted lies `counted - ratio · tapped` beside the line; with this noise in the taps the true one lies there.
    const edge = counted - ratio * tapped + ratio * (size + noise.from + i);
    const p = side === 'high' ? below(Math.floor(edge + 1e-9)) : total - below(Math.ceil(edge - 1e-9) - 1);
    sum += noise.p[i]! * p;
  }
  return sum;
}

/** The counter's number of `size` passages: those that it sees, and false ones, spread as widely as is allowed. */
function countOf(ratio: number, size: number): Distribution {
  const falseShare = Math.max(ratio - 1, Math.min(falseShareMax, ratio));
  return convolve(binomial(size, ratio - falseShare), poisson(size * falseShare));
}

function binomial(size: number, chance: number): Distribution {
  if (chance <= 0 || size === 0) return { from: 0, p: new Float64Array([1]) };
  if (chance >= 1) return { from: size, p: new Float64Array([1]) };
  const odds = chance / (1 - chance);
  return around(
    Math.min(size, Math.floor((size + 1) * chance)),
    (k) => (k >= size ? 0 : (odds * (size - k)) / (k + 1)),
    (k) => (k <= 0 ? 0 : k / (odds * (size - k + 1))),
  );
}

function poisson(mean: number): Distribution {
  if (mean <= 0) return { from: 0, p: new Float64Array([1]) };
  return around(
    Math.floor(mean),
    (k) => mean / (k + 1),
    (k) => k / mean,
  );
}

function noiseOf(scale: NoiseScale, cells: number): Noise {
  const step = Math.exp(-1 / scale);
  const one = around(
    0,
    () => step,
    () => step,
  );
  let sum = one;
  for (let cell = 1; cell < cells; cell++) sum = trimmed(convolve(sum, one));
  const reach = (share: number): number => {
    let outsideOf = share;
    // From the far ends inwards, while what is passed by is not more than the share.
    for (let k = -sum.from; k > 0; k--) {
      outsideOf -= 2 * (sum.p[-sum.from - k] ?? 0);
      if (outsideOf < 0) return k;
    }
    return Math.ceil(Math.sqrt(noiseVariance(scale)));
  };
  return { ...sum, reach };
}

/** From the most likely number outwards by the ratio of neighbours; then made to sum to 1. */
function around(mode: number, up: (k: number) => number, down: (k: number) => number): Distribution {
  const after: number[] = [];
  for (let [k, p] = [mode, 1]; p > negligible; k++) {
    after.push(p);
    p *= up(k);
  }
  const before: number[] = [];
  for (let [k, p] = [mode, down(mode)]; p > negligible; k--) {
    before.push(p);
    p *= down(k - 1);
  }
  const values = Float64Array.from([...before.reverse(), ...after]);
  const total = values.reduce((sum, p) => sum + p, 0);
  return { from: mode - before.length, p: values.map((p) => p / total) };
}

function convolve(a: Distribution, b: Distribution): Distribution {
  const p = new Float64Array(a.p.length + b.p.length - 1);
  for (let i = 0; i < a.p.length; i++) for (let j = 0; j < b.p.length; j++) p[i + j]! += a.p[i]! * b.p[j]!;
  return { from: a.from + b.from, p };
}

function trimmed({ from, p }: Distribution): Distribution {
  const first = p.findIndex((each) => each > negligible);
  const last = p.findLastIndex((each) => each > negligible);
  return { from: from + first, p: p.slice(first, last + 1) };
}
