import { backgroundBlockPx } from '@outis/core';
import { gainKey, InnocentBasis } from './basis.ts';
import { lumaOf, type Planes } from './colour.ts';
import { type PublishedPicture, reduceBlock } from './published-picture.ts';

/** A picture of somebody at a place: the true scene with them in it, fully opaque, and where they are. */
export interface Shown {
  readonly planes: Planes;
  /** 1 where the person is; one byte per px of the frame. */
  readonly mask: Uint8Array;
}

export interface Opacity {
  /** Opacity over all that the person covers; what is not known counts as nothing of them. 0 to 1, and noise. */
  readonly whole: number;
  /** The highest of one block of which they cover at least a quarter: noisier, and finds a single block. */
  readonly block: number;
  /** The whole in grey levels: how much of their unit pattern is in the picture. Noise has one size in it for everybody. */
  readonly levels: number;
  /** Share of what they cover that is known. */
  readonly knownShare: number;
}

/** Blocks that are not known count in the whole as if they had been published so finely. */
const unknownSide = 8;
const coveredLeastPx = backgroundBlockPx ** 2 / 4;

/**
 * How opaque somebody is in a published picture: α = ⟨picture - truth, person - truth⟩ / |person - truth|² at the
 * resolution of each block, with everything innocent taken out of both ({@link InnocentBasis}), under the picture's own
 * light.
 */
export class OpacityMeter {
  readonly #truth: Planes;
  readonly #basis: InnocentBasis;
  readonly #patterns = new Map<Shown, Map<number, Pattern>>();

  /** The first of the true pictures is the one that gives the light. */
  constructor(truths: readonly Planes[]) {
    this.#basis = new InnocentBasis(truths);
    this.#truth = truths[0]!;
  }

  measure(picture: PublishedPicture, shown: Shown, light: PictureLight): Opacity {
    let [along, full, known, covered, block] = [0, 0, 0, 0, 0];
    for (const index of coveredBlocks(shown, picture)) {
      const side = picture.sides[index]! === 0 ? unknownSide : picture.sides[index]!;
      const gain = light.gain(index);
      const pattern = this.#pattern(shown, picture, index, side, gain);
      full += pattern.squared;
      covered += pattern.coveredPx;
      const pixels = picture.pixels[index];
      if (pixels === null || pixels === undefined) continue;
      known += pattern.coveredPx;
      const part = dot(pixels, pattern) / gain;
      along += part;
      if (pattern.coveredPx >= coveredLeastPx && pattern.squared > 0)
        block = Math.max(block, Math.abs(part / pattern.squared));
    }
    return {
      whole: full === 0 ? 0 : Math.abs(along / full),
      levels: full === 0 ? 0 : Math.abs(along) / Math.sqrt(full),
      block,
      knownShare: covered === 0 ? 0 : known / covered,
    };
  }

  /** `isSteady`: the whole picture was copied under one light. */
  light(picture: PublishedPicture, isSteady: boolean): PictureLight {
    return new PictureLight(picture, this.#truth, isSteady);
  }

  #pattern(shown: Shown, picture: PublishedPicture, index: number, side: number, gain: number): Pattern {
    const patterns = this.#patterns.get(shown) ?? new Map<number, Pattern>();
    this.#patterns.set(shown, patterns);
    const key = (index * 32 + side) * 256 + gainKey(gain);
    const found = patterns.get(key);
    if (found !== undefined) return found;
    const block = { column: index % picture.columns, row: Math.floor(index / picture.columns) };
    const channels = ([0, 1, 2] as const).map((channel) => {
      const cells = reduceBlock(shown.planes.channels[channel], shown.planes.widthPx, block, side);
      this.#basis.takeOut(cells, channel, block, side, gain);
      return cells;
    });
    const squared = channels.reduce(
      (sum, cells) => sum + cells.reduce((all, value) => all + value ** 2, 0),
      0,
    );
    const pattern = { channels, squared, coveredPx: coveredPx(shown, block) };
    patterns.set(key, pattern);
    return pattern;
  }
}

interface Pattern {
  readonly channels: readonly Float32Array[];
  readonly squared: number;
  readonly coveredPx: number;
}

/**
 * The light under which blocks were copied, as a factor of the truth: one for the whole picture (a median, which a person
 * does not move). Where light changes, a block that is far from it was copied in other light and has its own.
 */
export class PictureLight {
  readonly #ratios: Float32Array;
  readonly #median: number;
  readonly #isSteady: boolean;

  constructor(picture: PublishedPicture, truth: Planes, isSteady: boolean) {
    this.#isSteady = isSteady;
    this.#ratios = new Float32Array(picture.sides.length);
    const known: number[] = [];
    picture.pixels.forEach((pixels, index) => {
      if (pixels === null) return;
      const block = { column: index % picture.columns, row: Math.floor(index / picture.columns) };
      let sum = 0;
      for (let at = 0; at < pixels.length; at += 3)
        sum += lumaOf(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
      const means = truth.channels.map((plane) => reduceBlock(plane, truth.widthPx, block, 1)[0]!);
      const ratio = sum / (pixels.length / 3) / Math.max(8, lumaOf(means[0]!, means[1]!, means[2]!));
      this.#ratios[index] = Math.max(0.15, Math.min(1.5, ratio));
      known.push(this.#ratios[index]!);
    });
    known.sort((a, b) => a - b);
    this.#median = known[known.length >> 1] ?? 1;
  }

  gain(block: number): number {
    // Of what is not known nothing is divided.
    const own = this.#ratios[block]! || this.#median;
    if (this.#isSteady) return this.#median;
    return Math.abs(own / this.#median - 1) < 0.35 ? this.#median : own;
  }
}

const blocksOf = new WeakMap<Shown, readonly number[]>();

/** Blocks in which somebody covers anything. Blocks at the border that are cut off by the frame do not count. */
export function coveredBlocks(shown: Shown, { columns, rows }: PublishedPicture): readonly number[] {
  const found = blocksOf.get(shown);
  if (found !== undefined) return found;
  const blocks: number[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const isWhole =
        (column + 1) * backgroundBlockPx <= shown.planes.widthPx &&
        (row + 1) * backgroundBlockPx <= shown.planes.heightPx;
      if (isWhole && coveredPx(shown, { column, row }) > 0) blocks.push(row * columns + column);
    }
  blocksOf.set(shown, blocks);
  return blocks;
}

function coveredPx(
  { mask, planes }: Shown,
  block: { readonly column: number; readonly row: number },
): number {
  let covered = 0;
  for (let y = 0; y < backgroundBlockPx; y++) {
    const from = (block.row * backgroundBlockPx + y) * planes.widthPx + block.column * backgroundBlockPx;
    for (let x = 0; x < backgroundBlockPx; x++) covered += mask[from + x]!;
  }
  return covered;
}

/** Since everything innocent is out of the pattern, it is out of the product too. */
function dot(pixels: Uint8Array, { channels }: Pattern): number {
  let sum = 0;
  for (let channel = 0; channel < 3; channel++) {
    const cells = channels[channel]!;
    for (let at = 0; at < cells.length; at++) sum += pixels[3 * at + channel]! * cells[at]!;
  }
  return sum;
}
