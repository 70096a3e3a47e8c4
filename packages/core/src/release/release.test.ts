import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededDraws } from '../../../../test/fixtures/seeded-draws.ts';
import { purposes } from '../purpose/purpose.ts';
import { type Cell, cellKeys, dueMsOf, families, type Measured, spanOf, waitsForMorning } from './cell.ts';
import { Release, type ReleaseContext, readRelease, releaseCell } from './release.ts';

const timeZone = 'Europe/Berlin';
const tMs = Date.parse('2026-06-10T09:00:00Z');

const measured: Measured = {
  lines: ['in'],
  movements: ['left'],
  speedPlaces: ['road'],
  dwellZones: ['bay'],
  hasConflicts: true,
};

function context(change: Partial<ReleaseContext>): ReleaseContext {
  return {
    purpose: 'street-statistics',
    timeZone,
    nowMs: 1e15,
    scale: 2,
    uniformBelow: seededDraws(),
    ...change,
  };
}

/** Every cell that a camera may have around a moment. */
const everyCell = purposes.flatMap((purpose) =>
  families.flatMap((family) =>
    cellKeys(family, measured).map((key): readonly [typeof purpose, Cell] => [
      purpose,
      {
        cameraId: 'gate',
        series: 1,
        family,
        ...key,
        ...spanOf(purpose, family, key.class, tMs, timeZone),
      },
    ]),
  ),
);

test('every cell of every family leaves when it is due and not a millisecond before', () => {
  assert.ok(everyCell.length > 700);
  for (const [purpose, cell] of everyCell) {
    const dueMs = dueMsOf(purpose, cell, timeZone);
    for (const nowMs of [0, cell.startMs, dueMs - 1, Number.NaN])
      assert.deepEqual(releaseCell(cell, 3, context({ purpose, nowMs })), { kind: 'not-due', dueMs });
    const released = releaseCell(cell, 3, context({ purpose, nowMs: dueMs }));
    assert.ok(released instanceof Release);
    const { value, ...record } = released.record;
    assert.deepEqual(record, { ...cell, scale: 2, cells: 1 });
    assert.ok(Number.isSafeInteger(value));
  }
});

test('persons and near misses of a street leave at six in the morning after, nothing before its span has ended', () => {
  for (const [purpose, cell] of everyCell) {
    const dueMs = dueMsOf(purpose, cell, timeZone);
    const endMs = cell.startMs + cell.intervalMs;
    if (!waitsForMorning(purpose, cell.family, cell.class)) assert.equal(dueMs, endMs);
    else {
      assert.ok(dueMs >= endMs);
      assert.match(
        new Date(dueMs).toLocaleTimeString('de-DE', { timeZone }),
        /^6:00:00|^06:00:00/,
        `${cell.family} ${cell.class}`,
      );
    }
  }
});

test('a cell of another span than its purpose has is a bug, and throws', () => {
  for (const [purpose, cell] of everyCell) {
    for (const change of [
      { intervalMs: cell.intervalMs / 2 },
      { intervalMs: cell.intervalMs * 2 },
      { startMs: cell.startMs + 1 },
      { intervalMs: Number.NaN },
    ])
      assert.throws(() => releaseCell({ ...cell, ...change }, 1, context({ purpose })), RangeError);
  }
});

test('days and weeks are local, on the days of the change of the clocks too', () => {
  const hours = (family: 'speed' | 'conflict', at: string): number =>
    spanOf('street-statistics', family, 'car', Date.parse(at), timeZone).intervalMs / 3_600_000;
  assert.deepEqual(
    ['2026-03-29T12:00:00Z', '2026-06-10T12:00:00Z', '2026-10-25T12:00:00Z'].map((at) => hours('speed', at)),
    [23, 24, 25],
  );
  assert.deepEqual(
    ['2026-03-29T12:00:00Z', '2026-06-10T12:00:00Z', '2026-10-25T12:00:00Z'].map((at) =>
      hours('conflict', at),
    ),
    [167, 168, 169],
  );
});

test('property: spans hold their moment and are disjoint: every moment of a span has the same one', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...purposes),
      fc.constantFrom(...families),
      fc.constantFrom('person', 'bicycle', 'car', 'bus'),
      fc.integer({ min: 1e12, max: 2.5e12 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (purpose, family, name, momentMs, share) => {
        const span = spanOf(purpose, family, name, momentMs, timeZone);
        assert.ok(span.startMs <= momentMs && momentMs < span.startMs + span.intervalMs);
        const other = Math.floor(span.startMs + share * span.intervalMs);
        assert.deepEqual(spanOf(purpose, family, name, other, timeZone), span);
      },
    ),
    { seed: 8, numRuns: 500 },
  );
});

test('a count is a whole number that is not negative', () => {
  const [, cell] = everyCell[0]!;
  const [purpose] = everyCell[0]!;
  for (const count of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    assert.throws(() => releaseCell(cell, count, context({ purpose })), RangeError, `${count}`);
});

test('the value is the count and one draw of noise; empty cells have noise too', () => {
  const [purpose, cell] = everyCell[0]!;
  const uniformBelow = seededDraws();
  const values = Array.from({ length: 400 }, () => {
    const release = releaseCell(cell, 0, context({ purpose, uniformBelow }));
    assert.ok(release instanceof Release);
    return release.record.value;
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.ok(Math.abs(mean) < 0.6, `${mean}`);
  assert.ok(values.some((value) => value < 0) && values.some((value) => value > 0));
});

test('a release cannot be changed, neither by who made it nor by who reads it', () => {
  const [, cell] = everyCell[0]!;
  const given = { ...cell, value: 4, scale: 2 as const, cells: 1 };
  const release = readRelease(given);
  (given as { value: number }).value = 5;
  assert.equal(release.record.value, 4);
  assert.throws(() => {
    (release.record as { value: number }).value = 6;
  }, TypeError);
});

test('a release that is read back is the one that was stored', () => {
  const [purpose, cell] = everyCell[0]!;
  const made = releaseCell(cell, 2, context({ purpose }));
  assert.ok(made instanceof Release);
  const read = readRelease(JSON.parse(JSON.stringify(made.record)));
  assert.ok(read instanceof Release);
  assert.deepEqual(read.record, made.record);
});
