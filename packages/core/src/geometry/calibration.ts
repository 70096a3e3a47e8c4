import type { FrameSize, Point } from './box.ts';
import { determinant3 } from './calibration-algebra.ts';
import { asHomography, fitPlane, type PlaneFit, project } from './calibration-fit.ts';
import { type OrderProblem, orderProblem } from './calibration-order.ts';
import type { Homography } from './ground.ts';
import type { Fraction2 } from './polygon.ts';

/** A place on the ground in metres, seen from above: y is left of x, as on a map. Origin and turn are free. */
export interface GroundPoint {
  readonly xM: number;
  readonly yM: number;
}

/** A point on the ground that is known in both: where it was clicked and where it is. */
export interface CalibrationPoint {
  readonly picture: Fraction2;
  readonly ground: GroundPoint;
}

/** How far a point lies from where the calibration puts it. */
export interface CalibrationResidual {
  readonly px: number;
  readonly m: number;
}

/** Where the ground is in the picture of a camera. Plain data; made by {@link calibrate} alone. */
export interface Calibration {
  readonly kind: 'calibrated';
  /** The picture whose px are meant by every number of px below. */
  readonly frame: FrameSize;
  /** From fractions of the picture to metres; its last row is positive on the ground and 0 on the horizon. */
  readonly homography: Homography;
  /** From metres to fractions of the picture; its last row is positive in front of the camera. */
  readonly inverse: Homography;
  /**
   * The standard error of one coordinate of a click, px: `clickSdPx`, or what the residuals of more than four
   * points say if that is more.
   */
  readonly sdPx: number;
  /** The covariance of the nine numbers of `homography`, row by row, from errors of `sdPx`. */
  readonly covariance: readonly number[];
  /** Of each point in the order given; 0 with four points, which are met exactly. */
  readonly residuals: readonly CalibrationResidual[];
  /** Root of the mean square of the residuals, px. */
  readonly residualPx: number;
}

/** Why points give no calibration. */
export const calibrationRefusals = [
  'too-few-points',
  'too-many-points',
  'not-a-number',
  'points-on-one-line',
  'mirrored',
  'mixed-up',
  'horizon-in-area',
  'residual-too-large',
] as const;
export type CalibrationRefusal = (typeof calibrationRefusals)[number];

/**
 * No calibration, with the reason and, where one is to blame, the index of the point (of the area's for the
 * horizon).
 */
export interface CalibrationRefused {
  readonly kind: 'refused';
  readonly reason: CalibrationRefusal;
  readonly index: number | null;
}

/** What {@link calibrate} may be told. */
export interface CalibrationOptions {
  /**
   * The standard error of one coordinate of a click in px of `frame`; default 1. A click on a smaller picture
   * is as coarse as that: on an aim view of 160 px it is frame width / 160.
   */
  readonly clickSdPx?: number;
  /** The corners of what is to be measured; the horizon may not run through it. */
  readonly area?: readonly Fraction2[];
}

/** Fewer determine no homography; with more the work of the checks would grow. */
export const calibrationPointsMin = 4;
export const calibrationPointsMax = 24;
/** A residual above this share of the picture's height (7 px of 720), and above 4 standard errors, is refused. */
export const calibrationResidualMax = 0.01;

/**
 * The ground plane from four or more points on it, by least squares of the distances in the picture. Lens
 * distortion is not modelled: where it matters it shows as residual and in the held-out distance. The answer
 * depends on nothing but the arguments, so what is kept of a calibration is its points.
 */
export function calibrate(
  points: readonly CalibrationPoint[],
  frame: FrameSize,
  { clickSdPx = 1, area = [] }: CalibrationOptions = {},
): Calibration | CalibrationRefused {
  if (points.length < calibrationPointsMin) return refused('too-few-points');
  if (points.length > calibrationPointsMax) return refused('too-many-points');
  const px = points.map(({ picture: [x, y] }) => ({ x: x * frame.widthPx, y: y * frame.heightPx }));
  const ground = points.map(({ ground: { xM, yM } }) => ({ x: xM, y: yM }));
  const bad = px.findIndex(({ x, y }, index) => {
    return !Number.isFinite(x + y + ground[index]!.x + ground[index]!.y);
  });
  if (bad >= 0 || !(clickSdPx > 0)) return refused('not-a-number', bad < 0 ? null : bad);
  const problem: OrderProblem | null = orderProblem(px, ground, clickSdPx);
  if (problem !== null) return refused(problem.reason, problem.index);
  const fit = fitPlane({ px, ground });
  if (fit === null || !(determinant3(fit.toGround) < 0)) return refused('points-on-one-line');
  const behind = px.findIndex((point) => !(depthOf(fit.toGround, point) > 0));
  if (behind >= 0) return refused('mixed-up', behind);
  const horizon = area.findIndex(([x, y]) => {
    return !(depthOf(fit.toGround, { x: x * frame.widthPx, y: y * frame.heightPx }) > 0);
  });
  if (horizon >= 0) return refused('horizon-in-area', horizon);
  const residuals = px.map((point, index) => residualOf(fit, point, ground[index]!));
  const worst = residuals.reduce((most, { px: at }, index) => (at > residuals[most]!.px ? index : most), 0);
  if (residuals[worst]!.px > Math.max(calibrationResidualMax * frame.heightPx, 4 * clickSdPx)) {
    return refused('residual-too-large', worst);
  }
  return assemble(fit, residuals, frame, clickSdPx);
}

/** Where on the ground a point of the picture is; null on the horizon and beyond it. */
export function groundOf({ homography }: Calibration, [x, y]: Fraction2): GroundPoint | null {
  if (!(depthOf(homography, { x, y }) > 0)) return null;
  const at = project(homography, { x, y });
  return { xM: at.x, yM: at.y };
}

/** Where in the picture a place on the ground is, also outside the picture; null behind the camera. */
export function pictureOf({ inverse }: Calibration, { xM, yM }: GroundPoint): Fraction2 | null {
  const point = { x: xM, y: yM };
  if (!(depthOf(inverse, point) > 0)) return null;
  const at = project(inverse, point);
  return [at.x, at.y];
}

/** True on the side of the horizon where the ground is; false on the horizon itself. */
export function isBelowHorizon({ homography }: Calibration, [x, y]: Fraction2): boolean {
  return depthOf(homography, { x, y }) > 0;
}

/** The homography of a calibration for points in px of any frame, as `groundBand` takes it. */
export function homographyForPx({ homography }: Calibration, frame: FrameSize): Homography {
  const { widthPx, heightPx } = frame;
  return asHomography(homography.map((value, index) => value / [widthPx, heightPx, 1][index % 3]!));
}

function assemble(
  fit: PlaneFit,
  residuals: readonly CalibrationResidual[],
  frame: FrameSize,
  clickSdPx: number,
): Calibration {
  const squares = residuals.reduce((sum, { px }) => sum + px * px, 0);
  // Each point gives two numbers, and the homography takes eight: the rest tells how good the clicks were.
  const free = 2 * residuals.length - 8;
  const sdPx = Math.max(clickSdPx, free > 0 ? Math.sqrt(squares / free) : 0);
  const size = [frame.widthPx, frame.heightPx, 1];
  const scale = (index: number): number => size[index % 3]!;
  const homography = asHomography(fit.toGround.map((value, index) => value * scale(index)));
  const covariance = fit.unitCovariance.map((value, index) => {
    return value * sdPx * sdPx * scale(Math.floor(index / 9)) * scale(index % 9);
  });
  const inverse = asHomography(fit.toPicture.map((value, index) => value / size[Math.floor(index / 3)]!));
  const residualPx = Math.sqrt(squares / residuals.length);
  return { kind: 'calibrated', frame, homography, inverse, sdPx, covariance, residuals, residualPx };
}

function residualOf(fit: PlaneFit, px: Point, ground: Point): CalibrationResidual {
  const seen = project(fit.toPicture, ground);
  const stood = project(fit.toGround, px);
  return {
    px: Math.hypot(seen.x - px.x, seen.y - px.y),
    m: Math.hypot(stood.x - ground.x, stood.y - ground.y),
  };
}

function depthOf(matrix: Homography, { x, y }: Point): number {
  return matrix[6] * x + matrix[7] * y + matrix[8];
}

function refused(reason: CalibrationRefusal, index: number | null = null): CalibrationRefused {
  return { kind: 'refused', reason, index };
}
