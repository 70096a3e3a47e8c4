import type { Point } from './box.ts';

/** A pair of fractions of the picture, `[x, y]`, origin top left, y down. */
export type Fraction2 = readonly [number, number];

/**
 * True when the point lies inside the polygon (even-odd rule). A point exactly on an edge may be either;
 * rotating the list of vertices never changes the answer by more than that.
 */
export function isInside(point: Point, polygon: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const a = polygon[i]!;
    const b = polygon[j]!;
    if (a.y > point.y === b.y > point.y) continue;
    if (point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
