import { type BackgroundUpdate, backgroundBlockPx, blocksPerMessageMax, type FrameSize } from '@outis/core';

/**
 * Updates that publish a whole picture in full size, for learners that have no blocks of their own. `rgbAt` writes red
 * green blue of the px at an index into the array at a place.
 */
export function wholePictureUpdates(
  { widthPx, heightPx }: FrameSize,
  rgbAt: (px: number, into: Uint8Array, at: number) => void,
): BackgroundUpdate[] {
  const columns = Math.ceil(widthPx / backgroundBlockPx);
  const rows = Math.ceil(heightPx / backgroundBlockPx);
  const blocks: BackgroundUpdate['blocks'][number][] = [];
  for (let row = 0; row < Math.floor(heightPx / backgroundBlockPx); row++) {
    for (let column = 0; column < Math.floor(widthPx / backgroundBlockPx); column++) {
      const pixels = new Uint8Array(3 * backgroundBlockPx ** 2);
      for (let cell = 0; cell < backgroundBlockPx ** 2; cell++) {
        const x = column * backgroundBlockPx + (cell % backgroundBlockPx);
        const y = row * backgroundBlockPx + Math.floor(cell / backgroundBlockPx);
        rgbAt(y * widthPx + x, pixels, 3 * cell);
      }
      const text = Buffer.from(pixels).toString('base64');
      blocks.push({ block: row * columns + column, side: backgroundBlockPx, pixels: text });
    }
  }
  const updates: BackgroundUpdate[] = [];
  for (let from = 0; from < blocks.length; from += blocksPerMessageMax) {
    const part = blocks.slice(from, from + blocksPerMessageMax);
    updates.push({ kind: 'background', columns, rows, isReset: false, hasMoved: false, blocks: part });
  }
  return updates;
}
