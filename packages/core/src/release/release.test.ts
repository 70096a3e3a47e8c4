import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type RoadUserClass, roadUserClasses } from '../detection/object-class.ts';
import { countIntervalMs, type Purpose, purposes, releaseDueMs } from '../purpose/purpose.ts';
import { directions } from '../rule/direction.ts';
import { type Cell, cellOf, Release, readRelease, releaseCell } from './release.ts';

const timeZone = 'Europe/Berlin';
const startMs = Date.parse('2026-06-10T09:00:00Z');

function cell(purpose: Purpose, objectClass: RoadUserClass, change: Partial<Cell> = {}): Cell {
  return {
    cameraId: 'gate',
    lineId: 'in',
    direction: 'left_to_right',
    class: objectClass,
    startMs,
    intervalMs: countIntervalMs(purpose, objectClass),
    ...change,
  };
}

for (const purpose of purposes) {
  for (const objectClass of roadUserClasses) {
    test(`${purpose}, ${objectClass}: a cell leaves when it is due and not a millisecond before`, () => {
      const due = cell(purpose, objectClass);
      const dueMs = releaseDueMs(purpose, objectClass, startMs, timeZone);
      const at = (nowMs: number): ReturnType<typeof releaseCell> =>
        releaseCell(due, 3, { purpose, timeZone, nowMs });
      for (const nowMs of [0, startMs, dueMs - 1, Number.NaN]) {
        const answer = at(nowMs);
        assert.ok(!(answer instanceof Release));
        assert.deepEqual(answer, { kind: 'not-due', dueMs });
      }
      const released = at(dueMs);
      assert.ok(released instanceof Release);
      assert.deepEqual(released.record, { ...due, count: 3, noise: 'none' });
    });

    test(`${purpose}, ${objectClass}: a cell finer than is permitted is a bug, and throws`, () => {
      const finest = countIntervalMs(purpose, objectClass);
      const context = { purpose, timeZone, nowMs: startMs + 1e9 };
      for (const intervalMs of [finest / 2, finest - 1, 1, 0, -finest, Number.NaN])
        assert.throws(() => releaseCell(cell(purpose, objectClass, { intervalMs }), 1, context), RangeError);
      // Not on the grid, or across its lines.
      assert.throws(
        () => releaseCell(cell(purpose, objectClass, { startMs: startMs + 1 }), 1, context),
        RangeError,
      );
      assert.throws(
        () => releaseCell(cell(purpose, objectClass, { startMs: 0, intervalMs: finest * 1.5 }), 1, context),
        RangeError,
      );
    });
  }
}

test('a coarser cell is due when its last part is, not when its first one is', () => {
  const hourMs = 3_600_000;
  const car = cell('site-safety', 'car', { intervalMs: hourMs });
  const context = { purpose: 'site-safety', timeZone } as const;
  assert.deepEqual(releaseCell(car, 1, { ...context, nowMs: startMs + hourMs - 1 }), {
    kind: 'not-due',
    dueMs: startMs + hourMs,
  });
  assert.ok(releaseCell(car, 1, { ...context, nowMs: startMs + hourMs }) instanceof Release);
  // A whole UTC day of persons on a street ends at 2 in the morning in Berlin: it waits for the morning after that.
  const day = cell('street-statistics', 'person', {
    startMs: Date.parse('2026-06-10T00:00:00Z'),
    intervalMs: 24 * hourMs,
  });
  assert.deepEqual(
    releaseCell(day, 1, {
      purpose: 'street-statistics',
      timeZone,
      nowMs: Date.parse('2026-06-11T05:00:00Z'),
    }),
    { kind: 'not-due', dueMs: Date.parse('2026-06-12T06:00:00+02:00') },
  );
});

test('a count is a whole number that is not negative', () => {
  const context = { purpose: 'site-safety', timeZone, nowMs: startMs + 1e9 } as const;
  for (const count of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    assert.throws(() => releaseCell(cell('site-safety', 'car'), count, context), RangeError, `${count}`);
  assert.ok(releaseCell(cell('site-safety', 'car'), 0, context) instanceof Release);
});

test('a release cannot be changed, neither by who made it nor by who reads it', () => {
  const given = { ...cell('site-safety', 'car'), count: 4, noise: 'none' as const };
  const release = readRelease(given);
  (given as { count: number }).count = 5;
  assert.equal(release.record.count, 4);
  assert.throws(() => {
    (release.record as { count: number }).count = 6;
  }, TypeError);
});

test('a release that is read back is the one that was stored', () => {
  const context = { purpose: 'site-safety', timeZone, nowMs: startMs + 1e9 } as const;
  const made = releaseCell(cell('site-safety', 'person'), 2, context);
  assert.ok(made instanceof Release);
  const read = readRelease(JSON.parse(JSON.stringify(made.record)));
  assert.ok(read instanceof Release);
  assert.deepEqual(read.record, made.record);
});

test('property: a crossing falls into exactly one cell, which holds it and is of the finest interval', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...purposes),
      fc.constantFrom(...roadUserClasses),
      fc.constantFrom(...directions),
      fc.integer({ min: 0, max: 4e12 }),
      (purpose, objectClass, direction, tMs) => {
        const found = cellOf(purpose, { cameraId: 'a', lineId: 'b', direction, class: objectClass, tMs });
        assert.equal(found.intervalMs, countIntervalMs(purpose, objectClass));
        assert.equal(found.startMs % found.intervalMs, 0);
        assert.ok(found.startMs <= tMs && tMs < found.startMs + found.intervalMs);
        assert.deepEqual(Object.keys(found).sort(), [
          'cameraId',
          'class',
          'direction',
          'intervalMs',
          'lineId',
          'startMs',
        ]);
        // And it may be released, once.
        const dueMs = releaseDueMs(purpose, objectClass, found.startMs, timeZone);
        assert.ok(dueMs > tMs);
        assert.ok(releaseCell(found, 1, { purpose, timeZone, nowMs: dueMs }) instanceof Release);
      },
    ),
    { seed: 8, numRuns: 300 },
  );
});
