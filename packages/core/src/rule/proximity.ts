import { roadUserClasses } from '../detection/object-class.ts';
import type { FrameSize, Point } from '../geometry/box.ts';
import type { GroundPoint } from '../geometry/calibration.ts';
import { isInside } from '../geometry/polygon.ts';
import type { Track } from '../track/track.ts';
import { newest } from './exclusion.ts';
import { climb, type Finding, ladders, watchedMs } from './finding.ts';
import { zonesInPx } from './hazard.ts';
import {
  type GroundOf,
  groundVelocity,
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
/** Slower than this they do not near each other, m/s. */
const closingMpsMin = 0.5;
/** A danger that is gone for this long is over. */
const overMs = 700;
const tracksMax = 512;
/** The most pairs held; beyond it no new one is looked at. */
const pairsMax = 1024;

/**
 * Warns while a moving vehicle would reach a person within `contactS`, or is nearer than `nearM`. Distances are between
 * the person's foot point and the lower edge of the vehicle's box on the ground; both go on at the speed of the last
 * second and a half. A standing vehicle is no danger, and who sits in it is not near it.
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
    return this.#findings(tMs, tracks);
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
        } else if (this.#pairs.size < pairsMax) {
          const born = { person: person.id, vehicle: vehicle.id, zone, dangerMs: 0, safeMs: 0, agesMs: [] };
          this.#pairs.set(key, born);
        }
      }
    }
    for (const [key, pair] of this.#pairs) {
      const isAlive = this.#samples.has(pair.person) && this.#samples.has(pair.vehicle);
      if (!isAlive || pair.safeMs > overMs) this.#pairs.delete(key);
      else pair.agesMs = climb(pair.agesMs, elapsedMs, pair.dangerMs / 1000, ladders.proximity);
    }
  }

  #isMovingVehicle({ id, class: name, seen }: Track): boolean {
    return seen && isVehicleClass(name) && isDriving(this.#samples.get(id) ?? []) === true;
  }

  #isDanger(person: Track, vehicle: Track): boolean {
    const at = this.#groundOf(person.foot);
    const edge = this.#edgeOf(vehicle);
    const mine = groundVelocity(this.#samples.get(person.id) ?? []);
    const its = groundVelocity(this.#samples.get(vehicle.id) ?? []);
    if (at === null || edge === null || its === null) return false;
    const toVehicle = nearestOn(edge, at);
    const distanceM = Math.hypot(toVehicle.xM, toVehicle.yM);
    if (distanceM > farM) return false;
    if (distanceM <= this.#nearM) return true;
    // Who was not yet seen for long enough to have a speed is taken to stand.
    const relative = { xM: its.xM - (mine?.xM ?? 0), yM: its.yM - (mine?.yM ?? 0) };
    const closingMps = -(toVehicle.xM * relative.xM + toVehicle.yM * relative.yM) / distanceM;
    if (closingMps < closingMpsMin) return false;
    const contactS = Math.max(0, distanceM - this.#clearanceM) / closingMps;
    if (contactS > this.#contactS) return false;
    return this.#meets(edge, relative, at, distanceM / closingMps);
  }

  /** Whether the vehicle's edge, moved as both go on, comes within the clearance: one that drives past does not. */
  #meets([a, b]: Edge, relative: GroundPoint, at: GroundPoint, withinS: number): boolean {
    for (let step = 1; step <= 10; step++) {
      const s = (withinS * step) / 10;
      const moved = (end: GroundPoint): GroundPoint => {
        return { xM: end.xM + relative.xM * s, yM: end.yM + relative.yM * s };
      };
      const away = nearestOn([moved(a), moved(b)], at);
      if (Math.hypot(away.xM, away.yM) <= this.#clearanceM) return true;
    }
    return false;
  }

  #edgeOf({ box }: Track): Edge | null {
    const y = box.top + box.height;
    const a = this.#groundOf({ x: box.left, y });
    const b = this.#groundOf({ x: box.left + box.width, y });
    return a === null || b === null ? null : [a, b];
  }

  #findings(tMs: number, tracks: readonly Track[]): readonly Finding[] {
    const classOf = new Map(tracks.map(({ id, class: name }) => [id, name]));
    return this.#zones.flatMap(({ id: zoneId }, zone): readonly Finding[] => {
      const raised = [...this.#pairs.values()].filter((pair) => pair.zone === zone && pair.agesMs.length > 0);
      if (raised.length === 0) return [];
      const named = new Set(
        raised.flatMap(({ person, vehicle }) => [classOf.get(person), classOf.get(vehicle)]),
      );
      const classes = roadUserClasses.filter((name) => named.has(name));
      return [
        { rule: 'proximity', zoneId, tMs, classes, agesMs: newest(raised.map(({ agesMs }) => agesMs)) },
      ];
    });
  }
}

type Edge = readonly [GroundPoint, GroundPoint];

/** From a point to the nearest one of an edge. */
function nearestOn([a, b]: Edge, { xM, yM }: GroundPoint): GroundPoint {
  const [dx, dy] = [b.xM - a.xM, b.yM - a.yM];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((xM - a.xM) * dx + (yM - a.yM) * dy) / length;
  const share = Math.max(0, Math.min(1, along));
  return { xM: a.xM + share * dx - xM, yM: a.yM + share * dy - yM };
}

function keyOf({ person, vehicle, zone }: Pick<Pair, 'person' | 'vehicle' | 'zone'>): string {
  return `${person} ${vehicle} ${zone}`;
}
