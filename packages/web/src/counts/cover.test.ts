import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CountJson } from '@outis/core';
import { countKey, coverOf, flowsOf, totalsOf } from './cover.ts';

const hourMs = 3_600_000;
const count = (part: Partial<CountJson>): CountJson => ({
  lineId: 'a',
  direction: 'left_to_right',
  class: 'car',
  startMs: 0,
  intervalMs: hourMs / 4,
  count: 12,
  error95: 6,
  ...part,
});

test('an hour that is given stands for its quarters, and each passage is in once', () => {
  const fine = Array.from({ length: 8 }, (_, i) =>
    count({ startMs: (i * hourMs) / 4, count: i < 4 ? null : 12 }),
  );
  const coarse = [count({ intervalMs: hourMs, count: 31, error95: 11 })];
  const cover = coverOf(coarse, fine, { fromMs: 0, toMs: 2 * hourMs }, countKey);
  assert.equal(cover.length, 5);
  assert.deepEqual(totalsOf(cover, 'a').left_to_right.car, {
    sum: 79,
    error95: Math.sqrt(11 ** 2 + 4 * 6 ** 2),
    parts: 5,
    hidden: 0,
  });
  assert.equal(totalsOf(cover, 'a').right_to_left.car, undefined);
  assert.equal(totalsOf(cover, 'b').left_to_right.car, undefined);
});

test('a hidden hour stays hidden: its quarters do not step in', () => {
  const cover = coverOf(
    [count({ intervalMs: hourMs, count: null })],
    [count({ count: 12 })],
    { fromMs: 0, toMs: hourMs },
    countKey,
  );
  assert.deepEqual(flowsOf(cover).get('a')?.left_to_right, { sum: 0, error95: 0, parts: 1, hidden: 1 });
});

test('what reaches beyond the window is left out', () => {
  assert.deepEqual(
    coverOf([count({ intervalMs: 2 * hourMs })], [], { fromMs: 0, toMs: hourMs }, countKey),
    [],
  );
});
