import { Random } from './random.ts';

/** How somebody is there. The detector of the proof tells them apart by the colour of their mark. */
export const canaryPoses = ['stand', 'sit', 'crawl'] as const;
export type CanaryPose = (typeof canaryPoses)[number];

/** Sizes in px of the film; each covers more than 4,000 px, as smaller patterns have innocent look-alikes. */
export const canarySizes: Readonly<
  Record<CanaryPose, { readonly widthPx: number; readonly heightPx: number }>
> = {
  stand: { widthPx: 42, heightPx: 104 },
  sit: { widthPx: 64, heightPx: 72 },
  crawl: { widthPx: 104, heightPx: 44 },
};

/** Side of the mark that the detector of the proof sees, px: wherever it lies it fills one cell of 8 px whole. */
export const markPx = 16;

/** A pattern in luma, row by row: what is looked for. */
export interface Pattern {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly luma: Uint8Array;
}

/** A synthetic person that is all pattern. Nobody looks like this, so whatever resembles it came from the film. */
export interface Canary extends Pattern {
  readonly name: string;
  readonly pose: CanaryPose;
  readonly seed: number;
  /** One value for 2x2 px, as in yuv420p. */
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

const coarsePx = 7;
const finePx = 3;
/** Near the mean of the places that are drawn: a few people then do not change how bright the whole view is. */
const meanLuma = 108;
const coarseSwing = 50;
const fineSwing = 40;

/**
 * Draws somebody from a seed. Two patterns lie over each other: coarse cells survive when a picture is made small,
 * fine ones make every single row of pixels unlike any other, so that one row in a heap of bytes can be told.
 */
export function drawCanary(name: string, pose: CanaryPose, seed: number): Canary {
  const { widthPx, heightPx } = canarySizes[pose];
  const random = new Random(seed);
  const signs = (cellPx: number): { readonly columns: number; readonly values: Int8Array } => {
    const columns = Math.ceil(widthPx / cellPx);
    const values = Int8Array.from({ length: columns * Math.ceil(heightPx / cellPx) }, () =>
      random.chance(0.5) ? 1 : -1,
    );
    return { columns, values };
  };
  const [coarse, fine] = [signs(coarsePx), signs(finePx)];
  const luma = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const large = coarse.values[Math.floor(y / coarsePx) * coarse.columns + Math.floor(x / coarsePx)]!;
      const small = fine.values[Math.floor(y / finePx) * fine.columns + Math.floor(x / finePx)]!;
      luma[y * widthPx + x] = meanLuma + coarseSwing * large + fineSwing * small;
    }
  }
  // Little colour: the marks must be the only thing with much of it.
  const tints = (): Uint8Array =>
    Uint8Array.from({ length: (widthPx / 2) * (heightPx / 2) }, () => 128 + random.whole(-8, 8));
  return { name, pose, seed, widthPx, heightPx, luma, u: tints(), v: tints() };
}
