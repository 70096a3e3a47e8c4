import { crc32, deflateSync } from 'node:zlib';
import { type Fraction2, type FrameSize, isInside, type Point } from '@outis/core';

/** Every mask is grown by this much, so that no edge of what it hides is left over by rounding or by chroma. */
const growPx = 2;

/** What is hidden before anything looks at the picture. */
export interface MaskShape {
  /** Polygons that are hidden. */
  readonly masks: readonly (readonly Fraction2[])[];
  /** Outside of this polygon is hidden; null hides nothing. */
  readonly boundary: readonly Fraction2[] | null;
}

/** Draws the masks as a PNG with grey and alpha of the size of the picture; null when there is nothing to hide. */
export function maskPicture(shape: MaskShape, size: FrameSize): Uint8Array | null {
  if (shape.masks.length === 0 && shape.boundary === null) return null;
  const hidden = hiddenPixels(shape, size);
  return hidden.includes(1) ? encodePng(grow(hidden, size), size) : null;
}

/** One byte a pixel, 1 where hidden; a pixel is hidden when its centre is. Shown for tests. */
export function hiddenPixels(shape: MaskShape, size: FrameSize): Uint8Array {
  const { widthPx, heightPx } = size;
  const toPoints = (polygon: readonly Fraction2[]): Point[] =>
    polygon.map(([x, y]) => ({ x: x * widthPx, y: y * heightPx }));
  const masks = shape.masks.map(toPoints);
  const boundary = shape.boundary === null ? null : toPoints(shape.boundary);
  const hidden = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const centre = { x: x + 0.5, y: y + 0.5 };
      const outside = boundary !== null && !isInside(centre, boundary);
      if (outside || masks.some((mask) => isInside(centre, mask))) hidden[y * widthPx + x] = 1;
    }
  }
  return hidden;
}

/** Grows the hidden pixels by `growPx` in every direction, first along rows and then along columns. */
function grow(hidden: Uint8Array, { widthPx, heightPx }: FrameSize): Uint8Array {
  const pass = (
    from: Uint8Array,
    step: number,
    length: number,
    lines: number,
    lineStep: number,
  ): Uint8Array => {
    const to = new Uint8Array(from);
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < length; i++) {
        if (from[line * lineStep + i * step] !== 1) continue;
        for (let near = Math.max(0, i - growPx); near <= Math.min(length - 1, i + growPx); near++)
          to[line * lineStep + near * step] = 1;
      }
    }
    return to;
  };
  return pass(pass(hidden, 1, widthPx, heightPx, widthPx), widthPx, heightPx, widthPx, 1);
}

/** A PNG with one grey and one alpha byte a pixel (W3C PNG, colour type 4): black where hidden, else transparent. */
function encodePng(hidden: Uint8Array, { widthPx, heightPx }: FrameSize): Uint8Array {
  const rowBytes = 1 + 2 * widthPx;
  const rows = Buffer.alloc(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++)
      rows[y * rowBytes + 2 + 2 * x] = hidden[y * widthPx + x] === 1 ? 255 : 0;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 4, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
