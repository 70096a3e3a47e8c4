import type { CameraState, Cell, ErrorCode, Purpose, Release } from '@outis/core';
import type { AimStore } from './aim-store.ts';
import type { ChangeStore } from './change-store.ts';

/** A count that may still grow. It never leaves the store but through a `Release`. */
export interface OpenCell {
  readonly cell: Cell;
  /** The purpose under which it was counted; says when it may be released. */
  readonly purpose: Purpose;
  readonly count: number;
}

/** Camera time in one interval: a cell with missing camera time is not a zero. */
export interface Coverage {
  readonly cameraId: string;
  readonly startMs: number;
  readonly intervalMs: number;
  readonly observedMs: number;
}

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
  /** Keeps releases and erases their open cells. A cell that was released before is not released again. */
  release(releases: readonly Release[]): void;
  /**
   * The releases of a camera that start in `[fromMs, toMs)`, oldest first; of more than `limit` the newest.
   * With `bucketMs` they are added up as `addUpReleases` does, to intervals of at most that; 0, the default, changes
   * nothing. `limit` counts the sums, and each sum is whole.
   */
  releases(
    cameraId: string,
    fromMs: number,
    toMs: number,
    limit: number,
    bucketMs?: number,
  ): readonly Release[];
  /** The camera time, by the same rules. */
  coverage(
    cameraId: string,
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
  readonly aims: AimStore;
  /** Deletes releases, coverage, times watched and uses of the aim view that started before `beforeMs`. */
  deleteBefore(beforeMs: number): void;
  close(): void;
}
