import {
  type CameraJson,
  type CameraSettingsJson,
  type CamerasJson,
  type ChangeJson,
  type CountsJson,
  dayStartMs,
  type LineConfig,
  type MeasuresRequestJson,
  OutisError,
  type SafetyRequestJson,
  type StatisticsJson,
} from '@outis/core';
import { Alerts } from '../alert/alerts.ts';
import { SqliteAlertStore } from '../alert/sqlite-alert-store.ts';
import { Certificates } from '../certificate/certificates.ts';
import type { CameraConfig } from '../config/config-schema.ts';
import type { PublicFacts } from '../public/facts.ts';
import { Aims } from './aim.ts';
import type { Camera } from './camera.ts';
import {
  browserSettings,
  extentOfChange,
  type GeometryChange,
  withGeometry,
  withSettings,
} from './camera-settings.ts';
import type { CellCounter } from './cell-counter.ts';
import { Changes, type Settled, withoutJson } from './changes.ts';
import { Housekeeping } from './housekeeping.ts';
import { KeptBackgrounds } from './kept-backgrounds.ts';
import { type Edited, KeptSettings } from './kept-settings.ts';
import { measuresOf } from './measures-json.ts';
import { Numbers, type StatisticsQuery } from './numbers.ts';
import { type PauseListener, Pauses } from './pauses.ts';
import { Previews } from './preview.ts';
import { Signs } from './public-facts.ts';
import { safetyChange, withWaiting } from './safety-settings.ts';
import { SiteCameras } from './site-cameras.ts';
import { type Entry, type SiteOptions, siteJson } from './site-options.ts';

export type { SiteOptions } from './site-options.ts';

/** Open counts are written at whole multiples of this, whether or not anything passed. */
export const tickMs = 5_000;
const camerasMax = 32;

/** All cameras of one site, their store and their ticks. What HTTP and the command line talk to. */
export class Site {
  readonly #options: SiteOptions;
  readonly #numbers: Numbers;
  readonly changes: Changes;
  readonly aims: Aims;
  readonly certificates: Certificates;
  readonly alerts: Alerts;
  readonly previews: Previews;
  readonly #pauses: Pauses;
  readonly #backgrounds: KeptBackgrounds;
  readonly #housekeeping: Housekeeping;
  readonly #signs: Signs;
  readonly #kept: KeptSettings;
  readonly #entries: SiteCameras;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: SiteOptions) {
    this.#options = options;
    const { store, note, nowMs } = options;
    this.#numbers = new Numbers({ store, site: options.config.site, nowMs });
    this.changes = new Changes({ store: store.changes, note, nowMs });
    this.aims = new Aims({ store: store.aims, note, nowMs });
    this.#pauses = new Pauses({ store: store.pauses, note, nowMs, timeZone: options.config.site.timeZone });
    this.#pauses.onChange((cameraId, isPaused) => this.#closeOrOpen(cameraId, isPaused));
    this.previews = new Previews({ note, nowMs, timeZone: options.config.site.timeZone });
    this.certificates = new Certificates({ ...options, counter: this.counter });
    this.alerts =
      options.alerts ??
      new Alerts({ store: new SqliteAlertStore({ folder: null }), site: options.config.site, note, nowMs });
    this.#backgrounds = options.backgrounds ?? KeptBackgrounds.open(null, note);
    this.#housekeeping = new Housekeeping(store, this.alerts, note);
    this.#signs = new Signs(options, this.changes, this.aims);
    this.#kept = new KeptSettings(store, nowMs);
    this.#entries = new SiteCameras(options, {
      ...{ numbers: this.#numbers, pauses: this.#pauses, alerts: this.alerts },
      backgrounds: this.#backgrounds,
    });
    for (const { config, isEdited } of this.#kept.merged(options.config.cameras))
      this.#entries.make(config, this.#settle(config, 'file'), isEdited);
    this.#backgrounds.keepOnly(this.cameraIds);
  }

  /** Its name, and the IANA name of the zone in which its days, weeks and hours are. */
  get facts(): { readonly name: string; readonly timeZone: string } {
    const { name, timeZone } = this.#options.config.site;
    return { name, timeZone };
  }

  nowMs(): number {
    return this.#options.nowMs();
  }

  get counter(): CellCounter {
    return this.#numbers.counter;
  }

  /** Starts every camera and the ticks. */
  start(): void {
    this.alerts.tick(this.#options.nowMs());
    for (const { camera } of this.#entries.values()) camera.start();
    this.#schedule();
  }

  /** Ends every camera and commits what was counted. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const id of this.cameraIds) this.aims.cameraEnded(id, 'edge-stopped');
    await Promise.all([...this.#entries.values()].map(({ camera }) => camera.stop()));
    this.counter.tick(this.#options.nowMs());
    this.#options.store.close();
  }

  /** The camera with this id. Throws `camera-unknown`. */
  camera(cameraId: string): Camera {
    return this.#entries.entry(cameraId).camera;
  }

  get cameraIds(): string[] {
    return [...this.#entries.keys()];
  }

  cameraJson(cameraId: string): CameraJson {
    const json = this.#unsigned(cameraId);
    return { ...json, sign: this.#signs.publicFacts(json).sign };
  }

  camerasJson(): CamerasJson {
    const storeProblem = this.counter.problem ?? this.alerts.problem;
    const cameras = this.cameraIds.map((id) => this.cameraJson(id));
    return { ...siteJson(this.#options, storeProblem), cameras };
  }

  /** Adds a camera from the browser, keeps it, and starts it. Throws `camera-exists`, `cameras-full` or `camera-expired`. */
  addCamera(config: CameraConfig, by: string): CameraJson {
    if (this.#entries.has(config.id)) throw new OutisError('camera-exists', config.id);
    if (this.#entries.size >= camerasMax) throw new OutisError('cameras-full', `${camerasMax}`);
    const refusal = this.#entries.refusalOf(config);
    if (refusal !== null) throw refusal;
    const settled = this.#settle(config, by, true);
    this.#kept.save(config, null);
    this.#entries.make(config, settled, false).start();
    return this.cameraJson(config.id);
  }

  /** Ends a camera and forgets its settings; what it released is kept. */
  async removeCamera(cameraId: string, by: string): Promise<void> {
    const { camera } = this.#entries.entry(cameraId);
    if (this.#entries.isInFile(cameraId)) {
      throw new OutisError('request-invalid', `${cameraId} stands in the configuration; remove it there`);
    }
    this.#options.note({ actor: by, action: 'camera.removed', subject: cameraId });
    this.#options.store.removeCamera(cameraId);
    this.#pauses.forget(cameraId);
    this.#entries.delete(cameraId);
    this.aims.cameraEnded(cameraId, 'camera-changed');
    await camera.stop();
    this.#backgrounds.forget(cameraId, 'removed');
    this.alerts.forget(cameraId);
  }

  /**
   * Closes the stream of a camera until somebody lets it go on, whatever the log and the disk say; resolves when its
   * processes are gone. `by` as in the log, such as `user:anna` or `mqtt`. Throws `camera-unknown`.
   */
  async pause(cameraId: string, by: string): Promise<CameraJson> {
    const { camera } = this.#entries.entry(cameraId);
    this.#pauses.pause(cameraId, by);
    await camera.pause();
    return this.cameraJson(cameraId);
  }

  /**
   * Opens the stream of a camera again. Throws `camera-unknown`, and `camera-paused` within a scheduled pause and for `mqtt`
   * where a person holds it; what cannot be written down stays paused, and that is thrown.
   */
  async resume(cameraId: string, by: string): Promise<CameraJson> {
    this.#pauses.resume(this.#entries.entry(cameraId).camera.config.id, by);
    return this.cameraJson(cameraId);
  }

  /** Calls `listener` whenever a camera is paused or goes on, until the returned function is called. */
  onPauseChange(listener: PauseListener): () => void {
    return this.#pauses.onChange(listener);
  }

  /** Puts other lines in place at once. */
  setLines(cameraId: string, lines: readonly LineConfig[], by: string): CameraJson {
    return this.#setGeometry(cameraId, { lines }, by, {});
  }

  /** Calibrates a street and sets its zones and movements, at once. Throws `purpose-refused` and `request-invalid`. */
  setMeasures(cameraId: string, asked: MeasuresRequestJson, by: string): CameraJson {
    const { zones, movements, calibration } = measuresOf(this.camera(cameraId).config, asked);
    return this.#setGeometry(cameraId, { zones, movements, calibration }, by, { withMeasures: true });
  }

  /** Sets what a site warns of, at once; a new kind of rule may wait. Throws `purpose-refused` and `request-invalid`. */
  setSafety(cameraId: string, asked: SafetyRequestJson, by: string): CameraJson {
    const change = safetyChange(this.camera(cameraId).config, asked);
    return this.#setGeometry(cameraId, change, by, { withSafety: true }, true);
  }

  /** A camera as it would be with these rules; keeps nothing. Throws `purpose-refused` and `request-invalid`. */
  withSafety(cameraId: string, asked: SafetyRequestJson): CameraConfig {
    const { wanted, camera } = this.#entries.entry(cameraId);
    return withGeometry(wanted, safetyChange(camera.config, asked));
  }

  #setGeometry(
    cameraId: string,
    geometry: GeometryChange,
    by: string,
    edited: Edited,
    asked = false,
  ): CameraJson {
    const entry = this.#entries.entry(cameraId);
    const wanted = withGeometry(entry.wanted, geometry);
    const { config } = this.#settle(wanted, by, asked);
    this.#kept.save(wanted, this.#entries.isInFile(cameraId) ? edited : null);
    this.#moveGeometry(entry.camera, config);
    this.#entries.set(cameraId, { ...entry, wanted, editedInBrowser: this.#entries.isInFile(cameraId) });
    return this.cameraJson(cameraId);
  }

  #moveGeometry(camera: Camera, config: CameraConfig): void {
    camera.setGeometry(config);
    this.#numbers.measure(camera.config, undefined, camera.size);
  }

  /**
   * Asks for other settings. What widens the camera waits; the rest is in effect when this returns.
   * Throws `request-invalid` and `camera-expired`.
   */
  async setSettings(cameraId: string, settings: CameraSettingsJson, by: string): Promise<CameraJson> {
    const { wanted: before } = this.#entries.entry(cameraId);
    const asked = withSettings(before, settings);
    const refusal = this.#entries.refusalOf(asked);
    if (refusal !== null) throw refusal;
    const settled = this.#settle(asked, by, true);
    this.#kept.save(asked, this.#entries.isInFile(cameraId) ? { withSettings: true } : null);
    await this.#replace(cameraId, asked, settled);
    return this.cameraJson(cameraId);
  }

  /** Lets a change take effect now. Throws `change-unknown` and `change-own`. */
  async approve(changeId: number, by: string): Promise<ChangeJson> {
    const { cameraId } = this.changes.approve(changeId, by);
    await this.#settleAgain(cameraId);
    return this.changes.get(changeId);
  }

  /** Lets take effect what has waited long enough. What cannot be noted does not; the next tick tries again. */
  async takeEffect(): Promise<void> {
    try {
      for (const cameraId of this.changes.due()) await this.#settleAgain(cameraId);
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
    }
  }

  /** Ends a change that waits. Throws `change-unknown`. */
  endChange(changeId: number, by: string, state: 'refused' | 'withdrawn'): ChangeJson {
    return withoutJson(this.changes.end(changeId, by, state));
  }

  /** Released counts and coverage of a camera; with `bucketMs` they are added up to intervals of at most that length. */
  counts(cameraId: string, fromMs: number, toMs: number, bucketMs = 0): CountsJson {
    return this.#numbers.counts(this.camera(cameraId).config, fromMs, toMs, bucketMs);
  }

  /** Released movements, speeds, stays and near misses of a street. Throws `purpose-refused`. */
  statistics(cameraId: string, query: StatisticsQuery): StatisticsJson {
    const { config, measures } = this.camera(cameraId);
    return this.#numbers.statistics({ ...measures, id: config.id }, query);
  }

  /** Lets a camera have measured since an earlier moment: for the demo, whose past is simulated. */
  measureSince(cameraId: string, sinceMs: number): void {
    this.#numbers.measure(this.camera(cameraId).config, sinceMs);
  }

  /** What anybody in front of the camera may know. */
  publicFacts(cameraId: string): PublicFacts {
    return this.#signs.publicFacts(this.#unsigned(cameraId));
  }

  /** Notes that a sign was taken, so that the page can tell when it is stale. */
  notePrintedSign(cameraId: string): void {
    this.#signs.notePrinted(this.cameraJson(cameraId));
  }

  /** Notes that somebody watched the live scene for this long; shown on the public page. */
  addWatched(cameraId: string, watchedMs: number): void {
    const { store, config, nowMs } = this.#options;
    store.addWatched(cameraId, dayStartMs(nowMs(), config.site.timeZone), watchedMs);
  }

  #unsigned(cameraId: string): Omit<CameraJson, 'sign'> {
    const { camera, wanted, editedInBrowser } = this.#entries.entry(cameraId);
    const pending = this.changes.pending(cameraId);
    const asked = pending.length === 0 ? null : browserSettings(wanted);
    const aim = camera.hasLens ? this.aims.json(cameraId) : null;
    const pause = this.#pauses.json(cameraId);
    const json = camera.json(editedInBrowser);
    const safety = withWaiting(json.safety, wanted, camera.config);
    return { ...json, safety, pending, wanted: asked, aim, pause };
  }

  #settle(wanted: CameraConfig, by: string, asked = false): Settled {
    const { model } = this.#options;
    return this.changes.settle(wanted, model instanceof OutisError ? null : model, by, asked);
  }

  /** Looks again at what a camera waits for. */
  async #settleAgain(cameraId: string): Promise<void> {
    const entry = this.#entries.get(cameraId);
    if (entry !== undefined)
      await this.#replace(cameraId, entry.wanted, this.#settle(entry.wanted, 'system'));
  }

  /** Lets a camera go on with other settings; one whose settings are the same goes on as it is. */
  async #replace(cameraId: string, wanted: CameraConfig, settled: Settled): Promise<void> {
    const entry = this.#entries.entry(cameraId);
    this.#entries.set(cameraId, { ...entry, wanted, editedInBrowser: this.#entries.isInFile(cameraId) });
    const { camera, heldModel } = entry;
    const extent = extentOfChange({ config: camera.config, heldModel }, settled);
    if (extent === 'geometry') this.#moveGeometry(camera, settled.config);
    if (extent !== 'all') return;
    this.aims.cameraEnded(cameraId, 'camera-changed');
    const next = this.#entries.make(wanted, settled, this.#entries.isInFile(cameraId));
    // The old one has its decoder and its place in the counts until it has ended; the new one begins then.
    await camera.stop();
    if (next.safety === null) this.alerts.forget(cameraId);
    if (this.#entries.get(cameraId)?.camera === next) next.start();
  }

  #schedule(): void {
    const run = (): void => {
      this.#tick(this.#options.nowMs());
      this.#schedule();
    };
    this.#timer = setTimeout(run, tickMs - (this.#options.nowMs() % tickMs));
  }

  #tick(nowMs: number): void {
    this.counter.tick(nowMs);
    this.#pauses.look();
    this.alerts.tick(nowMs);
    for (const entry of [...this.#entries.values()]) {
      this.#housekeeping.writeHealth(entry.camera);
      entry.camera.tick(nowMs);
      this.#endOrStart(entry);
    }
    void this.takeEffect();
    this.#housekeeping.deleteOld(nowMs);
  }

  /** A camera that is being made looks for itself whether it is paused. */
  #closeOrOpen(cameraId: string, isPaused: boolean): void {
    const camera = this.#entries.get(cameraId)?.camera;
    if (isPaused) {
      this.aims.cameraEnded(cameraId, 'camera-paused');
      void camera?.pause();
    } else camera?.resume();
  }

  /** Ends a camera on its last day, and starts one that was refused only because the clock was wrong. */
  #endOrStart(entry: Entry): void {
    const { camera, refused, editedInBrowser } = entry;
    const refuse = this.#entries.refusalOf(camera.config) !== null;
    if (refuse === refused) return;
    if (refuse) {
      this.aims.cameraEnded(camera.config.id, 'camera-changed');
      void camera.expire();
      this.#entries.set(camera.config.id, { ...entry, refused: true });
    } else this.#entries.make(entry.wanted, this.#settle(entry.wanted, 'system'), editedInBrowser).start();
  }
}
