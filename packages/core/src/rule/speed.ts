import type { RoadUserClass } from '../detection/object-class.ts';
import { type FrameSize, footPoint, type Point } from '../geometry/box.ts';
import { type Calibration, groundOf } from '../geometry/calibration.ts';
import { metresPerPx } from '../geometry/calibration-error.ts';
import { hurriedLengthM, hurriedMs, passageLengthM, permitZone } from '../geometry/calibration-zone.ts';
import { isInside } from '../geometry/polygon.ts';
import type { Track } from '../track/track.ts';
import { type GroundPosition, speedOver } from './speed-fit.ts';
import type { Zone } from './zone.ts';

/** The speed of one passage over a speed zone. It carries no track. */
export interface SpeedFact {
  readonly kind: 'speed';
  /** When it was last seen on the stretch that was measured; the fact is made when it has left it. */
  readonly tMs: number;
  readonly zoneId: string;
  readonly class: RoadUserClass;
  /** The mean over the stretch. For a histogram only: see `speed-histogram.ts`. */
  readonly kmh: number;
}

/** What a {@link SpeedRule} needs. Every zone must be permitted by `permitZone` for speed. */
export interface SpeedRuleOptions {
  readonly zones: readonly Zone[];
  readonly calibration: Calibration;
  /** The picture in whose px the tracks are. */
  readonly frame: FrameSize;
}

interface Memory {
  readonly id: number;
  class: RoadUserClass;
  /** The zone it was last seen in, or -1. */
  zone: number;
  /** Its speed is told: nothing more is kept of it. */
  done: boolean;
  positions: GroundPosition[];
  /** Positions nearer in time than this are left out, ms. */
  apartMs: number;
  /** The coarsest px among them, m. */
  metresPerPx: number;
}

/** The state of a {@link SpeedRule} as plain JSON. Never leaves the process that counts. */
export interface SavedSpeedRule {
  readonly memories: readonly Readonly<Memory>[];
}

/**
 * Positions held; when full, every second one is dropped and from then on they are taken twice as far apart in
 * time.
 */
const positionsMax = 64;
const apartMs = 90;
/** Reading errors nearer in time than this are one error. */
const independentMs = 200;
/** A stretch is measured when it is this long, or when it ends. Who has not come far enough by then begins anew. */
const stretchMs = 10_000;
/** Who leaves a zone sooner than this is measured only over a longer way, so that fast ones are not left out. */
const unhurriedMs = 1000;
/** Tracks remembered; when full, new ones are not measured until one ends. A tracker holds 512. */
const tracksMax = 1024;

/**
 * Measures how fast tracks pass over speed zones: one speed per track at most, the first. The positions of its
 * foot point on the ground in the zone, over real time, are met by a robust curve, and the mean speed along
 * that is told. It needs three positions, a way that is long enough for the error of reading (see
 * `passageLengthM`), and a second, or 8 m in 0.4 s. Who has not come that far in 10 s (who waits) is measured
 * over a later stretch or not at all. Positions that jump about (two objects under one track) give no speed.
 *
 * The foot point is that of the box as it was seen. The tracker's smoothed one holds to px per second, which
 * fall by half within a car's length beside the mast: it runs ahead there and made 59 km/h of 50.
 *
 * Error: the calibration's (at most 5 %, the same for all in one place), and that of reading the foot point (at
 * most 5 %, of each passage). Of zones that overlap the first counts. Coasting steps are ignored. Two tracks
 * that share an id in one step are ignored in it.
 */
export class SpeedRule {
  readonly #ids: readonly string[];
  readonly #polygons: readonly (readonly Point[])[];
  readonly #calibration: Calibration;
  readonly #frame: FrameSize;
  #memories = new Map<number, Memory>();

  /** Throws `TypeError` for a zone that its calibration does not permit, or a repeated id. */
  constructor({ zones, calibration, frame }: SpeedRuleOptions) {
    this.#ids = zones.map(({ id }) => id);
    if (new Set(this.#ids).size < zones.length) throw new TypeError('Two speed zones have the same id.');
    this.#polygons = zones.map(({ points }) => points.map(([x, y]) => ({ x, y })));
    for (const { id, points } of zones) {
      const answer = permitZone(calibration, 'speed', points, frame);
      if (answer.kind === 'permitted') continue;
      throw new TypeError(`The speed zone "${id}" is not permitted: ${answer.reason}.`);
    }
    this.#calibration = calibration;
    this.#frame = frame;
  }

  /** Takes the tracks of one step of the tracker and returns the speeds known by it. */
  step(tMs: number, tracks: readonly Track[]): readonly SpeedFact[] {
    const facts: SpeedFact[] = [];
    const times = new Map<number, number>();
    for (const { id } of tracks) times.set(id, (times.get(id) ?? 0) + 1);
    for (const [id, memory] of this.#memories) {
      if (times.has(id)) continue;
      this.#measure(memory, facts);
      this.#memories.delete(id);
    }
    for (const track of tracks) {
      if (track.seen && times.get(track.id) === 1) this.#follow(tMs, track, facts);
    }
    return inOrder(facts);
  }

  /** Ends all tracks, as at the end of a file. */
  finish(_tMs: number): readonly SpeedFact[] {
    const facts: SpeedFact[] = [];
    for (const memory of this.#memories.values()) this.#measure(memory, facts);
    this.#memories.clear();
    return inOrder(facts);
  }

  /** The state as plain JSON, for {@link SpeedRule.restore} with the same zones and calibration. */
  save(): SavedSpeedRule {
    return JSON.parse(JSON.stringify({ memories: [...this.#memories.values()] })) as SavedSpeedRule;
  }

  /** Continues from a saved state; what this rule held is dropped. */
  restore(saved: SavedSpeedRule): void {
    const { memories } = JSON.parse(JSON.stringify(saved)) as { memories: Memory[] };
    this.#memories = new Map(memories.map((memory) => [memory.id, memory]));
  }

  #follow(tMs: number, track: Track, facts: SpeedFact[]): void {
    let known = this.#memories.get(track.id);
    if (known === undefined) {
      if (this.#memories.size >= tracksMax) return;
      known = { id: track.id, class: track.class, zone: -1, done: false, ...nowhere() };
      this.#memories.set(track.id, known);
    }
    if (known.done) return;
    const foot = footPoint(track.box);
    const at = { x: foot.x / this.#frame.widthPx, y: foot.y / this.#frame.heightPx };
    const zone = this.#polygons.findIndex((polygon) => isInside(at, polygon));
    if (zone !== known.zone) {
      this.#measure(known, facts);
      known.zone = zone;
    }
    known.class = track.class;
    const ground = zone < 0 || known.done ? null : groundOf(this.#calibration, [at.x, at.y]);
    if (ground === null) return;
    const { positions } = known;
    if (positions.length > 0 && tMs - positions.at(-1)!.tMs < known.apartMs) return;
    positions.push({ tMs, ...ground });
    known.metresPerPx = Math.max(
      known.metresPerPx,
      metresPerPx(this.#calibration, [at.x, at.y], this.#frame)!,
    );
    if (positions.length >= positionsMax) {
      known.positions = positions.filter((_, index) => index % 2 === 0);
      known.apartMs *= 2;
    }
    if (tMs - positions[0]!.tMs >= stretchMs) this.#measure(known, facts);
  }

  /** Tells the speed over the positions held, if they are enough, and forgets them. */
  #measure(memory: Memory, facts: SpeedFact[]): void {
    const { positions, zone, metresPerPx: coarsest } = memory;
    Object.assign(memory, nowhere());
    if (memory.done || zone < 0 || positions.length < 3) return;
    const lastMs = positions.at(-1)!.tMs;
    const tookMs = lastMs - positions[0]!.tMs;
    const found = speedOver(positions);
    const readings = Math.min(positions.length, 1 + tookMs / independentMs);
    const leastM = Math.max(passageLengthM(coarsest, readings), tookMs < unhurriedMs ? hurriedLengthM : 0);
    if (found === null || tookMs < hurriedMs || found.lengthM < leastM) return;
    memory.done = true;
    const kmh = found.metresPerS * 3.6;
    facts.push({ kind: 'speed', tMs: lastMs, zoneId: this.#ids[zone]!, class: memory.class, kmh });
  }
}

function nowhere(): Pick<Memory, 'positions' | 'apartMs' | 'metresPerPx'> {
  return { positions: [], apartMs, metresPerPx: 0 };
}

/** The order of the tracks is left behind: facts that become known together stand by time and what they say. */
function inOrder(facts: SpeedFact[]): readonly SpeedFact[] {
  return facts.sort((a, b) => a.tMs - b.tMs || a.kmh - b.kmh || (a.class < b.class ? -1 : 1));
}
