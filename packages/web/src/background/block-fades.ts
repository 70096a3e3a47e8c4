/** How long a block takes to appear, ms. */
export const blockFadeMs = 900;
/** Time between two blocks of one message, ms; of many it is less, so that all have begun within {@link spreadMsMax}. */
const spreadMs = 45;
const spreadMsMax = 4000;

interface Fade {
  readonly startMs: number;
  readonly from: number;
  readonly to: 0 | 1;
}

/** Lets blocks appear and go one after the other. */
export class BlockFades {
  readonly #fades = new Map<number, Fade>();
  readonly #weights = new Map<number, number>();

  /** True while something is on its way. */
  get isMoving(): boolean {
    return this.#fades.size > 0;
  }

  /** Everything is gone, at once. */
  clear(): void {
    this.#fades.clear();
    this.#weights.clear();
  }

  /** These blocks are seen (1) or not (0), at once. */
  set(blocks: readonly number[], to: 0 | 1): void {
    for (const block of blocks) {
      this.#fades.delete(block);
      this.#weights.set(block, to);
    }
  }

  /** From `nowMs` on these blocks appear (1) or go (0), one after the other; one that is there already stays. */
  begin(blocks: readonly number[], to: 0 | 1, nowMs: number): void {
    const eachMs = Math.min(spreadMs, spreadMsMax / Math.max(1, blocks.length));
    let order = 0;
    for (const block of blocks) {
      const from = this.weightOf(block);
      const aim = this.#fades.get(block)?.to ?? from;
      if (aim === to) continue;
      this.#fades.set(block, { startMs: nowMs + order * eachMs, from, to });
      order += 1;
    }
  }

  /** Goes on to `nowMs`, and answers the blocks that have changed. */
  step(nowMs: number): number[] {
    const changed: number[] = [];
    for (const [block, { startMs, from, to }] of this.#fades) {
      const share = Math.min(1, (nowMs - startMs) / blockFadeMs);
      if (share <= 0) continue;
      // Slow at both ends, which looks calmer than a straight line.
      const eased = share * share * (3 - 2 * share);
      this.#weights.set(block, from + (to - from) * eased);
      if (share === 1) this.#fades.delete(block);
      changed.push(block);
    }
    return changed;
  }

  /** How much of a block is seen now, 0 to 1. */
  weightOf(block: number): number {
    return this.#weights.get(block) ?? 0;
  }
}
