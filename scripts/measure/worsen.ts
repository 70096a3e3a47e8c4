import type { FrameSize } from '@outis/core';

/** A yuv420p picture, changed as a camera may change it. Gives a new one. */
export type Worsen = (bytes: Uint8Array, size: FrameSize) => Uint8Array;

/** How pictures are made worse: what a camera does at night, in fog, out of focus, far away. */
export const conditions: readonly { readonly name: string; readonly worsen: Worsen | null }[] = [
  { name: 'as it is', worsen: null },
  { name: 'a quarter of the light', worsen: luma((value) => 16 + (value - 16) / 4) },
  { name: 'fog: a third of the contrast', worsen: luma((value) => 150 + (value - 126) / 3) },
  { name: 'noise, ±30 of 255', worsen: noise },
  { name: 'grey, as infrared', worsen: grey },
  {
    name: 'out of focus (mean over 1 % of the width, twice)',
    worsen: (bytes, size) => blur(blur(bytes, size), size),
  },
  { name: 'half as large in the picture', worsen: half },
];

function luma(change: (value: number) => number): Worsen {
  return (bytes, { widthPx, heightPx }) => {
    const result = Uint8Array.from(bytes);
    for (let i = 0; i < widthPx * heightPx; i++) result[i] = Math.min(255, Math.max(0, change(bytes[i]!)));
    return result;
  };
}

/** The same noise each time: an LCG (Numerical Recipes) started anew for every picture. */
function noise(bytes: Uint8Array, { widthPx, heightPx }: FrameSize): Uint8Array {
  const result = Uint8Array.from(bytes);
  let state = 1;
  for (let i = 0; i < widthPx * heightPx; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    result[i] = Math.min(255, Math.max(0, bytes[i]! + ((state >> 16) * 30) / 32768));
  }
  return result;
}

function grey(bytes: Uint8Array, { widthPx, heightPx }: FrameSize): Uint8Array {
  return Uint8Array.from(bytes).fill(128, widthPx * heightPx);
}

/** The mean over a square of 1 % of the width on the luma, rows first, then columns. */
function blur(bytes: Uint8Array, { widthPx, heightPx }: FrameSize): Uint8Array {
  const radius = Math.max(1, Math.round(widthPx / 200));
  const across = Uint8Array.from(bytes);
  const result = Uint8Array.from(bytes);
  const mean = (from: Uint8Array, at: number, step: number, index: number, length: number): number => {
    let sum = 0;
    for (let i = -radius; i <= radius; i++)
      sum += from[at + (Math.min(length - 1, Math.max(0, index + i)) - index) * step]!;
    return sum / (2 * radius + 1);
  };
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) across[y * widthPx + x] = mean(bytes, y * widthPx + x, 1, x, widthPx);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++)
      result[y * widthPx + x] = mean(across, y * widthPx + x, widthPx, y, heightPx);
  return result;
}

/** The picture at half its size in its upper left quarter, the rest grey. */
export function half(bytes: Uint8Array, { widthPx, heightPx }: FrameSize): Uint8Array {
  const result = new Uint8Array(bytes.length).fill(114, 0, widthPx * heightPx).fill(128, widthPx * heightPx);
  const shrink = (from: number, width: number, height: number): void => {
    for (let y = 0; y < height >> 1; y++)
      for (let x = 0; x < width >> 1; x++) {
        const at = from + 2 * y * width + 2 * x;
        const sum = bytes[at]! + bytes[at + 1]! + bytes[at + width]! + bytes[at + width + 1]!;
        result[from + y * width + x] = sum / 4;
      }
  };
  const [chromaWidth, chromaHeight] = [widthPx / 2, heightPx / 2];
  shrink(0, widthPx, heightPx);
  shrink(widthPx * heightPx, chromaWidth, chromaHeight);
  shrink(widthPx * heightPx + chromaWidth * chromaHeight, chromaWidth, chromaHeight);
  return result;
}
