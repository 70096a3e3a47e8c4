import { backgroundBlockPx as blockPx } from '@outis/core';
import type { BlockGrid } from './grid.ts';
import type { KnownBlock } from './known-background.ts';

/** How far beyond a block its neighbours are looked at, px: half of the coarsest dot, and of the soft edge. */
const reachPx = 5;
/** Over so many px a known part ends softly where nothing beside it is known. */
const edgePx = 7;
const sidePx = blockPx + 2 * reachPx;
const strideOf = sidePx + 1;
/** Weight, and weight times red, green, blue. */
const channels = 4;

/**
 * Draws known blocks as one picture without seams. A block of side 4 has dots of 4 px: every px is the mean of a square as
 * large as the dots there, which between dots of one size is exactly linear interpolation, and the size goes over from
 * block to block. Only what is known is in any mean: nothing is made up for what is not, and no colour leaves its dots
 * by more than half of one.
 */
export class BlockRaster {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Red, green, blue, opacity; row by row. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly #grid: BlockGrid;
  readonly #rgb: Uint8Array;
  readonly #dotPx: Float32Array;
  readonly #weights: Float32Array;
  readonly #sums = new Float64Array(strideOf * strideOf * channels);

  constructor(grid: BlockGrid) {
    this.#grid = grid;
    this.widthPx = grid.columns * blockPx;
    this.heightPx = grid.rows * blockPx;
    this.rgba = new Uint8ClampedArray(this.widthPx * this.heightPx * 4);
    this.#rgb = new Uint8Array(this.widthPx * this.heightPx * 3);
    this.#dotPx = new Float32Array(grid.columns * grid.rows).fill(1);
    this.#weights = new Float32Array(grid.columns * grid.rows);
  }

  /** Takes over what a block looks like; it is seen once its weight is above 0 and it was drawn. */
  setBlock(block: number, { side, rgb }: KnownBlock): void {
    const dotPx = blockPx / side;
    const [left, top] = this.#cornerOf(block);
    this.#dotPx[block] = dotPx;
    for (let y = 0; y < blockPx; y++)
      for (let x = 0; x < blockPx; x++) {
        const from = (Math.floor(y / dotPx) * side + Math.floor(x / dotPx)) * 3;
        const to = ((top + y) * this.widthPx + left + x) * 3;
        for (let c = 0; c < 3; c++) this.#rgb[to + c] = rgb[from + c] ?? 0;
      }
  }

  /** How much of a block is seen: 0 nothing, 1 all. */
  setWeight(block: number, weight: number): void {
    this.#weights[block] = weight;
  }

  /** The block and those that touch it: what must be drawn when it changes. */
  around(block: number): number[] {
    const { columns, rows } = this.#grid;
    const [column, row] = [block % columns, Math.floor(block / columns)];
    const found: number[] = [];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++)
        found.push(y * columns + x);
    return found;
  }

  /** Draws one block into `rgba`. */
  draw(block: number): void {
    const [left, top] = this.#cornerOf(block);
    const weight = this.#weights[block] ?? 0;
    if (weight > 0) this.#sumUp(left, top);
    for (let y = 0; y < blockPx; y++)
      for (let x = 0; x < blockPx; x++) {
        const to = ((top + y) * this.widthPx + left + x) * 4;
        if (weight > 0) this.#drawDot(to, block, x, y, weight);
        else this.rgba.fill(0, to, to + 4);
      }
  }

  #drawDot(to: number, block: number, x: number, y: number, weight: number): void {
    const [left, top] = this.#cornerOf(block);
    const colour = this.#mean(left, top, x, y, this.#dotAt(block, x, y));
    const edge = this.#mean(left, top, x, y, edgePx);
    const share = edge.weight / edge.area;
    // 1 inside; half of the square beside it unknown: 0.
    const opacity = weight * clamp01((share - weight / 2) / (weight / 2));
    this.rgba[to] = colour.r / colour.weight;
    this.rgba[to + 1] = colour.g / colour.weight;
    this.rgba[to + 2] = colour.b / colour.weight;
    this.rgba[to + 3] = 255 * opacity;
  }

  /** Sums over everything left of and above each px around the block, so that the mean of any square is four look-ups. */
  #sumUp(left: number, top: number): void {
    const sums = this.#sums;
    for (let y = 0; y < sidePx; y++) {
      const row = [0, 0, 0, 0];
      for (let x = 0; x < sidePx; x++) {
        const [px, py] = [left + x - reachPx, top + y - reachPx];
        const weight = this.#weightAt(px, py);
        if (weight > 0) {
          const from = (py * this.widthPx + px) * 3;
          row[0]! += weight;
          for (let c = 0; c < 3; c++) row[c + 1]! += weight * this.#rgb[from + c]!;
        }
        const to = ((y + 1) * strideOf + x + 1) * channels;
        for (let c = 0; c < channels; c++) sums[to + c] = sums[to - strideOf * channels + c]! + row[c]!;
      }
    }
  }

  /** The sum over a square around a px of the block, as far as it lies in the picture. */
  #mean(left: number, top: number, x: number, y: number, squarePx: number) {
    const half = squarePx / 2;
    const x0 = Math.max(left + x + 0.5 - half, 0) - left + reachPx;
    const x1 = Math.min(left + x + 0.5 + half, this.widthPx) - left + reachPx;
    const y0 = Math.max(top + y + 0.5 - half, 0) - top + reachPx;
    const y1 = Math.min(top + y + 0.5 + half, this.heightPx) - top + reachPx;
    const sum = (c: number) =>
      this.#sumAt(x1, y1, c) - this.#sumAt(x0, y1, c) - this.#sumAt(x1, y0, c) + this.#sumAt(x0, y0, c);
    return { weight: sum(0), r: sum(1), g: sum(2), b: sum(3), area: (x1 - x0) * (y1 - y0) };
  }

  #sumAt(x: number, y: number, c: number): number {
    const [column, row] = [Math.min(sidePx - 1, Math.floor(x)), Math.min(sidePx - 1, Math.floor(y))];
    const [dx, dy] = [x - column, y - row];
    const at = (row * strideOf + column) * channels + c;
    const below = at + strideOf * channels;
    const upper = this.#sums[at]! * (1 - dx) + this.#sums[at + channels]! * dx;
    const lower = this.#sums[below]! * (1 - dx) + this.#sums[below + channels]! * dx;
    return upper * (1 - dy) + lower * dy;
  }

  /** The size of the dots at a px: that of the block in its middle, towards the next one half of each. */
  #dotAt(block: number, x: number, y: number): number {
    const { columns } = this.#grid;
    const [fx, fy] = [(x + 0.5) / blockPx - 0.5, (y + 0.5) / blockPx - 0.5];
    const own = this.#dotPx[block]!;
    const [sx, sy] = [Math.sign(fx), Math.sign(fy)];
    const [ax, ay] = [Math.abs(fx), Math.abs(fy)];
    const [column, row] = [block % columns, Math.floor(block / columns)];
    const beside = this.#dotOf(column + sx, row, own);
    const above = this.#dotOf(column, row + sy, own);
    const across = this.#dotOf(column + sx, row + sy, own);
    return (own * (1 - ax) + beside * ax) * (1 - ay) + (above * (1 - ax) + across * ax) * ay;
  }

  #dotOf(column: number, row: number, otherwise: number): number {
    const { columns, rows } = this.#grid;
    if (column < 0 || row < 0 || column >= columns || row >= rows) return otherwise;
    const block = row * columns + column;
    return this.#weights[block]! > 0 ? this.#dotPx[block]! : otherwise;
  }

  #weightAt(px: number, py: number): number {
    if (px < 0 || py < 0 || px >= this.widthPx || py >= this.heightPx) return 0;
    return this.#weights[Math.floor(py / blockPx) * this.#grid.columns + Math.floor(px / blockPx)]!;
  }

  #cornerOf(block: number): readonly [number, number] {
    return [(block % this.#grid.columns) * blockPx, Math.floor(block / this.#grid.columns) * blockPx];
  }
}

function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value));
}
