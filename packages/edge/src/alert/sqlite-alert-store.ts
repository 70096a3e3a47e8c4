import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  type AlertCause,
  type AlertJson,
  type AlertMeasure,
  type AttentionJson,
  alertsPerDayMax,
  type ReplayJson,
  roadUserClasses,
  type SafetyRule,
} from '@outis/core';
import { openDatabase } from '../store/open-database.ts';
import { type Row, Sql } from '../store/sql.ts';
import { storeError } from '../store/store-error.ts';
import { alertMigrations } from './alert-migrations.ts';
import type {
  AlertQuery,
  AlertStore,
  Delivery,
  Exposure,
  RaisedAlert,
  Undelivered,
  WeekRow,
} from './alert-store.ts';
import { placeColumns, SqliteSafetyWeeks, toPlace } from './sqlite-safety-weeks.ts';

export interface SqliteAlertStoreOptions {
  /** Made when absent, readable by this user only; null keeps everything in memory (the demo, tests). */
  readonly folder: string | null;
  /** For tests of a full disk. */
  readonly pagesMax?: number;
}

/** The file of the data folder. */
const alertFile = 'alerts.sqlite';
const hourMs = 3_600_000;
const dayMsMax = 25 * hourMs;
/** No attempt is put off for longer: what is due later than this was put off by another clock. */
const putOffMsMax = hourMs;
const problemLengthMax = 300;

/**
 * Alerts in a SQLite file of their own, in WAL mode with full sync. Whenever something with an exact time has been deleted
 * all pages are written anew and the log is emptied, as for open counts: `secure_delete` alone leaves copies of rows that
 * SQLite moved to another page.
 */
export class SqliteAlertStore implements AlertStore {
  readonly #sql: Sql;
  readonly #weeks: SqliteSafetyWeeks;
  /** True while pages or log may hold what was erased: also at the start, after a kill. */
  #holdsPast = true;
  /** Notices that have arrived may have left copies since then, by the clock of the caller; `unknown` before the next tick. */
  #stainedMs: number | 'unknown' | null = null;

  /** Throws `store-failed`, also where another edge holds the folder, and `store-too-new`. */
  constructor({ folder, pagesMax }: SqliteAlertStoreOptions) {
    try {
      if (folder !== null) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        chmodSync(folder, 0o700);
      }
      const path = folder === null ? ':memory:' : join(folder, alertFile);
      this.#sql = new Sql(openDatabase(path, alertMigrations));
      this.#weeks = new SqliteSafetyWeeks(this.#sql);
      this.#sql.database.exec(
        'PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;',
      );
      if (pagesMax !== undefined) this.#sql.database.exec(`PRAGMA max_page_count = ${pagesMax}`);
    } catch (error) {
      throw storeError(error, folder);
    }
  }

  raise({ alert, replay, isRecorded, weekMs, hour, dayMs, outlets, noticeJson }: RaisedAlert): void {
    const { id, cameraId, zoneId, rule, tMs, classes, state } = alert;
    const sql = this.#sql;
    sql.write(() => {
      if (isRecorded) {
        sql.run(
          `INSERT INTO alert (alert_id, ${placeColumns}, given_ms, week_ms, classes, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          ...[id, cameraId, zoneId, rule, tMs, weekMs, classes.join(' '), state],
        );
        if (replay !== null) this.#putReplay(id, replay);
      }
      this.#weeks.addAlert({ cameraId, zoneId, rule }, weekMs, hour);
      sql.run(
        'INSERT INTO alert_day (camera_id, rule, day_ms, alerts) VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET alerts = alerts + 1',
        ...[cameraId, rule, dayMs],
      );
      for (const outlet of outlets)
        sql.run(
          'INSERT INTO notice (alert_id, outlet, notice_json, written_ms, attempts, next_ms) VALUES (?, ?, ?, ?, 0, 0)',
          ...[id, outlet, noticeJson, tMs],
        );
    });
  }

  setReplay(alertId: string, replay: ReplayJson): void {
    this.#sql.write(() => {
      if (this.alert(alertId) !== null) this.#putReplay(alertId, replay);
    });
  }

  alerts({ cameraIds, zoneId, rule, state, limit }: AlertQuery): readonly AlertJson[] {
    const given = [
      ['zone_id', zoneId],
      ['rule', rule],
      ['state', state],
    ].filter((filter): filter is [string, string] => filter[1] !== undefined);
    const where = given.map(([column]) => ` AND ${column} = ?`).join('');
    const cameras = 'camera_id IN (SELECT value FROM json_each(?))';
    return this.#sql
      .all(
        `SELECT * FROM alert WHERE ${cameras}${where} ORDER BY given_ms DESC, alert_id LIMIT ?`,
        ...[JSON.stringify(cameraIds), ...given.map(([, value]) => value), limit],
      )
      .map(toAlert);
  }

  alert(alertId: string): AlertJson | null {
    const [row] = this.#sql.all('SELECT * FROM alert WHERE alert_id = ?', alertId);
    return row === undefined ? null : toAlert(row);
  }

  replay(alertId: string): ReplayJson | null {
    const [row] = this.#sql.all('SELECT replay FROM replay WHERE alert_id = ?', alertId);
    return row === undefined ? null : replayOf(row['replay'] as Uint8Array);
  }

  markSeen(alertId: string): void {
    this.#sql.write(() => this.#sql.run("UPDATE alert SET state = 'seen' WHERE alert_id = ?", alertId));
  }

  close(alertId: string, cause: AlertCause, measure: AlertMeasure, dayMs: number): void {
    this.#sql.write(() => {
      this.#weeks.addClosing(alertId, cause, measure);
      this.#erase('alert_id = ?', [alertId], dayMs);
    });
    this.#forgetThePast();
  }

  alertsOfDay(cameraId: string, rule: SafetyRule, dayMs: number): number {
    const sql = 'SELECT alerts FROM alert_day WHERE camera_id = ? AND rule = ? AND day_ms = ?';
    return Number(this.#sql.all(sql, cameraId, rule, dayMs)[0]?.['alerts'] ?? 0);
  }

  attention(dayMs: number): readonly AttentionJson[] {
    const sql = 'SELECT * FROM alert_day WHERE day_ms = ? AND alerts > ? ORDER BY camera_id, rule';
    return this.#sql.all(sql, dayMs, alertsPerDayMax).map((row) => ({
      cameraId: String(row['camera_id']),
      rule: row['rule'] as SafetyRule,
      alerts: Number(row['alerts']),
    }));
  }

  addExposure(exposures: readonly Exposure[]): void {
    if (exposures.length === 0) return;
    this.#sql.write(() => {
      for (const exposure of exposures) this.#weeks.addExposure(exposure);
    });
  }

  weeks(fromMs: number, toMs: number, cameraIds: readonly string[]): readonly WeekRow[] {
    return this.#weeks.rows(fromMs, toMs, cameraIds);
  }

  hours(fromMs: number, toMs: number, cameraIds: readonly string[]): ReturnType<AlertStore['hours']> {
    return this.#weeks.hours(fromMs, toMs, cameraIds);
  }

  gate(cameraId: string, key: string): string | null {
    const sql = 'SELECT gate_json FROM gate WHERE camera_id = ? AND gate_key = ?';
    const [row] = this.#sql.all(sql, cameraId, key);
    return row === undefined ? null : String(row['gate_json']);
  }

  saveGate(cameraId: string, key: string, json: string): void {
    const sql = 'INSERT OR REPLACE INTO gate (camera_id, gate_key, gate_json) VALUES (?, ?, ?)';
    this.#sql.write(() => this.#sql.run(sql, cameraId, key, json));
  }

  keepGates(cameraId: string, keys: readonly string[]): void {
    const sql = 'DELETE FROM gate WHERE camera_id = ? AND gate_key NOT IN (SELECT value FROM json_each(?))';
    this.#sql.write(() => this.#sql.run(sql, cameraId, JSON.stringify(keys)));
  }

  due(outlet: string, nowMs: number, limit: number): readonly Delivery[] {
    return this.#sql
      .all(
        'SELECT * FROM notice WHERE outlet = ? AND (next_ms <= ? OR next_ms > ?) ORDER BY written_ms, alert_id LIMIT ?',
        ...[outlet, nowMs, nowMs + putOffMsMax, limit],
      )
      .map((row) => ({
        alertId: String(row['alert_id']),
        outlet: String(row['outlet']),
        noticeJson: String(row['notice_json']),
        attempts: Number(row['attempts']),
        writtenMs: Number(row['written_ms']),
        nextMs: Number(row['next_ms']),
      }));
  }

  delivered(alertId: string, outlet: string): void {
    this.#sql.write(() => {
      this.#sql.run('DELETE FROM notice WHERE alert_id = ? AND outlet = ?', alertId, outlet);
      this.#sql.run('DELETE FROM outlet_problem WHERE outlet = ?', outlet);
    });
    this.#stainedMs ??= 'unknown';
  }

  failed(alertId: string, outlet: string, nextMs: number, problem: string): void {
    this.#sql.write(() => {
      const sql = 'UPDATE notice SET attempts = attempts + 1, next_ms = ? WHERE alert_id = ? AND outlet = ?';
      this.#sql.run(sql, nextMs, alertId, outlet);
      this.#setProblem(outlet, problem);
    });
  }

  giveUp(alertId: string, outlet: string, dayMs: number, problem: string): void {
    this.#sql.write(() => {
      this.#giveUpNotices('alert_id = ? AND outlet = ?', [alertId, outlet], dayMs);
      this.#setProblem(outlet, problem);
    });
    this.#stainedMs ??= 'unknown';
  }

  undelivered(sinceDayMs: number): readonly Undelivered[] {
    return this.#sql
      .all(
        `SELECT outlet, sum(waiting) AS waiting, sum(given_up) AS given_up, max(problem) AS problem FROM (
           SELECT outlet, count(*) AS waiting, 0 AS given_up, NULL AS problem FROM notice GROUP BY outlet
           UNION ALL SELECT outlet, 0, sum(notices), NULL FROM given_up_day WHERE day_ms >= ? GROUP BY outlet
           UNION ALL SELECT outlet, 0, 0, problem FROM outlet_problem
         ) GROUP BY outlet ORDER BY outlet`,
        sinceDayMs,
      )
      .map((row) => ({
        outlet: String(row['outlet']),
        waiting: Number(row['waiting']),
        givenUp: Number(row['given_up']),
        problem: row['problem'] as string | null,
      }));
  }

  eraseOutside(fromMs: number, toMs: number, dayMs: number): void {
    const isOutside = (column: string): string => `(${column} < ? OR ${column} > ?)`;
    const old = this.#sql.all(
      `SELECT alert_id FROM alert WHERE ${isOutside('given_ms')} UNION SELECT alert_id FROM notice WHERE ${isOutside('written_ms')}`,
      ...[fromMs, toMs, fromMs, toMs],
    );
    const days = '(day_ms < ? OR day_ms > ?)';
    const kept = [dayMs - dayMsMax, dayMs];
    if (
      old.length > 0 ||
      this.#sql.all(`SELECT 1 FROM alert_day WHERE ${days} LIMIT 1`, ...kept).length > 0
    ) {
      this.#sql.write(() => {
        for (const row of old) this.#erase('alert_id = ?', [String(row['alert_id'])], dayMs);
        this.#sql.run(`DELETE FROM alert_day WHERE ${days}`, ...kept);
      });
      this.#holdsPast = true;
    }
    if (this.#stainedMs === 'unknown') this.#stainedMs = fromMs;
    const isStained = this.#stainedMs !== null && Math.abs(fromMs - this.#stainedMs) >= hourMs;
    if (this.#holdsPast || isStained) this.#forgetThePast();
  }

  forgetCamera(cameraId: string, dayMs: number): void {
    const ids = this.#sql.all(
      "SELECT alert_id FROM alert WHERE camera_id = ? UNION SELECT alert_id FROM notice WHERE json_extract(notice_json, '$.cameraId') = ?",
      ...[cameraId, cameraId],
    );
    if (ids.length === 0) return;
    this.#sql.write(() => {
      for (const row of ids) this.#erase('alert_id = ?', [String(row['alert_id'])], dayMs);
    });
    this.#forgetThePast();
  }

  deleteBefore(beforeMs: number): void {
    this.#sql.write(() => {
      this.#weeks.deleteBefore(beforeMs);
      this.#sql.run('DELETE FROM given_up_day WHERE day_ms < ?', beforeMs);
    });
  }

  end(): void {
    this.#sql.database.close();
  }

  #putReplay(alertId: string, replay: ReplayJson): void {
    const sql = 'INSERT OR REPLACE INTO replay (alert_id, replay) VALUES (?, ?)';
    this.#sql.run(sql, alertId, replayBytes(replay));
  }

  /** Erases an alert with its replay, and gives up what waits of it. Within a transaction. */
  #erase(which: string, values: readonly string[], dayMs: number): void {
    this.#giveUpNotices(which, values, dayMs);
    this.#sql.run(`DELETE FROM replay WHERE ${which}`, ...values);
    this.#sql.run(`DELETE FROM alert WHERE ${which}`, ...values);
  }

  #giveUpNotices(which: string, values: readonly string[], dayMs: number): void {
    this.#sql.run(
      `INSERT INTO given_up_day (outlet, day_ms, notices) SELECT outlet, ?, count(*) FROM notice WHERE ${which} GROUP BY outlet
       ON CONFLICT DO UPDATE SET notices = notices + excluded.notices`,
      ...[dayMs, ...values],
    );
    this.#sql.run(`DELETE FROM notice WHERE ${which}`, ...values);
  }

  #setProblem(outlet: string, problem: string): void {
    const sql = 'INSERT OR REPLACE INTO outlet_problem (outlet, problem) VALUES (?, ?)';
    this.#sql.run(sql, outlet, problem.slice(0, problemLengthMax));
  }

  /** Leaves nothing of what was erased in any page or in the log. What fails is tried again at the next tick. */
  #forgetThePast(): void {
    this.#holdsPast = true;
    try {
      this.#sql.database.exec('VACUUM');
      const sql = 'PRAGMA wal_checkpoint(TRUNCATE)';
      this.#holdsPast = Number(this.#sql.database.prepare(sql).get()?.['busy'] ?? 0) !== 0;
      if (!this.#holdsPast) this.#stainedMs = null;
    } catch {
      // What was committed is committed; a full disk has room again some time.
    }
  }
}

/**
 * A replay as it is kept. All pages are written anew whenever something is erased, so that their number is what closing an
 * alert costs: a replay with eight pictograms takes 46 kB as text, and a tenth of that so.
 */
export function replayBytes(replay: ReplayJson): Uint8Array {
  return deflateRawSync(JSON.stringify(replay));
}

function replayOf(bytes: Uint8Array): ReplayJson {
  return JSON.parse(inflateRawSync(bytes).toString()) as ReplayJson;
}

function toAlert(row: Row): AlertJson {
  return {
    id: String(row['alert_id']),
    ...toPlace(row),
    tMs: Number(row['given_ms']),
    classes: roadUserClasses.filter((name) => String(row['classes']).split(' ').includes(name)),
    state: row['state'] as AlertJson['state'],
    cause: null,
    measure: null,
  };
}
