import type { Box, RoadUserClass } from '@outis/core';
import { type Canvas, type CanvasPoint, type Colour, shade } from './canvas.ts';
import type { Figure, Point3, Shape } from './figure.ts';
import type { Place, View } from './scenes.ts';
import { project } from './simulation.ts';

/** A figure that stands somewhere on the ground; `heading` in rad from +x towards +z. */
export interface Standing {
  readonly figure: Figure;
  readonly place: Place;
  readonly heading: number;
}

/** The box around what is drawn of one class of a figure, fractions of the picture, not cut at its edges. */
export interface PartBox {
  readonly class: RoadUserClass;
  readonly box: Box;
}

/** Where a point of a figure appears on the canvas, and how large a metre is there, px. */
interface Spot {
  readonly at: CanvasPoint;
  readonly metrePx: number;
}

/** The boxes of the parts of a figure as `view` sees it; null when it is too near to be drawn. */
export function partBoxes(standing: Standing, view: View): readonly PartBox[] | null {
  const unit = { widthPx: 1, heightPx: 1 };
  const boxes = new Map<RoadUserClass, readonly [number, number, number, number]>();
  for (const { points, radiusM, part } of standing.figure.shapes) {
    for (const point of points) {
      const spot = spotOf(point, standing, view, unit);
      if (spot === null) return null;
      const [x, y] = spot.at;
      const [reachX, reachY] = [(radiusM ?? 0) * spot.metrePx, (radiusM ?? 0) * spot.metrePx * (16 / 9)];
      const old = boxes.get(part) ?? [x, y, x, y];
      boxes.set(part, [
        Math.min(old[0], x - reachX),
        Math.min(old[1], y - reachY),
        Math.max(old[2], x + reachX),
        Math.max(old[3], y + reachY),
      ]);
    }
  }
  return [...boxes].map(([part, [left, top, right, bottom]]) => ({
    class: part,
    box: { left, top, width: right - left, height: bottom - top },
  }));
}

/** Draws a figure with the shadow under it. Figures are to be drawn farthest first. */
export function paintFigure(canvas: Canvas, standing: Standing, view: View, light: number): void {
  paintShadow(canvas, standing, view);
  const eye: Point3 = [0, view.heightM, 0];
  const shapes = standing.figure.shapes.flatMap((shape) => {
    const spots = shape.points.map((point) => spotOf(point, standing, view, canvas));
    if (spots.includes(null) || isTurnedAway(shape, standing, eye)) return [];
    const far = shape.points.reduce((sum, point) => sum + distance(worldOf(point, standing), eye), 0);
    // What lies on a surface comes after all surfaces; in the order in which it was made, as it lies one on the other.
    const order = shape.outward === null ? far / shape.points.length : 0;
    return [{ shape, spots: spots as Spot[], order }];
  });
  shapes.sort((a, b) => b.order - a.order);
  for (const { shape, spots } of shapes) paintShape(canvas, shape, spots, shade(shape.colour, light));
}

/** Draws a strip or patch that lies on the ground; corners behind the camera leave it undrawn. */
export function paintGround(
  canvas: Canvas,
  corners: readonly Place[],
  view: View,
  colour: Colour,
  cover = 1,
): void {
  const points = corners.map((corner) => project(corner, 0, view));
  if (points.includes(null)) return;
  canvas.polygon(
    points.map((point): CanvasPoint => [point!.x * canvas.widthPx, point!.y * canvas.heightPx]),
    colour,
    cover,
  );
}

/** Draws a strip of the ground across the view, from `x0` to `x1` and from `z0` to `z1`, m. */
export function paintStrip(
  canvas: Canvas,
  view: View,
  [x0, x1]: readonly [number, number],
  [z0, z1]: readonly [number, number],
  colour: Colour,
): void {
  const corners: readonly Place[] = [
    { x: x0, z: z0 },
    { x: x1, z: z0 },
    { x: x1, z: z1 },
    { x: x0, z: z1 },
  ];
  paintGround(canvas, corners, view, colour);
}

function paintShape(canvas: Canvas, { radiusM }: Shape, spots: readonly Spot[], colour: Colour): void {
  if (radiusM === null) {
    canvas.polygon(
      spots.map(({ at }) => at),
      colour,
    );
    return;
  }
  const [from, to] = [spots[0]!, spots[1]!];
  canvas.line(from.at, to.at, radiusM * from.metrePx, colour);
}

function paintShadow(canvas: Canvas, standing: Standing, view: View): void {
  const xs = standing.figure.shapes.flatMap(({ points }) => points.map(([x]) => x));
  const ys = standing.figure.shapes.flatMap(({ points }) => points.map(([, y]) => y));
  const [long, wide] = [Math.max(...xs.map(Math.abs)), Math.max(...ys.map(Math.abs)) + 0.05];
  for (const grown of [0.9, 1, 1.1]) {
    const corners = Array.from({ length: 20 }, (_, index): Place => {
      const angle = (index * Math.PI) / 10;
      const world = worldOf([long * grown * Math.cos(angle), wide * grown * Math.sin(angle), 0], standing);
      return { x: world[0], z: world[2] };
    });
    paintGround(canvas, corners, view, [20, 20, 24], 0.2);
  }
}

function spotOf(
  point: Point3,
  standing: Standing,
  view: View,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): Spot | null {
  const [x, up, z] = worldOf(point, standing);
  const seen = project({ x, z }, up, view);
  if (seen === null) return null;
  return { at: [seen.x * widthPx, seen.y * heightPx], metrePx: seen.metre * widthPx };
}

/** From the figure's own axes to x right, y up, z ahead. */
function worldOf([along, left, up]: Point3, { place, heading }: Standing): Point3 {
  const [cos, sin] = [Math.cos(heading), Math.sin(heading)];
  return [place.x + along * cos - left * sin, up, place.z + along * sin + left * cos];
}

function isTurnedAway({ points, outward }: Shape, standing: Standing, eye: Point3): boolean {
  if (outward === null) return false;
  const [x, y, z] = points[0]!;
  const at = worldOf(points[0]!, standing);
  const ahead = worldOf([x + outward[0], y + outward[1], z + outward[2]], standing);
  return distance(ahead, eye) >= distance(at, eye);
}

function distance(a: Point3, b: Point3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
