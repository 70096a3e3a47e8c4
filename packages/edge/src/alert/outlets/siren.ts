import { OutisError } from '@outis/core';
import type { Broker } from '../../mqtt/broker.ts';
import type { Notice, Outlet } from '../notice.ts';
import { type Choice, isChosen } from './choice.ts';

/** A siren, lamp or relay that listens on a topic. */
export interface SirenConfig extends Choice {
  readonly name: string;
  readonly topic: string;
  /** What switches it on and off. */
  readonly on: string;
  readonly off: string;
  /** For how long after the latest alert it stays on. */
  readonly seconds: number;
}

/** After this a siren would frighten somebody else, ms. */
const usefulMs = 60_000;
const offAgainMs = 2_000;

/**
 * Switches a siren on at an alert and off some seconds after the latest. It is also switched off, or on where it sounds,
 * whenever the broker is back: a siren never hangs because a message was lost.
 */
export class SirenOutlet implements Outlet {
  readonly name: string;
  readonly usefulMs = usefulMs;
  readonly #broker: Broker;
  readonly #config: SirenConfig;
  readonly #leave: () => void;
  #timer: NodeJS.Timeout | null = null;
  /** Until when it sounds, on the clock of the process; null while it is off. */
  #untilMs: number | null = null;

  constructor(broker: Broker, config: SirenConfig) {
    this.#broker = broker;
    this.#config = config;
    this.name = `siren:${config.name}`;
    this.#leave = broker.onConnected(() => void this.#restate());
  }

  get problem(): string | null {
    return this.#broker.problem;
  }

  takes(notice: Notice): boolean {
    return isChosen(this.#config, notice);
  }

  async deliver(_notice: Notice, signal: AbortSignal): Promise<void> {
    const { topic, on, seconds } = this.#config;
    const begunMs = performance.now();
    // An `off` that is due meanwhile would end this one too early.
    this.#stayOn(begunMs + seconds * 1000);
    const isHeard = await this.#broker.publish(topic, on, { signal });
    if (!isHeard) throw new OutisError('delivery-failed', `nobody is subscribed to ${topic}`);
    this.#stayOn(performance.now() + seconds * 1000);
  }

  /** Switches it off for good. */
  async end(): Promise<void> {
    this.#leave();
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#untilMs === null) return;
    this.#untilMs = null;
    await this.#broker.publish(this.#config.topic, this.#config.off).catch(() => {});
  }

  #stayOn(untilMs: number): void {
    this.#untilMs = Math.max(untilMs, this.#untilMs ?? 0);
    this.#setTimer(this.#untilMs - performance.now());
  }

  #setTimer(afterMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#off(), afterMs).unref();
  }

  async #off(): Promise<void> {
    this.#timer = null;
    this.#untilMs = null;
    try {
      await this.#broker.publish(this.#config.topic, this.#config.off);
    } catch {
      // Without a connection it is said at the next one.
      if (this.#broker.isConnected && this.#timer === null && this.#untilMs === null)
        this.#setTimer(offAgainMs);
    }
  }

  async #restate(): Promise<void> {
    if (this.#untilMs === null) await this.#off();
    else await this.#broker.publish(this.#config.topic, this.#config.on).catch(() => {});
  }
}
