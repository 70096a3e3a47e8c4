import { type RoadUserClass, roadUserClasses } from '../detection/object-class.ts';

/** Bins of the post-encroachment time in seconds, and the one of the time to collision. */
export const petBins = ['0-1', '1-2', '2-3', '3-5'] as const;
export const ttcBins = ['0-1.5'] as const;
export type ConflictBin = (typeof petBins)[number] | (typeof ttcBins)[number];
export type ConflictMeasure = 'pet' | 'ttc';

/** Two classes in the order of the vocabulary. */
export type ClassPair = readonly [RoadUserClass, RoadUserClass];
/** Every pair that may have a conflict: all but two persons. */
export const conflictPairs: readonly ClassPair[] = roadUserClasses
  .flatMap((one, index) => roadUserClasses.slice(index).map((other): ClassPair => [one, other]))
  .filter(([one, other]) => isConflictPair(one, other));

/** One near miss. It carries no track. */
export interface ConflictFact {
  readonly kind: 'conflict';
  /** When the second reached the spot, or the time to collision was least; the fact is made up to minutes later. */
  readonly tMs: number;
  readonly measure: ConflictMeasure;
  readonly bin: ConflictBin;
  readonly classes: ClassPair;
  /** The cell of a coarse grid over the picture, from the top left. */
  readonly place: { readonly column: number; readonly row: number };
}

/** True unless both are persons: people pass each other closely all day. */
export function isConflictPair(one: RoadUserClass, other: RoadUserClass): boolean {
  return one !== 'person' || other !== 'person';
}

/** The pair of two classes in the order of the vocabulary. */
export function pairOf(one: RoadUserClass, other: RoadUserClass): ClassPair {
  return roadUserClasses.indexOf(one) <= roadUserClasses.indexOf(other) ? [one, other] : [other, one];
}
