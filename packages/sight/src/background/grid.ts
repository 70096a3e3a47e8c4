import { backgroundBlockPx, type FrameSize } from '@outis/core';

/**
 * The blocks of one picture, row by row. Blocks that the right or lower edge cuts are numbered too, so that everybody
 * counts alike, but only whole ones are ever learned.
 */
export interface Grid {
  readonly frame: FrameSize;
  readonly columns: number;
  readonly rows: number;
  /** Whole blocks in a row, and whole rows. */
  readonly wholeColumns: number;
  readonly wholeRows: number;
  readonly blocks: number;
}

/** The grid of a frame. */
export function gridOf(frame: FrameSize): Grid {
  const columns = Math.ceil(frame.widthPx / backgroundBlockPx);
  const rows = Math.ceil(frame.heightPx / backgroundBlockPx);
  return {
    frame,
    columns,
    rows,
    wholeColumns: Math.floor(frame.widthPx / backgroundBlockPx),
    wholeRows: Math.floor(frame.heightPx / backgroundBlockPx),
    blocks: columns * rows,
  };
}

/** True for a block that no edge of the picture cuts. */
export function isWhole(grid: Grid, block: number): boolean {
  return block % grid.columns < grid.wholeColumns && Math.floor(block / grid.columns) < grid.wholeRows;
}
