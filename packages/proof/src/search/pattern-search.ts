import { filmSize } from '../film/film-plan.ts';
import {
  falseAlarmShare,
  fitNull,
  type NullDistribution,
  nullSamplesLeast,
} from '../measure/null-distribution.ts';
import { type Canary, canaryPoses, drawCanary, type Pattern } from '../people.ts';
import { Random } from '../random.ts';
import { Correlator } from './correlate.ts';
import { type Grey, greyOf, resized } from './grey.ts';

/** Somebody's pattern in a picture: how well it fits, beside what a search for nobody's would find in a million. */
export interface Match {
  readonly where: string;
  readonly who: string;
  readonly ncc: number;
  readonly threshold: number;
  /** `ncc / threshold`: from 1 on it is no chance. */
  readonly nccOverNull: number;
}

/** What searches for decoys have found, by size of picture and pattern; shared, as all films are of one kind. */
export class NullPool {
  readonly #samples = new Map<string, number[]>();

  /** What is found from here on stays apart. */
  copy(): NullPool {
    const pool = new NullPool();
    for (const [group, found] of this.#samples) pool.of(group).push(...found);
    return pool;
  }

  /** What was found so far in pictures of this size. */
  of(group: string): number[] {
    const found = this.#samples.get(group) ?? [];
    this.#samples.set(group, found);
    return found;
  }
}

interface Look {
  readonly isGuessed: boolean;
  readonly where: string;
  readonly who: string;
  readonly ncc: number;
  /** What decoys have found in pictures like this one. */
  readonly nulls: readonly number[];
}

/** Decoys in every picture after those that fit the null distribution of its size. */
const decoysLater = 4;
/** In a picture without any contrast decoys find nothing at all. */
const thresholdLeast = 0.1;
/** A pattern smaller than this has innocent look-alikes everywhere. */
const patternPxLeast = 60;
/** Larger pictures are made smaller: half the size of the film is enough to tell anybody. */
const searchWidthPx = filmSize.widthPx / 2;

/**
 * Looks for people in pictures by normalised correlation, at every position. What it finds is compared with the same
 * search for decoys: patterns of the same kind that nobody wears, in the same pictures.
 */
export class PatternSearch {
  readonly #canaries: readonly Pattern[];
  readonly #names: readonly string[];
  readonly #decoys: readonly Pattern[];
  readonly #random: Random;
  readonly #pool: NullPool;
  readonly #looks: Look[] = [];
  /** Pictures that were looked at. */
  pictures = 0;

  constructor(canaries: readonly Canary[], seed: number, pool: NullPool = new NullPool()) {
    this.#pool = pool;
    this.#canaries = canaries;
    this.#names = canaries.map(({ name }) => name);
    this.#random = new Random(seed ^ 0xdec0);
    // Other seeds: nobody in a film looks like them.
    this.#decoys = Array.from({ length: nullSamplesLeast }, (_, index) =>
      drawCanary('decoy', canaryPoses[index % canaryPoses.length]!, this.#random.seed()),
    );
  }

  /**
   * Looks at a picture in which a px of the film has a size of `scale` px. Pictures that are larger than needed are made
   * smaller first; in one that is smaller than somebody, parts of them are looked for. `isGuessed`: bytes that were read
   * as a picture at one of many widths. Of so many guesses some look like somebody, so one in a million is the share for
   * all of them together. `isAlone`: it is like no other picture, so that only what decoys find in itself says what chance does.
   */
  look(
    picture: Grey,
    where: string,
    scale: number,
    { isGuessed = false, isAlone = false }: { readonly isGuessed?: boolean; readonly isAlone?: boolean } = {},
  ): void {
    this.pictures++;
    const smaller = Math.min(
      1,
      Math.max(searchWidthPx / filmSize.widthPx / scale, searchWidthPx / 4 / picture.widthPx),
    );
    const shown =
      scale * filmSize.widthPx <= searchWidthPx || smaller === 1
        ? picture
        : resized(picture, Math.round(picture.widthPx * smaller), Math.round(picture.heightPx * smaller));
    const own = scale * (shown.widthPx / picture.widthPx);
    const group = `${isGuessed ? 'guessed ' : ''}${own.toFixed(2)} ${Math.ceil(Math.log2(shown.widthPx * shown.heightPx))}`;
    const nulls = isAlone ? [] : this.#pool.of(group);
    const count = nulls.length < nullSamplesLeast ? nullSamplesLeast : decoysLater;
    const decoys = Array.from({ length: count }, (_, at) =>
      count === nullSamplesLeast ? this.#decoys[at]! : this.#random.pick(this.#decoys),
    );
    const patterns = [...this.#canaries, ...decoys].map((each) => fitted(each, own, shown));
    const fits = new Correlator(shown).best(patterns);
    fits.forEach(({ ncc }, at) => {
      const who = this.#names[at];
      if (who === undefined) nulls.push(ncc);
      else this.#looks.push({ isGuessed, where, who, ncc, nulls });
    });
  }

  /** Everything that was looked at, the best match first. */
  matches(): Match[] {
    const fits = new Map<readonly number[], NullDistribution>();
    const guesses = this.#looks.filter(({ isGuessed }) => isGuessed).length;
    for (const { nulls, isGuessed } of this.#looks)
      if (!fits.has(nulls)) fits.set(nulls, fitNull(nulls, falseAlarmShare / (isGuessed ? guesses : 1)));
    return this.#looks
      .map(({ where, who, ncc, nulls }) => {
        // Nothing correlates more than itself: where chance could reach 1 nobody can be told.
        const threshold = Math.min(1, Math.max(thresholdLeast, fits.get(nulls)!.threshold));
        return { where, who, ncc, threshold, nccOverNull: ncc / threshold };
      })
      .sort((a, b) => b.nccOverNull - a.nccOverNull);
  }
}

/** The pattern in the scale of a picture; cut to the middle where the picture is smaller. */
function fitted(pattern: Pattern, scale: number, { widthPx, heightPx }: Grey): Grey {
  const [width, height] = [Math.round(pattern.widthPx * scale), Math.round(pattern.heightPx * scale)];
  if (width * height < patternPxLeast) return { widthPx: 1, heightPx: 1, values: new Float32Array(1) };
  const whole = resized(greyOf(pattern), width, height);
  if (width <= widthPx && height <= heightPx) return whole;
  const [partWidth, partHeight] = [Math.min(width, widthPx), Math.min(height, heightPx)];
  const [left, top] = [(width - partWidth) >> 1, (height - partHeight) >> 1];
  const values = new Float32Array(partWidth * partHeight);
  for (let y = 0; y < partHeight; y++)
    for (let x = 0; x < partWidth; x++)
      values[y * partWidth + x] = whole.values[(y + top) * width + x + left]!;
  return { widthPx: partWidth, heightPx: partHeight, values };
}
