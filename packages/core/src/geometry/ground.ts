import type { Point } from './box.ts';
import { type Line, positionAlong, signedDistance } from './line.ts';

/** A 3×3 matrix, row by row, that takes a point of the picture in px to one on the ground in metres. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

/**
 * The half-width in px, at a foot point, of a dead band that is `metres` wide on the ground on each side of a line:
 * a foot point is within it exactly when it is within `metres` of the line on the ground. For
 * `LineRuleOptions.bandAt`. `Infinity`, that is always within the band, for a point on the line and where the
 * horizon lies between the point and the line.
 */
export function groundBand(homography: Homography, metres: number): (foot: Point, line: Line) => number {
  return (foot, line) => {
    const distancePx = Math.abs(signedDistance(foot, line));
    // Two points of the line beside the foot point: the ends of a line may lie beyond the horizon.
    const { a, b } = line;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    const along = positionAlong(foot, line);
    const beside = (byPx: number): Point | null => {
      const share = along + byPx / length;
      return toGround(homography, { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) }, foot);
    };
    const [standing, one, other] = [toGround(homography, foot, foot), beside(-0.5), beside(0.5)];
    if (standing === null || one === null || other === null) return Number.POSITIVE_INFINITY;
    const distance = Math.abs(signedDistance(standing, { a: one, b: other }));
    return distance > 0 ? (metres * distancePx) / distance : Number.POSITIVE_INFINITY;
  };
}

/** Where on the ground a point is, or null where it lies on the other side of the horizon than `near`. */
function toGround(h: Homography, point: Point, near: Point): Point | null {
  const depth = ({ x, y }: Point): number => h[6] * x + h[7] * y + h[8];
  const w = depth(point);
  if (!(w * depth(near) > 0)) return null;
  return {
    x: (h[0] * point.x + h[1] * point.y + h[2]) / w,
    y: (h[3] * point.x + h[4] * point.y + h[5]) / w,
  };
}
