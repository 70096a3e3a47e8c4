import type { RoadUserClass } from '../detection/object-class.ts';
import { extentAlong, footprints, type Pose } from './conflict-body.ts';

/** Where the foot point stood on the ground, and the unit vector from there away from the camera. */
export interface Footing {
  readonly tMs: number;
  readonly xM: number;
  readonly yM: number;
  readonly awayX: number;
  readonly awayY: number;
}

/** What is remembered of one road user on the ground, as plain data. Never leaves the process that counts. */
export interface Path {
  readonly id: number;
  class: RoadUserClass;
  readonly bornMs: number;
  lastSeenMs: number;
  ended: boolean;
  /** It has its conflict: no other is told of it. */
  spent: boolean;
  /** Where it was first seen; until it has come far enough from there it is part of the street. */
  readonly firstXM: number;
  readonly firstYM: number;
  hasMoved: boolean;
  footings: Footing[];
  poses: Pose[];
}

/** Poses are told this late, so that each lies in the middle of what was seen around it. */
export const poseLagMs = 400;
/** What has not come this far from where it was first seen is parked, m. */
const movedM = 1.5;
/** Below this speed the heading is kept: a direction that noise made is none, m/s. */
const headingMetresPerS = 0.5;

/** A path that begins with its first footing. */
export function newPath(id: number, name: RoadUserClass, bornMs: number, footing: Footing): Path {
  const { tMs, xM, yM } = footing;
  return {
    ...{ id, class: name, bornMs, lastSeenMs: tMs, ended: false, spent: false },
    ...{ firstXM: xM, firstYM: yM, hasMoved: false, footings: [], poses: [] },
  };
}

/**
 * Adds a footing. Those that no pose will need any more are dropped, so that some 30 are held at 30 frames a
 * second.
 */
export function addFooting(path: Path, footing: Footing): void {
  path.lastSeenMs = footing.tMs;
  path.hasMoved ||= Math.hypot(footing.xM - path.firstXM, footing.yM - path.firstYM) >= movedM;
  path.footings = path.footings.filter(({ tMs }) => footing.tMs - tMs <= 2 * poseLagMs + 200);
  path.footings.push(footing);
}

/**
 * The pose at a moment, from a straight line through the footings within `poseLagMs` of it; null where it was
 * not seen before and after. The foot point is where a box stands nearest to the camera: the middle of the
 * footprint lies behind it by as much as the footprint reaches that way.
 */
export function poseAt(path: Path, tMs: number): Pose | null {
  const near = path.footings.filter((footing) => Math.abs(footing.tMs - tMs) <= poseLagMs);
  if (near.length < 2 || near[0]!.tMs > tMs || near.at(-1)!.tMs < tMs) return null;
  let [time, x, y, awayX, awayY] = [0, 0, 0, 0, 0];
  for (const footing of near) {
    time += (footing.tMs - tMs) / 1000 / near.length;
    x += footing.xM / near.length;
    y += footing.yM / near.length;
    awayX += footing.awayX;
    awayY += footing.awayY;
  }
  let [spread, byX, byY] = [0, 0, 0];
  for (const footing of near) {
    const off = (footing.tMs - tMs) / 1000 - time;
    spread += off * off;
    byX += off * (footing.xM - x);
    byY += off * (footing.yM - y);
  }
  const [vx, vy] = [byX / spread, byY / spread];
  const metresPerS = Math.hypot(vx, vy);
  const away = Math.hypot(awayX, awayY);
  [awayX, awayY] = [awayX / away, awayY / away];
  const before = path.poses.at(-1);
  // What has never moved heads nowhere: any heading does that turns with the ground.
  const still = before ?? { headX: awayX, headY: awayY };
  const head = metresPerS >= headingMetresPerS ? { headX: vx / metresPerS, headY: vy / metresPerS } : still;
  const behind = extentAlong(head, footprints[path.class], awayX, awayY);
  return {
    tMs,
    xM: x - vx * time + behind * awayX,
    yM: y - vy * time + behind * awayY,
    headX: head.headX,
    headY: head.headY,
    metresPerS,
  };
}
