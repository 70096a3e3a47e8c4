import type { SceneMessage } from '@outis/core';
import { type Place, SceneMotion } from './motion.ts';

/** How far back the scene may be looked at, ms. */
export const replayMs = 20_000;
/** The most messages that are kept: five a second, and some to spare. */
export const replayMessagesMax = 128;
/** What stands around the moment and is needed to draw it: earlier for the movement, later for the way on. */
const earlierMs = 2500;
const laterMs = 600;

interface Received {
  readonly message: SceneMessage;
  /** When it came, ms of the local clock. */
  readonly atMs: number;
}

/**
 * The last 20 seconds of a scene, in the memory of the page: what is older goes with every message, and everything goes when
 * the scene starts or pauses, or the page is hidden or left. Nothing joins what it held to what comes after.
 */
export class Replay {
  #received: Received[] = [];

  /** How many messages are kept. */
  get count(): number {
    return this.#received.length;
  }

  /** Keeps a message that came at `nowMs` of the local clock; what is older than 20 s goes. */
  receive(message: SceneMessage, nowMs: number): void {
    const last = this.#received.at(-1);
    // Out of order, or another clock: two scenes must not be mixed.
    if (last !== undefined && (nowMs < last.atMs || message.tMs <= last.message.tMs)) {
      if (message.tMs > last.message.tMs - 5000 && nowMs >= last.atMs) return;
      this.clear();
    }
    this.#received.push({ message, atMs: nowMs });
    this.forget(nowMs);
  }

  /** Lets go what is older than 20 s, also when nothing comes any more. */
  forget(nowMs: number): void {
    const firstKept = this.#received.findIndex(({ atMs }) => atMs >= nowMs - replayMs);
    this.#received = firstKept < 0 ? [] : this.#received.slice(firstKept).slice(-replayMessagesMax);
  }

  /** Forgets everything. */
  clear(): void {
    this.#received = [];
  }

  /** How far back there is something, ms. */
  heldMs(nowMs: number): number {
    const first = this.#received[0];
    return first === undefined ? 0 : Math.min(replayMs, Math.max(0, nowMs - first.atMs));
  }

  /** The message that was the newest `agoMs` ago; null when there was none. */
  messageAgo(nowMs: number, agoMs: number): SceneMessage | null {
    return this.#received.findLast(({ atMs }) => atMs <= nowMs - agoMs)?.message ?? null;
  }

  /** What was drawn `agoMs` ago, the farthest first; without movement where the reader asks for less of it. */
  placesAgo(nowMs: number, agoMs: number, isStill: boolean): Place[] {
    const thenMs = nowMs - agoMs;
    const motion = new SceneMotion();
    for (const { message, atMs } of this.#received) {
      if (atMs < thenMs - earlierMs || atMs > thenMs + (isStill ? 0 : laterMs)) continue;
      motion.receive(message, atMs);
    }
    return isStill ? motion.placesStill(thenMs) : motion.placesAt(thenMs);
  }
}
