import type { SceneName } from '../camera/source.ts';
import type { Canvas, CanvasPoint, Colour } from './canvas.ts';
import { paintStrip } from './painter.ts';
import { SeededRandom } from './random.ts';
import type { Place, View } from './scenes.ts';
import { project } from './simulation.ts';

const white: Colour = [205, 205, 200];

/** Draws the empty place of a film over the whole canvas. */
export function paintPlace(canvas: Canvas, scene: SceneName, view: View): void {
  const grain = new SeededRandom(7);
  const horizon = (project({ x: 0, z: 4000 }, 0, view)?.y ?? 0) * canvas.heightPx;
  canvas.paint((_x, y) => {
    const noise = 6 * (grain.next() - 0.5);
    if (y < horizon) return [190 + noise, 202 + noise, 212 + noise];
    const level = 118 + 20 * ((y - horizon) / canvas.heightPx) + noise;
    return [level + 4, level + 2, level - 3];
  });
  if (scene === 'yard') paintYard(canvas, view);
  else paintStreet(canvas, view);
}

function paintYard(canvas: Canvas, view: View): void {
  // The way of the lorries, the footway beside it, the hall behind.
  paintStrip(canvas, view, [-60, 60], [17, 27], [92, 92, 94]);
  paintStrip(canvas, view, [-60, 60], [8, 15.5], [136, 133, 126]);
  paintStrip(canvas, view, [-60, 60], [15.5, 15.7], white);
  hall(canvas, view, { from: -34, to: -9, near: 33, tallM: 8 }, [150, 158, 162]);
  hall(canvas, view, { from: 9, to: 40, near: 40, tallM: 7 }, [168, 150, 128]);
  for (const [x, z, colour] of [
    [13, 28, [150, 62, 48]],
    [20, 29, [58, 92, 132]],
  ] as const)
    box(canvas, view, { x, z }, [6, 2.4, 2.6], colour);
  for (let x = -24; x < 24; x += 3) paintStrip(canvas, view, [x, x + 1.5], [21.9, 22.1], white);
}

function paintStreet(canvas: Canvas, view: View): void {
  paintStrip(canvas, view, [-80, 80], [13.2, 21.5], [84, 84, 87]);
  paintStrip(canvas, view, [-80, 80], [10.3, 12.8], [138, 98, 88]);
  paintStrip(canvas, view, [-80, 80], [6, 10.1], [150, 147, 141]);
  paintStrip(canvas, view, [1, 6], [21.5, 80], [88, 88, 91]);
  for (const z of [13.2, 21.4, 10.2]) paintStrip(canvas, view, [-80, 80], [z, z + 0.14], white);
  for (let x = -60; x < 60; x += 5) paintStrip(canvas, view, [x, x + 2.5], [17.2, 17.36], white);
  hall(canvas, view, { from: -60, to: -2, near: 27, tallM: 9 }, [176, 160, 140]);
  hall(canvas, view, { from: 9, to: 60, near: 28, tallM: 11 }, [158, 150, 150]);
}

/** A building that stands across the view, with rows of windows. */
function hall(
  canvas: Canvas,
  view: View,
  {
    from,
    to,
    near,
    tallM,
  }: { readonly from: number; readonly to: number; readonly near: number; readonly tallM: number },
  colour: Colour,
): void {
  wall(canvas, view, { from, to, near }, [0, tallM], colour);
  for (let up = 1.2; up + 1.6 < tallM; up += 3)
    for (let x = from + 1.5; x + 1.6 < to; x += 3.2)
      wall(canvas, view, { from: x, to: x + 1.6, near: near - 0.02 }, [up, up + 1.5], [86, 98, 110]);
}

/** A box on the ground: the front and the top of it, as seen from the mast. */
function box(
  canvas: Canvas,
  view: View,
  { x, z }: Place,
  [long, deep, tall]: readonly [number, number, number],
  [red, green, blue]: Colour,
): void {
  const back = corners(view, canvas, [x, x + long], z + deep, [tall, tall]);
  const front = corners(view, canvas, [x, x + long], z, [tall, tall]);
  if (back !== null && front !== null)
    canvas.polygon([front[0]!, front[1]!, back[1]!, back[0]!], [red * 1.2, green * 1.2, blue * 1.2]);
  wall(canvas, view, { from: x, to: x + long, near: z }, [0, tall], [red, green, blue]);
}

function wall(
  canvas: Canvas,
  view: View,
  { from, to, near }: { readonly from: number; readonly to: number; readonly near: number },
  [low, high]: readonly [number, number],
  colour: Colour,
): void {
  const points = corners(view, canvas, [from, to], near, [low, high]);
  if (points !== null) canvas.polygon(points, colour);
}

/** The corners of an upright or level rectangle, going round; null when one of them is behind the camera. */
function corners(
  view: View,
  canvas: Canvas,
  [from, to]: readonly [number, number],
  z: number,
  [low, high]: readonly [number, number],
): CanvasPoint[] | null {
  const seen = [
    project({ x: from, z }, low, view),
    project({ x: to, z }, low, view),
    project({ x: to, z }, high, view),
    project({ x: from, z }, high, view),
  ];
  return seen.includes(null)
    ? null
    : seen.map((point): CanvasPoint => [point!.x * canvas.widthPx, point!.y * canvas.heightPx]);
}
