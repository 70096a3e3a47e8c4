import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { alertMigrations } from '../../packages/edge/src/alert/alert-migrations.ts';
import { SqliteAlertStore } from '../../packages/edge/src/alert/sqlite-alert-store.ts';
import { openDatabase } from '../../packages/edge/src/store/open-database.ts';
import { temporaryFolder } from '../fixtures/support.ts';
import {
  type AlertStoreUnderTest,
  alertStoreConformance,
  all,
  givenMs,
  keptAt,
  raised,
} from './alert-store.ts';

alertStoreConformance('alerts in a folder', (context: TestContext): AlertStoreUnderTest => {
  const folder = temporaryFolder(context);
  let store = new SqliteAlertStore({ folder });
  return {
    store,
    again: () => {
      store.end();
      store = new SqliteAlertStore({ folder });
      return store;
    },
  };
});
alertStoreConformance('alerts in memory', () => ({
  store: new SqliteAlertStore({ folder: null }),
  again: null,
}));

/**
 * Every column that there may be, with what it is about, written down by hand. Who was there, what was followed, who has
 * seen or closed an alert has none: a new column must be looked at before it is added here.
 */
const columns: Readonly<Record<string, readonly string[]>> = {
  alert: ['alert_id', 'camera_id', 'zone_id', 'rule', 'given_ms', 'week_ms', 'classes', 'state'],
  alert_day: ['camera_id', 'rule', 'day_ms', 'alerts'],
  gate: ['camera_id', 'gate_key', 'gate_json'],
  given_up_day: ['outlet', 'day_ms', 'notices'],
  notice: ['alert_id', 'outlet', 'notice_json', 'written_ms', 'attempts', 'next_ms'],
  outlet_problem: ['outlet', 'problem'],
  replay: ['alert_id', 'replay'],
  safety_cause: ['camera_id', 'zone_id', 'rule', 'week_ms', 'cause', 'alerts'],
  safety_hour: ['camera_id', 'zone_id', 'rule', 'week_ms', 'hour', 'alerts'],
  safety_measure: ['camera_id', 'zone_id', 'rule', 'week_ms', 'measure', 'alerts'],
  safety_week: [
    ...['camera_id', 'zone_id', 'rule', 'week_ms', 'alerts'],
    ...['armed_ms', 'watched_ms', 'occupied_ms', 'cannot_judge_ms'],
  ],
};
/** What every key is made of: an alert, a place and its rule, a time no finer than an hour of a week, a receiver. */
const keyColumns = new Set([
  ...['alert_id', 'camera_id', 'zone_id', 'rule', 'week_ms', 'hour', 'day_ms', 'outlet'],
  ...['cause', 'measure', 'gate_key'],
]);
/** The only tables with a time that is finer than that; rows of these are erased after 72 hours at the latest. */
const exact = ['alert', 'notice', 'replay'];

test('no table of alerts has a column or a key for a person, a track, a user or a name', (context) => {
  const folder = temporaryFolder(context);
  new SqliteAlertStore({ folder }).end();
  const database = new DatabaseSync(join(folder, 'alerts.sqlite'), { readOnly: true });
  context.after(() => database.close());
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map((row) => String(row['name']));
  assert.deepEqual(tables.toSorted(), Object.keys(columns));
  const telling =
    /person|worker|people|user|who|name|track|actor|badge|score|face|plate|seen_by|closed_by|text|comment|embed|vector/;
  for (const table of tables) {
    const found = database.prepare(`PRAGMA table_info(${table})`).all();
    const names = found.map((column) => String(column['name']));
    assert.deepEqual(names, columns[table], table);
    assert.deepEqual(
      names.filter((column) => telling.test(column)),
      [],
      table,
    );
    const key = found.filter((column) => Number(column['pk']) > 0).map((column) => String(column['name']));
    assert.ok(key.length > 0, table);
    for (const column of key) assert.ok(keyColumns.has(column), `${table}: ${column}`);
    if (key.includes('alert_id')) assert.ok(exact.includes(table), table);
  }
  for (const index of database.prepare("SELECT sql FROM sqlite_schema WHERE type = 'index'").all())
    assert.match(String(index['sql'] ?? ''), /^$|\((given_ms|outlet, written_ms)\)$/);
});

test('alerts.sqlite: a schema upgraded from any earlier version equals a fresh one', (context) => {
  const folder = temporaryFolder(context);
  const schema = (path: string): unknown => {
    const database = openDatabase(path, alertMigrations);
    const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all();
    const version = database.prepare('PRAGMA user_version').get();
    database.close();
    return JSON.parse(JSON.stringify([rows, version]));
  };
  const fresh = schema(join(folder, 'fresh.sqlite'));
  for (let version = 0; version <= alertMigrations.length; version++) {
    const path = join(folder, `from-${version}.sqlite`);
    openDatabase(path, alertMigrations.slice(0, version)).close();
    assert.deepEqual(schema(path), fresh, `from ${version}`);
  }
});

test('a newer schema is refused, and so is a second edge', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteAlertStore({ folder });
  assert.throws(() => new SqliteAlertStore({ folder }), { code: 'store-failed' });
  store.end();
  const database = new DatabaseSync(join(folder, 'alerts.sqlite'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  assert.throws(() => new SqliteAlertStore({ folder }), { code: 'store-too-new' });
});

test('a full disk is told as store-full, changes nothing, and what is old can still be erased', (context) => {
  const folder = temporaryFolder(context);
  const small = new SqliteAlertStore({ folder, pagesMax: 60 });
  let given = 0;
  assert.throws(
    () => {
      for (; given < 10_000; given++) small.raise(raised(`a${given}`));
    },
    { name: 'OutisError', code: 'store-full' },
  );
  assert.ok(given > 10, `${given}`);
  const before = all(small);
  assert.throws(() => small.raise(raised('one', {}, { outlets: ['mail', 'mqtt'] })), { code: 'store-full' });
  assert.deepEqual(all(small), before);
  small.eraseOutside(...keptAt(givenMs + 73 * 3_600_000));
  assert.deepEqual(small.alerts({ cameraIds: ['yard'], limit: 10 }), []);
  small.raise(raised('one'));
  small.end();
});

test('its files can be read by this user alone', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteAlertStore({ folder });
  context.after(() => store.end());
  store.raise(raised('a'));
  const names = readdirSync(folder).filter((name) => name.startsWith('alerts'));
  assert.ok(names.includes('alerts.sqlite-wal'), `${names}`);
  for (const name of names) assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);
});
