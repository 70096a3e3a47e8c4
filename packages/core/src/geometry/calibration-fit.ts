import type { Point } from './box.ts';
import { invert3, leastEigenvector, type Matrix3, multiply3, solve } from './calibration-algebra.ts';
import type { Homography } from './ground.ts';

/** A plane seen by a camera, fitted to points. */
export interface PlaneFit {
  /** From px to metres; its last row is positive at the points that were given. */
  readonly toGround: Homography;
  /** From metres to px; its last row is positive at the points that were given. */
  readonly toPicture: Homography;
  /**
   * The covariance of the nine numbers of `toGround`, row by row, for an error of 1 px in each coordinate of a
   * click.
   */
  readonly unitCovariance: readonly number[];
}

/** Two lists of equally many points, at least four, of which no three of some four lie on one line. */
export interface PointPairs {
  readonly px: readonly Point[];
  readonly ground: readonly Point[];
}

/**
 * The homography that puts the ground points where they were clicked, with the least sum of squared distances
 * in px: the clicks err, not the tape. Normalised DLT (Hartley & Zisserman, Multiple View Geometry, algorithm
 * 4.2) gives the start, Gauss-Newton with damping the rest; four points are met exactly. The covariance is that
 * of the last step, (JᵀJ)⁻¹. Null where the points determine none.
 */
export function fitPlane({ px, ground }: PointPairs): PlaneFit | null {
  const fromPx = normalisation(px);
  const fromGround = normalisation(ground);
  const pairs: PointPairs = {
    px: px.map((point) => project(fromPx, point)),
    ground: ground.map((point) => project(fromGround, point)),
  };
  const start = directTransform(pairs);
  const refined = start === null ? null : refine(start, pairs);
  if (refined === null) return null;
  const backwards = invert3([...refined.parameters, 1]);
  const metres = invert3(fromGround);
  const raw = multiply3(multiply3(metres, backwards), fromPx);
  // The factor of a homography is free: the mean depth of the points is made 1, so that the ground is where it is > 0.
  const by = px.length / px.reduce((sum, { x, y }) => sum + raw[6]! * x + raw[7]! * y + raw[8]!, 0);
  const toGround = raw.map((value) => value * by);
  if (!toGround.every(Number.isFinite)) return null;
  const toPicture = multiply3(multiply3(invert3(fromPx), [...refined.parameters, 1]), fromGround);
  // d(G⁻¹) = -G⁻¹ dG G⁻¹ for each of the eight free numbers of G.
  const slopes = Array.from({ length: 8 }, (_, k) => {
    const unit = Array.from({ length: 9 }, (_, index) => (index === k ? -by : 0));
    const change = multiply3(multiply3(backwards, unit), backwards);
    return multiply3(multiply3(metres, change), fromPx);
  });
  const unitCovariance = spread(slopes, refined.covariance, fromPx[0]! ** 2);
  return { toGround: asHomography(toGround), toPicture: asHomography(toPicture), unitCovariance };
}

/** Where a homography takes a point; not finite on its horizon. */
export function project(matrix: Matrix3, { x, y }: Point): Point {
  const depth = matrix[6]! * x + matrix[7]! * y + matrix[8]!;
  return {
    x: (matrix[0]! * x + matrix[1]! * y + matrix[2]!) / depth,
    y: (matrix[3]! * x + matrix[4]! * y + matrix[5]!) / depth,
  };
}

/** Nine numbers as a homography. */
export function asHomography(numbers: readonly number[]): Homography {
  return numbers as unknown as Homography;
}

/** Moves the middle of the points to the origin and scales their mean distance from it to √2. */
function normalisation(points: readonly Point[]): Matrix3 {
  const x = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  const far = points.reduce((sum, point) => sum + Math.hypot(point.x - x, point.y - y), 0) / points.length;
  const by = Math.SQRT2 / far;
  return [by, 0, -by * x, 0, by, -by * y, 0, 0, 1];
}

/**
 * The direct linear transform from ground to picture, its last number made 1; null where the middle is on the
 * horizon.
 */
function directTransform({ px, ground }: PointPairs): number[] | null {
  const normal = new Array<number>(81).fill(0);
  for (const [index, { x, y }] of ground.entries()) {
    const { x: u, y: v } = px[index]!;
    for (const row of [
      [0, 0, 0, -x, -y, -1, v * x, v * y, v],
      [x, y, 1, 0, 0, 0, -u * x, -u * y, -u],
    ]) {
      for (let i = 0; i < 9; i++) for (let j = 0; j < 9; j++) normal[i * 9 + j]! += row[i]! * row[j]!;
    }
  }
  const found = leastEigenvector(normal, 9);
  const last = found[8]!;
  return Math.abs(last) > 1e-9 ? found.slice(0, 8).map((value) => value / last) : null;
}

interface Refined {
  readonly parameters: readonly number[];
  readonly covariance: readonly number[];
}

/** Gauss-Newton (Levenberg's damping) on the distances in the picture. */
function refine(start: readonly number[], pairs: PointPairs): Refined | null {
  let parameters = start;
  let system = normalEquations(parameters, pairs);
  let damping = 1e-6;
  for (let round = 0; round < 50; round++) {
    const damped = system.matrix.map((value, index) => (index % 9 === 0 ? value * (1 + damping) : value));
    const step = solve(damped, system.right, 8, 1);
    if (step === null) return null;
    const moved = parameters.map((value, index) => value + step[index]!);
    const tried = normalEquations(moved, pairs);
    if (tried.squares <= system.squares) {
      const gain = system.squares - tried.squares;
      parameters = moved;
      system = tried;
      damping = Math.max(damping / 10, 1e-12);
      if (gain <= 1e-14 * system.squares || system.squares < 1e-24) break;
    } else {
      damping *= 10;
      if (damping > 1e6) break;
    }
  }
  const identity = Array.from({ length: 64 }, (_, index) => (index % 9 === 0 ? 1 : 0));
  const covariance = solve(system.matrix, identity, 8, 8);
  return covariance === null ? null : { parameters, covariance };
}

interface NormalEquations {
  readonly matrix: readonly number[];
  readonly right: readonly number[];
  readonly squares: number;
}

/** JᵀJ, -Jᵀr and the sum of squares of the distances r in the (normalised) picture. */
function normalEquations(parameters: readonly number[], { px, ground }: PointPairs): NormalEquations {
  const matrix = new Array<number>(64).fill(0);
  const right = new Array<number>(8).fill(0);
  let squares = 0;
  for (const [index, { x, y }] of ground.entries()) {
    const depth = parameters[6]! * x + parameters[7]! * y + 1;
    const at = project([...parameters, 1], { x, y });
    const rows = [
      { slope: [x, y, 1, 0, 0, 0, -at.x * x, -at.x * y], error: at.x - px[index]!.x },
      { slope: [0, 0, 0, x, y, 1, -at.y * x, -at.y * y], error: at.y - px[index]!.y },
    ];
    for (const { slope, error } of rows) {
      squares += error * error;
      for (let i = 0; i < 8; i++) {
        right[i]! -= (slope[i]! / depth) * error;
        for (let j = 0; j < 8; j++) matrix[i * 8 + j]! += (slope[i]! * slope[j]!) / (depth * depth);
      }
    }
  }
  return { matrix, right, squares };
}

/** D C Dᵀ × factor, with the columns of D given one by one (eight of nine numbers). */
function spread(
  columns: readonly (readonly number[])[],
  covariance: readonly number[],
  by: number,
): number[] {
  const result = new Array<number>(81).fill(0);
  for (let k = 0; k < 8; k++) {
    for (let l = 0; l < 8; l++) {
      const share = covariance[k * 8 + l]! * by;
      for (let i = 0; i < 9; i++) {
        const one = columns[k]![i]! * share;
        for (let j = 0; j < 9; j++) result[i * 9 + j]! += one * columns[l]![j]!;
      }
    }
  }
  return result;
}
