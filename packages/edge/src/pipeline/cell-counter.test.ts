import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Crossing, OutisError, type RoadUserClass } from '@outis/core';
import fc from 'fast-check';
import { SqliteStore } from '../store/sqlite-store.ts';
import { CellCounter } from './cell-counter.ts';

const minuteMs = 60_000;
const startMs = 29_900_000 * minuteMs;
const far = Number.MAX_SAFE_INTEGER;

function crossing(tMs: number, objectClass: RoadUserClass = 'car'): Crossing {
  return { kind: 'crossing', tMs, lineId: 'gate', direction: 'left_to_right', class: objectClass };
}

function counts(store: SqliteStore): [number, number][] {
  return store
    .releases('yard', 0, far, 1_000)
    .map(({ record }) => [(record.startMs - startMs) / minuteMs, record.count]);
}

function setUp(): { readonly store: SqliteStore; readonly counter: CellCounter } {
  const store = new SqliteStore({ folder: null });
  return { store, counter: new CellCounter(store, 'UTC') };
}

test('nothing is written at a passage: only a tick writes', () => {
  const { store, counter } = setUp();
  counter.count('yard', 'site-safety', crossing(startMs + 1_000), startMs + 1_000);
  assert.deepEqual(store.openCells(), []);
  counter.tick(startMs + 5_000);
  assert.deepEqual(
    store.openCells().map(({ count, cell }) => [count, cell.startMs, cell.intervalMs]),
    [[1, startMs, minuteMs]],
  );
});

test('what the store holds of a passage is its cell: two that differ in time leave the same', () => {
  const [first, second] = [setUp(), setUp()];
  first.counter.count('yard', 'site-safety', crossing(startMs + 1_000), startMs + 1_000);
  second.counter.count('yard', 'site-safety', crossing(startMs + 58_000), startMs + 58_000);
  first.counter.tick(startMs + 60_000);
  second.counter.tick(startMs + 60_000);
  assert.deepEqual(first.store.openCells(), second.store.openCells());
});

test('a late passage counts when it is completed, and no released cell changes', () => {
  const { store, counter } = setUp();
  counter.count('yard', 'site-safety', crossing(startMs + 1_000), startMs + 1_000);
  for (let tMs = startMs; tMs <= startMs + 3 * minuteMs; tMs += 5_000) counter.tick(tMs);
  assert.deepEqual(counts(store), [[0, 1]]);
  // It met the line in the first minute, stood on it, and went on in the fourth.
  const completedMs = startMs + 3 * minuteMs + 30_000;
  counter.count('yard', 'site-safety', crossing(startMs + 59_000), completedMs);
  for (let tMs = completedMs; tMs <= completedMs + 2 * minuteMs; tMs += 5_000) counter.tick(tMs);
  assert.deepEqual(counts(store), [
    [0, 1],
    [3, 1],
  ]);
});

test('however late a passage is completed, it finds its cell open', () => {
  for (let lateMs = 0; lateMs <= 2 * minuteMs; lateMs += 500) {
    const { store, counter } = setUp();
    const metMs = startMs + minuteMs - 1;
    for (let tMs = startMs; tMs <= startMs + 5 * minuteMs; tMs += 500) {
      if (tMs === startMs + minuteMs + lateMs) counter.count('yard', 'site-safety', crossing(metMs), tMs);
      if (tMs % 5_000 === 0) counter.tick(tMs);
    }
    assert.equal(
      counts(store).reduce((sum, [, count]) => sum + count, 0),
      1,
      `${lateMs} ms late`,
    );
  }
});

test('persons of a street stay open until the next morning, vehicles until their quarter has ended', () => {
  const { store, counter } = setUp();
  counter.count('yard', 'street-statistics', crossing(startMs, 'person'), startMs);
  counter.count('yard', 'street-statistics', crossing(startMs, 'car'), startMs);
  counter.tick(startMs + 16 * minuteMs);
  const left = (): string[] => store.releases('yard', 0, far, 10).map(({ record }) => record.class);
  assert.deepEqual(left(), ['car']);
  const day = 24 * 60 * minuteMs;
  const morningMs = Math.floor(startMs / day) * day + day + 6 * 60 * minuteMs;
  counter.tick(morningMs);
  assert.deepEqual(left(), ['car']);
  counter.tick(morningMs + minuteMs);
  assert.deepEqual(left().toSorted(), ['car', 'person']);
  assert.deepEqual(store.openCells(), []);
});

test('a tick that cannot be written is written with the next, once', () => {
  const { store, counter } = setUp();
  const { commitTick } = store;
  store.commitTick = () => {
    throw new OutisError('store-full');
  };
  counter.count('yard', 'site-safety', crossing(startMs + 1), startMs + 1);
  counter.tick(startMs + 5_000);
  assert.equal(counter.problem?.code, 'store-full');
  store.commitTick = commitTick;
  counter.tick(startMs + 10_000);
  counter.tick(startMs + 15_000);
  assert.equal(counter.problem, null);
  assert.deepEqual(
    store.openCells().map(({ count }) => count),
    [1],
  );
});

test('camera time: pauses are gaps, and an interval never has more than it spans', () => {
  const { store, counter } = setUp();
  for (let tMs = startMs + 200; tMs <= startMs + minuteMs; tMs += 200) {
    if (tMs > startMs + 20_000 && tMs < startMs + 40_000) continue;
    counter.observe('yard', 'site-safety', tMs === startMs + 40_000 ? startMs + 20_000 : tMs - 200, tMs);
  }
  counter.tick(startMs + minuteMs);
  const [first] = store.coverage('yard', 0, far, 10);
  assert.ok(first!.observedMs > 39_000 && first!.observedMs <= 40_000, `${first!.observedMs}`);
});

test('a release that cannot be written is written later, and the counts are told once', () => {
  const { store, counter } = setUp();
  const { release } = store;
  store.release = () => {
    throw new OutisError('store-full');
  };
  counter.count('yard', 'site-safety', crossing(startMs), startMs);
  counter.tick(startMs + 5_000);
  counter.tick(startMs + 2 * minuteMs);
  assert.equal(counter.problem?.code, 'store-full');
  counter.tick(startMs + 2 * minuteMs + 5_000);
  assert.deepEqual(counts(store), []);
  store.release = release;
  counter.tick(startMs + 2 * minuteMs + 10_000);
  assert.equal(counter.problem, null);
  assert.deepEqual(counts(store), [[0, 1]]);
});

test('an error that is no store’s is a bug and is not swallowed', () => {
  const { store, counter } = setUp();
  store.commitTick = () => {
    throw new TypeError('a bug');
  };
  assert.throws(() => counter.tick(startMs), TypeError);
});

test('a store that is full for a long time costs bounded memory, and what is refused is told', () => {
  const { store, counter } = setUp();
  const { commitTick } = store;
  const offered: number[] = [];
  store.commitTick = ({ counts: waiting }) => {
    offered.push(waiting.length);
    throw new OutisError('store-full');
  };
  for (let minute = 0; minute < 20_100; minute++) {
    const tMs = startMs + minute * minuteMs;
    counter.count('yard', 'site-safety', crossing(tMs), tMs);
    // A cell that waits already goes on counting.
    if (minute > 20_000) counter.count('yard', 'site-safety', crossing(startMs), startMs);
  }
  assert.equal(counter.problem?.message, 'The store cannot be written: too many counts wait to be written');
  counter.tick(startMs + 21_000 * minuteMs);
  assert.deepEqual(offered, [20_000]);
  store.commitTick = commitTick;
  counter.tick(startMs + 21_000 * minuteMs + 5_000);
  assert.equal(counter.problem, null);
  const released = counts(store);
  assert.equal(released.length, 1_000);
  const all = store.releases('yard', 0, far, 100_000);
  assert.deepEqual([all.length, all[0]?.record.count], [20_000, 100]);
});

test('property: however often the store fails and wherever, every passage is released exactly once', () => {
  const event = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('passage' as const), lateMs: fc.nat(10_000) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('break' as const),
        what: fc.constantFrom('commitTick', 'addCoverage', 'release'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('mend' as const) }) },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), event), { maxLength: 60 }), (events) => {
      const { store, counter } = setUp();
      const { commitTick, addCoverage, release } = store;
      const mend = (): void => void Object.assign(store, { commitTick, addCoverage, release });
      let tMs = startMs;
      let passages = 0;
      const pass = (seconds: number): void => {
        for (let second = 0; second < seconds; second++) {
          tMs += 1_000;
          counter.observe('yard', 'site-safety', tMs - 1_000, tMs);
          if (tMs % 5_000 === 0) counter.tick(tMs);
        }
      };
      for (const [seconds, each] of events) {
        pass(seconds);
        if (each.kind === 'passage') {
          counter.count('yard', 'site-safety', crossing(tMs - each.lateMs), tMs);
          passages++;
        } else if (each.kind === 'mend') mend();
        else
          Object.assign(store, {
            [each.what]: () => {
              throw new OutisError('store-full');
            },
          });
      }
      mend();
      pass(180);
      assert.deepEqual(store.openCells(), []);
      assert.equal(
        counts(store).reduce((sum, [, count]) => sum + count, 0),
        passages,
      );
      for (const { observedMs, intervalMs } of store.coverage('yard', 0, far, 10_000))
        assert.ok(observedMs <= intervalMs);
      store.close();
    }),
    { seed: 21, numRuns: 40 },
  );
});
