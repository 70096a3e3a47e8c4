/** One picture as three planes, red green blue, each value 0 to 255 and not rounded. */
export interface Planes {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: readonly [Float32Array, Float32Array, Float32Array];
}

/** The shape that pictures in yuv420p have in scenarios: arrays of any number type. */
export interface YuvPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly y: ArrayLike<number>;
  readonly u: ArrayLike<number>;
  readonly v: ArrayLike<number>;
}

export function emptyPlanes(widthPx: number, heightPx: number): Planes {
  const plane = (): Float32Array => new Float32Array(widthPx * heightPx);
  return { widthPx, heightPx, channels: [plane(), plane(), plane()] };
}

/** yuv420p (BT.601, limited range) to red green blue. */
export function planesOf(picture: YuvPicture): Planes {
  const { widthPx, heightPx } = picture;
  const planes = emptyPlanes(widthPx, heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = y * widthPx + x;
      const chroma = (y >> 1) * (widthPx >> 1) + (x >> 1);
      setColour(planes, at, picture.y[at]!, picture.u[chroma]!, picture.v[chroma]!);
    }
  }
  return planes;
}

/** Writes one px that is given in yuv. */
export function setColour({ channels }: Planes, at: number, y: number, u: number, v: number): void {
  const luma = 1.164 * (y - 16);
  channels[0][at] = clamp(luma + 1.596 * (v - 128));
  channels[1][at] = clamp(luma - 0.392 * (u - 128) - 0.813 * (v - 128));
  channels[2][at] = clamp(luma + 2.017 * (u - 128));
}

/** Luma of red green blue. */
export function lumaOf(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
