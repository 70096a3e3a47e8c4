import { type RoadUserClass, roadUserClasses } from '../detection/object-class.ts';

/** Classes that a detector confuses with each other and that may therefore be one track. */
export const classGroups = ['person', 'two-wheeler', 'vehicle'] as const;
export type ClassGroup = (typeof classGroups)[number];

const groupOf: Readonly<Record<RoadUserClass, ClassGroup>> = {
  person: 'person',
  bicycle: 'two-wheeler',
  motorcycle: 'two-wheeler',
  car: 'vehicle',
  bus: 'vehicle',
  truck: 'vehicle',
};

/** The group of a class: {person}, {bicycle, motorcycle} or {car, bus, truck}. */
export function classGroup(roadUser: RoadUserClass): ClassGroup {
  return groupOf[roadUser];
}

/** One number per road-user class, in the order of {@link roadUserClasses}. */
export type ClassVotes = readonly number[];

/**
 * The class that the votes name. Where both person and two-wheeler were seen (a rider whose bicycle is found in
 * some frames only), it is a two-wheeler as soon as those votes reach `riderShare` of the two together.
 * Ties go to the class named first in the vocabulary; no vote at all is `person`.
 */
export function votedClass(votes: ClassVotes, riderShare: number): RoadUserClass {
  const person = votes[0]!;
  const wheels = votes[1]! + votes[2]!;
  const vehicle = votes[3]! + votes[4]! + votes[5]!;
  if (vehicle > person + wheels) return most(votes, 3, 6);
  return wheels > 0 && wheels >= riderShare * (person + wheels) ? most(votes, 1, 3) : 'person';
}

function most(votes: ClassVotes, from: number, to: number): RoadUserClass {
  let best = from;
  for (let index = from + 1; index < to; index++) if (votes[index]! > votes[best]!) best = index;
  return roadUserClasses[best]!;
}
