import { type BlockSide, backgroundBlockPx, type Detection } from '@outis/core';
import type { Grid } from './grid.ts';

const personHeightM = 1.7;
/** Only what is surely somebody says how large people are here. */
const scoreMin = 0.4;

/**
 * How large people appear in every row, and so how coarse the picture must be: at most 40 px a metre
 * (EN 62676-4: 125 to recognise somebody, 250 to identify).
 */
export class Scale {
  /** Of every row of blocks the tallest box of a person over it, px; 0 where there was none. */
  readonly tallestPx: Uint16Array;
  readonly #grid: Grid;
  readonly #sideMax: BlockSide;

  constructor(grid: Grid, sideMax: BlockSide) {
    this.#grid = grid;
    this.#sideMax = sideMax;
    this.tallestPx = new Uint16Array(grid.rows);
  }

  /** Takes what was detected; true when a row must become coarser. */
  see(detections: readonly Detection[]): boolean {
    const { heightPx } = this.#grid.frame;
    let isCoarser = false;
    for (const { class: name, score, box } of detections) {
      if (name !== 'person' || !(score >= scoreMin)) continue;
      const tallPx = Math.min(heightPx, Math.round(box.height * heightPx));
      const last = Math.floor(((box.top + box.height) * heightPx) / backgroundBlockPx);
      for (
        let row = Math.max(0, Math.floor((box.top * heightPx) / backgroundBlockPx));
        row <= Math.min(last, this.#grid.rows - 1);
        row++
      ) {
        if (!(tallPx > this.tallestPx[row]!)) continue;
        const before = this.sideOfRow(row);
        this.tallestPx[row] = tallPx;
        if (this.sideOfRow(row) < before) isCoarser = true;
      }
    }
    return isCoarser;
  }

  /** The side of a published block of this row, px. */
  sideOfRow(row: number): BlockSide {
    const pxPerM = this.tallestPx[row]! / personHeightM;
    const side = pxPerM === 0 ? 8 : pxPerM <= 40 ? 16 : pxPerM <= 80 ? 8 : pxPerM <= 160 ? 4 : 2;
    return Math.min(side, this.#sideMax) as BlockSide;
  }

  sideOf(block: number): BlockSide {
    return this.sideOfRow(Math.floor(block / this.#grid.columns));
  }
}
