import { Random } from '../random.ts';

/** How somebody is there. Sitting is lower and wider, crawling lower still. */
export const poses = ['stand', 'sit', 'crawl'] as const;
export type Pose = (typeof poses)[number];

/** What a synthetic person wears. */
export interface Wear {
  /** The same seed, pose and cell give the same pattern. */
  readonly seed: number;
  /** Side of a cell of the pattern, px. */
  readonly cellPx: number;
  /**
   * `signs` two levels, `levels` any level; `quiet` around a given brightness, as camouflage; `mimic` the very px of the
   * place, mixed up within squares of 8 px: the best that camouflage can do against a look of means and textures.
   */
  readonly kind: 'signs' | 'levels' | 'quiet' | 'mimic';
  /** Mean luma and the most that it deviates. */
  readonly mean: number;
  readonly swing: number;
}

/** A synthetic person in one pose: a pattern in an outline that covers at least {@link figurePxLeast} px. */
export interface Figure {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** 1 where the person is. One byte per px, as `y`, `u` and `v`. */
  readonly mask: Uint8Array;
  readonly coveredPx: number;
}

/** Smaller patterns have innocent look-alikes (measured: 99 % of searches with 12x32 px, none with 40x100). */
export const figurePxLeast = 4000;

const sizes: Readonly<Record<Pose, { readonly widthPx: number; readonly heightPx: number }>> = {
  stand: { widthPx: 52, heightPx: 88 },
  sit: { widthPx: 68, heightPx: 66 },
  crawl: { widthPx: 94, heightPx: 48 },
};

export function figureSize(pose: Pose): { readonly widthPx: number; readonly heightPx: number } {
  return sizes[pose];
}

/** Draws somebody. */
export function drawFigure(wear: Wear, pose: Pose): Figure {
  const { widthPx, heightPx } = sizes[pose];
  const random = new Random(wear.seed ^ Math.imul(poses.indexOf(pose) + 1, 0x51ed270b));
  const columns = Math.ceil(widthPx / wear.cellPx) + 1;
  const rows = Math.ceil(heightPx / wear.cellPx) + 1;
  const cells = Array.from({ length: columns * rows }, () => cellOf(wear, random));
  // The pattern does not begin at a cell's corner, so that cells and blocks never line up by construction.
  const [shiftX, shiftY] = [random.whole(0, wear.cellPx - 1), random.whole(0, wear.cellPx - 1)];
  const length = widthPx * heightPx;
  const figure = {
    widthPx,
    heightPx,
    y: new Uint8Array(length),
    u: new Uint8Array(length),
    v: new Uint8Array(length),
    mask: new Uint8Array(length),
  };
  let coveredPx = 0;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = y * widthPx + x;
      const row = Math.floor((y + shiftY) / wear.cellPx);
      const cell = cells[row * columns + Math.floor((x + shiftX) / wear.cellPx)]!;
      figure.y[at] = cell.y;
      figure.u[at] = cell.u;
      figure.v[at] = cell.v;
      if (!isBody((2 * x + 1) / widthPx - 1, (2 * y + 1) / heightPx - 1)) continue;
      figure.mask[at] = 1;
      coveredPx++;
    }
  }
  return { ...figure, coveredPx };
}

/** Side of the squares in which {@link mimicPlace} mixes things up: a quarter of a block. */
const mixedPx = 8;

/**
 * A figure of the scene's own px, mixed up in tiles of 2x2 px, which a published picture can show. `left` and `top` are
 * its place in `scene`, whose squares begin at `originPx`; all three are even. Tiles at the edge stay as they are.
 */
export function mimicPlace(
  figure: Figure,
  scene: { readonly widthPx: number; readonly y: Int16Array; readonly u: Int16Array; readonly v: Int16Array },
  left: number,
  top: number,
  originPx: number,
  seed: number,
): Figure {
  const { widthPx, heightPx } = figure;
  const mask = new Uint8Array(figure.mask.length);
  const [y, u, v] = [figure.y.slice(), figure.u.slice(), figure.v.slice()];
  const squareOf = (px: number): number => Math.floor((px - originPx) / mixedPx);
  const squares = new Map<string, number[]>();
  for (let row = 0; row < heightPx; row += 2) {
    for (let column = 0; column < widthPx; column += 2) {
      const at = row * widthPx + column;
      if (tileAt(at, widthPx).some((px) => figure.mask[px] === 0)) continue;
      const key = `${squareOf(left + column)} ${squareOf(top + row)}`;
      squares.set(key, [...(squares.get(key) ?? []), at]);
    }
  }
  const random = new Random(seed);
  for (const square of squares.values()) {
    const remaining = [...square];
    for (const to of square) {
      const from = remaining.splice(random.whole(0, remaining.length - 1), 1)[0]!;
      const [x, row] = [left + (from % widthPx), top + Math.floor(from / widthPx)];
      const chroma = (row >> 1) * (scene.widthPx >> 1) + (x >> 1);
      tileAt(to, widthPx).forEach((px, part) => {
        mask[px] = 1;
        y[px] = scene.y[(row + (part >> 1)) * scene.widthPx + x + (part & 1)]!;
        u[px] = scene.u[chroma]!;
        v[px] = scene.v[chroma]!;
      });
    }
  }
  return { ...figure, y, u, v, mask, coveredPx: mask.reduce((sum, each) => sum + each, 0) };
}

function tileAt(at: number, widthPx: number): readonly number[] {
  return [at, at + 1, at + widthPx, at + widthPx + 1];
}

/** A rounded outline: its edges cut through blocks and leave slivers in them, as those of people do. */
function isBody(x: number, y: number): boolean {
  return x ** 4 + y ** 4 <= 1;
}

function cellOf(
  { kind, mean, swing }: Wear,
  random: Random,
): { readonly y: number; readonly u: number; readonly v: number } {
  const part = kind === 'signs' ? (random.chance(0.5) ? 1 : -1) : random.between(-1, 1);
  const tint = kind === 'quiet' ? 6 : 30;
  const [u, v] = [128 + random.whole(-tint, tint), 128 + random.whole(-tint, tint)];
  return { y: Math.max(16, Math.min(235, Math.round(mean + swing * part))), u, v };
}
