import type { Purpose } from '../purpose/purpose.ts';
import { type Cell, dueMsOf, spanOf } from './cell.ts';
import { discreteLaplace, type UniformBelow } from './discrete-laplace.ts';

/** How much noise: 2 as usual, 4 where it is strict. A cell is (1 / scale)-differentially private in one passage. */
export const noiseScales = [2, 4] as const;
export type NoiseScale = (typeof noiseScales)[number];

/** What a release looks like in the store. */
export interface ReleaseRecord extends Cell {
  /** The true count and one draw of noise: whole, and below zero where the noise says so. */
  readonly value: number;
  readonly scale: NoiseScale;
  /** 1 for a release; more for a sum of so many, which says nothing that they did not. */
  readonly cells: number;
}

/**
 * A number that may leave. It is the only type that the store's released table, HTTP and export accept, and it can only
 * be made by {@link releaseCell} once the cell is due, with noise, or read back by {@link readRelease}.
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

/** What a release depends on besides the cell and its count. */
export interface ReleaseContext {
  readonly purpose: Purpose;
  /** IANA name. */
  readonly timeZone: string;
  readonly nowMs: number;
  readonly scale: NoiseScale;
  readonly uniformBelow: UniformBelow;
}

/**
 * Releases a cell with one fresh draw of noise when it is due, and says when it will be otherwise. `count` is a whole
 * number ≥ 0. The caller stores what comes back and erases the count, so that there is never a second draw.
 * Throws `RangeError` when the cell is not one of its purpose and family: that is a bug of the caller.
 */
export function releaseCell(cell: Cell, count: number, context: ReleaseContext): Release | NotDue {
  const { purpose, timeZone, nowMs, scale, uniformBelow } = context;
  const span = spanOf(purpose, cell.family, cell.class, cell.startMs, timeZone);
  if (span.startMs !== cell.startMs || span.intervalMs !== cell.intervalMs)
    throw new RangeError(
      `A ${purpose} cell of ${cell.family} and class ${cell.class} must span ${span.intervalMs} ms from ${span.startMs}, not ${cell.intervalMs} ms.`,
    );
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError('A count must be a whole number that is not negative.');
  const dueMs = dueMsOf(purpose, cell, timeZone);
  if (!(nowMs >= dueMs)) return { kind: 'not-due', dueMs };
  const value = Number(BigInt(count) + discreteLaplace(BigInt(scale), uniformBelow));
  return Release.of({ ...cell, value, scale, cells: 1 });
}

/** Reads back a release that this store already made, or a sum of them; for stores only (held by `test/tidy.test.ts`). */
export function readRelease(record: ReleaseRecord): Release {
  return Release.of(record);
}
