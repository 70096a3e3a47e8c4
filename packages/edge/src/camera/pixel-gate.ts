import {
  type AimView,
  type BackgroundGrid,
  type BackgroundState,
  type BackgroundUpdate,
  backgroundGrid,
  type ClockMode,
  type FrameSize,
  WireError,
} from '@outis/core';

/** The shortest time between two pictures of the aim view. */
export const aimIntervalMsMin = 2_000;
/** What this process or the channel may hold back, so that two pictures arrive closer together than they were sent. */
const heldBackMsMax = 1_000;
/** A picture that was on its way when aiming ended is dropped; one that comes later was sent after the end. */
const lateMsMax = 2_000;

export interface PixelGateOptions {
  /** A background is learned: without, no block may come at all. */
  readonly hasBackground: boolean;
  /** `file`: a film may run faster than time, so its own time counts. */
  readonly clock: ClockMode;
  /** Never goes back, ms. */
  readonly nowMs: () => number;
}

/**
 * What sight may pass on of a picture, and when: blocks of the background only where one is learned, the aim view only while
 * somebody aims and at most one in two seconds. Everything else throws `WireError`, which ends the pair.
 */
export class PixelGate {
  readonly #options: PixelGateOptions;
  #grid: BackgroundGrid | null = null;
  #isAiming = false;
  #endedMs = Number.NEGATIVE_INFINITY;
  /** When the next picture may come at the earliest, but for what may be held back. */
  #dueMs = Number.NEGATIVE_INFINITY;

  constructor(options: PixelGateOptions) {
    this.#options = options;
  }

  /** Sight was told to start with pictures of this size: before, nothing may come. */
  started(frame: FrameSize): void {
    this.#grid = backgroundGrid(frame);
  }

  /** Somebody begins or ends aiming. */
  aim(isOn: boolean): void {
    if (this.#isAiming && !isOn) this.#endedMs = this.#options.nowMs();
    this.#isAiming = isOn;
    this.#dueMs = Number.NEGATIVE_INFINITY;
  }

  /** Throws {@link WireError} unless this may come now. */
  checkBackground(message: BackgroundUpdate | BackgroundState): void {
    if (!this.#options.hasBackground) throw new WireError('a background that nobody asked for');
    this.#checkGrid(message);
  }

  /** True when the picture may be shown; false for one that was on its way when aiming ended. Throws {@link WireError}. */
  letsThrough(view: AimView): boolean {
    const nowMs = this.#options.nowMs();
    if (!this.#isAiming) {
      if (nowMs - this.#endedMs < lateMsMax) return false;
      throw new WireError('a picture although nobody aims');
    }
    this.#checkGrid(view);
    if (!this.#options.hasBackground && view.candidates.length > 0)
      throw new WireError('blocks of a background that nobody asked for');
    const atMs = this.#options.clock === 'file' ? view.tMs : nowMs;
    if (atMs < this.#dueMs - heldBackMsMax) throw new WireError('pictures of the aim view come too fast');
    // A pause saves up nothing; one that came early moves the next no nearer.
    this.#dueMs = Math.max(atMs, this.#dueMs) + aimIntervalMsMin;
    return true;
  }

  #checkGrid({ columns, rows }: BackgroundGrid): void {
    if (columns !== this.#grid?.columns || rows !== this.#grid.rows)
      throw new WireError('blocks of a picture of another size');
  }
}
