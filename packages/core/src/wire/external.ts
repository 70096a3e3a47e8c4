import type { Detection } from '../detection/detection.ts';
import { type Box, footPoint } from '../geometry/box.ts';
import { type Fraction2, isInside } from '../geometry/polygon.ts';
import type { ForeignRefusal } from './external-json.ts';
import type { Observation } from './sight.ts';

/** Systems that detect by themselves and whose messages can be read. */
export const foreignSystems = ['frigate', 'onvif', 'axis'] as const;
export type ForeignSystem = (typeof foreignSystems)[number];

/**
 * What a message of another system comes to. `frame`: what it detected in one picture. `other`: a message of its kind with
 * nothing in it for this camera. `refused`: it is not one of its kind; nothing of it is kept, and the reason is a word of ours.
 */
export type ForeignMessage =
  | {
      readonly kind: 'frame';
      /** When it says that the picture was taken, epoch ms; null where it does not say it so that it can be read. */
      readonly ownMs: number | null;
      readonly detections: readonly Detection[];
      /** For a system that tells changes: the box that it told of the same object before, which no longer holds. */
      readonly replaces?: Box | null;
      /** Detections with no class of our vocabulary, or with no area in the picture: dropped. */
      readonly dropped: number;
    }
  | { readonly kind: 'other' }
  | { readonly kind: 'refused'; readonly why: ForeignRefusal };

/** Which part of the picture is looked at: inside the boundary and outside every mask, fractions of the picture. */
export interface ForeignView {
  readonly boundary: readonly Fraction2[] | null;
  readonly masks: readonly (readonly Fraction2[])[];
}

/** Those that stand in the part that is looked at, by their foot point; the others are forgotten here. */
export function inView(detections: readonly Detection[], view: ForeignView): readonly Detection[] {
  const points = (polygon: readonly Fraction2[]) => polygon.map(([x, y]) => ({ x, y }));
  const boundary = view.boundary === null ? null : points(view.boundary);
  const masks = view.masks.map(points);
  return detections.filter(({ box }) => {
    const foot = footPoint(box);
    return (boundary === null || isInside(foot, boundary)) && !masks.some((mask) => isInside(foot, mask));
  });
}

/** An observation as sight would send it: class, box and score of each detection, and nothing else of them. */
export function foreignObservation(
  tMs: number,
  frameIndex: number,
  detections: readonly Detection[],
): Observation {
  return {
    kind: 'observation',
    tMs,
    frameIndex,
    detections: detections.map(({ class: name, score, box: { left, top, width, height } }) => ({
      class: name,
      score,
      box: { left, top, width, height },
    })),
  };
}

/** A message may lie this far from its arrival by its own time; beyond it the time of arrival holds. */
export const foreignLagMsMax = 10_000;
/** Observations are at least this far apart: a tracker takes none of the same moment twice. */
const stepMsMin = 1;

/**
 * The times of observations whose pictures were taken elsewhere. A message's own time holds where it is within
 * `foreignLagMsMax` of its arrival, otherwise the arrival does. What it gives never goes back, and is on the clock that
 * `arrivalMs` is on: a machine's clock that is set does not move it.
 */
export class ForeignClock {
  #lagMs = 0;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** The time of a message, ms: `ownMs` and `wallMs` on the machine's clock, `arrivalMs` on one that never goes back. */
  ofMessage(ownMs: number | null, wallMs: number, arrivalMs: number): number {
    const lagMs = ownMs === null ? 0 : wallMs - ownMs;
    this.#lagMs = Math.abs(lagMs) <= foreignLagMsMax ? lagMs : 0;
    return this.ofSilence(arrivalMs);
  }

  /** The time at which nothing new has come, as far behind as the last message was. */
  ofSilence(arrivalMs: number): number {
    this.#lastMs = Math.max(arrivalMs - this.#lagMs, this.#lastMs + stepMsMin);
    return this.#lastMs;
  }
}
