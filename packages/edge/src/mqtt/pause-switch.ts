import { OutisError, type Purpose } from '@outis/core';
import type { Broker, BrokerMessage } from './broker.ts';

/** How a camera is, as far as the broker is told. Nothing here moves with what the camera sees. */
export interface CameraSwitch {
  readonly id: string;
  readonly purpose: Purpose;
  readonly isPaused: boolean;
  /** It should run and does not. */
  readonly hasProblem: boolean;
}

/** The cameras of a site, as far as MQTT may pause them. */
export interface PausableCameras {
  cameras(): readonly CameraSwitch[];
  /** Throws `OutisError`: the camera is gone, or somebody else holds it paused. */
  setPaused(cameraId: string, isPaused: boolean): Promise<void>;
}

/** What commands and states say. */
export const switchWords = { on: 'ON', off: 'OFF' } as const;

/**
 * Commands let a camera go on this often at most, ms: each time starts processes and is written into the log, and whoever
 * writes to the broker could do that all day. To close is never put off.
 */
export const goOnEveryMs = 10_000;

/** What a {@link PauseSwitch} needs beside broker and cameras. */
export interface PauseSwitchAround {
  /** Called after each command, also after one that was refused. */
  readonly onDone: () => void;
  /** Told of what was refused. Default: the error stream. */
  readonly say?: (text: string) => void;
  /** A clock that is never set, ms. Default that of the process. */
  readonly steadyMs?: () => number;
}

export function pauseTopic(topic: string, cameraId: string): string {
  return `${topic}/${cameraId}/pause`;
}

export function problemTopic(topic: string, cameraId: string): string {
  return `${topic}/${cameraId}/problem`;
}

/**
 * Takes `ON` and `OFF` on `<topic>/<cameraId>/pause/set`. What the broker had kept is ignored: a command of last week does
 * not pause a camera today. Of many commands for a camera that is still at the one before only the last counts.
 */
export class PauseSwitch {
  readonly #broker: Broker;
  readonly #cameras: PausableCameras;
  readonly #around: Required<PauseSwitchAround>;
  readonly #wanted = new Map<string, boolean>();
  readonly #busy = new Set<string>();
  /** When a camera was last let go on, and what waits until it may again. */
  readonly #wentOnMs = new Map<string, number>();
  readonly #later = new Map<string, NodeJS.Timeout>();
  #leave = (): void => {};

  constructor(broker: Broker, cameras: PausableCameras, around: PauseSwitchAround) {
    this.#broker = broker;
    this.#cameras = cameras;
    this.#around = {
      ...{ say: (text) => void process.stderr.write(`outis: ${text}\n`), steadyMs: () => performance.now() },
      ...around,
    };
  }

  start(): void {
    this.#leave = this.#broker.subscribe(`${pauseTopic(this.#broker.topic, '+')}/set`, (message) =>
      this.#take(message),
    );
  }

  end(): void {
    this.#leave();
    for (const timer of this.#later.values()) clearTimeout(timer);
  }

  #take({ topic, payload, isRetained }: BrokerMessage): void {
    const text = payload.length <= 3 ? payload.toString('latin1') : '';
    if (isRetained || (text !== switchWords.on && text !== switchWords.off)) return;
    const camera = this.#cameras
      .cameras()
      .find(({ id }) => `${pauseTopic(this.#broker.topic, id)}/set` === topic);
    if (camera === undefined) return;
    this.#wanted.set(camera.id, text === switchWords.on);
    if (!this.#busy.has(camera.id)) void this.#obey(camera.id);
  }

  async #obey(cameraId: string): Promise<void> {
    clearTimeout(this.#later.get(cameraId));
    this.#later.delete(cameraId);
    this.#busy.add(cameraId);
    for (;;) {
      const isPaused = this.#wanted.get(cameraId);
      if (isPaused === undefined) break;
      if (!isPaused && this.#putsOff(cameraId)) break;
      this.#wanted.delete(cameraId);
      try {
        await this.#cameras.setPaused(cameraId, isPaused);
      } catch (error) {
        if (!(error instanceof OutisError)) throw error;
        this.#around.say(`${cameraId}, ${isPaused ? 'pause' : 'go on'} by MQTT: ${error.message}`);
      }
      this.#around.onDone();
    }
    this.#busy.delete(cameraId);
  }

  /** Whether it is too soon to let it go on; then it is done as soon as it may be, unless it is paused again meanwhile. */
  #putsOff(cameraId: string): boolean {
    const nowMs = this.#around.steadyMs();
    const restMs = (this.#wentOnMs.get(cameraId) ?? Number.NEGATIVE_INFINITY) + goOnEveryMs - nowMs;
    if (restMs > 0) {
      const timer = setTimeout(() => void this.#obey(cameraId), restMs);
      timer.unref();
      this.#later.set(cameraId, timer);
    } else this.#wentOnMs.set(cameraId, nowMs);
    return restMs > 0;
  }
}
