import type { Pattern } from '../people.ts';

/** A picture in grey. */
export interface Grey {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly values: Float32Array;
}

export function greyOf({ widthPx, heightPx, luma }: Pattern): Grey {
  return { widthPx, heightPx, values: Float32Array.from(luma) };
}

/** Reads a picture from bytes: `stride` bytes from px to px, `rowBytes` from row to row; rows that are cut off are left out. */
export function greyFromBytes(
  bytes: Uint8Array,
  offset: number,
  widthPx: number,
  heightPx: number,
  stride: number,
  rowBytes: number,
): Grey {
  const values = new Float32Array(widthPx * heightPx);
  // Of colours the mean: no matter in which order they stand.
  const channels = stride >= 3 ? 3 : 1;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = offset + y * rowBytes + x * stride;
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) sum += bytes[at + channel] ?? 0;
      values[y * widthPx + x] = sum / channels;
    }
  }
  return { widthPx, heightPx, values };
}

/** The picture in another size: means of the areas where it gets smaller, the nearest px where it does not. */
export function resized(picture: Grey, widthPx: number, heightPx: number): Grey {
  if (widthPx === picture.widthPx && heightPx === picture.heightPx) return picture;
  const values = new Float32Array(widthPx * heightPx);
  const columns = edges(picture.widthPx, widthPx);
  const rows = edges(picture.heightPx, heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      let sum = 0;
      let weight = 0;
      for (let sy = Math.floor(rows[y]!); sy < rows[y + 1]!; sy++) {
        const tall = Math.min(sy + 1, rows[y + 1]!) - Math.max(sy, rows[y]!);
        for (let sx = Math.floor(columns[x]!); sx < columns[x + 1]!; sx++) {
          const share = tall * (Math.min(sx + 1, columns[x + 1]!) - Math.max(sx, columns[x]!));
          sum += share * picture.values[sy * picture.widthPx + sx]!;
          weight += share;
        }
      }
      values[y * widthPx + x] = sum / weight;
    }
  }
  return { widthPx, heightPx, values };
}

function edges(from: number, to: number): Float64Array {
  const step = from / to;
  return Float64Array.from({ length: to + 1 }, (_, at) => (at === to ? from : at * step));
}

export function mirrored(picture: Grey): Grey {
  const { widthPx, heightPx } = picture;
  const values = new Float32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++)
      values[y * widthPx + x] = picture.values[y * widthPx + widthPx - 1 - x]!;
  return { widthPx, heightPx, values };
}
