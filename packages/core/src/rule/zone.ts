import type { RoadUserClass } from '../detection/object-class.ts';
import { distanceToBorder } from '../geometry/border.ts';
import type { FrameSize, Point } from '../geometry/box.ts';
import { isInside } from '../geometry/polygon.ts';
import type { Track } from '../track/track.ts';

/** A polygon of at least three points, in fractions of the picture; they may lie outside it. */
export interface Zone {
  readonly id: string;
  readonly points: readonly (readonly [number, number])[];
}

/**
 * A change of what is inside a zone. `entry` and `exit` are passages over its border; a track may also be
 * `born-inside` and `ended-inside` (or lost there). None of them carries a track.
 */
export interface ZoneFact {
  readonly kind: 'entry' | 'exit' | 'born-inside' | 'ended-inside';
  readonly tMs: number;
  readonly zoneId: string;
  readonly class: RoadUserClass;
  /** How long it was inside; 0 for `entry` and `born-inside`. */
  readonly dwellMs: number;
}

/** Something inside a zone now. It carries no track. */
export interface Occupant {
  readonly zoneId: string;
  readonly class: RoadUserClass;
  readonly dwellMs: number;
}

/** What a {@link ZoneRule} needs. */
export interface ZoneRuleOptions {
  readonly zones: readonly Zone[];
  readonly frame: FrameSize;
  /** Half-width of the dead band along the border, as a fraction of the frame's height. Default 0.014. */
  readonly band?: number;
  /** Called for each stay that has ended, by passage or by loss, with the id of its track: to bound what one adds. */
  readonly onStay?: (trackId: number, stay: ZoneFact) => void;
}

interface Stay {
  inside: boolean;
  /** Since when its raw side differs from `inside`, and since when it is inside. */
  sideMs: number;
  rawInside: boolean;
  sinceMs: number;
}

interface Memory {
  readonly id: number;
  class: RoadUserClass;
  lastSeenMs: number;
  readonly stays: Stay[];
}

/** The state of a {@link ZoneRule} as plain JSON. Never leaves the process that counts. */
export interface SavedZoneRule {
  readonly memories: readonly Readonly<Memory>[];
}

/**
 * Keeps who is inside which zone. The anchor is the foot point, as for lines. A track changes sides when its foot
 * point is beyond the dead band on the other side of the border; the fact is dated back to when it last met the
 * border. Exactly on the edge of the band it has not changed. Where a track is first seen it is inside or outside at
 * once. Coasting steps change nothing; a track that is no longer reported has ended.
 *
 * For each zone and at any time: occupants = entries + born inside - exits - ended inside, and never below zero.
 */
export class ZoneRule {
  readonly #ids: readonly string[];
  readonly #polygons: readonly (readonly Point[])[];
  readonly #bandPx: number;
  readonly #onStay: ZoneRuleOptions['onStay'];
  #memories = new Map<number, Memory>();

  /** Throws `TypeError` for a zone of fewer than three points, a repeated id, or a band that is negative. */
  constructor({ zones, frame, band = 0.014, onStay }: ZoneRuleOptions) {
    this.#onStay = onStay;
    this.#ids = zones.map(({ id }) => id);
    this.#polygons = zones.map(({ points }) => {
      return points.map(([x, y]) => ({ x: x * frame.widthPx, y: y * frame.heightPx }));
    });
    this.#bandPx = band * frame.heightPx;
    if (new Set(this.#ids).size < zones.length) throw new TypeError('Two zones have the same id.');
    if (!(this.#bandPx >= 0)) throw new TypeError('The dead band may not be negative.');
    for (const { id, points } of zones) {
      if (points.length < 3) throw new TypeError(`The zone "${id}" has fewer than three points.`);
    }
  }

  /** Takes the tracks of one step of the tracker and returns what changed. Of tracks that share an id the first counts. */
  step(tMs: number, tracks: readonly Track[]): readonly ZoneFact[] {
    const facts: ZoneFact[] = [];
    const alive = new Set(tracks.map(({ id }) => id));
    this.#end(tMs, (id) => !alive.has(id), facts);
    const done = new Set<number>();
    for (const track of tracks) {
      if (!track.seen || done.has(track.id)) continue;
      done.add(track.id);
      this.#follow(tMs, track, facts);
    }
    return facts;
  }

  /** Ends all tracks, as at the end of a file. */
  finish(tMs: number): readonly ZoneFact[] {
    const facts: ZoneFact[] = [];
    this.#end(tMs, () => true, facts);
    return facts;
  }

  /** Everything that is inside a zone now, coasting tracks too, in the order of birth; one entry per zone. */
  occupants(tMs: number): readonly Occupant[] {
    const occupants: Occupant[] = [];
    for (const memory of this.#memories.values()) {
      memory.stays.forEach((stay, index) => {
        if (!stay.inside) return;
        occupants.push({ zoneId: this.#ids[index]!, class: memory.class, dwellMs: tMs - stay.sinceMs });
      });
    }
    return occupants;
  }

  /** The state as plain JSON, for {@link ZoneRule.restore} with the same zones. */
  save(): SavedZoneRule {
    return JSON.parse(JSON.stringify({ memories: [...this.#memories.values()] })) as SavedZoneRule;
  }

  /** Continues from a saved state; what this rule held is dropped. */
  restore(saved: SavedZoneRule): void {
    const { memories } = JSON.parse(JSON.stringify(saved)) as { memories: Memory[] };
    this.#memories = new Map(memories.map((memory) => [memory.id, memory]));
  }

  #follow(tMs: number, track: Track, facts: ZoneFact[]): void {
    const known = this.#memories.get(track.id);
    if (known === undefined) {
      this.#begin(tMs, track, facts);
      return;
    }
    known.class = track.class;
    known.lastSeenMs = tMs;
    this.#polygons.forEach((polygon, index) => {
      const stay = known.stays[index]!;
      const rawInside = isInside(track.foot, polygon);
      if (rawInside !== stay.rawInside) {
        stay.rawInside = rawInside;
        stay.sideMs = tMs;
      }
      if (rawInside === stay.inside || distanceToBorder(track.foot, polygon) <= this.#bandPx) return;
      stay.inside = rawInside;
      const dwellMs = rawInside ? 0 : stay.sideMs - stay.sinceMs;
      stay.sinceMs = stay.sideMs;
      const kind = rawInside ? 'entry' : 'exit';
      const fact: ZoneFact = {
        kind,
        tMs: stay.sideMs,
        zoneId: this.#ids[index]!,
        class: track.class,
        dwellMs,
      };
      facts.push(fact);
      if (!rawInside) this.#onStay?.(track.id, fact);
    });
  }

  #begin(tMs: number, track: Track, facts: ZoneFact[]): void {
    const stays = this.#polygons.map((polygon, index): Stay => {
      const inside = isInside(track.foot, polygon);
      const zoneId = this.#ids[index]!;
      if (inside) facts.push({ kind: 'born-inside', tMs, zoneId, class: track.class, dwellMs: 0 });
      return { inside, rawInside: inside, sideMs: tMs, sinceMs: tMs };
    });
    this.#memories.set(track.id, { id: track.id, class: track.class, lastSeenMs: tMs, stays });
  }

  /** A track that ends inside was there until it was last seen; the fact is dated to the step that ends it. */
  #end(tMs: number, hasEnded: (id: number) => boolean, facts: ZoneFact[]): void {
    for (const [id, memory] of this.#memories) {
      if (!hasEnded(id)) continue;
      memory.stays.forEach((stay, index) => {
        if (!stay.inside) return;
        const dwellMs = Math.max(0, memory.lastSeenMs - stay.sinceMs);
        const zoneId = this.#ids[index]!;
        const fact: ZoneFact = { kind: 'ended-inside', tMs, zoneId, class: memory.class, dwellMs };
        facts.push(fact);
        this.#onStay?.(id, fact);
      });
      this.#memories.delete(id);
    }
  }
}
