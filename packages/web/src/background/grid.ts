import { backgroundBlockPx, type FrameSize } from '@outis/core';

/** The blocks of a picture: so many across and down, row by row from the top left. */
export interface BlockGrid {
  readonly columns: number;
  readonly rows: number;
}

/** Where something lies in a view: its left top corner and its size, as fractions of the view. */
export interface ShareRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The most blocks across and down, as the wire says. */
const sideMax = 128;

/** True for a grid that can be: whole numbers, 1 to 128. */
export function isGrid(columns: unknown, rows: unknown): boolean {
  const isSide = (value: unknown) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= sideMax;
  return isSide(columns) && isSide(rows);
}

/**
 * The size of the analysed picture, px. The camera's own where it fits the grid; else, as when the camera was just given
 * another size, that of all blocks, which is off by less than one block.
 */
export function pictureSize(grid: BlockGrid, size: FrameSize | null): FrameSize {
  const fits =
    size !== null &&
    Math.ceil(size.widthPx / backgroundBlockPx) === grid.columns &&
    Math.ceil(size.heightPx / backgroundBlockPx) === grid.rows;
  return fits ? size : { widthPx: grid.columns * backgroundBlockPx, heightPx: grid.rows * backgroundBlockPx };
}

/** Where a block lies in the view. What reaches beyond the edge of the picture is cut off. */
export function blockRect(block: number, grid: BlockGrid, size: FrameSize | null): ShareRect {
  const { widthPx, heightPx } = pictureSize(grid, size);
  const x = ((block % grid.columns) * backgroundBlockPx) / widthPx;
  const y = (Math.floor(block / grid.columns) * backgroundBlockPx) / heightPx;
  return {
    x,
    y,
    width: Math.min(1 - x, backgroundBlockPx / widthPx),
    height: Math.min(1 - y, backgroundBlockPx / heightPx),
  };
}

/** False for a block that reaches beyond the edge of the picture. */
export function isWholeBlock(block: number, grid: BlockGrid, size: FrameSize | null): boolean {
  const { widthPx, heightPx } = pictureSize(grid, size);
  const [column, row] = [block % grid.columns, Math.floor(block / grid.columns)];
  return (column + 1) * backgroundBlockPx <= widthPx && (row + 1) * backgroundBlockPx <= heightPx;
}

/** Bytes from base64; null when it is none, or not `length` bytes. */
export function bytesOf(text: unknown, length: number): Uint8Array | null {
  if (typeof text !== 'string') return null;
  try {
    const binary = atob(text);
    if (binary.length !== length) return null;
    return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
