import type { Fraction2 } from '@outis/core';

type Masks = readonly (readonly Fraction2[])[];

/** The most masks that are drawn by hand. */
export const masksMax = 16;

/** Adds a mask near the middle, a little beside the one before; answers the same list when it is full. */
export function addMask(masks: Masks): Masks {
  if (masks.length >= masksMax) return masks;
  const step = (masks.length % 5) * 0.05;
  const [left, top] = [round(0.36 + step), round(0.36 + step)];
  const [right, bottom] = [round(left + 0.2), round(top + 0.2)];
  return [
    ...masks,
    [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ],
  ];
}

/** Takes a mask away. */
export function removeMask(masks: Masks, index: number): Masks {
  return masks.toSpliced(index, 1);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
