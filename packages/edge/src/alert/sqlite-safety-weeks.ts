import type { AlertCause, AlertMeasure, SafetyRule } from '@outis/core';
import type { Row, Sql } from '../store/sql.ts';
import type { AlertStore, Exposure, SafetyPlace, WeekRow } from './alert-store.ts';

/** The columns of a place and a rule. */
export const placeColumns = 'camera_id, zone_id, rule';
/** The rows of weeks that were asked for: `?` are from, to and the cameras as JSON. */
const ofWeeks = 'week_ms >= ? AND week_ms < ? AND camera_id IN (SELECT value FROM json_each(?))';

/** What remains of alerts in SQLite: numbers by place, rule and week. Whoever writes holds a transaction. */
export class SqliteSafetyWeeks {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  addAlert(at: SafetyPlace, weekMs: number, hour: number): void {
    this.#add(at, weekMs, [1, 0, 0, 0, 0]);
    this.#sql.run(
      `INSERT INTO safety_hour (${placeColumns}, week_ms, hour, alerts) VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET alerts = alerts + 1`,
      ...[at.cameraId, at.zoneId, at.rule, weekMs, hour],
    );
  }

  addExposure({ weekMs, armedMs, watchedMs, occupiedMs, cannotJudgeMs, ...at }: Exposure): void {
    this.#add(at, weekMs, [0, armedMs, watchedMs, occupiedMs, cannotJudgeMs]);
  }

  /** Counts with what an alert is closed, in its own week; nothing where the alert is gone. */
  addClosing(alertId: string, cause: AlertCause, measure: AlertMeasure): void {
    for (const [kind, value] of [
      ['cause', cause],
      ['measure', measure],
    ] as const)
      this.#sql.run(
        `INSERT INTO safety_${kind} (${placeColumns}, week_ms, ${kind}, alerts) SELECT ${placeColumns}, week_ms, ?, 1 FROM alert WHERE alert_id = ?
         ON CONFLICT DO UPDATE SET alerts = alerts + 1`,
        ...[value, alertId],
      );
  }

  rows(fromMs: number, toMs: number, cameraIds: readonly string[]): readonly WeekRow[] {
    const asked = [fromMs, toMs, JSON.stringify(cameraIds)];
    const countsOf = (kind: 'cause' | 'measure'): Map<string, Record<string, number>> => {
      const found = new Map<string, Record<string, number>>();
      for (const row of this.#sql.all(
        `SELECT * FROM safety_${kind} WHERE ${ofWeeks} ORDER BY ${kind}`,
        ...asked,
      ))
        found.set(weekKey(row), {
          ...found.get(weekKey(row)),
          [String(row[kind])]: Number(row['alerts']),
        });
      return found;
    };
    const [causes, measures] = [countsOf('cause'), countsOf('measure')];
    const sql = `SELECT * FROM safety_week WHERE ${ofWeeks} ORDER BY week_ms, ${placeColumns}`;
    return this.#sql.all(sql, ...asked).map((row) => ({
      ...toPlace(row),
      weekMs: Number(row['week_ms']),
      alerts: Number(row['alerts']),
      armedMs: Number(row['armed_ms']),
      watchedMs: Number(row['watched_ms']),
      occupiedMs: Number(row['occupied_ms']),
      cannotJudgeMs: Number(row['cannot_judge_ms']),
      causes: causes.get(weekKey(row)) ?? {},
      measures: measures.get(weekKey(row)) ?? {},
    }));
  }

  hours(fromMs: number, toMs: number, cameraIds: readonly string[]): ReturnType<AlertStore['hours']> {
    return this.#sql
      .all(
        `SELECT ${placeColumns}, hour, sum(alerts) AS alerts FROM safety_hour WHERE ${ofWeeks}
         GROUP BY ${placeColumns}, hour ORDER BY ${placeColumns}, hour`,
        ...[fromMs, toMs, JSON.stringify(cameraIds)],
      )
      .map((row) => ({ ...toPlace(row), hour: Number(row['hour']), alerts: Number(row['alerts']) }));
  }

  deleteBefore(beforeMs: number): void {
    for (const table of ['safety_week', 'safety_hour', 'safety_cause', 'safety_measure'])
      this.#sql.run(`DELETE FROM ${table} WHERE week_ms < ?`, beforeMs);
  }

  /** Adds alerts and milliseconds: armed, watched, occupied, not judged. */
  #add({ cameraId, zoneId, rule }: SafetyPlace, weekMs: number, added: readonly number[]): void {
    this.#sql.run(
      `INSERT INTO safety_week (${placeColumns}, week_ms, alerts, armed_ms, watched_ms, occupied_ms, cannot_judge_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET alerts = alerts + excluded.alerts, armed_ms = armed_ms + excluded.armed_ms, watched_ms = watched_ms + excluded.watched_ms,
         occupied_ms = occupied_ms + excluded.occupied_ms, cannot_judge_ms = cannot_judge_ms + excluded.cannot_judge_ms`,
      ...[cameraId, zoneId, rule, weekMs, ...added.map(Math.round)],
    );
  }
}

/** The place and rule of a row. */
export function toPlace(row: Row): SafetyPlace {
  return {
    cameraId: String(row['camera_id']),
    zoneId: String(row['zone_id']),
    rule: row['rule'] as SafetyRule,
  };
}

function weekKey(row: Row): string {
  return [row['camera_id'], row['zone_id'], row['rule'], row['week_ms']].join(' ');
}
