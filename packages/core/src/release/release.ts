import type { RoadUserClass } from '../detection/object-class.ts';
import { countIntervalMs, type Purpose, releaseDueMs } from '../purpose/purpose.ts';
import type { Direction } from '../rule/direction.ts';

/** The address of one count. Cells are disjoint: one crossing falls into exactly one. */
export interface Cell {
  readonly cameraId: string;
  readonly lineId: string;
  readonly direction: Direction;
  readonly class: RoadUserClass;
  /** Epoch ms, a whole multiple of `intervalMs`. */
  readonly startMs: number;
  readonly intervalMs: number;
}

/** What a release looks like in the store and on the wire. */
export interface ReleaseRecord extends Cell {
  readonly count: number;
  /** What was done to the true count. `none` until the noise of a later version: such counts stay on the box. */
  readonly noise: 'none';
}

/** The cell into which a crossing at `tMs` falls, at the finest interval that the purpose permits. */
export function cellOf(
  purpose: Purpose,
  crossing: {
    readonly cameraId: string;
    readonly lineId: string;
    readonly direction: Direction;
    readonly class: RoadUserClass;
    readonly tMs: number;
  },
): Cell {
  const intervalMs = countIntervalMs(purpose, crossing.class);
  return {
    cameraId: crossing.cameraId,
    lineId: crossing.lineId,
    direction: crossing.direction,
    class: crossing.class,
    startMs: Math.floor(crossing.tMs / intervalMs) * intervalMs,
    intervalMs,
  };
}

/**
 * A count that may leave. It is the only type that the store's released table, HTTP and export accept,
 * and it can only be made by {@link releaseCell} once the cell is due, or read back by {@link readRelease}.
 */
export class Release {
  // A private field makes the type nominal: no literal and no other class fits.
  readonly #record: ReleaseRecord;

  private constructor(record: ReleaseRecord) {
    this.#record = record;
  }

  /** The plain record, for storing and sending. */
  get record(): ReleaseRecord {
    return this.#record;
  }

  /** @internal Use `releaseCell` or `readRelease`. */
  static of(record: ReleaseRecord): Release {
    return new Release(Object.freeze({ ...record }));
  }
}

/** Why a cell may not leave yet. */
export interface NotDue {
  readonly kind: 'not-due';
  /** Epoch ms from which it may. */
  readonly dueMs: number;
}

/**
 * Releases a cell when it is due, and says when it will be otherwise. `nowMs` is epoch ms; `count` a whole number ≥ 0.
 * A cell may span several of the purpose's intervals and is due when the last of them is. Throws `RangeError` when
 * the cell is finer than the purpose permits or cuts its intervals: that is a bug of the caller.
 */
export function releaseCell(
  cell: Cell,
  count: number,
  context: { readonly purpose: Purpose; readonly timeZone: string; readonly nowMs: number },
): Release | NotDue {
  const finestMs = countIntervalMs(context.purpose, cell.class);
  if (
    !(cell.intervalMs >= finestMs) ||
    cell.intervalMs % finestMs !== 0 ||
    cell.startMs % cell.intervalMs !== 0
  ) {
    throw new RangeError(
      `A ${context.purpose} cell of class ${cell.class} must span ${finestMs} ms or whole multiples, not ${cell.intervalMs} ms.`,
    );
  }
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError('A count must be a whole number that is not negative.');
  const lastMs = cell.startMs + cell.intervalMs - finestMs;
  const dueMs = releaseDueMs(context.purpose, cell.class, lastMs, context.timeZone);
  if (!(context.nowMs >= dueMs)) return { kind: 'not-due', dueMs };
  return Release.of({ ...cell, count, noise: 'none' });
}

/** Reads back a release that this store already made; for stores only (held by `test/tidy.test.ts`). */
export function readRelease(record: ReleaseRecord): Release {
  return Release.of(record);
}

/**
 * Adds releases up to intervals of at most `bucketMs`, each a whole multiple of the cell's own; 0 changes nothing.
 * A sum of releases says nothing that they did not. Order is that of the first cell of each sum.
 */
export function addUpReleases(releases: readonly Release[], bucketMs: number): Release[] {
  const sums = new Map<string, ReleaseRecord>();
  for (const { record } of releases) {
    const intervalMs = Math.max(1, Math.floor(bucketMs / record.intervalMs)) * record.intervalMs;
    const startMs = Math.floor(record.startMs / intervalMs) * intervalMs;
    const key = `${startMs} ${record.lineId} ${record.direction} ${record.class} ${intervalMs}`;
    const count = (sums.get(key)?.count ?? 0) + record.count;
    sums.set(key, { ...record, startMs, intervalMs, count });
  }
  return [...sums.values()].map((record) => Release.of(record));
}
