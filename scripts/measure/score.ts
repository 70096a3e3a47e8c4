import { type Box, type Detection, iou, type ObjectClass } from '@outis/core';
import type { Picture } from './pictures.ts';

/** What a detector found in each picture, by the picture's id. */
export type Found = ReadonlyMap<string, readonly Detection[]>;

/** One detection of one class, judged. `picture` is an index into the pictures that were judged. */
export interface Judged {
  readonly picture: number;
  readonly score: number;
  readonly hit: boolean;
  readonly box: Box;
}

/** All that one class needs: judged detections, best first, and how many boxes each picture has. */
export interface ClassResult {
  readonly judged: readonly Judged[];
  readonly boxes: readonly number[];
  /** Boxes of the truth that were found, as `picture index:box index` → the score. */
  readonly foundBoxes: ReadonlyMap<string, number>;
}

export const overlaps: readonly number[] = Array.from({ length: 10 }, (_, index) => 0.5 + index * 0.05);

/**
 * Judges the detections of one class as data/train/evaluate.py does: best score first, each against the truth box
 * that it covers best; a second one on a box is wrong; in or on a difficult box it counts for nothing.
 * Pictures in which nobody looked for the class are left out.
 */
export function judge(
  pictures: readonly Picture[],
  found: Found,
  objectClass: ObjectClass,
  iouMin: number,
): ClassResult {
  const judged: Judged[] = [];
  const foundBoxes = new Map<string, number>();
  const boxes = pictures.map((picture, index) => {
    if (!picture.labelled.has(objectClass)) return 0;
    const truth = picture.truth.filter((one) => one.class === objectClass && !one.difficult);
    const difficult = picture.truth.filter(
      (one) => one.difficult && (one.class ?? objectClass) === objectClass,
    );
    const detections = (found.get(picture.id) ?? []).filter((one) => one.class === objectClass);
    const used = new Set<number>();
    for (const { box, score } of [...detections].sort((a, b) => b.score - a.score)) {
      const best = truth.reduce(
        (at, one, i) => (at < 0 || iou(box, one.box) > iou(box, truth[at]!.box) ? i : at),
        -1,
      );
      const hit = best >= 0 && iou(box, truth[best]!.box) >= iouMin && !used.has(best);
      if (hit) {
        used.add(best);
        foundBoxes.set(`${index}:${best}`, score);
      } else if (difficult.some((one) => iou(box, one.box) >= 0.5 || inside(box, one.box) >= 0.5)) continue;
      judged.push({ picture: index, score, hit, box });
    }
    return truth.length;
  });
  judged.sort((a, b) => b.score - a.score);
  return { judged, boxes, foundBoxes };
}

/** The share of `box` that lies in `area`. */
function inside(box: Box, area: Box): number {
  const width = Math.min(box.left + box.width, area.left + area.width) - Math.max(box.left, area.left);
  const height = Math.min(box.top + box.height, area.top + area.height) - Math.max(box.top, area.top);
  return width <= 0 || height <= 0 ? 0 : (width * height) / (box.width * box.height + 1e-9);
}

/**
 * Average precision, all points interpolated. `weights` says how often each picture is taken (resampling);
 * null where the class has no box in them.
 */
export function averagePrecision({ judged, boxes }: ClassResult, weights?: ArrayLike<number>): number | null {
  const total = boxes.reduce((sum, count, index) => sum + count * (weights?.[index] ?? 1), 0);
  if (total === 0) return null;
  const recalls: number[] = [];
  const precisions: number[] = [];
  let [right, wrong] = [0, 0];
  for (const { picture, hit } of judged) {
    const weight = weights?.[picture] ?? 1;
    if (weight === 0) continue;
    if (hit) right += weight;
    else wrong += weight;
    recalls.push(right / total);
    precisions.push(right / (right + wrong));
  }
  let [area, best] = [0, 0];
  for (let i = precisions.length - 1; i >= 0; i--) {
    best = Math.max(best, precisions[i]!);
    area += best * (recalls[i]! - (recalls[i - 1] ?? 0));
  }
  return area;
}

/** Right, wrong and all boxes at a score: precision = right / (right + wrong), recall = right / boxes. */
export interface AtScore {
  readonly right: number;
  readonly wrong: number;
  readonly boxes: number;
}

export function atScore({ judged, boxes }: ClassResult, scoreMin: number): AtScore {
  const taken = judged.filter(({ score }) => score >= scoreMin);
  const right = taken.filter(({ hit }) => hit).length;
  return { right, wrong: taken.length - right, boxes: boxes.reduce((sum, count) => sum + count, 0) };
}

/** A value with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

export const resamples = 400;

/** How often each picture is drawn in each resample; the same for all models, so that differences are paired. */
export function drawWeights(pictures: number, seed = 1): readonly Uint8Array[] {
  let state = seed;
  // mulberry32: small, and the same on every machine.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return Array.from({ length: resamples }, () => {
    const weights = new Uint8Array(pictures);
    for (let i = 0; i < pictures; i++) weights[Math.floor(next() * pictures)]!++;
    return weights;
  });
}

/** The 2.5 and 97.5 percentiles of a value over the resamples; resamples without a box of the class are left out. */
export function interval(value: number, samples: readonly (number | null)[]): Interval {
  const sorted = samples.filter((one): one is number => one !== null).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? value;
  return { value, from: at(0.025), to: at(0.975) };
}

/** The mean over the ten overlaps from .50 to .95. */
export function meanOverOverlaps(
  results: readonly ClassResult[],
  weights?: ArrayLike<number>,
): number | null {
  const values = results.map((result) => averagePrecision(result, weights));
  if (values.includes(null)) return null;
  return values.reduce<number>((sum, value) => sum + value!, 0) / values.length;
}
