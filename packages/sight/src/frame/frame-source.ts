import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { SightStart } from '@outis/core';
import { type Frame, frameBytes } from './frame.ts';
import { FrameAssembler } from './frame-assembler.ts';
import { LagMeter } from './lag-meter.ts';

/** What the source has done so far. */
export interface FrameCounts {
  readonly decoded: number;
  readonly dropped: number;
  readonly bytesLeft: number;
}

/**
 * Reads frames from the decoder's pipe and hands over those that are due for analysis.
 *
 * In `file` mode every frame is handed over in order and the decoder waits for us. In `live` mode there is one place
 * in the queue: a newer frame replaces an older one, `analyseFps` is kept, and when frames have piled up
 * in the decoder because the machine is too slow, analysis is skipped until we have caught up: delay never grows.
 */
export class FrameSource {
  readonly #stream: Readable;
  readonly #start: SightStart;
  readonly #nowMs: () => number;
  #decoded = 0;
  #dropped = 0;
  #bytesLeft = 0;

  constructor(stream: Readable, start: SightStart, nowMs: () => number) {
    this.#stream = stream;
    this.#start = start;
    this.#nowMs = nowMs;
  }

  get counts(): FrameCounts {
    return { decoded: this.#decoded, dropped: this.#dropped, bytesLeft: this.#bytesLeft };
  }

  /** The frames to analyse, until the stream ends. */
  frames(): AsyncGenerator<Frame> {
    return this.#start.clock === 'file' ? this.#everyFrame() : this.#latestFrames();
  }

  async *#everyFrame(): AsyncGenerator<Frame> {
    const { frame: size, decodeFps } = this.#start;
    const assembler = new FrameAssembler(frameBytes(size));
    for await (const chunk of this.#stream) {
      // A chunk (at most 64 KiB) may complete several tiny frames; their bytes are copied, as two are kept at most.
      const complete: Frame[] = [];
      assembler.push(chunk as Uint8Array, (bytes, index) => {
        complete.push({ index, tMs: (index * 1000) / decodeFps, size, bytes: bytes.slice() });
      });
      this.#decoded = assembler.frames;
      this.#bytesLeft = assembler.bytesLeft;
      yield* complete;
    }
  }

  async *#latestFrames(): AsyncGenerator<Frame> {
    const { frame: size, decodeFps, analyseFps } = this.#start;
    const assembler = new FrameAssembler(frameBytes(size));
    const lag = new LagMeter(decodeFps);
    // By number and not by time of arrival: a network's jitter then costs no frame. 10 → 4 takes 0, 3, 5, 8, 10 …
    const step = decodeFps / analyseFps;
    let nextIndex = 0;
    let latest: Frame | null = null;
    let ended = false;
    let wake: () => void = () => {};
    this.#stream.on('data', (chunk: Uint8Array) => {
      assembler.push(chunk, (bytes, index) => {
        const tMs = this.#nowMs();
        const late = lag.isLate(tMs, index);
        const due = index >= nextIndex;
        if (latest !== null || (due && late)) this.#dropped++;
        latest = due && !late ? { index, tMs, size, bytes } : null;
        if (latest !== null) wake();
      });
      this.#decoded = assembler.frames;
      this.#bytesLeft = assembler.bytesLeft;
    });
    const onEnd = (): void => {
      ended = true;
      wake();
    };
    this.#stream.on('end', onEnd).on('error', onEnd).on('close', onEnd);
    while (!ended) {
      // What has already arrived is read first, so that the newest frame is the one that is analysed.
      await setImmediate();
      const next: Frame | null = latest;
      latest = null;
      if (next === null) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (latest !== null || ended) resolve();
        });
        continue;
      }
      nextIndex += step * Math.max(1, Math.floor(((next as Frame).index - nextIndex) / step) + 1);
      yield next;
    }
  }
}
