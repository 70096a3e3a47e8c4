import type { FrameSize } from '@outis/core';

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number];
/** Fine px, origin top left. */
export type CanvasPoint = readonly [number, number];

/** Drawn this many times larger on each side and made smaller, so that edges are smooth. */
const finer = 2;

/** The colour in another light: 1 leaves it as it is. */
export function shade([red, green, blue]: Colour, light: number): Colour {
  return [red * light, green * light, blue * light];
}

/** A drawing surface for pictures that no lens has seen: polygons and round-ended lines, then yuv420p bytes. */
export class Canvas {
  readonly size: FrameSize;
  /** Of the finer surface, px. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly #values: Uint8ClampedArray;

  /** Both sides of `size` must be even. */
  constructor(size: FrameSize) {
    this.size = size;
    this.widthPx = size.widthPx * finer;
    this.heightPx = size.heightPx * finer;
    this.#values = new Uint8ClampedArray(this.widthPx * this.heightPx * 3);
  }

  /** Sets every point to what `colourAt` says. */
  paint(colourAt: (x: number, y: number) => Colour): void {
    for (let y = 0; y < this.heightPx; y++)
      for (let x = 0; x < this.widthPx; x++) this.#values.set(colourAt(x, y), (y * this.widthPx + x) * 3);
  }

  /** Fills a polygon (even-odd); `cover` 1 hides what was there, less lets it through. */
  polygon(points: readonly CanvasPoint[], colour: Colour, cover = 1): void {
    const ys = points.map(([, y]) => y);
    const from = Math.max(0, Math.ceil(Math.min(...ys) - 0.5));
    const to = Math.min(this.heightPx - 1, Math.floor(Math.max(...ys) - 0.5));
    for (let y = from; y <= to; y++) {
      const cuts = points
        .flatMap(([x0, y0], index) => {
          const [x1, y1] = points[(index + 1) % points.length]!;
          const middle = y + 0.5;
          return y0 <= middle === y1 <= middle ? [] : [x0 + ((middle - y0) / (y1 - y0)) * (x1 - x0)];
        })
        .sort((a, b) => a - b);
      for (let i = 0; i + 1 < cuts.length; i += 2)
        this.#row(y, Math.round(cuts[i]!), Math.round(cuts[i + 1]!), colour, cover);
    }
  }

  /** A line with round ends; both ends the same makes a disc. */
  line([x0, y0]: CanvasPoint, [x1, y1]: CanvasPoint, radius: number, colour: Colour, cover = 1): void {
    const reach = Math.max(0.5, radius);
    const from = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    const to = Math.min(this.heightPx - 1, Math.ceil(Math.max(y0, y1) + reach));
    const length = Math.hypot(x1 - x0, y1 - y0);
    const [alongX, alongY] = length === 0 ? [1, 0] : [(x1 - x0) / length, (y1 - y0) / length];
    for (let y = from; y <= to; y++) {
      const middle = y + 0.5;
      let left = Number.POSITIVE_INFINITY;
      let right = Number.NEGATIVE_INFINITY;
      const take = (a: number, b: number): void => {
        left = Math.min(left, a);
        right = Math.max(right, b);
      };
      for (const [x, at] of [
        [x0, y0],
        [x1, y1],
      ] as const) {
        const half = reach ** 2 - (middle - at) ** 2;
        if (half > 0) take(x - Math.sqrt(half), x + Math.sqrt(half));
      }
      // The band between the ends: its two sides cut this row where they pass it.
      for (const side of [-reach, reach]) {
        const [sx, sy] = [x0 - alongY * side, y0 + alongX * side];
        const share = alongY === 0 ? -1 : (middle - sy) / (alongY * length);
        if (share >= 0 && share <= 1) take(sx + alongX * length * share, sx + alongX * length * share);
      }
      if (left <= right) this.#row(y, Math.round(left), Math.round(right), colour, cover);
    }
  }

  /** Planar yuv420p, BT.601, limited range: what sight reads. */
  toYuv420(): Buffer {
    const { widthPx: width, heightPx: height } = this.size;
    const bytes = Buffer.alloc((width * height * 3) / 2);
    const quarter = (width * height) / 4;
    for (let y = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2) {
        const sum = [0, 0, 0];
        for (const [dx, dy] of [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const) {
          const [red, green, blue] = this.#mean(x + dx, y + dy);
          bytes[(y + dy) * width + x + dx] = 16 + 0.257 * red + 0.504 * green + 0.098 * blue;
          sum[0]! += red / 4;
          sum[1]! += green / 4;
          sum[2]! += blue / 4;
        }
        const [red, green, blue] = sum as unknown as Colour;
        const at = width * height + ((y / 2) * width) / 2 + x / 2;
        bytes[at] = 128 - 0.148 * red - 0.291 * green + 0.439 * blue;
        bytes[at + quarter] = 128 + 0.439 * red - 0.368 * green - 0.071 * blue;
      }
    }
    return bytes;
  }

  #mean(x: number, y: number): Colour {
    const sum: [number, number, number] = [0, 0, 0];
    for (let dy = 0; dy < finer; dy++) {
      for (let dx = 0; dx < finer; dx++) {
        const at = ((y * finer + dy) * this.widthPx + x * finer + dx) * 3;
        for (let part = 0; part < 3; part++) sum[part]! += this.#values[at + part]! / finer ** 2;
      }
    }
    return sum;
  }

  #row(y: number, from: number, to: number, [red, green, blue]: Colour, cover: number): void {
    for (let x = Math.max(0, from); x < Math.min(this.widthPx, to); x++) {
      const at = (y * this.widthPx + x) * 3;
      this.#values[at] = this.#values[at]! * (1 - cover) + red * cover;
      this.#values[at + 1] = this.#values[at + 1]! * (1 - cover) + green * cover;
      this.#values[at + 2] = this.#values[at + 2]! * (1 - cover) + blue * cover;
    }
  }
}
