import { type Canary, type CanaryPose, canarySizes, drawCanary } from '../people.ts';
import { Random } from '../random.ts';
import type { SceneKind } from '../scenario/scene.ts';

/**
 * Size of every film: it fits the detector of the proof, so nothing is scaled on the way. Multiples of 16, and so large
 * that people do not fill the view: where they do, nothing is learned.
 */
export const filmSize = { widthPx: 448, heightPx: 256 } as const;
/** How far the place goes on outside the picture, px: shake and a bump show it. */
export const filmMarginPx = 16;

/**
 * What the weather and the camera do. Rain, shake and shadow come for a third of every hour: what never ends lets
 * nothing be learned, and then nothing could be found either.
 */
export interface Conditions {
  /** Streaks of rain in a frame. */
  readonly rainStreaks: number;
  /** 1 by day; below .3 the camera works in the dark. */
  readonly gain: number;
  /** Standard deviation of the noise, luma units. */
  readonly noise: number;
  /** The camera trembles by at most this, px. */
  readonly shakePx: number;
  /** A soft shadow wanders over the place. */
  readonly hasShadow: boolean;
  /** The share of the film after which somebody knocks against the camera; null for never. */
  readonly bumpAt: number | null;
}

/** Somebody is there, from the first minute up to the last one; between two places they go in a straight line. */
export interface Stay {
  readonly canary: number;
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Everything about one film, decided before its first frame. */
export interface FilmPlan {
  readonly name: string;
  readonly seed: number;
  readonly scene: SceneKind;
  /** Films of one place have the same. */
  readonly placeSeed: number;
  /** Scene time from frame to frame, s: this is the scaled clock. */
  readonly secondsPerFrame: number;
  readonly minutes: number;
  /** The share of the frames in which the detector of the proof sees somebody who is there. */
  readonly recall: number;
  /** `marks`: the detector of the proof. `shipped`: the detector that ships, whatever it makes of them. */
  readonly detector: 'marks' | 'shipped';
  readonly conditions: Conditions;
  readonly canaries: readonly Canary[];
  readonly stays: readonly Stay[];
  /** False for a film that shows what lies beyond the stated bound. */
  readonly isInsideBound: boolean;
}

/** Rain, shake and shadow last from the first of these minutes of an hour up to the second. */
export const spellMinutes = [20, 40] as const;

export const calm: Conditions = {
  rainStreaks: 0,
  gain: 1,
  noise: 1.5,
  shakePx: 0,
  hasShadow: false,
  bumpAt: null,
};

/** What may be chosen of a film; the rest follows from the seed. */
export type FilmWish = Pick<FilmPlan, 'name' | 'seed' | 'secondsPerFrame' | 'minutes' | 'recall'> &
  Partial<Pick<FilmPlan, 'scene' | 'detector' | 'placeSeed'>> & {
    readonly conditions?: Partial<Conditions>;
    /** Somebody stands as long as the film, never detected: beyond the bound. */
    readonly hasStatue?: boolean;
    /** Everybody has gone after this share of their usual time: the place is learned all the sooner. */
    readonly haste?: number;
  };

/** Plans a film in which people walk, stand, sit, crawl, queue and return; nobody stays for an hour at one place. */
export function planFilm(wish: FilmWish): FilmPlan {
  const cast = new Cast(wish.seed);
  const { minutes, hasStatue = false, haste = 1 } = wish;
  // Stands as long as the bound permits; sits there from the first frame on; crawls a pixel or less a frame.
  cast.still('stand', 30, 70, hasStatue ? 2 : 8, hasStatue ? minutes : Math.min(63, minutes));
  cast.still('sit', 112, 170, 0, Math.min(50, minutes));
  cast.path('crawl', 200, 206, 280, 20, Math.min(72, minutes));
  queue(cast, minutes);
  // Returns every hour to the same place, in the same clothes.
  const regular = cast.add('stand');
  for (let from = 5; from < minutes; from += 60) cast.stay(regular, 390, 60, 390, from, from + 15);
  for (let from = 3; from + 1 < minutes; from += 24)
    cast.path('stand', -40, 30, filmSize.widthPx, from, from + 1);
  return {
    name: wish.name,
    seed: wish.seed,
    scene: wish.scene ?? 'yard',
    placeSeed: wish.placeSeed ?? wish.seed,
    secondsPerFrame: wish.secondsPerFrame,
    minutes,
    recall: wish.recall,
    detector: wish.detector ?? 'marks',
    conditions: { ...calm, ...wish.conditions },
    canaries: cast.canaries,
    stays: cast.stays.map((stay) => ({
      ...stay,
      fromMinute: stay.fromMinute * haste,
      toMinute: stay.toMinute * haste,
    })),
    isInsideBound: !hasStatue,
  };
}

/** Two places in a queue: whoever is second moves up, and the place is never empty for an hour. */
function queue(cast: Cast, minutes: number): void {
  const turnMinutes = 6;
  const last = Math.min(58, minutes);
  for (let from = 2; from + 2 * turnMinutes <= last; from += turnMinutes) {
    const person = cast.add('stand');
    cast.stay(person, 318, 64, 318, from, from + turnMinutes);
    cast.stay(person, 262, 64, 262, from + turnMinutes, from + 2 * turnMinutes);
  }
}

class Cast {
  readonly canaries: Canary[] = [];
  readonly stays: Stay[] = [];
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  add(pose: CanaryPose): number {
    this.canaries.push(drawCanary(`${pose} ${this.canaries.length + 1}`, pose, this.#random.seed()));
    return this.canaries.length - 1;
  }

  stay(canary: number, x: number, y: number, toX: number, fromMinute: number, toMinute: number): void {
    const { heightPx } = canarySizes[this.canaries[canary]!.pose];
    if (y + heightPx > filmSize.heightPx) throw new TypeError('Somebody would stand below the picture.');
    if (toMinute > fromMinute) this.stays.push({ canary, x, y, toX, fromMinute, toMinute });
  }

  still(pose: CanaryPose, x: number, y: number, fromMinute: number, toMinute: number): void {
    this.stay(this.add(pose), x, y, x, fromMinute, toMinute);
  }

  path(pose: CanaryPose, x: number, y: number, toX: number, fromMinute: number, toMinute: number): void {
    this.stay(this.add(pose), x, y, toX, fromMinute, toMinute);
  }
}
