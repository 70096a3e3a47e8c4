import { signatureLength } from '@outis/core';
import { type Grid, isWhole } from './grid.ts';
import { arrangementLength, type Kernels } from './kernels/kernels.ts';

/** How far each number of a look may be from its code word. */
export const tolerance = 3;
/** Numbers of an exact look: the 16 before they are rounded, and 12 more of its arrangement. */
export const exactLength = signatureLength + arrangementLength;

/** What stands for the frame's own brightness, and for no colour or arrangement. */
const meanValue = 64;
const noColour = 128;
/** Black of limited range. */
const black = 16;
/** Levels above black; a darker picture is noise, and a look means nothing in it. */
const brightnessMin = 4;

/** So many blocks must be known, in all and as a share, and be so bright, to say how bright the frame is. */
const saidMin = 6;
const saidShareMin = 0.25;
const expectedMin = 4 * 16;

/**
 * The looks of all blocks in one frame: 16 numbers each, for every quarter its mean Y, U, V and its arrangement (how
 * bright half of the px are beside the others), all as a share of the frame's brightness, so that a cloud changes none of
 * them. The arrangement is in it because somebody in a pattern may have the ground's mean colour, or even the ground's
 * very px in another order.
 */
export class Signatures {
  /** 16 numbers for each block of the grid; 0 for blocks that are not whole. */
  readonly values: Uint8Array;
  /**
   * 28 numbers for each block, by whose means over many looks it is decided what is copied: the 16 as they are before they
   * are rounded, and how bright three other halves of each quarter are. Somebody whose px happen to fit one half of the
   * ground's do not fit four.
   */
  readonly exact: Float64Array;
  /** 0 where a number is beyond its range: such a look would match everything that is as bright. */
  readonly isUsable: Uint8Array;
  /** Mean luma above black of the middle half of all blocks: somebody bright or dark in it moves it little. */
  brightness = 0;
  /** Mean distance of U and V from no colour, both together. */
  colourfulness = 0;
  readonly #grid: Grid;
  readonly #sums: Int32Array;
  readonly #lumas: Float64Array;
  readonly #halves: Int32Array;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.values = new Uint8Array(grid.blocks * signatureLength);
    this.exact = new Float64Array(grid.blocks * exactLength);
    this.#halves = new Int32Array(grid.wholeColumns * grid.wholeRows * arrangementLength);
    this.isUsable = new Uint8Array(grid.blocks);
    this.#sums = new Int32Array(grid.wholeColumns * grid.wholeRows * signatureLength);
    this.#lumas = new Float64Array(grid.wholeColumns * grid.wholeRows);
  }

  /**
   * Measures the frame that the kernels hold. `expectedOf` gives the look that an untainted block has mostly had, or
   * null: most of these say how bright the frame is, so that somebody large changes the looks of nobody else's blocks.
   */
  measure(kernels: Kernels, expectedOf: (block: number) => Uint8Array | null = () => null): void {
    kernels.sums(this.#sums);
    kernels.arrangements(this.#halves);
    this.#measureLight();
    const { blocks } = this.#grid;
    this.isUsable.fill(0);
    if (this.brightness < brightnessMin) return;
    const unit = meanValue / this.#brightnessBy(expectedOf);
    for (let block = 0, whole = 0; block < blocks; block++)
      if (isWhole(this.#grid, block)) this.#measureBlock(block, whole++, unit);
  }

  /** The brightness at which most blocks look as they mostly do; that of the frame where few are known. */
  #brightnessBy(expectedOf: (block: number) => Uint8Array | null): number {
    const said: number[] = [];
    for (let block = 0, whole = -1; block < this.#grid.blocks; block++) {
      if (!isWhole(this.#grid, block)) continue;
      whole++;
      const expected = expectedOf(block);
      if (expected === null) continue;
      let [luma, value] = [0, 0];
      for (let number = 0; number < signatureLength; number += 4) {
        luma += this.#sums[whole * signatureLength + number]! / 64 - black;
        value += expanded(expected[number]!);
      }
      if (value >= expectedMin) said.push((luma / value) * meanValue);
    }
    if (said.length < Math.max(saidMin, saidShareMin * this.#lumas.length)) return this.brightness;
    const middle = said.sort((a, b) => a - b)[said.length >> 1]!;
    // More than that somebody large does not do; then it is the light, and what is known of another one means nothing.
    const share = middle / this.brightness;
    return share > 0.5 && share < 2 ? middle : this.brightness;
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

  #measureBlock(block: number, whole: number, unit: number): void {
    // Of 64 px the noise is eight times that of one: in the dark it would be all there is.
    const arrangementUnit = Math.min(1, unit);
    let usable = 1;
    for (let quarter = 0; quarter < 4; quarter++) {
      const from = whole * signatureLength + quarter * 4;
      const to = block * signatureLength + quarter * 4;
      const numbers = [
        compressed((this.#sums[from]! / 64 - black) * unit),
        noColour + (this.#sums[from + 1]! / 16 - noColour) * unit,
        noColour + (this.#sums[from + 2]! / 16 - noColour) * unit,
        noColour + ((2 * this.#sums[from + 3]! - this.#sums[from]!) / 32) * arrangementUnit,
      ];
      for (let i = 0; i < 4; i++) {
        const value = Math.round(numbers[i]!);
        if (value > 254 || value < (i === 0 ? -8 : 0)) usable = 0;
        this.values[to + i] = Math.min(255, Math.max(0, value));
        this.exact[block * exactLength + quarter * 4 + i] = numbers[i]!;
      }
      for (let i = 0; i < 3; i++) {
        const half = this.#halves[whole * arrangementLength + quarter * 3 + i]!;
        this.exact[block * exactLength + signatureLength + quarter * 3 + i] =
          ((2 * half - this.#sums[from]!) / 32) * arrangementUnit;
      }
    }
    this.isUsable[block] = usable;
  }
}

/** Linear up to the frame's brightness, logarithmic above: one unit is about 1.6 % of what is bright. */
function compressed(value: number): number {
  return value <= meanValue ? value : meanValue * (1 + Math.log(value / meanValue));
}

/** The inverse of `compressed`. */
function expanded(value: number): number {
  return value <= meanValue ? value : meanValue * Math.exp(value / meanValue - 1);
}

/** True when no number of the look that begins at `at` is further than `limit` from the word's. */
export function matches(values: Uint8Array, at: number, word: Uint8Array, limit: number): boolean {
  for (let i = 0; i < signatureLength; i++) {
    const difference = values[at + i]! - word[i]!;
    if (difference > limit || difference < -limit) return false;
  }
  return true;
}
