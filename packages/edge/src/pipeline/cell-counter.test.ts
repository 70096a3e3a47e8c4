import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import fc from 'fast-check';
import { ReleaseBench } from '../../../../test/fixtures/release-bench.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const startMs = 29_900_040 * minuteMs;

/** What left of cars in one direction: in which quarter after the start, and how many (no noise is drawn here). */
function counts(bench: ReleaseBench): [number, number][] {
  return bench
    .released({ class: 'car' })
    .filter(({ part }) => part === 'left_to_right')
    .map((record) => [(record.startMs - startMs) / quarterMs, record.value]);
}

function full(): never {
  throw new OutisError('store-full');
}

test('nothing is written at a passage: only a tick writes', () => {
  const bench = new ReleaseBench();
  bench.pass(startMs + 1_000);
  assert.deepEqual(bench.store.openCells(), []);
  bench.counter.tick(startMs + 5_000);
  assert.deepEqual(
    bench.store.openCells().map(({ count, cell }) => [count, cell.startMs, cell.intervalMs]),
    [[1, startMs, quarterMs]],
  );
});

test('what the store holds of a passage is its cell: two that differ in time leave the same', () => {
  const [first, second] = [new ReleaseBench(), new ReleaseBench()];
  first.pass(startMs + 1_000);
  second.pass(startMs + 14 * minuteMs);
  first.counter.tick(startMs + 14 * minuteMs);
  second.counter.tick(startMs + 14 * minuteMs);
  assert.deepEqual(first.store.openCells(), second.store.openCells());
});

test('a late passage counts when it is completed, and no released cell changes', () => {
  const bench = new ReleaseBench();
  const tick = (fromMs: number, toMs: number): void => {
    for (let tMs = fromMs; tMs <= toMs; tMs += 5_000) {
      bench.watch(tMs - 5_000, tMs);
      bench.counter.tick(tMs);
    }
  };
  bench.pass(startMs + 1_000);
  tick(startMs + 5_000, startMs + quarterMs + minuteMs);
  assert.deepEqual(counts(bench), [[0, 1]]);
  // It met the line in the first quarter, stood on it, and went on in the second.
  const completedMs = startMs + quarterMs + minuteMs + 30_000;
  bench.pass(startMs + 14 * minuteMs, 'car', completedMs);
  tick(startMs + quarterMs + minuteMs + 5_000, startMs + 2 * quarterMs + minuteMs);
  assert.deepEqual(counts(bench), [
    [0, 1],
    [1, 1],
  ]);
});

test('however late a passage is completed, it finds its cell open', () => {
  for (let lateMs = 0; lateMs <= minuteMs; lateMs += 500) {
    const bench = new ReleaseBench();
    const metMs = startMs + quarterMs - 1;
    bench.watch(startMs, startMs + 2 * quarterMs);
    for (let tMs = startMs + quarterMs - minuteMs; tMs <= startMs + quarterMs + 2 * minuteMs; tMs += 500) {
      if (tMs === startMs + quarterMs + lateMs) bench.pass(metMs, 'car', tMs);
      if (tMs % 5_000 === 0) bench.counter.tick(tMs);
    }
    bench.counter.tick(startMs + 2 * quarterMs + minuteMs);
    assert.equal(bench.sum({ class: 'car' }), 1, `${lateMs} ms late`);
    bench.store.close();
  }
});

test('persons of a street stay open until the next morning, vehicles until their quarter has ended', () => {
  const bench = new ReleaseBench({ purpose: 'street-statistics' });
  bench.pass(startMs, 'person');
  bench.pass(startMs, 'car');
  bench.watch(startMs, startMs + quarterMs);
  const left = (): string[] => [...new Set(bench.released().map((record) => record.class))].sort();
  bench.counter.tick(startMs + quarterMs + 6_000);
  assert.deepEqual(left(), []);
  bench.counter.tick(startMs + quarterMs + 10_000);
  assert.deepEqual(left(), ['bicycle', 'car', 'motorcycle']);
  const day = 24 * 60 * minuteMs;
  const morningMs = Math.floor(startMs / day) * day + day + 6 * 60 * minuteMs;
  bench.counter.tick(morningMs);
  assert.ok(!left().includes('person'));
  bench.counter.tick(morningMs + minuteMs);
  assert.deepEqual(left(), ['bicycle', 'bus', 'car', 'motorcycle', 'person', 'truck']);
  assert.deepEqual([bench.sum({ class: 'person' }), bench.sum()], [1, 2]);
  assert.deepEqual(bench.store.openCells(), []);
});

test('a tick that cannot be written is written with the next, once', () => {
  const { store, counter, ...rest } = new ReleaseBench();
  const { commitTick } = store;
  store.commitTick = full;
  const passage = { family: 'count', place: 'gate', part: '', class: 'car', tMs: startMs + 1 } as const;
  counter.count(rest.counted, passage, startMs + 1);
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
  const { store, counter, counted } = new ReleaseBench();
  for (let tMs = startMs + 200; tMs <= startMs + minuteMs; tMs += 200) {
    if (tMs > startMs + 20_000 && tMs < startMs + 40_000) continue;
    counter.observe(counted, tMs === startMs + 40_000 ? startMs + 20_000 : tMs - 200, tMs);
  }
  counter.tick(startMs + minuteMs);
  const [first] = store.coverage('yard', 1, 0, 1e15, 10);
  assert.ok(first!.observedMs > 39_000 && first!.observedMs <= 40_000, `${first!.observedMs}`);
});

test('a release that cannot be written is written later, and the counts are told once', () => {
  const bench = new ReleaseBench();
  const { store, counter } = bench;
  const { release } = store.released;
  store.released.release = full;
  bench.pass(startMs);
  bench.watch(startMs, startMs + quarterMs);
  counter.tick(startMs + 5_000);
  counter.tick(startMs + 2 * quarterMs);
  assert.equal(counter.problem?.code, 'store-full');
  counter.tick(startMs + 2 * quarterMs + 5_000);
  assert.deepEqual(counts(bench), []);
  store.released.release = release;
  counter.tick(startMs + 2 * quarterMs + 10_000);
  assert.equal(counter.problem, null);
  assert.deepEqual(counts(bench), [[0, 1]]);
});

test('an error that is no store’s is a bug and is not swallowed', () => {
  const { store, counter } = new ReleaseBench();
  store.commitTick = () => {
    throw new TypeError('a bug');
  };
  assert.throws(() => counter.tick(startMs), TypeError);
});

test('a store that is full for a long time costs bounded memory, and what is refused is told', () => {
  const bench = new ReleaseBench();
  const { store, counter } = bench;
  const { commitTick } = store;
  const offered: number[] = [];
  store.commitTick = ({ counts: waiting }) => {
    offered.push(waiting.length);
    throw new OutisError('store-full');
  };
  for (let line = 0; line < 20_100; line++) {
    bench.pass(startMs, 'car', startMs, `line-${line}`);
    // A cell that waits already goes on counting.
    if (line > 20_000) bench.pass(startMs, 'car', startMs, 'line-0');
  }
  assert.equal(counter.problem?.message, 'The store cannot be written: too many counts wait to be written');
  counter.tick(startMs + 5_000);
  assert.deepEqual(offered, [20_000]);
  store.commitTick = commitTick;
  counter.tick(startMs + 10_000);
  assert.equal(counter.problem, null);
  const open = store.openCells();
  assert.equal(open.length, 20_000);
  assert.equal(open.find(({ cell }) => cell.place === 'line-0')?.count, 100);
});

test('property: however often the store fails and wherever, every passage is released exactly once', () => {
  const event = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('passage' as const), lateMs: fc.nat(20_000) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('break' as const),
        what: fc.constantFrom('commitTick', 'addCoverage', 'release', 'eraseOpen'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('mend' as const) }) },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), event), { maxLength: 40 }), (events) => {
      const bench = new ReleaseBench();
      const { store, counter, counted } = bench;
      const { commitTick, addCoverage, eraseOpen } = store;
      const { release } = store.released;
      const mend = (): void => {
        Object.assign(store, { commitTick, addCoverage, eraseOpen });
        store.released.release = release;
      };
      let tMs = startMs;
      let passages = 0;
      const go = (seconds: number): void => {
        for (let second = 0; second < seconds; second++) {
          tMs += 1_000;
          counter.observe(counted, tMs - 1_000, tMs);
          if (tMs % 5_000 === 0) counter.tick(tMs);
        }
      };
      for (const [seconds, each] of events) {
        go(seconds);
        if (each.kind === 'passage') {
          bench.pass(tMs - each.lateMs, 'car', tMs);
          passages++;
        } else if (each.kind === 'mend') mend();
        else Object.assign(each.what === 'release' ? store.released : store, { [each.what]: full });
      }
      mend();
      go(1_000);
      assert.deepEqual(store.openCells(), []);
      assert.equal(bench.sum(), passages);
      for (const { observedMs, intervalMs } of store.coverage('yard', 1, 0, 1e15, 10_000))
        assert.ok(observedMs <= intervalMs);
      store.close();
    }),
    { seed: 21, numRuns: 25 },
  );
});
