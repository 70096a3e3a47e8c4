import type { RoadUserClass } from '@outis/core';
import { type Colour, shade } from './canvas.ts';
import { Figure, glass, type Point3, paint } from './figure.ts';
import type { SeededRandom } from './random.ts';
import { dark, front, headlight, rear, taillight, upright, wheels } from './vehicle-parts.ts';

/** What a window mirrors of the sky. */
const gleam: Colour = [120, 138, 152];

/** A corner of a body seen from the side: along, up, and half the width there, metres. */
type Rib = readonly [number, number, number];

export function car(random: SeededRandom): Figure {
  const figure = new Figure();
  const part = 'car';
  const colour = random.pick(paint);
  const long = random.between(1.95, 2.25);
  const half = random.between(0.86, 0.93);
  const tall = random.between(1.42, 1.6);
  const belt = 0.6 * tall;
  const isEstate = random.next() < 0.5;
  // From the front bumper over bonnet, roof and boot to the rear bumper.
  const [nose, wind, top, back, tail] = [
    long * 0.98,
    long * 0.42,
    long * 0.02,
    -long * (isEstate ? 0.7 : 0.42),
    -long * (isEstate ? 0.97 : 0.7),
  ];
  const bonnet = belt * 0.9;
  const body: readonly Rib[] = [
    [long * 0.97, 0.22, half * 0.86],
    [long, 0.45, half * 0.9],
    [nose, bonnet * 0.82, half * 0.92],
    [long * 0.8, bonnet, half * 0.95],
    [wind, belt, half],
    [tail, belt, half],
    [-long * 0.97, belt * 0.95, half * 0.95],
    [-long, 0.5, half * 0.92],
    [-long * 0.97, 0.24, half * 0.88],
  ];
  extrude(figure, body, colour, part);
  bands(figure, body, half, colour, part);
  const roof: readonly Rib[] = [
    [wind, belt, half * 0.97],
    [top, tall * 0.98, half * 0.8],
    [(top + back) / 2, tall, half * 0.8],
    [back, tall * 0.97, half * 0.8],
    [tail, belt, half * 0.96],
  ];
  cabin(figure, roof, belt, colour);
  wheels(figure, [-long * 0.61, long * 0.63], 0.33, half, part);
  for (const side of [-1, 1]) {
    const inner = side * half * 0.45;
    const outer = side * half * 0.88;
    const low = bonnet * 0.66;
    const eye: readonly Point3[] = [
      [long * 1.005, inner, low],
      [long * 1.005, outer, low],
      [nose + 0.02, outer, low + 0.17],
      [nose + 0.02, inner, low + 0.13],
    ];
    figure.decal(eye, front, headlight, part);
    figure.decal(
      upright(-long * 1.01, [inner * 1.3, outer], [belt * 0.68, belt * 0.9]),
      rear,
      taillight,
      part,
    );
    const mirror: Point3 = [wind - 0.18, side * half * 1.08, belt + 0.06];
    figure.disc(mirror, 0.09, shade(colour, 0.8), part);
  }
  figure.decal(
    upright(long * 1.01, [-half * 0.42, half * 0.42], [bonnet * 0.52, bonnet * 0.8]),
    front,
    dark,
    part,
  );
  figure.decal(upright(long * 1.01, [-half * 0.84, half * 0.84], [0.26, 0.4]), front, dark, part);
  figure.decal(upright(-long * 1.01, [-half * 0.84, half * 0.84], [0.27, 0.42]), rear, dark, part);
  return figure;
}

/** Windows all around under a painted roof. */
function cabin(figure: Figure, roof: readonly Rib[], belt: number, colour: Colour): void {
  const part = 'car';
  const [wind, top, middle, back, tail] = roof as [Rib, Rib, Rib, Rib, Rib];
  for (const side of [-1, 1]) {
    const at = ([x, z, y]: Rib): Point3 => [x, side * y, z];
    figure.face(
      [at(wind), at(top), at(middle), at(back), at(tail)],
      shade(colour, side < 0 ? 0.8 : 0.9),
      part,
    );
    const inset = (rib: Rib, towards: number, up: number): Point3 => [
      rib[0] + (towards - rib[0]) * 0.1,
      side * rib[2] * 1.005,
      rib[1] + up,
    ];
    const centre = (top[0] + back[0]) / 2;
    const [low, high] = [0.05, -0.09];
    const post = centre + 0.05;
    const line = (x: number, up: number, like: Rib): Point3 => [x, side * like[2] * 1.01, up];
    figure.decal(
      [
        inset(wind, centre, low),
        inset(top, centre, high),
        line(post + 0.04, top[1] + high, top),
        line(post + 0.04, belt + low, wind),
      ],
      [0, side, 0],
      glass,
      part,
    );
    figure.decal(
      [
        line(post - 0.04, belt + low, wind),
        line(post - 0.04, back[1] + high, back),
        inset(back, centre, high),
        inset(tail, centre, low),
      ],
      [0, side, 0],
      shade(glass, 0.85),
      part,
    );
  }
  pane(figure, wind, top, glass);
  pane(figure, back, tail, shade(glass, 0.8));
  for (const [a, b] of [
    [top, middle],
    [middle, back],
  ] as const)
    figure.face(
      [
        [a[0], -a[2], a[1]],
        [b[0], -b[2], b[1]],
        [b[0], b[2], b[1]],
        [a[0], a[2], a[1]],
      ],
      shade(colour, 1.15),
      part,
    );
}

/** A windscreen between two ribs with what it mirrors. */
function pane(figure: Figure, a: Rib, b: Rib, colour: Colour): void {
  const between = (share: number, side: number): Point3 => [
    a[0] + (b[0] - a[0]) * share,
    side * (a[2] + (b[2] - a[2]) * share) * 0.93,
    a[1] + (b[1] - a[1]) * share,
  ];
  for (const [from, to, tone] of [
    [0, 0.5, 0],
    [0.5, 1, 0.25],
  ] as const)
    figure.face(
      [between(from, -1), between(to, -1), between(to, 1), between(from, 1)],
      [0, 1, 2].map((k) => colour[k]! * (1 - tone) + gleam[k]! * tone) as unknown as Colour,
      'car',
    );
}

/** The surface across the ribs, lit from above. */
function extrude(figure: Figure, ribs: readonly Rib[], colour: Colour, part: RoadUserClass): void {
  for (let i = 1; i < ribs.length; i++) {
    const [a, b] = [ribs[i - 1]!, ribs[i]!];
    const level = Math.abs(b[0] - a[0]) / Math.hypot(b[0] - a[0], b[1] - a[1]);
    figure.face(
      [
        [a[0], -a[2], a[1]],
        [b[0], -b[2], b[1]],
        [b[0], b[2], b[1]],
        [a[0], a[2], a[1]],
      ],
      shade(colour, 0.72 + 0.42 * level),
      part,
    );
  }
  for (const side of [-1, 1])
    figure.face(
      ribs.map(([x, z, y]): Point3 => [x, side * y, z]),
      shade(colour, side < 0 ? 0.82 : 0.92),
      part,
    );
}

/** What makes a flank rounded: a light shoulder, a dark sill, and the lines of the doors. */
function bands(
  figure: Figure,
  ribs: readonly Rib[],
  half: number,
  colour: Colour,
  part: RoadUserClass,
): void {
  const [front, back] = [ribs[3]![0], ribs[6]![0]];
  const [belt, sill] = [ribs[4]![1], 0.24];
  for (const side of [-1, 1]) {
    const y = side * half * 1.004;
    const across = (low: number, high: number): readonly Point3[] => [
      [front, y, low],
      [back, y, low],
      [back, y, high],
      [front, y, high],
    ];
    figure.decal(across(belt * 0.8, belt * 0.9), [0, side, 0], shade(colour, 1.08), part);
    figure.decal(across(sill, sill + 0.14), [0, side, 0], shade(colour, 0.55), part);
    for (const x of [front * 0.45, -0.05 * front, back * 0.5])
      figure.stroke(
        [
          [x, y * 1.002, sill + 0.1],
          [x, y * 1.002, belt],
        ],
        0.012,
        [0, side, 0],
        shade(colour, 0.5),
        part,
      );
  }
}
