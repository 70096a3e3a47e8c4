import { type FilterState, numbersPerAxis, predictAxis, startAxis, updateAxis } from './filter.ts';
import type { Sighting } from './sighting.ts';
import { lastingFactor } from './track-state.ts';

/** A sighting and its time. */
export interface Place {
  readonly tMs: number;
  readonly sighting: Sighting;
}

/** One end of a path: where something was, how it moved, and how large it was there. */
export interface PathEnd {
  readonly tMs: number;
  /** Centre x and y (px, px/s): see {@link FilterState}. */
  readonly motion: FilterState;
  readonly widthPx: number;
  readonly heightPx: number;
}

// What makes one path the continuation of another, chosen on the first halves of MOT17-02 and -09, as they are, damaged, and laid
// over one another. Lengths are in sizes (the longer side of a box), times in s.
/** Root of the density of the acceleration noise, sizes per s^1.5. */
const acceleration = 0.14;
const placeSd = 0.05;
/** How much of `placeSd` is added per unit of missing score. */
const placeSdPerDoubt = 2;
/** Standard deviation of the speed of a path that is one sighting long, sizes per s. */
const speedSd = 0.5;
/** Up and down the picture places are less certain, and speeds smaller, by these factors. */
const placeYSdFactor = 1.2;
const speedYSdFactor = 0.55;
/** Standard deviation of the logarithm of a height and a width. */
const heightSd = 0.1;
const widthSd = 0.7;
/** Sightings this close (s) to the end of a path say how large it was there: their median does. */
const sizeS = 0.5;
/** What a second without a sighting costs, and what is hopeless at once (nats). */
const costPerS = 1;
const hopelessCost = 40;

/** Where the end of a path has got to: kept from call to call. */
const ahead = new Float64Array(2 * numbersPerAxis);

/** How a path ends, from its places in order of time; how it began, from those in reverse: then speeds have the other sign. */
export function pathEnd(places: readonly Place[]): PathEnd {
  const last = places.at(-1)!;
  const motion = new Float64Array(2 * numbersPerAxis);
  let beforeMs: number | null = null;
  for (const { tMs, sighting } of places) {
    const { left, top, width, height, score } = sighting;
    const size = Math.max(width, height);
    const elapsedS = beforeMs === null ? 0 : Math.abs(tMs - beforeMs) / 1000;
    const lasting = beforeMs === null ? 1 : lastingFactor(elapsedS);
    const sd = placeSd * (1 + placeSdPerDoubt * (1 - score)) * lasting * size;
    for (const axis of [0, 1]) {
      const at = axis === 0 ? left + width / 2 : top + height / 2;
      const axisSd = axis === 0 ? sd : sd * placeYSdFactor;
      if (beforeMs === null)
        startAxis(motion, axis, at, axisSd, speedSd * size * (axis === 0 ? 1 : speedYSdFactor));
      else {
        predictAxis(motion, axis, elapsedS, acceleration * size);
        updateAxis(motion, axis, at, axisSd);
      }
    }
    beforeMs = tMs;
  }
  const near = places.filter(({ tMs }) => Math.abs(tMs - last.tMs) <= sizeS * 1000);
  const widthPx = median(near.map(({ sighting }) => sighting.width));
  const heightPx = median(near.map(({ sighting }) => sighting.height));
  return { tMs: last.tMs, motion, widthPx, heightPx };
}

/**
 * How little the path that begins with `next` looks like the continuation of the one that ends with `last`: the negative
 * log likelihood (nats, up to a constant) of place, speed and size where they meet, each seen from its own side, and the
 * time between. It may be negative; where places alone make it hopeless it is infinite.
 */
export function joiningCost(last: PathEnd, next: PathEnd): number {
  const gapS = (next.tMs - last.tMs) / 1000;
  const size = Math.max((last.heightPx + next.heightPx) / 2, (last.widthPx + next.widthPx) / 2);
  ahead.set(last.motion);
  let cost = costPerS * gapS;
  for (const axis of [0, 1]) {
    predictAxis(ahead, axis, gapS, acceleration * size);
    const at = axis * numbersPerAxis;
    const off = ahead[at]! - next.motion[at]!;
    const offSpeed = ahead[at + 1]! + next.motion[at + 1]!;
    const variance = ahead[at + 2]! + next.motion[at + 2]!;
    const both = ahead[at + 3]! - next.motion[at + 3]!;
    const speedVariance = ahead[at + 4]! + next.motion[at + 4]!;
    const determinant = variance * speedVariance - both * both;
    const distance =
      (speedVariance * off * off - 2 * both * off * offSpeed + variance * offSpeed * offSpeed) / determinant;
    if (!(distance < 2 * hopelessCost)) return Number.POSITIVE_INFINITY;
    cost += distance / 2 + Math.log(determinant / size ** 4) / 4;
  }
  const taller = Math.log(last.heightPx / next.heightPx) / heightSd;
  const wider = Math.log(last.widthPx / next.widthPx) / widthSd;
  return cost + (taller * taller + wider * wider) / 2;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
}
