import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Cell, Release } from '@outis/core';
import fc from 'fast-check';
import type { Store } from '../../packages/edge/src/store/store.ts';
import {
  batchesOf,
  cell,
  kept,
  leave,
  open,
  quarterMs,
  releaseOf,
  type StoreUnderTest,
  sorted,
  startMs,
} from './store.ts';

/** What every store must do about what leaves. */
export function releaseConformance(name: string, makeStore: (context: TestContext) => StoreUnderTest): void {
  const it = (what: string, run: (under: StoreUnderTest, store: Store) => void): void =>
    void test(`${name}: ${what}`, (context) => {
      const under = makeStore(context);
      run(under, under.store);
    });

  it('a release is kept and erases its open cell, and no other', (_, store) => {
    const one = open(cell(0), 7);
    const others = [open(cell(1), 1), open(cell(0, 'bus'), 2), open(cell(0, 'car', { series: 2 }), 3)];
    store.commitTick({ tMs: startMs, counts: [one, ...others] });
    const releases = leave(store, [one]);
    assert.deepEqual(sorted(store.openCells()), sorted(others));
    assert.deepEqual(
      kept(store),
      releases.map(({ record }) => record),
    );
    assert.ok(store.released.releases({ ...cell(0), fromMs: 0, toMs: 1e15, limit: 9 })[0] instanceof Release);
  });

  it('what left once stays as it left: a second draw changes nothing and erases the open cell', (_, store) => {
    const first = open(cell(0), 7);
    store.commitTick({ tMs: startMs, counts: [first] });
    leave(store, [first]);
    const before = kept(store);
    const book = store.released.ledger(10);
    // A passage that was counted too late opens the cell again.
    const late = open(cell(0), 1000);
    store.commitTick({ tMs: startMs + 1, counts: [late] });
    leave(store, [late]);
    assert.deepEqual([kept(store), store.released.ledger(10)], [before, book]);
    assert.deepEqual(store.openCells(), []);
  });

  it('a cell never leaves twice, not even with another line, and what leaves beside it does not leave either', (_, store) => {
    leave(store, [open(cell(0), 7)]);
    const before = [kept(store), store.released.ledger(10)];
    store.commitTick({ tMs: startMs, counts: [open(cell(1), 5)] });
    const again = batchesOf([releaseOf(open(cell(0), 7))]);
    const sly = again.map(({ line, releases }) => ({ line: { ...line, group: 'car bus' }, releases }));
    assert.throws(() => store.released.release([...batchesOf([releaseOf(open(cell(1), 5))]), ...sly]), {
      code: 'store-failed',
    });
    assert.deepEqual([kept(store), store.released.ledger(10)], before);
    assert.deepEqual(sorted(store.openCells()), sorted([open(cell(1), 5)]));
  });

  it('a release without an open cell, a release of zero and no release at all are fine', (_, store) => {
    store.released.release([]);
    const releases = leave(store, [open(cell(3), 0)]);
    assert.deepEqual(
      kept(store),
      releases.map(({ record }) => record),
    );
  });

  it('open counts that will not leave are erased, and no others', (_, store) => {
    const counts = [open(cell(0), 7), open(cell(0, 'bus'), 1), open(cell(1), 2), open(cell(0, 'person'), 3)];
    store.commitTick({ tMs: startMs, counts });
    store.eraseOpen([]);
    const span = { cameraId: 'gate', series: 1, family: 'count', startMs } as const;
    store.eraseOpen([
      { ...span, group: 'car bus' },
      { ...span, series: 2, group: 'person' },
      { ...span, family: 'speed', group: 'person' },
    ]);
    assert.deepEqual(sorted(store.openCells()), sorted([open(cell(1), 2), open(cell(0, 'person'), 3)]));
    assert.deepEqual(kept(store), []);
  });

  it('releases are given by camera, series, family and start, oldest first, of too many the newest', (_, store) => {
    const quarters = [5, 1, 3, 2, 4];
    leave(
      store,
      quarters.map((quarter) => open(cell(quarter), quarter)),
    );
    leave(store, [
      open(cell(2, 'car', { cameraId: 'other' }), 99),
      open(cell(2, 'car', { series: 2 }), 99),
      open(cell(2, 'car', { family: 'movement', part: '' }), 99),
    ]);
    const found = (from: number, to: number, limit: number): number[] =>
      kept(store, { fromMs: startMs + from * quarterMs, toMs: startMs + to * quarterMs, limit }).map(
        (record) => (record.startMs - startMs) / quarterMs,
      );
    assert.deepEqual(found(0, 10, 100), [1, 2, 3, 4, 5]);
    assert.deepEqual(found(2, 4, 100), [2, 3]);
    assert.deepEqual(found(0, 10, 2), [4, 5]);
    assert.deepEqual(found(6, 10, 100), []);
  });

  it('another purpose begins another series, and going back begins a third', (_, { released }) => {
    const begin = (purpose: 'site-safety' | 'street-statistics', nowMs: number): number =>
      released.beginSeries('gate', purpose, nowMs).series;
    assert.deepEqual([begin('site-safety', 1), begin('site-safety', 2)], [1, 1]);
    assert.deepEqual([begin('street-statistics', 3), begin('street-statistics', 4)], [2, 2]);
    assert.equal(begin('site-safety', 5), 3);
    assert.equal(released.beginSeries('other', 'site-safety', 6).series, 1);
    assert.deepEqual(
      released.series('gate').map(({ series, purpose, startedMs }) => [series, purpose, startedMs]),
      [
        [1, 'site-safety', 1],
        [2, 'street-statistics', 3],
        [3, 'site-safety', 5],
      ],
    );
    assert.equal(released.series().length, 4);
  });

  it('what is measured is known with its time, also what is measured no more', (_, { released }) => {
    const place = (name: string) => ({ family: 'count', place: name }) as const;
    const times = (): unknown =>
      released.measured('gate', 1).map(({ place: at, fromMs, toMs }) => [at, fromMs, toMs]);
    released.beginSeries('gate', 'site-safety', 1);
    released.setMeasured('gate', 1, [place('a'), place('b')], 10);
    released.setMeasured('gate', 1, [place('b'), place('a')], 15);
    released.setMeasured('gate', 1, [place('b'), place('c')], 20);
    released.setMeasured('gate', 1, [place('a'), place('b'), place('c')], 30);
    const expected = [
      ['a', 10, 20],
      ['a', 30, null],
      ['b', 10, null],
      ['c', 20, null],
    ];
    assert.deepEqual(times(), expected);
    // A clock that was set back ends nothing before it began.
    released.setMeasured('gate', 1, [place('b')], 25);
    assert.deepEqual(times(), [
      ['a', 10, 20],
      ['a', 30, 30],
      ['b', 10, null],
      ['c', 20, 25],
    ]);
    // Another series ends what the one before has measured.
    released.beginSeries('gate', 'street-statistics', 40);
    assert.deepEqual(times(), [
      ['a', 10, 20],
      ['a', 30, 30],
      ['b', 10, 40],
      ['c', 20, 25],
    ]);
  });

  it('the ledger has a line for everything that left, numbered, chained, newest first', (_, store) => {
    const { released } = store;
    leave(store, [open(cell(0), 7), open(cell(0, 'car', { place: 'out' }), 1), open(cell(1), 2)]);
    leave(store, [open(cell(2), 2)]);
    const lines = released.ledger(10);
    assert.deepEqual(
      lines.map(({ seq, cells, startMs: at }) => [seq, cells, (at - startMs) / quarterMs]),
      [
        [3, 1, 2],
        [2, 1, 1],
        [1, 2, 0],
      ],
    );
    assert.deepEqual([lines[0]!.previous, lines[1]!.previous], [lines[1]!.hash, lines[2]!.hash]);
    assert.equal(lines[2]!.previous, '0'.repeat(64));
    assert.deepEqual([released.ledger(1), released.ledger(10, 3)], [lines.slice(0, 1), lines.slice(1)]);
    assert.deepEqual(
      released
        .left('gate', 1, startMs + quarterMs)
        .map(({ family, group, startMs: at }) => [family, group, (at - startMs) / quarterMs]),
      [
        ['count', 'car', 1],
        ['count', 'car', 2],
      ],
    );
  });

  test(`${name}: property: every passage is in the open cells or in the releases, exactly once`, (context) => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('tick' as const),
        counts: fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 9 })), { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('release' as const), quarter: fc.nat(3) }),
      fc.record({ kind: fc.constant('restart' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const under = makeStore(context);
        let store = under.store;
        const expectedOpen = new Map<number, number>();
        const expectedReleased = new Map<number, number>();
        for (const each of steps) {
          if (each.kind === 'restart') store = under.again === null ? store : under.again();
          else if (each.kind === 'tick') {
            // As the counter does: one entry a cell.
            const sums = new Map<number, number>();
            for (const [quarter, count] of each.counts) sums.set(quarter, (sums.get(quarter) ?? 0) + count);
            store.commitTick({
              tMs: startMs,
              counts: [...sums].map(([quarter, count]) => open(cell(quarter), count)),
            });
            for (const [quarter, count] of sums)
              expectedOpen.set(quarter, (expectedOpen.get(quarter) ?? 0) + count);
          } else {
            const found = store.openCells().find(({ cell: at }) => at.startMs === cell(each.quarter).startMs);
            if (found === undefined) continue;
            const value = leave(store, [found])[0]!.record.value;
            if (!expectedReleased.has(each.quarter)) expectedReleased.set(each.quarter, value);
            expectedOpen.delete(each.quarter);
          }
        }
        const quarterOf = (at: Cell): number => (at.startMs - startMs) / quarterMs;
        assert.deepEqual(
          new Map(store.openCells().map(({ cell: at, count }) => [quarterOf(at), count])),
          expectedOpen,
        );
        assert.deepEqual(
          new Map(kept(store).map((record) => [quarterOf(record), record.value])),
          expectedReleased,
        );
        store.close();
      }),
      { seed: 20, numRuns: 25 },
    );
  });
}
