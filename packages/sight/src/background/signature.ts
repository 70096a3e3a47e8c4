import { signatureLength } from '@outis/core';
import { type Grid, isWhole } from './grid.ts';
import type { Kernels } from './kernels/kernels.ts';

/** How far each number of a look may be from its code word. */
export const tolerance = 3;
/** The same for the mean of the latest looks while pixels are copied. */
export const copyTolerance = 1;

/** What stands for the frame's own brightness, and for no colour. */
const meanValue = 64;
const noColour = 128;
/** Black of limited range. */
const black = 16;
/** Levels above black; a darker picture is noise, and a look means nothing in it. */
const brightnessMin = 4;

/**
 * The looks of all blocks in one frame: 16 numbers each, for every quarter its mean Y, U, V and its texture (mean
 * distance of Y from its mean), all as a share of the frame's brightness, so that a cloud changes none of them.
 * Texture is in it because somebody in a pattern may have the ground's mean colour.
 */
export class Signatures {
  /** 16 numbers for each block of the grid; 0 for blocks that are not whole. */
  readonly values: Uint8Array;
  /** 0 where a number is beyond its range: such a look would match everything that is as bright. */
  readonly isUsable: Uint8Array;
  /** Mean luma above black of the middle half of all blocks: somebody bright or dark in it moves it little. */
  brightness = 0;
  /** Mean distance of U and V from no colour, both together. */
  colourfulness = 0;
  readonly #grid: Grid;
  readonly #sums: Int32Array;
  readonly #lumas: Float64Array;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.values = new Uint8Array(grid.blocks * signatureLength);
    this.isUsable = new Uint8Array(grid.blocks);
    this.#sums = new Int32Array(grid.wholeColumns * grid.wholeRows * signatureLength);
    this.#lumas = new Float64Array(grid.wholeColumns * grid.wholeRows);
  }

  /** Measures the frame that the kernels hold. */
  measure(kernels: Kernels): void {
    kernels.sums(this.#sums);
    this.#measureLight();
    const { blocks } = this.#grid;
    this.isUsable.fill(0);
    if (this.brightness < brightnessMin) return;
    for (let block = 0, whole = 0; block < blocks; block++)
      if (isWhole(this.#grid, block)) this.#measureBlock(block, whole++);
  }

  #measureLight(): void {
    const sums = this.#sums;
    let colour = 0;
    for (let whole = 0; whole < this.#lumas.length; whole++) {
      let luma = 0;
      for (let at = whole * signatureLength, end = at + signatureLength; at < end; at += 4) {
        luma += sums[at]!;
        colour += Math.abs(sums[at + 1]! - 16 * noColour) + Math.abs(sums[at + 2]! - 16 * noColour);
      }
      this.#lumas[whole] = luma / 256 - black;
    }
    this.colourfulness = colour / (this.#lumas.length * 64);
    this.#lumas.sort();
    const from = Math.floor(this.#lumas.length / 4);
    const to = Math.max(from + 1, Math.ceil((this.#lumas.length * 3) / 4));
    let sum = 0;
    for (let i = from; i < to; i++) sum += this.#lumas[i]!;
    this.brightness = sum / (to - from);
  }

  #measureBlock(block: number, whole: number): void {
    const unit = meanValue / this.brightness;
    let usable = 1;
    for (let quarter = 0; quarter < 4; quarter++) {
      const from = whole * signatureLength + quarter * 4;
      const to = block * signatureLength + quarter * 4;
      const numbers = [
        compressed((this.#sums[from]! / 64 - black) * unit),
        noColour + (this.#sums[from + 1]! / 16 - noColour) * unit,
        noColour + (this.#sums[from + 2]! / 16 - noColour) * unit,
        (this.#sums[from + 3]! / 64) * unit,
      ];
      for (let i = 0; i < 4; i++) {
        const value = Math.round(numbers[i]!);
        if (value > 254 || value < (i === 0 ? -8 : 0)) usable = 0;
        this.values[to + i] = Math.min(255, Math.max(0, value));
      }
    }
    this.isUsable[block] = usable;
  }
}

/** Linear up to the frame's brightness, logarithmic above: one unit is about 1.6 % of what is bright. */
function compressed(value: number): number {
  return value <= meanValue ? value : meanValue * (1 + Math.log(value / meanValue));
}

/** True when no number of the look that begins at `at` is further than `limit` from the word's. */
export function matches(values: Uint8Array, at: number, word: Uint8Array, limit: number): boolean {
  for (let i = 0; i < signatureLength; i++) {
    const difference = values[at + i]! - word[i]!;
    if (difference > limit || difference < -limit) return false;
  }
  return true;
}
