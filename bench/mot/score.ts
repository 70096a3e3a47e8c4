import { addClear, motaOf, noClear } from './clear.ts';
import { addHota, hotaOf, noHota } from './hota.ts';
import { addIdentity, idf1Of, noIdentity } from './identity.ts';
import { preprocess } from './preprocess.ts';
import type { Frames } from './sequence.ts';

/** The measures of one tracker over all its sequences together; percentages are 0 to 100. */
export interface Score {
  readonly hota: number;
  readonly detA: number;
  readonly assA: number;
  readonly mota: number;
  readonly idf1: number;
  readonly idsw: number;
  readonly fragments: number;
  readonly misses: number;
  readonly extras: number;
}

/** Scores results against truth, sequence by sequence, combined as TrackEval combines them. */
export function score(pairs: readonly { readonly truth: Frames; readonly results: Frames }[]): Score {
  const hota = noHota();
  const clear = noClear();
  const identity = noIdentity();
  for (const { truth, results } of pairs) {
    const sequence = preprocess(truth, results);
    addHota(hota, sequence);
    addClear(clear, sequence);
    addIdentity(identity, sequence);
  }
  const { idSwitches: idsw, fragments, misses, extras } = clear;
  return { ...hotaOf(hota), mota: motaOf(clear), idf1: idf1Of(identity), idsw, fragments, misses, extras };
}
