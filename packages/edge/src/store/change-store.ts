import type { ChangeJson } from '@outis/core';

/** What a camera runs with, and since when it is known. */
export interface InEffectRecord {
  readonly cameraId: string;
  /** Settings without the address of the camera: nothing here is a credential. */
  readonly settingsJson: string;
  /** First set-up; kept when the camera is removed, so that adding it again is no new beginning. */
  readonly firstMs: number;
}

/** A change that widens a camera, with what tells whether the same is asked for again. */
export interface ChangeRecord extends ChangeJson {
  readonly afterJson: string;
}

/** What is in effect, what waits, and which signs were taken. Part of a `Store`, with its promises and errors. */
export interface ChangeStore {
  inEffect(cameraId: string): InEffectRecord | null;
  saveInEffect(record: InEffectRecord): void;
  /** Newest first; of more than `limit` the newest. */
  changes(limit: number, cameraId?: string): readonly ChangeRecord[];
  change(id: number): ChangeRecord | null;
  /** Keeps a new change and numbers it. */
  addChange(change: Omit<ChangeRecord, 'id'>): ChangeRecord;
  /** Sets how a change ended, or by when it will. */
  decide(change: Pick<ChangeRecord, 'id' | 'state' | 'effectiveMs' | 'decidedBy'>): void;
  /** The stamp of the sign that was taken last; null when none was. */
  printedStamp(cameraId: string): string | null;
  savePrintedStamp(cameraId: string, stamp: string, printedMs: number): void;
}
