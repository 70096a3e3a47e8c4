import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { ChangeJson } from '@outis/core';
import type { ChangeRecord, ChangeStore, InEffectRecord } from './change-store.ts';
import { storeError } from './store-error.ts';

type Row = Readonly<Record<string, unknown>>;

/** The tables of changes in `outis.db`. */
export class SqliteChangeStore implements ChangeStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  inEffect(cameraId: string): InEffectRecord | null {
    const row = this.#all('SELECT * FROM in_effect WHERE camera_id = ?', cameraId)[0];
    if (row === undefined) return null;
    return { cameraId, settingsJson: String(row['settings_json']), firstMs: Number(row['first_ms']) };
  }

  saveInEffect({ cameraId, settingsJson, firstMs }: InEffectRecord): void {
    this.#all(
      `INSERT INTO in_effect (camera_id, settings_json, first_ms) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET settings_json = excluded.settings_json`,
      cameraId,
      settingsJson,
      firstMs,
    );
  }

  changes(limit: number, cameraId?: string): readonly ChangeRecord[] {
    const where = cameraId === undefined ? '' : 'WHERE camera_id = ?';
    const values = cameraId === undefined ? [limit] : [cameraId, limit];
    return this.#all(`SELECT * FROM change ${where} ORDER BY id DESC LIMIT ?`, ...values).map(changeOf);
  }

  change(id: number): ChangeRecord | null {
    return this.#all('SELECT * FROM change WHERE id = ?', id).map(changeOf)[0] ?? null;
  }

  addChange(change: Omit<ChangeRecord, 'id'>): ChangeRecord {
    const row = this.#all(
      `INSERT INTO change (camera_id, field, state, before_text, after_text, after_json, requested_ms, requested_by, effective_ms, decided_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      change.cameraId,
      change.field,
      change.state,
      change.before,
      change.after,
      change.afterJson,
      change.requestedMs,
      change.requestedBy,
      change.effectiveMs,
      change.decidedBy,
    )[0];
    return { ...change, id: Number(row?.['id']) };
  }

  decide({
    id,
    state,
    effectiveMs,
    decidedBy,
  }: Pick<ChangeRecord, 'id' | 'state' | 'effectiveMs' | 'decidedBy'>): void {
    const sql = 'UPDATE change SET state = ?, effective_ms = ?, decided_by = ? WHERE id = ?';
    this.#all(sql, state, effectiveMs, decidedBy, id);
  }

  printedStamp(cameraId: string): string | null {
    const row = this.#all('SELECT stamp FROM printed_sign WHERE camera_id = ?', cameraId)[0];
    return row === undefined ? null : String(row['stamp']);
  }

  savePrintedStamp(cameraId: string, stamp: string, printedMs: number): void {
    this.#all(
      `INSERT INTO printed_sign (camera_id, stamp, printed_ms) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET stamp = excluded.stamp, printed_ms = excluded.printed_ms`,
      cameraId,
      stamp,
      printedMs,
    );
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    try {
      return this.#database.prepare(sql).all(...values);
    } catch (error) {
      throw storeError(error, null);
    }
  }
}

function changeOf(row: Row): ChangeRecord {
  return {
    id: Number(row['id']),
    cameraId: String(row['camera_id']),
    field: row['field'] as ChangeJson['field'],
    state: row['state'] as ChangeJson['state'],
    before: String(row['before_text']),
    after: String(row['after_text']),
    afterJson: String(row['after_json']),
    requestedMs: Number(row['requested_ms']),
    requestedBy: String(row['requested_by']),
    effectiveMs: Number(row['effective_ms']),
    decidedBy: row['decided_by'] === null ? null : String(row['decided_by']),
  };
}
