import { type AimPictureJson, aimWidthPxMax } from '@outis/core';
import { type BlockGrid, bytesOf, isGrid } from '../background/grid.ts';

/** One coarse picture of the aim view. It is held while it is shown, and replaced by the next. */
export interface AimPicture {
  readonly tMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Red green blue, row by row. */
  readonly rgb: Uint8Array;
  readonly grid: BlockGrid;
  readonly candidates: readonly number[];
}

/** Reads the data of an event `aim`; null when it is none. */
export function readAimPicture(data: unknown): AimPicture | null {
  try {
    const { tMs, widthPx, heightPx, pixels, columns, rows, candidates } = JSON.parse(
      String(data),
    ) as AimPictureJson;
    const isSide = (value: number, most: number) => Number.isInteger(value) && value > 0 && value <= most;
    if (!isSide(widthPx, aimWidthPxMax) || !isSide(heightPx, 2 * aimWidthPxMax)) return null;
    if (!isGrid(columns, rows) || !Number.isFinite(tMs) || !Array.isArray(candidates)) return null;
    const rgb = bytesOf(pixels, widthPx * heightPx * 3);
    if (rgb === null) return null;
    const isBlock = (block: unknown) =>
      Number.isInteger(block) && Number(block) >= 0 && Number(block) < columns * rows;
    const grid = { columns, rows };
    return { tMs, widthPx, heightPx, rgb, grid, candidates: [...new Set(candidates.filter(isBlock))] };
  } catch {
    return null;
  }
}
