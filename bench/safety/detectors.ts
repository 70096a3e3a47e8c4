import type { Box, Detection, ObjectClass } from '@outis/core';
import { SeededRandom } from '../../packages/edge/src/demo/random.ts';
import { boxOf } from '../../packages/edge/src/demo/simulation.ts';
import { type Actor, type Present, type SiteView, size } from './scene.ts';
import { quantile } from './walkers.ts';

/** A detector that errs in nothing but what is hidden: more than half of a body, or any good part of a head. */
export function perfect(present: readonly Present[]): Detection[] {
  return present.flatMap((one): Detection[] => {
    if (one.box === null || one.hidden > 0.5) return [];
    return [{ class: one.actor.class, score: 0.9, box: one.box }, ...partsOf(one)];
  });
}

function partsOf({ actor, head, torso, headHidden, torsoHidden }: Present): Detection[] {
  const isHeadSeen = head !== null && headHidden < 0.3 && head.height * size.heightPx >= 8;
  return [
    ...(isHeadSeen ? [{ class: headClass(actor.helmet), score: 0.85, box: head }] : []),
    ...(torso !== null && actor.vest && torsoHidden < 0.5
      ? [{ class: 'vest' as const, score: 0.8, box: torso }]
      : []),
  ];
}

function headClass(hasHelmet: boolean): 'helmet' | 'bare-head' {
  return hasHelmet ? 'helmet' : 'bare-head';
}

/** How a detector errs. Shares of frames; each error hangs together over `correlationS`. */
export interface DetectorErrors {
  readonly correlationS: number;
  /** A helmet called a bare head and the other way round; a vest not found, or found where none is. */
  readonly wrong: number;
  /** Heads, persons and lorries that are not found. */
  readonly headMissed: number;
  readonly personMissed: number;
  readonly truckMissed: number;
  /** Standard deviation of a side of a box, share of its size; half of its variance hangs together over 1 s. */
  readonly jitter: number;
  /** Share of frames with a person, and with a lorry, that is not there. */
  readonly ghostPerson: number;
  readonly ghostTruck: number;
}

/**
 * Scores of right and of wrong heads of 24 px and more on real pictures, as found by heads.ts beside this: quantiles, and
 * all wrong ones. A wrong head is less sure than a right one, and as sure as that for as long as the error lasts.
 */
const rightScores = [0.45, 0.61, 0.66, 0.69, 0.73];
const wrongScores = [0.2, 0.25, 0.3, 0.43, 0.48, 0.56, 0.59, 0.6];

/** What the targets are stated for: 5 % wrong in a frame, over 2 s. */
export const correlated: DetectorErrors = {
  ...{ correlationS: 2, wrong: 0.05, headMissed: 0.08, personMissed: 0.08, truckMissed: 0.04, jitter: 0.02 },
  ...{ ghostPerson: 0.05, ghostTruck: 0.01 },
};

/** Places where a thing looks like somebody: a coat on a hook, a barrel. Found again and again. */
const ghostSpots = 6;

/** Says what a detector with these errors finds. It keeps what hangs together, for each of those present. */
export class ErringDetector {
  readonly #site: SiteView;
  readonly #errors: DetectorErrors;
  readonly #random: SeededRandom;
  readonly #stepS: number;
  readonly #states = new Map<Actor, Faults>();
  readonly #ghosts: readonly {
    readonly kind: 'person' | 'truck';
    readonly lot: Fading;
    readonly share: number;
  }[];
  readonly #spots: readonly (readonly [number, number])[];
  #ghostBoxes: (Box | null)[];

  constructor(site: SiteView, errors: DetectorErrors, seed: number, stepS: number) {
    this.#site = site;
    this.#errors = errors;
    this.#random = new SeededRandom(seed);
    this.#stepS = stepS;
    this.#spots = Array.from({ length: ghostSpots }, () => this.#spot());
    this.#ghosts = (
      [
        ['person', errors.ghostPerson],
        ['truck', errors.ghostTruck],
      ] as const
    ).map(([kind, share]) => ({ kind, share, lot: this.#fading(errors.correlationS) }));
    this.#ghostBoxes = this.#ghosts.map(() => null);
  }

  see(present: readonly Present[]): Detection[] {
    const here = new Set(present.map(({ actor }) => actor));
    for (const actor of this.#states.keys()) if (!here.has(actor)) this.#states.delete(actor);
    const found = present.flatMap((one) => this.#seeOne(one));
    return [...found, ...this.#seeGhosts()];
  }

  #seeOne(one: Present): Detection[] {
    const { actor, box, hidden, torso, torsoHidden } = one;
    if (box === null || hidden > 0.5) return [];
    const faults = this.#states.get(actor) ?? this.#newFaults();
    this.#states.set(actor, faults);
    const { wrong, headMissed, personMissed, truckMissed } = this.#errors;
    const [isMissed, isWrongHead, isWrongVest, isHeadMissed] = [
      faults.missed.next() > above(actor.class === 'person' ? personMissed : truckMissed),
      faults.head.next() > above(wrong),
      faults.vest.next() > above(wrong),
      faults.headMissed.next() > above(headMissed),
    ];
    const jittered = this.#jitter(box, faults);
    const found: Detection[] = isMissed
      ? []
      : [{ class: actor.class, score: this.#score(0.58), box: jittered }];
    if (actor.class === 'truck') return found;
    const claimed = { ...one, actor: { ...actor, helmet: actor.helmet !== isWrongHead } };
    const scores = isWrongHead ? wrongScores : rightScores;
    const score = scores[Math.floor(scores.length * below(faults.sure.next()))]!;
    for (const part of partsOf({ ...claimed, torso: null }))
      if (!isHeadMissed) found.push({ ...part, score, box: shake(part.box, this.#random) });
    if (torso !== null && torsoHidden < 0.5 && actor.vest !== isWrongVest)
      found.push({ class: 'vest', score: this.#score(0.5), box: shake(torso, this.#random) });
    return found;
  }

  #seeGhosts(): Detection[] {
    return this.#ghosts.flatMap(({ kind, lot, share }, index): Detection[] => {
      if (share === 0 || lot.next() <= above(share)) {
        this.#ghostBoxes[index] = null;
        return [];
      }
      const [x, z] = this.#random.next() < 0.7 ? this.#random.pick(this.#spots) : this.#spot();
      this.#ghostBoxes[index] ??= boxOf(kind, { x, z }, 0, this.#site.view);
      const box = this.#ghostBoxes[index];
      return box === null
        ? []
        : [{ class: kind as ObjectClass, score: this.#score(0.5), box: shake(box, this.#random) }];
    });
  }

  #jitter({ left, top, width, height }: Box, { sides }: Faults): Box {
    const off = sides.map(
      (side) => this.#errors.jitter * Math.SQRT1_2 * (side.next() + this.#random.normal()),
    ) as [number, number, number, number];
    const [l, t] = [left + off[0] * width, top + off[1] * height];
    const [r, b] = [left + width * (1 + off[2]), Math.min(1, top + height * (1 + off[3]))];
    return { left: l, top: t, width: Math.max(0.002, r - l), height: Math.max(0.002, b - t) };
  }

  #score(from: number): number {
    return from + 0.25 * this.#random.next();
  }

  #spot(): readonly [number, number] {
    const [near, far] = this.#site.name === 'gate' ? [4.4, 12] : [9.5, 27];
    const z = this.#random.between(near, far);
    return [this.#random.between(-0.5, 0.5) * z, z];
  }

  #newFaults(): Faults {
    const { correlationS } = this.#errors;
    const fading = (s = correlationS): Fading => this.#fading(s);
    return {
      ...{ missed: fading(), head: fading(), vest: fading(), headMissed: fading(), sure: fading() },
      sides: [fading(1), fading(1), fading(1), fading(1)],
    };
  }

  #fading(overS: number): Fading {
    return new Fading(this.#random, Math.exp(-this.#stepS / overS));
  }
}

interface Faults {
  readonly missed: Fading;
  readonly head: Fading;
  readonly vest: Fading;
  readonly headMissed: Fading;
  /** How sure it is of a head. */
  readonly sure: Fading;
  readonly sides: readonly Fading[];
}

/** A normal value of which a share is kept from step to step. */
class Fading {
  readonly #random: SeededRandom;
  readonly #kept: number;
  readonly #fresh: number;
  #value: number;

  constructor(random: SeededRandom, kept: number) {
    this.#random = random;
    this.#kept = kept;
    this.#fresh = Math.sqrt(1 - kept * kept);
    this.#value = random.normal();
  }

  next(): number {
    this.#value = this.#kept * this.#value + this.#fresh * this.#random.normal();
    return this.#value;
  }
}

function shake({ left, top, width, height }: Box, random: SeededRandom): Box {
  const off = (of: number): number => 0.03 * of * random.normal();
  return {
    left: left + off(width),
    top: top + off(height),
    width: width + off(width),
    height: height + off(height),
  };
}

/** The share of normal values below this one; the logistic function is within .01 of it. */
function below(value: number): number {
  return Math.min(0.999_999, 1 / (1 + Math.exp(-1.702 * value)));
}

function above(share: number): number {
  return quantile(1 - share);
}
