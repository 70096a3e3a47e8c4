import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nextMorningMs } from '@outis/core';
import { Releaser } from '../../packages/edge/src/pipeline/releaser.ts';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { assertOnce, ReleaseBench, texts } from '../fixtures/release-bench.ts';
import { noNoise, seededDraws } from '../fixtures/seeded-draws.ts';
import { temporaryFolder } from '../fixtures/support.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const startMs = Date.parse('2026-06-10T09:00:00Z');

test('empty cells are released, with noise: what is there says nothing of what passed', () => {
  const quiet = new ReleaseBench({ lines: ['in', 'out'], uniformBelow: seededDraws(5) });
  const busy = new ReleaseBench({ lines: ['in', 'out'], uniformBelow: seededDraws(6) });
  for (let i = 0; i < 300; i++) busy.pass(startMs + i, 'car', startMs + i, 'in');
  for (const bench of [quiet, busy]) {
    bench.watch(startMs, startMs + hourMs);
    bench.tickThrough(startMs + quarterMs, startMs + hourMs);
  }
  assert.deepEqual(texts(quiet.released(), false), texts(busy.released(), false));
  // Four quarters of cars and one hour of everything else, two lines and directions.
  assert.equal(quiet.released().length, 2 * 2 * (4 + 5));
  assert.ok(new Set(quiet.released().map(({ value }) => value)).size > 3, 'empty cells have noise');
});

test('there is one draw for a cell: ticks, restarts and another strength of noise change nothing', (context) => {
  const folder = temporaryFolder(context);
  let bench = new ReleaseBench({ store: new SqliteStore({ folder }), uniformBelow: seededDraws(7) });
  bench.pass(startMs, 'car', startMs, 'gate', 40);
  bench.watch(startMs, startMs + hourMs);
  bench.tickThrough(startMs + quarterMs, startMs + hourMs);
  const first = texts(bench.released(), true);
  assert.equal(first.length, 2 * (4 + 5));
  for (let restart = 0; restart < 5; restart++) {
    bench.store.close();
    const store = new SqliteStore({ folder });
    bench = new ReleaseBench({ store, scale: 4, uniformBelow: seededDraws(8 + restart) });
    for (let tick = 0; tick < 20; tick++) bench.counter.tick(startMs + 2 * hourMs + tick * minuteMs);
    assert.deepEqual(texts(bench.released(), true), first);
  }
  bench.store.close();
});

test('a camera that was off releases nothing for that time, and one that was hardly on says so', () => {
  const bench = new ReleaseBench();
  bench.watch(startMs, startMs + quarterMs);
  // Off for two hours, then on for five seconds.
  const againMs = startMs + quarterMs + 2 * hourMs;
  bench.watch(againMs, againMs + 5_000);
  bench.pass(againMs + 1_000);
  bench.tickThrough(startMs, startMs + 4 * hourMs);
  const quarters = new Set(
    bench.released({ class: 'car' }).map((record) => (record.startMs - startMs) / quarterMs),
  );
  assert.deepEqual([...quarters], [0, 9]);
  const coverage = bench.store.coverage('yard', 1, 0, 1e15, 100);
  assert.deepEqual(
    coverage.map((each) => [(each.startMs - startMs) / quarterMs, each.observedMs]),
    [
      [0, quarterMs],
      [9, 5_000],
    ],
  );
  assert.equal(bench.sum(), 1);
});

test('an edge that was off for days releases what was due, once; after forty days it does not any more', () => {
  for (const [offMs, leaves] of [
    [3 * dayMs, true],
    [39 * dayMs, true],
    [42 * dayMs, false],
  ] as const) {
    const bench = new ReleaseBench();
    bench.watch(startMs, startMs + 12 * hourMs);
    for (let hour = 0; hour < 12; hour++) bench.pass(startMs + hour * hourMs, 'car', startMs + hour * hourMs);
    const { store, counter } = bench;
    // Written, but nothing left before the power went.
    const { release } = store.released;
    store.released.release = () => {};
    counter.tick(startMs + 5_000);
    store.released.release = release;
    const next = new ReleaseBench({ store });
    for (let tick = 0; tick < 20; tick++) next.counter.tick(startMs + 12 * hourMs + offMs + tick * 5_000);
    assertOnce(next.released());
    assert.deepEqual([next.sum(), next.released().length > 0], leaves ? [12, true] : [0, false]);
    assert.deepEqual(store.openCells(), [], 'true counts are erased either way');
    store.close();
  }
});

test('what comes for a span that has left is dropped and its row is erased', () => {
  const bench = new ReleaseBench();
  bench.pass(startMs);
  bench.watch(startMs, startMs + quarterMs);
  bench.counter.tick(startMs + quarterMs + 10_000);
  const before = texts(bench.released(), true);
  // The clock is set back by ten minutes: the same quarter comes again.
  bench.pass(startMs + 6 * minuteMs, 'car', startMs + 6 * minuteMs, 'gate', 5);
  bench.counter.tick(startMs + 6 * minuteMs + 5_000);
  bench.watch(startMs + 6 * minuteMs, startMs + quarterMs);
  bench.counter.tick(startMs + quarterMs + 20_000);
  bench.counter.tick(startMs + quarterMs + 90_000);
  assert.deepEqual(texts(bench.released(), true), before);
  assert.deepEqual(bench.store.openCells(), []);
});

test('true counts that a crash has left behind are erased by the next start', (context) => {
  const folder = temporaryFolder(context);
  const bench = new ReleaseBench({ store: new SqliteStore({ folder }), uniformBelow: seededDraws(3) });
  bench.pass(startMs);
  bench.watch(startMs, startMs + quarterMs);
  bench.counter.tick(startMs + 5_000);
  // Dies between what left and the erasing of what it came from.
  bench.store.eraseOpen = () => {
    throw new Error('killed');
  };
  assert.throws(() => bench.counter.tick(startMs + quarterMs + 10_000), /killed/);
  const before = texts(bench.released(), true);
  assert.deepEqual([before.length, bench.store.openCells().length], [2, 1]);
  bench.store.close();
  const store = new SqliteStore({ folder });
  const again = new ReleaseBench({ store, uniformBelow: seededDraws(4) });
  again.counter.tick(startMs + quarterMs + 20_000);
  assert.deepEqual(store.openCells(), []);
  assert.deepEqual(texts(again.released(), true), before);
  store.close();
});

test('no byte of a true count, nor of any it was before, is in a file after it has left', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  const bench = new ReleaseBench({ store, uniformBelow: seededDraws(18) });
  const bytes = (): Buffer =>
    Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  const asBytes = (count: number): Buffer => Buffer.from(count.toString(16).padStart(8, '0'), 'hex');
  const planted: number[] = [];
  const totals = new Map<string, number>();
  bench.watch(startMs, startMs + quarterMs);
  for (let tick = 1; tick <= 8; tick++) {
    const added = 0x0a_00_11_07 + tick * 0x01_03_05;
    const cells = (['left_to_right', 'right_to_left'] as const).map((part, index) => ({
      cell: {
        ...({ cameraId: 'yard', series: 1, family: 'count', place: 'gate', part, class: 'car' } as const),
        ...{ startMs, intervalMs: quarterMs },
      },
      count: added + index * 0x01_01_01,
    }));
    store.commitTick({ tMs: startMs + tick * 5_000, counts: cells });
    for (const { cell, count } of cells) {
      const total = (totals.get(cell.part) ?? 0) + count;
      totals.set(cell.part, total);
      planted.push(total);
      assert.ok(bytes().includes(asBytes(total)), 'the search finds what is there');
    }
  }
  bench.counter.tick(startMs + quarterMs + 10_000);
  const values = bench.released({ class: 'car' }).map(({ value }) => value);
  assert.ok(values.length === 2 && values.every((value) => bytes().includes(asBytes(value))));
  assert.ok(
    values.every((value) => !planted.includes(value)),
    'these draws are not 0',
  );
  for (const total of planted) assert.ok(!bytes().includes(asBytes(total)), `${total} is still there`);
  store.close();
  for (const total of planted) assert.ok(!bytes().includes(asBytes(total)), `${total} is still there`);
});

test('another purpose begins a series: each passage leaves in one of them, under the rule that it was counted under', () => {
  const store = new SqliteStore({ folder: null });
  const purposes = ['street-statistics', 'site-safety', 'street-statistics'] as const;
  purposes.forEach((purpose, index) => {
    const atMs = startMs + index * 4 * minuteMs;
    const bench = new ReleaseBench({ store, purpose, sinceMs: atMs });
    assert.equal(bench.counted.series, index + 1);
    bench.watch(atMs, atMs + 4 * minuteMs);
    bench.pass(atMs, 'person', atMs, 'gate', 10 + index);
    bench.counter.tick(atMs + 4 * minuteMs);
  });
  const last = new ReleaseBench({ store, purpose: 'street-statistics' });
  last.counter.tick(startMs + hourMs + 10_000);
  const sums = (): number[] => [1, 2, 3].map((series) => last.sum({ series, class: 'person' }));
  assert.deepEqual(sums(), [0, 11, 0], 'persons of the street wait for the morning');
  last.counter.tick(nextMorningMs(startMs, 'UTC') + 10_000);
  assert.deepEqual(sums(), [10, 11, 12]);
  assertOnce(last.released());
  assert.deepEqual(store.openCells(), []);
});

test('a line or a camera that was removed: what was measured still leaves, once, and nothing after', () => {
  const bench = new ReleaseBench({ lines: ['in', 'out'], sinceMs: startMs });
  bench.watch(startMs, startMs + 3 * quarterMs);
  bench.pass(startMs, 'car', startMs, 'out', 7);
  bench.counter.tick(startMs + 5_000);
  bench.measure(['in'], startMs + 5 * minuteMs);
  bench.tickThrough(startMs + quarterMs, startMs + quarterMs);
  // The camera is removed, and added again with the line.
  bench.measure([], startMs + 20 * minuteMs);
  bench.tickThrough(startMs + 2 * quarterMs, startMs + 2 * quarterMs);
  bench.measure(['in', 'out'], startMs + 40 * minuteMs);
  bench.pass(startMs + 41 * minuteMs, 'car', startMs + 41 * minuteMs, 'out', 5);
  bench.tickThrough(startMs + 3 * quarterMs, startMs + 2 * hourMs);
  const of = (place: string): [number, number][] =>
    bench
      .released({ class: 'car' })
      .filter((record) => record.place === place && record.part === 'left_to_right')
      .map((record) => [(record.startMs - startMs) / quarterMs, record.value]);
  assert.deepEqual(of('out'), [
    [0, 7],
    [2, 5],
  ]);
  assert.deepEqual(of('in'), [
    [0, 0],
    [1, 0],
    [2, 0],
  ]);
  assertOnce(bench.released());
});

test('a releaser that forgets what has left is stopped by the store: nothing changes, nothing is added', () => {
  const bench = new ReleaseBench({ uniformBelow: seededDraws(13) });
  bench.pass(startMs, 'car', startMs, 'gate', 50);
  bench.watch(startMs, startMs + quarterMs);
  bench.counter.tick(startMs + quarterMs + 10_000);
  const before = texts(bench.released(), true);
  const lines = bench.store.released.ledger(10);
  bench.store.released.left = () => [];
  const releaser = new Releaser({ store: bench.store, timeZone: 'UTC', scale: 2, uniformBelow: noNoise() });
  releaser.tick(startMs + quarterMs + 60_000);
  assert.deepEqual(texts(bench.released(), true), before);
  assert.deepEqual(bench.store.released.ledger(10), lines);
});
