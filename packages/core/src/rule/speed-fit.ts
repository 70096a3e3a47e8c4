import { solve } from '../geometry/calibration-algebra.ts';

/** Where a foot point stood on the ground, and when. */
export interface GroundPosition {
  readonly tMs: number;
  readonly xM: number;
  readonly yM: number;
}

/** A speed along a fitted way. */
export interface FittedSpeed {
  readonly metresPerS: number;
  /** The length of the fitted way, m. */
  readonly lengthM: number;
}

/** From this many positions on a curve is fitted, with fewer a straight line at one speed. */
const curvePositions = 6;
/** Rounds of reweighting: first by least distances, then leaving out what lies far off. */
const rounds = 6;
/** Below this the positions are taken to be exact, m. */
const exactM = 0.02;
/** Tukey's constant: positions further off than this many standard deviations do not count. */
const tukey = 4.685;
/** A way is refused if less than this share of its positions counts, or they spread more than this. */
const weightMin = 0.6;
const spreadM = 0.5;
const spreadShare = 0.08;

/**
 * The mean speed along positions on the ground, at least three, in the order of time. The way is a curve of
 * second degree in time (so bends and braking are followed), fitted by iterated reweighting: first towards
 * least distances (an outlier pulls no more than any other position), then with Tukey's weights. It looks at
 * distances on the ground only: turning and moving the ground changes nothing. Null for positions that no such
 * curve meets, or that are of one moment.
 */
export function speedOver(positions: readonly GroundPosition[]): FittedSpeed | null {
  const [first, last] = [positions[0]!, positions.at(-1)!];
  const halfS = (last.tMs - first.tMs) / 2000;
  if (!(halfS > 0)) return null;
  const middleMs = (first.tMs + last.tMs) / 2;
  // Positions about the first one: far-off origins cost digits.
  const local = positions.map(({ tMs, xM, yM }) => {
    return { time: (tMs - middleMs) / 1000 / halfS, x: xM - first.xM, y: yM - first.yM };
  });
  const degree = positions.length >= curvePositions ? 2 : 1;
  let weights = local.map(() => 1);
  let way = fit(local, weights, degree);
  for (let round = 0; way !== null && round < 2 * rounds; round++) {
    const off = distances(local, way);
    const sd = Math.max(exactM, spreadOf(off));
    weights = off.map((distance) => {
      if (round < rounds) return 1 / Math.max(distance, exactM);
      const share = distance / (tukey * sd);
      return share < 1 ? (1 - share * share) ** 2 : 0;
    });
    way = fit(local, weights, degree);
  }
  if (way === null) return null;
  const metresPerS = meanSpeed(way) / halfS;
  const lengthM = metresPerS * 2 * halfS;
  const counted = weights.reduce((sum, weight) => sum + weight, 0);
  if (counted < weightMin * positions.length) return null;
  if (spreadOf(distances(local, way)) > Math.max(spreadM, spreadShare * lengthM)) return null;
  return { metresPerS, lengthM };
}

interface LocalPosition {
  /** -1 at the first, 1 at the last. */
  readonly time: number;
  readonly x: number;
  readonly y: number;
}

/** Coefficients by power of time: x and y in turn. */
type Way = readonly number[];

function fit(positions: readonly LocalPosition[], weights: readonly number[], degree: 1 | 2): Way | null {
  const size = degree + 1;
  const matrix = new Array<number>(size * size).fill(0);
  const right = new Array<number>(size * 2).fill(0);
  positions.forEach(({ time, x, y }, index) => {
    for (let i = 0; i < size; i++) {
      const share = weights[index]! * time ** i;
      right[i * 2]! += share * x;
      right[i * 2 + 1]! += share * y;
      for (let j = 0; j < size; j++) matrix[i * size + j]! += share * time ** j;
    }
  });
  return solve(matrix, right, size, 2);
}

function distances(positions: readonly LocalPosition[], way: Way): readonly number[] {
  return positions.map(({ time, x, y }) => {
    const curve = way.length > 4 ? [way[4]! * time * time, way[5]! * time * time] : [0, 0];
    return Math.hypot(way[0]! + way[2]! * time + curve[0]! - x, way[1]! + way[3]! * time + curve[1]! - y);
  });
}

/** The standard deviation of one coordinate, from the median of distances (1.177 sd for two normal coordinates). */
function spreadOf(off: readonly number[]): number {
  const sorted = off.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]! / 1.177;
}

/** The mean length of the derivative over the stretch, per unit of time (half the stretch). */
function meanSpeed(way: Way): number {
  if (way.length === 4) return Math.hypot(way[2]!, way[3]!);
  const steps = 32;
  let sum = 0;
  for (let k = 0; k < steps; k++) {
    const time = (2 * k + 1) / steps - 1;
    sum += Math.hypot(way[2]! + 2 * way[4]! * time, way[3]! + 2 * way[5]! * time);
  }
  return sum / steps;
}
