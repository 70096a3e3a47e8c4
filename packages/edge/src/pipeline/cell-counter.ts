import {
  type Cell,
  type Crossing,
  cellOf,
  countIntervalMs,
  OutisError,
  type Purpose,
  type Release,
  releaseCell,
} from '@outis/core';
import type { Coverage, OpenCell, Store } from '../store/store.ts';

/** A passage that was completed later than this after it met the line counts when it was completed. */
const lateMs = 6_000;
/** A cell is released this long after it is due, so that passages still under way fall into it. */
const graceMs = 7_000;
/** Two observations further apart than this leave a gap in the coverage. */
const gapMs = 2_000;
/** Cells held in memory while the store cannot be written. When full, further crossings of new cells are refused and told. */
const pendingCellsMax = 20_000;

/**
 * From crossings to released counts: adds up in memory, commits at fixed ticks, releases what is due.
 * A tick that cannot be written is tried again with the next: nothing counted is lost while the process lives.
 */
export class CellCounter {
  readonly #store: Store;
  readonly #timeZone: string;
  #counts = new Map<string, OpenCell>();
  #coverage = new Map<string, Coverage>();
  #nextReleaseMs = 0;
  #problem: OutisError | null = null;

  constructor(store: Store, timeZone: string) {
    this.#store = store;
    this.#timeZone = timeZone;
  }

  /** Why the last tick could not be written; null when it was. */
  get problem(): OutisError | null {
    return this.#problem;
  }

  /** Counts one crossing. `nowMs` is epoch ms by the machine's clock, `crossing.tMs` on the same clock. */
  count(cameraId: string, purpose: Purpose, crossing: Crossing, nowMs: number): void {
    const tMs = Math.max(crossing.tMs, nowMs - lateMs);
    const cell = cellOf(purpose, { ...crossing, cameraId, tMs });
    const key = keyOf(cell);
    const pending = this.#counts.get(key);
    if (pending === undefined && this.#counts.size >= pendingCellsMax) {
      this.#problem ??= new OutisError('store-failed', 'too many counts wait to be written');
      return;
    }
    this.#counts.set(key, { cell, purpose, count: (pending?.count ?? 0) + 1 });
  }

  /** Notes that the camera watched from `fromMs` to `toMs`; a longer pause counts as a gap. */
  observe(cameraId: string, purpose: Purpose, fromMs: number, toMs: number): void {
    if (!(toMs > fromMs) || toMs - fromMs > gapMs) return;
    const intervalMs = countIntervalMs(purpose, 'car');
    const startMs = Math.floor(toMs / intervalMs) * intervalMs;
    const key = `${cameraId} ${startMs}`;
    const pending = this.#coverage.get(key);
    if (pending === undefined && this.#coverage.size >= pendingCellsMax) return;
    const observedMs = (pending?.observedMs ?? 0) + (toMs - fromMs);
    this.#coverage.set(key, { cameraId, startMs, intervalMs, observedMs });
  }

  /** Commits what has been counted since the last tick and releases what is due. Call it at fixed times. */
  tick(nowMs: number): void {
    try {
      this.#store.commitTick({ tMs: nowMs, counts: [...this.#counts.values()] });
      this.#counts = new Map();
      this.#store.addCoverage([...this.#coverage.values()]);
      this.#coverage = new Map();
      if (nowMs >= this.#nextReleaseMs) this.#releaseDue(nowMs);
      this.#problem = null;
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      this.#problem = error;
    }
  }

  #releaseDue(nowMs: number): void {
    const due: Release[] = [];
    let nextMs = nowMs + 60_000;
    for (const { cell, purpose, count } of this.#store.openCells()) {
      const release = releaseCell(cell, count, { purpose, timeZone: this.#timeZone, nowMs: nowMs - graceMs });
      if ('dueMs' in release) nextMs = Math.min(nextMs, release.dueMs + graceMs);
      else due.push(release);
    }
    this.#store.release(due);
    this.#nextReleaseMs = nextMs;
  }
}

function keyOf({ cameraId, lineId, direction, class: objectClass, startMs, intervalMs }: Cell): string {
  return `${cameraId} ${lineId} ${direction} ${objectClass} ${startMs} ${intervalMs}`;
}
