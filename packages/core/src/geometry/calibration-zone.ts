import type { FrameSize, Point } from './box.ts';
import { type Calibration, type GroundPoint, groundOf, isBelowHorizon } from './calibration.ts';
import { type Uncertainty, uncertaintyAt } from './calibration-error.ts';
import { type Fraction2, isInside } from './polygon.ts';

/** What a zone of the picture may be used for once it is calibrated. */
export type GroundUse = 'speed' | 'conflict';

/**
 * Speeds need the error of scale that a calibration leaves to be at most this: half a bin of 5 km/h at 50 km/h,
 * and what a held-out distance must meet.
 */
export const speedScaleErrorMax = 0.05;
/** Conflicts need one px to be at most this much ground, m ... */
export const conflictMetresPerPxMax = 0.1;
/** ... and speeds that decide which of two is nearing whom to be right within this. */
export const conflictScaleErrorMax = 0.1;
/** A foot point is read with this standard error, px ... */
const readingPx = 2;
/** ... and may make a speed wrong by this much, as a standard error. */
export const speedReadingErrorMax = 0.05;
const passageLengthMMin = 3;
/** A way that takes less than a second must be longer, m, and may not take less than `hurriedMs`. */
export const hurriedLengthM = 8;
export const hurriedMs = 400;
/** Positions per second that a zone is judged by unless told otherwise: the slowest analysis that counts well. */
const positionsPerSDefault = 5;

/** Why a zone may not be used. */
export const zoneRefusals = [
  'no-area',
  'beyond-horizon',
  'px-too-coarse',
  'scale-too-uncertain',
  'too-short',
] as const;
export type ZoneRefusal = (typeof zoneRefusals)[number];

export interface ZonePermitted {
  readonly kind: 'permitted';
  /** The greatest of each in the zone. */
  readonly metresPerPx: number;
  readonly scaleError: number;
  /** The greatest distance between two of its corners on the ground, m. */
  readonly extentM: number;
  /**
   * Who drives through the whole extent is measured up to this speed, whatever the moment of the first
   * position, by steps of 5 km/h to 200. Faster ones may be missing: a longer zone, or more frames a second,
   * reaches further.
   */
  readonly fastestKmh: number;
}

export interface ZoneRefused {
  readonly kind: 'refused';
  readonly reason: ZoneRefusal;
  /** Where it is worst; null for a zone without area. */
  readonly at: Fraction2 | null;
  /** What was found there and what would be allowed: m per px, share, or m; null where it is no number. */
  readonly found: number | null;
  readonly limit: number | null;
}

/** A point of a map of the picture: what is known there and what it may be used for. */
export interface CalibrationMapCell {
  readonly at: Fraction2;
  /** Null above the horizon. */
  readonly uncertainty: Uncertainty | null;
  readonly allows: readonly GroundUse[];
}

/** Points looked at along each edge, and along each side of the zone's bounding box for its inside. */
const pointsPerEdge = 8;
const pointsPerSide = 12;

/**
 * Whether the error allows a zone to be used, at its worst point. The zone is looked at along its edges and on
 * a grid inside; `frame` is the picture that the detector sees, as it is its px that are read.
 */
export function permitZone(
  calibration: Calibration,
  use: GroundUse,
  points: readonly Fraction2[],
  frame: FrameSize = calibration.frame,
  positionsPerS: number = positionsPerSDefault,
): ZonePermitted | ZoneRefused {
  if (points.length < 3 || !points.flat().every(Number.isFinite)) {
    return { kind: 'refused', reason: 'no-area', at: null, found: null, limit: null };
  }
  const beyond = points.find((point) => !isBelowHorizon(calibration, point));
  if (beyond !== undefined) return beyondHorizon(beyond);
  const samples: { readonly at: Fraction2; readonly known: Uncertainty }[] = [];
  for (const at of samplesOf(points)) {
    const known = uncertaintyAt(calibration, at, frame);
    if (known === null) return beyondHorizon(at);
    samples.push({ at, known });
  }
  const worst = (by: 'metresPerPx' | 'scaleError'): (typeof samples)[number] =>
    samples.reduce((most, sample) => (sample.known[by] > most.known[by] ? sample : most));
  const [coarse, uncertain] = [worst('metresPerPx'), worst('scaleError')];
  const refuse = (reason: ZoneRefusal, at: Fraction2, found: number, limit: number): ZoneRefused => {
    return { kind: 'refused', reason, at, found, limit };
  };
  const { metresPerPx } = coarse.known;
  const { scaleError } = uncertain.known;
  if (use === 'conflict' && metresPerPx > conflictMetresPerPxMax) {
    return refuse('px-too-coarse', coarse.at, metresPerPx, conflictMetresPerPxMax);
  }
  const scaleErrorMax = use === 'conflict' ? conflictScaleErrorMax : speedScaleErrorMax;
  if (scaleError > scaleErrorMax) {
    return refuse('scale-too-uncertain', uncertain.at, scaleError, scaleErrorMax);
  }
  const extentM = extentOf(points.map((point) => groundOf(calibration, point)!));
  const leastM = passageLengthM(metresPerPx, positionsPerS);
  if (use === 'speed' && extentM < leastM) return refuse('too-short', points[0]!, extentM, leastM);
  const fastestKmh = fastest(extentM, metresPerPx, positionsPerS);
  return { kind: 'permitted', metresPerPx, scaleError, extentM, fastestKmh };
}

/**
 * The least way, m, over which a speed is measured where a px is so much ground and so many positions are
 * known: the standard error of the slope of a line through `positions` even readings is reading error × √(12 /
 * positions) / way. Never below 3 m.
 */
export function passageLengthM(metresPerPx: number, positions: number): number {
  const reading = readingPx * metresPerPx * Math.sqrt(12 / positions);
  return Math.max(passageLengthMMin, reading / speedReadingErrorMax);
}

/**
 * What is known over the whole picture, row by row, at the middles of `columns` × `rows` cells: for the colours
 * of an editor. Whether a zone is permitted is decided by {@link permitZone}.
 */
export function calibrationMap(
  calibration: Calibration,
  columns: number,
  rows: number,
  frame: FrameSize = calibration.frame,
): readonly CalibrationMapCell[] {
  return Array.from({ length: columns * rows }, (_, index) => {
    const at: Fraction2 = [((index % columns) + 0.5) / columns, (Math.floor(index / columns) + 0.5) / rows];
    const uncertainty = uncertaintyAt(calibration, at, frame);
    const allows: GroundUse[] = [];
    if (uncertainty !== null && uncertainty.scaleError <= speedScaleErrorMax) allows.push('speed');
    const isFine = uncertainty !== null && uncertainty.metresPerPx <= conflictMetresPerPxMax;
    if (isFine && uncertainty.scaleError <= conflictScaleErrorMax) allows.push('conflict');
    return { at, uncertainty, allows };
  });
}

/** The highest of 5, 10, … 200 km/h up to which every passage over the extent is long enough to be measured. */
function fastest(extentM: number, metresPerPx: number, positionsPerS: number): number {
  for (let kmh = 5; kmh <= 200; kmh += 5) {
    const stepM = kmh / 3.6 / positionsPerS;
    const positions = Math.floor(extentM / stepM);
    const tookMs = ((positions - 1) * 1000) / positionsPerS;
    // Slow ones are measured over 10 s at most.
    const wayM = Math.min((positions - 1) * stepM, (kmh / 3.6) * 10);
    const readings = Math.min(positions, 1 + tookMs / 200, 51);
    const leastM = Math.max(passageLengthM(metresPerPx, readings), tookMs < 1000 ? hurriedLengthM : 0);
    if (positions < 3 || tookMs < hurriedMs || wayM < leastM) return kmh - 5;
  }
  return 200;
}

function beyondHorizon(at: Fraction2): ZoneRefused {
  return { kind: 'refused', reason: 'beyond-horizon', at, found: null, limit: null };
}

function samplesOf(points: readonly Fraction2[]): readonly Fraction2[] {
  const polygon: readonly Point[] = points.map(([x, y]) => ({ x, y }));
  const samples: Fraction2[] = [];
  for (const [index, a] of points.entries()) {
    const b = points[(index + 1) % points.length]!;
    for (let k = 0; k < pointsPerEdge; k++) {
      const share = k / pointsPerEdge;
      samples.push([a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
    }
  }
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  for (let k = 0; k < pointsPerSide * pointsPerSide; k++) {
    const x = left + (((k % pointsPerSide) + 0.5) / pointsPerSide) * width;
    const y = top + ((Math.floor(k / pointsPerSide) + 0.5) / pointsPerSide) * height;
    if (isInside({ x, y }, polygon)) samples.push([x, y]);
  }
  return samples;
}

function extentOf(corners: readonly GroundPoint[]): number {
  let most = 0;
  for (const a of corners)
    for (const b of corners) most = Math.max(most, Math.hypot(a.xM - b.xM, a.yM - b.yM));
  return most;
}
