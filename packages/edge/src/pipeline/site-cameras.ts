import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AlertCause, OutisError } from '@outis/core';
import type { Alerts } from '../alert/alerts.ts';
import type { CameraConfig } from '../config/config-schema.ts';
import { Camera } from './camera.ts';
import { modelThatIsHeld, untilProblem } from './camera-settings.ts';
import type { Settled } from './changes.ts';
import type { KeptBackgrounds } from './kept-backgrounds.ts';
import type { Numbers } from './numbers.ts';
import type { Pauses } from './pauses.ts';
import type { Entry, SiteOptions } from './site-options.ts';

/** Causes that say that an alert was none. */
const mistakes: readonly AlertCause[] = ['false-alarm', 'zone-drawn-wrong'];

/** What all cameras of a site share. */
export interface Shared {
  readonly numbers: Numbers;
  readonly pauses: Pauses;
  readonly backgrounds: KeptBackgrounds;
  readonly alerts: Alerts;
}

/** The cameras of a site by their ids, and how one is made. */
export class SiteCameras extends Map<string, Entry> {
  readonly #options: SiteOptions;
  readonly #shared: Shared;
  readonly #maskFolder: string;

  constructor(options: SiteOptions, shared: Shared) {
    super();
    this.#options = options;
    this.#shared = shared;
    this.#maskFolder = join(options.config.store.folder, 'masks');
    mkdirSync(this.#maskFolder, { recursive: true, mode: 0o700 });
    shared.alerts.listen(({ alert: { cameraId, rule, zoneId, cause } }) => {
      if (cause !== null && !mistakes.includes(cause))
        this.get(cameraId)?.camera.safety?.wasRight(rule, zoneId);
    });
  }

  /** Throws `camera-unknown`. */
  entry(cameraId: string): Entry {
    const entry = this.get(cameraId);
    if (entry === undefined) throw new OutisError('camera-unknown', cameraId);
    return entry;
  }

  /** True for a camera of the configuration file; the others were added in the browser. */
  isInFile(cameraId: string): boolean {
    return this.#options.config.cameras.some(({ id }) => id === cameraId);
  }

  /** Why a camera may not run now, by its end date; null when it may. */
  refusalOf(config: CameraConfig): OutisError | null {
    return untilProblem(config, this.#options.config.site.timeZone, this.#options.nowMs());
  }

  /** Makes a camera in the place of another one of the same id, paused where it is; it does not run yet. */
  make(wanted: CameraConfig, { config, heldModel }: Settled, editedInBrowser: boolean): Camera {
    const { model: siteModel, nowMs, trial, broker = null, config: site } = this.#options;
    const { numbers, pauses, backgrounds, alerts } = this.#shared;
    const refusal = this.refusalOf(config);
    const model = heldModel === null ? siteModel : modelThatIsHeld(heldModel);
    const maskPath = join(this.#maskFolder, `${config.id}.png`);
    const { series } = numbers.measure(config);
    pauses.plan(config.id, config.pauses ?? []);
    const camera = new Camera(config, {
      counter: numbers.counter,
      ...{ series, backgrounds, alerts, timeZone: site.site.timeZone },
      isPaused: pauses.isPaused(config.id),
      ...{ model, refusal, maskPath, nowMs, trial, broker },
      onSize: (size) => numbers.measure({ ...camera.measures, id: config.id }, undefined, size),
    });
    this.set(config.id, { camera, wanted, heldModel, editedInBrowser, refused: refusal !== null });
    return camera;
  }
}
