import {
  type Direction,
  isDirection,
  type PassageTotal,
  type RoadUserClass,
  roadUserClasses,
} from '@outis/core';

/** What one tap counts; it has no time. */
export interface Tap {
  readonly lineId: string;
  readonly direction: Direction;
  readonly class: RoadUserClass;
}

/** Totals, and which buttons were pressed last, without when: only so that a slip can be taken back. */
export interface TapCount {
  readonly totals: readonly PassageTotal[];
  readonly last: readonly Tap[];
}

/** So many taps can be taken back. */
const lastMax = 50;
const countMax = 3_600;

export const nothingTapped: TapCount = { totals: [], last: [] };

/** One more. */
export function tap(count: TapCount, at: Tap): TapCount {
  if (totalOf(count, at) >= countMax) return count;
  return { totals: changed(count.totals, at, 1), last: [...count.last, at].slice(-lastMax) };
}

/** Takes back the last tap that is remembered. */
export function undo(count: TapCount): TapCount {
  const last = count.last.at(-1);
  if (last === undefined) return count;
  return { totals: changed(count.totals, last, -1), last: count.last.slice(0, -1) };
}

/** How often a button was pressed. */
export function totalOf({ totals }: Pick<TapCount, 'totals'>, at: Tap): number {
  return totals.find((each) => isSame(each, at))?.count ?? 0;
}

/** What is kept on the phone between visits: totals alone, for one window. */
export function keptText(cameraId: string, startMs: number, { totals }: TapCount): string {
  return JSON.stringify({ cameraId, startMs, totals });
}

/** Reads what {@link keptText} wrote, for the same window; anything else is nothing. */
export function readKept(text: string | null, cameraId: string, startMs: number): TapCount {
  try {
    const kept = JSON.parse(text ?? 'null') as {
      readonly cameraId?: unknown;
      readonly startMs?: unknown;
      readonly totals?: readonly PassageTotal[];
    } | null;
    if (kept?.cameraId !== cameraId || kept.startMs !== startMs || !Array.isArray(kept.totals))
      return nothingTapped;
    const totals = (kept.totals as readonly PassageTotal[]).flatMap((each) =>
      typeof each?.lineId === 'string' &&
      isDirection(each.direction) &&
      roadUserClasses.includes(each.class) &&
      Number.isInteger(each.count) &&
      each.count > 0 &&
      each.count <= countMax
        ? [{ lineId: each.lineId, direction: each.direction, class: each.class, count: each.count }]
        : [],
    );
    return { totals, last: [] };
  } catch {
    return nothingTapped;
  }
}

function changed(totals: readonly PassageTotal[], at: Tap, by: number): readonly PassageTotal[] {
  const found = totals.find((each) => isSame(each, at));
  const { lineId, direction, class: name } = at;
  const next = { lineId, direction, class: name, count: (found?.count ?? 0) + by };
  const others = totals.filter((each) => !isSame(each, at));
  return next.count <= 0 ? others : [...others, next].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function isSame(one: Tap, other: Tap): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf({ lineId, direction, class: name }: Tap): string {
  return `${lineId} ${direction} ${name}`;
}
