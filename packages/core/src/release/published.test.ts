import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { error95, published, shownFrom, totalOf } from './published.ts';
import { type NoiseScale, type Release, type ReleaseRecord, readRelease } from './release.ts';

const quarterMs = 900_000;
const startMs = Date.parse('2026-06-10T09:00:00Z');

function release(quarter: number, value: number, change: Partial<ReleaseRecord> = {}): Release {
  return readRelease({
    cameraId: 'gate',
    series: 1,
    family: 'count',
    place: 'in',
    part: 'left_to_right',
    class: 'car',
    startMs: startMs + quarter * quarterMs,
    intervalMs: quarterMs,
    value,
    scale: 2,
    cells: 1,
    ...change,
  });
}

test('small numbers are not shown: below 10 with the usual noise, below 20 with the strict', () => {
  const shown = (value: number, scale: NoiseScale): number | null | undefined =>
    published([release(0, value, { scale })], 0)[0]?.value;
  assert.deepEqual([shown(9, 2), shown(10, 2), shown(-3, 2)], [null, 10, null]);
  assert.deepEqual([shown(19, 4), shown(20, 4)], [null, 20]);
});

test('an hour gives no single quarter away: if any is hidden, at least three are', () => {
  const values = (parts: readonly number[]): (number | null)[] =>
    published(
      parts.map((value, quarter) => release(quarter, value)),
      0,
    ).map(({ value }) => value);
  assert.deepEqual(values([12, 30, 40, 25]), [12, 30, 40, 25]);
  assert.deepEqual(values([3, 30, 40, 25]), [null, null, 40, null]);
  assert.deepEqual(values([3, 4, 40, 25]), [null, null, 40, null]);
  assert.deepEqual(values([3, 4, 5, 25]), [null, null, null, 25]);
  // A bucket of an hour is the sum of all four, hidden ones too.
  const [hour] = published(
    [3, 30, 40, 25].map((value, quarter) => release(quarter, value)),
    4 * quarterMs,
  );
  assert.deepEqual([hour?.value, hour?.cells, hour?.intervalMs], [98, 4, 4 * quarterMs]);
});

test('other lines, directions, classes and days are never added up with one another', () => {
  const parts = [
    release(0, 20),
    release(0, 21, { place: 'out' }),
    release(0, 22, { part: 'right_to_left' }),
    release(0, 23, { class: 'person' }),
    release(96, 24),
  ];
  assert.deepEqual(
    published(parts, 4 * quarterMs).map(({ value }) => value),
    [20, 21, 22, 23, 24],
  );
});

test('the error of one cell is exact, and that of sums grows with the root of their number', () => {
  const tail = (scale: number, k: number): number => (2 * Math.exp(-k / scale)) / (Math.exp(1 / scale) + 1);
  for (const scale of [2, 4] as const) {
    const one = error95(scale, 1);
    assert.ok(tail(scale, one) <= 0.05 && tail(scale, one - 1) > 0.05, `${one}`);
    assert.ok(Math.abs(error95(scale, 400) / error95(scale, 100) - 2) < 0.1);
  }
  assert.deepEqual([error95(2, 1), error95(4, 1), error95(2, 4)], [6, 12, 11]);
});

test('a total is the sum of all parts, and beside it none or at least three parts are hidden', () => {
  assert.deepEqual(totalOf([release(0, 4), release(0, 50), release(0, 30), release(0, 20)]), {
    value: 104,
    error95: 11,
    parts: [null, 50, null, null],
  });
  assert.deepEqual(totalOf([release(0, 40), release(0, 50)]).parts, [40, 50]);
  assert.deepEqual(totalOf([release(0, 2), release(0, 3)]), { value: null, error95: 8, parts: [null, null] });
});

test('property: what is published follows from released values alone, and hides by the stated rule', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -10, max: 60 }), { minLength: 1, maxLength: 30 }),
      fc.constantFrom(0, quarterMs, 2 * quarterMs, 4 * quarterMs),
      (values, bucketMs) => {
        const shown = published(
          values.map((value, quarter) => release(quarter, value)),
          bucketMs,
        );
        for (const { value } of shown) assert.ok(value === null || value >= shownFrom(2));
        const hours = Map.groupBy(shown, (each) => Math.floor(each.startMs / (4 * quarterMs)));
        for (const parts of hours.values()) {
          const hidden = parts.filter(({ value }) => value === null).length;
          assert.ok(parts.length === 1 || hidden === 0 || hidden >= 3 || hidden === parts.length);
        }
        assert.equal(
          shown.reduce((sum, { cells }) => sum + cells, 0),
          values.length,
        );
      },
    ),
    { seed: 9 },
  );
});
