import { type PauseCause, pauseCauses } from '@outis/core';
import type { PauseRecord, PauseStore } from './pause-store.ts';
import type { Sql } from './sql.ts';

/** The table of paused cameras in `outis.db`. */
export class SqlitePauseStore implements PauseStore {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  pauses(): readonly PauseRecord[] {
    return this.#sql.all('SELECT * FROM camera_pause ORDER BY camera_id').map((row) => {
      const held = String(row['causes']).split(' ');
      const causes = pauseCauses.filter((cause) => held.includes(cause));
      return {
        cameraId: String(row['camera_id']),
        sinceMs: Number(row['since_ms']),
        // A cause of a newer version holds the camera as well; a person can end it.
        causes: causes.length === 0 ? (['person'] satisfies PauseCause[]) : causes,
      };
    });
  }

  save({ cameraId, sinceMs, causes }: PauseRecord): void {
    const sql = 'INSERT OR REPLACE INTO camera_pause (camera_id, since_ms, causes) VALUES (?, ?, ?)';
    this.#sql.write(() => this.#sql.run(sql, cameraId, Math.round(sinceMs), causes.join(' ')));
  }

  end(cameraId: string): void {
    this.#sql.write(() => this.#sql.run('DELETE FROM camera_pause WHERE camera_id = ?', cameraId));
  }
}
