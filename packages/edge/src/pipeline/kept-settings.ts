import type { CameraConfig } from '../config/config-schema.ts';
import type { Store } from '../store/store.ts';
import { browserSettings } from './camera-settings.ts';

/** Which settings of a camera of the file the browser has set just now, beside its lines. */
export interface Edited {
  readonly withSettings?: boolean;
  readonly withMeasures?: boolean;
}

/** Cameras as they were set up in the browser, in the store. */
export class KeptSettings {
  readonly #store: Pick<Store, 'cameras' | 'saveCamera'>;
  readonly #nowMs: () => number;

  constructor(store: Pick<Store, 'cameras' | 'saveCamera'>, nowMs: () => number) {
    this.#store = store;
    this.#nowMs = nowMs;
  }

  /** Keeps what was edited: of a camera of the file only what the browser has set, of another one (null) all. */
  save(config: CameraConfig, edited: Edited | null): void {
    const { id: cameraId, lines, zones, movements, calibration = null } = config;
    if (edited === null) return this.#save(cameraId, config);
    const stored = this.#store.cameras().find((each) => each.cameraId === cameraId);
    const before = stored === undefined ? {} : (JSON.parse(stored.configJson) as object);
    const settings = edited.withSettings === true ? browserSettings(config) : {};
    const measures = edited.withMeasures === true ? { zones, movements, calibration } : {};
    this.#save(cameraId, { ...before, ...settings, lines, ...measures });
  }

  #save(cameraId: string, settings: object): void {
    this.#store.saveCamera({ cameraId, configJson: JSON.stringify(settings), updatedMs: this.#nowMs() });
  }
}
