import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { AimStore, AimUseRecord } from './aim-store.ts';
import { storeError } from './store-error.ts';

type Row = Readonly<Record<string, unknown>>;

/** The tables of the aim view in `outis.db`. */
export class SqliteAimStore implements AimStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  uses(cameraId: string, fromMs: number): readonly AimUseRecord[] {
    const sql = 'SELECT * FROM aim_use WHERE camera_id = ? AND from_ms >= ? ORDER BY from_ms DESC, id DESC';
    return this.#all(sql, cameraId, fromMs).map(useOf);
  }

  openUses(): readonly AimUseRecord[] {
    return this.#all('SELECT * FROM aim_use WHERE to_ms IS NULL ORDER BY id').map(useOf);
  }

  addUse({ cameraId, user, fromMs }: Pick<AimUseRecord, 'cameraId' | 'user' | 'fromMs'>): AimUseRecord {
    const sql = 'INSERT INTO aim_use (camera_id, user_name, from_ms) VALUES (?, ?, ?) RETURNING id';
    const row = this.#all(sql, cameraId, user, fromMs)[0];
    return { id: Number(row?.['id']), cameraId, user, fromMs, toMs: null };
  }

  endUse(id: number, toMs: number): void {
    this.#all('UPDATE aim_use SET to_ms = ? WHERE id = ? AND to_ms IS NULL', toMs, id);
  }

  addGrant({ cameraId, by, grantedMs }: { cameraId: string; by: string; grantedMs: number }): void {
    const sql = 'INSERT INTO aim_grant (camera_id, granted_by, granted_ms) VALUES (?, ?, ?)';
    this.#all(sql, cameraId, by, grantedMs);
  }

  grants(cameraId: string, fromMs: number): readonly number[] {
    const sql =
      'SELECT granted_ms FROM aim_grant WHERE camera_id = ? AND granted_ms >= ? ORDER BY granted_ms DESC';
    return this.#all(sql, cameraId, fromMs).map((row) => Number(row['granted_ms']));
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    try {
      return this.#database.prepare(sql).all(...values);
    } catch (error) {
      throw storeError(error, null);
    }
  }
}

function useOf(row: Row): AimUseRecord {
  return {
    id: Number(row['id']),
    cameraId: String(row['camera_id']),
    user: String(row['user_name']),
    fromMs: Number(row['from_ms']),
    toMs: row['to_ms'] === null ? null : Number(row['to_ms']),
  };
}
