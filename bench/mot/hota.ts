import { epsilon, matchMost, type ScoredSequence } from './preprocess.ts';

/** The localisation thresholds 0.05 to 0.95 of HOTA (Luiten et al. 2020). */
const thresholds = Array.from({ length: 19 }, (_, index) => (index + 1) * 0.05);

/** Sums over one or more sequences, one entry per threshold; add entry by entry to combine sequences. */
export interface HotaSums {
  readonly hits: Float64Array;
  readonly misses: Float64Array;
  readonly extras: Float64Array;
  /** Σ over hits of the association accuracy of their pair of truth and track. */
  readonly association: Float64Array;
}

/** HOTA, DetA and AssA in percent, averaged over the thresholds. */
export interface Hota {
  readonly hota: number;
  readonly detA: number;
  readonly assA: number;
}

/** Nothing counted yet. */
export function noHota(): HotaSums {
  const zeros = (): Float64Array => new Float64Array(thresholds.length);
  return { hits: zeros(), misses: zeros(), extras: zeros(), association: zeros() };
}

/** Adds one sequence to the sums. */
export function addHota(sums: HotaSums, sequence: ScoredSequence): void {
  const { truthIds, trackIds, frames } = sequence;
  const { alignment, truthCount, trackCount } = align(sequence);
  const pairs = thresholds.map(() => new Float64Array(truthIds * trackIds));
  for (const { truth, tracks, similarity } of frames) {
    const pairAt = (at: number): number => {
      return truth[Math.floor(at / tracks.length)]! * trackIds + tracks[at % tracks.length]!;
    };
    const columnOf = matchMost(truth.length, tracks.length, (at) => alignment[pairAt(at)]! * similarity[at]!);
    thresholds.forEach((threshold, index) => {
      let hits = 0;
      columnOf.forEach((column, row) => {
        const at = row * tracks.length + column;
        if (column < 0 || similarity[at]! < threshold - epsilon) return;
        hits++;
        pairs[index]![pairAt(at)]! += 1;
      });
      sums.hits[index]! += hits;
      sums.misses[index]! += truth.length - hits;
      sums.extras[index]! += tracks.length - hits;
    });
  }
  pairs.forEach((hits, index) => {
    for (let at = 0; at < hits.length; at++) {
      const n = hits[at]!;
      if (n === 0) continue;
      const all = truthCount[Math.floor(at / trackIds)]! + trackCount[at % trackIds]! - n;
      sums.association[index]! += (n * n) / Math.max(1, all);
    }
  });
}

/** The percentages of the sums. */
export function hotaOf({ hits, misses, extras, association }: HotaSums): Hota {
  let hota = 0;
  let detA = 0;
  let assA = 0;
  for (let index = 0; index < thresholds.length; index++) {
    const detection = hits[index]! / Math.max(1, hits[index]! + misses[index]! + extras[index]!);
    const linked = association[index]! / Math.max(1, hits[index]!);
    hota += Math.sqrt(detection * linked);
    detA += detection;
    assA += linked;
  }
  const percent = 100 / thresholds.length;
  return { hota: hota * percent, detA: detA * percent, assA: assA * percent };
}

/** How well each truth and track fit each other over the whole sequence, and in how many frames each appears. */
function align({ truthIds, trackIds, frames }: ScoredSequence): {
  alignment: Float64Array;
  truthCount: Float64Array;
  trackCount: Float64Array;
} {
  const alignment = new Float64Array(truthIds * trackIds);
  const truthCount = new Float64Array(truthIds);
  const trackCount = new Float64Array(trackIds);
  for (const { truth, tracks, similarity } of frames) {
    const rowSum = new Float64Array(truth.length);
    const columnSum = new Float64Array(tracks.length);
    similarity.forEach((value, at) => {
      rowSum[Math.floor(at / tracks.length)]! += value;
      columnSum[at % tracks.length]! += value;
    });
    similarity.forEach((value, at) => {
      const row = Math.floor(at / tracks.length);
      const column = at % tracks.length;
      const all = rowSum[row]! + columnSum[column]! - value;
      if (all > epsilon) alignment[truth[row]! * trackIds + tracks[column]!]! += value / all;
    });
    for (const id of truth) truthCount[id]! += 1;
    for (const id of tracks) trackCount[id]! += 1;
  }
  for (let at = 0; at < alignment.length; at++) {
    const all = truthCount[Math.floor(at / trackIds)]! + trackCount[at % trackIds]! - alignment[at]!;
    alignment[at]! /= all;
  }
  return { alignment, truthCount, trackCount };
}
