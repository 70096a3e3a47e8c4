import type { BackgroundUpdate } from '@outis/core';
import { type Planes, planesOf } from '../measure/colour.ts';
import { OpacityMeter, type Shown } from '../measure/opacity-meter.ts';
import { PublishedPicture } from '../measure/published-picture.ts';
import type { Canary } from '../people.ts';
import type { Grey } from '../search/grey.ts';
import { drawPerson, FilmFrames, planes } from './film-frames.ts';
import { type FilmPlan, filmSize, type Stay } from './film-plan.ts';

const { widthPx, heightPx } = filmSize;
/** Side of a block where blocks are put together to a grey picture for the search: half the size of the film. */
const greySide = 8;

interface Placed extends Shown {
  readonly who: string;
}

/** Whoever was most opaque in a picture. */
export interface WorstOpacity {
  readonly alpha: number;
  readonly who: string | null;
  /** People at their places of whom anything could be measured: the place was known in part. */
  readonly places: number;
}

/** Measures the people of a film in the pictures of their place that were published or kept. */
export class FilmLeak {
  readonly #meter: OpacityMeter;
  readonly #people: readonly Placed[];
  readonly #isSteady: boolean;
  readonly #seen = new Set<string>();
  #worst = { alpha: 0, who: null as string | null };
  /** The largest share of the blocks that was known at once. */
  learnedShare = 0;

  constructor(plan: FilmPlan) {
    const frames = new FilmFrames(plan);
    const last = frames.count - 1;
    const moments = plan.conditions.bumpAt === null ? [0] : [0, last];
    const truths = moments.map((index) => yuvPlanes(frames.truth(index)));
    this.#meter = new OpacityMeter(truths);
    this.#isSteady = false;
    this.#people = moments.flatMap((index) => placedPeople(plan, frames, index));
  }

  get worst(): WorstOpacity {
    return { ...this.#worst, places: this.#seen.size };
  }

  /** Measures everybody in a picture. */
  measure(picture: PublishedPicture): void {
    this.learnedShare = Math.max(this.learnedShare, picture.knownShare);
    if (picture.knownShare === 0) return;
    const light = this.#meter.light(picture, this.#isSteady);
    for (const person of this.#people) {
      const { whole, knownShare } = this.#meter.measure(picture, person, light);
      if (knownShare > 0) this.#seen.add(person.who);
      if (whole > this.#worst.alpha) this.#worst = { alpha: whole, who: person.who };
    }
  }
}

/** Everybody who stays, at their place; of whoever creeps along, where they begin, half-way and where they end. */
function placedPeople(plan: FilmPlan, frames: FilmFrames, index: number): Placed[] {
  const bump = frames.bump(index);
  const truth = frames.truth(index);
  return plan.stays.flatMap((stay): Placed[] => {
    const canary = plan.canaries[stay.canary]!;
    // Whoever walks by is never at one place; they are looked for in every picture anyway.
    if (stay.toX - stay.x > widthPx / 2) return [];
    const places = stay.x === stay.toX ? [stay.x] : [stay.x, (stay.x + stay.toX) / 2, stay.toX];
    return places.map((x) => placed(truth, canary, Math.round(x / 2) * 2 - bump.x, stay, bump.y, index));
  });
}

function placed(
  truth: Uint8Array,
  canary: Canary,
  left: number,
  stay: Stay,
  bumpY: number,
  index: number,
): Placed {
  const bytes = truth.slice();
  const top = stay.y - bumpY;
  drawPerson(...planes(bytes), canary, left, top);
  const mask = new Uint8Array(widthPx * heightPx);
  for (let y = Math.max(0, top); y < Math.min(heightPx, top + canary.heightPx); y++)
    for (let x = Math.max(0, left); x < Math.min(widthPx, left + canary.widthPx); x++)
      mask[y * widthPx + x] = 1;
  return {
    planes: yuvPlanes(bytes),
    mask,
    who: `${canary.name} at ${left}, ${top}${index > 0 ? ' after the bump' : ''}`,
  };
}

function yuvPlanes(bytes: Uint8Array): Planes {
  const [y, u, v] = planes(bytes);
  return planesOf({ widthPx, heightPx, y, u, v });
}

/** A picture that is built up from updates; a reset begins another, and leaves the one before as it was. */
export function applied(
  picture: PublishedPicture | null,
  update: Omit<BackgroundUpdate, 'kind' | 'hasMoved'>,
): PublishedPicture {
  const { columns, rows, isReset } = update;
  const goesOn = picture !== null && !isReset && picture.columns === columns && picture.rows === rows;
  const next = goesOn ? picture : new PublishedPicture(columns, rows);
  next.apply({ kind: 'background', hasMoved: false, ...update });
  return next;
}

/** A published picture in grey, at half the size of the film; what is not known has the mean of what is. */
export function greyOfPublished(picture: PublishedPicture): Grey {
  const [width, height] = [picture.columns * greySide, picture.rows * greySide];
  const values = new Float32Array(width * height).fill(Number.NaN);
  let [sum, count] = [0, 0];
  picture.pixels.forEach((pixels, block) => {
    if (pixels === null) return;
    const side = picture.sides[block]!;
    const [left, top] = [
      (block % picture.columns) * greySide,
      Math.floor(block / picture.columns) * greySide,
    ];
    for (let y = 0; y < greySide; y++)
      for (let x = 0; x < greySide; x++) {
        const value = cellMean(pixels, side, x, y);
        values[(top + y) * width + left + x] = value;
        sum += value;
        count++;
      }
  });
  const mean = count === 0 ? 128 : sum / count;
  return {
    widthPx: width,
    heightPx: height,
    values: values.map((value) => (Number.isNaN(value) ? mean : value)),
  };
}

/** Mean of the px of a block that lie in one cell of 8 by 8; the one px over it where the block is coarser. */
function cellMean(pixels: Uint8Array, side: number, x: number, y: number): number {
  const size = side / greySide;
  const [fromX, fromY] = [Math.floor(x * size), Math.floor(y * size)];
  const steps = Math.max(1, size);
  let sum = 0;
  for (let dy = 0; dy < steps; dy++)
    for (let dx = 0; dx < steps; dx++) {
      const at = 3 * ((fromY + dy) * side + fromX + dx);
      sum += pixels[at]! + pixels[at + 1]! + pixels[at + 2]!;
    }
  return sum / (3 * steps * steps);
}
