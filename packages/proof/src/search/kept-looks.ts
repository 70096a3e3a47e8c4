import { type BlockState, signatureLength } from '@outis/core';
import type { Canary } from '../people.ts';
import type { Grey } from './grey.ts';
import { type NullPool, PatternSearch } from './pattern-search.ts';

/** Four numbers for each quarter of a block; the first is its brightness. */
const numbersPerQuarter = 4;
const versionsMax = 4;

/** What looks are like when they are read as pictures. */
export interface KeptLooks {
  readonly looks: number;
  /** Read as 4 by 4 px of a block, in which nothing of anybody may be: from 1 on it is a finding. */
  readonly maxNccOverNull: number;
  /** The four brightnesses as 2 by 2 px, which they are: told, and no finding, as nobody can be made out in 8 px a metre. */
  readonly quartersNccOverNull: number;
}

/** Puts the looks that were kept together as if they were pictures, and looks for people in them. */
export function keptLooks(
  kept: readonly Buffer[],
  canaries: readonly Canary[],
  seed: number,
  pool: NullPool,
): KeptLooks {
  const [blocks, quarters] = [1, 2].map(() => new PatternSearch(canaries, seed, pool)) as [
    PatternSearch,
    PatternSearch,
  ];
  const every = Math.max(1, Math.ceil(kept.length / versionsMax));
  let looks = 0;
  kept.forEach((bytes, index) => {
    if (index % every !== 0 && index !== kept.length - 1) return;
    const state = JSON.parse(bytes.toString()) as KeptState;
    looks = state.blocks.reduce((sum, { words }) => sum + words.length, 0);
    blocks.look(pictureOf(state, 4, levelled(state)), 'looks, 4x4', 1 / 4);
    quarters.look(
      pictureOf(state, 2, (signature, at) => signature[at * numbersPerQuarter]!),
      'looks, 2x2',
      1 / 8,
    );
  });
  const highest = (search: PatternSearch): number =>
    looks === 0 ? 0 : (search.matches()[0]?.nccOverNull ?? 0);
  return { looks, maxNccOverNull: highest(blocks), quartersNccOverNull: highest(quarters) };
}

interface KeptState {
  readonly columns: number;
  readonly rows: number;
  readonly blocks: readonly BlockState[];
}

type ReadNumber = (signature: readonly number[], at: number) => number;

/**
 * Brightness, colour and texture have ranges of their own, which would stand out as a grid: each of the 16 numbers is
 * taken as so many standard deviations from what it is in all blocks.
 */
function levelled({ blocks }: KeptState): ReadNumber {
  const all = blocks.flatMap(({ words }) => words.map(({ signature }) => signature));
  const levels = Array.from({ length: signatureLength }, (_, at) => {
    const mean = all.reduce((sum, signature) => sum + signature[at]!, 0) / all.length;
    const variance = all.reduce((sum, signature) => sum + (signature[at]! - mean) ** 2, 0) / all.length;
    return { mean, deviation: Math.max(1, Math.sqrt(variance)) };
  });
  return (signature, at) => 128 + (32 * (signature[at]! - levels[at]!.mean)) / levels[at]!.deviation;
}

/** Of each block the look that was hit last: what stood there. */
function pictureOf({ columns, rows, blocks }: KeptState, side: number, read: ReadNumber): Grey {
  const [widthPx, heightPx] = [columns * side, rows * side];
  const values = new Float32Array(widthPx * heightPx).fill(128);
  for (const { block, words } of blocks) {
    const latest = [...words].sort((a, b) => b.lastMs - a.lastMs)[0];
    if (latest === undefined) continue;
    const [left, top] = [(block % columns) * side, Math.floor(block / columns) * side];
    for (let at = 0; at < side * side; at++)
      values[(top + Math.floor(at / side)) * widthPx + left + (at % side)] = read(latest.signature, at);
  }
  return { widthPx, heightPx, values };
}
