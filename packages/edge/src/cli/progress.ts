/** A progress line on a terminal, or one line every ten seconds where the output is a file. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #totalFrames: number | null;
  readonly #startedMs = performance.now();
  #shownMs = 0;

  /** `totalFrames` is null where the length is not known. */
  constructor(totalFrames: number | null, stream: NodeJS.WriteStream = process.stderr) {
    this.#totalFrames = totalFrames;
    this.#stream = stream;
  }

  update(frames: number): void {
    const nowMs = performance.now();
    if (nowMs - this.#shownMs < (this.#stream.isTTY ? 200 : 10_000)) return;
    this.#shownMs = nowMs;
    this.#stream.write(
      this.#stream.isTTY
        ? `\r\u001b[K${this.line(frames, nowMs - this.#startedMs)}`
        : `${this.line(frames, nowMs - this.#startedMs)}\n`,
    );
  }

  done(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[K');
  }

  /** One line of progress after `elapsedMs`. */
  line(frames: number, elapsedMs: number): string {
    const perSecond = frames / Math.max(0.001, elapsedMs / 1000);
    const speed = `${perSecond.toFixed(1)} frames/s`;
    if (this.#totalFrames === null) return `${frames} frames, ${speed}`;
    const share = Math.min(1, frames / this.#totalFrames);
    const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '░');
    const left = Math.max(0, Math.round((this.#totalFrames - frames) / Math.max(0.1, perSecond)));
    return `${bar} ${Math.round(share * 100)} %  ${frames}/${this.#totalFrames}  ${speed}  ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} left`;
  }
}

/** One line that changes, on a terminal only: a file that is read later needs none. */
export class TerminalLine {
  readonly #stream: NodeJS.WriteStream;
  #shownMs = 0;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(text: string): void {
    const nowMs = performance.now();
    if (!this.#stream.isTTY || nowMs - this.#shownMs < 200) return;
    this.#shownMs = nowMs;
    this.#stream.write(`\r\u001b[K${text}`);
  }

  clear(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[K');
  }
}
