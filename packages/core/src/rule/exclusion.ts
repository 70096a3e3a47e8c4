import { distanceToBorder } from '../geometry/border.ts';
import type { FrameSize, Point } from '../geometry/box.ts';
import { isInside } from '../geometry/polygon.ts';
import type { Track } from '../track/track.ts';
import { climb, type Finding, findingOf, ladders, watchedMs } from './finding.ts';
import { checkHazardZones, type HazardZone, touches, type WalkableView, zonesInPx } from './hazard.ts';
import {
  dangerS,
  type GroundOf,
  hasLeftItsSpot,
  isMoving,
  isVehicleClass,
  peopleOf,
  type Sample,
  samplesMax,
  withSample,
} from './motion.ts';

/** What an {@link ExclusionRule} needs. */
export interface ExclusionOptions {
  readonly zones: readonly HazardZone[];
  readonly frame: FrameSize;
  /** What the zones are measured against; see `checkHazardZones`. */
  readonly view?: WalkableView;
  /** Makes the speed of vehicles one in metres. */
  readonly groundOf?: GroundOf;
  /** Half-width of the dead band along the border, as a fraction of the frame's height. Default 0.014. */
  readonly band?: number;
  /**
   * What a second in the zone counts; 1 by default. More where the source tells only of those whom it has followed for a
   * while and is sure of.
   */
  readonly secondCounts?: number;
}

/** One person in one zone. */
interface Stay {
  readonly id: number;
  readonly zone: number;
  /** Time seen in the zone while it was dangerous, and time since then. */
  insideMs: number;
  outsideMs: number;
  /** Whether they have been seen to move since the track began. */
  hasMoved: boolean;
  agesMs: readonly number[];
}

/** The state of an {@link ExclusionRule} as plain JSON. Never leaves the process that warns. */
export interface SavedExclusionRule {
  readonly tMs: number | null;
  readonly stays: readonly Readonly<Stay>[];
  readonly vehicles: readonly (readonly [number, readonly Sample[]])[];
  /** For each zone how long ago a vehicle moved in it, or null. */
  readonly movedMsAgo: readonly (number | null)[];
}

/** A person that flickers for no longer than this is still where they were. */
const flickerMs = 700;
/** A vehicle that stops in a zone may start again at once: the danger lasts this much longer. */
const afterMovingMs = 3000;
/** The most stays and vehicles held; beyond it nobody new is looked at. */
const heldMax = 512;

/**
 * Warns while somebody on foot or on two wheels is in a hazard zone, by the foot point. The evidence is the time seen in
 * the zone; a box that flickers is no time, and who was never seen to move takes five times as long. In the dead band
 * along the border, and exactly on its edge, somebody who was out is still out and somebody who was in is still in. Who
 * sits in a vehicle is not in the zone.
 */
export class ExclusionRule {
  readonly #zones: readonly HazardZone[];
  readonly #polygons: readonly (readonly Point[])[];
  readonly #bandPx: number;
  readonly #secondCounts: number;
  readonly #groundOf: GroundOf | undefined;
  #tMs: number | null = null;
  #stays: Stay[] = [];
  #vehicles = new Map<number, readonly Sample[]>();
  #movedMsAgo: (number | null)[];

  /** Throws `TypeError` for zones that `checkHazardZones` refuses, saying why, and for a band that is negative. */
  constructor({ zones, frame, view = {}, groundOf, band = 0.014, secondCounts = 1 }: ExclusionOptions) {
    this.#polygons = zonesInPx(zones, frame);
    const check = checkHazardZones(zones, view);
    if (check.kind === 'refused') {
      const percent = Math.round(check.share * 100);
      throw new TypeError(
        check.reason === 'most-of-the-view'
          ? `The hazard zones cover ${percent} % of where people can walk; "${check.zoneId}" is the largest.`
          : `The hazard zone "${check.zoneId}" is refused: ${check.reason}.`,
      );
    }
    if (!(band >= 0)) throw new TypeError('The dead band may not be negative.');
    this.#zones = zones;
    this.#bandPx = band * frame.heightPx;
    this.#secondCounts = secondCounts;
    this.#groundOf = groundOf;
    this.#movedMsAgo = zones.map(() => null);
  }

  /** Takes the tracks of one step of the tracker and returns the dangers now, at most one per zone. */
  step(tMs: number, tracks: readonly Track[]): readonly Finding[] {
    const elapsedMs = watchedMs(this.#tMs, tMs);
    this.#tMs = tMs;
    this.#followVehicles(tMs, elapsedMs, tracks);
    const alive = new Set(tracks.map(({ id }) => id));
    this.#stays = this.#stays.filter(({ id }) => alive.has(id));
    const people = peopleOf(tracks);
    this.#polygons.forEach((polygon, zone) => {
      const known = new Map(
        this.#stays.filter((stay) => stay.zone === zone).map((stay) => [stay.id, stay] as const),
      );
      for (const person of this.#isDangerous(zone) ? people : [])
        if (isIn(person.foot, polygon, known.has(person.id) ? this.#bandPx : -this.#bandPx))
          this.#stand(known, person, zone, elapsedMs);
      for (const stay of known.values()) {
        stay.outsideMs += elapsedMs;
        const evidenceS = this.#secondCounts * dangerS(stay.insideMs, stay.hasMoved);
        stay.agesMs = climb(stay.agesMs, elapsedMs, evidenceS, ladders.exclusion);
      }
    });
    this.#stays = this.#stays.filter(({ outsideMs }) => outsideMs <= flickerMs);
    return this.#zones.flatMap(({ id: zoneId }, zone) => {
      const here = this.#stays.filter((stay) => stay.zone === zone);
      const dangers = here.map(({ id, agesMs }) => ({ ids: [id], agesMs }));
      return findingOf({ rule: 'exclusion', zoneId, tMs }, tracks, dangers);
    });
  }

  /** The state as plain JSON, for {@link ExclusionRule.restore} with the same zones. */
  save(): SavedExclusionRule {
    const saved = { tMs: this.#tMs, stays: this.#stays, movedMsAgo: this.#movedMsAgo };
    return JSON.parse(JSON.stringify({ ...saved, vehicles: [...this.#vehicles] })) as SavedExclusionRule;
  }

  /** Continues from a saved state; what this rule held is dropped. */
  restore(saved: SavedExclusionRule): void {
    const { tMs, stays, vehicles, movedMsAgo } = JSON.parse(JSON.stringify(saved)) as SavedExclusionRule;
    this.#tMs = tMs;
    this.#stays = stays.slice(0, heldMax).map((stay) => ({ ...stay }));
    this.#vehicles = new Map(vehicles.map(([id, samples]) => [id, samples.slice(-samplesMax)]));
    this.#movedMsAgo = [...movedMsAgo];
  }

  #stand(known: Map<number, Stay>, person: Track, zone: number, elapsedMs: number): void {
    const { id } = person;
    const stay = known.get(id);
    const hasMoved = stay?.hasMoved === true || hasLeftItsSpot(person);
    if (stay !== undefined) {
      stay.hasMoved = hasMoved;
      // Only time between two sightings inside counts: after a gap it begins where it was.
      if (stay.outsideMs === 0) stay.insideMs += elapsedMs;
      stay.outsideMs = -elapsedMs;
    } else if (this.#stays.length < heldMax) {
      const born: Stay = { id, zone, insideMs: 0, outsideMs: -elapsedMs, hasMoved, agesMs: [] };
      this.#stays.push(born);
      known.set(id, born);
    }
  }

  #isDangerous(zone: number): boolean {
    if (this.#zones[zone]!.onlyWhileVehicleMoves !== true) return true;
    const agoMs = this.#movedMsAgo[zone]!;
    return agoMs !== null && agoMs <= afterMovingMs;
  }

  #followVehicles(tMs: number, elapsedMs: number, tracks: readonly Track[]): void {
    this.#movedMsAgo = this.#movedMsAgo.map((agoMs) => (agoMs === null ? null : agoMs + elapsedMs));
    if (!this.#zones.some(({ onlyWhileVehicleMoves }) => onlyWhileVehicleMoves)) return;
    const before = this.#vehicles;
    this.#vehicles = new Map();
    for (const track of tracks) {
      if (!isVehicleClass(track.class) || this.#vehicles.has(track.id)) continue;
      if (this.#vehicles.size >= heldMax) break;
      const samples = withSample(before.get(track.id) ?? [], tMs, track, this.#groundOf);
      this.#vehicles.set(track.id, samples);
      if (!track.seen || isMoving(samples) !== true) continue;
      this.#polygons.forEach((polygon, zone) => {
        if (touches(track, polygon)) this.#movedMsAgo[zone] = 0;
      });
    }
  }
}

/** Inside, where `bandPx` widens the zone; a negative one narrows it. */
function isIn(foot: Point, polygon: readonly Point[], bandPx: number): boolean {
  const inside = isInside(foot, polygon);
  const distancePx = distanceToBorder(foot, polygon);
  return bandPx >= 0 ? inside || distancePx <= bandPx : inside && distancePx > -bandPx;
}
