import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type Cell,
  countIntervalMs,
  type NoiseScale,
  Release,
  type ReleaseRecord,
  type RoadUserClass,
  releaseCell,
  spanOf,
} from '@outis/core';
import type { ReleaseBatch, ReleaseQuery } from '../../packages/edge/src/store/release-store.ts';
import type { OpenCell, Store } from '../../packages/edge/src/store/store.ts';
import { seededDraws } from '../fixtures/seeded-draws.ts';

/** How a store is made for a test; `again` closes it and opens what it kept, null where it keeps nothing. */
export interface StoreUnderTest {
  readonly store: Store;
  readonly again: (() => Store) | null;
}

export const startMs: number = Date.parse('2026-06-10T09:00:00Z');
export const quarterMs = 900_000;
const uniformBelow = seededDraws(3);

/** The cell into which a passage of a site falls `quarter` quarters of an hour after the start. */
export function cell(quarter: number, objectClass: RoadUserClass = 'car', change: Partial<Cell> = {}): Cell {
  return {
    cameraId: 'gate',
    series: 1,
    family: 'count',
    place: 'in',
    part: 'left_to_right',
    class: objectClass,
    ...spanOf('site-safety', 'count', objectClass, startMs + quarter * quarterMs, 'UTC'),
    ...change,
  };
}

export function open(at: Cell, count: number): OpenCell {
  return { cell: at, count };
}

/** Releases a cell as the releaser does, long after it was due. */
export function releaseOf({ cell: at, count }: OpenCell, scale: NoiseScale = 2): Release {
  const nowMs = at.startMs + 1e9;
  const context = { purpose: 'site-safety', timeZone: 'UTC', nowMs, scale, uniformBelow } as const;
  const made = releaseCell(at, count, context);
  assert.ok(made instanceof Release);
  return made;
}

/** Releases with their lines, one for each camera, series, family, class and start. */
export function batchesOf(releases: readonly Release[]): ReleaseBatch[] {
  const groups = Map.groupBy(releases, ({ record: { cameraId, series, family, class: name, startMs: at } }) =>
    [cameraId, series, family, name, at].join(' '),
  );
  return [...groups.values()].map((group) => {
    const { cameraId, series, family, class: name, startMs: at, intervalMs, scale } = group[0]!.record;
    const span = { group: name, startMs: at, intervalMs, cells: group.length, scale, releasedMs: at + 1e9 };
    return { line: { cameraId, series, family, ...span }, releases: group };
  });
}

/** What a store gives of the counts of a camera; `change` asks for something else. */
export function kept(store: Store, change: Partial<ReleaseQuery> = {}): ReleaseRecord[] {
  const query = {
    cameraId: 'gate',
    series: 1,
    family: 'count',
    fromMs: 0,
    toMs: 1e15,
    limit: 100_000,
  } as const;
  return store.released.releases({ ...query, ...change }).map(({ record }) => record);
}

/** Releases cells as the releaser does, all at once. */
export function leave(store: Store, opens: readonly OpenCell[]): Release[] {
  const releases = opens.map((each) => releaseOf(each));
  store.released.release(batchesOf(releases));
  return releases;
}

/** Open cells in an order of their own, to be compared. */
export function sorted(cells: readonly OpenCell[]): string[] {
  return cells.map((each) => JSON.stringify([Object.entries(each.cell).sort(), each.count])).sort();
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

const all = [1, 0, Number.MAX_SAFE_INTEGER, 100_000] as const;

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
        kept(store),
        store.released.series(),
        store.released.measured('gate', 1),
        store.released.left('gate', 1, 0),
        store.released.ledger(10),
        store.coverage('gate', ...all),
        store.cameras(),
        store.health('gate', 10),
        store.watchedMs('gate', 0),
        store.changes.inEffect('gate'),
        store.changes.changes(10),
        store.changes.change(1),
        store.changes.printedStamp('gate'),
      ],
      [[], [], [], [], [], [], [], [], [], 0, null, [], null, null],
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
    const base = cell(8, 'person');
    const counts = [
      base,
      { ...base, cameraId: 'other' },
      { ...base, series: 2 },
      { ...base, family: 'movement' as const },
      { ...base, place: 'out' },
      { ...base, part: 'right_to_left' },
      { ...base, class: 'bicycle' },
      { ...base, startMs: base.startMs + base.intervalMs },
    ].map((each, index) => open(each, index + 1));
    store.commitTick({ tMs: startMs, counts });
    assert.deepEqual(sorted(store.openCells()), sorted(counts));
  });

  it('coverage adds up per series and is never more than its interval, in one go or in many', (_, store) => {
    const add = (quarter: number, observedMs: number, series = 1): void =>
      store.addCoverage([
        {
          cameraId: 'gate',
          series,
          startMs: startMs + quarter * quarterMs,
          intervalMs: quarterMs,
          observedMs,
        },
      ]);
    add(0, 5000.4);
    add(0, 5000.4);
    for (let i = 0; i < 200; i++) add(1, 4900);
    add(2, quarterMs + 1900);
    add(0, 77, 2);
    store.addCoverage([]);
    assert.deepEqual(
      store
        .coverage('gate', ...all)
        .map(({ startMs: from, observedMs }) => [(from - startMs) / quarterMs, observedMs]),
      [
        [0, 10_000],
        [1, quarterMs],
        [2, quarterMs],
      ],
    );
    assert.equal(store.coverage('gate', 1, startMs + quarterMs, startMs + 2 * quarterMs, 10).length, 1);
    assert.equal(store.coverage('gate', 1, 0, Number.MAX_SAFE_INTEGER, 2).length, 2);
    assert.equal(store.coverage('gate', 2, 0, Number.MAX_SAFE_INTEGER, 2)[0]?.observedMs, 77);
    assert.deepEqual(store.coverage('other', ...all), []);
  });

  it('retention deletes what began before, and not what began then; the ledger stays', (_, store) => {
    leave(
      store,
      [0, 1, 2].map((quarter) => open(cell(quarter), quarter)),
    );
    store.addCoverage(
      [0, 1, 2].map((quarter) => ({
        ...{ cameraId: 'gate', series: 1, startMs: startMs + quarter * quarterMs, intervalMs: quarterMs },
        observedMs: 1,
      })),
    );
    store.commitTick({ tMs: startMs, counts: [open(cell(0, 'bus'), 1)] });
    store.deleteBefore(startMs + quarterMs);
    assert.deepEqual(
      kept(store).map((record) => (record.startMs - startMs) / quarterMs),
      [1, 2],
    );
    assert.equal(store.coverage('gate', ...all).length, 2);
    // An open cell is not past: it leaves by its release alone.
    assert.equal(store.openCells().length, 1);
    // What was deleted does not leave again.
    leave(store, [open(cell(0), 50)]);
    assert.equal(kept(store).length, 2);
    assert.equal(store.released.ledger(10).length, 3);
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
    store.released.beginSeries('gate', 'site-safety', startMs);
    store.released.setMeasured('gate', 1, [{ family: 'count', place: 'in' }], startMs);
    leave(store, [open(cell(0), 7)]);
    store.addCoverage([{ cameraId: 'gate', series: 1, startMs, intervalMs: quarterMs, observedMs: 5000 }]);
    store.saveCamera({ cameraId: 'gate', configJson: '{}', updatedMs: 1 });
    store.recordHealth({ cameraId: 'gate', sinceMs: 1, state: 'running', code: null });
    store.addWatched('gate', startMs, 60_000);
    store.changes.saveInEffect({ cameraId: 'gate', settingsJson: '{}', firstMs: 1 });
    store.changes.addChange(change);
    store.changes.savePrintedStamp('gate', 'AAAAAA', 1);
    const look = (each: Store): unknown => [
      sorted(each.openCells()),
      kept(each),
      each.released.series(),
      each.released.measured('gate', 1),
      each.released.ledger(10),
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

  test(`${name}: the interval of a cell is that of its purpose`, () => {
    assert.equal(cell(0).intervalMs, countIntervalMs('site-safety', 'car'));
  });
}
