import { backgroundBlockPx } from '@outis/core';
import { lumaOf, planesOf } from '../../packages/proof/src/measure/colour.ts';
import { type PublishedPicture, reduceBlock } from '../../packages/proof/src/measure/published-picture.ts';
import { gainAt, type ScenarioFilm } from '../../packages/proof/src/scenario/film.ts';

/** How like the true background a picture is, over what is known of it, as in the SBMnet benchmark. */
export interface Quality {
  readonly knownShare: number;
  /** Mean absolute error, grey levels. */
  readonly age: number;
  /** Share of px that are off by more than 20 levels. */
  readonly peps: number;
  /** Peak signal to noise ratio, dB. */
  readonly psnrDb: number;
}

const errorLevels = 20;
/** All are compared at 8x8 px a block, the resolution that ours publishes at this scale. */
const side = 8;

export function qualityOf(picture: PublishedPicture, film: ScenarioFilm): Quality {
  const truth = planesOf(film.truth());
  const gain = gainAt(film.scenario.light, film.scenario.samples - 1);
  let [sum, squares, errors, cells] = [0, 0, 0, 0];
  picture.pixels.forEach((pixels, index) => {
    if (pixels === null) return;
    const block = { column: index % picture.columns, row: Math.floor(index / picture.columns) };
    const [red, green, blue] = truth.channels.map((plane) => reduceBlock(plane, truth.widthPx, block, side));
    const shown = reducedLuma(pixels, picture.sides[index]!);
    for (let at = 0; at < side * side; at++) {
      const error = Math.abs(shown[at]! - gain * lumaOf(red![at]!, green![at]!, blue![at]!));
      sum += error;
      squares += error * error;
      if (error > errorLevels) errors++;
      cells++;
    }
  });
  return {
    knownShare: picture.knownShare,
    age: sum / cells,
    peps: errors / cells,
    psnrDb: 10 * Math.log10((255 * 255) / (squares / cells)),
  };
}

/** Luma of a published block at 8x8: means of finer px, or the coarser px that covers one. */
function reducedLuma(pixels: Uint8Array, published: number): Float32Array {
  const full = new Float32Array(backgroundBlockPx ** 2);
  for (let at = 0; at < full.length; at++) {
    const [x, y] = [at % backgroundBlockPx, Math.floor(at / backgroundBlockPx)];
    const column = Math.floor((x * published) / backgroundBlockPx);
    const from = 3 * (Math.floor((y * published) / backgroundBlockPx) * published + column);
    full[at] = lumaOf(pixels[from]!, pixels[from + 1]!, pixels[from + 2]!);
  }
  return reduceBlock(full, backgroundBlockPx, { column: 0, row: 0 }, side);
}
