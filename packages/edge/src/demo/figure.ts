import type { RoadUserClass } from '@outis/core';
import { type Colour, shade } from './canvas.ts';

/** A point of a figure, metres: it stands at the origin and looks along +x; +y is its left, +z up. */
export type Point3 = readonly [number, number, number];

/**
 * One shape of a figure and what it is a part of; a radius makes it a round-ended line, none a polygon. What lies on a
 * surface (a window) names where that faces: it is drawn over the solid shapes, and only when seen from there.
 */
export interface Shape {
  readonly points: readonly Point3[];
  readonly radiusM: number | null;
  readonly colour: Colour;
  readonly part: RoadUserClass;
  readonly outward: Point3 | null;
}

/** Collects the shapes of somebody or something drawn in space. */
export class Figure {
  readonly shapes: Shape[] = [];

  /** Round-ended lines from point to point. */
  line(points: readonly Point3[], radiusM: number, colour: Colour, part: RoadUserClass): void {
    for (let i = 1; i < points.length; i++)
      this.shapes.push({ points: [points[i - 1]!, points[i]!], radiusM, colour, part, outward: null });
  }

  /** A polygon that lies on a surface which faces `outward`. */
  decal(points: readonly Point3[], outward: Point3, colour: Colour, part: RoadUserClass): void {
    this.shapes.push({ points, radiusM: null, colour, part, outward });
  }

  /** A line that lies on a surface which faces `outward`. */
  stroke(
    line: readonly [Point3, Point3],
    radiusM: number,
    outward: Point3,
    colour: Colour,
    part: RoadUserClass,
  ): void {
    this.shapes.push({ points: line, radiusM, colour, part, outward });
  }

  disc(centre: Point3, radiusM: number, colour: Colour, part: RoadUserClass): void {
    this.shapes.push({ points: [centre, centre], radiusM, colour, part, outward: null });
  }

  face(points: readonly Point3[], colour: Colour, part: RoadUserClass): void {
    this.shapes.push({ points, radiusM: null, colour, part, outward: null });
  }

  /** A wheel that stands along x. */
  ring([x, y, z]: Point3, radiusM: number, thickM: number, colour: Colour, part: RoadUserClass): void {
    const corners = 14;
    const points = Array.from({ length: corners + 1 }, (_, index): Point3 => {
      const angle = (2 * Math.PI * index) / corners;
      return [x + radiusM * Math.cos(angle), y, z + radiusM * Math.sin(angle)];
    });
    this.line(points, thickM, colour, part);
  }

  /** A cuboid between two corners; `taperM` pulls its upper ends in. Its sides differ in brightness. */
  box([x0, y0, z0]: Point3, [x1, y1, z1]: Point3, colour: Colour, part: RoadUserClass, taperM = 0): void {
    const [a, b] = [x0 + taperM, x1 - taperM];
    const sides: readonly (readonly [readonly Point3[], number])[] = [
      [
        [
          [x0, y0, z0],
          [x1, y0, z0],
          [b, y0, z1],
          [a, y0, z1],
        ],
        0.85,
      ],
      [
        [
          [x0, y1, z0],
          [x1, y1, z0],
          [b, y1, z1],
          [a, y1, z1],
        ],
        0.95,
      ],
      [
        [
          [x0, y0, z0],
          [x0, y1, z0],
          [a, y1, z1],
          [a, y0, z1],
        ],
        0.7,
      ],
      [
        [
          [x1, y0, z0],
          [x1, y1, z0],
          [b, y1, z1],
          [b, y0, z1],
        ],
        0.78,
      ],
      [
        [
          [a, y0, z1],
          [b, y0, z1],
          [b, y1, z1],
          [a, y1, z1],
        ],
        1.1,
      ],
    ];
    for (const [points, light] of sides) this.face(points, shade(colour, light), part);
  }
}

export const skin: readonly Colour[] = [
  [224, 182, 150],
  [198, 146, 110],
  [150, 103, 72],
  [96, 64, 46],
];
export const hair: readonly Colour[] = [
  [40, 30, 24],
  [72, 50, 34],
  [130, 96, 60],
  [150, 150, 150],
  [20, 20, 20],
];
export const cloth: readonly Colour[] = [
  [30, 32, 40],
  [60, 70, 90],
  [120, 120, 125],
  [200, 200, 200],
  [150, 40, 40],
  [40, 90, 60],
  [50, 80, 150],
  [170, 140, 90],
  [90, 60, 110],
];
export const paint: readonly Colour[] = [
  [200, 200, 205],
  [240, 240, 240],
  [30, 30, 35],
  [120, 125, 130],
  [150, 30, 35],
  [40, 70, 140],
  [60, 90, 70],
  [190, 170, 130],
  [110, 150, 190],
];
export const glass: Colour = [50, 62, 74];
export const tyre: Colour = [28, 28, 30];
export const sole: Colour = [30, 28, 26];
