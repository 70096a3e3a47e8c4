import type { ObjectClass } from '@outis/core';
import type { ModelThresholds } from '../../packages/sight/src/detector/manifest.ts';
import { labels, type Picture } from './pictures.ts';
import { atScore, type ClassResult, type Found, judge } from './score.ts';

/** Of detections from `high` on about this share is right, of those from `low` on this one. */
const precisionHigh = 0.9;
const precisionLow = 0.25;
/** Fewer hits than this say nothing about a share of .9. */
const hitsMin = 5;
/** Where .9 costs so much that less than this share of the boxes is found, it is as good as not reached. */
const recallMin = 0.25;
const scoreMin = 0.05;
/** Where even the low share is never reached, `low` lies this far below `high`. */
const lowShare = 0.7;
/** The common pair, onto which every class is mapped. */
const common = { low: 0.1, high: 0.4, nmsIou: 0.55 };

/** How the thresholds of a class came about. */
export interface Choice {
  readonly class: ObjectClass;
  readonly low: number;
  readonly high: number;
  readonly why: string;
}

/** Chooses the thresholds of every class on the held-out pictures. */
export function chooseThresholds(
  pictures: readonly Picture[],
  found: Found,
): { readonly choices: readonly Choice[]; readonly thresholds: ModelThresholds } {
  const choices = labels.map((name): Choice => {
    const result = judge(pictures, found, name, 0.5);
    const boxes = result.boxes.reduce((sum, count) => sum + count, 0);
    return { class: name, ...(boxes === 0 ? byFalseAlarms(pictures, found, name) : chooseFor(result)) };
  });
  const perClass = Object.fromEntries(choices.map(({ class: name, low, high }) => [name, { low, high }]));
  return { choices, thresholds: { ...common, perClass } };
}

/**
 * For a class without a box in the held-out pictures (bicycles) only false alarms can be counted: from `high` on at most
 * 2 in 100 pictures, from `low` on at most 20. The few bicycles that are there count as alarms, which errs on the safe side.
 */
function byFalseAlarms(
  pictures: readonly Picture[],
  found: Found,
  objectClass: ObjectClass,
): Omit<Choice, 'class'> {
  const scores = pictures
    .flatMap(({ id }) => found.get(id) ?? [])
    .filter((one) => one.class === objectClass)
    .map(({ score }) => score);
  const least = (perPicture: number): number => {
    for (let step = Math.round(scoreMin * 100); step < 100; step++)
      if (scores.filter((score) => score >= step / 100).length <= perPicture * pictures.length)
        return step / 100;
    return 1;
  };
  return { low: least(0.2), high: least(0.02), why: 'no box in val: 2 alarms in 100 pictures' };
}

function chooseFor(result: ClassResult): Omit<Choice, 'class'> {
  const high = lowestScore(result, precisionHigh, recallMin);
  const low = lowestScore(result, precisionLow, 0);
  if (high !== null) return { low: Math.min(low ?? high * lowShare, high), high, why: 'precision .9' };
  // Where .9 is out of reach, the score at which precision and recall balance best is what can be had.
  const best = bestBalance(result);
  return {
    low: Math.min(low ?? best * lowShare, best),
    high: best,
    why: '.9 out of reach: best F1',
  };
}

/** The lowest score, in steps of .01, from which on `share` of the detections is right and `found` of the boxes found. */
function lowestScore(result: ClassResult, share: number, found: number): number | null {
  for (let step = Math.round(scoreMin * 100); step < 100; step++) {
    const { right, wrong, boxes } = atScore(result, step / 100);
    const enough = right >= hitsMin && right >= found * boxes;
    if (enough && right / (right + wrong) >= share) return step / 100;
  }
  return null;
}

function bestBalance(result: ClassResult): number {
  let [best, bestF1] = [0.5, 0];
  for (let step = Math.round(scoreMin * 100); step < 100; step++) {
    const { right, wrong, boxes } = atScore(result, step / 100);
    const f1 = (2 * right) / Math.max(1, right + wrong + boxes);
    if (f1 > bestF1) [best, bestF1] = [step / 100, f1];
  }
  return best;
}
