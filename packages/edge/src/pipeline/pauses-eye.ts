import type { CameraHealth } from '@outis/core';
import { type FrameTotals, firstHealth, noFrames } from '../camera/health.ts';
import type { Eye } from './camera-eye.ts';

/**
 * The eye of a camera that can be closed and opened again. Closed there is none: no process, no connection. It is opened as
 * a new one, and not before the old one has ended.
 */
export class PausableEye implements Eye {
  readonly #make: () => Eye;
  #eye: Eye | null;
  #before: FrameTotals = noFrames;
  #ended: Promise<void> = Promise.resolve();
  #isEnding = false;
  #isStarted = false;
  #pausedMs = Date.now();

  constructor(make: () => Eye, isPaused: boolean) {
    this.#make = make;
    this.#eye = isPaused ? null : make();
  }

  get isPaused(): boolean {
    return this.#eye === null;
  }

  /** False while it is closed, and while what was closed has not ended yet: what comes then is not used. */
  get isOpen(): boolean {
    return this.#eye !== null && !this.#isEnding;
  }

  get health(): CameraHealth {
    return this.#eye?.health ?? { ...firstHealth('paused'), sinceMs: this.#pausedMs };
  }

  get frames(): FrameTotals {
    const { decoded, analysed, dropped } = this.#eye?.frames ?? noFrames;
    const before = this.#before;
    return {
      decoded: before.decoded + decoded,
      analysed: before.analysed + analysed,
      dropped: before.dropped + dropped,
    };
  }

  start(): void {
    this.#isStarted = true;
    this.#eye?.start();
  }

  /** Resolves when what it ran, also before an earlier pause, has ended. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    await Promise.all([this.#ended, this.#eye?.stop()]);
  }

  /** Closes it; resolves when its processes are gone and its connection is closed. */
  pause(): Promise<void> {
    const eye = this.#eye;
    if (eye === null) return this.#ended;
    this.#before = this.frames;
    this.#eye = null;
    this.#pausedMs = Date.now();
    this.#isEnding = true;
    const ended = Promise.all([this.#ended, eye.stop()]).then(() => {
      // Another one may have been opened and closed again meanwhile.
      if (this.#ended === ended) this.#isEnding = false;
    });
    this.#ended = ended;
    return ended;
  }

  /** Opens it again as soon as what was closed has ended. */
  resume(): void {
    if (this.#eye !== null) return;
    const eye = this.#make();
    this.#eye = eye;
    if (!this.#isStarted) return;
    void this.#ended.then(() => {
      if (this.#eye === eye && this.#isStarted) eye.start();
    });
  }

  aim(isOn: boolean): void {
    this.#eye?.aim?.(isOn);
  }

  approve(blocks: readonly number[]): void {
    this.#eye?.approve?.(blocks);
  }
}
