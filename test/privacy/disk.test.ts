import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Cell, OutisError, Release, releaseCell } from '@outis/core';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { temporaryFolder } from '../fixtures/support.ts';

const hourMs = 3_600_000;
const marker = 'marker-of-an-open-cell';

function cells(): Cell[] {
  return Array.from({ length: 200 }, (_, index) => ({
    cameraId: 'yard',
    lineId: `${marker}-${index}`,
    direction: 'left_to_right',
    class: 'person',
    startMs: index * hourMs,
    intervalMs: hourMs,
  }));
}

/** In which files of the folder the marker stands. */
function filesWithMarker(folder: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(marker));
}

test('after its release no byte of an open count is left in its file or log', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  for (let tick = 1; tick <= 5; tick++) {
    const counts = cells().map((cell) => ({ cell, purpose: 'site-safety' as const, count: tick }));
    store.commitTick({ tMs: tick * 5_000, counts });
  }
  assert.deepEqual(filesWithMarker(folder), ['open.db'], 'the search finds what is there');
  const rules = { purpose: 'site-safety', timeZone: 'UTC', nowMs: 1e12 } as const;
  const releases = store.openCells().map(({ cell, count }) => releaseCell(cell, count, rules));
  assert.ok(releases.every((each) => each instanceof Release));
  store.release(releases);
  assert.deepEqual(
    filesWithMarker(folder).filter((name) => name.startsWith('open')),
    [],
  );
  store.close();
  assert.deepEqual(
    filesWithMarker(folder).filter((name) => name.startsWith('open')),
    [],
  );
});

test('the log of open counts is empty after every tick: it keeps no earlier count', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  context.after(() => store.close());
  for (let tick = 1; tick <= 3; tick++) {
    const counts = cells().map((cell) => ({ cell, purpose: 'site-safety' as const, count: 1 }));
    store.commitTick({ tMs: tick * 5_000, counts });
    const log = readdirSync(folder).filter((name) => name === 'open.db-wal');
    for (const name of log) assert.equal(statSync(join(folder, name)).size, 0);
  }
});

test('the data folder is for its user only', (context) => {
  const folder = join(temporaryFolder(context), 'data');
  const store = new SqliteStore({ folder });
  context.after(() => store.close());
  store.saveCamera({ cameraId: 'yard', configJson: '{}', updatedMs: 1 });
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);
});

test('a second edge on the same data folder is refused', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  context.after(() => store.close());
  assert.throws(
    () => new SqliteStore({ folder }),
    (error) => error instanceof OutisError && error.code === 'store-failed',
  );
});
