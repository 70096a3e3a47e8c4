import type { Fraction2, LineConfig } from '@outis/core';

/** The length and width of a drawing, px. */
export interface ViewBox {
  readonly width: number;
  readonly height: number;
}

/**
 * On which side of the line a point lies, as a signed distance in fractions of the view: below 0 is left, above 0 is right,
 * looking from `a` to `b`. A line without length has no sides: the answer is 0.
 */
export function sideOf(line: LineConfig, x: number, y: number): number {
  const dx = line.b[0] - line.a[0];
  const dy = line.b[1] - line.a[1];
  const length = Math.hypot(dx, dy);
  return length === 0 ? 0 : (dx * (y - line.a[1]) - dy * (x - line.a[0])) / length;
}

/** True when the path p→q meets the segment a-b of the line, ends included. */
export function pathMeets(line: LineConfig, p: Fraction2, q: Fraction2): boolean {
  const ends = cross(p, q, line.a) * cross(p, q, line.b);
  const path = cross(line.a, line.b, p) * cross(line.a, line.b, q);
  return ends <= 0 && path <= 0;
}

/** The unit vector that points to the left of the line as it is drawn, px; [0, -1] for a line without length. */
export function leftOnScreen(line: LineConfig, box: ViewBox): Fraction2 {
  const dx = (line.b[0] - line.a[0]) * box.width;
  const dy = (line.b[1] - line.a[1]) * box.height;
  const length = Math.hypot(dx, dy);
  return length === 0 ? [0, -1] : [dy / length, -dx / length];
}

function cross(o: Fraction2, p: Fraction2, q: Fraction2): number {
  return (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);
}
