import { type Grey, greyFromBytes } from './grey.ts';

/** A stretch of bytes that may be a picture without any head, read at one of the widths that it may have. */
export interface RawPicture {
  readonly offset: number;
  readonly stride: number;
  readonly widthPx: number;
  readonly picture: Grey;
}

const chunkBytes = 1024;
const strides = [1, 3, 4];
/** Neighbours in a picture are alike; in text, numbers, code and what is compressed they are not. */
const neighbourLeast = 0.3;
/** A picture may have a flat part, or one that is all edges. */
const gapBytesMax = 2048;
/** The same for what is above and below, at the right width. */
const aboveLeast = 0.25;
const deviationLeast = 6;
const widthsPerStretch = 3;
const [widthPxLeast, widthPxMost] = [12, 2048];
const pixelsMax = 640 * 480;
const picturesMax = 150;

/**
 * Raw pictures at any width: stretches in which neighbouring values are alike, at the few widths at which those above
 * and below are most alike. Stops after so many pictures as would take minutes; `isComplete` then is false.
 */
export function rawPictures(bytes: Uint8Array): {
  readonly pictures: RawPicture[];
  readonly isComplete: boolean;
} {
  const pictures: RawPicture[] = [];
  for (const stride of strides) {
    for (const { from, to } of smoothStretches(bytes, stride)) {
      for (const widthPx of likelyWidths(bytes.subarray(from, to), stride)) {
        if (pictures.length >= picturesMax) return { pictures, isComplete: false };
        const heightPx = Math.min(
          Math.floor((to - from) / (widthPx * stride)),
          Math.floor(pixelsMax / widthPx),
        );
        if (heightPx < 10) continue;
        const picture = greyFromBytes(bytes, from, widthPx, heightPx, stride, widthPx * stride);
        pictures.push({ offset: from, stride, widthPx, picture });
      }
    }
  }
  return { pictures, isComplete: true };
}

function smoothStretches(
  bytes: Uint8Array,
  stride: number,
): { readonly from: number; readonly to: number }[] {
  const stretches: { from: number; to: number }[] = [];
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    const to = Math.min(bytes.length, from + chunkBytes);
    if (to - from < 192 || likeness(bytes, from, to - stride, stride) < neighbourLeast) continue;
    const last = stretches.at(-1);
    if (last !== undefined && last.to + gapBytesMax >= from) last.to = to;
    else stretches.push({ from, to });
  }
  // The beginning and the end may share a chunk with something else.
  return stretches.map(({ from, to }) => ({
    from: Math.max(0, from - chunkBytes),
    to: Math.min(bytes.length, to + chunkBytes),
  }));
}

/** Correlation of bytes with those `lag` further on; 0 where there is hardly any contrast. */
function likeness(bytes: Uint8Array, from: number, to: number, lag: number, step = 1): number {
  let [count, sumA, sumB, squaresA, squaresB, product] = [0, 0, 0, 0, 0, 0];
  for (let at = from; at < to && at + lag < bytes.length; at += step) {
    const [a, b] = [bytes[at]!, bytes[at + lag]!];
    count++;
    sumA += a;
    sumB += b;
    squaresA += a * a;
    squaresB += b * b;
    product += a * b;
  }
  if (count < 32) return 0;
  const [spreadA, spreadB] = [squaresA - sumA ** 2 / count, squaresB - sumB ** 2 / count];
  const least = deviationLeast ** 2 * count;
  return spreadA < least || spreadB < least
    ? 0
    : (product - (sumA * sumB) / count) / Math.sqrt(spreadA * spreadB);
}

/** The widths at which rows are most like the ones below them. */
function likelyWidths(bytes: Uint8Array, stride: number): number[] {
  const most = Math.min(widthPxMost, Math.floor(bytes.length / stride / 10));
  const step = Math.max(1, Math.floor(bytes.length / 600));
  const scores = new Float32Array(most + 2);
  for (let width = widthPxLeast; width <= most; width++)
    scores[width] = likeness(bytes, 0, bytes.length, width * stride, step);
  const peaks: number[] = [];
  for (let width = widthPxLeast; width <= most; width++)
    if (
      scores[width]! > aboveLeast &&
      scores[width]! >= scores[width - 1]! &&
      scores[width]! > scores[width + 1]!
    )
      peaks.push(width);
  return peaks.sort((a, b) => scores[b]! - scores[a]!).slice(0, widthsPerStretch);
}
