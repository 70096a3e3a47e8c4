import type { Coverage } from '../store/store.ts';

/** Camera time of one series in order of time, to be asked for many intervals. */
export class Covered {
  readonly #coverage: readonly Pick<Coverage, 'startMs' | 'intervalMs' | 'observedMs'>[];
  /** Sums of what was observed before each entry, ms. */
  readonly #before: readonly number[];

  /** `coverage` oldest first. */
  constructor(coverage: readonly Pick<Coverage, 'startMs' | 'intervalMs' | 'observedMs'>[]) {
    this.#coverage = coverage;
    let sum = 0;
    this.#before = [0, ...coverage.map(({ observedMs }) => (sum += observedMs))];
  }

  /** Share of `[fromMs, toMs)` in whole percent; null where camera time is kept in longer intervals than that. */
  percent(fromMs: number, toMs: number): number | null {
    const first = this.#firstFrom(fromMs);
    const end = this.#firstFrom(toMs);
    const last = this.#coverage[end - 1];
    if (end > first && last !== undefined && last.startMs + last.intervalMs > toMs) return null;
    const observedMs = this.#before[end]! - this.#before[first]!;
    return Math.min(100, Math.round((100 * observedMs) / (toMs - fromMs)));
  }

  /** The index of the first entry that starts at `tMs` or later, found by halving. */
  #firstFrom(tMs: number): number {
    let low = 0;
    let high = this.#coverage.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#coverage[middle]!.startMs < tMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
