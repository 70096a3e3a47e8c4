import type { ObjectClass } from '@outis/core';
import type { ModelThresholds } from '../../packages/sight/src/detector/manifest.ts';
import { labels, type Picture } from './pictures.ts';
import { atScore, type ClassResult, type Found, judge } from './score.ts';

/** Of detections from `high` on about this share is right, of those from `low` on this one. */
const precisionHigh = 0.9;
const precisionLow = 0.25;
/** Fewer hits than this say nothing about a share of .9. */
const hitsMin = 5;
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
    return { class: name, ...chooseFor(result) };
  });
  const motorcycle = choices.find((choice) => choice.class === 'motorcycle')!;
  const all = choices.map((choice) =>
    choice.class === 'bicycle'
      ? { ...motorcycle, class: choice.class, why: 'no box in val: as motorcycle' }
      : choice,
  );
  const perClass = Object.fromEntries(all.map(({ class: name, low, high }) => [name, { low, high }]));
  return { choices: all, thresholds: { ...common, perClass } };
}

function chooseFor(result: ClassResult): Omit<Choice, 'class'> {
  const high = lowestScore(result, precisionHigh);
  const low = lowestScore(result, precisionLow);
  if (high !== null) return { low: Math.min(low ?? high * lowShare, high), high, why: 'precision .9' };
  // Where .9 is out of reach, the score at which precision and recall balance best is what can be had.
  const best = bestBalance(result);
  return {
    low: Math.min(low ?? best * lowShare, best),
    high: best,
    why: 'precision .9 is not reached: best F1',
  };
}

/** The lowest score, in steps of .01, from which on at least `share` of the detections is right. */
function lowestScore(result: ClassResult, share: number): number | null {
  for (let step = Math.round(scoreMin * 100); step < 100; step++) {
    const { right, wrong } = atScore(result, step / 100);
    if (right >= hitsMin && right / (right + wrong) >= share) return step / 100;
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
