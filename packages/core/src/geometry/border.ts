import type { Point } from './box.ts';

/**
 * The distance from a point to the nearest edge of the polygon, in the units of its vertices; 0 on an edge,
 * `Infinity` for a polygon without vertices. It is the same inside and outside.
 */
export function distanceToBorder(point: Point, polygon: readonly Point[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    least = Math.min(least, distanceToSegment(point, polygon[j]!, polygon[i]!));
  }
  return least;
}

function distanceToSegment(point: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / length;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}
