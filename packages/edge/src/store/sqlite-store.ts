import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import type { CameraState, Cell, ErrorCode, Family } from '@outis/core';
import type { AimStore } from './aim-store.ts';
import type { CertificateStore } from './certificate-store.ts';
import type { ChangeStore } from './change-store.ts';
import { mainMigrations, openMigrations } from './migrations.ts';
import { busyMs, openDatabase } from './open-database.ts';
import type { PauseStore } from './pause-store.ts';
import type { ReleaseStore } from './release-store.ts';
import { Sql } from './sql.ts';
import { SqliteAimStore } from './sqlite-aim-store.ts';
import { SqliteCertificateStore } from './sqlite-certificate-store.ts';
import { SqliteChangeStore } from './sqlite-change-store.ts';
import { coverageIn } from './sqlite-coverage.ts';
import { SqlitePauseStore } from './sqlite-pause-store.ts';
import { SqliteReleaseStore } from './sqlite-release-store.ts';
import type { CameraRecord, Coverage, HealthRecord, OpenCell, OpenSpan, Store, Tick } from './store.ts';
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
  readonly certificates: CertificateStore;
  readonly pauses: PauseStore;
  readonly released: ReleaseStore;
  readonly #main: Sql;
  readonly #open: Sql;
  /** True while the log of `outis.db` may hold an address that was removed or replaced. */
  #logHoldsPast = false;

  constructor({ folder, pagesMax }: SqliteStoreOptions) {
    try {
      if (folder !== null) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        chmodSync(folder, 0o700);
      }
      this.#main = new Sql(
        openDatabase(folder === null ? ':memory:' : join(folder, 'outis.db'), mainMigrations),
      );
      this.#open = new Sql(
        openDatabase(folder === null ? ':memory:' : join(folder, 'open.db'), openMigrations),
      );
      this.#main.database.exec('PRAGMA secure_delete = ON');
      this.changes = new SqliteChangeStore(this.#main.database);
      const released = new SqliteReleaseStore(this.#main, (spans) => this.eraseOpen(spans));
      this.released = released;
      this.certificates = new SqliteCertificateStore(this.#main, (...line) => released.addLine(...line));
      this.pauses = new SqlitePauseStore(this.#main);
      this.aims = new SqliteAimStore(this.#main.database);
      // Nobody else may write here; a second edge on the same folder is told so.
      this.#open.database.exec(
        'PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;',
      );
      if (pagesMax !== undefined)
        for (const { database } of [this.#main, this.#open])
          database.exec(`PRAGMA max_page_count = ${pagesMax}`);
    } catch (error) {
      throw storeError(error, folder);
    }
  }

  commitTick({ tMs, counts }: Tick): void {
    this.#open.write(() => {
      for (const { cell, count } of counts) {
        this.#open.run(
          `INSERT INTO open_count (camera_id, series, family, place, part, class, start_ms, interval_ms, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET count = count + excluded.count`,
          ...cellKey(cell),
          count,
        );
      }
      const sql =
        'INSERT INTO tick (only, tick_ms) VALUES (1, ?) ON CONFLICT DO UPDATE SET tick_ms = excluded.tick_ms';
      this.#open.run(sql, tMs);
    });
    this.#forgetThePast();
  }

  addCoverage(coverage: readonly Coverage[]): void {
    if (coverage.length === 0) return;
    this.#main.write(() => {
      for (const { cameraId, series, startMs, intervalMs, observedMs } of coverage) {
        this.#main.run(
          `INSERT INTO coverage (camera_id, series, start_ms, interval_ms, observed_ms) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET observed_ms = min(interval_ms, observed_ms + excluded.observed_ms)`,
          cameraId,
          series,
          startMs,
          intervalMs,
          Math.min(intervalMs, Math.round(observedMs)),
        );
      }
    });
  }

  openCells(): readonly OpenCell[] {
    return this.#open.all('SELECT * FROM open_count ORDER BY start_ms').map((row) => ({
      cell: {
        cameraId: String(row['camera_id']),
        series: Number(row['series']),
        family: row['family'] as Family,
        place: String(row['place']),
        part: String(row['part']),
        class: String(row['class']),
        startMs: Number(row['start_ms']),
        intervalMs: Number(row['interval_ms']),
      },
      count: Number(row['count']),
    }));
  }

  eraseOpen(spans: readonly OpenSpan[]): void {
    if (spans.length === 0) return;
    const classes = `SELECT value FROM json_each(?)`;
    const sql = `DELETE FROM open_count WHERE camera_id = ? AND series = ? AND family = ? AND start_ms = ? AND class IN (${classes})`;
    this.#open.write(() => {
      for (const { cameraId, series, family, group, startMs } of spans)
        this.#open.run(sql, cameraId, series, family, startMs, JSON.stringify(group.split(' ')));
    });
    this.#forgetThePast();
  }

  coverage(...asked: Parameters<Store['coverage']>): readonly Coverage[] {
    return coverageIn(this.#main, ...asked);
  }

  cameras(): readonly CameraRecord[] {
    return this.#main.all('SELECT * FROM camera ORDER BY camera_id').map((row) => ({
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
    this.#main.write(() => {
      this.#main.run(
        'INSERT OR REPLACE INTO camera_health (camera_id, since_ms, state, code) VALUES (?, ?, ?, ?)',
        cameraId,
        sinceMs,
        state,
        code,
      );
      const oldest =
        'SELECT since_ms FROM camera_health WHERE camera_id = ? ORDER BY since_ms DESC LIMIT 1 OFFSET ?';
      this.#main.run(
        `DELETE FROM camera_health WHERE camera_id = ? AND since_ms <= (${oldest})`,
        cameraId,
        cameraId,
        healthRecordsMax,
      );
    });
  }

  health(cameraId: string, limit: number): readonly HealthRecord[] {
    return this.#main
      .all('SELECT * FROM camera_health WHERE camera_id = ? ORDER BY since_ms DESC LIMIT ?', cameraId, limit)
      .map((row) => ({
        cameraId,
        sinceMs: Number(row['since_ms']),
        state: row['state'] as CameraState,
        code: row['code'] as ErrorCode | null,
      }));
  }

  addWatched(cameraId: string, dayMs: number, watchedMs: number): void {
    const sql =
      'INSERT INTO watched_day (camera_id, day_ms, watched_ms) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET watched_ms = watched_ms + excluded.watched_ms';
    this.#main.write(() => this.#main.run(sql, cameraId, dayMs, Math.round(watchedMs)));
  }

  watchedMs(cameraId: string, fromMs: number): number {
    const sql =
      'SELECT coalesce(sum(watched_ms), 0) AS ms FROM watched_day WHERE camera_id = ? AND day_ms >= ?';
    return Number(this.#main.all(sql, cameraId, fromMs)[0]?.['ms'] ?? 0);
  }

  deleteBefore(beforeMs: number): void {
    this.#main.write(() => {
      this.#main.run('DELETE FROM release WHERE start_ms < ?', beforeMs);
      this.#main.run('DELETE FROM coverage WHERE start_ms < ?', beforeMs);
      this.#main.run('DELETE FROM watched_day WHERE day_ms < ?', beforeMs);
      this.#main.run('DELETE FROM aim_use WHERE from_ms < ?', beforeMs);
      this.#main.run('DELETE FROM aim_grant WHERE granted_ms < ?', beforeMs);
      this.#main.run('DELETE FROM certificate WHERE start_ms < ?', beforeMs);
    });
  }

  close(): void {
    this.#main.database.close();
    this.#open.database.close();
  }

  /**
   * Leaves nothing of the past in the file of open counts. `secure_delete` overwrites a deleted row where it stood, but not
   * the copies that SQLite leaves behind in a page when it moves rows to another (found by test): so every page is
   * written anew from the rows there are. The log holds every earlier state of a page; emptied, it holds none.
   * A failure is mended by the next tick.
   */
  #forgetThePast(): void {
    try {
      this.#open.database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
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
    this.#main.write(() => {
      const cameras = change(this.cameras());
      this.#main.run('DELETE FROM camera');
      const sql = 'INSERT INTO camera (camera_id, config_json, updated_ms) VALUES (?, ?, ?)';
      for (const { cameraId, configJson, updatedMs } of cameras)
        this.#main.run(sql, cameraId, configJson, updatedMs);
    });
    this.#emptyMainLog();
  }

  /** A program that reads the file now, such as a backup, can prevent it: nobody waits, the next tick tries again. */
  #emptyMainLog(): void {
    this.#logHoldsPast = true;
    try {
      this.#main.database.exec('PRAGMA busy_timeout = 0');
      const sql = 'PRAGMA wal_checkpoint(TRUNCATE)';
      this.#logHoldsPast = Number(this.#main.database.prepare(sql).get()?.['busy'] ?? 0) !== 0;
    } catch {
      // What was committed is committed.
    } finally {
      this.#main.database.exec(`PRAGMA busy_timeout = ${busyMs}`);
    }
  }
}

function cellKey(cell: Cell): SQLInputValue[] {
  const { cameraId, series, family, place, part, class: name, startMs, intervalMs } = cell;
  return [cameraId, series, family, place, part, name, startMs, intervalMs];
}
