import type { PauseCause } from '@outis/core';

/** A camera that is paused. */
export interface PauseRecord {
  readonly cameraId: string;
  /** Since when nothing looks, whoever asked for it first. */
  readonly sinceMs: number;
  /** What holds it; at least one. */
  readonly causes: readonly PauseCause[];
}

/** The cameras that are paused: an edge that starts finds them so. Part of a `Store`, with its promises and errors. */
export interface PauseStore {
  pauses(): readonly PauseRecord[];
  /** Keeps a pause in the place of an earlier one of the same camera. */
  save(pause: PauseRecord): void;
  end(cameraId: string): void;
}
