import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  type CameraState,
  type Cell,
  type Direction,
  type ErrorCode,
  type Purpose,
  type Release,
  type RoadUserClass,
  readRelease,
} from '@outis/core';
import type { AimStore } from './aim-store.ts';
import type { ChangeStore } from './change-store.ts';
import { mainMigrations, openMigrations } from './migrations.ts';
import { busyMs, openDatabase } from './open-database.ts';
import { SqliteAimStore } from './sqlite-aim-store.ts';
import { SqliteChangeStore } from './sqlite-change-store.ts';
import type { CameraRecord, Coverage, HealthRecord, OpenCell, Store, Tick } from './store.ts';
import { storeError } from './store-error.ts';

export interface SqliteStoreOptions {
  /** Made when absent, readable by this user only; null keeps everything in memory (the demo, tests). */
  readonly folder: string | null;
  /** For tests of a full disk. */
  readonly pagesMax?: number;
}

/** The states kept per camera; older changes are forgotten. */
const healthRecordsMax = 500;

/**
 * The edge's store in two SQLite files in WAL mode with full sync. Open counts live in `open.db`, which is written
 * anew at every tick so that no byte of the past stays in it; what was released lives in `outis.db`.
 */
export class SqliteStore implements Store {
  readonly changes: ChangeStore;
  readonly aims: AimStore;
  readonly #main: DatabaseSync;
  readonly #open: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** True while the log of `outis.db` may hold an address that was removed or replaced. */
  #logHoldsPast = false;

  constructor({ folder, pagesMax }: SqliteStoreOptions) {
    try {
      if (folder !== null) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        chmodSync(folder, 0o700);
      }
      this.#main = openDatabase(folder === null ? ':memory:' : join(folder, 'outis.db'), mainMigrations);
      this.#open = openDatabase(folder === null ? ':memory:' : join(folder, 'open.db'), openMigrations);
      this.#main.exec('PRAGMA secure_delete = ON');
      this.changes = new SqliteChangeStore(this.#main);
      this.aims = new SqliteAimStore(this.#main);
      // Nobody else may write here; a second edge on the same folder is told so.
      this.#open.exec(
        'PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;',
      );
      if (pagesMax !== undefined)
        for (const database of [this.#main, this.#open]) database.exec(`PRAGMA max_page_count = ${pagesMax}`);
    } catch (error) {
      throw storeError(error, folder);
    }
  }

  commitTick({ tMs, counts }: Tick): void {
    this.#write(this.#open, () => {
      for (const { cell, purpose, count } of counts) {
        this.#run(
          this.#open,
          `INSERT INTO open_count (camera_id, line_id, direction, class, start_ms, interval_ms, purpose, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET count = count + excluded.count`,
          [...cellKey(cell), purpose, count],
        );
      }
      const sql =
        'INSERT INTO tick (only, tick_ms) VALUES (1, ?) ON CONFLICT DO UPDATE SET tick_ms = excluded.tick_ms';
      this.#run(this.#open, sql, [tMs]);
    });
    this.#forgetThePast();
  }

  addCoverage(coverage: readonly Coverage[]): void {
    if (coverage.length === 0) return;
    this.#write(this.#main, () => {
      for (const { cameraId, startMs, intervalMs, observedMs } of coverage) {
        this.#run(
          this.#main,
          `INSERT INTO coverage (camera_id, start_ms, interval_ms, observed_ms) VALUES (?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET observed_ms = min(interval_ms, observed_ms + excluded.observed_ms)`,
          [cameraId, startMs, intervalMs, Math.min(intervalMs, Math.round(observedMs))],
        );
      }
    });
  }

  openCells(): readonly OpenCell[] {
    return this.#all(this.#open, 'SELECT * FROM open_count ORDER BY start_ms', []).map((row) => ({
      cell: {
        cameraId: String(row['camera_id']),
        lineId: String(row['line_id']),
        direction: row['direction'] as Direction,
        class: row['class'] as RoadUserClass,
        startMs: Number(row['start_ms']),
        intervalMs: Number(row['interval_ms']),
      },
      purpose: row['purpose'] as Purpose,
      count: Number(row['count']),
    }));
  }

  release(releases: readonly Release[]): void {
    if (releases.length === 0) return;
    this.#write(this.#main, () => {
      for (const { record } of releases) {
        // After a crash between the two files the cell is still open: what left first stays, and the open one is erased.
        this.#run(
          this.#main,
          `INSERT INTO released_count (camera_id, line_id, direction, class, start_ms, interval_ms, count, noise) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO NOTHING`,
          [...cellKey(record), record.count, record.noise],
        );
      }
    });
    this.#write(this.#open, () => {
      const sql =
        'DELETE FROM open_count WHERE camera_id = ? AND line_id = ? AND direction = ? AND class = ? AND start_ms = ? AND interval_ms = ?';
      for (const { record } of releases) this.#run(this.#open, sql, cellKey(record));
    });
    this.#forgetThePast();
  }

  releases(cameraId: string, fromMs: number, toMs: number, limit: number, bucketMs = 0): readonly Release[] {
    const rows = this.#added('released_count', [cameraId, fromMs, toMs, limit], bucketMs);
    return rows.map((row) =>
      readRelease({
        cameraId,
        lineId: String(row['line_id']),
        direction: row['direction'] as Direction,
        class: row['class'] as RoadUserClass,
        startMs: Number(row['start_ms']),
        intervalMs: Number(row['interval_ms']),
        count: Number(row['count']),
        noise: row['noise'] as 'none',
      }),
    );
  }

  coverage(cameraId: string, fromMs: number, toMs: number, limit: number, bucketMs = 0): readonly Coverage[] {
    const rows = this.#added('coverage', [cameraId, fromMs, toMs, limit], bucketMs);
    return rows.map((row) => ({
      cameraId,
      startMs: Number(row['start_ms']),
      intervalMs: Number(row['interval_ms']),
      observedMs: Number(row['observed_ms']),
    }));
  }

  cameras(): readonly CameraRecord[] {
    return this.#all(this.#main, 'SELECT * FROM camera ORDER BY camera_id', []).map((row) => ({
      cameraId: String(row['camera_id']),
      configJson: String(row['config_json']),
      updatedMs: Number(row['updated_ms']),
    }));
  }

  saveCamera({ cameraId, configJson, updatedMs }: CameraRecord): void {
    this.#rewriteCameras((cameras) => [
      ...cameras.filter((each) => each.cameraId !== cameraId),
      { cameraId, configJson, updatedMs },
    ]);
  }

  removeCamera(cameraId: string): void {
    this.#rewriteCameras((cameras) => cameras.filter((each) => each.cameraId !== cameraId));
  }

  recordHealth({ cameraId, sinceMs, state, code }: HealthRecord): void {
    this.#write(this.#main, () => {
      this.#run(
        this.#main,
        'INSERT OR REPLACE INTO camera_health (camera_id, since_ms, state, code) VALUES (?, ?, ?, ?)',
        [cameraId, sinceMs, state, code],
      );
      const oldest =
        'SELECT since_ms FROM camera_health WHERE camera_id = ? ORDER BY since_ms DESC LIMIT 1 OFFSET ?';
      this.#run(this.#main, `DELETE FROM camera_health WHERE camera_id = ? AND since_ms <= (${oldest})`, [
        cameraId,
        cameraId,
        healthRecordsMax,
      ]);
    });
  }

  health(cameraId: string, limit: number): readonly HealthRecord[] {
    return this.#all(
      this.#main,
      'SELECT * FROM camera_health WHERE camera_id = ? ORDER BY since_ms DESC LIMIT ?',
      [cameraId, limit],
    ).map((row) => ({
      cameraId,
      sinceMs: Number(row['since_ms']),
      state: row['state'] as CameraState,
      code: row['code'] as ErrorCode | null,
    }));
  }

  addWatched(cameraId: string, dayMs: number, watchedMs: number): void {
    const sql =
      'INSERT INTO watched_day (camera_id, day_ms, watched_ms) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET watched_ms = watched_ms + excluded.watched_ms';
    this.#write(this.#main, () => this.#run(this.#main, sql, [cameraId, dayMs, Math.round(watchedMs)]));
  }

  watchedMs(cameraId: string, fromMs: number): number {
    const sql =
      'SELECT coalesce(sum(watched_ms), 0) AS ms FROM watched_day WHERE camera_id = ? AND day_ms >= ?';
    return Number(this.#all(this.#main, sql, [cameraId, fromMs])[0]?.['ms'] ?? 0);
  }

  deleteBefore(beforeMs: number): void {
    this.#write(this.#main, () => {
      this.#run(this.#main, 'DELETE FROM released_count WHERE start_ms < ?', [beforeMs]);
      this.#run(this.#main, 'DELETE FROM coverage WHERE start_ms < ?', [beforeMs]);
      this.#run(this.#main, 'DELETE FROM watched_day WHERE day_ms < ?', [beforeMs]);
      this.#run(this.#main, 'DELETE FROM aim_use WHERE from_ms < ?', [beforeMs]);
      this.#run(this.#main, 'DELETE FROM aim_grant WHERE granted_ms < ?', [beforeMs]);
    });
  }

  close(): void {
    this.#main.close();
    this.#open.close();
  }

  /**
   * Leaves nothing of the past in the file of open counts. `secure_delete` overwrites a deleted row where it stood, but not
   * the copies that SQLite leaves behind in a page when it moves rows to another (found by test): so every page is
   * written anew from the rows there are. The log holds every earlier state of a page; emptied, it holds none.
   * A failure is mended by the next tick.
   */
  #forgetThePast(): void {
    try {
      this.#open.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // What was committed is committed: telling a failure here would have it counted twice.
    }
    if (this.#logHoldsPast) this.#emptyMainLog();
  }

  /**
   * Writes the table of cameras anew, so that no byte is left of an address, with its password, that was removed or
   * replaced: `secure_delete` overwrites all pages of a table that is emptied. The file as a whole, with a year of
   * counts in it, is not written anew: that would hold up everything else for seconds.
   */
  #rewriteCameras(change: (cameras: readonly CameraRecord[]) => readonly CameraRecord[]): void {
    this.#write(this.#main, () => {
      const cameras = change(this.cameras());
      this.#run(this.#main, 'DELETE FROM camera', []);
      const sql = 'INSERT INTO camera (camera_id, config_json, updated_ms) VALUES (?, ?, ?)';
      for (const { cameraId, configJson, updatedMs } of cameras)
        this.#run(this.#main, sql, [cameraId, configJson, updatedMs]);
    });
    this.#emptyMainLog();
  }

  /** A program that reads the file now, such as a backup, can prevent it: nobody waits, the next tick tries again. */
  #emptyMainLog(): void {
    this.#logHoldsPast = true;
    try {
      this.#main.exec('PRAGMA busy_timeout = 0');
      const sql = 'PRAGMA wal_checkpoint(TRUNCATE)';
      this.#logHoldsPast = Number(this.#main.prepare(sql).get()?.['busy'] ?? 0) !== 0;
    } catch {
      // What was committed is committed.
    } finally {
      this.#main.exec(`PRAGMA busy_timeout = ${busyMs}`);
    }
  }

  /** The rows of a camera in a time, oldest first; added up to intervals of at most `bucketMs`. */
  #added(
    table: 'released_count' | 'coverage',
    [cameraId, fromMs, toMs, limit]: readonly [string, number, number, number],
    bucketMs: number,
  ): Record<string, unknown>[] {
    const where = 'camera_id = ? AND start_ms >= ? AND start_ms < ?';
    const values = [cameraId, fromMs, toMs, limit];
    if (!(bucketMs > 0)) {
      const newest = `SELECT * FROM ${table} WHERE ${where} ORDER BY start_ms DESC LIMIT ?`;
      return this.#all(this.#main, `SELECT * FROM (${newest}) ORDER BY start_ms`, values);
    }
    const kept = table === 'coverage' ? '' : ', line_id, direction, class, noise';
    const added = table === 'coverage' ? 'observed_ms' : 'count';
    // A number of JavaScript is bound as a REAL; whole numbers divide to whole numbers.
    const rows = `SELECT *, interval_ms * max(1, CAST(? AS INTEGER) / interval_ms) AS bucket_ms FROM ${table} WHERE ${where}`;
    const sums = `SELECT start_ms / bucket_ms * bucket_ms AS start_ms, bucket_ms AS interval_ms, sum(${added}) AS ${added}${kept}
      FROM (${rows}) GROUP BY start_ms / bucket_ms, bucket_ms${kept}`;
    return this.#all(
      this.#main,
      `SELECT * FROM (SELECT * FROM (${sums}) ORDER BY start_ms DESC LIMIT ?) ORDER BY start_ms`,
      [bucketMs, ...values],
    );
  }

  #write(database: DatabaseSync, work: () => void): void {
    try {
      database.exec('BEGIN IMMEDIATE');
      try {
        work();
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw storeError(error, null);
    }
  }

  #run(database: DatabaseSync, sql: string, values: readonly SQLInputValue[]): void {
    this.#statement(database, sql).run(...values);
  }

  #all(database: DatabaseSync, sql: string, values: readonly SQLInputValue[]): Record<string, unknown>[] {
    try {
      return this.#statement(database, sql).all(...values);
    } catch (error) {
      throw storeError(error, null);
    }
  }

  #statement(database: DatabaseSync, sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function cellKey({
  cameraId,
  lineId,
  direction,
  class: objectClass,
  startMs,
  intervalMs,
}: Cell): SQLInputValue[] {
  return [cameraId, lineId, direction, objectClass, startMs, intervalMs];
}
