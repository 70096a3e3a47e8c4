import { type CamerasJson, OutisError } from '@outis/core';
import type { Alerts } from '../alert/alerts.ts';
import type { Note } from '../audit/log-entry.ts';
import { problemJson } from '../camera/health.ts';
import type { ModelFacts } from '../camera/model-facts.ts';
import type { CameraConfig, Config } from '../config/config-schema.ts';
import type { Broker } from '../mqtt/broker.ts';
import type { Store } from '../store/store.ts';
import type { Camera, Trial } from './camera.ts';
import type { Settled } from './changes.ts';
import type { KeptBackgrounds } from './kept-backgrounds.ts';

/** What a site is made of. */
export interface SiteOptions {
  readonly config: Config;
  readonly store: Store;
  /** The detector, or why there is none. */
  readonly model: ModelFacts | OutisError;
  /** Writes one entry of the log. */
  readonly note: Note;
  /** Where people reach this edge, without a path; stands on the sign. */
  readonly publicAddress: () => string;
  /** Of the site key, for the public page. */
  readonly keyFingerprint: string;
  readonly nowMs: () => number;
  /** What cameras have learned of their backgrounds; missing: kept in memory alone. */
  readonly backgrounds?: KeptBackgrounds;
  /** Where warnings go; missing: kept in memory alone, and nobody is told but whoever has the page open. */
  readonly alerts?: Alerts;
  /** The connection to the broker, for cameras whose pictures another system sees; null where none is configured. */
  readonly broker?: Broker | null;
  readonly trial?: Trial | undefined;
}

/** A camera of the site and how it came to be. */
export interface Entry {
  readonly camera: Camera;
  /** What the file and the browser ask for; the camera may have to wait for a part of it. */
  readonly wanted: CameraConfig;
  /** Its end date has passed or lies too far ahead, by the clock as it was. */
  readonly refused: boolean;
  readonly heldModel: Settled['heldModel'];
  readonly editedInBrowser: boolean;
}

/** What the API tells of the site beside its cameras. */
export function siteJson(
  { config, model }: Pick<SiteOptions, 'config' | 'model'>,
  storeProblem: OutisError | null,
): Omit<CamerasJson, 'cameras'> {
  const { name, timeZone } = config.site;
  return {
    site: { name, timeZone },
    storeProblem: storeProblem === null ? null : problemJson(storeProblem),
    model:
      model instanceof OutisError
        ? problemJson(model)
        : { name: model.name, licence: model.licence, reviewed: model.reviewed },
  };
}
