import { epsilon, matchMost, type ScoredSequence } from './preprocess.ts';

/** CLEAR MOT (Bernardin and Stiefelhagen 2008) at IoU 0.5; add field by field to combine sequences. */
export interface Clear {
  hits: number;
  misses: number;
  extras: number;
  idSwitches: number;
  fragments: number;
}

/** Nothing counted yet. */
export function noClear(): Clear {
  return { hits: 0, misses: 0, extras: 0, idSwitches: 0, fragments: 0 };
}

/** MOTA in percent. */
export function motaOf({ hits, misses, extras, idSwitches }: Clear): number {
  return (100 * (hits - extras - idSwitches)) / Math.max(1, hits + misses);
}

/** Adds one sequence to the sums. A pair matched in the frame before is kept where it still reaches IoU 0.5. */
export function addClear(sums: Clear, { truthIds, frames }: ScoredSequence): void {
  const lastTrack = new Int32Array(truthIds).fill(-1);
  const trackBefore = new Int32Array(truthIds).fill(-1);
  const stretches = new Int32Array(truthIds);
  for (const { truth, tracks, similarity } of frames) {
    if (truth.length === 0 || tracks.length === 0) {
      sums.extras += tracks.length;
      sums.misses += truth.length;
      continue;
    }
    const columnOf = matchMost(truth.length, tracks.length, (at) => {
      if (similarity[at]! < 0.5 - epsilon) return 0;
      const isKept = trackBefore[truth[Math.floor(at / tracks.length)]!] === tracks[at % tracks.length];
      return (isKept ? 1000 : 0) + similarity[at]!;
    });
    const before = trackBefore.slice();
    trackBefore.fill(-1);
    let hits = 0;
    columnOf.forEach((column, row) => {
      if (column < 0) return;
      const id = truth[row]!;
      const track = tracks[column]!;
      hits++;
      if (lastTrack[id]! >= 0 && lastTrack[id] !== track) sums.idSwitches++;
      if (before[id]! < 0) stretches[id]! += 1;
      lastTrack[id] = track;
      trackBefore[id] = track;
    });
    sums.hits += hits;
    sums.misses += truth.length - hits;
    sums.extras += tracks.length - hits;
  }
  for (const count of stretches) sums.fragments += Math.max(0, count - 1);
}
