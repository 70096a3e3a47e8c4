import { type BlockState, signatureLength } from '@outis/core';
import type { Canary } from '../people.ts';
import type { Grey } from './grey.ts';
import { type NullPool, PatternSearch } from './pattern-search.ts';

/** Quarters of a block: the first of the four numbers of each is its brightness. */
const quarters = 2;
const numbersPerQuarter = signatureLength / quarters ** 2;
const versionsMax = 4;

/**
 * Puts the looks that were kept together as if they were pictures: two px by two of each block. At that size a person
 * of the film has 5 by 13 px, less than it takes to tell that there is one at all (EN 62676-4); it is measured and told,
 * and no finding. Read as 4 by 4 px of a block, in which nothing may be, they are searched too.
 */
export function keptSignatures(
  kept: readonly Buffer[],
  canaries: readonly Canary[],
  seed: number,
  pool: NullPool,
): { readonly looks: number; readonly maxNccOverNull: number } {
  const search = new PatternSearch(canaries, seed, pool);
  const every = Math.max(1, Math.ceil(kept.length / versionsMax));
  let looks = 0;
  kept.forEach((bytes, index) => {
    if (index % every !== 0 && index !== kept.length - 1) return;
    const state = JSON.parse(bytes.toString()) as KeptState;
    looks = state.blocks.reduce((sum, { words }) => sum + words.length, 0);
    // Of each block the look that was hit last: what stood there.
    search.look(
      pictureOf(state, 4, (signature, at) => signature[at]!),
      `looks as 4x4, version ${index + 1}`,
      0.25,
    );
  });
  return { looks, maxNccOverNull: looks === 0 ? 0 : (search.matches()[0]?.nccOverNull ?? 0) };
}

interface KeptState {
  readonly columns: number;
  readonly rows: number;
  readonly blocks: readonly BlockState[];
}

function pictureOf(
  { columns, rows, blocks }: KeptState,
  side: number,
  readAt: (signature: readonly number[], at: number) => number,
): Grey {
  const [widthPx, heightPx] = [columns * side, rows * side];
  const values = new Float32Array(widthPx * heightPx).fill(numbersPerQuarter * signatureLength);
  for (const { block, words } of blocks) {
    const latest = [...words].sort((a, b) => b.lastMs - a.lastMs)[0];
    if (latest === undefined) continue;
    const [left, top] = [(block % columns) * side, Math.floor(block / columns) * side];
    for (let at = 0; at < side * side; at++)
      values[(top + Math.floor(at / side)) * widthPx + left + (at % side)] = readAt(latest.signature, at);
  }
  return { widthPx, heightPx, values };
}
