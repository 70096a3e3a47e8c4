import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { type Cell, OutisError } from '@outis/core';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { batchesOf, releaseOf } from '../conformance/store.ts';
import { temporaryFolder } from '../fixtures/support.ts';

const hourMs = 3_600_000;
const marker = 'marker-of-an-open-cell';

function cells(): Cell[] {
  return Array.from({ length: 200 }, (_, index) => ({
    ...{ cameraId: 'yard', series: 1, family: 'count', part: 'left_to_right', class: 'person' },
    place: `${marker}-${index}`,
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
    const counts = cells().map((cell) => ({ cell, count: tick }));
    store.commitTick({ tMs: tick * 5_000, counts });
  }
  assert.deepEqual(filesWithMarker(folder), ['open.db'], 'the search finds what is there');
  const releases = store.openCells().map((each) => releaseOf(each));
  store.released.release(batchesOf(releases));
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
    const counts = cells().map((cell) => ({ cell, count: 1 }));
    store.commitTick({ tMs: tick * 5_000, counts });
    const log = readdirSync(folder).filter((name) => name === 'open.db-wal');
    for (const name of log) assert.equal(statSync(join(folder, name)).size, 0);
  }
});

for (const way of ['removed', 'replaced'] as const) {
  test(`no byte of a camera's password is left once it is ${way}, among many cameras`, (context) => {
    const folder = temporaryFolder(context);
    const store = new SqliteStore({ folder });
    const password = (index: number, round: number): string => `hunter2-${index}-${round}-`;
    const save = (index: number, round: number): void => {
      // Of many lengths, so that pages split, rows move and long ones overflow.
      const secret = password(index, round).repeat(
        1 + ((index * 37 + round * 11) % (index % 2 === 0 ? 500 : 40)),
      );
      const source = `rtsp://admin:${secret}@10.0.0.5/stream`;
      store.saveCamera({
        cameraId: `camera-${index}`,
        configJson: JSON.stringify({ source }),
        updatedMs: round,
      });
      store.addCoverage([
        { cameraId: 'yard', series: 1, startMs: (index + round) * 60_000, intervalMs: 60_000, observedMs: 1 },
      ]);
    };
    const files = (): [string, string][] =>
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]);
    const filesWith = (text: string): string[] =>
      files()
        .filter(([, bytes]) => bytes.includes(text))
        .map(([name]) => name);
    for (let index = 0; index < 90; index++) save(index, 0);
    for (let index = 0; index < 90; index += 3) {
      assert.notDeepEqual(filesWith(password(index, 0)), [], 'the search finds what is there');
      if (way === 'removed') store.removeCamera(`camera-${index}`);
      else save(index, 1);
      assert.deepEqual(filesWith(password(index, 0)), [], password(index, 0));
    }
    assert.notDeepEqual(filesWith(password(1, 0)), [], 'the others stay');
    for (const { cameraId } of store.cameras()) store.removeCamera(cameraId);
    assert.deepEqual(filesWith('hunter2'), []);
    store.close();
    assert.deepEqual(filesWith('hunter2'), []);
  });
}

test('a reader that holds the log up only delays it: the next tick empties it', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  context.after(() => store.close());
  store.saveCamera({ cameraId: 'yard', configJson: '{"source":"rtsp://a:hunter2@h/"}', updatedMs: 1 });
  const reader = new DatabaseSync(join(folder, 'outis.db'), { readOnly: true });
  reader.exec('BEGIN; SELECT * FROM camera');
  reader.prepare('SELECT * FROM camera').all();
  store.removeCamera('yard');
  reader.exec('COMMIT');
  reader.close();
  store.commitTick({ tMs: 1, counts: [] });
  for (const name of readdirSync(folder))
    assert.ok(!readFileSync(join(folder, name)).includes('hunter2'), name);
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
