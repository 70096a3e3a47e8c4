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

/**
 * One byte a pixel, 1 where hidden. Outside of the boundary a pixel is hidden when its centre is not inside by the even-odd
 * rule; a mask hides what its outline winds around at all, and every pixel that the outline touches. Shown for tests.
 */
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
      if (outside || masks.some((mask) => isWoundAround(centre, mask))) hidden[y * widthPx + x] = 1;
    }
  }
  for (const mask of masks) markOutline(hidden, mask, size);
  return hidden;
}

/** The non-zero rule: where an outline crosses itself, what it encloses twice is inside too. */
function isWoundAround({ x, y }: Point, polygon: readonly Point[]): boolean {
  let winding = 0;
  for (const [a, b] of edges(polygon)) {
    if (a.y > y === b.y > y) continue;
    if (x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) winding += b.y > a.y ? 1 : -1;
  }
  return winding !== 0;
}

/** Marks the pixels that the edges of a polygon touch, row by row: a mask thinner than a pixel hides something too. */
function markOutline(hidden: Uint8Array, polygon: readonly Point[], { widthPx, heightPx }: FrameSize): void {
  const pixel = (at: number, length: number): number => Math.min(length - 1, Math.max(0, Math.floor(at)));
  for (const [a, b] of edges(polygon)) {
    const [top, bottom] = a.y <= b.y ? [a, b] : [b, a];
    const xAt = (y: number): number => {
      if (y <= top.y) return top.x;
      return y >= bottom.y ? bottom.x : top.x + ((bottom.x - top.x) * (y - top.y)) / (bottom.y - top.y);
    };
    const last = pixel(bottom.y, heightPx);
    for (let row = pixel(top.y, heightPx); row <= last; row++) {
      const ends = top.y === bottom.y ? [a.x, b.x] : [xAt(row), xAt(row + 1)];
      const from = pixel(Math.min(...ends), widthPx);
      hidden.fill(1, row * widthPx + from, row * widthPx + pixel(Math.max(...ends), widthPx) + 1);
    }
  }
}

function edges(polygon: readonly Point[]): (readonly [Point, Point])[] {
  return polygon.map((corner, index) => [corner, polygon[(index + 1) % polygon.length]!] as const);
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
