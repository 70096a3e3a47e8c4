import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { error95, noiseVariance, published, shownFrom, totalOf } from './published.ts';
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

test('there are cells, hours and days, and no sums of other lengths', () => {
  const parts = Array.from({ length: 16 }, (_, quarter) => release(quarter, 20 + quarter));
  for (const [bucketMs, spanMs] of [
    [0, quarterMs],
    [quarterMs, quarterMs],
    [2 * quarterMs, quarterMs],
    [4 * quarterMs - 1, quarterMs],
    [4 * quarterMs, 4 * quarterMs],
    [7 * quarterMs, 4 * quarterMs],
    [95 * quarterMs, 4 * quarterMs],
    [96 * quarterMs, 96 * quarterMs],
    [1e12, 96 * quarterMs],
  ] as const) {
    const found = published(parts, bucketMs);
    assert.deepEqual([...new Set(found.map(({ intervalMs }) => intervalMs))], [spanMs], `${bucketMs}`);
    assert.equal(
      found.reduce((sum, { value }) => sum + value!, 0),
      parts.reduce((sum, { record }) => sum + record.value, 0),
    );
  }
  // Local days and weeks are told as they are.
  const day = release(0, 30, { intervalMs: 23 * 3_600_000 });
  assert.deepEqual(
    published([day], 1e12).map(({ startMs: at, intervalMs, value }) => [at, intervalMs, value]),
    [[startMs, 23 * 3_600_000, 30]],
  );
});

test('a sum that is not whole is left out, and hides nothing of its parts', () => {
  const parts = [release(0, 3), release(1, 30), release(2, 40)];
  const isWhole = ({ intervalMs }: { readonly intervalMs: number }): boolean => intervalMs <= quarterMs;
  assert.deepEqual(published(parts, 4 * quarterMs, isWhole), []);
  assert.deepEqual(
    published(parts, 0, isWhole).map(({ value }) => value),
    [null, 30, 40],
  );
  assert.deepEqual(
    published(parts, 0).map(({ value }) => value),
    [null, null, null],
  );
});

test('noise of two strengths in one sum: the error is that of both, the larger one decides what is shown', () => {
  const parts = [release(0, 5), release(1, 6, { scale: 4 }), release(2, 5, { scale: 4 })];
  const [sum] = published(parts, 4 * quarterMs);
  assert.deepEqual([sum?.value, sum?.cells], [null, 3]);
  const variance = noiseVariance(2) + 2 * noiseVariance(4);
  assert.equal(sum?.error95, Math.ceil(1.96 * Math.sqrt(variance)));
});

const dayStartMs = Date.parse('2026-06-10T00:00:00Z');
const dayOfCells = fc
  .record({
    cellMs: fc.constantFrom(quarterMs, 4 * quarterMs),
    // Nights with next to nothing and days with a lot, and now and then no camera time.
    cells: fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: -9, max: 12 }) },
        { weight: 6, arbitrary: fc.integer({ min: 8, max: 90 }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      { minLength: 1, maxLength: 96 },
    ),
  })
  .map(({ cellMs, cells }) =>
    cells
      .slice(0, 86_400_000 / cellMs)
      .flatMap((value, index) =>
        value === null
          ? []
          : [release(0, value, { startMs: dayStartMs + index * cellMs, intervalMs: cellMs })],
      ),
  );

/** Every published number of a day: cells, hours, and the day itself. */
function everyNumber(parts: readonly Release[]) {
  return [0, 3_600_000, 86_400_000].flatMap((bucketMs) => published(parts, bucketMs));
}

test('property: nobody can work a hidden number out of all that is shown of a day', () => {
  fc.assert(
    fc.property(dayOfCells, (parts) => {
      const all = everyNumber(parts);
      const rows = all.filter(({ value }) => value !== null).map((each) => rowOf(parts, each));
      const basis = reduced(rows);
      for (const each of all)
        if (each.value === null)
          assert.ok(!isInSpan(basis, rowOf(parts, each)), `${each.startMs} ${each.intervalMs}`);
      for (const { value } of all) assert.ok(value === null || value >= shownFrom(2));
    }),
    { seed: 9, numRuns: 150 },
  );
});

test('the search for hidden numbers finds them where only what is small is hidden', () => {
  const parts = [3, 30, 40, 25].map((value, quarter) => release(quarter, value));
  const naive = everyNumber(parts).map((each) => ({
    ...each,
    isShown: each.cells > 1 || each.startMs !== startMs,
  }));
  const basis = reduced(naive.filter(({ isShown }) => isShown).map((each) => rowOf(parts, each)));
  assert.ok(isInSpan(basis, rowOf(parts, naive.find(({ isShown }) => !isShown)!)));
});

/** Which cells a published number is the sum of. */
function rowOf(
  parts: readonly Release[],
  of: { readonly startMs: number; readonly intervalMs: number },
): number[] {
  return parts.map(({ record }) =>
    record.startMs >= of.startMs && record.startMs < of.startMs + of.intervalMs ? 1 : 0,
  );
}

/** Rows in echelon form, by their first column that is not 0: Gaussian elimination. */
function reduced(rows: readonly number[][]): Map<number, readonly number[]> {
  const basis = new Map<number, readonly number[]>();
  for (const row of rows) {
    const rest = leftOver(basis, row);
    const column = rest.findIndex((each) => Math.abs(each) > 1e-9);
    if (column >= 0)
      basis.set(
        column,
        rest.map((each) => each / rest[column]!),
      );
  }
  return basis;
}

function isInSpan(basis: ReadonlyMap<number, readonly number[]>, row: readonly number[]): boolean {
  return leftOver(basis, row).every((each) => Math.abs(each) <= 1e-9);
}

function leftOver(basis: ReadonlyMap<number, readonly number[]>, row: readonly number[]): number[] {
  const rest = [...row];
  for (let column = 0; column < rest.length; column++) {
    const factor = rest[column]!;
    const pivot = basis.get(column);
    if (Math.abs(factor) <= 1e-9 || pivot === undefined) continue;
    for (let i = column; i < rest.length; i++) rest[i]! -= factor * pivot[i]!;
  }
  return rest;
}
