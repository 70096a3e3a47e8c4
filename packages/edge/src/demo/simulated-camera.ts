import type { CameraHealth, FrameSize, Observation, SightReady } from '@outis/core';
import { type FrameTotals, firstHealth } from '../camera/health.ts';
import { type SimulatedName, simulatedScenes } from './scenes.ts';
import { Simulation } from './simulation.ts';

/** The size for which simulated boxes are made. */
export const simulatedSize: FrameSize = { widthPx: 640, heightPx: 360 };
export const simulatedThresholds: SightReady['thresholds'] = { low: 0.1, high: 0.35 };

export interface SimulatedCameraEvents {
  onReady(ready: Pick<SightReady, 'thresholds'>, size: FrameSize): void;
  onObservation(observation: Observation): void;
  onInterrupted(): void;
}

/** A camera that is not there: its observations come from a simulation, and everything behind them is real. */
export class SimulatedCamera {
  readonly #simulation: Simulation;
  readonly #analyseFps: number;
  readonly #events: SimulatedCameraEvents;
  #health: CameraHealth;
  #timer: NodeJS.Timeout | null = null;
  #frames = 0;

  constructor(
    scene: SimulatedName,
    analyseFps: number,
    events: SimulatedCameraEvents,
    seed: number = Date.now(),
  ) {
    this.#simulation = new Simulation(simulatedScenes[scene], seed);
    this.#analyseFps = analyseFps;
    this.#events = events;
    this.#health = firstHealth('starting');
  }

  get health(): CameraHealth {
    return this.#health;
  }

  get frames(): FrameTotals {
    return { decoded: this.#frames, analysed: this.#frames, dropped: 0 };
  }

  start(): void {
    this.#health = {
      ...this.#health,
      state: 'running',
      sinceMs: Date.now(),
      decodedFps: this.#analyseFps,
      analysedFps: this.#analyseFps,
    };
    this.#events.onReady({ thresholds: simulatedThresholds }, simulatedSize);
    // The yard is already at work when somebody looks: the first minute has passed before.
    const nowMs = epochMs();
    for (let agoMs = 60_000; agoMs > 0; agoMs -= 200) this.#simulation.step(nowMs - agoMs);
    this.#timer = setInterval(() => {
      const tMs = epochMs();
      this.#simulation.step(tMs);
      this.#events.onObservation({
        kind: 'observation',
        tMs,
        frameIndex: this.#frames++,
        detections: this.#simulation.observe(),
      });
    }, 1000 / this.#analyseFps);
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#events.onInterrupted();
    this.#health = { ...this.#health, state: 'stopped', sinceMs: Date.now(), decodedFps: 0, analysedFps: 0 };
  }
}

function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
