import type { RoadUserClass } from '@outis/core';
import type { Colour } from './canvas.ts';
import { type Figure, type Point3, tyre } from './figure.ts';

export const dark: Colour = [42, 42, 46];
export const headlight: Colour = [240, 240, 228];
export const taillight: Colour = [185, 28, 26];

/** Where the ends of a vehicle face. */
export const front: Point3 = [1, 0, 0];
export const rear: Point3 = [-1, 0, 0];

/** A rectangle across the vehicle at `x`. */
export function upright(
  x: number,
  [y0, y1]: readonly [number, number],
  [z0, z1]: readonly [number, number],
): readonly Point3[] {
  return [
    [x, y0, z0],
    [x, y1, z0],
    [x, y1, z1],
    [x, y0, z1],
  ];
}

/** A rectangle along the vehicle at `y`. */
export function along(
  y: number,
  [x0, x1]: readonly [number, number],
  [z0, z1]: readonly [number, number],
): readonly Point3[] {
  return [
    [x0, y, z0],
    [x1, y, z0],
    [x1, y, z1],
    [x0, y, z1],
  ];
}

/** Wheels on both sides, each with its arch and its rim. */
export function wheels(
  figure: Figure,
  places: readonly number[],
  radiusM: number,
  half: number,
  part: RoadUserClass,
): void {
  for (const x of places) {
    for (const y of [-half, half]) {
      const round = (share: number, out: number): readonly Point3[] =>
        Array.from({ length: 18 }, (_, index): Point3 => {
          const angle = (index * Math.PI) / 9;
          return [
            x + share * radiusM * Math.cos(angle),
            y * out,
            radiusM + share * radiusM * Math.sin(angle),
          ];
        });
      figure.decal(round(1.18, 1.006), [0, y, 0], dark, part);
      figure.decal(round(1, 1.01), [0, y, 0], tyre, part);
      figure.decal(round(0.62, 1.015), [0, y, 0], [150, 152, 155], part);
      figure.decal(round(0.3, 1.02), [0, y, 0], [90, 92, 95], part);
    }
  }
}
