import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { SqliteStore } from '@outis/edge';
import { mainMigrations, openMigrations } from '../../packages/edge/src/store/migrations.ts';
import { openDatabase } from '../../packages/edge/src/store/open-database.ts';
import { temporaryFolder } from '../fixtures/support.ts';

for (const name of ['outis.db', 'open.db']) {
  test(`a newer schema of ${name} is refused, and left as it is`, (context) => {
    const folder = temporaryFolder(context);
    new SqliteStore({ folder }).close();
    const database = new DatabaseSync(join(folder, name));
    database.exec('PRAGMA user_version = 99');
    database.close();
    assert.throws(() => new SqliteStore({ folder }), {
      code: 'store-too-new',
      detail: new RegExp(`${name} has schema 99, this version knows [0-9]+$`),
    });
    const again = new DatabaseSync(join(folder, name), { readOnly: true });
    assert.equal(again.prepare('PRAGMA user_version').get()?.['user_version'], 99);
    again.close();
  });
}

test('what is no database is told, with the folder', (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, 'outis.db'), 'This is a text and not a database. '.repeat(200));
  assert.throws(() => new SqliteStore({ folder }), {
    code: 'store-failed',
    detail: new RegExp(`^${folder}`),
  });
});

for (const [name, migrations] of [
  ['outis.db', mainMigrations],
  ['open.db', openMigrations],
] as const) {
  test(`${name}: a schema upgraded from any earlier version equals a fresh one`, (context) => {
    const folder = temporaryFolder(context);
    const schema = (path: string): unknown => {
      const database = openDatabase(path, migrations);
      const rows = database
        .prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name')
        .all();
      const version = database.prepare('PRAGMA user_version').get();
      database.close();
      return JSON.parse(JSON.stringify([rows, version]));
    };
    const fresh = schema(join(folder, 'fresh.db'));
    for (let version = 0; version <= migrations.length; version++) {
      const path = join(folder, `from-${version}.db`);
      openDatabase(path, migrations.slice(0, version)).close();
      assert.deepEqual(schema(path), fresh, `from ${version}`);
    }
  });
}

test('the columns are these and no others: none is about a track, a place in the view or the instant of a passage', (context) => {
  const folder = temporaryFolder(context);
  new SqliteStore({ folder }).close();
  const columns = (name: string): unknown => {
    const database = new DatabaseSync(join(folder, name), { readOnly: true });
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .all();
    const result = Object.fromEntries(
      tables.map((table) => [
        table['name'],
        database
          .prepare(`PRAGMA table_info(${String(table['name'])})`)
          .all()
          .map((column) => column['name']),
      ]),
    );
    database.close();
    return result;
  };
  const key = ['camera_id', 'series', 'family', 'place', 'part', 'class'];
  assert.deepEqual(columns('open.db'), {
    open_count: [...key, 'start_ms', 'interval_ms', 'count'],
    tick: ['only', 'tick_ms'],
  });
  assert.deepEqual(columns('outis.db'), {
    aim_grant: ['id', 'camera_id', 'granted_by', 'granted_ms'],
    aim_use: ['id', 'camera_id', 'user_name', 'from_ms', 'to_ms'],
    camera: ['camera_id', 'config_json', 'updated_ms'],
    certificate: [
      'id',
      'camera_id',
      'series',
      'state',
      'begun_by',
      'start_ms',
      'end_ms',
      'lines_json',
      'reason',
      'light_json',
      'coverage',
      'purpose',
      'scale',
      'rows_json',
    ],
    change: [
      'id',
      'camera_id',
      'field',
      'state',
      'before_text',
      'after_text',
      'after_json',
      'requested_ms',
      'requested_by',
      'effective_ms',
      'decided_by',
    ],
    camera_pause: ['camera_id', 'since_ms', 'causes'],
    camera_health: ['camera_id', 'since_ms', 'state', 'code'],
    cell_key: ['key_id', ...key],
    coverage: ['camera_id', 'series', 'start_ms', 'interval_ms', 'observed_ms'],
    in_effect: ['camera_id', 'settings_json', 'first_ms'],
    ledger: [
      'seq',
      'camera_id',
      'series',
      'family',
      'class_group',
      'start_ms',
      'interval_ms',
      'cells',
      'scale',
      'released_ms',
      'digest',
      'previous',
      'hash',
    ],
    measured: ['camera_id', 'series', 'family', 'place', 'from_ms', 'to_ms'],
    printed_sign: ['camera_id', 'stamp', 'printed_ms'],
    release: ['key_id', 'start_ms', 'interval_ms', 'value', 'scale'],
    series: ['camera_id', 'series', 'purpose', 'started_ms'],
    watched_day: ['camera_id', 'day_ms', 'watched_ms'],
  });
});
