import { type BackgroundUpdate, type BlockSide, blocksPerMessageMax, type PublishedBlock } from '@outis/core';
import { reduced } from './copies.ts';
import type { Grid } from './grid.ts';
import { type LightBin, lightBins } from './light.ts';

/** A block that has won, was copied and has passed the detector. Only its reduced picture exists. */
export interface AcceptedBlock {
  readonly signature: Uint8Array;
  readonly side: BlockSide;
  readonly pixels: Uint8Array;
  readonly copiedMs: number;
  /** When the scene last looked like this. */
  matchedMs: number;
}

/** Where a block is taken from that is not known in this light. */
const otherBins: readonly (readonly LightBin[])[] = [
  [0, 1, 2],
  [1, 2, 0],
  [2, 1, 0],
];

/** The accepted blocks of every light, and what of them everybody has been told. */
export class Shown {
  readonly #grid: Grid;
  readonly #accepted: (AcceptedBlock | null)[][];
  readonly #told: (AcceptedBlock | null)[];
  #isReset = true;
  #hasMoved = false;
  #mayHaveChanged = true;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#accepted = lightBins.map(() => new Array<AcceptedBlock | null>(grid.blocks).fill(null));
    this.#told = new Array<AcceptedBlock | null>(grid.blocks).fill(null);
  }

  get(bin: LightBin, block: number): AcceptedBlock | null {
    return this.#accepted[bin]![block]!;
  }

  set(bin: LightBin, block: number, accepted: AcceptedBlock | null): void {
    this.#accepted[bin]![block] = accepted;
    this.#mayHaveChanged = true;
  }

  /** What is shown of a block in this light: its own, or that of the nearest other light. */
  at(bin: LightBin, block: number): AcceptedBlock | null {
    for (const other of otherBins[bin]!) {
      const accepted = this.get(other, block);
      if (accepted !== null) return accepted;
    }
    return null;
  }

  /** The light has changed. */
  refresh(): void {
    this.#mayHaveChanged = true;
  }

  /** Makes blocks coarser that are finer than `sideOf` says. */
  coarsen(sideOf: (block: number) => BlockSide): void {
    for (const blocks of this.#accepted) {
      for (const [block, accepted] of blocks.entries()) {
        if (accepted === null || accepted.side <= sideOf(block)) continue;
        const side = sideOf(block);
        blocks[block] = { ...accepted, side, pixels: reduced(accepted.pixels, side) };
        this.#mayHaveChanged = true;
      }
    }
  }

  /** Drops what the scene has not looked like since `sinceMs`. */
  dropUnmatched(sinceMs: number): void {
    for (const blocks of this.#accepted) {
      for (const [block, accepted] of blocks.entries()) {
        if (accepted === null || accepted.matchedMs >= sinceMs) continue;
        blocks[block] = null;
        this.#mayHaveChanged = true;
      }
    }
  }

  /** Drops everything. */
  reset(hasMoved: boolean): void {
    for (const blocks of this.#accepted) blocks.fill(null);
    this.#told.fill(null);
    this.#isReset = true;
    this.#hasMoved ||= hasMoved;
    this.#mayHaveChanged = true;
  }

  /** What is new since it was last asked, in this light. */
  takeUpdates(bin: LightBin): BackgroundUpdate[] {
    if (!this.#mayHaveChanged) return [];
    this.#mayHaveChanged = false;
    const changed: PublishedBlock[] = [];
    for (let block = 0; block < this.#grid.blocks; block++) {
      const accepted = this.at(bin, block);
      if (accepted?.pixels === this.#told[block]?.pixels) continue;
      this.#told[block] = accepted;
      changed.push(
        accepted === null
          ? { block, side: 0, pixels: '' }
          : { block, side: accepted.side, pixels: Buffer.from(accepted.pixels).toString('base64') },
      );
    }
    const updates: BackgroundUpdate[] = [];
    while (this.#isReset || changed.length > 0) {
      const { columns, rows } = this.#grid;
      const blocks = changed.splice(0, blocksPerMessageMax);
      const [isReset, hasMoved] = [this.#isReset, this.#hasMoved];
      updates.push({ kind: 'background', columns, rows, isReset, hasMoved, blocks });
      this.#isReset = false;
      this.#hasMoved = false;
    }
    return updates;
  }

  /** The picture in this light with `candidates` in it: red green blue, `null` for px that nobody knows. */
  compose(bin: LightBin, candidates: ReadonlyMap<number, Uint8Array>): (Uint8Array | null)[] {
    return Array.from({ length: this.#grid.blocks }, (_, block) => {
      return candidates.get(block) ?? this.at(bin, block)?.pixels ?? null;
    });
  }
}
