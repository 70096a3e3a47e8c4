import type { ObjectClass } from '@outis/core';
import type { ModelManifest } from './manifest.ts';

/** The smallest raw score that may become a detection of any class: what the decoders read from. */
export function scoreFloor(thresholds: ModelManifest['thresholds']): number {
  return Math.min(thresholds.low, ...Object.values(thresholds.perClass).map(({ low }) => low));
}

/** The smallest raw score that may have a common score of `scoreMin` or more, in any class. */
export function rawFloor(scoreMin: number, thresholds: ModelManifest['thresholds']): number {
  const { low, perClass } = thresholds;
  if (scoreMin >= low) return scoreFloor(thresholds);
  return Math.min(scoreMin, ...Object.values(perClass).map((own) => (scoreMin / low) * own.low));
}

/**
 * A raw score of a class on the common scale of all classes: its own `low` becomes the common `low`, its own `high`
 * the common `high`, 0 and 1 stay, and between them it is linear. So one pair of thresholds holds for every class from
 * here on, and a score means about the same in each. Order within a class is kept; a class without thresholds of its
 * own keeps its scores.
 */
export function calibrated(
  score: number,
  objectClass: ObjectClass,
  thresholds: ModelManifest['thresholds'],
): number {
  const own = thresholds.perClass[objectClass];
  if (own === undefined) return score;
  const { low, high } = thresholds;
  if (score < own.low) return (score / own.low) * low;
  if (score < own.high) return between(score, own.low, own.high, low, high);
  return own.high >= 1 ? 1 : between(score, own.high, 1, high, 1);
}

function between(value: number, from: number, to: number, low: number, high: number): number {
  return low + ((value - from) / (to - from)) * (high - low);
}
