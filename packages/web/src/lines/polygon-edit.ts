import type { Fraction2 } from '@outis/core';

/** The most corners that a boundary is drawn with by hand. */
export const cornersMax = 16;

/** The whole view. */
export const wholeView: readonly Fraction2[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/** Whether nothing of the view lies outside. */
export function isWholeView(points: readonly Fraction2[]): boolean {
  const doubleArea = points.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(doubleArea) / 2 > 1 - 1e-6;
}

/** Moves a corner; it stops at the edge of the view. */
export function moveCorner(
  points: readonly Fraction2[],
  index: number,
  [dx, dy]: Fraction2,
): readonly Fraction2[] {
  return points.map((point, i) => (i === index ? [tidy(point[0] + dx), tidy(point[1] + dy)] : point));
}

/** Adds a corner in the middle of the edge after `index`; of the longest edge when none is named. */
export function addCorner(points: readonly Fraction2[], index = longestEdge(points)): readonly Fraction2[] {
  const from = points[index];
  const to = points[(index + 1) % points.length];
  if (points.length >= cornersMax || from === undefined || to === undefined) return points;
  const middle: Fraction2 = [tidy((from[0] + to[0]) / 2), tidy((from[1] + to[1]) / 2)];
  return points.toSpliced(index + 1, 0, middle);
}

/** Takes a corner away; three stay. */
export function removeCorner(points: readonly Fraction2[], index: number): readonly Fraction2[] {
  return points.length <= 3 ? points : points.toSpliced(index, 1);
}

function longestEdge(points: readonly Fraction2[]): number {
  let longest = 0;
  let lengthMax = -1;
  points.forEach((from, index) => {
    const to = points[(index + 1) % points.length] ?? from;
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (length > lengthMax) [longest, lengthMax] = [index, length];
  });
  return longest;
}

function tidy(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
}
