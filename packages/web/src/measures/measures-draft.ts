import type { CalibrationConfig, Fraction2, MeasuresRequestJson, ZoneConfig } from '@outis/core';

/** How the ground was measured; `none`: not at all. */
export const calibrationKinds = ['none', 'rectangle', 'distances', 'points'] as const;
export type CalibrationKind = (typeof calibrationKinds)[number];

/** What is being edited. Lengths are what was typed: a field that is half written is kept as it is. */
export interface MeasuresDraft {
  readonly kind: CalibrationKind;
  readonly points: readonly DraftPoint[];
  readonly sides: readonly [string, string];
  readonly distances: readonly DraftDistance[];
  readonly heldOut: { readonly a: Fraction2; readonly b: Fraction2; readonly metres: string };
  readonly clickedWidthPx: number | null;
  readonly zones: readonly ZoneConfig[];
  readonly movements: MeasuresRequestJson['movements'];
}

/** A place in the picture, and where it is on a plan, m. */
export interface DraftPoint {
  readonly at: Fraction2;
  readonly right: string;
  readonly up: string;
}

/** A measured distance between two points, by their indices. */
export interface DraftDistance {
  readonly from: number;
  readonly to: number;
  readonly metres: string;
}

/** So many points are placed at most, and at least. */
export const pointsMax = 12;
export const pointsMin = 4;

/** The usual look of a rectangle on the ground: wide below, narrow above. */
const startPoints: readonly Fraction2[] = [
  [0.25, 0.85],
  [0.7, 0.85],
  [0.6, 0.55],
  [0.35, 0.55],
];

/** A new zone: in the middle of the view, where the ground mostly is. */
const newPoints: readonly Fraction2[] = [
  [0.38, 0.6],
  [0.62, 0.6],
  [0.68, 0.85],
  [0.32, 0.85],
];

/** The measures of a camera as a draft. */
export function draftOf({ calibration, zones, movements }: MeasuresRequestJson): MeasuresDraft {
  const kind = kindOf(calibration);
  const places =
    calibration?.rectangle?.corners ?? calibration?.distances?.at ?? calibration?.points?.map(({ at }) => at);
  const ground = calibration?.points?.map((point) => point.ground);
  return {
    kind,
    points: (places ?? startPoints).map((at, index) => ({
      at,
      right: textOf(ground?.[index]?.[0]),
      up: textOf(ground?.[index]?.[1]),
    })),
    sides: [textOf(calibration?.rectangle?.metres[0]), textOf(calibration?.rectangle?.metres[1])],
    distances:
      calibration?.distances?.between.map(({ from, to, metres }) => ({ from, to, metres: textOf(metres) })) ??
      distancesFor((places ?? startPoints).length),
    heldOut: {
      a: calibration?.heldOut.a ?? [0.48, 0.9],
      b: calibration?.heldOut.b ?? [0.48, 0.5],
      metres: textOf(calibration?.heldOut.metres),
    },
    clickedWidthPx: calibration?.clickedWidthPx ?? null,
    zones,
    movements,
  };
}

/** What is asked of the edge; null while a length is missing. */
export function requestOf(draft: MeasuresDraft): MeasuresRequestJson | null {
  const { zones, movements } = draft;
  if (draft.kind === 'none') return { calibration: null, zones, movements };
  const metres = lengthOf(draft.heldOut.metres);
  const part = calibrationPart(draft);
  if (metres === null || part === null) return null;
  const clicked = draft.clickedWidthPx === null ? {} : { clickedWidthPx: draft.clickedWidthPx };
  const heldOut = { a: draft.heldOut.a, b: draft.heldOut.b, metres };
  return { calibration: { ...part, heldOut, ...clicked }, zones, movements };
}

function calibrationPart(draft: MeasuresDraft): Omit<CalibrationConfig, 'heldOut'> | null {
  const { points } = draft;
  switch (draft.kind) {
    case 'rectangle': {
      const [first, second] = draft.sides.map(lengthOf);
      if (first == null || second == null) return null;
      return { rectangle: { corners: points.slice(0, 4).map(({ at }) => at), metres: [first, second] } };
    }
    case 'distances': {
      const between = draft.distances.map(({ from, to, metres }) => ({ from, to, metres: lengthOf(metres) }));
      const known = between.flatMap(({ metres, ...ends }) => (metres === null ? [] : [{ ...ends, metres }]));
      if (known.length < leastDistances(points.length)) return null;
      return { distances: { at: points.map(({ at }) => at), between: known } };
    }
    default: {
      const known = points.map(({ at, right, up }) => ({ at, ground: [numberOf(right), numberOf(up)] }));
      if (known.some(({ ground }) => ground.includes(null))) return null;
      return { points: known as { at: Fraction2; ground: [number, number] }[] };
    }
  }
}

/** Changes how it was measured; a rectangle has four corners. */
export function withKind(draft: MeasuresDraft, kind: CalibrationKind): MeasuresDraft {
  const points = kind === 'rectangle' ? draft.points.slice(0, pointsMin) : draft.points;
  return {
    ...draft,
    kind,
    points,
    distances: draft.distances.filter((each) => isWithin(each, points.length)),
  };
}

/** Moves a point to a place inside the view. */
export function placePoint(draft: MeasuresDraft, index: number, at: Fraction2): MeasuresDraft {
  return {
    ...draft,
    points: draft.points.map((point, i) => (i === index ? { ...point, at: inside(at) } : point)),
  };
}

/** Moves an end of the distance to check by. */
export function placeHeldOut(draft: MeasuresDraft, end: 'a' | 'b', at: Fraction2): MeasuresDraft {
  return { ...draft, heldOut: { ...draft.heldOut, [end]: inside(at) } };
}

/** Adds a point in the middle of the others, with two distances that tie it to them. */
export function addPoint(draft: MeasuresDraft): MeasuresDraft {
  const count = draft.points.length;
  if (count >= pointsMax || draft.kind === 'rectangle') return draft;
  const mean = (axis: 0 | 1) => draft.points.reduce((sum, { at }) => sum + at[axis], 0) / count;
  const distances = [
    { from: 0, to: count, metres: '' },
    { from: 1, to: count, metres: '' },
  ];
  return {
    ...draft,
    points: [...draft.points, { at: inside([mean(0), mean(1)]), right: '', up: '' }],
    distances: [...draft.distances, ...distances],
  };
}

/** Takes the last point away, with its distances; four stay. */
export function removePoint(draft: MeasuresDraft): MeasuresDraft {
  if (draft.points.length <= pointsMin) return draft;
  const points = draft.points.slice(0, -1);
  return { ...draft, points, distances: draft.distances.filter((each) => isWithin(each, points.length)) };
}

/** So many distances hold `count` points together: a triangle has three, each further point two. */
export function leastDistances(count: number): number {
  return 2 * count - 3;
}

/** One more zone, under an id that is free. */
export function newZone(zones: readonly ZoneConfig[]): ZoneConfig {
  let number = zones.length + 1;
  while (zones.some(({ id }) => id === `zone-${number}`)) number++;
  return { id: `zone-${number}`, points: newPoints };
}

/** A length above 0, m; null for anything else. A comma is as good as a point. */
export function lengthOf(text: string): number | null {
  const value = numberOf(text);
  return value !== null && value > 0 ? value : null;
}

/** The name of a point: A, B, C … */
export function pointName(index: number): string {
  return String.fromCharCode(65 + index);
}

function numberOf(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) ? value : null;
}

function kindOf(calibration: CalibrationConfig | null): CalibrationKind {
  if (calibration === null) return 'none';
  if (calibration.rectangle !== undefined) return 'rectangle';
  return calibration.distances === undefined ? 'points' : 'distances';
}

function distancesFor(count: number): DraftDistance[] {
  return Array.from({ length: count }, (_, to) => to).flatMap((to) =>
    (to === 0 ? [] : to === 1 ? [0] : [to - 2, to - 1]).map((from) => ({ from, to, metres: '' })),
  );
}

function isWithin({ from, to }: DraftDistance, count: number): boolean {
  return from < count && to < count;
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

function inside([x, y]: Fraction2): Fraction2 {
  const tidy = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
  return [tidy(x), tidy(y)];
}
