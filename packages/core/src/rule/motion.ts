import type { RoadUserClass } from '../detection/object-class.ts';
import type { Box, Point } from '../geometry/box.ts';
import type { GroundPoint } from '../geometry/calibration.ts';
import { classGroup } from '../track/class-group.ts';
import type { Track } from '../track/track.ts';

/**
 * Where on the ground a point of the analysed picture (px) lies; null where that is not known, as above the horizon.
 * `groundOf` of a calibration takes fractions of the picture.
 */
export type GroundOf = (point: Point) => GroundPoint | null;

/** Where a track was a moment ago: px, and metres where the ground is known. */
export interface Sample {
  readonly tMs: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly ground: GroundPoint | null;
}

/** Samples are kept for this long, no nearer than this, and motion is told from this much of them. */
const keptMs = 1500;
const apartMs = 90;
const spanMsMin = 500;
export const samplesMax: number = Math.ceil(keptMs / apartMs) + 1;

/** A vehicle moves from this speed on: metres per second where the ground is known, else lengths of its box. */
const speedMpsMin = 0.4;
const sizesPerSMin = 0.1;
/** An excavator that slews stays where it is; its box does not keep its shape. Natural logarithm of a side, per s. */
const shapePerSMin = 0.12;
/** Less than this, in lengths of the box, is the shaking of a detector, however many metres a px is far away. */
const shakeSizes = 0.03;
/** Who is this far from where they were first seen has moved, in heights of the box: half a metre across the picture. */
const leftHeights = 0.3;
/** What a second of danger counts of a person who was never seen to move: a thing taken for somebody does not walk in. */
const unmovedShare = 0.2;

/** The samples with that of this step, if the track is seen in it. Nothing is kept for longer than 1.5 s. */
export function withSample(
  samples: readonly Sample[],
  tMs: number,
  track: Track,
  groundOf?: GroundOf,
): readonly Sample[] {
  const kept = samples.filter((sample) => sample.tMs <= tMs && tMs - sample.tMs <= keptMs);
  if (!track.seen || (kept.length > 0 && tMs - kept.at(-1)!.tMs < apartMs)) return kept;
  const { foot, box } = track;
  const ground = groundOf?.(foot) ?? null;
  return [...kept, { tMs, x: foot.x, y: foot.y, width: box.width, height: box.height, ground }];
}

/** Whether it moves: drives or, as an excavator does, slews. Null as long as that is not known. */
export function isMoving(samples: readonly Sample[]): boolean | null {
  const halves = halvesOf(samples);
  if (halves === null) return null;
  const [a, b, elapsedS] = halves;
  const shape = Math.max(Math.abs(Math.log(b.width / a.width)), Math.abs(Math.log(b.height / a.height)));
  return shape / elapsedS >= shapePerSMin || isDriving(samples) === true;
}

/** Whether it changes its place, whatever its box does: who walks past a parked vehicle changes that box too. */
export function isDriving(samples: readonly Sample[]): boolean | null {
  const halves = halvesOf(samples);
  if (halves === null) return null;
  const [a, b, elapsedS] = halves;
  const sizes = Math.hypot(b.x - a.x, b.y - a.y) / Math.max(b.width, b.height);
  if (sizes < shakeSizes) return false;
  if (a.ground === null || b.ground === null) return sizes / elapsedS >= sizesPerSMin;
  return Math.hypot(b.ground.xM - a.ground.xM, b.ground.yM - a.ground.yM) / elapsedS >= speedMpsMin;
}

/** Speed over the ground, metres per second along x and y; null where it is not known. */
export function groundVelocity(samples: readonly Sample[]): GroundPoint | null {
  const halves = halvesOf(samples);
  if (halves === null) return null;
  const [{ ground: a }, { ground: b }, elapsedS] = halves;
  return a === null || b === null ? null : { xM: (b.xM - a.xM) / elapsedS, yM: (b.yM - a.yM) / elapsedS };
}

/**
 * True for a person in or on a vehicle: within its box, with the foot point well above the ground that it stands on.
 * Somebody in front of it stands on that ground or nearer.
 */
export function isAboard(person: Box, vehicle: Box): boolean {
  const left = Math.max(person.left, vehicle.left);
  const shared = Math.min(person.left + person.width, vehicle.left + vehicle.width) - left;
  const bottom = person.top + person.height;
  const above = vehicle.top + vehicle.height - bottom;
  return shared >= 0.8 * person.width && bottom > vehicle.top && above >= 0.2 * vehicle.height;
}

/**
 * True once the foot point has left the spot where the track was first seen: a coat on a hook that is taken for somebody
 * stays where it is, however its box shakes. Also true where nobody kept that spot.
 */
export function hasLeftItsSpot({ foot, firstFoot, box }: Track): boolean {
  if (firstFoot === undefined) return true;
  return Math.hypot(foot.x - firstFoot.x, foot.y - firstFoot.y) >= leftHeights * box.height;
}

/** Seconds of danger as evidence of it. */
export function dangerS(dangerMs: number, hasMoved: boolean): number {
  return ((hasMoved ? 1 : unmovedShare) * dangerMs) / 1000;
}

/** True for car, bus and truck. */
export function isVehicleClass(name: RoadUserClass): boolean {
  return classGroup(name) === 'vehicle';
}

/** Those on foot or on two wheels, seen in this step, who are not aboard a vehicle; each id once. */
export function peopleOf(tracks: readonly Track[]): readonly Track[] {
  const vehicles = tracks.filter(({ class: name }) => isVehicleClass(name));
  const ids = new Set<number>();
  return tracks.filter(({ id, class: name, seen, box }) => {
    if (!seen || isVehicleClass(name) || ids.has(id)) return false;
    if (name === 'person' && vehicles.some((vehicle) => isAboard(box, vehicle.box))) return false;
    ids.add(id);
    return true;
  });
}

/** The mean of the earlier and of the later half, and the time between them: one shaken box is no movement. */
function halvesOf(samples: readonly Sample[]): readonly [Sample, Sample, number] | null {
  if (samples.length < 2 || samples.at(-1)!.tMs - samples[0]!.tMs < spanMsMin) return null;
  const middle = Math.floor(samples.length / 2);
  const [a, b] = [mean(samples.slice(0, middle)), mean(samples.slice(middle))];
  return [a, b, (b.tMs - a.tMs) / 1000];
}

function mean(samples: readonly Sample[]): Sample {
  const of = (value: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + value(sample), 0) / samples.length;
  const isKnown = samples.every(({ ground }) => ground !== null);
  const ground = isKnown ? { xM: of((s) => s.ground!.xM), yM: of((s) => s.ground!.yM) } : null;
  const [width, height] = [of((s) => Math.max(s.width, 1)), of((s) => Math.max(s.height, 1))];
  return { tMs: of((s) => s.tMs), x: of((s) => s.x), y: of((s) => s.y), width, height, ground };
}
