import { randomInt } from 'node:crypto';
import {
  type AimPictureJson,
  type AimView,
  type BackgroundState,
  type BackgroundUpdate,
  type CameraBackgroundJson,
  type CameraHealth,
  type CameraJson,
  Contributions,
  type FrameSize,
  type LineConfig,
  LiveScene,
  type Observation,
  OutisError,
  permitsLiveScene,
  permitsRule,
  type SceneBackgroundJson,
  type SceneMessage,
  type SightReady,
  utcOffsetMs,
} from '@outis/core';
import { CameraSupervisor } from '../camera/camera-supervisor.ts';
import type { FrameTotals } from '../camera/health.ts';
import { MqttEye } from '../camera/mqtt-eye.ts';
import { hasPictures, parseSource, type Source, shownAddress } from '../camera/source.ts';
import type { MeasuresConfig } from '../config/check-measures.ts';
import type { CameraConfig } from '../config/config-schema.ts';
import { SimulatedCamera } from '../demo/simulated-camera.ts';
import type { Aimed } from './aim.ts';
import { type Eye, StoppedEye } from './camera-eye.ts';
import type { CameraSurroundings } from './camera-surroundings.ts';
import type { Contribution, Counted } from './cell-counter.ts';
import { CountingPipeline, type Decided } from './counting-pipeline.ts';
import { backgroundProfileOf, KeptBackground } from './kept-background.ts';
import { measuresJson } from './measures-json.ts';
import { bandOf, Measuring } from './measuring.ts';
import { PausableEye } from './pauses-eye.ts';
import { makeSafety, type Safety } from './safety.ts';
import { SceneBackground } from './scene-background.ts';

export type { CameraSurroundings, Trial } from './camera-surroundings.ts';

/** A camera's own clock may differ by this much from the machine's before it is set anew. */
const clockDriftMsMax = 1_000;
/** Viewers of one live scene at the same time. */
export const viewersMax = 64;

/** Somebody who watches the live scene. */
export interface SceneListener {
  onScene(message: SceneMessage): void;
  /** What has changed of the background. */
  onBackground(background: SceneBackgroundJson): void;
}

/**
 * One camera from its eye to its counts: observation → tracks → crossings → cells, and for a site the live scene.
 * Restarting its eye drops what was followed and keeps what was counted.
 */
export class Camera implements Aimed {
  #config: CameraConfig;
  readonly #surroundings: CameraSurroundings;
  readonly #source: Source;
  #eye: PausableEye;
  readonly #listeners = new Set<SceneListener>();
  readonly #kept: KeptBackground | null;
  readonly #background = new SceneBackground();
  #onPicture: ((picture: AimPictureJson) => void) | null = null;
  #pipeline: CountingPipeline | null = null;
  #measuring: Measuring | null = null;
  /** What it warns of; null for a street. */
  readonly safety: Safety | null;
  #alive: readonly number[] = [];
  #scene: LiveScene | null = null;
  #size: FrameSize | null = null;
  #clockOffsetMs = 0;
  #lastMs: number | null = null;

  constructor(config: CameraConfig, surroundings: CameraSurroundings) {
    this.#config = config;
    this.#surroundings = surroundings;
    this.#source = parseSource(config.source);
    const profile = backgroundProfileOf(config);
    const { backgrounds, nowMs } = surroundings;
    this.#kept = profile === null ? null : new KeptBackground(backgrounds, config, profile, nowMs);
    this.#eye = new PausableEye(() => this.#makeEye(this.#source), surroundings.isPaused ?? false);
    this.safety = makeSafety(config, surroundings, this.hasLens);
  }

  /** What it runs with now. */
  get config(): CameraConfig {
    return this.#config;
  }

  get health(): CameraHealth {
    return this.#eye.health;
  }

  /** Frames since the camera was started, for `/metrics`. */
  get frames(): FrameTotals {
    return this.#eye.frames;
  }

  /** Of which camera, series and purpose its numbers are. */
  get counted(): Counted {
    const { id, purpose } = this.config;
    return { cameraId: id, series: this.#surroundings.series, purpose };
  }

  get lines(): readonly LineConfig[] {
    return this.#config.lines;
  }

  /** False for a simulation, and where another system has the lens: there is nothing to see and nothing to point. */
  get hasLens(): boolean {
    return hasPictures(this.#source);
  }

  get learnsBackground(): boolean {
    return this.#kept !== null;
  }

  get aimProblem(): string | null {
    if (!this.hasLens) return `${this.config.id} has no lens of ours`;
    return this.health.state === 'running' ? null : `${this.config.id} does not run`;
  }

  /** What is known of the background; nothing for a street. */
  get background(): SceneBackground {
    return this.#background;
  }

  start(): void {
    if (this.#kept === null) this.#surroundings.backgrounds.forget(this.config.id, 'off');
    else this.#kept.open();
    if (this.#surroundings.refusal === null) this.safety?.start();
    this.#eye.start();
  }

  async stop(): Promise<void> {
    await this.#eye.stop();
    this.safety?.end();
  }

  /** The site's tick. */
  tick(nowMs: number): void {
    this.safety?.tick(nowMs);
  }

  get isPaused(): boolean {
    return this.#eye.isPaused;
  }

  /** Closes its stream; resolves when its processes are gone. Who is followed is dropped, what is counted stays. */
  pause(): Promise<void> {
    const closed = this.#eye.pause();
    this.#interrupt();
    return closed;
  }

  /** Opens its stream again. */
  resume(): void {
    this.#eye.resume();
  }

  /** Ends the camera for good because its end date has passed. */
  async expire(): Promise<void> {
    const stopped = new StoppedEye(new OutisError('camera-expired', this.config.id));
    const eye = this.#eye;
    this.#eye = new PausableEye(() => stopped, eye.isPaused);
    this.#interrupt();
    this.safety?.end();
    await eye.stop();
  }

  /**
   * Counts, measures and warns elsewhere from now on, without a pause of its eye: the configuration differs in lines, zones,
   * movements, ground and rules alone. Whoever is in the picture now is left out of what is measured anew beside the lines.
   */
  setGeometry(measures: CameraConfig): void {
    this.#config = measures;
    this.safety?.setConfig(measures);
    const size = this.#size;
    if (size === null || this.#pipeline === null) return;
    this.#endMeasuring();
    this.#pipeline.setLines(measures.lines, bandOf(measures, size));
    this.#measuring = new Measuring(measures, size, this.#alive);
  }

  /** The size of its pictures; null before it has told. */
  get size(): FrameSize | null {
    return this.#size;
  }

  /** What it measures now, as configured. */
  get measures(): MeasuresConfig {
    return this.#config;
  }

  /** Asks for pictures of the aim view until it is called with null. Only `Aims` calls it: it counts and writes down. */
  aim(onPicture: ((picture: AimPictureJson) => void) | null): void {
    this.#onPicture = onPicture;
    this.#eye.aim?.(onPicture !== null);
  }

  /** Tells sight that somebody has looked and these blocks are empty. */
  approve(blocks: readonly number[]): void {
    this.#eye.approve?.(blocks);
  }

  /**
   * Calls the one with every scene, the other with every change of the background, until the returned function is called.
   * Throws `purpose-refused` for a street camera, `camera-paused`, and `camera-busy` when too many watch.
   */
  onScene(
    onScene: SceneListener['onScene'],
    onBackground: SceneListener['onBackground'] = () => {},
  ): () => void {
    if (!permitsLiveScene(this.config.purpose))
      throw new OutisError('purpose-refused', `${this.config.purpose} has no live scene`);
    if (this.isPaused) throw new OutisError('camera-paused', this.config.id);
    if (this.#listeners.size >= viewersMax) throw new OutisError('camera-busy', `${viewersMax}`);
    const listener: SceneListener = { onScene, onBackground };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The camera as the API gives it. */
  json(editedInBrowser: boolean): Omit<CameraJson, 'pending' | 'wanted' | 'sign' | 'aim' | 'pause'> {
    const { id, purpose, owner, contact, reason, place, until, boundary, masks } = this.config;
    return {
      id,
      purpose,
      owner,
      contact: contact ?? null,
      reason,
      place: place ?? null,
      until: until ?? null,
      simulated: this.#source.kind === 'simulated' || this.#source.kind === 'drawn',
      source: shownAddress(this.#source),
      size: this.#size,
      boundary: boundary ?? null,
      masks,
      lines: this.lines,
      zones: this.config.zones,
      measures: measuresJson(this.config, this.#size),
      editedInBrowser,
      liveScene: permitsLiveScene(purpose),
      background: this.#backgroundJson(),
      safety: this.safety?.json() ?? null,
      health: this.health,
    };
  }

  #backgroundJson(): CameraBackgroundJson | null {
    return this.#kept === null ? null : { profile: this.#kept.profile, movedMs: this.#kept.movedMs };
  }

  #makeEye(source: Source): Eye {
    const events = {
      // A sight that was just getting ready when its camera was paused makes no pipeline.
      onReady: (ready: Pick<SightReady, 'thresholds'>, size: FrameSize) => {
        if (this.#eye.isOpen) this.#ready(ready, size);
      },
      onObservation: (observation: Observation) => this.#observe(observation),
      onInterrupted: () => this.#interrupt(),
      onBackground: (update: BackgroundUpdate) => this.#learn(update),
      onBackgroundState: (state: BackgroundState) => this.#kept?.collect(state),
      onAim: (view: AimView) => this.#show(view),
    };
    const { decodeFps, analyseFps, masks, boundary, size } = this.config;
    if (this.#surroundings.refusal !== null) return new StoppedEye(this.#surroundings.refusal);
    if (source.kind === 'simulated') return new SimulatedCamera(source.scene, analyseFps, events);
    const { model, maskPath, trial, timeZone, nowMs, broker = null } = this.#surroundings;
    const shape = { masks, boundary: boundary ?? null };
    if (source.kind === 'mqtt')
      return new MqttEye(
        {
          ...{ observations: this.config.observations!, broker, view: shape, analyseFps, nowMs },
          isLive: permitsLiveScene(this.config.purpose),
        },
        events,
      );
    if (model instanceof OutisError) return new StoppedEye(model);
    return new CameraSupervisor(
      {
        ...{ source, model, clock: 'live', decodeFps, analyseFps, shape, sizeMax: size ?? null, maskPath },
        wornParts: permitsRule(this.config.purpose, 'helmet'),
        ...trial,
        background:
          this.#kept === null
            ? null
            : {
                profile: this.#kept.profile,
                utcOffsetMs: () => utcOffsetMs(nowMs(), timeZone),
                kept: (grid) => this.#kept!.messages(grid),
              },
      },
      events,
    );
  }

  #learn(update: BackgroundUpdate): void {
    if (this.#kept === null) return;
    this.#kept.update(update);
    const shown = this.#background.update(update);
    for (const listener of this.#listeners) listener.onBackground(shown);
  }

  #show({ kind: _kind, tMs, ...picture }: AimView): void {
    this.#onPicture?.({ tMs: Math.round(tMs + this.#clockOffsetMs), ...picture });
  }

  #ready({ thresholds }: Pick<SightReady, 'thresholds'>, frame: FrameSize): void {
    let nextId = randomInt(2 ** 30);
    this.#size = frame;
    this.#pipeline = new CountingPipeline({
      frame,
      lines: this.lines,
      bandAt: bandOf(this.config, frame),
      thresholds,
      newId: () => nextId++,
      contributions: new Contributions(),
    });
    this.#measuring = new Measuring(this.config, frame);
    this.safety?.ready(frame);
    this.#surroundings.onSize?.(frame);
    this.#scene = permitsLiveScene(this.config.purpose)
      ? new LiveScene(this.config.purpose, frame, () => randomInt(2 ** 47))
      : null;
  }

  #observe({ tMs, detections }: Observation): void {
    if (this.#pipeline === null) return;
    const nowMs = this.#surroundings.nowMs();
    // Sight's clock never goes back; the machine's may be set. Tracks live on the one, cells on the other.
    if (Math.abs(nowMs - tMs - this.#clockOffsetMs) > clockDriftMsMax) this.#clockOffsetMs = nowMs - tMs;
    const offsetMs = this.#clockOffsetMs;
    const { tracks, ...decided } = this.#pipeline.step(tMs, detections);
    // Warnings first: whoever is in danger does not wait for the counts.
    this.safety?.step({ tMs, offsetMs, tracks, detections });
    this.#count(decided, tMs);
    if (this.#lastMs !== null) this.#surroundings.counter.observe(this.counted, this.#lastMs, tMs + offsetMs);
    this.#lastMs = tMs + offsetMs;
    if (this.#listeners.size === 0 || this.#scene === null) return;
    // The scene compares with the times of the tracks, so it lives on sight's clock too; what leaves is on the machine's.
    const message = this.#scene.message(tMs, tracks);
    if (message === null) return;
    const shown = { ...message, tMs: Math.round(tMs + offsetMs) };
    for (const listener of this.#listeners) listener.onScene(shown);
  }

  /** Cells live on the machine's clock, `sightMs` and the crossings on sight's. */
  #count({ decided, crossings }: Decided, sightMs: number): void {
    const passages = crossings.map(
      ({ lineId, direction, class: name, tMs }): Contribution => ({
        family: 'count',
        place: lineId,
        part: direction,
        class: name,
        tMs,
      }),
    );
    this.#add(passages, sightMs);
    this.#add(this.#measuring?.follow(decided) ?? [], sightMs);
    this.#alive = decided.at(-1)?.tracks.map(({ id }) => id) ?? this.#alive;
  }

  #add(contributions: readonly Contribution[], sightMs: number): void {
    const offsetMs = this.#clockOffsetMs;
    for (const one of contributions)
      this.#surroundings.counter.count(this.counted, { ...one, tMs: one.tMs + offsetMs }, sightMs + offsetMs);
  }

  /** What was complete and only waited is counted. */
  #endMeasuring(): void {
    if (this.#measuring === null || this.#lastMs === null) return;
    const sightMs = this.#lastMs - this.#clockOffsetMs;
    this.#add(this.#measuring.finish(sightMs), sightMs);
    this.#measuring = null;
  }

  /** Whoever is followed is dropped; passages that were complete and only waited to be decided on are counted. */
  #interrupt(): void {
    if (this.#pipeline !== null && this.#lastMs !== null) {
      const sightMs = this.#lastMs - this.#clockOffsetMs;
      this.#count(this.#pipeline.finish(sightMs), sightMs);
      this.#endMeasuring();
    }
    this.safety?.interrupt();
    this.#measuring = null;
    this.#alive = [];
    this.#pipeline = null;
    this.#clockOffsetMs = 0;
    this.#lastMs = null;
  }
}
