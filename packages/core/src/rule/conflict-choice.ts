import type { ConflictFact } from './conflict-fact.ts';

/** A conflict that may be told, with the two tracks that share it. */
export interface Candidate {
  readonly a: number;
  readonly b: number;
  /** PET or TTC, s: the less, the stronger. */
  readonly seconds: number;
  readonly fact: ConflictFact;
}

/**
 * The stronger first: fewer seconds, then the earlier, then by what is told, and last by ids so that order
 * never decides.
 */
export function byStrength(one: Candidate, other: Candidate): number {
  const [f, g] = [one.fact, other.fact];
  return (
    one.seconds - other.seconds ||
    f.tMs - g.tMs ||
    f.place.row - g.place.row ||
    f.place.column - g.place.column ||
    compare(f.classes.join(), g.classes.join()) ||
    compare(f.measure, g.measure) ||
    one.a - other.a ||
    one.b - other.b
  );
}

/** The facts of a step by time and content, whatever the order of the tracks. */
export function inOrder(facts: readonly ConflictFact[]): readonly ConflictFact[] {
  return facts.toSorted(
    (f, g) =>
      f.tMs - g.tMs ||
      compare(f.measure, g.measure) ||
      compare(f.bin, g.bin) ||
      compare(f.classes.join(), g.classes.join()) ||
      f.place.row - g.place.row ||
      f.place.column - g.place.column,
  );
}

/**
 * Chooses among candidates so that each track is in one fact at most: the strongest first. One is told when it
 * is due and no stronger one shares a track with it that may still be told; the others of its two tracks are
 * then dropped. Returns what is told and what still waits.
 */
export function choose(
  candidates: readonly Candidate[],
  isDue: (candidate: Candidate) => boolean,
  isSpent: (id: number) => boolean,
): { readonly told: readonly Candidate[]; readonly waiting: readonly Candidate[] } {
  const told: Candidate[] = [];
  const waiting: Candidate[] = [];
  const spent = new Set<number>();
  const disputed = new Set<number>();
  for (const candidate of candidates.toSorted(byStrength)) {
    const { a, b } = candidate;
    if (spent.has(a) || spent.has(b) || isSpent(a) || isSpent(b)) continue;
    if (isDue(candidate) && !disputed.has(a) && !disputed.has(b)) {
      told.push(candidate);
      spent.add(a).add(b);
    } else {
      waiting.push(candidate);
      disputed.add(a).add(b);
    }
  }
  return { told, waiting };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
