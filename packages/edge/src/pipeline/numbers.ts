import { randomBytes } from 'node:crypto';
import { type CountsJson, type NoiseScale, uniformFrom } from '@outis/core';
import type { CameraConfig, Config } from '../config/config-schema.ts';
import type { MeasuredPlace, Series } from '../store/release-store.ts';
import type { Store } from '../store/store.ts';
import { CellCounter } from './cell-counter.ts';
import { countsOf } from './released-counts.ts';
import { Releaser } from './releaser.ts';

export interface NumbersOptions {
  readonly store: Store;
  readonly site: Pick<Config['site'], 'timeZone' | 'noise'>;
  readonly nowMs: () => number;
}

/** The numbers of a site from cells to releases: which series a camera counts in, what it measures, what has left. */
export class Numbers {
  readonly counter: CellCounter;
  readonly #options: NumbersOptions;
  readonly #scale: NoiseScale;

  constructor(options: NumbersOptions) {
    const { store, site } = options;
    this.#options = options;
    this.#scale = site.noise === 'strict' ? 4 : 2;
    const uniformBelow = uniformFrom(randomBytes);
    const releaser = new Releaser({ store, timeZone: site.timeZone, scale: this.#scale, uniformBelow });
    this.counter = new CellCounter(store, site.timeZone, releaser);
  }

  /**
   * Says what a camera measures from now on, or since an earlier moment where its past is simulated, and gives the
   * series that its numbers go to: another purpose begins another.
   */
  measure(config: CameraConfig, sinceMs?: number): Series {
    const { store, nowMs } = this.#options;
    const series = store.released.beginSeries(config.id, config.purpose, sinceMs ?? nowMs());
    if (sinceMs !== undefined) store.released.setMeasured(config.id, series.series, [], nowMs());
    store.released.setMeasured(config.id, series.series, measuredPlaces(config), sinceMs ?? nowMs());
    return series;
  }

  /** Released counts and coverage of the present series of a camera. */
  counts({ id, purpose }: CameraConfig, fromMs: number, toMs: number, bucketMs: number): CountsJson {
    const { store, site, nowMs } = this.#options;
    const series = store.released.beginSeries(id, purpose, nowMs());
    const { timeZone } = site;
    return countsOf(store, { series, fromMs, toMs, bucketMs, nowMs: nowMs(), timeZone, scale: this.#scale });
  }
}

function measuredPlaces({ lines }: CameraConfig): MeasuredPlace[] {
  return lines.map(({ id }) => ({ family: 'count', place: id }));
}
