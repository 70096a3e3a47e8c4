import type { ShareRect } from '../background/grid.ts';
import type { AimPicture } from './aim-picture.ts';

/** Over which part of a dot it goes over into the next: the dots stay to be seen, and their edges are soft. */
const softness = 0.45;

/**
 * A part of the picture, so many px across and down. Every dot stays visible as one: the picture must not look finer than
 * it is. What lies outside the picture repeats its edge.
 */
export function enlarge(
  picture: Pick<AimPicture, 'widthPx' | 'heightPx' | 'rgb'>,
  part: ShareRect,
  widthPx: number,
  heightPx: number,
): {
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  readonly widthPx: number;
  readonly heightPx: number;
} {
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4);
  const across = taps(part.x * picture.widthPx, part.width * picture.widthPx, widthPx, picture.widthPx);
  const down = taps(part.y * picture.heightPx, part.height * picture.heightPx, heightPx, picture.heightPx);
  for (const [y, row] of down.entries())
    for (const [x, column] of across.entries()) {
      const to = (y * widthPx + x) * 4;
      for (let c = 0; c < 3; c++) {
        const at = (dotX: number, dotY: number) => picture.rgb[(dotY * picture.widthPx + dotX) * 3 + c]!;
        const upper = at(column.from, row.from) * (1 - column.share) + at(column.to, row.from) * column.share;
        const lower = at(column.from, row.to) * (1 - column.share) + at(column.to, row.to) * column.share;
        rgba[to + c] = upper * (1 - row.share) + lower * row.share;
      }
      rgba[to + 3] = 255;
    }
  return { rgba, widthPx, heightPx };
}

interface Tap {
  readonly from: number;
  readonly to: number;
  /** How much of `to`, 0 to 1. */
  readonly share: number;
}

function taps(start: number, length: number, count: number, dots: number): Tap[] {
  const within = (dot: number) => Math.min(dots - 1, Math.max(0, dot));
  return Array.from({ length: count }, (_, index) => {
    const at = start + ((index + 0.5) / count) * length - 0.5;
    const dot = Math.floor(at);
    const share = Math.min(1, Math.max(0, (at - dot - 0.5) / softness + 0.5));
    return { from: within(dot), to: within(dot + 1), share };
  });
}
