import { matchMost, type ScoredSequence } from './preprocess.ts';

/** Sums of the identity measures (Ristani et al. 2016) at IoU 0.5; add field by field to combine sequences. */
export interface Identity {
  hits: number;
  truth: number;
  tracks: number;
}

/** Nothing counted yet. */
export function noIdentity(): Identity {
  return { hits: 0, truth: 0, tracks: 0 };
}

/** IDF1 in percent. */
export function idf1Of({ hits, truth, tracks }: Identity): number {
  return (200 * hits) / Math.max(1, truth + tracks);
}

/** Adds one sequence: the one-to-one assignment of tracks to truths that explains the most boxes. */
export function addIdentity(sums: Identity, { truthIds, trackIds, frames }: ScoredSequence): void {
  const together = new Float64Array(truthIds * trackIds);
  for (const { truth, tracks, similarity } of frames) {
    similarity.forEach((value, at) => {
      if (value < 0.5) return;
      together[truth[Math.floor(at / tracks.length)]! * trackIds + tracks[at % tracks.length]!]! += 1;
    });
    sums.truth += truth.length;
    sums.tracks += tracks.length;
  }
  matchMost(truthIds, trackIds, (at) => together[at]!).forEach((column, row) => {
    if (column >= 0) sums.hits += together[row * trackIds + column]!;
  });
}
