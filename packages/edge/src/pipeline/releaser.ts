import {
  type Cell,
  cellKeys,
  dueMsOf,
  type Family,
  families,
  type Measured,
  type NoiseScale,
  Release,
  releaseCell,
  type Span,
  spanOf,
  type UniformBelow,
  waitsForMorning,
} from '@outis/core';
import type { MeasuredPlace, MeasuredTime, ReleaseBatch, Series } from '../store/release-store.ts';
import type { Store } from '../store/store.ts';

/** A span is released this long after it is due, so that passages still under way fall into it. */
const graceMs = 7_000;
/** What could not leave for this long (the edge was off) does not leave any more: its camera time is forgotten then. */
const backMs = 40 * 86_400_000;
/** Whatever is known of the next moment that something is due, it is looked again after this. */
const lookEveryMs = 60_000;
/** Spans that leave in one transaction; the rest follows with the next tick. */
const batchesMax = 200;
const rowsMax = 100_000;

export interface ReleaserOptions {
  readonly store: Store;
  /** IANA name. */
  readonly timeZone: string;
  readonly scale: NoiseScale;
  readonly uniformBelow: UniformBelow;
}

/** Classes of a family that share their span and the moment from which they may leave. */
interface Group {
  readonly family: Family;
  /** Joined by blanks: what the ledger calls them. */
  readonly name: string;
  readonly classes: ReadonlySet<string>;
}

/**
 * Releases what is due: every cell of every place that was measured while there was camera time, empty ones too, with
 * one draw of noise each. What has left stands in the ledger and never leaves again, whatever the clock does.
 */
export class Releaser {
  readonly #options: ReleaserOptions;
  #nextMs = 0;

  constructor(options: ReleaserOptions) {
    this.#options = options;
  }

  /** Call it at fixed times, after the open counts were committed. */
  tick(nowMs: number): void {
    // A clock that was set back may not hold up what is due for as long as it was ahead.
    if (nowMs < this.#nextMs && this.#nextMs - nowMs <= lookEveryMs) return;
    const batches: ReleaseBatch[] = [];
    let nextMs = nowMs + lookEveryMs;
    const counts = new Map(this.#options.store.openCells().map(({ cell, count }) => [keyOf(cell), count]));
    for (const series of this.#options.store.released.series()) {
      const dueMs = this.#collect(series, nowMs, counts, batches);
      nextMs = Math.min(nextMs, dueMs + graceMs);
    }
    this.#options.store.released.release(batches);
    this.#nextMs = batches.length >= batchesMax ? nowMs : nextMs;
  }

  /** Adds what is due to `batches` and says when the next span of the series will be. */
  #collect(
    series: Series,
    nowMs: number,
    counts: ReadonlyMap<string, number>,
    batches: ReleaseBatch[],
  ): number {
    const { store, timeZone } = this.#options;
    const { cameraId, purpose } = series;
    const fromMs = nowMs - backMs;
    const coverage = store.coverage(cameraId, series.series, fromMs, nowMs + backMs, rowsMax);
    if (coverage.length === 0) return Number.POSITIVE_INFINITY;
    const left = new Set(store.released.left(cameraId, series.series, fromMs - 8 * 86_400_000).map(lineKey));
    const measured = store.released.measured(cameraId, series.series);
    let nextMs = Number.POSITIVE_INFINITY;
    for (const group of groupsOf(series)) {
      const places = measured.filter(({ family }) => family === group.family);
      if (places.length === 0) continue;
      const [name] = group.classes;
      const seen = new Set<number>();
      for (const { startMs: coveredMs } of coverage) {
        const span = spanOf(purpose, group.family, name ?? '', coveredMs, timeZone);
        if (seen.has(span.startMs)) continue;
        seen.add(span.startMs);
        if (left.has(lineKey({ family: group.family, group: group.name, ...span }))) continue;
        const dueMs = dueMsOf(purpose, { family: group.family, class: name ?? '', ...span }, timeZone);
        if (nowMs < dueMs + graceMs) nextMs = Math.min(nextMs, dueMs);
        else if (batches.length < batchesMax) {
          const batch = this.#batch({ series, group, span, places, nowMs, counts });
          if (batch !== null) batches.push(batch);
        }
      }
    }
    return nextMs;
  }

  /** All cells of one span of one group; null where nothing was measured in it. */
  #batch(due: {
    readonly series: Series;
    readonly group: Group;
    readonly span: Span;
    readonly places: readonly MeasuredTime[];
    readonly nowMs: number;
    readonly counts: ReadonlyMap<string, number>;
  }): ReleaseBatch | null {
    const { series, group, span, nowMs, counts } = due;
    const { timeZone, scale, uniformBelow } = this.#options;
    const { cameraId, purpose } = series;
    const endMs = span.startMs + span.intervalMs;
    const places = due.places.filter(({ fromMs, toMs }) => fromMs < endMs && (toMs ?? endMs) > span.startMs);
    const keys = cellKeys(group.family, measuredOf(places)).filter((key) => group.classes.has(key.class));
    if (keys.length === 0) return null;
    const releases = keys.flatMap((key) => {
      const cell: Cell = { cameraId, series: series.series, family: group.family, ...key, ...span };
      const context = { purpose, timeZone, nowMs: nowMs - graceMs, scale, uniformBelow };
      const release = releaseCell(cell, counts.get(keyOf(cell)) ?? 0, context);
      return release instanceof Release ? [release] : [];
    });
    const line = {
      cameraId,
      series: series.series,
      family: group.family,
      group: group.name,
      ...span,
      cells: releases.length,
      scale,
      releasedMs: Math.round(nowMs),
    };
    return { line, releases };
  }
}

/** Everything that may be measured, to know which classes a family has. */
const anything: Measured = {
  lines: ['x'],
  movements: ['x'],
  speedPlaces: ['x'],
  dwellZones: ['x'],
  hasConflicts: true,
};

function groupsOf({ purpose }: Series): Group[] {
  return families.flatMap((family) => {
    const classes = [...new Set(cellKeys(family, anything).map((key) => key.class))];
    const groups = Map.groupBy(classes, (name) =>
      [waitsForMorning(purpose, family, name), spanOf(purpose, family, name, 0, 'UTC').intervalMs].join(' '),
    );
    return [...groups.values()].map((group) => ({
      family,
      name: group.join(' '),
      classes: new Set(group),
    }));
  });
}

/** The places of a series by family. */
export function measuredOf(places: readonly MeasuredPlace[]): Measured {
  const of = (family: Family): string[] => [
    ...new Set(places.filter((each) => each.family === family).map(({ place }) => place)),
  ];
  return {
    lines: of('count'),
    movements: of('movement'),
    speedPlaces: of('speed'),
    dwellZones: of('dwell'),
    hasConflicts: of('conflict').length > 0,
  };
}

function keyOf({ cameraId, series, family, place, part, class: name, startMs }: Cell): string {
  return [cameraId, series, family, place, part, name, startMs].join(' ');
}

function lineKey(line: {
  readonly family: string;
  readonly group: string;
  readonly startMs: number;
}): string {
  return `${line.family} ${line.startMs} ${line.group}`;
}
