import { distanceToBorder } from '../geometry/border.ts';
import type { FrameSize, Point } from '../geometry/box.ts';
import type { GroundPoint } from '../geometry/calibration.ts';
import { isInside } from '../geometry/polygon.ts';
import type { Track } from '../track/track.ts';
import { footprints } from './conflict-body.ts';
import { climb, type Finding, findingOf, ladders, watchedMs } from './finding.ts';
import { zonesInPx } from './hazard.ts';
import {
  dangerS,
  type GroundOf,
  groundVelocity,
  hasLeftItsSpot,
  isDriving,
  isVehicleClass,
  peopleOf,
  type Sample,
  samplesMax,
  withSample,
} from './motion.ts';
import type { Zone } from './zone.ts';

/** What a {@link ProximityRule} needs. Without a calibrated ground there are no metres, and no such rule. */
export interface ProximityOptions {
  /** Where persons are looked after, by their foot point. */
  readonly zones: readonly Zone[];
  readonly frame: FrameSize;
  readonly groundOf: GroundOf;
  /** Time to contact from which on it is a danger, s. Default 2.5. */
  readonly contactS?: number;
  /** Nearer than this to a moving vehicle is a danger whichever way it moves, m. Default 1.5. */
  readonly nearM?: number;
  /** A vehicle that would pass at this distance does not meet the person, m. Default 1. */
  readonly clearanceM?: number;
}

/** A person and a vehicle that are near each other now. */
interface Pair {
  readonly person: number;
  readonly vehicle: number;
  readonly zone: number;
  dangerMs: number;
  safeMs: number;
  /** Whether the person has been seen to move since the track began. */
  hasMoved: boolean;
  agesMs: readonly number[];
}

/** The state of a {@link ProximityRule} as plain JSON. Never leaves the process that warns. */
export interface SavedProximityRule {
  readonly tMs: number | null;
  readonly pairs: readonly Readonly<Pair>[];
  readonly samples: readonly (readonly [number, readonly Sample[]])[];
}

/** Farther apart than this nothing is looked at, m: far from the camera a px is metres wide. */
const farM = 25;
/** Slower than this to each other they do not meet, m/s. */
const closingMpsMin = 0.5;
/** Moments of the time to contact that are looked at. */
const meetingSteps = 20;
/** A danger that is gone for this long is over. */
const overMs = 700;
const tracksMax = 512;
/** The most pairs held; beyond it no new one is looked at. */
const pairsMax = 1024;

/**
 * Warns while a moving vehicle would reach a person within `contactS`, or is nearer than `nearM`. Distances are between
 * the person's foot point and the vehicle: the lower edge of its box on the ground and what lies behind that, as deep as
 * it is wide; both go on at the speed of the last second and a half. A standing vehicle is no danger, and who sits in it
 * is not near it. Who was never seen to move takes five times as long.
 */
export class ProximityRule {
  readonly #zones: readonly Zone[];
  readonly #polygons: readonly (readonly Point[])[];
  readonly #groundOf: GroundOf;
  readonly #contactS: number;
  readonly #nearM: number;
  readonly #clearanceM: number;
  #tMs: number | null = null;
  #pairs = new Map<string, Pair>();
  #samples = new Map<number, readonly Sample[]>();

  /** Throws `TypeError` for zones out of order, or for seconds and metres out of bounds (above 0; at most 10 s, 10 m). */
  constructor({ zones, frame, groundOf, contactS = 2.5, nearM = 1.5, clearanceM = 1 }: ProximityOptions) {
    this.#polygons = zonesInPx(zones, frame);
    for (const [name, value] of Object.entries({ contactS, nearM, clearanceM }))
      if (!(value > 0 && value <= 10)) throw new TypeError(`${name} must be more than 0 and at most 10.`);
    this.#zones = zones;
    this.#groundOf = groundOf;
    this.#contactS = contactS;
    this.#nearM = nearM;
    this.#clearanceM = clearanceM;
  }

  /** Takes the tracks of one step of the tracker and returns the dangers now, at most one per zone. */
  step(tMs: number, tracks: readonly Track[]): readonly Finding[] {
    const elapsedMs = watchedMs(this.#tMs, tMs);
    this.#tMs = tMs;
    const before = this.#samples;
    this.#samples = new Map();
    for (const track of tracks.slice(0, tracksMax))
      if (!this.#samples.has(track.id))
        this.#samples.set(track.id, withSample(before.get(track.id) ?? [], tMs, track, this.#groundOf));
    this.#meet(elapsedMs, tracks);
    const pairs = [...this.#pairs.values()];
    return this.#zones.flatMap(({ id: zoneId }, zone) => {
      const here = pairs.filter((pair) => pair.zone === zone);
      const dangers = here.map(({ person, vehicle, agesMs }) => ({ ids: [person, vehicle], agesMs }));
      return findingOf({ rule: 'proximity', zoneId, tMs }, tracks, dangers);
    });
  }

  /** The state as plain JSON, for {@link ProximityRule.restore} with the same options. */
  save(): SavedProximityRule {
    const saved = { tMs: this.#tMs, pairs: [...this.#pairs.values()], samples: [...this.#samples] };
    return JSON.parse(JSON.stringify(saved)) as SavedProximityRule;
  }

  /** Continues from a saved state; what this rule held is dropped. */
  restore(saved: SavedProximityRule): void {
    const { tMs, pairs, samples } = JSON.parse(JSON.stringify(saved)) as SavedProximityRule;
    this.#tMs = tMs;
    this.#pairs = new Map(pairs.slice(0, pairsMax).map((pair) => [keyOf(pair), { ...pair }]));
    this.#samples = new Map(samples.map(([id, list]) => [id, list.slice(-samplesMax)]));
  }

  #meet(elapsedMs: number, tracks: readonly Track[]): void {
    for (const pair of this.#pairs.values()) pair.safeMs += elapsedMs;
    const vehicles = tracks.filter((track) => this.#isMovingVehicle(track));
    for (const person of vehicles.length > 0 ? peopleOf(tracks) : []) {
      const zone = this.#polygons.findIndex((polygon) => isInside(person.foot, polygon));
      if (zone < 0) continue;
      for (const vehicle of vehicles) {
        if (!this.#isDanger(person, vehicle)) continue;
        const key = keyOf({ person: person.id, vehicle: vehicle.id, zone });
        const pair = this.#pairs.get(key);
        if (pair !== undefined) {
          // Only time between two dangerous steps counts.
          if (pair.safeMs <= elapsedMs) pair.dangerMs += elapsedMs;
          pair.safeMs = 0;
          pair.hasMoved ||= hasLeftItsSpot(person);
        } else if (this.#pairs.size < pairsMax) {
          const who = { person: person.id, vehicle: vehicle.id, zone, hasMoved: hasLeftItsSpot(person) };
          this.#pairs.set(key, { ...who, dangerMs: 0, safeMs: 0, agesMs: [] });
        }
      }
    }
    for (const [key, pair] of this.#pairs) {
      const isAlive = this.#samples.has(pair.person) && this.#samples.has(pair.vehicle);
      if (!isAlive || pair.safeMs > overMs) this.#pairs.delete(key);
      else {
        const evidenceS = dangerS(pair.dangerMs, pair.hasMoved);
        pair.agesMs = climb(pair.agesMs, elapsedMs, evidenceS, ladders.proximity);
      }
    }
  }

  #isMovingVehicle({ id, class: name, seen }: Track): boolean {
    return seen && isVehicleClass(name) && isDriving(this.#samples.get(id) ?? []) === true;
  }

  #isDanger(person: Track, vehicle: Track): boolean {
    const at = this.#groundOf(person.foot);
    const body = this.#bodyOf(vehicle);
    const mine = groundVelocity(this.#samples.get(person.id) ?? []);
    const its = groundVelocity(this.#samples.get(vehicle.id) ?? []);
    if (at === null || body === null || its === null) return false;
    const distanceM = distanceTo(body, at);
    if (distanceM > farM) return false;
    if (distanceM <= this.#nearM) return true;
    // Who was not yet seen for long enough to have a speed is taken to stand.
    const relative = { xM: its.xM - (mine?.xM ?? 0), yM: its.yM - (mine?.yM ?? 0) };
    if (Math.hypot(relative.xM, relative.yM) < closingMpsMin) return false;
    return this.#meets(body, relative, at);
  }

  /** Whether the vehicle, as both go on, comes within the clearance in time: one that drives past does not. */
  #meets(body: Body, relative: GroundPoint, at: GroundPoint): boolean {
    for (let step = 1; step <= meetingSteps; step++) {
      const s = (this.#contactS * step) / meetingSteps;
      // The person is moved, and the other way.
      const moved = { xM: at.xM - relative.xM * s, yM: at.yM - relative.yM * s };
      if (distanceTo(body, moved) <= this.#clearanceM) return true;
    }
    return false;
  }

  /**
   * What is known to be taken up: from the lower edge of the box away from the camera, as deep as such a vehicle is wide
   * at least. Who walks over its way is past it only beyond that.
   */
  #bodyOf({ box, class: name }: Track): Body | null {
    const bottom = box.top + box.height;
    const middle = box.left + box.width / 2;
    const a = this.#groundOf({ x: box.left, y: bottom });
    const b = this.#groundOf({ x: box.left + box.width, y: bottom });
    const near = this.#groundOf({ x: middle, y: bottom });
    const far = this.#groundOf({ x: middle, y: bottom - 1 });
    if (a === null || b === null || near === null || far === null) return null;
    const [dx, dy] = [far.xM - near.xM, far.yM - near.yM];
    const deep = footprints[name].widthM / Math.max(Math.hypot(dx, dy), 1e-9);
    const back = ({ xM, yM }: GroundPoint): GroundPoint => ({ xM: xM + dx * deep, yM: yM + dy * deep });
    return [a, b, back(b), back(a)].map(({ xM, yM }) => ({ x: xM, y: yM }));
  }
}

/** Corners on the ground, going round, m. */
type Body = readonly Point[];

/** From a point to a body; 0 within it. */
function distanceTo(body: Body, { xM, yM }: GroundPoint): number {
  const point = { x: xM, y: yM };
  return isInside(point, body) ? 0 : distanceToBorder(point, body);
}

function keyOf({ person, vehicle, zone }: Pick<Pair, 'person' | 'vehicle' | 'zone'>): string {
  return `${person} ${vehicle} ${zone}`;
}
