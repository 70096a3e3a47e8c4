/** How saving goes. */
export type SaveState = 'untouched' | 'saving' | 'saved' | 'failed';

/**
 * Saves the newest value a short time after the last change, one request at a time, so that an older value never
 * overwrites a newer one. Values that come while a request is under way wait; only the newest of them is sent.
 */
export class SaveQueue<T> {
  readonly #save: (value: T) => Promise<void>;
  readonly #onState: (state: SaveState, error: unknown) => void;
  readonly #delayMs: number;
  #waiting: { readonly value: T } | null = null;
  #isBusy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    delayMs: number,
    save: (value: T) => Promise<void>,
    onState: (state: SaveState, error: unknown) => void,
  ) {
    this.#delayMs = delayMs;
    this.#save = save;
    this.#onState = onState;
  }

  /** Takes a value to be saved after the delay; one that still waits is replaced. */
  put(value: T): void {
    this.#waiting = { value };
    this.#onState('saving', null);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#delayMs);
  }

  /** Saves what waits now, as when the page is left. A value that could not be saved waits again. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#isBusy || this.#waiting === null) return;
    const sent = this.#waiting;
    this.#waiting = null;
    this.#isBusy = true;
    try {
      await this.#save(sent.value);
      if (this.#waiting === null) this.#onState('saved', null);
    } catch (error) {
      this.#waiting ??= sent;
      this.#onState('failed', error);
      return;
    } finally {
      this.#isBusy = false;
    }
    if (this.#waiting !== null) await this.flush();
  }
}
