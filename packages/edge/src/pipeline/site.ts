import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  addUpReleases,
  type CameraHealth,
  type CameraJson,
  type CamerasJson,
  type CountsJson,
  countIntervalMs,
  dayEndMs,
  type LineConfig,
  OutisError,
  type PublicJson,
  type Purpose,
  type Release,
  type ReleaseRecord,
  releaseDueMs,
  roadUserClasses,
  siteSafetyDaysMax,
} from '@outis/core';
import { problemJson } from '../camera/health.ts';
import type { ModelFiles } from '../camera/sight-command.ts';
import { type CameraConfig, type Config, cameraSchema } from '../config/config-schema.ts';
import type { Store } from '../store/store.ts';
import { Camera } from './camera.ts';
import { CellCounter } from './cell-counter.ts';

/** Open counts are written at whole multiples of this, whether or not anything passed. */
export const tickMs = 5_000;
const camerasMax = 32;
const retentionMs = 2 * 366 * 86_400_000;
const dayMs = 86_400_000;
/** Rows of one answer after adding up; when there are more, the oldest are left out. */
const rowsMax = 200_000;

export interface SiteOptions {
  readonly config: Config;
  readonly store: Store;
  readonly model: ModelFiles | OutisError;
  /** Name and licence of the model, for the page. */
  readonly modelFacts: { readonly name: string; readonly licence: string } | null;
  readonly nowMs: () => number;
}

interface Entry {
  readonly camera: Camera;
  /** Its end date has passed or lies too far ahead, by the clock as it was. */
  readonly refused: boolean;
  readonly editedInBrowser: boolean;
  /** The last state that was written to the store. */
  written: string;
}

/** All cameras of one site, their store and their ticks. What HTTP and the command line talk to. */
export class Site {
  readonly #options: SiteOptions;
  readonly #counter: CellCounter;
  readonly #entries = new Map<string, Entry>();
  #timer: NodeJS.Timeout | null = null;
  #deletedMs = 0;

  constructor(options: SiteOptions) {
    this.#options = options;
    this.#counter = new CellCounter(options.store, options.config.site.timeZone);
    mkdirSync(this.#maskFolder, { recursive: true, mode: 0o700 });
    const edited = new Map(options.store.cameras().map(({ cameraId, configJson }) => [cameraId, configJson]));
    for (const config of options.config.cameras) {
      const json = edited.get(config.id);
      edited.delete(config.id);
      // Only the lines were edited in the browser and win over the file; the page says so. All else is the file's.
      const lines = json === undefined ? undefined : (JSON.parse(json) as { lines?: unknown }).lines;
      const merged = lines === undefined ? null : parseStored({ ...config, lines });
      this.#add(merged ?? config, merged !== null);
    }
    for (const json of edited.values()) {
      const config = parseStored(JSON.parse(json));
      if (config !== null) this.#add(config, false);
    }
  }

  get counter(): CellCounter {
    return this.#counter;
  }

  /** Starts every camera and the ticks. */
  start(): void {
    for (const { camera } of this.#entries.values()) camera.start();
    this.#schedule();
  }

  /** Ends every camera and commits what was counted. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.all([...this.#entries.values()].map(({ camera }) => camera.stop()));
    this.#counter.tick(this.#options.nowMs());
    this.#options.store.close();
  }

  /** The camera with this id. Throws `camera-unknown`. */
  camera(cameraId: string): Camera {
    return this.#entry(cameraId).camera;
  }

  cameraJson(cameraId: string): CameraJson {
    const { camera, editedInBrowser } = this.#entry(cameraId);
    return camera.json(editedInBrowser);
  }

  camerasJson(): CamerasJson {
    const { config, model, modelFacts } = this.#options;
    return {
      site: config.site,
      storeProblem: this.#counter.problem === null ? null : problemJson(this.#counter.problem),
      model:
        model instanceof OutisError
          ? problemJson(model)
          : (modelFacts ?? { name: 'unknown', licence: 'unknown' }),
      cameras: [...this.#entries.keys()].map((id) => this.cameraJson(id)),
    };
  }

  /** Adds a camera from the browser, keeps it, and starts it. Throws `camera-exists`, `cameras-full` or `camera-expired`. */
  addCamera(config: CameraConfig): CameraJson {
    if (this.#entries.has(config.id)) throw new OutisError('camera-exists', config.id);
    if (this.#entries.size >= camerasMax) throw new OutisError('cameras-full', `${camerasMax}`);
    const refusal = this.#refusalOf(config);
    if (refusal !== null) throw refusal;
    this.#save(config.id, config);
    this.#add(config, false).start();
    return this.cameraJson(config.id);
  }

  /** Ends a camera and forgets its settings; what it released is kept. */
  async removeCamera(cameraId: string): Promise<void> {
    const { camera } = this.#entry(cameraId);
    if (this.#isInFile(cameraId)) {
      throw new OutisError('request-invalid', `${cameraId} stands in the configuration; remove it there`);
    }
    this.#options.store.removeCamera(cameraId);
    this.#entries.delete(cameraId);
    await camera.stop();
  }

  /** Puts other lines in place at once. */
  setLines(cameraId: string, lines: readonly LineConfig[]): CameraJson {
    const entry = this.#entry(cameraId);
    const { camera } = entry;
    const editedInBrowser = this.#isInFile(cameraId);
    this.#save(cameraId, editedInBrowser ? { lines } : { ...camera.config, lines });
    camera.setLines(lines);
    this.#entries.set(cameraId, { ...entry, editedInBrowser });
    return this.cameraJson(cameraId);
  }

  /** Released counts and coverage of a camera; with `bucketMs` they are added up to intervals of at most that length. */
  counts(cameraId: string, fromMs: number, toMs: number, bucketMs = 0): CountsJson {
    const { purpose } = this.#entry(cameraId).camera.config;
    const { store, nowMs, config } = this.#options;
    const now = nowMs();
    const from = bucketMs === 0 ? fromMs : Math.floor(fromMs / bucketMs) * bucketMs;
    // The store may add up first where its sums fit whole into the longest interval that the purpose asks for.
    const storeMs =
      bucketMs > 0 && Math.max(bucketMs, countIntervalMs(purpose, 'person')) % bucketMs === 0 ? bucketMs : 0;
    return {
      releases: permitted(purpose, store.releases(cameraId, from, toMs, rowsMax, storeMs), bucketMs),
      coverage: store
        .coverage(cameraId, from, toMs, rowsMax, Math.max(bucketMs, countIntervalMs(purpose, 'car')))
        .map(({ startMs, intervalMs, observedMs }) => ({ startMs, intervalMs, observedMs })),
      next: roadUserClasses.map((objectClass) => {
        const intervalMs = countIntervalMs(purpose, objectClass);
        const startMs = Math.floor(now / intervalMs) * intervalMs;
        return {
          class: objectClass,
          intervalMs,
          dueMs: releaseDueMs(purpose, objectClass, startMs, config.site.timeZone),
        };
      }),
    };
  }

  publicJson(cameraId: string): PublicJson {
    const { id, purpose, owner, reason, until, simulated } = this.cameraJson(cameraId);
    return {
      id,
      purpose,
      owner,
      reason,
      until,
      simulated,
      minutesWatched: Math.round(this.#options.store.watchedMs(cameraId) / 60_000),
      keeps: keeps[purpose],
      never,
    };
  }

  /** Notes that somebody watched the live scene for this long; shown on the public page. */
  addWatched(cameraId: string, watchedMs: number): void {
    this.#options.store.addWatched(cameraId, watchedMs);
  }

  get #maskFolder(): string {
    return join(this.#options.config.store.folder, 'masks');
  }

  #entry(cameraId: string): Entry {
    const entry = this.#entries.get(cameraId);
    if (entry === undefined) throw new OutisError('camera-unknown', cameraId);
    return entry;
  }

  /** True for a camera of the configuration file; the others were added in the browser. */
  #isInFile(cameraId: string): boolean {
    return this.#options.config.cameras.some(({ id }) => id === cameraId);
  }

  /** Why a camera may not run now, by its end date; null when it may. */
  #refusalOf(config: CameraConfig): OutisError | null {
    return untilProblem(config, this.#options.config.site.timeZone, this.#options.nowMs());
  }

  #add(config: CameraConfig, editedInBrowser: boolean): Camera {
    const { model, nowMs } = this.#options;
    const refusal = this.#refusalOf(config);
    const maskPath = join(this.#maskFolder, `${config.id}.png`);
    const camera = new Camera(config, { counter: this.#counter, model, refusal, maskPath, nowMs });
    this.#entries.set(config.id, { camera, editedInBrowser, refused: refusal !== null, written: '' });
    return camera;
  }

  #save(cameraId: string, settings: object): void {
    this.#options.store.saveCamera({
      cameraId,
      configJson: JSON.stringify(settings),
      updatedMs: this.#options.nowMs(),
    });
  }

  #schedule(): void {
    const now = this.#options.nowMs();
    this.#timer = setTimeout(
      () => {
        this.#tick(this.#options.nowMs());
        this.#schedule();
      },
      tickMs - (now % tickMs),
    );
  }

  #tick(nowMs: number): void {
    this.#counter.tick(nowMs);
    for (const entry of [...this.#entries.values()]) {
      this.#writeHealth(entry);
      this.#endOrStart(entry);
    }
    if (nowMs - this.#deletedMs < dayMs) return;
    try {
      this.#options.store.deleteBefore(nowMs - retentionMs);
      this.#deletedMs = nowMs;
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      // Deleting needs a little room too; the next tick tries again.
    }
  }

  /** Ends a camera on its last day, and starts one that was refused only because the clock was wrong. */
  #endOrStart(entry: Entry): void {
    const { camera, refused, editedInBrowser } = entry;
    const refuse = this.#refusalOf(camera.config) !== null;
    if (refuse === refused) return;
    if (refuse) {
      void camera.expire();
      this.#entries.set(camera.config.id, { ...entry, refused: true });
    } else {
      this.#add(
        { ...camera.config, lines: camera.lines.map(({ id, a, b }) => ({ id, a: [...a], b: [...b] })) },
        editedInBrowser,
      ).start();
    }
  }

  #writeHealth(entry: Entry): void {
    const { state, problem, sinceMs }: CameraHealth = entry.camera.health;
    const code = problem?.code ?? null;
    const now = `${state} ${code}`;
    if (entry.written === now) return;
    try {
      this.#options.store.recordHealth({ cameraId: entry.camera.config.id, sinceMs, state, code });
      entry.written = now;
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      // The next tick writes it again; the counter tells of the store's problem.
    }
  }
}

/**
 * Adds releases up to the interval asked for, and at least to the one that the purpose permits now: under another purpose
 * the same camera may have released finer ones.
 */
function permitted(purpose: Purpose, releases: readonly Release[], bucketMs: number): ReleaseRecord[] {
  const byClass = Map.groupBy(releases, ({ record }) => record.class);
  return [...byClass]
    .flatMap(([name, list]) => addUpReleases(list, Math.max(bucketMs, countIntervalMs(purpose, name))))
    .map(({ record }) => record)
    .filter((record) => record.intervalMs >= countIntervalMs(purpose, record.class))
    .sort((a, b) => a.startMs - b.startMs);
}

/** A stored camera, or null when an older or newer version wrote what this one does not understand; it stays stored. */
function parseStored(settings: unknown): CameraConfig | null {
  const parsed = cameraSchema.safeParse(settings);
  return parsed.success ? parsed.data : null;
}

/** Why a site-safety camera may not run at this time: its end date has passed, or lies too far ahead. */
function untilProblem({ until, id }: CameraConfig, timeZone: string, nowMs: number): OutisError | null {
  if (until === undefined) return null;
  const endMs = dayEndMs(until, timeZone);
  if (nowMs >= endMs) return new OutisError('camera-expired', `${id} ended on ${until}`);
  if (endMs - nowMs > (siteSafetyDaysMax + 1) * dayMs)
    return new OutisError(
      'config-invalid',
      `cameras.${id}.until = ${until}: must be at most 12 months ahead`,
    );
  return null;
}

const keeps: Readonly<Record<PublicJson['purpose'], string>> = {
  'site-safety':
    'Counts per line, direction and class: vehicles per minute, persons and two-wheelers per hour, for two years. No pictures.',
  'street-statistics':
    'Counts per line, direction and class in 15 minutes, for two years; persons are released the next morning. No pictures.',
};

/** Held by the tests in test/privacy. */
const never: readonly string[] = [
  'No face, licence plate or appearance is detected.',
  'No picture is stored or shown.',
  'Nobody is followed from one camera or one day to another.',
  'No sound is listened to.',
];
