import type { Point } from '../geometry/box.ts';
import { type Fraction2, isInside } from '../geometry/polygon.ts';
import type { SafetyRule } from '../rule/finding.ts';
import type { ScheduleConfig } from '../rule/safety-config.ts';
import { isCovered } from '../rule/schedule.ts';
import type { BackgroundSetting, Purpose } from './purpose.ts';

/**
 * What a change may widen. Lines and zones are not here, nor is when and how a rule warns: they change at once. `rules` is
 * a kind of rule that was not there before, `pauses` a time of the week at which nothing looked.
 */
export const widenedFields = [
  'purpose',
  'masks',
  'boundary',
  'until',
  'background',
  'rules',
  'pauses',
  'model',
] as const;
export type WidenedField = (typeof widenedFields)[number];

/** A change that widens waits this long, or for somebody else's approval. */
export const changeWaitsMs: number = 72 * 3_600_000;
/** For this long after its first set-up a camera may be changed freely. */
export const firstSetUpMs: number = 24 * 3_600_000;

type Polygon = readonly Fraction2[];

/** The settings of a camera that say what it may do and see. */
export interface Permitted {
  readonly purpose: Purpose;
  readonly reason: string;
  /** Areas never seen. */
  readonly masks: readonly Polygon[];
  /** The own ground, site-safety only; outside is never seen. */
  readonly boundary?: Polygon | undefined;
  /** Last day, `YYYY-MM-DD`, site-safety only. */
  readonly until?: string | undefined;
  /** Site-safety only. Missing: none is learned, as in a version that could not. */
  readonly background?: BackgroundSetting | undefined;
  /** What it warns of, site-safety only. Missing: of nothing. */
  readonly rules?: readonly { readonly rule: SafetyRule }[] | undefined;
  /** When it is paused every week. Missing: never. */
  readonly pauses?: readonly ScheduleConfig[] | undefined;
}

/**
 * Points looked at across and down. A smaller difference than between two of them is no difference, and many small ones
 * add up to a large one that is: the points stay where they are.
 */
const columns = 320;
const rows = 180;

/**
 * What a change from `before` to `after` widens. Another purpose is one change together with the boundary and the end date
 * that come with it; every other field is looked at by itself. The model is no setting of a camera and is not looked at.
 */
export function widenings(before: Permitted, after: Permitted): WidenedField[] {
  const fields: WidenedField[] = [];
  if (before.purpose !== after.purpose) fields.push('purpose');
  if (uncovers(before.masks, after.masks)) fields.push('masks');
  if (!isCovered(before.pauses ?? [], after.pauses ?? [])) fields.push('pauses');
  if (before.purpose !== after.purpose) return fields;
  if (
    after.boundary === undefined
      ? before.boundary !== undefined
      : growsBeyond(before.boundary, after.boundary)
  )
    fields.push('boundary');
  if (before.until !== undefined && (after.until === undefined || after.until > before.until))
    fields.push('until');
  if (learns(after) > learns(before)) fields.push('background');
  if (ruleKinds(after).some((kind) => !ruleKinds(before).includes(kind))) fields.push('rules');
  return fields;
}

/**
 * What a camera does while `fields` of a change wait: as before in those, as wanted in all others. Where masks or pauses
 * wait, the old and the new ones hold together. The result is never wider than `before`.
 */
export function heldBack<T extends Permitted>(
  before: Permitted,
  wanted: T,
  fields: readonly WidenedField[],
): T {
  const held = { ...wanted } as unknown as Record<string, unknown>;
  const keep = (key: 'purpose' | 'reason' | 'boundary' | 'until' | 'rules'): void => {
    if (before[key] === undefined) delete held[key];
    else held[key] = before[key];
  };
  const keepBackground = (): void => {
    if (before.purpose === 'site-safety') held['background'] = before.background ?? 'off';
    else delete held['background'];
  };
  for (const field of fields) {
    if (field === 'purpose') {
      for (const key of ['purpose', 'reason', 'boundary', 'until', 'rules'] as const) keep(key);
      keepBackground();
    } else if (field === 'background') keepBackground();
    else if (field === 'rules')
      held['rules'] = (wanted.rules ?? []).filter(({ rule }) => ruleKinds(before).includes(rule));
    else if (field === 'pauses') held['pauses'] = joined(before.pauses ?? [], wanted.pauses ?? []);
    else if (field === 'masks') held['masks'] = [...without(before.masks, wanted.masks), ...wanted.masks];
    else if (field === 'boundary' || field === 'until') keep(field);
  }
  return held as unknown as T;
}

/** The kinds of rules of a camera, each once, in the order of the alphabet; none for a street. */
export function ruleKinds({ purpose, rules = [] }: Pick<Permitted, 'purpose' | 'rules'>): SafetyRule[] {
  return purpose === 'site-safety' ? [...new Set(rules.map(({ rule }) => rule))].sort() : [];
}

/** How much is learned of the place: nothing, what stays for days, what stays for hours. */
function learns({ purpose, background = 'off' }: Permitted): number {
  return purpose === 'site-safety' ? ['off', 'strict', 'usual'].indexOf(background) : 0;
}

/** Windows of both, each once. */
function joined(before: readonly ScheduleConfig[], wanted: readonly ScheduleConfig[]): ScheduleConfig[] {
  const text = ({ days, from, to }: ScheduleConfig): string => [...days, from, to].join(' ');
  const others = wanted.filter((one) => before.every((each) => text(each) !== text(one)));
  return [...before, ...others];
}

/** True when a point that `before` hides is not hidden any more. */
function uncovers(before: readonly Polygon[], after: readonly Polygon[]): boolean {
  const gone = without(before, after);
  return gone.length > 0 && anyPoint(gone, after);
}

/** True when a point lies in `after` and not in `before`; no `before` at all is the whole picture. */
function growsBeyond(before: Polygon | undefined, after: Polygon): boolean {
  return before !== undefined && anyPoint([after], [before]);
}

/** True when a point of the grid lies in one of `these` and in none of `those`. */
function anyPoint(these: readonly Polygon[], those: readonly Polygon[]): boolean {
  const inside = these.map(points);
  const outside = those.map(points);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const point = { x: (column + 0.5) / columns, y: (row + 0.5) / rows };
      const isIn = (polygon: readonly Point[]): boolean => isInside(point, polygon);
      if (inside.some(isIn) && !outside.some(isIn)) return true;
    }
  return false;
}

function points(polygon: Polygon): Point[] {
  return polygon.map(([x, y]) => ({ x, y }));
}

function without(polygons: readonly Polygon[], others: readonly Polygon[]): Polygon[] {
  return polygons.filter((polygon) => !others.some((other) => same(polygon, other)));
}

function same(a: Polygon, b: Polygon): boolean {
  return a.length === b.length && a.every(([x, y], index) => x === b[index]![0] && y === b[index]![1]);
}
