import type { RoadUserClass } from '@outis/core';
import { type Colour, shade } from './canvas.ts';
import { cloth, Figure, hair, type Point3, paint, skin, sole, tyre } from './figure.ts';
import type { SeededRandom } from './random.ts';
import type { Wears } from './worn-parts.ts';

const turn = 2 * Math.PI;
const helmet: Colour = [236, 200, 40];
const vest: Colour = [240, 120, 30];

/** Somebody who stands or walks; `stride` runs from 0 to 1 over two steps. `wears` null: as on a street. */
export function walker(
  random: SeededRandom,
  stride: number = random.next(),
  wears: Wears | null = null,
): Figure {
  const figure = new Figure();
  const part = 'person';
  const step = 0.42 * Math.sin(stride * turn);
  const lean = random.between(-0.02, 0.08);
  const neck: Point3 = [lean, 0, 1.52];
  const trousers = random.pick(cloth);
  for (const side of [-0.1, 0.1]) {
    const swing = side < 0 ? step : -step;
    const knee: Point3 = [0.28 * swing + 0.05, side, 0.5];
    const foot: Point3 = [0.75 * swing, side, 0.06];
    figure.line([[0, side, 0.9], knee, foot], 0.075, shade(trousers, side < 0 ? 0.9 : 1), part);
    figure.line([foot, [foot[0] + 0.14, side, 0.04]], 0.045, sole, part);
  }
  const top = torso(figure, random, [0, 0, 0.92], neck, wears?.vest === true ? vest : null);
  const hand = random.pick(skin);
  for (const side of [-0.24, 0.24]) {
    const swing = side < 0 ? -step : step;
    const elbow: Point3 = [neck[0] + 0.4 * swing, side, neck[2] - 0.42];
    figure.line([[neck[0], side * 0.85, neck[2] - 0.12], elbow], 0.055, shade(top, 0.9), part);
    figure.line([elbow, [elbow[0] + 0.16, side * 0.9, elbow[2] - 0.2]], 0.045, shade(top, 0.85), part);
    figure.disc([elbow[0] + 0.18, side * 0.9, elbow[2] - 0.24], 0.05, hand, part);
  }
  const at: Point3 = [neck[0] + 0.03, 0, neck[2] + 0.17];
  head(figure, random, at, hand);
  if (wears?.helmet === true) {
    figure.disc([at[0], 0, at[2] + 0.05], 0.125, helmet, part);
    figure.line(
      [
        [at[0] - 0.12, 0, at[2] + 0.03],
        [at[0] + 0.16, 0, at[2] + 0.03],
      ],
      0.03,
      helmet,
      part,
    );
  }
  return figure;
}

/** A bicycle with somebody on it; `stride` runs from 0 to 1 over a turn of the pedals. */
export function cyclist(random: SeededRandom, stride: number = random.next()): Figure {
  const figure = new Figure();
  const part = 'bicycle';
  const colour = random.pick(paint);
  const size = random.between(0.31, 0.35);
  const [back, front]: [Point3, Point3] = [
    [-0.5, 0, size],
    [0.53, 0, size],
  ];
  const [crank, saddle, bars]: [Point3, Point3, Point3] = [
    [-0.05, 0, 0.3],
    [-0.25, 0, 0.9],
    [0.38, 0, 1],
  ];
  for (const [x, , z] of [back, front]) {
    figure.ring([x, 0, z], size - 0.02, 0.024, tyre, part);
    for (let spoke = 0; spoke < 4; spoke++) {
      const [dx, dz] = [size * Math.cos((spoke * turn) / 8), size * Math.sin((spoke * turn) / 8)];
      figure.line(
        [
          [x - dx, 0, z - dz],
          [x + dx, 0, z + dz],
        ],
        0.004,
        [120, 120, 120],
        part,
      );
    }
  }
  const joint: Point3 = [0.3, 0, 0.75];
  figure.line([back, crank, saddle, back], 0.016, colour, part);
  figure.line([crank, joint, [saddle[0] + 0.05, 0, 0.75]], 0.02, colour, part);
  figure.line([front, joint, bars], 0.02, shade(colour, 0.8), part);
  figure.line(
    [
      [bars[0], -0.25, bars[2]],
      [bars[0], 0.25, bars[2]],
    ],
    0.017,
    [40, 40, 42],
    part,
  );
  figure.line(
    [
      [saddle[0] - 0.12, 0, saddle[2] + 0.02],
      [saddle[0] + 0.1, 0, saddle[2]],
    ],
    0.035,
    tyre,
    part,
  );
  const pedal = (angle: number): Point3 => [
    crank[0] + 0.17 * Math.cos(angle),
    0,
    crank[2] + 0.17 * Math.sin(angle),
  ];
  const pedals = [pedal(-stride * turn), pedal((0.5 - stride) * turn)] as const;
  rider(figure, random, [saddle[0], 0, saddle[2] + 0.08], bars, pedals);
  return figure;
}

/** A motorcycle or scooter with somebody on it. */
export function motorcyclist(random: SeededRandom): Figure {
  const figure = new Figure();
  const part = 'motorcycle';
  const colour = random.pick(paint);
  for (const x of [-0.65, 0.68]) {
    figure.ring([x, 0, 0.3], 0.24, 0.06, tyre, part);
    figure.disc([x, 0, 0.3], 0.1, [110, 110, 112], part);
  }
  figure.line(
    [
      [-0.7, 0, 0.6],
      [-0.1, 0, 0.55],
      [0.35, 0, 0.6],
    ],
    0.16,
    colour,
    part,
  );
  figure.line(
    [
      [-0.2, 0, 0.35],
      [0.25, 0, 0.35],
    ],
    0.15,
    shade(colour, 0.6),
    part,
  );
  figure.line(
    [
      [-0.7, 0, 0.8],
      [-0.1, 0, 0.76],
    ],
    0.08,
    [30, 30, 32],
    part,
  );
  figure.line(
    [
      [0.68, 0, 0.3],
      [0.5, 0, 0.7],
      [0.38, 0, 1],
    ],
    0.045,
    [80, 80, 84],
    part,
  );
  figure.line(
    [
      [0.38, -0.32, 1.02],
      [0.38, 0.32, 1.02],
    ],
    0.022,
    [40, 40, 42],
    part,
  );
  figure.disc([0.55, 0, 0.85], 0.09, [235, 235, 220], part);
  const rest: Point3 = [0.15, 0, 0.35];
  rider(figure, random, [-0.25, 0, 0.86], [0.38, 0, 1.02], [rest, rest]);
  return figure;
}

function rider(
  figure: Figure,
  random: SeededRandom,
  seat: Point3,
  bars: Point3,
  pedals: readonly [Point3, Point3],
): void {
  const part = 'person';
  const trousers = random.pick(cloth);
  const upright = random.next();
  const neck: Point3 = [seat[0] + 0.42 - 0.28 * upright, 0, seat[2] + 0.42 + 0.14 * upright];
  for (const [foot, side] of [
    [pedals[0], -0.1],
    [pedals[1], 0.1],
  ] as const) {
    const knee: Point3 = [(seat[0] + foot[0]) / 2 + 0.22, side, (seat[2] + foot[2]) / 2 + 0.12];
    figure.line([[seat[0], side, seat[2]], knee, [foot[0], side, foot[2]]], 0.07, trousers, part);
    figure.line(
      [
        [foot[0] - 0.05, side, foot[2]],
        [foot[0] + 0.12, side, foot[2]],
      ],
      0.04,
      sole,
      part,
    );
  }
  const top = torso(figure, random, seat, neck);
  for (const side of [-0.22, 0.22]) {
    const elbow: Point3 = [(neck[0] + bars[0]) / 2 - 0.04, side * 1.15, (neck[2] + bars[2]) / 2 - 0.1];
    figure.line([[neck[0], side * 0.85, neck[2] - 0.12], elbow, [bars[0], side, bars[2]]], 0.045, top, part);
  }
  head(figure, random, [neck[0] + 0.08, 0, neck[2] + 0.17], random.pick(skin));
}

/** `over`: the colour of what is worn over it. */
function torso(
  figure: Figure,
  random: SeededRandom,
  hip: Point3,
  neck: Point3,
  over: Colour | null = null,
): Colour {
  const below = random.pick(cloth);
  const colour = over ?? below;
  for (const side of [-0.1, 0, 0.1])
    figure.line(
      [
        [hip[0], hip[1] + side * 0.8, hip[2]],
        [neck[0], neck[1] + side, neck[2] - 0.13],
      ],
      0.115,
      shade(colour, 0.92 + side),
      'person',
    );
  return below;
}

function head(figure: Figure, random: SeededRandom, [x, y, z]: Point3, colour: Colour): void {
  const part: RoadUserClass = 'person';
  figure.disc([x, y, z], 0.105, colour, part);
  figure.disc([x + 0.01, y, z - 0.06], 0.08, colour, part);
  figure.disc([x - 0.035, y, z + 0.04], 0.105, random.pick(hair), part);
}
