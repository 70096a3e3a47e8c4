import { Random } from '../random.ts';

/** Kinds of place that are drawn. */
export const sceneKinds = ['yard', 'wall', 'sky', 'busy', 'gravel', 'pebbles'] as const;
export type SceneKind = (typeof sceneKinds)[number];

/** A picture in planar yuv420p whose values may be out of range before light and noise; both sides are even. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly y: Int16Array;
  readonly u: Int16Array;
  readonly v: Int16Array;
}

export function emptyPicture(widthPx: number, heightPx: number): Picture {
  const chroma = (widthPx / 2) * (heightPx / 2);
  return {
    widthPx,
    heightPx,
    y: new Int16Array(widthPx * heightPx),
    u: new Int16Array(chroma).fill(128),
    v: new Int16Array(chroma).fill(128),
  };
}

/** Draws a place without anybody in it. The same kind and seed give the same picture. */
export function drawScene(kind: SceneKind, seed: number, widthPx: number, heightPx: number): Picture {
  const random = new Random(seed);
  const picture = emptyPicture(widthPx, heightPx);
  const rough = new Roughness(random.seed());
  const tints = new Roughness(random.seed());
  const level = painters[kind](random, heightPx, rough);
  const [cellPx, strengthU, strengthV] = [
    random.between(12, 30),
    random.between(4, 26),
    random.between(4, 26),
  ];
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) picture.y[y * widthPx + x] = Math.round(level(x, y));
  for (let y = 0; y < heightPx / 2; y++) {
    for (let x = 0; x < widthPx / 2; x++) {
      const at = (y * widthPx) / 2 + x;
      picture.u[at] = 128 + Math.round(strengthU * tints.at((2 * x) / cellPx, (2 * y) / cellPx));
      picture.v[at] = 128 + Math.round(strengthV * tints.at(50 + (2 * x) / cellPx, 50 + (2 * y) / cellPx));
    }
  }
  return picture;
}

type Painter = (random: Random, heightPx: number, rough: Roughness) => (x: number, y: number) => number;

const painters: Readonly<Record<SceneKind, Painter>> = {
  yard: (random, heightPx, rough) => {
    const horizon = random.between(0.2, 0.4) * heightPx;
    const [slabPx, ground, fencePx] = [random.between(9, 26), random.between(80, 140), random.whole(4, 9)];
    return (x, y) => {
      const grain = 14 * rough.octaves(x, y, 9);
      if (y < horizon) return 150 + grain - (x % fencePx < 2 ? 60 : 0);
      const row = Math.floor((y - horizon) / slabPx);
      const isJoint = (y - horizon) % slabPx < 1.5 || (x + row * (slabPx / 2)) % slabPx < 1.5;
      return ground + 30 * ((y - horizon) / heightPx) + grain - (isJoint ? 35 : 0);
    };
  },
  wall: (random, _heightPx, rough) => {
    const [widthPx, stonePx] = [random.between(10, 18), random.between(5, 9)];
    return (x, y) => {
      const row = Math.floor(y / stonePx);
      const column = Math.floor((x + (row % 2) * (widthPx / 2)) / widthPx);
      const isJoint = y % stonePx < 1 || (x + (row % 2) * (widthPx / 2)) % widthPx < 1;
      return isJoint ? 165 : 105 + 22 * rough.hash(column, row) + 8 * rough.octaves(x, y, 5);
    };
  },
  sky: (random, heightPx, rough) => {
    const [top, slope, roof] = [random.between(150, 190), random.between(20, 60), random.between(0.5, 0.75)];
    return (x, y) => {
      const edge = heightPx * roof + 6 * rough.hash(Math.floor(x / 25), 7);
      return y < edge ? top - (slope * y) / heightPx : 70 + 12 * rough.octaves(x, y, 7);
    };
  },
  busy: (random, _heightPx, rough) => {
    const [scalePx, strength] = [random.between(4, 9), random.between(40, 60)];
    return (x, y) => 125 + strength * rough.octaves(x, y, scalePx);
  },
  gravel: (random, heightPx, rough) => {
    const [strength, bright] = [random.between(14, 30), random.between(85, 150)];
    return (x, y) => bright + strength * rough.hash(x >> 1, y >> 1) + 20 * (y / heightPx);
  },
  pebbles: (random, _heightPx, rough) => {
    const strength = random.between(55, 75);
    return (x, y) => 125 + strength * rough.hash(x >> 1, y >> 1);
  },
};

/** Smooth noise from a seed, -1 to 1. */
class Roughness {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Without any smoothness: one value per pair of whole numbers. */
  hash(x: number, y: number): number {
    let mixed = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ this.#seed;
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2147483648 - 1;
  }

  at(x: number, y: number): number {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, down] = [smooth(x - left), smooth(y - top)];
    const upper = mix(this.hash(left, top), this.hash(left + 1, top), right);
    const lower = mix(this.hash(left, top + 1), this.hash(left + 1, top + 1), right);
    return mix(upper, lower, down);
  }

  octaves(x: number, y: number, cellPx: number): number {
    return (
      0.6 * this.at(x / cellPx, y / cellPx) + 0.4 * this.at(9 + (2.3 * x) / cellPx, 9 + (2.3 * y) / cellPx)
    );
  }
}

function smooth(value: number): number {
  return value * value * (3 - 2 * value);
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
