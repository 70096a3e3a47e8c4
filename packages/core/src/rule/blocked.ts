import { type RoadUserClass, roadUserClasses } from '../detection/object-class.ts';
import type { FrameSize, Point } from '../geometry/box.ts';
import type { Track } from '../track/track.ts';
import { climb, type Finding, ladders, watchedMs } from './finding.ts';
import { touches, zonesInPx } from './hazard.ts';
import { type GroundOf, isDriving, isVehicleClass, type Sample, samplesMax, withSample } from './motion.ts';
import type { Zone } from './zone.ts';

/** An escape route, exit or fire lane, and how long a vehicle may stand in it. */
export interface EscapeZone extends Zone {
  /** More than 0, at most 24 hours. */
  readonly minutesMax: number;
}

/** What a {@link BlockedRule} needs. */
export interface BlockedOptions {
  readonly zones: readonly EscapeZone[];
  readonly frame: FrameSize;
  /** Makes the speed of vehicles one in metres. */
  readonly groundOf?: GroundOf;
}

/** What stands in one zone. It knows no track: who stands there may be lost and found again for an hour. */
interface Standing {
  /** For how long something has been standing here, and since when nothing was seen standing. */
  standingMs: number;
  goneMs: number;
  classes: readonly RoadUserClass[];
  agesMs: readonly number[];
}

/** The state of a {@link BlockedRule} as plain JSON. Never leaves the process that warns. */
export interface SavedBlockedRule {
  readonly tMs: number | null;
  readonly zones: readonly Readonly<Standing>[];
  readonly vehicles: readonly (readonly [number, readonly Sample[]])[];
}

/** Somebody who walks past a parked vehicle hides it for less than this. */
const hiddenMsMax = 20_000;
const vehiclesMax = 512;

/**
 * Warns while a vehicle has been standing in an escape route for longer than was allowed. Vehicles that drive through,
 * however many, do not block; one that takes another's place at once does. What is hidden for up to 20 s still stands;
 * it may have left, too, and is warned of when it is seen again.
 */
export class BlockedRule {
  readonly #zones: readonly EscapeZone[];
  readonly #polygons: readonly (readonly Point[])[];
  readonly #groundOf: GroundOf | undefined;
  #tMs: number | null = null;
  #standing: Standing[];
  #vehicles = new Map<number, readonly Sample[]>();

  /** Throws `TypeError` for a zone of fewer than three points, a repeated id, or minutes out of bounds. */
  constructor({ zones, frame, groundOf }: BlockedOptions) {
    this.#polygons = zonesInPx(zones, frame);
    for (const { id, minutesMax } of zones) {
      if (!(minutesMax > 0 && minutesMax <= 1440))
        throw new TypeError(`The minutes of the escape zone "${id}" must be more than 0 and at most 1440.`);
    }
    this.#zones = zones;
    this.#groundOf = groundOf;
    this.#standing = zones.map(free);
  }

  /** Takes the tracks of one step of the tracker and returns the blocked zones now. */
  step(tMs: number, tracks: readonly Track[]): readonly Finding[] {
    const elapsedMs = watchedMs(this.#tMs, tMs);
    this.#tMs = tMs;
    const standing = this.#standingNow(tMs, tracks);
    return this.#zones.flatMap(({ id: zoneId, minutesMax }, index): readonly Finding[] => {
      const polygon = this.#polygons[index]!;
      const here = standing.filter((track) => touches(track, polygon));
      const zone = this.#standing[index]!;
      zone.goneMs = here.length > 0 ? 0 : zone.goneMs + elapsedMs;
      if (zone.goneMs > hiddenMsMax || (here.length === 0 && zone.classes.length === 0)) {
        this.#standing[index] = free();
        return [];
      }
      // A vehicle is known to stand when it was seen doing so for half a second, which this does not count.
      if (zone.classes.length > 0) zone.standingMs += elapsedMs;
      const named = new Set(here.length > 0 ? here.map((track) => track.class) : zone.classes);
      zone.classes = roadUserClasses.filter((name) => named.has(name));
      const strength = zone.standingMs / (minutesMax * 60_000);
      zone.agesMs = climb(zone.agesMs, elapsedMs, strength, ladders.blocked);
      const { classes, agesMs } = zone;
      return agesMs.length === 0 || here.length === 0
        ? []
        : [{ rule: 'blocked', zoneId, tMs, classes, agesMs }];
    });
  }

  /** The state as plain JSON, for {@link BlockedRule.restore} with the same zones. */
  save(): SavedBlockedRule {
    const saved = { tMs: this.#tMs, zones: this.#standing, vehicles: [...this.#vehicles] };
    return JSON.parse(JSON.stringify(saved)) as SavedBlockedRule;
  }

  /** Continues from a saved state; what this rule held is dropped. */
  restore(saved: SavedBlockedRule): void {
    const { tMs, zones, vehicles } = JSON.parse(JSON.stringify(saved)) as SavedBlockedRule;
    this.#tMs = tMs;
    this.#standing = zones.map((zone) => ({ ...zone }));
    this.#vehicles = new Map(vehicles.map(([id, samples]) => [id, samples.slice(-samplesMax)]));
  }

  #standingNow(tMs: number, tracks: readonly Track[]): readonly Track[] {
    const before = this.#vehicles;
    this.#vehicles = new Map();
    const standing: Track[] = [];
    for (const track of tracks) {
      if (!isVehicleClass(track.class) || this.#vehicles.has(track.id)) continue;
      if (this.#vehicles.size >= vehiclesMax) break;
      const samples = withSample(before.get(track.id) ?? [], tMs, track, this.#groundOf);
      this.#vehicles.set(track.id, samples);
      if (track.seen && isDriving(samples) === false) standing.push(track);
    }
    return standing;
  }
}

function free(): Standing {
  return { standingMs: 0, goneMs: 0, classes: [], agesMs: [] };
}
