import { footPoint } from '../../packages/core/src/geometry/box.ts';
import type { CountingLine } from '../../packages/core/src/rule/crossing.ts';
import type { Frames, Row, Sequence } from './sequence.ts';

/** Half-width of the dead band in pictures of 1080 px height. */
export const bandPx = 15;

/** The eight lines of every sequence: five upright ones and three level ones, longer than any picture. */
export const benchmarkLines: readonly CountingLine[] = [
  ...[0.2, 0.35, 0.5, 0.65, 0.8].map((x): CountingLine => ({ id: `v${x * 100}`, a: [x, 9], b: [x, -8] })),
  ...[0.5, 0.6, 0.7].map((y): CountingLine => ({ id: `h${y * 100}`, a: [-8, y], b: [9, y] })),
];

/** Counts by line and direction: `v50 left_to_right` and so on. */
export type LineCounts = ReadonlyMap<string, number>;

/** The rule by which the truth is made: the side beyond the band changed, per id, in frame order. */
export function countByBand(frames: Frames, sequence: Sequence): LineCounts {
  const counts = new Map<string, number>();
  const sides = new Map<string, number>();
  for (const rows of frames) {
    for (const { id, box } of rows) {
      const foot = footPoint(box);
      for (const line of benchmarkLines) {
        const isUpright = line.id.startsWith('v');
        const distance = isUpright
          ? foot.x - line.a[0] * sequence.widthPx
          : foot.y - line.a[1] * sequence.heightPx;
        if (Math.abs(distance) <= (bandPx * sequence.heightPx) / 1080) continue;
        const key = `${line.id} ${id}`;
        const side = Math.sign(distance);
        const before = sides.get(key);
        sides.set(key, side);
        if (before !== undefined && before !== side) {
          add(counts, `${line.id} ${side > 0 ? 'left_to_right' : 'right_to_left'}`);
        }
      }
    }
  }
  return counts;
}

/** The rows of the truth that count: pedestrians with flag 1. */
export function pedestrians(rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ score, class: name }) => score === 1 && name === 1);
}

/** Their counts. */
export function truthCounts(sequence: Sequence): LineCounts {
  return countByBand(sequence.truth.map(pedestrians), sequence);
}

/** Adds one to a cell. */
export function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Σ |count - truth| over the cells, which may not cancel. */
export function lineErrors(counts: LineCounts, truth: LineCounts): number {
  let errors = 0;
  for (const key of new Set([...counts.keys(), ...truth.keys()])) {
    errors += Math.abs((counts.get(key) ?? 0) - (truth.get(key) ?? 0));
  }
  return errors;
}
