import type { CameraState, Cell, ErrorCode, LedgerLine } from '@outis/core';
import type { AimStore } from './aim-store.ts';
import type { CertificateStore } from './certificate-store.ts';
import type { ChangeStore } from './change-store.ts';
import type { PauseStore } from './pause-store.ts';
import type { ReleaseStore } from './release-store.ts';

/** A count that may still grow. It never leaves the store but through a `Release`. */
export interface OpenCell {
  readonly cell: Cell;
  readonly count: number;
}

/** Camera time in one interval: a cell with missing camera time is not a zero. */
export interface Coverage {
  readonly cameraId: string;
  readonly series: number;
  readonly startMs: number;
  readonly intervalMs: number;
  readonly observedMs: number;
}

/** Open cells of one span: those of the classes that `group` names, joined by blanks. */
export type OpenSpan = Pick<LedgerLine, 'cameraId' | 'series' | 'family' | 'group' | 'startMs'>;

/** What one tick adds; counts are increments. */
export interface Tick {
  readonly tMs: number;
  readonly counts: readonly OpenCell[];
}

/** A camera as set up in the browser, kept as the text of its configuration. */
export interface CameraRecord {
  readonly cameraId: string;
  readonly configJson: string;
  readonly updatedMs: number;
}

/** A change in how a camera is doing. */
export interface HealthRecord {
  readonly cameraId: string;
  readonly sinceMs: number;
  readonly state: CameraState;
  readonly code: ErrorCode | null;
}

/**
 * What an edge remembers. Everything is durable when a method returns; a method that throws has changed nothing.
 * Throws `OutisError` `store-full` or `store-failed`. Nothing in it is keyed by a track or holds the instant of a passage.
 */
export interface Store {
  /** Adds the counts of one tick to the open cells. Called at fixed times, never at a passage. */
  commitTick(tick: Tick): void;
  /** Adds camera time; never more than an interval has. */
  addCoverage(coverage: readonly Coverage[]): void;
  openCells(): readonly OpenCell[];
  /** Erases open counts that will not leave: of spans that have left already, or of which nothing leaves. */
  eraseOpen(spans: readonly OpenSpan[]): void;
  /**
   * The camera time of intervals that start in `[fromMs, toMs)`, oldest first; of more than `limit` the newest. With
   * `bucketMs` it is added up to intervals of at most that.
   */
  coverage(
    cameraId: string,
    series: number,
    fromMs: number,
    toMs: number,
    limit: number,
    bucketMs?: number,
  ): readonly Coverage[];
  cameras(): readonly CameraRecord[];
  saveCamera(record: CameraRecord): void;
  removeCamera(cameraId: string): void;
  recordHealth(record: HealthRecord): void;
  /** The latest changes of a camera's state, newest first. */
  health(cameraId: string, limit: number): readonly HealthRecord[];
  /** Adds to how long somebody watched the live scene on the day that began at `dayMs`. */
  addWatched(cameraId: string, dayMs: number, watchedMs: number): void;
  /** How long on the days that began at `fromMs` or later. */
  watchedMs(cameraId: string, fromMs: number): number;
  readonly changes: ChangeStore;
  readonly released: ReleaseStore;
  readonly aims: AimStore;
  readonly certificates: CertificateStore;
  readonly pauses: PauseStore;
  /** Deletes releases, coverage, times watched and uses of the aim view that started before `beforeMs`. */
  deleteBefore(beforeMs: number): void;
  close(): void;
}
