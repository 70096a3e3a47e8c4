import type { RoadUserClass } from '../detection/object-class.ts';
import type { FrameSize } from '../geometry/box.ts';
import type { Track } from '../track/track.ts';
import { permitsLiveScene } from './permits.ts';
import {
  isVehicle,
  type Purpose,
  sceneIdsRenewedAfterMs,
  sceneIntervalMsMin,
  scenePersonsMax,
  sceneRounding,
} from './purpose.ts';
import type { SceneMessage, SceneObject } from './scene.ts';

/** A message may be this much early, so that 5 Hz input with jitter does not come out at 2.5 Hz. */
const earlyMsMax = sceneIntervalMsMin / 10;
/** A track not seen for this long is not drawn: it may be anywhere by now. */
const unseenMsMax = 800;

/**
 * Turns tracks into what a browser may receive of a site: class and rounded foot point, at most five times a second,
 * with ids that are drawn anew every minute; above 20 persons vehicles only. It cannot be made for a street camera.
 */
export class LiveScene {
  readonly #frame: FrameSize;
  readonly #randomId: () => number;
  readonly #renewAfterMs: number;
  #ids = new Map<number, number>();
  #renewedMs = Number.NEGATIVE_INFINITY;
  #sentMs = Number.NEGATIVE_INFINITY;
  /** Moves on by a whole interval at least with every message: early ones are made up for, so the mean stays at 5 Hz. */
  #dueMs = Number.NEGATIVE_INFINITY;

  /**
   * `randomId` draws a fresh unpredictable whole number. Who shows nothing of it (a replay in memory, which draws ids of its
   * own when it is needed) may keep ids for longer with `renewAfterMs`. Throws `RangeError` when the purpose permits no
   * live scene.
   */
  constructor(
    purpose: Purpose,
    frame: FrameSize,
    randomId: () => number,
    renewAfterMs: number = sceneIdsRenewedAfterMs,
  ) {
    if (!permitsLiveScene(purpose)) throw new RangeError(`A ${purpose} camera has no live scene.`);
    this.#frame = frame;
    this.#randomId = randomId;
    this.#renewAfterMs = renewAfterMs;
  }

  /** The message for the tracks of one step, or null when the last one is too recent. Times in epoch ms. */
  message(tMs: number, tracks: readonly Track[]): SceneMessage | null {
    if (tMs >= this.#sentMs && tMs < this.#dueMs - earlyMsMax) return null;
    const onTime = tMs >= this.#sentMs ? this.#dueMs : Number.NEGATIVE_INFINITY;
    this.#dueMs = sceneIntervalMsMin + Math.max(onTime, tMs - earlyMsMax);
    this.#sentMs = tMs;
    if (tMs - this.#renewedMs >= this.#renewAfterMs || tMs < this.#renewedMs) {
      this.#ids = new Map();
      this.#renewedMs = tMs;
    }
    const shown = tracks.filter(({ seen, lastSeenMs }) => seen || tMs - lastSeenMs <= unseenMsMax);
    const personsHidden = shown.filter((track) => carriesPerson(track.class)).length > scenePersonsMax;
    const objects = shown
      .filter((track) => !personsHidden || isVehicle(track.class))
      .flatMap((track) => this.#object(track) ?? []);
    const alive = new Set(tracks.map(({ id }) => id));
    for (const id of this.#ids.keys()) if (!alive.has(id)) this.#ids.delete(id);
    return { tMs: Math.round(tMs), objects, personsHidden };
  }

  #object({ id, class: objectClass, foot }: Track): SceneObject | null {
    const x = rounded(foot.x / this.#frame.widthPx);
    const y = rounded(foot.y / this.#frame.heightPx);
    if (x < 0 || x > 1 || y < 0 || y > 1) return null;
    const shownId = this.#ids.get(id) ?? this.#randomId();
    this.#ids.set(id, shownId);
    return { id: shownId, class: objectClass, x, y };
  }
}

/** On a two-wheeler sits a person. */
function carriesPerson(objectClass: RoadUserClass): boolean {
  return !isVehicle(objectClass);
}

/** Rounded to 1 % of the view; two decimals, so that no binary remainder carries more. */
function rounded(value: number): number {
  return Number((Math.round(value / sceneRounding) * sceneRounding).toFixed(2));
}
