import type { Point } from './box.ts';
import { calibrationPointsMax, calibrationPointsMin, type GroundPoint } from './calibration.ts';
import { solve } from './calibration-algebra.ts';
import { turnOf } from './calibration-order.ts';
import type { Fraction2 } from './polygon.ts';

/** A measured distance between two points, by their indices. */
export interface GroundDistance {
  readonly from: number;
  readonly to: number;
  readonly distanceM: number;
}

/** Points laid out on the ground so that they meet measured distances. */
export interface GroundLayout {
  readonly kind: 'laid-out';
  readonly ground: readonly GroundPoint[];
  /** Laid-out less measured, per distance, in metres: the contradiction among the measurements. */
  readonly errorsM: readonly number[];
  readonly errorM: number;
}

/** Why distances give no layout. */
export const layoutRefusals = [
  'too-few-points',
  'too-many-points',
  'not-a-distance',
  'not-determined',
  'contradictory',
] as const;
export type LayoutRefusal = (typeof layoutRefusals)[number];

/** No layout, with the reason and, where one is to blame, the index of a distance (`not-determined`: of a point). */
export interface LayoutRefused {
  readonly kind: 'refused';
  readonly reason: LayoutRefusal;
  readonly index: number | null;
}

/** Distances that contradict each other by more than this share (and 0.1 m) of one of them are refused. */
export const layoutErrorMax = 0.05;
const layoutErrorMMin = 0.1;

/**
 * The ground places of a rectangle's four corners, given in the order in which they stand around it: the first
 * side is `firstM` long, the second `secondM`. They turn as they turn in the picture, so they are never
 * mirrored. Throws `TypeError` for other than four corners or sides that are not positive.
 */
export function groundOfRectangle(
  corners: readonly Fraction2[],
  firstM: number,
  secondM: number,
): readonly GroundPoint[] {
  if (corners.length !== 4) throw new TypeError('A rectangle has four corners.');
  if (!(firstM > 0 && secondM > 0)) throw new TypeError('The sides of a rectangle must be longer than 0 m.');
  const [a, b, c] = corners.map(([x, y]) => ({ x, y })) as [Point, Point, Point];
  // Turning from x to y in a picture (y down) is turning from y to x on a map.
  const up = turnOf(a, b, c) > 0 ? -1 : 1;
  return [
    { xM: 0, yM: 0 },
    { xM: firstM, yM: 0 },
    { xM: firstM, yM: up * secondM },
    { xM: 0, yM: up * secondM },
  ];
}

/**
 * Lays points out on the ground from distances between them, measured with a tape: at least 2n - 3 of them for
 * n points, so that each point after the first two is known from two others (four sides and a diagonal of a
 * quadrilateral; both diagonals check each other). The points are placed one by one from the two distances that
 * cross best, on the side on which the picture shows them; then all distances are met by least squares.
 */
export function groundFromDistances(
  pictures: readonly Fraction2[],
  distances: readonly GroundDistance[],
): GroundLayout | LayoutRefused {
  const points = pictures.map(([x, y]) => ({ x, y: -y }));
  if (points.length < calibrationPointsMin) return refused('too-few-points');
  if (points.length > calibrationPointsMax) return refused('too-many-points');
  const bad = distances.findIndex(({ from, to, distanceM }) => {
    return !(distanceM > 0 && Number.isFinite(distanceM)) || from === to || !points[from] || !points[to];
  });
  if (bad >= 0) return refused('not-a-distance', bad);
  const placed = place(points, distances);
  if (!Array.isArray(placed)) return refused('not-determined', placed as number);
  const settled = settle(placed, distances);
  const errorsM = distances.map(({ from, to, distanceM }) => {
    return between(settled[from]!, settled[to]!) - distanceM;
  });
  const worst = errorsM.reduce(
    (most, error, index) => (Math.abs(error) > Math.abs(errorsM[most]!) ? index : most),
    0,
  );
  const allowedM = Math.max(layoutErrorMMin, layoutErrorMax * distances[worst]!.distanceM);
  if (Math.abs(errorsM[worst]!) > allowedM) return refused('contradictory', worst);
  const errorM = Math.sqrt(errorsM.reduce((sum, error) => sum + error * error, 0) / errorsM.length);
  return { kind: 'laid-out', ground: settled.map(({ x, y }) => ({ xM: x, yM: y })), errorsM, errorM };
}

/** The points by trilateration, or the index of one that two distances do not fix. */
function place(points: readonly Point[], distances: readonly GroundDistance[]): Point[] | number {
  const known = new Map<string, number>();
  for (const { from, to, distanceM } of distances) {
    known.set(`${from} ${to}`, distanceM).set(`${to} ${from}`, distanceM);
  }
  const first = distances.reduce<GroundDistance | undefined>(
    (longest, one) => (longest === undefined || one.distanceM > longest.distanceM ? one : longest),
    undefined,
  );
  if (first === undefined) return 0;
  const placed = new Map<number, Point>([
    [first.from, { x: 0, y: 0 }],
    [first.to, { x: first.distanceM, y: 0 }],
  ]);
  while (placed.size < points.length) {
    const best = nextOf(points, placed, known);
    if (best === null) return points.findIndex((_, index) => !placed.has(index));
    placed.set(best.index, best.at);
  }
  return points.map((_, index) => placed.get(index)!);
}

interface Placed {
  readonly index: number;
  readonly at: Point;
  readonly sine: number;
}

/** The point, not yet placed, whose two circles cross at the greatest angle. */
function nextOf(
  points: readonly Point[],
  placed: ReadonlyMap<number, Point>,
  known: ReadonlyMap<string, number>,
): Placed | null {
  let best: Placed | null = null;
  for (let index = 0; index < points.length; index++) {
    if (placed.has(index)) continue;
    for (const [i, a] of placed) {
      for (const [j, b] of placed) {
        const [one, other] = [known.get(`${i} ${index}`), known.get(`${j} ${index}`)];
        if (i >= j || one === undefined || other === undefined) continue;
        const base = between(a, b);
        const side = turnOf(points[i]!, points[j]!, points[index]!);
        if (base === 0 || side === 0) continue;
        const along = (one * one - other * other + base * base) / (2 * base);
        const off = Math.sqrt(Math.max(0, one * one - along * along));
        const sine = (off * base) / (one * other);
        if (!(sine > (best?.sine ?? 0.02))) continue;
        const [x, y] = [(b.x - a.x) / base, (b.y - a.y) / base];
        const at = { x: a.x + along * x - side * off * y, y: a.y + along * y + side * off * x };
        best = { index, at, sine };
      }
    }
  }
  return best;
}

/** Least squares of all distances (Levenberg's damping; it also holds the three numbers that no distance fixes). */
function settle(start: readonly Point[], distances: readonly GroundDistance[]): readonly Point[] {
  const size = start.length * 2;
  let points = start;
  let damping = 1e-6;
  for (let round = 0; round < 60; round++) {
    const matrix = new Array<number>(size * size).fill(0);
    const right = new Array<number>(size).fill(0);
    for (const { from, to, distanceM } of distances) {
      const [a, b] = [points[from]!, points[to]!];
      const length = between(a, b);
      if (length === 0) continue;
      const slope: readonly (readonly [number, number])[] = [
        [from * 2, (a.x - b.x) / length],
        [from * 2 + 1, (a.y - b.y) / length],
        [to * 2, (b.x - a.x) / length],
        [to * 2 + 1, (b.y - a.y) / length],
      ];
      for (const [i, one] of slope) {
        right[i]! -= one * (length - distanceM);
        for (const [j, other] of slope) matrix[i * size + j]! += one * other;
      }
    }
    for (let k = 0; k < size; k++) matrix[k * size + k]! += damping;
    const step = solve(matrix, right, size, 1);
    if (step === null) break;
    const moved = points.map(({ x, y }, index) => {
      return { x: x + step[index * 2]!, y: y + step[index * 2 + 1]! };
    });
    if (squaresOf(moved, distances) > squaresOf(points, distances)) {
      damping *= 10;
      continue;
    }
    points = moved;
    if (Math.max(...step.map(Math.abs)) < 1e-10) break;
  }
  return points;
}

function squaresOf(points: readonly Point[], distances: readonly GroundDistance[]): number {
  return distances.reduce((sum, { from, to, distanceM }) => {
    return sum + (between(points[from]!, points[to]!) - distanceM) ** 2;
  }, 0);
}

function between(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function refused(reason: LayoutRefusal, index: number | null = null): LayoutRefused {
  return { kind: 'refused', reason, index };
}
