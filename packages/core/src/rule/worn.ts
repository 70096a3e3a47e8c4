import type { Detection } from '../detection/detection.ts';
import type { RoadUserClass } from '../detection/object-class.ts';
import type { FrameSize, Point } from '../geometry/box.ts';
import { isInside } from '../geometry/polygon.ts';
import type { Track } from '../track/track.ts';
import { attachParts, type WornParts, type WornVote } from './attachment.ts';
import { type Finding, findingOf, watchedMs } from './finding.ts';
import { zonesInPx } from './hazard.ts';
import { type GroundOf, peopleOf } from './motion.ts';
import { beginVotes, type Votes, vote } from './votes.ts';
import type { Zone } from './zone.ts';

/** What a {@link WornRule} needs. */
export interface WornOptions {
  readonly part: 'helmet' | 'vest';
  /** Where it must be worn, by the foot point of who should. */
  readonly zones: readonly Zone[];
  readonly frame: FrameSize;
  /** Makes the metre of movement one; without it a person is taken to be 1.7 m high. */
  readonly groundOf?: GroundOf;
  /** Whether those on two wheels are looked at too. Default false: what cyclists wear is no hard hat. */
  readonly looksAtRiders?: boolean;
  /** See `AttachmentOptions`. */
  readonly headPxMin?: number;
  readonly marginMin?: number;
}

/** Whether a rule is able to judge: a state of the place, not of anybody in it, and no alarm. */
export interface Judgement {
  readonly zoneId: string;
  /** `nobody`: too few people lately to say. */
  readonly state: 'judges' | 'cannot-judge' | 'nobody';
  /** Time watched with people in the zone, and how much of it the rule was not able to judge; both since the start. */
  readonly watchedMs: number;
  readonly cannotJudgeMs: number;
}

/** Heads and persons lately seen in one zone. */
interface Sight {
  personMs: number;
  headMs: number;
  watchedMs: number;
  cannotJudgeMs: number;
}

/** The state of a {@link WornRule} as plain JSON. Never leaves the process that warns. */
export interface SavedWornRule {
  readonly tMs: number | null;
  readonly votes: readonly (readonly [number, Votes])[];
  readonly sights: readonly Readonly<Sight>[];
}

/** Fewer usable heads per person than this, and a warning about heads is a guess. */
const headsPerPersonMin = 0.5;
/** Heads and persons are remembered for about this long, and this much of a person says something. */
const sightMs = 60_000;
const personMsMin = 3000;
/** A person who was not seen for longer than this has left, whatever the tracker says. */
const unseenMsMax = 3000;
const votesMax = 512;

/**
 * Warns while somebody in a zone goes without a helmet, or without a vest. Each frame with a usable head is one vote;
 * what the votes must come to is said in `votes.ts`. Where fewer than half of the persons show a usable head the rule
 * says that it cannot judge, and never warns. What is known of a person ends with the track, 3 s unseen at the latest.
 */
export class WornRule {
  readonly #part: 'helmet' | 'vest';
  readonly #zones: readonly Zone[];
  readonly #polygons: readonly (readonly Point[])[];
  readonly #options: WornOptions;
  #tMs: number | null = null;
  #votes = new Map<number, Votes>();
  #sights: Sight[];

  /** Throws `TypeError` for a zone of fewer than three points or a repeated id. */
  constructor(options: WornOptions) {
    this.#part = options.part;
    this.#zones = options.zones;
    this.#polygons = zonesInPx(options.zones, options.frame);
    this.#options = options;
    this.#sights = options.zones.map(() => ({ personMs: 0, headMs: 0, watchedMs: 0, cannotJudgeMs: 0 }));
  }

  /**
   * Takes the tracks of one step of the tracker and the detections (fractions of the picture) of the same frame, and
   * returns who goes without now, at most one finding per zone.
   */
  step(tMs: number, tracks: readonly Track[], detections: readonly Detection[]): readonly Finding[] {
    const elapsedMs = watchedMs(this.#tMs, tMs);
    // The clock was set back: what is known is from another time.
    if (this.#tMs !== null && tMs < this.#tMs) this.#votes.clear();
    this.#tMs = tMs;
    const alive = new Map(tracks.map((track) => [track.id, track]));
    for (const [id, { seenMs }] of this.#votes)
      if (!alive.has(id) || tMs - seenMs > unseenMsMax) this.#votes.delete(id);
    // Everybody seen may be who a head belongs to, also those that are not judged.
    const wearers = tracks.filter(({ seen, class: name }) => seen && isWearer(name));
    const parts = attachParts(wearers, detections, this.#options);
    const partsOf = new Map(wearers.map((track, index) => [track, parts[index]!]));
    const judged = peopleOf(tracks).filter(
      ({ class: name }) => name === 'person' || this.#options.looksAtRiders === true,
    );
    for (const track of judged) this.#count(tMs, track, partsOf.get(track)!);
    this.#polygons.forEach((polygon, index) => {
      const inside = judged.filter(({ foot }) => isInside(foot, polygon));
      this.#see(
        this.#sights[index]!,
        elapsedMs,
        inside.map((track) => partsOf.get(track)!),
      );
    });
    return this.#findings(tMs, judged);
  }

  /** For each zone whether the rule is able to judge. */
  judgements(): readonly Judgement[] {
    return this.#zones.map(({ id: zoneId }, index) => {
      const { watchedMs: watched, cannotJudgeMs } = this.#sights[index]!;
      return { zoneId, state: stateOf(this.#sights[index]!), watchedMs: watched, cannotJudgeMs };
    });
  }

  /** The state as plain JSON, for {@link WornRule.restore} with the same options. */
  save(): SavedWornRule {
    const saved = { tMs: this.#tMs, votes: [...this.#votes], sights: this.#sights };
    return JSON.parse(JSON.stringify(saved)) as SavedWornRule;
  }

  /** Continues from a saved state; what this rule held is dropped. */
  restore(saved: SavedWornRule): void {
    const { tMs, votes, sights } = JSON.parse(JSON.stringify(saved)) as SavedWornRule;
    this.#tMs = tMs;
    this.#votes = new Map(votes.slice(0, votesMax));
    this.#sights = sights.map((sight) => ({ ...sight }));
  }

  #count(tMs: number, track: Track, parts: WornParts): void {
    const known = this.#votes.get(track.id);
    if (known === undefined && this.#votes.size >= votesMax) return;
    const { groundOf } = this.#options;
    const now: WornVote = parts[this.#part];
    const before = known ?? beginVotes(tMs);
    const ground = groundOf?.(track.foot) ?? null;
    const firstGround = track.firstFoot === undefined ? null : (groundOf?.(track.firstFoot) ?? null);
    const { headPx } = parts;
    this.#votes.set(
      track.id,
      vote(before, tMs, now, { part: this.#part, track, ground, firstGround, headPx }),
    );
  }

  #see(sight: Sight, elapsedMs: number, parts: readonly WornParts[]): void {
    const kept = Math.exp(-elapsedMs / sightMs);
    const heads = parts.filter(({ helmet, headPx }) => {
      // A vest needs the upper body only; a helmet needs a head that says what is on it.
      return this.#part === 'helmet' ? helmet.is !== 'unknown' : isUsable(headPx, this.#options);
    });
    sight.personMs = sight.personMs * kept + parts.length * elapsedMs;
    sight.headMs = sight.headMs * kept + heads.length * elapsedMs;
    if (parts.length === 0) return;
    sight.watchedMs += elapsedMs;
    if (stateOf(sight) === 'cannot-judge') sight.cannotJudgeMs += elapsedMs;
  }

  #findings(tMs: number, judged: readonly Track[]): readonly Finding[] {
    return this.#zones.flatMap(({ id: zoneId }, index): readonly Finding[] => {
      if (stateOf(this.#sights[index]!) !== 'judges') return [];
      const here = judged.filter(({ foot }) => isInside(foot, this.#polygons[index]!));
      const dangers = here.map(({ id }) => ({ ids: [id], agesMs: this.#votes.get(id)?.agesMs ?? [] }));
      return findingOf({ rule: this.#part, zoneId, tMs }, judged, dangers);
    });
  }
}

function isWearer(name: RoadUserClass): boolean {
  return name === 'person' || name === 'bicycle' || name === 'motorcycle';
}

function isUsable(headPx: number | null, { headPxMin = 24 }: WornOptions): boolean {
  return headPx !== null && headPx >= headPxMin;
}

function stateOf({ personMs, headMs }: Sight): Judgement['state'] {
  if (personMs < personMsMin) return 'nobody';
  return headMs / personMs < headsPerPersonMin ? 'cannot-judge' : 'judges';
}
