import {
  type BackgroundGrid,
  type BackgroundUpdate,
  blocksPerMessageMax,
  type PublishedBlock,
  type SceneBackgroundJson,
} from '@outis/core';

/** The longest block as it is sent: 768 bytes in base64 and its names. */
const blockBytesMax = 1_100;

/** What is known of a camera's background now, in memory alone: what the live scene shows behind its pictograms. */
export class SceneBackground {
  #grid: BackgroundGrid | null = null;
  readonly #blocks = new Map<number, PublishedBlock>();

  /** What a reader may have to wait for when all of it changes at once, bytes. */
  get bytesMax(): number {
    return this.#grid === null ? 0 : this.#grid.columns * this.#grid.rows * blockBytesMax;
  }

  /** Takes what has changed, and returns it as readers get it. */
  update({ columns, rows, isReset, blocks }: BackgroundUpdate): SceneBackgroundJson {
    const isOther = this.#grid?.columns !== columns || this.#grid.rows !== rows;
    if (isReset || isOther) this.#blocks.clear();
    this.#grid = { columns, rows };
    for (const block of blocks) {
      if (block.side === 0) this.#blocks.delete(block.block);
      else this.#blocks.set(block.block, block);
    }
    return { columns, rows, isReset: isReset || isOther, blocks };
  }

  /** Everything that is known, for a reader who begins; the first part forgets what was before. */
  whole(): SceneBackgroundJson[] {
    if (this.#grid === null) return [];
    const blocks = [...this.#blocks.values()];
    const parts: SceneBackgroundJson[] = [];
    for (let from = 0; from === 0 || from < blocks.length; from += blocksPerMessageMax)
      parts.push({
        ...this.#grid,
        isReset: from === 0,
        blocks: blocks.slice(from, from + blocksPerMessageMax),
      });
    return parts;
  }
}
