import { backgroundBlockPx } from '@outis/core';
import type { Planes } from './colour.ts';
import { reduceBlock } from './published-picture.ts';

/**
 * What a block may hold for innocent reasons, as orthonormal vectors: any brightness and slope of it, the true scene
 * (after a bump also the other view) under any such light, and the scene shifted by a little (shake). What remains of a
 * picture after these are taken out is not the place. With `gain`, the light of the picture, also the steps of 5 bits: in
 * the dark they are as high as somebody's pattern.
 */
export class InnocentBasis {
  readonly #truths: readonly Planes[];
  readonly #cache = new Map<number, Float32Array[]>();

  constructor(truths: readonly Planes[]) {
    if (truths.length === 0) throw new TypeError('There must be a true picture.');
    this.#truths = truths;
  }

  /** Takes everything innocent out of `cells`, the values of one channel of one block at one side. */
  takeOut(
    cells: Float32Array,
    channel: 0 | 1 | 2,
    block: { readonly column: number; readonly row: number },
    side: number,
    gain: number,
  ): void {
    for (const vector of this.#basis(channel, block, side, gain)) {
      let along = 0;
      for (let at = 0; at < cells.length; at++) along += cells[at]! * vector[at]!;
      for (let at = 0; at < cells.length; at++) cells[at] = cells[at]! - along * vector[at]!;
    }
  }

  #basis(
    channel: 0 | 1 | 2,
    block: { readonly column: number; readonly row: number },
    side: number,
    gain: number,
  ): readonly Float32Array[] {
    const key = (((block.row * 256 + block.column) * 4 + channel) * 32 + side) * 256 + gainKey(gain);
    const found = this.#cache.get(key);
    if (found !== undefined) return found;
    const basis: Float32Array[] = [];
    for (const vector of this.#innocent(channel, block, side, gainKey(gain) / gainSteps))
      addOrthonormal(basis, vector);
    this.#cache.set(key, basis);
    return basis;
  }

  #innocent(
    channel: 0 | 1 | 2,
    block: { readonly column: number; readonly row: number },
    side: number,
    gain: number,
  ): Float32Array[] {
    const cells = side * side;
    const one = new Float32Array(cells).fill(1);
    // With few cells nothing would remain of a person either.
    if (side === 2) return [one];
    const scenes = this.#truths.map(({ channels, widthPx }) =>
      reduceBlock(channels[channel], widthPx, block, side),
    );
    const stepped = scenes.map((scene) => scene.map((value) => fiveBits(value * gain)));
    if (side === 4) return [one, ...scenes];
    const across = one.map((_, at) => (at % side) - (side - 1) / 2);
    const down = one.map((_, at) => Math.floor(at / side) - (side - 1) / 2);
    const times = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, at) => value * b[at]!);
    return [
      one,
      across,
      down,
      ...scenes.flatMap((scene) => [scene, times(scene, across), times(scene, down)]),
      ...stepped,
      ...this.#truths.flatMap((truth) => shifted(truth, channel, block, side)),
    ];
  }
}

/** Gains are told apart in steps of a fiftieth. */
const gainSteps = 50;

export function gainKey(gain: number): number {
  return Math.max(1, Math.min(255, Math.round(gain * gainSteps)));
}

/** As published blocks are rounded. */
function fiveBits(value: number): number {
  return (Math.min(31, Math.max(0, Math.round((value * 31) / 255))) * 255) / 31;
}

/** How the scene changes when it moves by a pixel to either side: what shake adds. */
function shifted(
  { channels, widthPx, heightPx }: Planes,
  channel: 0 | 1 | 2,
  block: { readonly column: number; readonly row: number },
  side: number,
): Float32Array[] {
  const plane = channels[channel];
  const at = (x: number, y: number): number =>
    plane[Math.max(0, Math.min(heightPx - 1, y)) * widthPx + Math.max(0, Math.min(widthPx - 1, x))]!;
  const slopes = [
    [1, 0],
    [0, 1],
  ].map(([byX, byY]) => {
    const slope = new Float32Array(backgroundBlockPx * backgroundBlockPx);
    for (let y = 0; y < backgroundBlockPx; y++) {
      for (let x = 0; x < backgroundBlockPx; x++) {
        const [left, top] = [block.column * backgroundBlockPx + x, block.row * backgroundBlockPx + y];
        slope[y * backgroundBlockPx + x] = at(left + byX!, top + byY!) - at(left - byX!, top - byY!);
      }
    }
    return slope;
  });
  return slopes.map((slope) => reduceBlock(slope, backgroundBlockPx, { column: 0, row: 0 }, side));
}

/** Gram and Schmidt; what is a sum of those before it adds nothing. */
function addOrthonormal(basis: Float32Array[], vector: Float32Array): void {
  const before = length(vector);
  const rest = vector.slice();
  // Twice, since the numbers are short.
  for (let pass = 0; pass < 2; pass++) {
    for (const other of basis) {
      let along = 0;
      for (let at = 0; at < rest.length; at++) along += rest[at]! * other[at]!;
      for (let at = 0; at < rest.length; at++) rest[at] = rest[at]! - along * other[at]!;
    }
  }
  const after = length(rest);
  if (after < 1e-3 * before || after < 0.5) return;
  basis.push(rest.map((value) => value / after));
}

function length(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
