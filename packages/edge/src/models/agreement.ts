import { type Box, type Detection, type ObjectClass, type RoadUserClass, roadUserClasses } from '@outis/core';
import { type DrawnObject, shared } from './drawn-picture.ts';

/** How far what a model calls by one class agrees with what is drawn. */
export interface ClassAgreement {
  readonly class: RoadUserClass;
  /** How many are drawn. */
  readonly drawn: number;
  /** Of those, how many the model finds and calls by this class. */
  readonly found: number;
  /** How many times it calls something else by this class. */
  readonly mistaken: number;
  /** found / (drawn + mistaken), 0 to 1. */
  readonly agreement: number;
  /** The other class that is drawn where the model says this one, and how well the two agree. */
  readonly rival: { readonly class: RoadUserClass; readonly agreement: number };
}

/** What a model saw, drawing by drawing, and what is in them. */
export interface Comparison {
  readonly truth: readonly (readonly DrawnObject[])[];
  readonly detections: readonly (readonly Detection[])[];
  /** What scores less does not count. */
  readonly scoreMin: number;
}

/** A box is on a thing when they share this much of what they cover together; labels differ in how tight they are. */
const overlapMin = 0.4;
/**
 * A class that agrees less than this has nothing to do with its name. Measured with YOLOX-nano and PicoDet-S: .30 or more
 * for each class as it is, and .12 or less for the worse of any two that are swapped (docs/guide/models.md).
 */
export const agreementMin = 0.1;
/** What agrees so many times better with another class has its name: measured 0.8 or less, and 2.5 or more when swapped. */
export const rivalTimesMax = 1.5;

/** Compares for each of a model's `classes` that is a road user. */
export function agreementOf(classes: readonly ObjectClass[], comparison: Comparison): ClassAgreement[] {
  return roadUserClasses
    .filter((each) => classes.includes(each))
    .map((each) => {
      const own = fit(each, each, comparison);
      const rivals = roadUserClasses
        .filter((other) => other !== each)
        .map((other) => ({ class: other, agreement: fit(each, other, comparison).agreement }));
      return { class: each, ...own, rival: rivals.reduce((a, b) => (b.agreement > a.agreement ? b : a)) };
    });
}

/** True when what the model calls by this class is not that. */
export function isNamedWrong({ agreement, rival }: ClassAgreement): boolean {
  return agreement < agreementMin || rival.agreement > rivalTimesMax * agreement;
}

type Fit = Pick<ClassAgreement, 'drawn' | 'found' | 'mistaken' | 'agreement'>;

/** How well that which the model calls `called` agrees with what is drawn as `meant`. */
function fit(called: RoadUserClass, meant: RoadUserClass, { truth, detections, scoreMin }: Comparison): Fit {
  let [drawn, found, mistaken] = [0, 0, 0];
  truth.forEach((objects, index) => {
    const own = objects.filter((object) => object.class === meant);
    const boxes = (detections[index] ?? []).filter((seen) => seen.class === called && seen.score >= scoreMin);
    drawn += own.length;
    found += own.filter((object) => boxes.some(({ box }) => isOn(box, object))).length;
    mistaken += boxes.filter(
      ({ box }) => objects.some((object) => isOn(box, object)) && !own.some((object) => isOn(box, object)),
    ).length;
  });
  return { drawn, found, mistaken, agreement: drawn === 0 ? 0 : found / (drawn + mistaken) };
}

function isOn(box: Box, { boxes }: DrawnObject): boolean {
  return boxes.some((other) => {
    const both = shared(box, other);
    return both >= overlapMin * (box.width * box.height + other.width * other.height - both);
  });
}
