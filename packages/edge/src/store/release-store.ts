import type { ChainedLedgerLine, Family, LedgerLine, Purpose, Release } from '@outis/core';

/** Numbers of one camera under one purpose; another purpose begins another series. */
export interface Series {
  readonly cameraId: string;
  /** 1, 2, 3 … for each camera. */
  readonly series: number;
  readonly purpose: Purpose;
  readonly startedMs: number;
}

/** A place that was measured: its cells leave for every span that it was there in, empty ones too. */
export interface MeasuredPlace {
  readonly family: Family;
  readonly place: string;
}

/** When a place was measured. */
export interface MeasuredTime extends MeasuredPlace {
  readonly fromMs: number;
  /** Null while it is measured. */
  readonly toMs: number | null;
}

/** Cells that leave together, with the line that says so. */
export interface ReleaseBatch {
  readonly line: LedgerLine;
  readonly releases: readonly Release[];
}

/** Which releases are asked for. */
export interface ReleaseQuery {
  readonly cameraId: string;
  readonly series: number;
  readonly family: Family;
  /** Those that start in `[fromMs, toMs)`. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Of more the newest. */
  readonly limit: number;
  /** Add up to intervals of at most this, each whole; 0 or absent: as released. Days and weeks stay as they are. */
  readonly bucketMs?: number;
}

/** What has left, and the book about it. Throws as `Store` does. */
export interface ReleaseStore {
  /** The series of a camera under a purpose: the last one where its purpose is this, else a new one. */
  beginSeries(cameraId: string, purpose: Purpose, nowMs: number): Series;
  /** The series of a camera in order; without one those of all cameras, removed ones too. */
  series(cameraId?: string): readonly Series[];
  /** Says what a series measures from now on; what it measured before stays known. */
  setMeasured(cameraId: string, series: number, places: readonly MeasuredPlace[], nowMs: number): void;
  /** What a series measures and has measured. */
  measured(cameraId: string, series: number): readonly MeasuredTime[];
  /** Which spans of a series have left and start at `fromMs` or later: family, group, start and length. */
  left(
    cameraId: string,
    series: number,
    fromMs: number,
  ): readonly Pick<LedgerLine, 'family' | 'group' | 'startMs' | 'intervalMs'>[];
  /**
   * Keeps releases with their lines in the ledger, all or nothing, and then erases the true counts. Of a line that is
   * there already nothing is kept a second time; true counts that a crash has left are erased.
   */
  release(batches: readonly ReleaseBatch[]): void;
  /** Oldest first. */
  releases(query: ReleaseQuery): readonly Release[];
  /** The ledger, newest first, from before `beforeSeq`. */
  ledger(limit: number, beforeSeq?: number): readonly ChainedLedgerLine[];
}
