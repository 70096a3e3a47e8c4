import { type CameraHealth, OutisError } from '@outis/core';
import type { Alerts } from '../alert/alerts.ts';
import type { Note } from '../audit/log-entry.ts';
import type { Store } from '../store/store.ts';
import type { Camera } from './camera.ts';

const dayMs = 86_400_000;
export const retentionMs = 2 * 366 * dayMs;

/** What a site writes at its ticks besides counts: how its cameras are, and once a day that what is old was deleted. */
export class Housekeeping {
  readonly #store: Store;
  readonly #alerts: Pick<Alerts, 'deleteBefore'>;
  readonly #note: Note;
  /** The last state of each camera that was written. */
  readonly #written = new WeakMap<Camera, string>();
  #deletedMs = 0;

  constructor(store: Store, alerts: Pick<Alerts, 'deleteBefore'>, note: Note) {
    this.#store = store;
    this.#alerts = alerts;
    this.#note = note;
  }

  /** Writes how a camera is where that has changed. */
  writeHealth(camera: Camera): void {
    const { state, problem, sinceMs }: CameraHealth = camera.health;
    const code = problem?.code ?? null;
    const now = `${state} ${code}`;
    if (this.#written.get(camera) === now) return;
    try {
      this.#store.recordHealth({ cameraId: camera.config.id, sinceMs, state, code });
      this.#written.set(camera, now);
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      // The next tick writes it again; the counter tells of the store's problem.
    }
  }

  /** Deletes once a day what is old enough. */
  deleteOld(nowMs: number): void {
    if (nowMs - this.#deletedMs < dayMs) return;
    try {
      const beforeMs = nowMs - retentionMs;
      const detail = { beforeMs };
      this.#note({ actor: 'system', action: 'retention.deleted', subject: 'counts', detail });
      this.#store.deleteBefore(beforeMs);
      this.#note({ actor: 'system', action: 'retention.deleted', subject: 'alerts', detail });
      this.#alerts.deleteBefore(beforeMs);
      this.#deletedMs = nowMs;
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      // Deleting needs a little room too; the next tick tries again.
    }
  }
}
