import type { AimUseJson } from '@outis/core';

/** One use of the aim view. */
export interface AimUseRecord extends AimUseJson {
  readonly id: number;
  readonly cameraId: string;
}

/** Who has aimed which camera, and what the dpo has granted. Part of a `Store`, with its promises and errors. */
export interface AimStore {
  /** The uses of a camera that began at `fromMs` or later, newest first. */
  uses(cameraId: string, fromMs: number): readonly AimUseRecord[];
  /** Those of any camera that have not ended: an edge that was killed leaves them. */
  openUses(): readonly AimUseRecord[];
  /** Keeps the beginning of a use and numbers it. */
  addUse(use: Pick<AimUseRecord, 'cameraId' | 'user' | 'fromMs'>): AimUseRecord;
  endUse(id: number, toMs: number): void;
  /** Keeps that the dpo has granted one more use. */
  addGrant(grant: { readonly cameraId: string; readonly by: string; readonly grantedMs: number }): void;
  /** When the grants of a camera were given, at `fromMs` or later, newest first. */
  grants(cameraId: string, fromMs: number): readonly number[];
}
