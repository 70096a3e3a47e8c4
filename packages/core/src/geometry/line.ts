import type { FrameSize, Point } from './box.ts';

/** A directed line a→b; same units for both ends as for the points it is asked about. */
export interface Line {
  readonly a: Point;
  readonly b: Point;
}

/** A line given in fractions of the picture, in px. */
export function lineToPx(a: readonly [number, number], b: readonly [number, number], frame: FrameSize): Line {
  return {
    a: { x: a[0] * frame.widthPx, y: a[1] * frame.heightPx },
    b: { x: b[0] * frame.widthPx, y: b[1] * frame.heightPx },
  };
}

/**
 * The signed distance of a point from the endless line through a and b: negative left, positive right, looking from
 * a to b with y down; 0 exactly on it. `NaN` for a line whose ends are equal.
 */
export function signedDistance(point: Point, { a, b }: Line): number {
  const side = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
  return side / Math.hypot(b.x - a.x, b.y - a.y);
}

/** Where along the line the point lies: 0 at a, 1 at b, below 0 or above 1 beyond the ends. */
export function positionAlong(point: Point, { a, b }: Line): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  return ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy);
}
