import { codeWordsMax, signatureLength } from '@outis/core';
import { type LightBin, lightBins } from './light.ts';
import { exactLength, matches, tolerance } from './signature.ts';
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
  /** In this window: hits, and the sums of the 28 exact numbers. */
  windowHits: number;
  readonly windowSums: Float64Array;
  /** Hits since the block last looked like anything else, and the mean of the latest of them, noise taken out. */
  streak: number;
  readonly recent: Float64Array;
  /** The latest windows that it won; kept nowhere, so a restart begins them anew. */
  windows: readonly WonWindow[];
  /** When somebody who looked said that this is nobody; kept nowhere. */
  approvedMs: number | null;
}

/** A window that a look won: how often it was hit, and its mean, in fractions of a unit. */
interface WonWindow {
  readonly startMs: number;
  readonly hits: number;
  readonly mean: Float32Array;
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
/** So many windows a word remembers. */
const windowsMax = 36;
/** How far each number of the latest hits may be from its mean in a window, and no number further than that. */
const nearMax = 0.6;
/**
 * How far all numbers together may be (root mean square): twice as far as half of the picture's blocks are, so that the
 * light of an afternoon and a camera's noise are allowed for, and nothing else is.
 */
const driftShare = 2;
const driftMin = 0.06;
/** Between two measurements of it, ms, and how many blocks say it: of fewer somebody may be in half. */
const driftEveryMs = 30_000;
const driftBlocksMax = 120;
const driftBlocksMin = 8;
const approvedTolerance = 1;
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
  /** For each remembered window, by its start: how far the latest hits of half of the blocks are from its mean. */
  readonly #drift = new Map<number, number>();
  #driftMs = Number.NEGATIVE_INFINITY;

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
   * An untainted sample of a block: the look is the 16 numbers of `values` from `at`, and `exact` its 28. Gives the word
   * that it hits, or null when it is refused or there is no room for a new one.
   */
  see(
    bin: LightBin,
    block: number,
    tMs: number,
    values: Uint8Array,
    at: number,
    exact: Float64Array,
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
    for (let i = 0; i < exactLength; i++) {
      hit.windowSums[i]! += exact[i]!;
      hit.recent[i]! += (exact[i]! - hit.recent[i]!) * part;
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
   * True when the look has been as it is in its latest hits for longer than the bound: near enough to be copied. Single
   * looks may be three units off, and so the ground with somebody faint or small before it is the same look to them.
   * Means have little noise left; what counts here are the windows whose mean was as it is now, and of all since the
   * first of them they must be most.
   */
  isClose(word: Word): boolean {
    if (word.approvedMs !== null)
      return isNear(word.recent, word.signature, signatureLength, approvedTolerance);
    let [near, all] = [0, 0];
    for (const { startMs, hits, mean } of word.windows) {
      const limit = Math.max(driftMin, driftShare * (this.#drift.get(startMs) ?? 0));
      const isAsNow = distance(word.recent, mean) <= limit && isNear(word.recent, mean, exactLength, nearMax);
      if (isAsNow) near += hits;
      if (near > 0) all += hits;
    }
    return near >= this.#times.nearHitsMin && near >= shareMin * all;
  }

  /** Measures what everything in this light has changed by since each window. */
  measureDrift(bin: LightBin, tMs: number): void {
    if (tMs - this.#driftMs < driftEveryMs) return;
    this.#driftMs = tMs;
    const found = new Map<number, number[]>();
    const places = this.#places[bin]!;
    const step = Math.max(1, Math.floor(places.length / driftBlocksMax));
    for (let block = 0; block < places.length; block += step) {
      // Only of the word that was hit last a streak goes on.
      const word = places[block]?.words.find(({ streak }) => streak >= recentHits);
      for (const { startMs, mean } of word?.windows ?? []) {
        const list = found.get(startMs) ?? [];
        found.set(startMs, list);
        list.push(distance(word!.recent, mean));
      }
    }
    this.#drift.clear();
    for (const [startMs, list] of found)
      if (list.length >= driftBlocksMin) this.#drift.set(startMs, median(list));
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
    const won = { startMs, hits: word.windowHits, mean: Float32Array.from(mean) };
    word.windows = [...word.windows, won].slice(-windowsMax);
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

/** Root mean square of the differences. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < exactLength; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / exactLength);
}

function median(list: number[]): number {
  return list.sort((a, b) => a - b)[list.length >> 1]!;
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
    windowSums: new Float64Array(exactLength),
    streak: 0,
    recent: new Float64Array(exactLength),
    windows: [],
    approvedMs: null,
  };
}
