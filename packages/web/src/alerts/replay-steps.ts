import { type ReplayStepJson, replayMsMax } from '@outis/core';
import { fadeMs, type Place, SceneMotion, sceneDelayMs } from '../scene/motion.ts';

/** What stands around a moment and is needed to draw it, ms. */
const earlierMs = 2500;
const laterMs = 900;
/** Replays begin here on the clock of the drawing: its times must be above 0. */
const baseMs = 60_000;

/** How long a replay lasts, ms; never longer than may be kept. */
export function lengthOf(steps: readonly ReplayStepJson[]): number {
  return Math.min(replayMsMax, steps.at(-1)?.atMs ?? 0);
}

/** What to draw at a moment of a replay, the farthest first; without movement between steps where `isStill`. */
export function placesAt(steps: readonly ReplayStepJson[], atMs: number, isStill: boolean): readonly Place[] {
  const motion = new SceneMotion();
  const first = steps[0];
  if (first === undefined) return [];
  // Whatever is there in the first moment was there before: it must not fade in.
  if (atMs - earlierMs <= first.atMs) motion.receive(messageOf(first, first.atMs - fadeMs), baseMs - fadeMs);
  for (const step of steps) {
    if (step.atMs < atMs - earlierMs || step.atMs > atMs + (isStill ? 0 : laterMs)) continue;
    motion.receive(messageOf(step, step.atMs), baseMs + step.atMs);
  }
  if (isStill) return motion.placesStill(baseMs + atMs);
  // Which way a sign looks is decided as it moves, so the moments before are gone through too.
  for (const backMs of [1500, 1000, 500]) motion.placesAt(baseMs + atMs + sceneDelayMs - backMs);
  return motion.placesAt(baseMs + atMs + sceneDelayMs);
}

/** The newest step at a moment; null before the first. */
export function stepAt(steps: readonly ReplayStepJson[], atMs: number): ReplayStepJson | null {
  return steps.findLast((step) => step.atMs <= atMs) ?? null;
}

/** The clock of a replay: it plays, stands, and is set; it stops by itself at the end. */
export class ReplayClock {
  readonly #lengthMs: number;
  #atMs = 0;
  /** When it last began to play, ms of the local clock; null while it stands. */
  #playedFromMs: number | null = null;

  constructor(lengthMs: number) {
    this.#lengthMs = Math.max(0, lengthMs);
  }

  /** Where the replay is, ms since its first moment. */
  at(nowMs: number): number {
    const playedMs = this.#playedFromMs === null ? 0 : Math.max(0, nowMs - this.#playedFromMs);
    return Math.min(this.#lengthMs, this.#atMs + playedMs);
  }

  isPlaying(nowMs: number): boolean {
    return this.#playedFromMs !== null && this.at(nowMs) < this.#lengthMs;
  }

  /** Goes on; from the beginning where it stands at the end. */
  play(nowMs: number): void {
    const atMs = this.at(nowMs);
    this.#atMs = atMs >= this.#lengthMs ? 0 : atMs;
    this.#playedFromMs = nowMs;
  }

  pause(nowMs: number): void {
    this.#atMs = this.at(nowMs);
    this.#playedFromMs = null;
  }

  /** Goes to a moment and goes on as before. */
  seek(atMs: number, nowMs: number): void {
    const isPlaying = this.isPlaying(nowMs);
    this.#atMs = Math.min(this.#lengthMs, Math.max(0, atMs));
    this.#playedFromMs = isPlaying ? nowMs : null;
  }
}

function messageOf(step: ReplayStepJson, atMs: number) {
  return { tMs: baseMs + atMs, objects: step.objects, personsHidden: step.personsHidden };
}
