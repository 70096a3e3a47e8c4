import { randomBytes } from 'node:crypto';
import {
  type CountsJson,
  type FrameSize,
  type NoiseScale,
  OutisError,
  permits,
  type StatisticsJson,
  type UniformBelow,
  uniformFrom,
} from '@outis/core';
import type { MeasuresConfig } from '../config/check-measures.ts';
import type { CameraConfig, Config } from '../config/config-schema.ts';
import type { Series } from '../store/release-store.ts';
import type { Store } from '../store/store.ts';
import { CellCounter } from './cell-counter.ts';
import { measuredPlaces, scaleErrorOf } from './measured-places.ts';
import { type StatisticsAsked, statisticsOf } from './measured-statistics.ts';
import { countsOf } from './released-counts.ts';
import { Releaser } from './releaser.ts';

/** As the route takes it. */
export interface StatisticsQuery extends Pick<StatisticsAsked, 'fromMs' | 'toMs' | 'family'> {
  readonly bucketMs?: number | undefined;
  readonly sum?: 'span' | 'month' | undefined;
}

export interface NumbersOptions {
  readonly store: Store;
  readonly site: Pick<Config['site'], 'timeZone' | 'noise'>;
  readonly nowMs: () => number;
  /** Where the noise comes from; missing: `node:crypto`. For tests that repeat. */
  readonly uniformBelow?: UniformBelow;
}

/** The numbers of a site from cells to releases: which series a camera counts in, what it measures, what has left. */
export class Numbers {
  readonly counter: CellCounter;
  readonly #options: NumbersOptions;
  readonly #scale: NoiseScale;

  constructor(options: NumbersOptions) {
    const { store, site, uniformBelow = uniformFrom(randomBytes) } = options;
    this.#options = options;
    this.#scale = site.noise === 'strict' ? 4 : 2;
    const releaser = new Releaser({ store, timeZone: site.timeZone, scale: this.#scale, uniformBelow });
    this.counter = new CellCounter(store, site.timeZone, releaser);
  }

  /**
   * Says what a camera measures from now on, or since an earlier moment where its past is simulated, and gives the
   * series that its numbers go to: another purpose begins another. `frame`: the size of its pictures, once it is known.
   */
  measure(
    config: MeasuresConfig & { readonly id: string },
    sinceMs?: number,
    frame?: FrameSize | null,
  ): Series {
    const { store, nowMs } = this.#options;
    const series = store.released.beginSeries(config.id, config.purpose, sinceMs ?? nowMs());
    if (sinceMs !== undefined) store.released.setMeasured(config.id, series.series, [], nowMs());
    store.released.setMeasured(
      config.id,
      series.series,
      measuredPlaces(config, frame ?? undefined),
      sinceMs ?? nowMs(),
    );
    return series;
  }

  /** Released counts and coverage of the present series of a camera. */
  counts({ id, purpose }: CameraConfig, fromMs: number, toMs: number, bucketMs: number): CountsJson {
    const { store, site, nowMs } = this.#options;
    const series = store.released.beginSeries(id, purpose, nowMs());
    const { timeZone } = site;
    return countsOf(store, { series, fromMs, toMs, bucketMs, nowMs: nowMs(), timeZone, scale: this.#scale });
  }

  /** Released movements, speeds, stays and near misses of the present series of a camera. Throws `purpose-refused`. */
  statistics(config: MeasuresConfig & { readonly id: string }, asked: StatisticsQuery): StatisticsJson {
    const { store, site, nowMs } = this.#options;
    const series = store.released.beginSeries(config.id, config.purpose, nowMs());
    const { bucketMs = 0, sum, ...rest } = asked;
    if (!permits[config.purpose].deeds.includes('statistics'))
      throw new OutisError('purpose-refused', `${config.purpose} has no statistics`);
    return statisticsOf(store, {
      ...{ ...rest, series, bucketMs, nowMs: nowMs(), timeZone: site.timeZone, scale: this.#scale },
      byMonth: sum === 'month',
      scaleErrorOf: (zoneId) => scaleErrorOf(config, zoneId),
    });
  }
}
