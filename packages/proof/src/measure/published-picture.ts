import { type BackgroundUpdate, type BlockSide, backgroundBlockPx } from '@outis/core';

/** The picture as somebody who watches has it: blocks of different sides, some not known. */
export class PublishedPicture {
  readonly columns: number;
  readonly rows: number;
  /** Side of each block in published px; 0 where nothing is known. */
  readonly sides: Uint8Array;
  /** `side * side * 3` bytes red green blue of each block. */
  readonly pixels: (Uint8Array | null)[];

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.sides = new Uint8Array(columns * rows);
    this.pixels = new Array<Uint8Array | null>(columns * rows).fill(null);
  }

  /** Takes in an update; returns the blocks that changed. */
  apply(update: BackgroundUpdate): number[] {
    if (update.columns !== this.columns || update.rows !== this.rows)
      throw new TypeError('The update is of a picture of another size.');
    const changed = update.isReset ? this.#forgetAll() : [];
    for (const { block, side, pixels } of update.blocks) {
      this.set(block, side, side === 0 ? null : Buffer.from(pixels, 'base64'));
      changed.push(block);
    }
    return [...new Set(changed)];
  }

  set(block: number, side: BlockSide | 0, pixels: Uint8Array | null): void {
    if (pixels !== null && pixels.length !== side * side * 3)
      throw new TypeError('A block has another number of bytes than its side says.');
    this.sides[block] = pixels === null ? 0 : side;
    this.pixels[block] = pixels;
  }

  /** Share of the blocks that are known. */
  get knownShare(): number {
    return this.sides.reduce((sum, side) => sum + (side > 0 ? 1 : 0), 0) / this.sides.length;
  }

  #forgetAll(): number[] {
    const known: number[] = [];
    this.sides.forEach((side, block) => {
      if (side > 0) known.push(block);
    });
    this.sides.fill(0);
    this.pixels.fill(null);
    return known;
  }
}

/** Means of the cells of one block of a plane: `side * side` numbers, row by row. */
export function reduceBlock(
  plane: Float32Array,
  widthPx: number,
  block: { readonly column: number; readonly row: number },
  side: number,
): Float32Array {
  const cell = backgroundBlockPx / side;
  const cells = new Float32Array(side * side);
  for (let y = 0; y < backgroundBlockPx; y++) {
    const from = (block.row * backgroundBlockPx + y) * widthPx + block.column * backgroundBlockPx;
    const to = Math.floor(y / cell) * side;
    for (let x = 0; x < backgroundBlockPx; x++) {
      const at = to + Math.floor(x / cell);
      cells[at] = cells[at]! + plane[from + x]!;
    }
  }
  for (let at = 0; at < cells.length; at++) cells[at] = cells[at]! / (cell * cell);
  return cells;
}
