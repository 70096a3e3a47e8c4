import type { Detection } from '../detection/detection.ts';
import { isRoadUser, type RoadUserClass, roadUserClasses } from '../detection/object-class.ts';
import { type Box, iou } from '../geometry/box.ts';
import { type ClassVotes, classGroup } from './class-group.ts';

/** A detection of a road user after one rider and one two-wheeler became one; box in the units of the input. */
export interface RoadUserDetection {
  readonly class: RoadUserClass;
  readonly score: number;
  readonly box: Box;
  /** The scores of every class by which this object was named in this frame. */
  readonly votes: ClassVotes;
  /** True when the box is the union of a two-wheeler and the person on it. */
  readonly ridden: boolean;
}

/** Two boxes of different classes of one group, at least this alike (IoU), are one object. */
const twinLikeness = { person: 1, 'two-wheeler': 0.45, vehicle: 0.6 } as const;

/**
 * Makes one road user of every rider and two-wheeler, and of every pair of boxes that name one object twice
 * (bicycle and motorcycle, car and truck, a lorry and its cab; the box of the higher score stays, the votes add up). Worn parts are left out. Every criterion is a
 * ratio along one axis, so the result is the same in fractions and in px.
 *
 * A person *on* a two-wheeler: see {@link isRiding}. A person who pushes one stands beside it and stays a person
 * of their own. One two-wheeler takes at most one person: the one over its middle.
 */
export function mergeRiders(detections: readonly Detection[]): readonly RoadUserDetection[] {
  const users: RoadUserDetection[] = [];
  for (const { class: name, score, box } of detections) {
    if (isRoadUser(name))
      users.push({ class: name, score, box, votes: votesFor(name, score), ridden: false });
  }
  users.sort((a, b) => b.score - a.score);
  const alone = withoutTwins(users);
  const wheels = alone.filter((user) => classGroup(user.class) === 'two-wheeler');
  if (wheels.length === 0) return alone;
  const used = new Set<RoadUserDetection>();
  const merged: RoadUserDetection[] = [];
  for (const wheel of wheels) {
    const rider = riderOf(wheel, alone, used);
    if (rider === undefined) continue;
    used.add(rider).add(wheel);
    const score = Math.max(wheel.score, rider.score);
    merged.push({ ...wheel, score, box: union(wheel.box, rider.box), ridden: true });
  }
  return [...alone.filter((user) => !used.has(user)), ...merged];
}

/**
 * True when the person sits on the two-wheeler: over its middle, with feet in its lower part but above the ground
 * that the wheels stand on, and with a body that reaches well above the saddle (or lies inside the box, where a
 * detector drew the two-wheeler around both).
 */
export function isRiding(person: Box, wheel: Box): boolean {
  const shared =
    Math.min(person.left + person.width, wheel.left + wheel.width) - Math.max(person.left, wheel.left);
  if (shared < 0.6 * Math.min(person.width, wheel.width)) return false;
  const feet = (person.top + person.height - wheel.top) / wheel.height;
  if (feet < 0.35 || feet > 1.02) return false;
  const head = (wheel.top - person.top) / person.height;
  const tall = person.height / wheel.height;
  if (head < 0.15) return tall > 0.6 && tall < 1.1 && head > -0.3;
  return tall < 2.2 && middleGap(person, wheel) < 0.35 * Math.max(person.width, wheel.width);
}

function riderOf(
  wheel: RoadUserDetection,
  users: readonly RoadUserDetection[],
  used: ReadonlySet<RoadUserDetection>,
): RoadUserDetection | undefined {
  let best: RoadUserDetection | undefined;
  for (const user of users) {
    if (user.class !== 'person' || used.has(user) || !isRiding(user.box, wheel.box)) continue;
    if (best === undefined || middleGap(user.box, wheel.box) < middleGap(best.box, wheel.box)) best = user;
  }
  return best;
}

function middleGap(a: Box, b: Box): number {
  return Math.abs(a.left + a.width / 2 - b.left - b.width / 2);
}

function union(a: Box, b: Box): Box {
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  const width = Math.max(a.left + a.width, b.left + b.width) - left;
  return { left, top, width, height: Math.max(a.top + a.height, b.top + b.height) - top };
}

/** Folds each box that names an object again, by another class of its group, into the first. Highest score first. */
function withoutTwins(users: readonly RoadUserDetection[]): readonly RoadUserDetection[] {
  const kept: RoadUserDetection[] = [];
  for (const user of users) {
    const first = kept.findIndex((other) => isTwin(other, user));
    if (first < 0) kept.push(user);
    else kept[first] = { ...kept[first]!, votes: kept[first]!.votes.map((vote, i) => vote + user.votes[i]!) };
  }
  return kept;
}

function isTwin(a: RoadUserDetection, b: RoadUserDetection): boolean {
  const group = classGroup(a.class);
  if (group !== classGroup(b.class)) return false;
  if (group === 'vehicle' && (isPart(a.box, b.box) || isPart(b.box, a.box))) return true;
  return a.class !== b.class && iou(a.box, b.box) >= twinLikeness[group];
}

/**
 * True when one vehicle box is the cab or the trailer of the other: it lies within the other's width, takes up at
 * least a third of its area and stands on the same ground line. Two vehicles cannot stand on the same ground.
 */
function isPart(part: Box, whole: Box): boolean {
  const left = Math.max(part.left, whole.left);
  const shared = Math.min(part.left + part.width, whole.left + whole.width) - left;
  const ground = Math.abs(part.top + part.height - whole.top - whole.height);
  const area = (part.width * part.height) / (whole.width * whole.height);
  return shared >= 0.9 * part.width && ground <= 0.06 * whole.height && area >= 0.33 && area <= 1;
}

function votesFor(name: RoadUserClass, score: number): ClassVotes {
  return roadUserClasses.map((other) => (other === name ? score : 0));
}
