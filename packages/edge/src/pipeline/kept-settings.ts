import type { CameraConfig } from '../config/config-schema.ts';
import type { Store } from '../store/store.ts';
import { browserSettings, parseStored, withStored } from './camera-settings.ts';

/** Which settings of a camera of the file the browser has set just now, beside its lines. */
export interface Edited {
  readonly withSettings?: boolean;
  readonly withMeasures?: boolean;
  readonly withSafety?: boolean;
}

/** Cameras as they were set up in the browser, in the store. */
export class KeptSettings {
  readonly #store: Pick<Store, 'cameras' | 'saveCamera'>;
  readonly #nowMs: () => number;

  constructor(store: Pick<Store, 'cameras' | 'saveCamera'>, nowMs: () => number) {
    this.#store = store;
    this.#nowMs = nowMs;
  }

  /**
   * The cameras of the file, each with what was edited in the browser in the place of its own, and then those that were
   * added in the browser. The page says where something was edited; all else is the file's.
   */
  merged(cameras: readonly CameraConfig[]): { readonly config: CameraConfig; readonly isEdited: boolean }[] {
    const stored = this.#store.cameras();
    const ofFile = cameras.map((config) => {
      const json = stored.find(({ cameraId }) => cameraId === config.id)?.configJson;
      const merged = json === undefined ? null : parseStored(withStored(config, JSON.parse(json)));
      return { config: merged ?? config, isEdited: merged !== null };
    });
    const others = stored.filter(({ cameraId }) => cameras.every(({ id }) => id !== cameraId));
    const added = others.flatMap(({ configJson }) => parseStored(JSON.parse(configJson)) ?? []);
    return [...ofFile, ...added.map((config) => ({ config, isEdited: false }))];
  }

  /** Keeps what was edited: of a camera of the file only what the browser has set, of another one (null) all. */
  save(config: CameraConfig, edited: Edited | null): void {
    const { id: cameraId, lines, zones, movements, rules, calibration = null } = config;
    if (edited === null) return this.#save(cameraId, config);
    const stored = this.#store.cameras().find((each) => each.cameraId === cameraId);
    const before = stored === undefined ? {} : (JSON.parse(stored.configJson) as object);
    const settings = edited.withSettings === true ? browserSettings(config) : {};
    // Zones are either a street's or a site's, whichever was set last.
    const measures = edited.withMeasures === true ? { zones, movements, calibration, rules: undefined } : {};
    const safety = edited.withSafety === true ? { zones, rules, calibration, movements: undefined } : {};
    this.#save(cameraId, { ...before, ...settings, lines, ...measures, ...safety });
  }

  #save(cameraId: string, settings: object): void {
    this.#store.saveCamera({ cameraId, configJson: JSON.stringify(settings), updatedMs: this.#nowMs() });
  }
}
