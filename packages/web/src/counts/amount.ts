import type { NumberJson } from '@outis/core';

/** Released numbers added up: what is shown, its error, and of how many parts nothing is shown. */
export interface Amount {
  /** Of the parts that are shown. */
  readonly sum: number;
  /** Half the width of the interval of 95 %; of independent parts it grows with the root of the sum of squares. */
  readonly error95: number;
  readonly parts: number;
  /** Parts that are too small to be shown, or would give one away that is. */
  readonly hidden: number;
}

/** Nothing is known. */
export const noAmount: Amount = { sum: 0, error95: 0, parts: 0, hidden: 0 };

/** Adds up disjoint numbers. Hidden ones are counted, never guessed. */
export function addUp(numbers: Iterable<NumberJson>): Amount {
  let [sum, squares, parts, hidden] = [0, 0, 0, 0];
  for (const { count, error95 } of numbers) {
    parts += 1;
    if (count === null) hidden += 1;
    else {
      sum += count;
      squares += error95 ** 2;
    }
  }
  return { sum, error95: Math.sqrt(squares), parts, hidden };
}

/** Adds up disjoint amounts. */
export function together(amounts: Iterable<Amount>): Amount {
  let [sum, squares, parts, hidden] = [0, 0, 0, 0];
  for (const each of amounts) {
    sum += each.sum;
    squares += each.error95 ** 2;
    parts += each.parts;
    hidden += each.hidden;
  }
  return { sum, error95: Math.sqrt(squares), parts, hidden };
}

/** The ± as it is written: rounded up. */
export function shownError(error95: number): number {
  return Math.max(0, Math.ceil(error95 - 1e-9));
}

/** True where nothing of it is shown although something was released. */
export function isHidden(amount: Amount): boolean {
  return amount.parts > 0 && amount.hidden === amount.parts;
}
