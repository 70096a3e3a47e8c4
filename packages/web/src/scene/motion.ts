import type { RoadUserClass, SceneMessage } from '@outis/core';

/** How far behind the newest message the scene is drawn, ms: there is then nearly always a next place to move towards. */
export const sceneDelayMs = 250;
/** How long a pictogram takes to appear and to go, ms. */
export const fadeMs = 300;
/** After this time without a message the pictograms fade: an old place must not look like a present one. */
export const staleAfterMs = 2500;

const samplesMax = 16;
const objectsMax = 600;

/** Where one pictogram is drawn at one moment; x and y are fractions of the view. */
export interface Place {
  readonly id: number;
  readonly class: RoadUserClass;
  readonly x: number;
  readonly y: number;
  readonly opacity: number;
  /** -1 when it moves to the left of the picture, else 1. */
  readonly facing: -1 | 1;
}

interface Sample {
  readonly tMs: number;
  readonly x: number;
  readonly y: number;
}

interface Mover {
  readonly id: number;
  readonly class: RoadUserClass;
  readonly samples: Sample[];
  /** Time of the first message without it; null while it is there. */
  goneMs: number | null;
  facing: -1 | 1;
}

/**
 * Turns messages (five a second, rounded to 1 %) into smooth movement. An id that ends fades out and a new one fades in;
 * nothing here guesses that two ids might be the same object.
 */
export class SceneMotion {
  readonly #movers = new Map<number, Mover>();
  /** Local clock minus the clock of the messages, following the fastest message. */
  #offsetMs: number | null = null;
  #newestMs = 0;

  /** Takes in one message that arrived at `nowMs` of the local clock. Messages out of order are left out. */
  receive(message: SceneMessage, nowMs: number): void {
    const offsetMs = nowMs - message.tMs;
    if (this.#offsetMs !== null && Math.abs(offsetMs - this.#offsetMs) > 5000) this.clear();
    if (this.#offsetMs === null || offsetMs < this.#offsetMs) this.#offsetMs = offsetMs;
    else this.#offsetMs += (offsetMs - this.#offsetMs) * 0.02;
    if (message.tMs <= this.#newestMs) return;
    this.#newestMs = message.tMs;
    const present = new Set<number>();
    for (const object of message.objects) {
      present.add(object.id);
      this.#place(object.id, object.class, { tMs: message.tMs, x: object.x, y: object.y });
    }
    for (const mover of this.#movers.values()) {
      if (!present.has(mover.id)) mover.goneMs ??= message.tMs;
    }
  }

  /** What to draw at `nowMs`, the farthest first, so that the nearest is drawn over it. */
  placesAt(nowMs: number): Place[] {
    if (this.#offsetMs === null) return [];
    const tMs = nowMs - this.#offsetMs - sceneDelayMs;
    const fresh = 1 - clamp01((tMs - this.#newestMs - staleAfterMs) / 1000);
    const places: Place[] = [];
    for (const mover of this.#movers.values()) {
      const opacity = fresh * opacityAt(mover, tMs);
      if (opacity > 0) places.push(placeOf(mover, tMs, opacity));
      else if (mover.goneMs !== null && tMs > mover.goneMs + fadeMs) this.#movers.delete(mover.id);
    }
    return places.sort((a, b) => a.y - b.y || a.id - b.id);
  }

  /** The newest places without any movement, for readers who ask for less of it. */
  placesStill(nowMs: number): Place[] {
    if (this.#offsetMs === null || nowMs - this.#offsetMs > this.#newestMs + staleAfterMs) return [];
    const places: Place[] = [];
    for (const mover of this.#movers.values()) {
      const last = mover.samples.at(-1);
      if (last === undefined || mover.goneMs !== null) continue;
      places.push({
        id: mover.id,
        class: mover.class,
        x: last.x,
        y: last.y,
        opacity: 1,
        facing: mover.facing,
      });
    }
    return places.sort((a, b) => a.y - b.y || a.id - b.id);
  }

  /** Forgets everything, as when another scene begins. */
  clear(): void {
    this.#movers.clear();
    this.#offsetMs = null;
    this.#newestMs = 0;
  }

  #place(id: number, objectClass: RoadUserClass, sample: Sample): void {
    let mover = this.#movers.get(id);
    if (mover === undefined || mover.class !== objectClass) {
      // The edge sends few objects; the bound only keeps a broken stream from growing memory: the oldest goes.
      if (this.#movers.size >= objectsMax) this.#movers.delete(this.#movers.keys().next().value ?? id);
      mover = { id, class: objectClass, samples: [], goneMs: null, facing: 1 };
      this.#movers.set(id, mover);
    }
    mover.goneMs = null;
    mover.samples.push(sample);
    if (mover.samples.length > samplesMax) mover.samples.shift();
  }
}

/** Places on either side of the moment are averaged: the 1 % steps of the wire then become a steady movement. */
const tapsMs = [-300, -200, -100, 0, 100, 200] as const;

function placeOf(mover: Mover, tMs: number, opacity: number): Place {
  let x = 0;
  let y = 0;
  for (const tapMs of tapsMs) {
    x += interpolate(mover.samples, tMs + tapMs, 'x') / tapsMs.length;
    y += interpolate(mover.samples, tMs + tapMs, 'y') / tapsMs.length;
  }
  const dx = interpolate(mover.samples, tMs + 200, 'x') - interpolate(mover.samples, tMs - 400, 'x');
  if (Math.abs(dx) >= 0.01) mover.facing = dx < 0 ? -1 : 1;
  return { id: mover.id, class: mover.class, x, y, opacity, facing: mover.facing };
}

function interpolate(samples: readonly Sample[], tMs: number, axis: 'x' | 'y'): number {
  let before = samples[0];
  if (before === undefined) return 0;
  for (const after of samples) {
    if (after.tMs >= tMs) {
      const span = after.tMs - before.tMs;
      const share = span <= 0 ? 1 : clamp01((tMs - before.tMs) / span);
      return before[axis] + (after[axis] - before[axis]) * share;
    }
    before = after;
  }
  return before[axis];
}

function opacityAt(mover: Mover, tMs: number): number {
  const first = mover.samples[0];
  if (first === undefined) return 0;
  // A long-lived mover has dropped its first sample; what is left is then older than the fade.
  const appearing = mover.samples.length >= samplesMax ? 1 : clamp01((tMs - first.tMs) / fadeMs);
  const going = mover.goneMs === null ? 0 : clamp01((tMs - mover.goneMs) / fadeMs);
  return appearing * (1 - going);
}

function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value));
}
