import {
  type Cell,
  countIntervalMs,
  decidedAfterMs,
  type Family,
  OutisError,
  type Purpose,
  spanOf,
} from '@outis/core';
import type { Coverage, OpenCell, Store } from '../store/store.ts';
import type { Releaser } from './releaser.ts';

/** A passage that was completed later than this after it met the line counts when it was completed: some seconds, and it is decided late. */
const lateMs = 3_500 + decidedAfterMs;
/** Two observations further apart than this leave a gap in the coverage. */
const gapMs = 2_000;
/** Cells held in memory while the store cannot be written. When full, further passages of new cells are refused and told. */
const pendingCellsMax = 20_000;

/** Of which camera, series and purpose a number is. */
export interface Counted {
  readonly cameraId: string;
  readonly series: number;
  readonly purpose: Purpose;
}

/** One contribution to one cell: no track. Its instant goes no further than here and a window that compares with it. */
export interface Contribution extends Pick<Cell, 'place' | 'part' | 'class'> {
  readonly family: Family;
  readonly tMs: number;
}

/** Hears what is counted while it is counted, such as the window of a certificate; `tMs` is the instant as the cells have it. */
export interface CountListener {
  onCount(counted: Counted, contribution: Contribution, tMs: number): void;
  onObserved(counted: Counted, fromMs: number, toMs: number): void;
}

/**
 * From what a camera measures to released numbers: adds up in memory, commits at fixed ticks, has released what is due.
 * A tick that cannot be written is tried again with the next: nothing counted is lost while the process lives.
 */
export class CellCounter {
  readonly #store: Store;
  readonly #timeZone: string;
  readonly #releaser: Releaser;
  #counts = new Map<string, OpenCell>();
  #coverage = new Map<string, Coverage>();
  #problem: OutisError | null = null;
  #listener: CountListener | null = null;

  constructor(store: Store, timeZone: string, releaser: Releaser) {
    this.#store = store;
    this.#timeZone = timeZone;
    this.#releaser = releaser;
  }

  /** Why the last tick could not be written; null when it was. */
  get problem(): OutisError | null {
    return this.#problem;
  }

  /** Lets one listener hear everything from now on. */
  hear(listener: CountListener): void {
    this.#listener = listener;
  }

  /** Counts one contribution. `nowMs` is epoch ms by the machine's clock, `contribution.tMs` on the same clock. */
  count(counted: Counted, contribution: Contribution, nowMs: number): void {
    const { cameraId, series, purpose } = counted;
    const { family, place, part, class: name } = contribution;
    const tMs = Math.max(contribution.tMs, nowMs - lateMs);
    this.#listener?.onCount(counted, contribution, tMs);
    const cell: Cell = {
      cameraId,
      series,
      family,
      place,
      part,
      class: name,
      ...spanOf(purpose, family, name, tMs, this.#timeZone),
    };
    const key = keyOf(cell);
    const pending = this.#counts.get(key);
    if (pending === undefined && this.#counts.size >= pendingCellsMax) {
      this.#problem ??= new OutisError('store-failed', 'too many counts wait to be written');
      return;
    }
    this.#counts.set(key, { cell, count: (pending?.count ?? 0) + 1 });
  }

  /** Notes that the camera watched from `fromMs` to `toMs`; a longer pause counts as a gap. */
  observe(counted: Counted, fromMs: number, toMs: number): void {
    if (!(toMs > fromMs) || toMs - fromMs > gapMs) return;
    this.#listener?.onObserved(counted, fromMs, toMs);
    const { cameraId, series, purpose } = counted;
    const intervalMs = countIntervalMs(purpose, 'car');
    // A step over the end of an interval belongs to both: a camera that is switched off then was not there afterwards.
    for (let atMs = fromMs; atMs < toMs; ) {
      const startMs = Math.floor(atMs / intervalMs) * intervalMs;
      const endMs = Math.min(toMs, startMs + intervalMs);
      const key = `${cameraId} ${series} ${startMs}`;
      const pending = this.#coverage.get(key);
      if (pending === undefined && this.#coverage.size >= pendingCellsMax) return;
      const observedMs = (pending?.observedMs ?? 0) + (endMs - atMs);
      this.#coverage.set(key, { cameraId, series, startMs, intervalMs, observedMs });
      atMs = endMs;
    }
  }

  /** Commits what has been counted since the last tick and has released what is due. Call it at fixed times. */
  tick(nowMs: number): void {
    try {
      // Camera time first: a count without any, which a crash in between would leave, never leaves.
      this.#store.addCoverage([...this.#coverage.values()]);
      this.#coverage = new Map();
      this.#store.commitTick({ tMs: nowMs, counts: [...this.#counts.values()] });
      this.#counts = new Map();
      this.#releaser.tick(nowMs);
      this.#problem = null;
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      this.#problem = error;
    }
  }
}

function keyOf(cell: Cell): string {
  const { cameraId, series, family, place, part, class: name, startMs } = cell;
  return `${cameraId} ${series} ${family} ${place} ${part} ${name} ${startMs}`;
}
