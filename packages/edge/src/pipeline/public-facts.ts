import { type CameraJson, type ChangeJson, type OutisError, weekStartMs } from '@outis/core';
import type { ModelFacts } from '../camera/model-facts.ts';
import type { Config } from '../config/config-schema.ts';
import type { PublicFacts, PublicState } from '../public/facts.ts';
import type { SignFacts } from '../public/sign-stamp.ts';
import type { Store } from '../store/store.ts';

/** What the public page of a camera is made of, from the running configuration. */
export function signFactsOf(
  camera: Omit<CameraJson, 'sign'>,
  of: {
    readonly site: Config['site'];
    readonly model: ModelFacts | OutisError;
    readonly store: Store;
    readonly changes: readonly ChangeJson[];
    readonly setUpMs: number;
    readonly keyFingerprint: string;
    readonly nowMs: number;
  },
): SignFacts {
  const { site, model, store, changes, setUpMs, keyFingerprint, nowMs } = of;
  const { id, purpose, owner, reason, until, simulated, lines, place, liveScene } = camera;
  const watchedMs = liveScene ? store.watchedMs(id, weekStartMs(nowMs, site.timeZone)) : 0;
  return {
    site: {
      name: site.name,
      timeZone: site.timeZone,
      contact: site.contact ?? null,
      dpoContact: site.dpoContact ?? null,
    },
    camera: {
      id,
      purpose,
      owner,
      contact: camera.contact ?? site.contact ?? null,
      reason,
      until,
      simulated,
      lines: lines.length,
      place,
      state: stateOf(camera),
      setUpMs,
    },
    watchedMinutesThisWeek: liveScene ? Math.ceil(watchedMs / 60_000) : null,
    model:
      simulated || !('sha256' in model)
        ? null
        : { name: model.name, licence: model.licence, reviewed: model.reviewed, accuracy: null },
    otherSystem: null,
    changes,
    keyFingerprint,
    nowMs,
  } satisfies Omit<PublicFacts, 'sign'>;
}

function stateOf({ health }: Pick<CameraJson, 'health'>): PublicState {
  return health.state === 'running' ? 'running' : 'not-running';
}
