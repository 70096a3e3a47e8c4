import { type CountJson, type Direction, directions, type RoadUserClass, type SpanJson } from '@outis/core';
import { type Amount, addUp } from './amount.ts';

/**
 * Covers a window with the largest sums that the edge gives: each passage once. The edge decides what is hidden in a day
 * or an hour; adding up its parts here would lose what is hidden in them. `keyOf` names what is counted.
 */
export function coverOf<T extends SpanJson>(
  coarse: readonly T[],
  fine: readonly T[],
  window: { readonly fromMs: number; readonly toMs: number },
  keyOf: (each: T) => string,
): T[] {
  const isInside = (each: T) =>
    each.startMs >= window.fromMs && each.startMs + each.intervalMs <= window.toMs;
  const large = coarse.filter(isInside);
  const covered = Map.groupBy(large, keyOf);
  const isCovered = (each: T) =>
    covered
      .get(keyOf(each))
      ?.some(({ startMs, intervalMs }) => each.startMs >= startMs && each.startMs < startMs + intervalMs);
  return [...large, ...fine.filter((each) => isInside(each) && isCovered(each) !== true)];
}

/** What went each way over a line, per class. */
export type Totals = Readonly<Record<Direction, Readonly<Partial<Record<RoadUserClass, Amount>>>>>;

/** Totals of one line; a class that is missing has nothing released. */
export function totalsOf(cover: readonly CountJson[], lineId: string | null): Totals {
  const own = cover.filter((each) => each.lineId === lineId);
  const of = (direction: Direction) =>
    Object.fromEntries(
      [
        ...Map.groupBy(
          own.filter((each) => each.direction === direction),
          (each) => each.class,
        ),
      ].map(([name, numbers]) => [name, addUp(numbers)]),
    );
  return { left_to_right: of('left_to_right'), right_to_left: of('right_to_left') };
}

/** All classes together, per line and direction. */
export function flowsOf(cover: readonly CountJson[]): Map<string, Record<Direction, Amount>> {
  const lines = Map.groupBy(cover, (each) => each.lineId);
  return new Map(
    [...lines].map(([lineId, numbers]) => {
      const [a, b] = directions.map((way) => addUp(numbers.filter((each) => each.direction === way)));
      return [lineId, { left_to_right: a!, right_to_left: b! }];
    }),
  );
}

/** What a count is of. */
export function countKey({ lineId, direction, class: name }: CountJson): string {
  return `${lineId} ${direction} ${name}`;
}
