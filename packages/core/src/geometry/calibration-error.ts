import type { FrameSize } from './box.ts';
import { type Calibration, type GroundPoint, groundOf, pictureOf } from './calibration.ts';
import type { Fraction2 } from './polygon.ts';

/** How well a place on the ground is known. */
export interface Uncertainty {
  /**
   * Metres of ground that one px covers there, in the direction in which that is most (mostly away from the
   * camera).
   */
  readonly metresPerPx: number;
  /** Standard error of the place in metres (both coordinates together), from the calibration alone. */
  readonly standardErrorM: number;
  /**
   * Relative standard error of short lengths and of speeds there (0.05 is 5 %), from the calibration alone, in
   * the direction in which it is most.
   */
  readonly scaleError: number;
}

/** A distance measured in the picture beside the one that was stated. */
export interface HeldOut {
  readonly measuredM: number;
  readonly statedM: number;
  /** (measured - stated) / stated. */
  readonly errorShare: number;
  /** Standard error of the measured distance in metres: calibration and the two clicks. */
  readonly standardErrorM: number;
  readonly passes: boolean;
}

/** A held-out distance passes within this share. */
export const heldOutErrorMax = 0.05;
/** Directions looked at for the greatest error of scale: every 15°. */
const directions = 12;
/** Half the length over which the error of scale is taken, m. */
const reachM = 1;

/**
 * Metres per px at a point of the picture (the greatest singular value of the derivative of the ground by the
 * picture), for px of `frame`; null on the horizon and beyond.
 */
export function metresPerPx(
  calibration: Calibration,
  at: Fraction2,
  frame: FrameSize = calibration.frame,
): number | null {
  const slope = slopeAt(calibration, at, frame);
  if (slope === null) return null;
  const [a, b, c, d] = slope;
  const sum = a * a + b * b + c * c + d * d;
  const determinant = a * d - b * c;
  return Math.sqrt((sum + Math.sqrt(Math.max(0, sum * sum - 4 * determinant * determinant))) / 2);
}

/**
 * What is known of a point of the picture: first-order propagation of the covariance of the homography. Null on
 * the horizon and beyond, and where the ground a metre further is.
 */
export function uncertaintyAt(
  calibration: Calibration,
  at: Fraction2,
  frame: FrameSize = calibration.frame,
): Uncertainty | null {
  const px = metresPerPx(calibration, at, frame);
  const ground = groundOf(calibration, at);
  if (px === null || ground === null) return null;
  const [x, y] = placeSlopes(calibration, at, ground);
  const variance = varianceOf(calibration, x, x) + varianceOf(calibration, y, y);
  const scaleError = scaleErrorAt(calibration, ground);
  if (scaleError === null) return null;
  return { metresPerPx: px, standardErrorM: Math.sqrt(Math.max(0, variance)), scaleError };
}

/** Measures between two points of the picture and compares; null where one of them is not on the ground. */
export function checkDistance(
  calibration: Calibration,
  a: Fraction2,
  b: Fraction2,
  statedM: number,
): HeldOut | null {
  const [from, to] = [groundOf(calibration, a), groundOf(calibration, b)];
  if (from === null || to === null || !(statedM > 0)) return null;
  const measuredM = Math.hypot(to.xM - from.xM, to.yM - from.yM);
  const errorShare = (measuredM - statedM) / statedM;
  const direction: Direction2 =
    measuredM > 0 ? [(to.xM - from.xM) / measuredM, (to.yM - from.yM) / measuredM] : [1, 0];
  const clicks = clickVariance(calibration, a, direction) + clickVariance(calibration, b, direction);
  const variance = lengthVariance(calibration, [a, from], [b, to], direction) + clicks;
  const passes = Math.abs(errorShare) <= heldOutErrorMax;
  return { measuredM, statedM, errorShare, standardErrorM: Math.sqrt(Math.max(0, variance)), passes };
}

type Direction2 = readonly [number, number];

function scaleErrorAt(calibration: Calibration, { xM, yM }: GroundPoint): number | null {
  let most = 0;
  for (let index = 0; index < directions; index++) {
    const turn = (Math.PI * index) / directions;
    const direction: Direction2 = [Math.cos(turn), Math.sin(turn)];
    const ends = [-reachM, reachM].map((by): readonly [Fraction2, GroundPoint] | null => {
      const ground = { xM: xM + by * direction[0], yM: yM + by * direction[1] };
      const picture = pictureOf(calibration, ground);
      return picture === null ? null : [picture, ground];
    });
    const [one, other] = ends;
    if (!one || !other) return null;
    most = Math.max(most, lengthVariance(calibration, one, other, direction));
  }
  return Math.sqrt(most) / (2 * reachM);
}

/** The variance of the distance between two places of the picture, from the calibration alone, m². */
function lengthVariance(
  calibration: Calibration,
  [a, from]: readonly [Fraction2, GroundPoint],
  [b, to]: readonly [Fraction2, GroundPoint],
  direction: Direction2,
): number {
  const [x, y] = placeSlopes(calibration, a, from);
  const [u, v] = placeSlopes(calibration, b, to);
  const slope = x.map((_, k) => direction[0] * (u[k]! - x[k]!) + direction[1] * (v[k]! - y[k]!));
  return Math.max(0, varianceOf(calibration, slope, slope));
}

/** The variance that the error of one click adds to a length in a direction, m². */
function clickVariance(calibration: Calibration, at: Fraction2, [x, y]: Direction2): number {
  const slope = slopeAt(calibration, at, calibration.frame);
  if (slope === null) return 0;
  const [a, b, c, d] = slope;
  return calibration.sdPx ** 2 * ((a * x + c * y) ** 2 + (b * x + d * y) ** 2);
}

/** d(xM, yM) / d(homography), nine numbers each. */
function placeSlopes(
  { homography }: Calibration,
  [x, y]: Fraction2,
  { xM, yM }: GroundPoint,
): readonly [readonly number[], readonly number[]] {
  const depth = homography[6] * x + homography[7] * y + homography[8];
  const at = [x / depth, y / depth, 1 / depth];
  const last = (by: number): number[] => at.map((value) => -by * value);
  return [
    [...at, 0, 0, 0, ...last(xM)],
    [0, 0, 0, ...at, ...last(yM)],
  ];
}

function varianceOf({ covariance }: Calibration, one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < 9; i++) for (let j = 0; j < 9; j++) sum += one[i]! * covariance[i * 9 + j]! * other[j]!;
  return sum;
}

/** d(ground) / d(px): xM by x, xM by y, yM by x, yM by y. */
function slopeAt(
  calibration: Calibration,
  at: Fraction2,
  frame: FrameSize,
): readonly [number, number, number, number] | null {
  const ground = groundOf(calibration, at);
  if (ground === null) return null;
  const h = calibration.homography;
  const depth = h[6] * at[0] + h[7] * at[1] + h[8];
  const [byX, byY] = [depth * frame.widthPx, depth * frame.heightPx];
  return [
    (h[0] - ground.xM * h[6]) / byX,
    (h[1] - ground.xM * h[7]) / byY,
    (h[3] - ground.yM * h[6]) / byX,
    (h[4] - ground.yM * h[7]) / byY,
  ];
}
