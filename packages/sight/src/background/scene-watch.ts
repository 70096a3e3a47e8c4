import {
  type AimCommand,
  type ApproveCommand,
  type BackgroundState,
  type Detection,
  detectionsPerFrameMax,
  type SightMessage,
  type SightStart,
} from '@outis/core';
import type { Detector } from '../detector/detector.ts';
import { type Frame, frameBytes } from '../frame/frame.ts';
import { AimViewer } from './aim-viewer.ts';
import { Background } from './background.ts';
import { wasmKernels } from './kernels/wasm-kernels.ts';

/** Everything of this score and more may be somebody, and is filled while somebody aims; the background asks for more. */
const anybodyScoreMin = 0.05;
/** A drawn film shows nobody, and to a detector for the real world its shapes are many things a little. */
const drawnScoreMin = 0.4;

export interface SceneWatchOptions {
  readonly start: SightStart;
  readonly detector: Pick<Detector, 'detect' | 'detectDown'>;
  /** What an earlier run knew of the background. */
  readonly states: readonly BackgroundState[];
  readonly send: (message: SightMessage) => Promise<void>;
}

/**
 * Lets the detector look at every frame, and feeds what else may see it: the background where one is learned, and the
 * aim view while somebody aims. Says the news of both over the control channel.
 */
export class SceneWatch {
  readonly #options: SceneWatchOptions;
  readonly #background: Background | null;
  readonly #scoreMin: number;
  /** A copy of the frame: what detections are put beside must be the very px that the detector saw. */
  readonly #bytes: Uint8Array;
  #aim: AimViewer | null = null;
  #view: SightMessage | null = null;

  constructor(options: SceneWatchOptions) {
    const { start, states } = options;
    this.#options = options;
    this.#scoreMin = start.background?.profile === 'drawn' ? drawnScoreMin : anybodyScoreMin;
    this.#bytes = new Uint8Array(frameBytes(start.frame));
    this.#background =
      start.background === null
        ? null
        : new Background({ ...start.background, frame: start.frame, kernels: wasmKernels(start.frame) });
    this.#background?.restore(states);
  }

  /** What an installer does. Approving without aiming does nothing. */
  command(command: AimCommand | ApproveCommand): void {
    if (command.kind === 'approve') {
      if (this.#aim !== null) this.#background?.approve(command.blocks);
    } else if (!command.isOn) this.#aim = null;
    else this.#aim ??= new AimViewer(wasmKernels(this.#options.start.frame), this.#options.start.frame);
  }

  /** Looks at a frame. Gives what is worth following; what may be somebody stays here. */
  async detect(frame: Frame): Promise<Detection[]> {
    const { detector } = this.#options;
    if (this.#background === null && this.#aim === null) return detector.detect(frame);
    // While the detector works the decoder goes on, and writes over the frame after the next.
    this.#bytes.set(frame.bytes);
    const copy = { tMs: frame.tMs, bytes: this.#bytes };
    try {
      const { usual, all } = await detector.detectDown(frame, this.#scoreMin);
      // A full list may have left somebody out.
      this.#see(copy, all.length < detectionsPerFrameMax ? this.#anybody(all) : null);
      return usual;
    } catch (error) {
      this.#see(copy, null);
      throw error;
    }
  }

  /** Says what is new after a frame; the detector looks at one part of the new picture at most. */
  async report(): Promise<void> {
    const { send } = this.#options;
    if (this.#view !== null) await send(this.#view);
    this.#view = null;
    const background = this.#background;
    if (background === null) return;
    await this.#check(background);
    for (const update of background.takeUpdates()) await send(update);
    if (background.isStateDue) await this.#sendState(background);
  }

  /** The stream has ended. */
  async end(): Promise<void> {
    if (this.#background !== null) await this.#sendState(this.#background);
  }

  #see(frame: { readonly tMs: number; readonly bytes: Uint8Array }, all: readonly Detection[] | null): void {
    this.#background?.observe(frame, all);
    if (this.#aim === null) return;
    this.#view = this.#aim.observe(frame, all, () => this.#background?.aimCandidates() ?? []);
    if (this.#aim.isOver(frame.tMs)) this.#aim = null;
  }

  async #check(background: Background): Promise<void> {
    const picture = background.pictureToCheck();
    if (picture === null) return;
    try {
      const { all } = await this.#options.detector.detectDown(picture, this.#scoreMin);
      background.check(this.#anybody(all));
    } catch (error) {
      background.check(null);
      throw error;
    }
  }

  /** What may be somebody: `detectDown` gives what the manifest lets through too, where that is lower. */
  #anybody(all: readonly Detection[]): readonly Detection[] {
    return all.filter(({ score }) => score >= this.#scoreMin);
  }

  async #sendState(background: Background): Promise<void> {
    for (const state of background.stateMessages()) await this.#options.send(state);
  }
}
