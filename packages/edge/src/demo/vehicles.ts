import { type Colour, shade } from './canvas.ts';
import { cloth, Figure, glass, paint } from './figure.ts';
import type { SeededRandom } from './random.ts';
import { along, dark, front, headlight, rear, taillight, upright, wheels } from './vehicle-parts.ts';

export function bus(random: SeededRandom): Figure {
  const figure = new Figure();
  const part = 'bus';
  const colour = random.pick(paint);
  const long = random.between(4.8, 6);
  const half = 1.25;
  const tall = random.between(2.9, 3.2);
  const stripe = random.pick(paint);
  figure.box([-long, -half, 0.3], [long, half, tall], colour, part);
  for (const side of [-1, 1]) {
    const y = side * half * 1.005;
    const out = [0, side, 0] as const;
    figure.decal(along(y, [-long, long], [0.3, 0.5]), out, dark, part);
    figure.decal(along(y, [-long, long], [0.85, 1.05]), out, stripe, part);
    figure.decal(along(y, [-long + 0.15, long - 0.1], [1.3, 2.5]), out, glass, part);
    for (let x = -long + 1.3; x < long - 0.8; x += 1.45)
      figure.decal(along(y, [x - 0.045, x + 0.045], [1.3, 2.5]), out, shade(colour, 0.7), part);
    // Doors are on the right.
    for (const x of side < 0 ? [long - 1.1, -long * 0.1] : []) {
      figure.decal(along(y, [x - 0.6, x + 0.6], [0.4, 2.5]), out, shade(glass, 1.2), part);
      figure.decal(along(y, [x - 0.03, x + 0.03], [0.4, 2.5]), out, dark, part);
    }
    const mirror = side * half * 1.1;
    figure.line(
      [
        [long, side * half, 2.6],
        [long + 0.25, mirror, 2.3],
        [long + 0.25, mirror, 1.9],
      ],
      0.06,
      dark,
      part,
    );
  }
  for (const [x, light] of [
    [long, headlight],
    [-long, taillight],
  ] as const) {
    const at = x * 1.003;
    const out = x > 0 ? front : rear;
    figure.decal(upright(at, [-half * 0.93, half * 0.93], [1.05, 2.5]), out, glass, part);
    figure.decal(upright(at, [-half * 0.5, half * 0.93], [1.8, 2.5]), out, [82, 96, 108], part);
    figure.decal(upright(at, [-half * 0.8, half * 0.8], [2.58, 2.85]), out, [22, 22, 22], part);
    figure.decal(upright(at, [-half * 0.5, half * 0.5], [2.64, 2.79]), out, [235, 160, 40], part);
    figure.decal(upright(at, [-half * 0.95, half * 0.95], [0.35, 0.55]), out, dark, part);
    for (const y of [-half * 0.75, half * 0.75])
      figure.decal(upright(at, [y - 0.17, y + 0.17], [0.66, 0.86]), out, light, part);
  }
  wheels(figure, [-long * 0.6, long * 0.6], 0.48, half, part);
  return figure;
}

/** A lorry with a box or an open bed. */
export function truck(random: SeededRandom): Figure {
  const figure = new Figure();
  const part = 'truck';
  const colour = random.pick(paint);
  const load = random.pick([...paint, ...cloth]);
  const long = random.between(3.2, 4.2);
  const half = random.between(1.12, 1.25);
  const tall = random.between(3, 3.6);
  const split = long - random.between(1.75, 2);
  const high = random.between(2.5, 2.85);
  const bed = random.next() < 0.25 ? 1.7 : tall;
  figure.box([-long, -half * 0.6, 0.55], [long - 0.1, half * 0.6, 0.9], dark, part);
  figure.box([-long, -half, 0.95], [split - 0.15, half, bed], load, part);
  for (const side of [-1, 1]) {
    const y = side * half * 1.004;
    const out = [0, side, 0] as const;
    figure.decal(along(y, [-long, split - 0.15], [0.95, 1.05]), out, shade(load, 0.6), part);
    for (let x = -long + 0.7; x < split - 0.4; x += 0.9)
      figure.decal(along(y, [x - 0.015, x + 0.015], [1.05, bed]), out, shade(load, 0.78), part);
  }
  const tail = -long * 1.003;
  figure.decal(upright(tail, [-0.02, 0.02], [1, bed]), rear, shade(load, 0.5), part);
  for (const y of [-half * 0.8, half * 0.8])
    figure.decal(upright(tail, [y - 0.15, y + 0.15], [0.62, 0.8]), rear, taillight, part);
  cab(figure, [split, long], half, high, colour);
  wheels(figure, [-long * 0.72, -long * 0.42, long * 0.7], 0.48, half, part);
  return figure;
}

function cab(
  figure: Figure,
  [split, long]: readonly [number, number],
  half: number,
  high: number,
  colour: Colour,
): void {
  const part = 'truck';
  const [belt, edge, nose] = [high * 0.56, half * 0.88, long * 1.003];
  figure.box([split, -half * 0.97, 0.45], [long, half * 0.97, high], colour, part, 0.05);
  figure.decal(upright(nose, [-edge, edge], [belt, high - 0.18]), front, glass, part);
  figure.decal(upright(nose, [-edge * 0.2, edge], [belt + 0.4, high - 0.18]), front, [84, 98, 110], part);
  figure.decal(upright(nose, [-edge * 0.7, edge * 0.7], [0.85, belt - 0.15]), front, dark, part);
  figure.decal(upright(nose, [-edge * 1.05, edge * 1.05], [0.45, 0.7]), front, dark, part);
  for (const side of [-1, 1]) {
    const y = side * half * 0.985;
    const out = [0, side, 0] as const;
    figure.decal(along(y, [split + 0.45, long - 0.18], [belt, high - 0.2]), out, glass, part);
    figure.decal(along(y, [split + 0.39, split + 0.41], [0.6, high - 0.2]), out, shade(colour, 0.5), part);
    figure.decal(upright(nose, [side * edge * 0.72, side * edge], [0.76, 0.95]), front, headlight, part);
    const mirror = side * half * 1.15;
    figure.line(
      [
        [long - 0.1, side * half, high - 0.3],
        [long + 0.1, mirror, high - 0.5],
        [long + 0.1, mirror, belt],
      ],
      0.06,
      dark,
      part,
    );
  }
}
