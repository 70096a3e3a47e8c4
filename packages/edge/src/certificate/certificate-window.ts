import {
  type CountingLine,
  type Direction,
  isDirection,
  isRoadUser,
  type PassageTotal,
  type RoadUserClass,
} from '@outis/core';

/** What the window of a certificate hears of a camera. */
export interface Passage {
  readonly place: string;
  readonly part: string;
  readonly class: string;
  /** Epoch ms: compared with the window and forgotten. */
  readonly tMs: number;
}

/** When a window begins and ends, epoch ms: what falls on its beginning is in it, what falls on its end is not. */
export interface WindowSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * What crosses the lines of one camera in one exact window, in memory alone. It adds up and keeps no instant; `erase` leaves
 * nothing of it.
 */
export class CertificateWindow {
  readonly span: WindowSpan;
  readonly #lines: ReadonlySet<string>;
  readonly #counts = new Map<string, number>();
  #observedMs = 0;

  constructor(span: WindowSpan, lineIds: readonly CountingLine['id'][]) {
    this.span = span;
    this.#lines = new Set(lineIds);
  }

  count({ place, part, class: name, tMs }: Passage): void {
    const { startMs, endMs } = this.span;
    if (tMs < startMs || tMs >= endMs || !this.#lines.has(place)) return;
    const key = `${place} ${part} ${name}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** The camera watched from `fromMs` to `toMs`. */
  observe(fromMs: number, toMs: number): void {
    const { startMs, endMs } = this.span;
    this.#observedMs += Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, startMs));
  }

  /** True totals: for `certify` alone. */
  totals(): PassageTotal[] {
    return [...this.#counts].flatMap(([key, count]) => {
      const [lineId = '', direction, name] = key.split(' ');
      return isDirection(direction) && isRoadUser(name as RoadUserClass)
        ? [{ lineId, direction: direction as Direction, class: name as RoadUserClass, count }]
        : [];
    });
  }

  /** Share of the window for which the camera watched, to a hundredth. */
  coverage(): number {
    const { startMs, endMs } = this.span;
    return Math.min(1, Math.round((100 * this.#observedMs) / (endMs - startMs)) / 100);
  }

  erase(): void {
    this.#counts.clear();
    this.#observedMs = 0;
  }
}
