import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Cell } from '@outis/core';
import { SqliteStore } from '@outis/edge';
import type { OpenCell } from '../../packages/edge/src/store/store.ts';
import { root, temporaryFolder } from '../fixtures/support.ts';
import { addedUpConformance } from './added-up.ts';
import { releaseConformance } from './release-store.ts';
import {
  batchesOf,
  cell,
  kept,
  open,
  quarterMs,
  releaseOf,
  type StoreUnderTest,
  startMs,
  storeConformance,
} from './store.ts';

const inFolder = (context: TestContext): StoreUnderTest => {
  const folder = temporaryFolder(context);
  let store = new SqliteStore({ folder });
  return {
    store,
    again: () => {
      store.close();
      store = new SqliteStore({ folder });
      return store;
    },
  };
};
storeConformance('sqlite in a folder', inFolder);
releaseConformance('sqlite in a folder', inFolder);

storeConformance('sqlite in memory', () => ({ store: new SqliteStore({ folder: null }), again: null }));
releaseConformance('sqlite in memory', () => ({ store: new SqliteStore({ folder: null }), again: null }));
addedUpConformance('sqlite in memory', () => ({ store: new SqliteStore({ folder: null }), again: null }));

const openFiles = ['open.db', 'open.db-wal', 'open.db-shm'];

/** All bytes of the files of a folder, or of those named. */
function bytesOf(folder: string, names: readonly string[] = readdirSync(folder)): Buffer {
  return Buffer.concat(names.map((name) => readFileSync(join(folder, name))));
}

/** A count as SQLite writes it into a row. */
function asBytes(count: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(count);
  return bytes;
}

function counts(cells: readonly OpenCell[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0);
}

for (const { seed, release } of [
  { seed: 1, release: 'some' },
  { seed: 2, release: 'some' },
  { seed: 3, release: 'all' },
  { seed: 8, release: 'some' },
] as const) {
  test(`erased open counts are in no byte of any file (seed ${seed}, ${release})`, (context) => {
    const folder = temporaryFolder(context);
    const store = new SqliteStore({ folder });
    context.after(() => store.close());
    let state: number = seed;
    const random = (): number => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return state / 0x7fffffff;
    };
    // Rows of many lengths, so that pages split and rows move from one to another.
    const cells = Array.from({ length: 300 }, (_, index) =>
      cell(Math.floor(random() * 200), 'car', {
        cameraId: random() < 0.5 ? 'gate' : 'a-camera-with-a-long-name',
        place: `LINE${String(index).padStart(4, '0')}${'x'.repeat(Math.floor(random() * 25))}`,
      }),
    );
    const name = (place: string): string => place.slice(0, 8);
    /** Cells of one span leave together. */
    const spanOf = ({ cameraId, startMs: at }: Cell): string => `${cameraId} ${at}`;
    const leftSpans = new Set<string>();
    const current = new Map<string, number>();
    /** Every count that a row once had and that never left. */
    const past = new Set<number>();
    const left = new Set<string>();
    const released = new Set<number>();
    let next = 0x2a000000;
    const nextCount = (): number => {
      next += 0x1357;
      return next;
    };
    for (let tick = 0; tick < 12; tick++) {
      const added = cells
        .filter((at) => random() < 0.3 && !leftSpans.has(spanOf(at)))
        .map((at) =>
          open(at, current.has(at.place) ? 0x10000 + Math.floor(random() * 4096) * 3 : nextCount()),
        );
      store.commitTick({ tMs: startMs + tick * 5000, counts: added });
      for (const { cell: at, count } of added) {
        if (current.has(at.place)) past.add(current.get(at.place)!);
        current.set(at.place, (current.get(at.place) ?? 0) + count);
      }
      if (tick % 3 === 2) {
        // The positive control: what is open now is found in the file, so the search can find something.
        const before = bytesOf(folder, openFiles);
        for (const [place, count] of current) {
          assert.ok(before.includes(name(place)) && before.includes(asBytes(count)), place);
        }
        const spans = new Set(store.openCells().map(({ cell: at }) => spanOf(at)));
        for (const span of spans) if (release === 'all' || random() < 0.4) leftSpans.add(span);
        const leaving = store.openCells().filter(({ cell: at }) => leftSpans.has(spanOf(at)));
        const releases = leaving.map((each) => releaseOf(each));
        store.released.release(batchesOf(releases));
        const values = new Map(releases.map(({ record }) => [record.place, record.value]));
        for (const { cell: at, count } of leaving) {
          current.delete(at.place);
          left.add(name(at.place));
          released.add(values.get(at.place)!);
          if (values.get(at.place) !== count) past.add(count);
        }
      }
      const openBytes = bytesOf(folder, openFiles);
      const allBytes = bytesOf(folder);
      for (const line of left)
        assert.ok(!openBytes.includes(line), `${line} is still in the file of open counts`);
      for (const count of released) {
        assert.ok(!openBytes.includes(asBytes(count)), `${count} is still in the file of open counts`);
        assert.ok(allBytes.includes(asBytes(count)), `${count} is nowhere`);
      }
      for (const count of past) {
        if (released.has(count)) continue;
        assert.ok(!allBytes.includes(asBytes(count)), `${count} was replaced and is still in a file`);
      }
    }
    assert.ok(past.size > 100 && left.size > 50);
  });
}

test('after a release nothing stays in memory either: the open cells are gone and their log is empty', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  context.after(() => store.close());
  store.commitTick({ tMs: startMs, counts: [open(cell(0), 5)] });
  store.released.release(batchesOf([releaseOf(open(cell(0), 5))]));
  assert.deepEqual(store.openCells(), []);
  assert.equal(statSync(join(folder, 'open.db-wal')).size, 0);
});

test('files can be read by this user alone, and so can the folder, also one that was open before', (context) => {
  const folder = join(temporaryFolder(context), 'data');
  mkdirSync(folder, { mode: 0o755 });
  chmodSync(folder, 0o755);
  const store = new SqliteStore({ folder });
  context.after(() => store.close());
  store.commitTick({ tMs: startMs, counts: [open(cell(0), 1)] });
  store.addWatched('gate', 0, 1);
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  assert.equal(mode(folder), '700');
  const names = readdirSync(folder);
  assert.ok(names.includes('open.db') && names.includes('outis.db') && names.includes('outis.db-wal'));
  assert.deepEqual(
    names.map((name) => mode(join(folder, name))),
    names.map(() => '600'),
  );
});

test('a full disk is told as store-full, and nothing that was acknowledged is lost', (context) => {
  const folder = temporaryFolder(context);
  const small = new SqliteStore({ folder, pagesMax: 12 });
  let acknowledged = 0;
  const tick = (number: number): OpenCell[] =>
    Array.from({ length: 60 }, (_, index) => open(cell(number, 'car', { place: `line-${index}` }), 2));
  let number = 0;
  assert.throws(
    () => {
      for (; number < 1000; number++) {
        small.commitTick({ tMs: startMs, counts: tick(number) });
        acknowledged += 120;
      }
    },
    { name: 'OutisError', code: 'store-full' },
  );
  assert.ok(acknowledged > 0);
  // The tick that failed has changed nothing, and what was there can still be read.
  assert.equal(counts(small.openCells()), acknowledged);
  assert.throws(() => small.commitTick({ tMs: startMs, counts: tick(number) }), { code: 'store-full' });
  assert.equal(counts(small.openCells()), acknowledged);
  small.close();
  const roomy = new SqliteStore({ folder });
  context.after(() => roomy.close());
  roomy.commitTick({ tMs: startMs, counts: tick(number) });
  assert.equal(counts(roomy.openCells()), acknowledged + 120);
});

test('a release that finds the disk full has released nothing and erased nothing', (context) => {
  const folder = temporaryFolder(context);
  const small = new SqliteStore({ folder, pagesMax: 12 });
  const cells = Array.from({ length: 100 }, (_, index) => open(cell(index), index + 1));
  small.commitTick({ tMs: startMs, counts: cells });
  assert.throws(
    () => {
      for (let i = 0; i < 100_000; i++)
        small.addCoverage([
          { cameraId: 'gate', series: 1, startMs: i * quarterMs, intervalMs: quarterMs, observedMs: 5 },
        ]);
    },
    { code: 'store-full' },
  );
  const batches = batchesOf(cells.map((each) => releaseOf(each)));
  assert.throws(() => small.released.release(batches), { code: 'store-full' });
  assert.equal(small.openCells().length, 100);
  assert.deepEqual([kept(small), small.released.ledger(10)], [[], []]);
  small.close();
  const roomy = new SqliteStore({ folder });
  context.after(() => roomy.close());
  roomy.released.release(batches);
  assert.deepEqual([roomy.openCells().length, kept(roomy).length], [0, 100]);
});

test('a second process on the same folder is told, and the first goes on', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  context.after(() => store.close());
  const script = `
    import { SqliteStore } from ${JSON.stringify(join(root, 'packages/edge/src/store/sqlite-store.ts'))};
    try {
      new SqliteStore({ folder: ${JSON.stringify(folder)} });
      console.log('opened');
    } catch (error) {
      console.log(error.code + '|' + error.detail);
    }`;
  const second = (): string =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout.trim();
  assert.equal(second(), `store-failed|${folder}: another Outis uses this data folder`);
  store.commitTick({ tMs: startMs, counts: [open(cell(0), 3)] });
  assert.equal(counts(store.openCells()), 3);
  assert.equal(second(), `store-failed|${folder}: another Outis uses this data folder`);
});

test('a folder that is free again can be opened by another process', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  store.commitTick({ tMs: startMs, counts: [open(cell(0), 3)] });
  store.close();
  const again = new SqliteStore({ folder });
  context.after(() => again.close());
  assert.equal(counts(again.openCells()), 3);
});

test('what was committed is there after kill -9', (context) => {
  const folder = temporaryFolder(context);
  const script = `
    import { SqliteStore } from ${JSON.stringify(join(root, 'packages/edge/src/store/sqlite-store.ts'))};
    const store = new SqliteStore({ folder: ${JSON.stringify(folder)} });
    const cell = { cameraId: 'gate', series: 1, family: 'count', place: 'in', part: '', class: 'car', startMs: 0, intervalMs: 900000 };
    store.commitTick({ tMs: 1, counts: [{ cell, count: 41 }] });
    store.addWatched('gate', 0, 1234);
    process.kill(process.pid, 'SIGKILL');`;
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  assert.equal(signal, 'SIGKILL');
  const store = new SqliteStore({ folder });
  context.after(() => store.close());
  assert.deepEqual([counts(store.openCells()), store.watchedMs('gate', 0)], [41, 1234]);
});
