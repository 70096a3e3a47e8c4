import { backgroundBlockPx } from '@outis/core';
import { lumaOf, type Planes } from './colour.ts';
import { type Plane, searchCorrelation, type Template, templatesOf } from './correlation.ts';
import { OpacityMeter, type Shown } from './opacity-meter.ts';
import type { PublishedPicture } from './published-picture.ts';

/** A person whose picture is looked for, or a decoy who was never there. */
export interface Sought extends Shown {
  /** The pattern at full size: luma, and where it is. */
  readonly pattern: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly values: ArrayLike<number>;
    readonly mask: Uint8Array;
  };
  readonly left: number;
  readonly top: number;
}

/** The worst that was found of somebody in any picture so far. */
export interface Worst {
  /** Opacity of the whole person and of a single block of them, 0 to 1. */
  alpha: number;
  blockAlpha: number;
  /** What `alpha` is in grey levels, to be compared with what the same search finds of people who were never there. */
  levels: number;
  /** Correlation with the picture as it is, and with what differs from the truth. */
  nccRaw: number;
  nccRest: number;
  /** Largest share of the place that was known at once. */
  knownShare: number;
}

/** Correlation is looked for at half resolution: a cell of the finest picture that is usual. */
const cellPx = 2;
/** ±8 px. */
const reachCells = 8 / cellPx;

/** Looks for everybody in every picture of one scenario and remembers the worst moment. */
export class LeakMeter {
  readonly worst: readonly Worst[];
  readonly #sought: readonly Sought[];
  readonly #isSteady: boolean;
  readonly #opacity: OpacityMeter;
  readonly #truths: readonly Plane[];
  readonly #templates: readonly (readonly Template[])[];

  /** `isSteady`: nothing but one light was ever there. */
  constructor(truths: readonly Planes[], sought: readonly Sought[], isSteady: boolean) {
    this.#isSteady = isSteady;
    this.#sought = sought;
    this.#opacity = new OpacityMeter(truths);
    this.#truths = truths.map(lumaAtHalf);
    this.#templates = sought.map(({ pattern, left, top }) => templatesOf(pattern, left, top, cellPx));
    this.worst = sought.map(() => ({
      alpha: 0,
      blockAlpha: 0,
      levels: 0,
      nccRaw: 0,
      nccRest: 0,
      knownShare: 0,
    }));
  }

  /** Opacity of everybody in this picture; cheap. */
  lookForOpacity(picture: PublishedPicture): void {
    const light = this.#opacity.light(picture, this.#isSteady);
    this.#sought.forEach((shown, index) => {
      const { whole, block, levels, knownShare } = this.#opacity.measure(picture, shown, light);
      const worst = this.worst[index]!;
      worst.alpha = Math.max(worst.alpha, whole);
      worst.blockAlpha = Math.max(worst.blockAlpha, block);
      worst.levels = Math.max(worst.levels, levels);
      worst.knownShare = Math.max(worst.knownShare, knownShare);
    });
  }

  /** Correlation with everybody in this picture, near where they were; dear. */
  lookForPatterns(picture: PublishedPicture): void {
    const light = this.#opacity.light(picture, this.#isSteady);
    const { raw, rest } = halfPlanes(picture, this.#truths, (block) => light.gain(block));
    this.#templates.forEach((templates, index) => {
      const worst = this.worst[index]!;
      worst.nccRaw = Math.max(worst.nccRaw, searchCorrelation(raw, templates, reachCells));
      worst.nccRest = Math.max(worst.nccRest, searchCorrelation(rest, templates, reachCells));
    });
  }
}

function lumaAtHalf({ widthPx, heightPx, channels: [red, green, blue] }: Planes): Plane {
  const half = { widthPx: widthPx / cellPx, heightPx: heightPx / cellPx };
  const values = new Float32Array(half.widthPx * half.heightPx);
  for (let y = 0; y < half.heightPx * cellPx; y++)
    for (let x = 0; x < half.widthPx * cellPx; x++) {
      const from = y * widthPx + x;
      const at = Math.floor(y / cellPx) * half.widthPx + Math.floor(x / cellPx);
      values[at] = values[at]! + lumaOf(red[from]!, green[from]!, blue[from]!) / cellPx ** 2;
    }
  return { ...half, values };
}

/** The picture as it is and less the truth, at half resolution. What is not known is flat: it shows nothing. */
function halfPlanes(
  picture: PublishedPicture,
  truths: readonly Plane[],
  gainOf: (block: number) => number,
): { readonly raw: Plane; readonly rest: Plane } {
  const { widthPx, heightPx } = truths[0]!;
  const plane = (): Plane => ({ widthPx, heightPx, values: new Float32Array(widthPx * heightPx) });
  const [raw, rest] = [plane(), plane()];
  let [sum, known] = [0, 0];
  picture.pixels.forEach((pixels, block) => {
    if (pixels === null) return;
    const cells = cellsOf(block, picture.columns, raw);
    const side = picture.sides[block]!;
    const fine = (side * cellPx) / backgroundBlockPx;
    for (const { at, x, y } of cells) {
      raw.values[at] = cellLuma(pixels, side, x * fine, y * fine, Math.max(1, fine)) / gainOf(block);
      sum += raw.values[at]!;
      known++;
    }
    const rests = truths.map((truth) => cells.map(({ at }) => raw.values[at]! - truth.values[at]!));
    const least = rests.reduce((best, each) => (squaresOf(each) < squaresOf(best) ? each : best));
    cells.forEach(({ at }, index) => {
      rest.values[at] = least[index]!;
    });
  });
  const mean = known === 0 ? 0 : sum / known;
  picture.pixels.forEach((pixels, block) => {
    if (pixels !== null) return;
    for (const { at } of cellsOf(block, picture.columns, raw)) raw.values[at] = mean;
  });
  return { raw, rest };
}

interface Cell {
  /** Index in the plane, and place in the block. */
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

function cellsOf(block: number, columns: number, { widthPx, heightPx }: Plane): Cell[] {
  const side = backgroundBlockPx / cellPx;
  const [left, top] = [(block % columns) * side, Math.floor(block / columns) * side];
  const cells: Cell[] = [];
  for (let y = 0; y < side && top + y < heightPx; y++)
    for (let x = 0; x < side && left + x < widthPx; x++)
      cells.push({ at: (top + y) * widthPx + left + x, x, y });
  return cells;
}

function squaresOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** Mean luma of `count` times `count` published px; where the block is coarser, of the one px that covers the cell. */
function cellLuma(pixels: Uint8Array, side: number, x: number, y: number, count: number): number {
  let sum = 0;
  for (let row = 0; row < count; row++)
    for (let column = 0; column < count; column++) {
      const at = 3 * (Math.floor(y + row) * side + Math.floor(x + column));
      sum += lumaOf(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
    }
  return sum / count ** 2;
}
