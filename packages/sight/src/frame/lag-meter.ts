/** Frames that arrive this much later than the best recent one mean that they pile up in the decoder. */
const lateAfterMs = 500;
/** After this long without catching up the stream itself has shifted: the baseline starts anew. */
const giveUpAfterMs = 5_000;
/** A baseline older than this is forgotten, so that a drifting camera clock is not taken for lag. */
const baselineKeptMs = 60_000;

/**
 * Tells whether frames pile up before us. A frame with index n of a stream with a steady rate should arrive n / fps
 * after the first one; the least delay seen recently is the baseline, and what exceeds it is lag.
 */
export class LagMeter {
  readonly #fps: number;
  #baselineMs = Number.POSITIVE_INFINITY;
  #baselineSetMs = 0;
  #lateSinceMs: number | null = null;

  constructor(fps: number) {
    this.#fps = fps;
  }

  /** Takes the arrival of frame `index` at `nowMs` and says whether it is late. */
  isLate(nowMs: number, index: number): boolean {
    const delayMs = nowMs - (index * 1000) / this.#fps;
    if (delayMs <= this.#baselineMs || nowMs - this.#baselineSetMs > baselineKeptMs)
      return this.#rebase(delayMs, nowMs);
    if (delayMs - this.#baselineMs <= lateAfterMs) {
      this.#lateSinceMs = null;
      return false;
    }
    this.#lateSinceMs ??= nowMs;
    if (nowMs - this.#lateSinceMs > giveUpAfterMs) return this.#rebase(delayMs, nowMs);
    return true;
  }

  #rebase(delayMs: number, nowMs: number): false {
    this.#baselineMs = delayMs;
    this.#baselineSetMs = nowMs;
    this.#lateSinceMs = null;
    return false;
  }
}
