import { codeWordsMax, signatureLength } from '@outis/core';
import { arrangementLength } from './kernels/kernels.ts';
import { type LightBin, lightBins } from './light.ts';
import { copyTolerance, matches, tolerance } from './signature.ts';
import { shareMin, type Times, winsMin } from './times.ts';

/** One look of one block in one light, and how it has done. See `CodeWord` of core for what is kept of it. */
export interface Word {
  readonly signature: Uint8Array;
  wins: number;
  firstMs: number;
  wonMs: number;
  lastMs: number;
  hits: number;
  samples: number;
  /** In this window: hits, and the sums of the 16 numbers and of the 12 more. */
  windowHits: number;
  readonly windowSums: Float64Array;
  /** Hits since the block last looked like anything else, and the mean of the latest of them, noise taken out. */
  streak: number;
  readonly recent: Float64Array;
  /** The means of the latest windows that it won, in fractions of a unit; kept nowhere, so a restart begins them anew. */
  windowMeans: readonly Float64Array[];
  /** When somebody who looked said that this is nobody; kept nowhere. */
  approvedMs: number | null;
}

export interface Ban {
  readonly signature: Uint8Array;
  readonly untilMs: number;
}

interface Place {
  words: Word[];
  bans: Ban[];
  windowSamples: number;
}

/** A word is the mean of its first hits, so that the noise of the first one does not stay in it. */
const settlingHits = 12;
/** Over how many hits the latest mean goes. */
const recentHits = 16;
/**
 * Of so many of the latest windows that were won the mean must be as the latest hits are. Five windows and the calm
 * before and after three copies are more than an hour.
 */
const nearWindowsMin = 5;
const windowMeansMax = 9;
const approvedTolerance = 1;
/** Means are of a look's 16 numbers and of 12 more, which are kept nowhere. */
const meanLength = signatureLength + arrangementLength;
const none = new Float64Array(arrangementLength);
/** A look that came so rarely makes room for another at once; any other only after this many windows without it. */
const rareHitsMax = 2;
const idleWindows = 6;
/** What is refused is refused with all that is near it. */
const banTolerance = 2 * tolerance;

/**
 * Looks of a block compete for being what is always there. It knows no pixels. What wins was there, untainted, for
 * more than `(hitsMin - 1) × sampleEveryMs` in all and in at least 60 % of the untainted samples since it came.
 */
export class Contest {
  readonly #times: Times;
  readonly #utcOffsetMs: number;
  readonly #places: readonly (Place | undefined)[][];

  constructor(blocks: number, times: Times, utcOffsetMs: number) {
    this.#times = times;
    this.#utcOffsetMs = utcOffsetMs;
    this.#places = lightBins.map(() => new Array<Place | undefined>(blocks).fill(undefined));
  }

  words(bin: LightBin, block: number): readonly Word[] {
    return this.#places[bin]![block]?.words ?? [];
  }

  bans(bin: LightBin, block: number): readonly Ban[] {
    return this.#places[bin]![block]?.bans ?? [];
  }

  /** Puts back what was kept. */
  restore(bin: LightBin, block: number, words: readonly Word[], bans: readonly Ban[]): void {
    const place = this.#place(bin, block);
    place.words = words.slice(0, codeWordsMax);
    place.bans = bans.slice(0, codeWordsMax);
  }

  /**
   * An untainted sample of a block: the look is the 16 numbers of `values` from `at`, and `more` the 12 of its
   * arrangement. Gives the word that it hits, or
   * null when it is refused or there is no room for a new one.
   */
  see(
    bin: LightBin,
    block: number,
    tMs: number,
    values: Uint8Array,
    at: number,
    more: Float64Array = none,
  ): Word | null {
    const place = this.#place(bin, block);
    // Time in another light is time too: who is there whenever a lamp is lit is not what is always there.
    for (const light of lightBins) this.#countSample(this.#places[light]![block]);
    let hit: Word | null = null;
    for (const word of place.words) {
      if ((hit === null || word.hits > hit.hits) && matches(values, at, word.signature, tolerance))
        hit = word;
    }
    // A refused look is nothing's hit, also where a word has come near it.
    if (place.bans.some((ban) => ban.untilMs > tMs && matches(values, at, ban.signature, banTolerance)))
      hit = null;
    else hit ??= this.#newWord(place, tMs, values, at);
    for (const word of place.words) if (word !== hit) word.streak = 0;
    if (hit === null) return null;
    hit.hits++;
    hit.windowHits++;
    hit.streak++;
    hit.lastMs = tMs;
    const part = 1 / Math.min(hit.streak, recentHits);
    for (let i = 0; i < signatureLength; i++) {
      hit.windowSums[i]! += values[at + i]!;
      hit.recent[i]! += (values[at + i]! - hit.recent[i]!) * part;
    }
    for (let i = 0; i < arrangementLength; i++) {
      const value = more[i]!;
      hit.windowSums[signatureLength + i]! += value;
      hit.recent[signatureLength + i]! += (value - hit.recent[signatureLength + i]!) * part;
    }
    if (hit.hits <= settlingHits && hit.hits === hit.windowHits)
      for (let i = 0; i < signatureLength; i++) hit.signature[i] = Math.round(hit.windowSums[i]! / hit.hits);
    return hit;
  }

  /** Ends the window that began at `startMs`: says who won it, and forgets what nobody saw any more. */
  endWindow(startMs: number, tMs: number, onWon: (bin: LightBin, block: number, word: Word) => void): void {
    for (const bin of lightBins) {
      for (const [block, place] of this.#places[bin]!.entries()) {
        if (place === undefined) continue;
        for (const word of place.words) {
          if (this.#hasWon(word, place)) {
            this.#win(word, startMs);
            onWon(bin, block, word);
          }
          word.windowHits = 0;
          word.windowSums.fill(0);
        }
        place.windowSamples = 0;
        place.words = place.words.filter((word) => tMs - word.lastMs <= this.#times.forgetMs);
        place.bans = place.bans.filter((ban) => ban.untilMs > tMs);
      }
    }
  }

  /** True when a look has won everything that must be won. */
  isAgreed(word: Word): boolean {
    const { hitsMin, spanMsMin, localDaysMin } = this.#times;
    return (
      word.wins >= winsMin &&
      word.hits >= hitsMin &&
      word.hits >= shareMin * word.samples &&
      word.lastMs - word.firstMs >= spanMsMin &&
      this.#localDay(word.lastMs) - this.#localDay(word.firstMs) + 1 >= localDaysMin
    );
  }

  /**
   * True when the latest hits are, in their mean, as most of an hour was: near enough to be copied. Single looks may be
   * three units off; means have no noise left, and show who is so faint or so like the ground that no look tells.
   */
  isClose(word: Word): boolean {
    if (word.approvedMs !== null)
      return isNear(word.recent, word.signature, signatureLength, approvedTolerance);
    let near = 0;
    for (const mean of word.windowMeans) if (isNear(word.recent, mean, meanLength, copyTolerance)) near++;
    return near >= nearWindowsMin;
  }

  /** A look that has been accepted begins again: to be copied anew it must win everything anew. */
  restart(word: Word, tMs: number): void {
    word.wins = 0;
    word.firstMs = tMs;
    word.wonMs = tMs;
    word.lastMs = tMs;
    word.hits = 0;
    word.samples = 0;
    word.approvedMs = null;
  }

  /** Refuses a look for a day. The oldest refusal makes room. */
  ban(bin: LightBin, block: number, signature: Uint8Array, tMs: number): void {
    const place = this.#place(bin, block);
    place.words = place.words.filter((word) => !matches(signature, 0, word.signature, banTolerance));
    const ban = { signature: signature.slice(), untilMs: tMs + this.#times.banMs };
    place.bans = [...place.bans, ban].slice(-codeWordsMax);
  }

  #countSample(place: Place | undefined): void {
    if (place === undefined) return;
    place.windowSamples++;
    for (const word of place.words) word.samples++;
  }

  #place(bin: LightBin, block: number): Place {
    const places = this.#places[bin]! as (Place | undefined)[];
    places[block] ??= { words: [], bans: [], windowSamples: 0 };
    return places[block];
  }

  /** Makes a word of a new look. Four words are the limit: who was seen of late and often is not driven out. */
  #newWord(place: Place, tMs: number, values: Uint8Array, at: number): Word | null {
    if (place.words.length >= codeWordsMax) {
      const idleMs = idleWindows * this.#times.windowMs;
      const leaving = place.words
        .filter((word) => word.hits <= rareHitsMax || tMs - word.lastMs > idleMs)
        .sort((a, b) => a.lastMs - b.lastMs)[0];
      if (leaving === undefined) return null;
      place.words = place.words.filter((word) => word !== leaving);
    }
    const word = newWord(values.slice(at, at + signatureLength), tMs);
    place.words.push(word);
    return word;
  }

  #hasWon(word: Word, place: Place): boolean {
    return word.windowHits >= this.#times.windowHitsMin && word.windowHits >= shareMin * place.windowSamples;
  }

  #win(word: Word, startMs: number): void {
    const mean = word.windowSums.map((sum) => sum / word.windowHits);
    word.windowMeans = [...word.windowMeans, mean].slice(-windowMeansMax);
    // By one unit a window at most: the light of an afternoon takes it along, somebody who fades in does not.
    for (let i = 0; i < signatureLength; i++) {
      const step = Math.round(word.windowSums[i]! / word.windowHits) - word.signature[i]!;
      word.signature[i]! += Math.sign(step);
    }
    // `wonMs` lies within the window that was won, so its start was earlier still.
    const { windowGapMs, windowMs } = this.#times;
    if (word.wins > 0 && startMs - word.wonMs < windowGapMs - windowMs) return;
    word.wins = Math.min(winsMin, word.wins + 1);
    word.wonMs = word.lastMs;
  }

  #localDay(tMs: number): number {
    return Math.floor((tMs + this.#utcOffsetMs) / 86_400_000);
  }
}

function isNear(a: ArrayLike<number>, b: ArrayLike<number>, length: number, limit: number): boolean {
  for (let i = 0; i < length; i++) if (!(Math.abs(a[i]! - b[i]!) <= limit)) return false;
  return true;
}

/** A word that has just appeared; its first hit and sample are still to be counted, but for the sample. */
export function newWord(signature: Uint8Array, tMs: number): Word {
  return {
    signature,
    wins: 0,
    firstMs: tMs,
    wonMs: tMs,
    lastMs: tMs,
    hits: 0,
    samples: 1,
    windowHits: 0,
    windowSums: new Float64Array(meanLength),
    streak: 0,
    recent: new Float64Array(meanLength),
    windowMeans: [],
    approvedMs: null,
  };
}
