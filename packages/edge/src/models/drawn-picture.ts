import type { Box, FrameSize, RoadUserClass } from '@outis/core';
import { Canvas, type CanvasPoint, type Colour, shade } from '../demo/canvas.ts';
import { car } from '../demo/car.ts';
import type { Figure } from '../demo/figure.ts';
import { type PartBox, paintFigure, paintStrip, partBoxes, type Standing } from '../demo/painter.ts';
import { cyclist, motorcyclist, walker } from '../demo/people.ts';
import { SeededRandom } from '../demo/random.ts';
import type { View } from '../demo/scenes.ts';
import { project } from '../demo/simulation.ts';
import { bus, truck } from '../demo/vehicles.ts';

/** Something that is drawn: its box, and for a two-wheeler also the box with who rides it. Labels differ in that. */
export interface DrawnObject {
  readonly class: RoadUserClass;
  readonly boxes: readonly Box[];
}

/** A picture drawn by Outis and what is in it. No lens has seen it. */
export interface DrawnPicture {
  /** Planar yuv420p. */
  readonly bytes: Buffer;
  readonly objects: readonly DrawnObject[];
}

const makers: readonly ((random: SeededRandom) => Figure)[] = [
  walker,
  cyclist,
  car,
  walker,
  motorcyclist,
  truck,
  cyclist,
  bus,
  car,
  motorcyclist,
];
const perPicture = 5;
/** How much of a figure a nearer one may hide, and how much may lie outside. */
const hiddenMax = 0.15;
/** Smaller than this, share of the picture's height, nobody can be expected to tell what it is. */
const heightMin = 0.12;
const heightMax = 0.62;

/** Draws street scenes with people, two-wheelers and vehicles, of `size` (even sides, about 16:9). Seeded. */
export function* drawnPictures(size: FrameSize, count: number, seed: number): Generator<DrawnPicture> {
  const random = new SeededRandom(seed);
  let next = 0;
  for (let index = 0; index < count; index++) {
    const view: View = {
      heightM: random.between(2.5, 5),
      pitchRad: random.between(0.1, 0.22),
      focal: random.between(0.8, 1.1),
    };
    const canvas = new Canvas(size);
    paintPlace(canvas, view, random, new SeededRandom(index));
    const placed: { readonly standing: Standing; readonly boxes: readonly PartBox[] }[] = [];
    for (let tried = 0; tried < 60 && placed.length < perPicture; tried++) {
      const standing = stand(makers[next % makers.length]!(random), view, random);
      const boxes = partBoxes(standing, view);
      if (
        boxes === null ||
        !isInView(
          boxes,
          placed.flatMap((other) => other.boxes),
        )
      )
        continue;
      placed.push({ standing, boxes });
      next++;
    }
    placed.sort((a, b) => b.standing.place.z - a.standing.place.z);
    const light = random.between(0.85, 1.1);
    for (const { standing } of placed) paintFigure(canvas, standing, view, light);
    yield {
      bytes: canvas.toYuv420(),
      objects: placed.flatMap(({ boxes }) => boxes.map((part) => objectOf(part, boxes))),
    };
  }
}

/** Mostly seen from the side or obliquely, as on a street. */
function stand(figure: Figure, { focal }: View, random: SeededRandom): Standing {
  const z = random.between(6, 24);
  const x = (random.between(-0.48, 0.48) * z) / focal;
  const across = random.pick([0, Math.PI]) + 0.35 * random.normal();
  const heading = random.next() < 0.35 ? random.between(0, 2 * Math.PI) : across;
  return { figure, place: { x, z }, heading };
}

function isInView(boxes: readonly PartBox[], others: readonly PartBox[]): boolean {
  const whole = around(boxes.map(({ box }) => box));
  if (whole.height < heightMin || whole.height > heightMax) return false;
  const inside = shared(whole, { left: 0, top: 0, width: 1, height: 1 }) / (whole.width * whole.height);
  if (inside < 1 - hiddenMax) return false;
  return others.every(({ box }) => {
    const both = shared(whole, box);
    return both <= hiddenMax * Math.min(whole.width * whole.height, box.width * box.height);
  });
}

function objectOf({ class: part, box }: PartBox, all: readonly PartBox[]): DrawnObject {
  const own = clip(box);
  const isRidden = part !== 'person' && all.length > 1;
  return { class: part, boxes: isRidden ? [own, clip(around(all.map((other) => other.box)))] : [own] };
}

/** Sky, houses, ground, a carriageway: a place without anybody. Grain has its own chance: any size shows the same. */
function paintPlace(canvas: Canvas, view: View, random: SeededRandom, grainRandom: SeededRandom): void {
  const sky = random.between(150, 235);
  const ground = random.between(95, 160);
  const tint = random.between(-8, 8);
  const horizon = Math.round((project({ x: 0, z: 4000 }, 0, view)?.y ?? 0.3) * canvas.heightPx);
  canvas.paint((_, y) => {
    const grain = 7 * (grainRandom.next() - 0.5);
    if (y < horizon) return [sky - 12 + grain, sky + grain, sky + 10 + grain];
    const level = ground + (12 * (y - horizon)) / canvas.heightPx + grain;
    return [level + tint, level, level - tint];
  });
  paintHouses(canvas, horizon, random);
  const near = random.between(9, 13);
  const wide = random.between(6, 9);
  const road = random.between(70, 105);
  paintStrip(canvas, view, [-80, 80], [near, near + wide], [road, road, road + 3]);
  for (const edge of [near - 0.15, near + wide])
    paintStrip(canvas, view, [-80, 80], [edge, edge + 0.15], [185, 185, 180]);
  for (let x = -60; x < 60; x += 4)
    paintStrip(canvas, view, [x, x + 2], [near + wide / 2, near + wide / 2 + 0.15], [215, 215, 210]);
}

function paintHouses(canvas: Canvas, horizon: number, random: SeededRandom): void {
  for (let x = 0; x < canvas.widthPx; ) {
    const width = canvas.widthPx * random.between(0.12, 0.3);
    const tall = horizon * random.between(0.5, 1.2);
    const low = horizon + canvas.heightPx * 0.015;
    const wall: Colour = shade([205, 190, 175], random.between(0.6, 1.05));
    canvas.polygon(rectangle(x, horizon - tall, x + width, low), wall);
    const step = canvas.widthPx * 0.035;
    for (let wx = x + step / 2; wx + step / 2 < x + width; wx += step)
      for (let wy = horizon - tall + step / 2; wy + step * 0.7 < low; wy += step * 1.2)
        canvas.polygon(rectangle(wx, wy, wx + step / 2, wy + step * 0.7), [70, 80, 92]);
    x += width;
  }
}

function rectangle(left: number, top: number, right: number, bottom: number): readonly CanvasPoint[] {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

function around(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.left + box.width));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  return { left, top, width: right - left, height: bottom - top };
}

function clip(box: Box): Box {
  const left = Math.max(0, box.left);
  const top = Math.max(0, box.top);
  const right = Math.min(1, box.left + box.width);
  const bottom = Math.min(1, box.top + box.height);
  return { left, top, width: right - left, height: bottom - top };
}

/** The area that two boxes share. */
export function shared(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return width <= 0 || height <= 0 ? 0 : width * height;
}
