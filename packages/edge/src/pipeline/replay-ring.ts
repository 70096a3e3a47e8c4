import {
  type FrameSize,
  LiveScene,
  type Purpose,
  type ReplayJson,
  type ReplayStepJson,
  replayMsMax,
  type SceneMessage,
  type Track,
} from '@outis/core';

/** What is kept of before an alert, and what follows it. Together they are a whole replay. */
export const beforeMs = 15_000;
const afterMs: number = replayMsMax - beforeMs;
/** Replays that may wait for their last seconds; beyond it the oldest ends as it is. */
const openMax = 64;

/** A replay that is not whole yet. */
interface Open {
  readonly fromMs: number;
  readonly alertMs: number;
  readonly ids: Map<number, number>;
  readonly steps: ReplayStepJson[];
  /** Where it goes when it is whole. */
  readonly complete: (replay: ReplayJson) => void;
}

/**
 * The pictograms of the last 15 s, in memory alone: what `LiveScene` lets a browser see, at most five times a second. An
 * alert gets these and the five seconds after it, with ids that are drawn for it alone and stay the same within it.
 */
export class ReplayRing {
  readonly #scene: LiveScene;
  readonly #randomId: () => number;
  #ring: SceneMessage[] = [];
  #open: Open[] = [];

  /** Throws `RangeError` for a purpose without a live scene. */
  constructor(purpose: Purpose, frame: FrameSize, randomId: () => number) {
    // Ids of this scene never leave: each alert draws its own. So they need not be renewed in the middle of a replay.
    this.#scene = new LiveScene(purpose, frame, randomId, Number.POSITIVE_INFINITY);
    this.#randomId = randomId;
  }

  /** Takes the tracks of one step. A clock that is set back ends what it holds. */
  step(tMs: number, tracks: readonly Track[]): void {
    const newest = this.#ring.at(-1);
    if (newest !== undefined && tMs < newest.tMs) {
      this.finish();
      this.#ring = [];
    }
    for (const open of this.#open) if (tMs > open.alertMs + afterMs) open.complete(replayOf(open));
    this.#open = this.#open.filter(({ alertMs }) => tMs <= alertMs + afterMs);
    const message = this.#scene.message(tMs, tracks);
    if (message === null) return;
    this.#ring.push(message);
    const first = this.#ring.findIndex((one) => one.tMs >= message.tMs - beforeMs);
    if (first > 0) this.#ring.splice(0, first);
    for (const open of this.#open) this.#append(open, message);
  }

  /**
   * What led to an alert at `tMs`, the time of the latest step. `complete` is called once with the whole replay, five
   * seconds later or when nothing more can come; not at all where nobody wants it (null).
   */
  replay(tMs: number, complete: ((replay: ReplayJson) => void) | null): ReplayJson {
    const alertMs = Math.round(tMs);
    const before = this.#ring.filter((one) => one.tMs >= alertMs - beforeMs && one.tMs <= alertMs);
    const fromMs = before[0]?.tMs ?? alertMs;
    const open: Open = { fromMs, alertMs, ids: new Map(), steps: [], complete: complete ?? (() => {}) };
    for (const message of before) this.#append(open, message);
    if (complete !== null) {
      this.#open.push(open);
      if (this.#open.length > openMax) {
        const oldest = this.#open.shift()!;
        oldest.complete(replayOf(oldest));
      }
    }
    return replayOf(open);
  }

  /** Nothing more comes: replays that wait end as they are. */
  finish(): void {
    const open = this.#open;
    this.#open = [];
    for (const one of open) one.complete(replayOf(one));
  }

  #append({ fromMs, ids, steps }: Open, { tMs, objects, personsHidden }: SceneMessage): void {
    const renamed = objects.map((object) => {
      const id = ids.get(object.id) ?? this.#randomId();
      ids.set(object.id, id);
      return { ...object, id };
    });
    steps.push({ atMs: tMs - fromMs, objects: renamed, personsHidden });
  }
}

function replayOf({ fromMs, alertMs, steps }: Open): ReplayJson {
  return { steps: [...steps], alertAtMs: alertMs - fromMs };
}
