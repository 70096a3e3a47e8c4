import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Candidates, suppress } from './candidates.ts';

type Row = readonly [left: number, top: number, right: number, bottom: number, score: number, label: number];

function candidates(...rows: readonly Row[]): Candidates {
  const result = new Candidates();
  for (const row of rows) result.add(...row);
  return result;
}

const ownGroup = (label: number): number => label;

test('of boxes that overlap the best stays; order is by score, then by index', () => {
  const list = candidates(
    [0, 0, 10, 10, 0.5, 0],
    [1, 0, 11, 10, 0.75, 0],
    [50, 50, 60, 60, 0.25, 0],
    [80, 80, 90, 90, 0.5, 0],
    [120, 80, 130, 90, 0.5, 0],
  );
  assert.deepEqual(suppress(list, ownGroup, 0.5, 10), [1, 3, 4, 2]);
});

test('an overlap of exactly the limit is kept', () => {
  // 5 × 10 shared of 15 × 10: one third.
  const list = candidates([0, 0, 10, 10, 1, 0], [5, 0, 15, 10, 0.5, 0]);
  assert.deepEqual(suppress(list, ownGroup, 1 / 3, 10), [0, 1]);
  assert.deepEqual(suppress(list, ownGroup, 0.33, 10), [0]);
});

test('labels suppress each other within their group only', () => {
  const list = candidates([0, 0, 10, 10, 1, 2], [0, 0, 10, 10, 0.5, 7], [0, 0, 10, 10, 0.25, 0]);
  assert.deepEqual(suppress(list, ownGroup, 0.5, 10), [0, 1, 2]);
  const carOrTruck = (label: number): number => (label === 2 || label === 7 ? 1 : 0);
  assert.deepEqual(suppress(list, carOrTruck, 0.5, 10), [0, 2]);
});

test('at most so many are kept, and at most so many are looked at', () => {
  const list = new Candidates();
  for (let i = 0; i < Candidates.lengthMax + 10; i++) list.add(i * 20, 0, i * 20 + 10, 10, i, 0);
  assert.equal(list.length, Candidates.lengthMax);
  assert.deepEqual(suppress(list, ownGroup, 0.5, 2), [Candidates.lengthMax - 1, Candidates.lengthMax - 2]);
  list.clear();
  assert.deepEqual(suppress(list, ownGroup, 0.5, 2), []);
});

test('property: what is kept does not overlap, and what is left out overlaps something better', () => {
  const box = fc
    .tuple(
      fc.nat(50),
      fc.nat(50),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      fc.nat(9),
      fc.nat(1),
    )
    .map(([x, y, w, h, score, label]): Row => [x, y, x + w, y + h, score / 10, label]);
  fc.assert(
    fc.property(fc.array(box, { maxLength: 40 }), (rows) => {
      const list = candidates(...rows);
      const kept = suppress(list, ownGroup, 0.4, rows.length);
      const clash = (a: number, b: number): boolean =>
        rows[a]![5] === rows[b]![5] && iou(rows[a]!, rows[b]!) > 0.4 + 1e-6;
      for (const [position, index] of kept.entries()) {
        assert.ok(position === 0 || list.score[kept[position - 1]!]! >= list.score[index]!);
        assert.ok(kept.every((other) => other === index || !clash(index, other)));
      }
      for (const index of rows.keys()) {
        if (kept.includes(index)) continue;
        assert.ok(
          kept.some(
            (other) =>
              rows[other]![5] === rows[index]![5] &&
              rows[other]![4] >= rows[index]![4] &&
              iou(rows[other]!, rows[index]!) > 0.4 - 1e-6,
          ),
        );
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});

function iou(a: Row, b: Row): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const area = (row: Row): number => (row[2] - row[0]) * (row[3] - row[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

test('candidates get other scores, and those below the least are dropped without mixing up the rest', () => {
  const list = new Candidates();
  for (let i = 0; i < 4; i++) list.add(i, i + 1, i + 2, i + 3, 0.25 * (i + 1), i);
  list.rescore((score, label) => (label === 0 ? 1 : score - 0.25), 0.5);
  const rows = Array.from({ length: list.length }, (_, i) =>
    [list.left, list.top, list.right, list.bottom, list.score, list.label].map((column) => column[i]),
  );
  assert.deepEqual(rows, [
    [0, 1, 2, 3, 1, 0],
    [2, 3, 4, 5, 0.5, 2],
    [3, 4, 5, 6, 0.75, 3],
  ]);
});
