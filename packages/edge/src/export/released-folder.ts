import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OutisError } from '@outis/core';
import { mainMigrations } from '../store/migrations.ts';
import { busyMs } from '../store/open-database.ts';
import type { ReleaseStore } from '../store/release-store.ts';
import { Sql } from '../store/sql.ts';
import { coverageIn } from '../store/sqlite-coverage.ts';
import { SqliteReleaseStore } from '../store/sqlite-release-store.ts';
import type { Coverage, Store } from '../store/store.ts';
import { storeError } from '../store/store-error.ts';
import type { ExportSource } from './export-rows.ts';
import { type ExportedPlaces, exportedPlaces, noPlaces } from './places.ts';

/**
 * What has left, read from a data folder whose edge may be running. `outis.db` is opened read only, and `open.db`, where
 * the counts are that have not left, is not opened at all.
 */
export class ReleasedFolder implements ExportSource {
  readonly timeZone: string;
  readonly released: Pick<ReleaseStore, 'series' | 'releases' | 'ledger'>;
  readonly #sql: Sql;

  private constructor(sql: Sql, timeZone: string) {
    this.#sql = sql;
    this.timeZone = timeZone;
    this.released = new SqliteReleaseStore(sql, () => {
      throw new TypeError('Nothing is released while exporting.');
    });
  }

  /** Throws `usage` where there are no numbers, `store-too-new`, and `store-failed` also for a store that is too old to be read. */
  static open(folder: string, timeZone: string): ReleasedFolder {
    const path = join(folder, 'outis.db');
    if (!existsSync(path)) throw new OutisError('usage', `there are no numbers in ${folder}`);
    let database: DatabaseSync;
    try {
      database = new DatabaseSync(path, { readOnly: true, timeout: busyMs });
      // One state of the store for the whole export, whatever leaves meanwhile.
      database.exec('BEGIN');
    } catch (error) {
      throw storeError(error, folder);
    }
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (version !== mainMigrations.length) {
      database.close();
      const what = `${path} has schema ${version}, this version reads ${mainMigrations.length}`;
      if (version > mainMigrations.length) throw new OutisError('store-too-new', what);
      throw new OutisError('store-failed', `${what}; start the edge once, which brings it up to date`);
    }
    return new ReleasedFolder(new Sql(database), timeZone);
  }

  coverage(...asked: Parameters<Store['coverage']>): readonly Coverage[] {
    return coverageIn(this.#sql, ...asked);
  }

  /** The cameras that have numbers, removed ones too. */
  cameraIds(): string[] {
    return [...new Set(this.released.series().map(({ cameraId }) => cameraId))];
  }

  /** Where a camera is and what it measures, by what was last in effect. */
  places(cameraId: string): ExportedPlaces {
    const [row] = this.#sql.all('SELECT settings_json FROM in_effect WHERE camera_id = ?', cameraId);
    return row === undefined ? noPlaces : exportedPlaces(JSON.parse(String(row['settings_json'])));
  }

  close(): void {
    this.#sql.database.close();
  }
}
