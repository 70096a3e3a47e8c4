import type { Family } from './cell.ts';

/** How many cells of a family one track may change: without a bound twenty parallel lines would average the noise away. */
export const contributionsMax: Readonly<Record<Family, number>> = {
  count: 3,
  movement: 1,
  speed: 1,
  dwell: 1,
  conflict: 1,
  'conflict-place': 1,
};

/** Tracks remembered; when full the oldest is forgotten, which is long gone: a track lives 3 s unseen at most. */
const tracksMax = 4_096;

/**
 * Bounds what one track adds to the cells of each family; see `contribution.proof.md`. The first passages count, later
 * ones of the same track do not. Remembers ids of living tracks only, in memory.
 */
export class Contributions {
  #used = new Map<number, Partial<Record<Family, number>>>();

  /** True when the track may still change a cell of the family; takes one of its contributions. */
  take(trackId: number, family: Family): boolean {
    const used = this.#used.get(trackId) ?? {};
    const count = used[family] ?? 0;
    if (count >= contributionsMax[family]) return false;
    if (!this.#used.has(trackId) && this.#used.size >= tracksMax) {
      const [oldest] = this.#used.keys();
      if (oldest !== undefined) this.#used.delete(oldest);
    }
    this.#used.set(trackId, { ...used, [family]: count + 1 });
    return true;
  }

  /** Forgets tracks that have ended. */
  keepOnly(alive: ReadonlySet<number>): void {
    for (const id of this.#used.keys()) if (!alive.has(id)) this.#used.delete(id);
  }
}

/** What one passage may cost, as a sum of fractions of 1 / scale over the families that a camera releases. */
export function epsilonPerPassage(released: readonly Family[], scale: number): number {
  return released.reduce((sum, family) => sum + contributionsMax[family] / scale, 0);
}
