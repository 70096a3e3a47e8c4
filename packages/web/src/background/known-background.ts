import { type BlockSide, blockSides, type SceneBackgroundJson } from '@outis/core';
import { type BlockGrid, bytesOf, isGrid, isWholeBlock } from './grid.ts';
import { type Hidden, isHiddenBlock } from './hidden.ts';

/** What one block looks like: `side * side * 3` bytes red green blue. */
export interface KnownBlock {
  readonly side: BlockSide;
  readonly rgb: Uint8Array;
}

/** What a message changed. */
export interface KnownChange {
  /** Everything before is gone; `grid` may be another one. */
  readonly isReset: boolean;
  readonly blocks: readonly number[];
}

/**
 * The blocks of a background that the edge has sent: in the memory of the page, gone with it. There are never more than
 * the grid has, so nothing here grows.
 */
export class KnownBackground {
  #grid: BlockGrid | null = null;
  #blocks = new Map<number, KnownBlock>();
  #isExpected = true;
  /** Which blocks are counted for the share: looking at every mask again for each message would take long. */
  #counted: { readonly camera: Hidden; readonly grid: BlockGrid; readonly blocks: readonly number[] } | null =
    null;
  readonly #listeners = new Set<(change: KnownChange) => void>();

  /** Null until the first message. */
  get grid(): BlockGrid | null {
    return this.#grid;
  }

  /** How many blocks are known. */
  get count(): number {
    return this.#blocks.size;
  }

  /** The block, or null where it is not known. */
  blockAt(block: number): KnownBlock | null {
    return this.#blocks.get(block) ?? null;
  }

  /** All blocks that are known. */
  numbers(): readonly number[] {
    return [...this.#blocks.keys()];
  }

  /** The scene is opened anew: the next message says everything, so what is here goes when it comes. */
  expectAll(): void {
    this.#isExpected = true;
  }

  /** Takes in one message; what is not as it must be in it is left out. */
  receive(message: SceneBackgroundJson): void {
    if (!isGrid(message.columns, message.rows)) return;
    const { columns, rows } = message;
    const isOther = this.#grid?.columns !== columns || this.#grid.rows !== rows;
    const isReset = message.isReset || this.#isExpected || isOther;
    if (isReset) {
      this.#blocks.clear();
      this.#grid = { columns, rows };
      this.#isExpected = false;
    }
    const changed: number[] = [];
    for (const { block, side, pixels } of message.blocks) {
      if (!Number.isInteger(block) || block < 0 || block >= columns * rows) continue;
      if (side === 0) {
        if (this.#blocks.delete(block)) changed.push(block);
        continue;
      }
      const rgb = blockSides.includes(side) ? bytesOf(pixels, side * side * 3) : null;
      if (rgb === null) continue;
      this.#blocks.set(block, { side, rgb });
      changed.push(block);
    }
    for (const listener of this.#listeners) listener({ isReset, blocks: changed });
  }

  /** Listens to changes; answers the function that ends it. */
  listen(listener: (change: KnownChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Which share of the picture is known, 0 to 1. Not counted are blocks that reach beyond its edge, which are never learned,
   * and blocks that are masked altogether. Null before the first message.
   */
  share(camera: Hidden): number | null {
    const grid = this.#grid;
    if (grid === null) return null;
    if (this.#counted?.camera !== camera || this.#counted.grid !== grid) {
      const blocks = Array.from({ length: grid.columns * grid.rows }, (_, block) => block);
      const counts = (block: number) =>
        isWholeBlock(block, grid, camera.size) && !isHiddenBlock(block, grid, camera);
      this.#counted = { camera, grid, blocks: blocks.filter(counts) };
    }
    const { blocks } = this.#counted;
    if (blocks.length === 0) return 0;
    return blocks.filter((block) => this.#blocks.has(block)).length / blocks.length;
  }
}

/** Reads the data of an event `background`; null when it is none. */
export function readBackground(data: unknown): SceneBackgroundJson | null {
  try {
    const message = JSON.parse(String(data)) as SceneBackgroundJson;
    const isOne = isGrid(message.columns, message.rows) && Array.isArray(message.blocks);
    return isOne ? { ...message, isReset: message.isReset === true } : null;
  } catch {
    return null;
  }
}
