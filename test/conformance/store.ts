import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type Cell,
  cellOf,
  countIntervalMs,
  type Purpose,
  Release,
  type RoadUserClass,
  releaseCell,
} from '@outis/core';
import fc from 'fast-check';
import type { OpenCell, Store } from '../../packages/edge/src/store/store.ts';

/** How a store is made for a test; `again` closes it and opens what it kept, null where it keeps nothing. */
export interface StoreUnderTest {
  readonly store: Store;
  readonly again: (() => Store) | null;
}

export const startMs: number = Date.parse('2026-06-10T09:00:00Z');
const minuteMs = 60_000;

/** The cell into which a passage of a site falls `minute` minutes after the start. */
export function cell(minute: number, objectClass: RoadUserClass = 'car', change: Partial<Cell> = {}): Cell {
  const tMs = startMs + minute * minuteMs;
  const passage = {
    cameraId: 'gate',
    lineId: 'in',
    direction: 'left_to_right',
    class: objectClass,
    tMs,
  } as const;
  return { ...cellOf('site-safety', passage), ...change };
}

export function open(at: Cell, count: number, purpose: Purpose = 'site-safety'): OpenCell {
  return { cell: at, purpose, count };
}

/** Releases a cell as the counter does, long after it was due. */
export function releaseOf({ cell: at, purpose, count }: OpenCell): Release {
  const made = releaseCell(at, count, { purpose, timeZone: 'UTC', nowMs: at.startMs + 1e9 });
  assert.ok(made instanceof Release);
  return made;
}

/** Open cells in an order of their own, to be compared. */
function sorted(cells: readonly OpenCell[]): string[] {
  return cells
    .map((each) => JSON.stringify([Object.entries(each.cell).sort(), each.purpose, each.count]))
    .sort();
}

const change = {
  cameraId: 'gate',
  field: 'until',
  state: 'pending',
  before: '2027-01-01',
  after: '2027-02-01',
  afterJson: '"2027-02-01"',
  requestedMs: 1,
  requestedBy: 'user:anna',
  effectiveMs: 2,
  decidedBy: null,
} as const;

const all = [0, Number.MAX_SAFE_INTEGER, 100_000] as const;

/** What every store must do; the edge's SQLite and the hub's PostgreSQL pass the same. */
export function storeConformance(name: string, makeStore: (context: TestContext) => StoreUnderTest): void {
  const it = (what: string, run: (under: StoreUnderTest, store: Store) => void): void =>
    void test(`${name}: ${what}`, (context) => {
      const under = makeStore(context);
      run(under, under.store);
    });

  it('an empty store has nothing', (_, store) => {
    assert.deepEqual(
      [
        store.openCells(),
        store.releases('gate', ...all),
        store.coverage('gate', ...all),
        store.cameras(),
        store.health('gate', 10),
        store.watchedMs('gate', 0),
        store.changes.inEffect('gate'),
        store.changes.changes(10),
        store.changes.change(1),
        store.changes.printedStamp('gate'),
      ],
      [[], [], [], [], [], 0, null, [], null, null],
    );
  });

  it('the counts of ticks are increments', (_, store) => {
    store.commitTick({ tMs: startMs, counts: [open(cell(0), 2), open(cell(0, 'bus'), 1)] });
    store.commitTick({ tMs: startMs + 5000, counts: [] });
    store.commitTick({ tMs: startMs + 10_000, counts: [open(cell(0), 3), open(cell(1), 4)] });
    assert.deepEqual(
      sorted(store.openCells()),
      sorted([open(cell(0), 5), open(cell(0, 'bus'), 1), open(cell(1), 4)]),
    );
  });

  it('what fails halfway has changed nothing, and the store goes on', (_, store) => {
    const bad = open(cell(1), 0.5);
    assert.throws(() => store.commitTick({ tMs: startMs, counts: [open(cell(0), 2), bad] }), {
      code: 'store-failed',
    });
    assert.deepEqual(store.openCells(), []);
    store.commitTick({ tMs: startMs, counts: [open(cell(0), 2)] });
    assert.deepEqual(sorted(store.openCells()), sorted([open(cell(0), 2)]));
  });

  it('cells that differ in one key only are different cells', (_, store) => {
    const base = cell(60, 'person');
    const counts = [
      base,
      { ...base, cameraId: 'other' },
      { ...base, lineId: 'out' },
      { ...base, direction: 'right_to_left' as const },
      { ...base, class: 'bicycle' as const },
      { ...base, startMs: base.startMs + base.intervalMs },
      { ...base, intervalMs: 2 * base.intervalMs },
    ].map((each, index) => open(each, index + 1));
    store.commitTick({ tMs: startMs, counts });
    assert.deepEqual(sorted(store.openCells()), sorted(counts));
  });

  it('a release is kept and erases its open cell, and no other', (_, store) => {
    const one = open(cell(0), 7);
    const other = open(cell(1), 1);
    store.commitTick({ tMs: startMs, counts: [one, other] });
    store.release([releaseOf(one)]);
    assert.deepEqual(sorted(store.openCells()), sorted([other]));
    const kept = store.releases('gate', ...all);
    assert.deepEqual(
      kept.map(({ record }) => record),
      [{ ...one.cell, count: 7, noise: 'none' }],
    );
    assert.ok(kept.every((each) => each instanceof Release));
  });

  it('what left once stays as it left: a second release changes nothing and erases the open cell', (_, store) => {
    const first = open(cell(0), 7);
    store.commitTick({ tMs: startMs, counts: [first] });
    store.release([releaseOf(first)]);
    // A passage that was counted too late opens the cell again.
    const late = open(cell(0), 1);
    store.commitTick({ tMs: startMs + 1, counts: [late] });
    store.release([releaseOf(late)]);
    assert.deepEqual(
      store.releases('gate', ...all).map(({ record }) => record.count),
      [7],
    );
    assert.deepEqual(store.openCells(), []);
  });

  it('a release without an open cell, a release of zero and no release at all are fine', (_, store) => {
    store.release([]);
    store.release([releaseOf(open(cell(3), 0))]);
    assert.deepEqual(
      store.releases('gate', ...all).map(({ record }) => record.count),
      [0],
    );
  });

  it('releases are given by camera and start, oldest first, from inclusive, to exclusive, of too many the newest', (_, store) => {
    const minutes = [5, 1, 3, 2, 4];
    store.release(minutes.map((minute) => releaseOf(open(cell(minute), minute))));
    store.release([releaseOf(open(cell(2, 'car', { cameraId: 'other' }), 99))]);
    const counts = (from: number, to: number, limit: number): number[] =>
      store
        .releases('gate', startMs + from * minuteMs, startMs + to * minuteMs, limit)
        .map(({ record }) => record.count);
    assert.deepEqual(counts(0, 10, 100), [1, 2, 3, 4, 5]);
    assert.deepEqual(counts(2, 4, 100), [2, 3]);
    assert.deepEqual(counts(0, 10, 2), [4, 5]);
    assert.deepEqual(counts(6, 10, 100), []);
  });

  it('coverage adds up and is never more than its interval, in one go or in many', (_, store) => {
    const add = (minute: number, observedMs: number): void =>
      store.addCoverage([
        { cameraId: 'gate', startMs: startMs + minute * minuteMs, intervalMs: minuteMs, observedMs },
      ]);
    add(0, 5000.4);
    add(0, 5000.4);
    for (let i = 0; i < 20; i++) add(1, 4900);
    add(2, 61_900);
    store.addCoverage([]);
    assert.deepEqual(
      store
        .coverage('gate', ...all)
        .map(({ startMs: from, observedMs }) => [(from - startMs) / minuteMs, observedMs]),
      [
        [0, 10_000],
        [1, 60_000],
        [2, 60_000],
      ],
    );
    assert.equal(store.coverage('gate', startMs + minuteMs, startMs + 2 * minuteMs, 10).length, 1);
    assert.equal(store.coverage('gate', 0, Number.MAX_SAFE_INTEGER, 2).length, 2);
    assert.deepEqual(store.coverage('other', ...all), []);
  });

  it('retention deletes what began before, and not what began then', (_, store) => {
    store.release([0, 1, 2].map((minute) => releaseOf(open(cell(minute), minute))));
    store.addCoverage(
      [0, 1, 2].map((minute) => ({
        cameraId: 'gate',
        startMs: startMs + minute * minuteMs,
        intervalMs: minuteMs,
        observedMs: 1,
      })),
    );
    store.commitTick({ tMs: startMs, counts: [open(cell(0, 'bus'), 1)] });
    store.deleteBefore(startMs + minuteMs);
    assert.deepEqual(
      store.releases('gate', ...all).map(({ record }) => record.count),
      [1, 2],
    );
    assert.equal(store.coverage('gate', ...all).length, 2);
    // An open cell is not past: it leaves by its release alone.
    assert.equal(store.openCells().length, 1);
  });

  it('cameras are kept, replaced and removed', (_, store) => {
    store.saveCamera({ cameraId: 'b', configJson: '{"id":"b"}', updatedMs: 1 });
    store.saveCamera({ cameraId: 'a', configJson: '{"id":"a"}', updatedMs: 2 });
    store.saveCamera({ cameraId: 'b', configJson: '{"id":"b","x":"ü"}', updatedMs: 3 });
    assert.deepEqual(store.cameras(), [
      { cameraId: 'a', configJson: '{"id":"a"}', updatedMs: 2 },
      { cameraId: 'b', configJson: '{"id":"b","x":"ü"}', updatedMs: 3 },
    ]);
    store.removeCamera('a');
    store.removeCamera('none');
    assert.deepEqual(
      store.cameras().map(({ cameraId }) => cameraId),
      ['b'],
    );
  });

  it('health is kept newest first, 500 changes a camera at most', (_, store) => {
    for (let i = 0; i < 510; i++)
      store.recordHealth({ cameraId: 'gate', sinceMs: i, state: 'retrying', code: 'source-stalled' });
    store.recordHealth({ cameraId: 'other', sinceMs: 5, state: 'running', code: null });
    const kept = store.health('gate', 10_000);
    assert.deepEqual([kept.length, kept[0]?.sinceMs, kept.at(-1)?.sinceMs], [500, 509, 10]);
    assert.equal(store.health('gate', 3).length, 3);
    assert.deepEqual(store.health('other', 10), [
      { cameraId: 'other', sinceMs: 5, state: 'running', code: null },
    ]);
    assert.deepEqual(kept[0], { cameraId: 'gate', sinceMs: 509, state: 'retrying', code: 'source-stalled' });
  });

  it('watched time adds up per camera and day', (_, store) => {
    store.addWatched('gate', startMs, 1000.4);
    store.addWatched('gate', startMs, 2000);
    store.addWatched('gate', startMs - 1, 7);
    store.addWatched('other', startMs, 5);
    const watched = (cameraId: string, fromMs: number): number => store.watchedMs(cameraId, fromMs);
    assert.deepEqual(
      [watched('gate', startMs), watched('gate', startMs + 1), watched('gate', 0), watched('other', 0)],
      [3000, 0, 3007, 5],
    );
    assert.equal(watched('none', 0), 0);
    store.deleteBefore(startMs);
    assert.equal(watched('gate', 0), 3000);
  });

  it('what is in effect is replaced, but not when it began', (_, { changes }) => {
    changes.saveInEffect({ cameraId: 'gate', settingsJson: '{"a":1}', firstMs: 5 });
    changes.saveInEffect({ cameraId: 'gate', settingsJson: '{"a":2}', firstMs: 9 });
    assert.deepEqual(changes.inEffect('gate'), { cameraId: 'gate', settingsJson: '{"a":2}', firstMs: 5 });
    assert.equal(changes.inEffect('other'), null);
  });

  it('changes are numbered, decided, and given newest first', (_, { changes }) => {
    const kept = ['gate', 'other', 'gate'].map((cameraId) => changes.addChange({ ...change, cameraId }));
    assert.equal(new Set(kept.map(({ id }) => id)).size, 3);
    changes.decide({ id: kept[0]!.id, state: 'effective', effectiveMs: 8, decidedBy: 'user:dpo' });
    assert.deepEqual(changes.changes(10), [
      kept[2],
      kept[1],
      { ...kept[0], state: 'effective', effectiveMs: 8, decidedBy: 'user:dpo' },
    ]);
    assert.deepEqual(changes.changes(1, 'gate'), [kept[2]]);
    assert.deepEqual(changes.change(kept[1]!.id), kept[1]);
  });

  it('of signs the one that was taken last is known', (_, { changes }) => {
    changes.savePrintedStamp('gate', 'AAAAAA', 1);
    changes.savePrintedStamp('gate', 'BBBBBB', 2);
    assert.deepEqual([changes.printedStamp('gate'), changes.printedStamp('other')], ['BBBBBB', null]);
  });

  it('whatever was acknowledged is there after a restart', (under, store) => {
    if (under.again === null) return;
    const left = open(cell(1), 2);
    store.commitTick({ tMs: startMs, counts: [open(cell(0), 7), left] });
    store.release([releaseOf(open(cell(0), 7))]);
    store.addCoverage([{ cameraId: 'gate', startMs, intervalMs: minuteMs, observedMs: 5000 }]);
    store.saveCamera({ cameraId: 'gate', configJson: '{}', updatedMs: 1 });
    store.recordHealth({ cameraId: 'gate', sinceMs: 1, state: 'running', code: null });
    store.addWatched('gate', startMs, 60_000);
    store.changes.saveInEffect({ cameraId: 'gate', settingsJson: '{}', firstMs: 1 });
    store.changes.addChange(change);
    store.changes.savePrintedStamp('gate', 'AAAAAA', 1);
    const look = (each: Store): unknown => [
      sorted(each.openCells()),
      each.releases('gate', ...all).map(({ record }) => record),
      each.coverage('gate', ...all),
      each.cameras(),
      each.health('gate', 10),
      each.watchedMs('gate', 0),
      each.changes.inEffect('gate'),
      each.changes.changes(10),
      each.changes.printedStamp('gate'),
    ];
    const before = look(store);
    const again = under.again();
    assert.deepEqual(look(again), before);
    again.commitTick({ tMs: startMs + 1, counts: [left] });
    assert.deepEqual(sorted(again.openCells()), sorted([open(cell(1), 4)]));
  });

  test(`${name}: property: every passage is in the open cells or in the releases, exactly once`, (context) => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('tick' as const),
        counts: fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 9 })), { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('release' as const), minute: fc.nat(3) }),
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
            for (const [minute, count] of each.counts) sums.set(minute, (sums.get(minute) ?? 0) + count);
            store.commitTick({
              tMs: startMs,
              counts: [...sums].map(([minute, count]) => open(cell(minute), count)),
            });
            for (const [minute, count] of sums)
              expectedOpen.set(minute, (expectedOpen.get(minute) ?? 0) + count);
          } else {
            const found = store.openCells().find(({ cell: at }) => at.startMs === cell(each.minute).startMs);
            if (found === undefined) continue;
            store.release([releaseOf(found)]);
            if (!expectedReleased.has(each.minute)) expectedReleased.set(each.minute, found.count);
            expectedOpen.delete(each.minute);
          }
        }
        const minuteOf = (at: Cell): number => (at.startMs - startMs) / minuteMs;
        assert.deepEqual(
          new Map(store.openCells().map(({ cell: at, count }) => [minuteOf(at), count])),
          expectedOpen,
        );
        assert.deepEqual(
          new Map(store.releases('gate', ...all).map(({ record }) => [minuteOf(record), record.count])),
          expectedReleased,
        );
        store.close();
      }),
      { seed: 20, numRuns: 25 },
    );
  });

  test(`${name}: the interval of a cell is that of its purpose`, () => {
    assert.equal(cell(0).intervalMs, countIntervalMs('site-safety', 'car'));
  });
}
