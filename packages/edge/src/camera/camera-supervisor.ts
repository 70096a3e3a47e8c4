import {
  type AimView,
  type BackgroundState,
  type BackgroundUpdate,
  type CameraHealth,
  type ErrorCode,
  type FrameSize,
  type Observation,
  OutisError,
  type SightReady,
} from '@outis/core';
import { type FrameTotals, firstHealth, noFrames, problemJson } from './health.ts';
import { SightPair, type SightPairEvents, type SightPairOptions } from './sight-pair.ts';

const firstBackOffMs = 500;
const lastBackOffMs = 30_000;
/** A run of this length was a good one: the next failure starts with the shortest wait again. */
const goodRunMs = 30_000;

/** Detection takes a little longer when more is seen: told in steps this coarse, ms, it says nothing of that. */
const detectMsStep = 5;

/** Failures that trying again cannot mend. */
const finalCodes: readonly ErrorCode[] = [
  'model-missing',
  'model-manifest-missing',
  'model-manifest-invalid',
  'model-sha256-mismatch',
  'model-class-unknown',
  'model-class-denied',
  'model-output-refused',
  'model-unreadable',
  'wall-open',
  'source-invalid',
];

export interface CameraSupervisorEvents {
  onReady(ready: SightReady, size: FrameSize): void;
  onObservation(observation: Observation): void;
  onBackground?(update: BackgroundUpdate): void;
  onBackgroundState?(state: BackgroundState): void;
  onAim?(view: AimView): void;
  /** A run has ended: whatever was followed is gone. */
  onInterrupted(): void;
}

/** Keeps one camera running: starts the pair, and after a failure again, with growing and jittered waits. */
export class CameraSupervisor {
  readonly #options: SightPairOptions;
  readonly #events: CameraSupervisorEvents;
  readonly #random: () => number;
  #pair: SightPair | null = null;
  #timer: NodeJS.Timeout | null = null;
  #backOffMs = firstBackOffMs;
  #health: CameraHealth;
  #stopped: (() => void) | null = null;
  #frames = noFrames;
  #sourceSize: FrameSize | null = null;
  #ending = false;
  #isAimed = false;

  constructor(options: SightPairOptions, events: CameraSupervisorEvents, random: () => number = Math.random) {
    this.#options = options;
    this.#events = events;
    this.#random = random;
    this.#health = firstHealth('starting');
  }

  get health(): CameraHealth {
    return this.#health;
  }

  get frames(): FrameTotals {
    return this.#frames;
  }

  get pids(): SightPair['pids'] {
    return this.#pair?.pids ?? { sight: null, decoder: null };
  }

  start(): void {
    this.#timer = null;
    this.#set({ nextTryMs: null });
    let readyMs: number | null = null;
    let last = { framesDecoded: 0, framesAnalysed: 0, atMs: 0 };
    const before = this.#frames;
    const events: SightPairEvents = {
      onReady: (ready, size, sourceSize) => {
        this.#sourceSize = sourceSize;
        readyMs = last.atMs = performance.now();
        this.#events.onReady(ready, size);
      },
      onObservation: (observation) => {
        if (this.#health.state !== 'running')
          this.#set({ state: 'running', sinceMs: Date.now(), problem: null });
        this.#events.onObservation(observation);
      },
      onHealth: ({ framesDecoded, framesAnalysed, framesDropped, detectMs }) => {
        this.#frames = {
          decoded: before.decoded + framesDecoded,
          analysed: before.analysed + framesAnalysed,
          dropped: before.dropped + framesDropped,
        };
        const atMs = performance.now();
        const seconds = Math.max(0.1, (atMs - last.atMs) / 1000);
        const decodedFps = round((framesDecoded - last.framesDecoded) / seconds);
        const analysedFps = round((framesAnalysed - last.framesAnalysed) / seconds);
        last = { framesDecoded, framesAnalysed, atMs };
        this.#set({
          decodedFps,
          analysedFps,
          detectMs: detectMs === null ? null : Math.round(detectMs / detectMsStep) * detectMsStep,
        });
      },
      onBackground: (update) => this.#events.onBackground?.(update),
      onBackgroundState: (state) => this.#events.onBackgroundState?.(state),
      onAim: (view) => this.#events.onAim?.(view),
      // What an earlier try has found is more than that nothing comes.
      onWaiting: (code) =>
        this.#set({
          state: 'stalled',
          sinceMs: this.#health.problem === null ? Date.now() : this.#health.sinceMs,
          problem: this.#health.problem ?? problemJson(new OutisError(code)),
        }),
      onStopped: (problem) => {
        this.#pair = null;
        this.#events.onInterrupted();
        if (readyMs !== null && performance.now() - readyMs > goodRunMs) this.#backOffMs = firstBackOffMs;
        // After a change of size, or when nothing came, the source is asked anew.
        if (problem?.code === 'source-size-changed' || this.#health.state !== 'running')
          this.#sourceSize = null;
        this.#afterStop(problem);
      },
    };
    const options = { ...this.#options, sourceSize: this.#sourceSize, isAimed: this.#isAimed };
    this.#pair = new SightPair(options, events);
    this.#pair.start();
  }

  /** Somebody begins or ends aiming; a run that fails meanwhile goes on with it. */
  aim(isOn: boolean): void {
    this.#isAimed = isOn;
    this.#pair?.aim(isOn);
  }

  /** Somebody who aims has looked: in these blocks there is nobody. */
  approve(blocks: readonly number[]): void {
    this.#pair?.approve(blocks);
  }

  #afterStop(problem: OutisError | null): void {
    this.#set({ decodedFps: 0, analysedFps: 0, detectMs: null });
    if (this.#ending || (problem !== null && finalCodes.includes(problem.code))) {
      this.#set({
        state: 'stopped',
        sinceMs: Date.now(),
        problem: problem === null ? null : problemJson(problem),
        nextTryMs: null,
      });
      this.#stopped?.();
      return;
    }
    // Half to one and a half times: cameras behind one failed switch do not all come back in the same second.
    const waitMs = Math.round(this.#backOffMs * (0.5 + this.#random()));
    this.#backOffMs = Math.min(lastBackOffMs, this.#backOffMs * 2);
    const sinceMs = this.#health.problem === null ? Date.now() : this.#health.sinceMs;
    const shown = problem ?? new OutisError('source-ended');
    this.#set({
      state: 'retrying',
      sinceMs,
      problem: problemJson(shown),
      restarts: this.#health.restarts + 1,
      nextTryMs: Date.now() + waitMs,
    });
    this.#timer = setTimeout(() => this.start(), waitMs);
  }

  /** Ends the camera; resolves when both its processes are gone. */
  async stop(): Promise<void> {
    this.#ending = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const pair = this.#pair;
    if (pair === null) return;
    await new Promise<void>((resolve) => {
      this.#stopped = resolve;
      pair.stop();
    });
  }

  #set(change: Partial<CameraHealth>): void {
    this.#health = { ...this.#health, ...change };
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
