import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { OutisError } from '@outis/core';

/** How long another program may hold a file before that is a failure. */
export const busyMs = 1_000;

/** Opens a database and brings its schema up to date. Throws `store-too-new` when it is newer than this version. */
export function openDatabase(path: string, migrations: readonly string[]): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyMs });
  if (path !== ':memory:') chmodSync(path, 0o600);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > migrations.length) {
    database.close();
    throw new OutisError(
      'store-too-new',
      `${path} has schema ${version}, this version knows ${migrations.length}`,
    );
  }
  for (let number = version; number < migrations.length; number++) {
    database.exec(`BEGIN IMMEDIATE; ${migrations[number]}; PRAGMA user_version = ${number + 1}; COMMIT;`);
  }
  return database;
}
