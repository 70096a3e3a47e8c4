import type { BackgroundState, BackgroundUpdate, Detection, FrameSize } from '@outis/core';
import { parseBackgroundState } from '@outis/core';
import { Background, wasmKernels } from '@outis/sight';
import type { Learner } from './learner.ts';

/** Scenes are attacked at their local time; the offset is of no consequence but for calendar days. */
const utcOffsetMs = 0;

/**
 * Our background as it ships, with a detector that finds nothing in its pictures: the gate before publishing may help,
 * and nothing here counts on it.
 */
export class BackgroundLearner implements Learner {
  readonly #background: Background;
  #saved: readonly BackgroundState[] | null = null;

  constructor(frame: FrameSize) {
    this.#background = new Background({ frame, profile: 'usual', utcOffsetMs, kernels: wasmKernels(frame) });
  }

  observe(
    frame: { readonly tMs: number; readonly bytes: Uint8Array },
    detections: readonly Detection[] | null,
  ): void {
    this.#background.observe(frame, detections);
    while (this.#background.pictureToCheck() !== null) this.#background.check([]);
  }

  takeUpdates(): readonly BackgroundUpdate[] {
    return this.#background.takeUpdates();
  }

  /** What was handed over last, as the edge has it: whole, or not at all. */
  save(): readonly BackgroundState[] | null {
    if (this.#background.isStateDue) this.#saved = this.#background.stateMessages();
    return this.#saved;
  }

  restore(saved: unknown): void {
    const messages = JSON.parse(JSON.stringify(saved)) as readonly unknown[];
    this.#background.restore(messages.map(parseBackgroundState));
  }
}

export function backgroundLearner(frame: FrameSize): Learner {
  return new BackgroundLearner(frame);
}
