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
import type { OpenCell, OpenSpan, Store } from '../store/store.ts';

const dayMs = 86_400_000;
/** A span is released this long after it is due, so that passages still under way fall into it. */
const graceMs = 9_000;
/** What could not leave for this long (the edge was off) does not leave any more: its camera time is forgotten then. */
const backMs = 40 * dayMs;
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

/** What one look collects. */
interface Due {
  readonly nowMs: number;
  /** True counts of open cells. */
  readonly counts: ReadonlyMap<string, number>;
  readonly batches: ReleaseBatch[];
  /** Spans that are due and have to wait for the next look, as there were too many. */
  readonly waiting: Set<string>;
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
    const { store } = this.#options;
    const open = store.openCells();
    const due: Due = {
      nowMs,
      counts: new Map(open.map(({ cell, count }) => [keyOf(cell), count])),
      batches: [],
      waiting: new Set(),
    };
    let nextMs = nowMs + lookEveryMs;
    const all = store.released.series();
    for (const series of all) nextMs = Math.min(nextMs, this.#collect(series, due) + graceMs);
    store.released.release(due.batches);
    store.eraseOpen(this.#orphans(open, all, due));
    this.#nextMs = due.batches.length >= batchesMax ? nowMs : nextMs;
  }

  /** Adds what is due to the batches and says when the next span of the series will be. */
  #collect(series: Series, due: Due): number {
    const { store, timeZone } = this.#options;
    const { nowMs, batches, waiting } = due;
    const { cameraId, purpose } = series;
    const fromMs = nowMs - backMs;
    const coverage = store.coverage(cameraId, series.series, fromMs, nowMs + backMs, rowsMax);
    if (coverage.length === 0) return Number.POSITIVE_INFINITY;
    const left = new Set(store.released.left(cameraId, series.series, fromMs - 8 * dayMs).map(lineKey));
    const measured = store.released.measured(cameraId, series.series);
    let nextMs = Number.POSITIVE_INFINITY;
    for (const group of groupsOf(series)) {
      const places = measured.filter(({ family }) => family === group.family);
      if (places.length === 0) continue;
      const { family, name: groupName } = group;
      const [name = ''] = group.classes;
      const seen = new Set<number>();
      let beforeMs = Number.NEGATIVE_INFINITY;
      for (const { startMs: coveredMs } of coverage) {
        // Coverage is in order of time: most of it lies in the span that was looked at last.
        if (coveredMs < beforeMs) continue;
        const span = spanOf(purpose, family, name, coveredMs, timeZone);
        beforeMs = span.startMs + span.intervalMs;
        if (seen.has(span.startMs)) continue;
        seen.add(span.startMs);
        if (left.has(lineKey({ family, group: groupName, ...span }))) continue;
        const dueMs = dueMsOf(purpose, { family, class: name, ...span }, timeZone);
        if (nowMs < dueMs + graceMs) nextMs = Math.min(nextMs, dueMs);
        else if (batches.length < batchesMax) {
          const batch = this.#batch(due, { series, group, span, places });
          if (batch !== null) batches.push(batch);
        } else for (const each of group.classes) waiting.add(spanKey(series, family, each, span.startMs));
      }
    }
    return nextMs;
  }

  /**
   * Open counts that will never leave: their span has left without them (they came late, by a clock that was set back, or a
   * crash kept them from being erased), or there was no camera time and no place for them when it was due.
   */
  #orphans(open: readonly OpenCell[], all: readonly Series[], { nowMs, waiting }: Due): OpenSpan[] {
    const purposes = new Map(all.map((each) => [`${each.cameraId} ${each.series}`, each.purpose]));
    return open.flatMap(({ cell }) => {
      const { cameraId, series, family, class: name, startMs } = cell;
      const purpose = purposes.get(`${cameraId} ${series}`);
      const span = { cameraId, series, family, group: name, startMs };
      if (purpose === undefined) return [span];
      if (nowMs < dueMsOf(purpose, cell, this.#options.timeZone) + graceMs) return [];
      return waiting.has(spanKey(cell, family, name, startMs)) ? [] : [span];
    });
  }

  /** All cells of one span of one group; null where nothing was measured in it. */
  #batch(
    { nowMs, counts }: Due,
    of: {
      readonly series: Series;
      readonly group: Group;
      readonly span: Span;
      readonly places: readonly MeasuredTime[];
    },
  ): ReleaseBatch | null {
    const { series, group, span } = of;
    const { timeZone, scale, uniformBelow } = this.#options;
    const { cameraId, purpose } = series;
    const endMs = span.startMs + span.intervalMs;
    // What was begun in the future was begun by a clock that has been set back since: it is measured already.
    const places = of.places.filter(
      ({ fromMs, toMs }) => (fromMs < endMs || fromMs > nowMs) && (toMs ?? endMs) > span.startMs,
    );
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
    // The map is a group of its own, whose places alone are looked at.
    hasConflicts: of('conflict').length > 0 || of('conflict-place').length > 0,
  };
}

function keyOf({ cameraId, series, family, place, part, class: name, startMs }: Cell): string {
  return [cameraId, series, family, place, part, name, startMs].join(' ');
}

function spanKey(
  { cameraId, series }: Pick<Cell, 'cameraId' | 'series'>,
  family: Family,
  name: string,
  startMs: number,
): string {
  return [cameraId, series, family, name, startMs].join(' ');
}

function lineKey(line: {
  readonly family: string;
  readonly group: string;
  readonly startMs: number;
}): string {
  return `${line.family} ${line.startMs} ${line.group}`;
}
