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
  readonly #say: (text: string) => void;
  readonly #wanted = new Map<string, boolean>();
  readonly #busy = new Set<string>();
  readonly #onDone: () => void;
  #leave = (): void => {};

  /** `onDone` is called after each command, also after one that was refused. */
  constructor(
    broker: Broker,
    cameras: PausableCameras,
    onDone: () => void,
    say: (text: string) => void = (text) => void process.stderr.write(`outis: ${text}\n`),
  ) {
    this.#broker = broker;
    this.#cameras = cameras;
    this.#onDone = onDone;
    this.#say = say;
  }

  start(): void {
    this.#leave = this.#broker.subscribe(`${pauseTopic(this.#broker.topic, '+')}/set`, (message) =>
      this.#take(message),
    );
  }

  end(): void {
    this.#leave();
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
    this.#busy.add(cameraId);
    for (;;) {
      const isPaused = this.#wanted.get(cameraId);
      if (isPaused === undefined) break;
      this.#wanted.delete(cameraId);
      try {
        await this.#cameras.setPaused(cameraId, isPaused);
      } catch (error) {
        if (!(error instanceof OutisError)) throw error;
        this.#say(`${cameraId}, ${isPaused ? 'pause' : 'go on'} by MQTT: ${error.message}`);
      }
      this.#onDone();
    }
    this.#busy.delete(cameraId);
  }
}
