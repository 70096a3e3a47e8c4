import { type CameraJson, type OutisError, type SafetyRule, safetyRules, weekStartMs } from '@outis/core';
import type { ModelFacts } from '../camera/model-facts.ts';
import { latestCertificate } from '../certificate/certificate-json.ts';
import type { Config } from '../config/config-schema.ts';
import { mqttSource } from '../config/observations-schema.ts';
import type { PublicFacts, PublicState } from '../public/facts.ts';
import { type SignFacts, signStamp } from '../public/sign-stamp.ts';
import type { Store } from '../store/store.ts';
import type { Aims } from './aim.ts';
import type { Changes } from './changes.ts';
import { waitingProblem } from './safety-settings.ts';

/** A pause is told to everybody by the quarter of an hour in which it began. */
const quarterMs = 900_000;

export interface SignsOptions {
  readonly config: Pick<Config, 'site' | 'cameras'>;
  readonly model: ModelFacts | OutisError;
  readonly store: Store;
  /** Where people reach this edge, without a path. */
  readonly publicAddress: () => string;
  /** Of the site key. */
  readonly keyFingerprint: string;
  readonly nowMs: () => number;
}

/** What the public page and the sign of a camera say, from the running configuration. */
export class Signs {
  readonly #options: SignsOptions;
  readonly #changes: Changes;
  readonly #aims: Aims;

  constructor(options: SignsOptions, changes: Changes, aims: Aims) {
    this.#options = options;
    this.#changes = changes;
    this.#aims = aims;
  }

  /** The facts, with the stamp of a sign made now and of the one that was taken last. */
  publicFacts(camera: Omit<CameraJson, 'sign'>): PublicFacts {
    const { store, publicAddress } = this.#options;
    const facts = this.#facts(camera);
    const stamp = signStamp(facts, publicAddress());
    return { ...facts, sign: { stamp, printedStamp: store.changes.printedStamp(camera.id) } };
  }

  /** Notes that a sign was taken, so that the page can tell when it is stale. */
  notePrinted({ id, sign }: CameraJson): void {
    this.#options.store.changes.savePrintedStamp(id, sign.stamp, this.#options.nowMs());
  }

  #facts(camera: Omit<CameraJson, 'sign'>): SignFacts {
    const { config, model, store, keyFingerprint } = this.#options;
    const { id, purpose, owner, reason, until, simulated, lines, place, liveScene } = camera;
    const { name, timeZone, contact = null, dpoContact = null } = config.site;
    const nowMs = this.#options.nowMs();
    const watchedMs = liveScene ? store.watchedMs(id, weekStartMs(nowMs, timeZone)) : 0;
    return {
      site: { name, timeZone, contact, dpoContact },
      camera: {
        id,
        purpose,
        owner,
        contact: camera.contact ?? contact,
        reason,
        until,
        simulated,
        lines: lines.length,
        place,
        state: stateOf(camera),
        pausedSinceMs: pausedSinceMs(camera),
        background: camera.background?.profile ?? null,
        ...rulesOf(camera),
        setUpMs: this.#changes.firstMs(id) ?? nowMs,
      },
      watchedMinutesThisWeek: liveScene ? Math.ceil(watchedMs / 60_000) : null,
      aimUses: camera.aim === null ? null : this.#aims.uses(id),
      model:
        camera.source.startsWith('simulated:') || camera.source === mqttSource || !('sha256' in model)
          ? null
          : { name: model.name, licence: model.licence, reviewed: model.reviewed, ap50: model.ap50 },
      certificate: latestCertificate(store.certificates.list(50, 0, id), nowMs, timeZone),
      otherSystem: otherSystemOf(camera, config),
      changes: this.#changes.list(id),
      keyFingerprint,
      nowMs,
    };
  }
}

/** What is in effect, by kind; what waits stands among the changes. */
function rulesOf({ safety }: Pick<CameraJson, 'safety'>): {
  readonly warns: readonly SafetyRule[];
  readonly tries: readonly SafetyRule[];
} {
  const rules = (safety?.rules ?? []).filter(({ problem }) => problem !== waitingProblem);
  const kinds = (isLive: boolean): SafetyRule[] =>
    safetyRules.filter((kind) =>
      rules.some(({ config, mode }) => config.rule === kind && (mode === 'live') === isLive),
    );
  const warns = kinds(true);
  return { warns, tries: kinds(false).filter((kind) => !warns.includes(kind)) };
}

/** Nobody needs to know who left the room at 14:07. */
function pausedSinceMs({ pause: { sinceMs } }: Pick<CameraJson, 'pause'>): number | null {
  return sinceMs === null ? null : Math.floor(sinceMs / quarterMs) * quarterMs;
}

/** The name of the system that has the pictures of this camera, and tells what it detects in them. */
function otherSystemOf(
  { id, source }: Pick<CameraJson, 'id' | 'source'>,
  { cameras }: Pick<Config, 'cameras'>,
): string | null {
  if (source !== mqttSource) return null;
  return cameras.find((camera) => camera.id === id)?.observations?.system ?? null;
}

function stateOf({ health, pause }: Pick<CameraJson, 'health' | 'pause'>): PublicState {
  if (pause.isPaused) return 'paused';
  return health.state === 'running' ? 'running' : 'not-running';
}
