import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '@outis/core';
import { decode, readPictures } from '../../scripts/measure/pictures.ts';
import { type Actor, type Present, size } from './scene.ts';

/** A head cut from a photograph that no detector was trained on: luma and both chroma, each `side` by `side`. */
interface PhotoHead {
  readonly luma: Uint8Array;
  readonly blue: Uint8Array;
  readonly red: Uint8Array;
}

const side = 64;
/** Smaller heads would be blurred. */
const headPxMin = 44;
/** What is cut around the labelled box, share of its sides: the neck and the shoulders' beginning. */
const around = 0.12;
const headsMax = 40;

/** Heads with and without helmets for drawn bodies: a detector of photographs takes some drawn helmets for bare heads. */
export interface PhotoHeads {
  readonly helmet: readonly PhotoHead[];
  readonly bare: readonly PhotoHead[];
}

/** Reads heads from the held-out pictures; null where they are not on this machine (`OUTIS_DATA`). */
export async function readPhotoHeads(): Promise<PhotoHeads | null> {
  const folder = join(process.env['OUTIS_DATA'] ?? '../shared/data', 'train');
  if (!existsSync(join(folder, 'index.csv'))) return null;
  const heads: { helmet: PhotoHead[]; bare: PhotoHead[] } = { helmet: [], bare: [] };
  for (const picture of readPictures(folder)) {
    if (!picture.labelled.has('helmet') || !picture.labelled.has('bare-head')) continue;
    const large = picture.truth.filter(
      ({ class: name, box, difficult }) =>
        (name === 'helmet' || name === 'bare-head') &&
        !difficult &&
        box.height * picture.size.heightPx >= headPxMin &&
        box.left > 0.03 &&
        box.top > 0.03 &&
        box.left + box.width < 0.97 &&
        box.top + box.height < 0.97,
    );
    if (large.length === 0) continue;
    const even = {
      widthPx: picture.size.widthPx & ~1,
      heightPx: picture.size.heightPx & ~1,
    };
    const bytes = await decode(picture, even);
    for (const { class: name, box } of large) {
      const list = name === 'helmet' ? heads.helmet : heads.bare;
      if (list.length < headsMax) list.push(cut(bytes, even, grown(box)));
    }
  }
  return heads.helmet.length === 0 || heads.bare.length === 0 ? null : heads;
}

/** Puts a photographed head over each drawn one that is seen. `light` is 1 in the sun. */
export function pasteHeads(
  bytes: Uint8Array,
  present: readonly Present[],
  heads: PhotoHeads,
  lightOf: (one: Present) => number,
): void {
  for (const one of present) {
    if (one.head === null || one.headHidden > 0.3) continue;
    paste(bytes, grown(one.head), headOf(one.actor, heads), lightOf(one));
  }
}

function headOf({ helmet, look }: Actor, heads: PhotoHeads): PhotoHead {
  const list = helmet ? heads.helmet : heads.bare;
  return list[(look * 7) % list.length]!;
}

function grown({ left, top, width, height }: Box): Box {
  return {
    left: left - around * width,
    top: top - around * height,
    width: width * (1 + 2 * around),
    height: height * (1 + 2 * around),
  };
}

function cut(
  bytes: Uint8Array,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  { left, top, width, height }: Box,
): PhotoHead {
  const planes = [
    { at: 0, wide: widthPx, tall: heightPx },
    { at: widthPx * heightPx, wide: widthPx / 2, tall: heightPx / 2 },
    { at: (widthPx * heightPx * 5) / 4, wide: widthPx / 2, tall: heightPx / 2 },
  ].map(({ at, wide, tall }) =>
    Uint8Array.from({ length: side * side }, (_, index) => {
      const x = Math.floor((left + (width * ((index % side) + 0.5)) / side) * wide);
      const y = Math.floor((top + (height * (Math.floor(index / side) + 0.5)) / side) * tall);
      return bytes[at + Math.min(tall - 1, Math.max(0, y)) * wide + Math.min(wide - 1, Math.max(0, x))]!;
    }),
  );
  return { luma: planes[0]!, blue: planes[1]!, red: planes[2]! };
}

function paste(bytes: Uint8Array, box: Box, head: PhotoHead, light: number): void {
  const { widthPx, heightPx } = size;
  const luma = widthPx * heightPx;
  const over = (plane: Uint8Array, at: number, wide: number, tall: number, toned: number): void => {
    const [x0, y0] = [Math.floor(box.left * wide), Math.floor(box.top * tall)];
    const [x1, y1] = [Math.ceil((box.left + box.width) * wide), Math.ceil((box.top + box.height) * tall)];
    for (let y = Math.max(0, y0); y < Math.min(tall, y1); y++) {
      for (let x = Math.max(0, x0); x < Math.min(wide, x1); x++) {
        const u = ((x + 0.5) / wide - box.left) / box.width;
        const v = ((y + 0.5) / tall - box.top) / box.height;
        if (u < 0 || u >= 1 || v < 0 || v >= 1) continue;
        // An ellipse with a soft edge.
        const cover = Math.min(1, Math.max(0, (1 - Math.hypot(2 * u - 1, 2 * v - 1)) * 6));
        const value = meanOf(plane, u, v, box.width * wide) * toned;
        const index = at + y * wide + x;
        bytes[index] = bytes[index]! * (1 - cover) + value * cover;
      }
    }
  };
  over(head.luma, 0, widthPx, heightPx, light);
  over(head.blue, luma, widthPx / 2, heightPx / 2, 1);
  over(head.red, (luma * 5) / 4, widthPx / 2, heightPx / 2, 1);
}

/** The mean of what one px of the picture covers. */
function meanOf(plane: Uint8Array, u: number, v: number, widthPx: number): number {
  const reach = Math.max(1, Math.round(side / widthPx));
  const [x0, y0] = [Math.floor(u * side - reach / 2), Math.floor(v * side - reach / 2)];
  let sum = 0;
  for (let y = y0; y < y0 + reach; y++)
    for (let x = x0; x < x0 + reach; x++)
      sum += plane[Math.min(side - 1, Math.max(0, y)) * side + Math.min(side - 1, Math.max(0, x))]!;
  return sum / reach ** 2;
}
