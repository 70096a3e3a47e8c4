import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { ReleaseBench } from '../../../../test/fixtures/release-bench.ts';
import { seededDraws } from '../../../../test/fixtures/seeded-draws.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { checkLedger, type LedgerCheck } from './check-ledger.ts';
import { SqliteStore } from './sqlite-store.ts';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-06-10T09:00:00Z');

/** A folder in which three hours have left. */
function released(context: TestContext): string {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  const bench = new ReleaseBench({ store, uniformBelow: seededDraws(4) });
  bench.watch(startMs, startMs + 3 * hourMs);
  bench.tickThrough(startMs + hourMs / 4, startMs + 3 * hourMs);
  store.close();
  return folder;
}

/** What is found after somebody with the file has done this. */
function found(context: TestContext, sql: string, keptFromMs = 0): LedgerCheck {
  const folder = released(context);
  const database = new DatabaseSync(join(folder, 'outis.db'));
  database.exec(sql);
  database.close();
  const store = new SqliteStore({ folder });
  const check = checkLedger(store.released, keptFromMs);
  store.close();
  return check;
}

test('a ledger that nobody has touched is whole', (context) => {
  const { lines, head, problems } = found(context, 'SELECT 1');
  // Twelve quarters of cars, three hours of persons and two-wheelers and of buses and lorries together.
  assert.deepEqual([lines, problems], [15, []]);
  assert.match(head!, /^[0-9a-f]{64}$/);
  const empty = new SqliteStore({ folder: null });
  assert.deepEqual(checkLedger(empty.released, 0), { lines: 0, head: null, problems: [] });
});

test('a line that was changed in any field is found', (context) => {
  for (const change of [
    "camera_id = 'other'",
    'series = 2',
    "family = 'speed'",
    "class_group = 'bus'",
    'start_ms = start_ms + 1',
    'interval_ms = 1',
    'cells = cells - 1',
    'scale = 4',
    'released_ms = released_ms - 1',
    "digest = 'f' || substr(digest, 1, 63)",
    "previous = 'f' || substr(previous, 1, 63)",
    "hash = 'f' || substr(hash, 1, 63)",
  ]) {
    const { problems } = found(context, `UPDATE ledger SET ${change} WHERE seq = 7`);
    assert.ok(problems.length > 0, change);
    assert.ok(
      problems.every((problem) => /[Ll]ine [678]\b/.test(problem)),
      problems.join(' '),
    );
  }
});

test('a line that is missing, at the beginning or in between, is found; at the end the head has changed', (context) => {
  const whole = found(context, 'SELECT 1');
  assert.deepEqual(found(context, 'DELETE FROM ledger WHERE seq = 1').problems, [
    'Lines are missing before line 2.',
  ]);
  assert.ok(found(context, 'DELETE FROM ledger WHERE seq = 7').problems.length > 0);
  const cut = found(context, 'DELETE FROM ledger WHERE seq = 15');
  assert.deepEqual([cut.problems, cut.lines], [[], 14]);
  assert.notEqual(cut.head, whole.head);
});

test('a release that was changed, removed, added or moved is found', (context) => {
  const one = '(SELECT min(key_id) FROM release)';
  for (const sql of [
    `UPDATE release SET value = value + 1 WHERE key_id = ${one}`,
    `DELETE FROM release WHERE key_id = ${one}`,
    `UPDATE cell_key SET part = 'other' WHERE key_id = ${one}`,
    `UPDATE cell_key SET place = 'other' WHERE key_id = ${one}`,
    `INSERT INTO cell_key SELECT 999, camera_id, series, family, 'more', part, class FROM cell_key WHERE key_id = ${one};
     INSERT INTO release SELECT 999, start_ms, interval_ms, value, scale FROM release WHERE key_id = ${one}`,
  ])
    assert.match(found(context, sql).problems.join(), /What left with line \d+ was changed/, sql);
});

test('what retention has deleted is not missed, and what should be kept is', (context) => {
  const sql = `DELETE FROM release WHERE start_ms < ${startMs + hourMs}`;
  assert.deepEqual(found(context, sql, startMs + hourMs).problems, []);
  assert.equal(found(context, sql, startMs + hourMs / 2).problems.length, 2);
});
