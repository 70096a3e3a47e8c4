import { backgroundBlockPx } from '@outis/core';
import { FilmFrames, planes } from '../film/film-frames.ts';
import { type FilmPlan, filmSize } from '../film/film-plan.ts';
import { planesOf } from '../measure/colour.ts';
import type { PublishedPicture } from '../measure/published-picture.ts';
import { pngOf } from './png.ts';

/** What is not known, in the report: a quiet grey. */
const unknownGrey = [214, 211, 202] as const;

/** The fullest frame of a film, as the camera saw it; drawn people only. */
export function framePicture(plan: FilmPlan): string {
  const frames = new FilmFrames(plan);
  const present = Array.from({ length: frames.count }, (_, index) => frames.present(index).length);
  const fullest = present.indexOf(Math.max(...present));
  const [y, u, v] = planes(frames.frame(fullest));
  const { channels } = planesOf({ ...filmSize, y, u, v });
  const rgb = new Uint8Array(3 * y.length);
  for (let at = 0; at < y.length; at++) for (let c = 0; c < 3; c++) rgb[3 * at + c] = channels[c]![at]!;
  return asAddress(pngOf(filmSize.widthPx, filmSize.heightPx, rgb));
}

/** What was published of the place at the end. */
export function publishedPicture(picture: PublishedPicture): string {
  const [width, height] = [picture.columns * backgroundBlockPx, picture.rows * backgroundBlockPx];
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = Math.floor(y / backgroundBlockPx) * picture.columns + Math.floor(x / backgroundBlockPx);
      const side = picture.sides[block]!;
      const pixels = picture.pixels[block];
      const cell = backgroundBlockPx / Math.max(1, side);
      const from =
        3 * (Math.floor((y % backgroundBlockPx) / cell) * side + Math.floor((x % backgroundBlockPx) / cell));
      for (let c = 0; c < 3; c++) rgb[3 * (y * width + x) + c] = pixels?.[from + c] ?? unknownGrey[c]!;
    }
  }
  return asAddress(pngOf(width, height, rgb));
}

function asAddress(png: Buffer): string {
  return `data:image/png;base64,${png.toString('base64')}`;
}
