import type { RoadUserClass } from '../detection/object-class.ts';
import type { Point } from '../geometry/box.ts';
import { type Line, lineToPx, positionAlong, signedDistance } from '../geometry/line.ts';
import { classGroup } from '../track/class-group.ts';
import type { Track } from '../track/track.ts';
import type { Crossing, LineRuleOptions, Refusal } from './crossing.ts';
import type { Direction } from './direction.ts';

interface Passage {
  /** The side last reached beyond the band (-1 left, 1 right); 0 while the track has only been inside it. */
  side: -1 | 0 | 1;
  /** Side of the first foot point (0 in the first step of all), and how deep it was in the band (1 at its edge). */
  readonly entrySide: -1 | 0 | 1;
  readonly entryDepth: number;
  /** Side of the last foot point that was not exactly on the line. */
  sign: -1 | 0 | 1;
  /** Last change of sign: when, where along the line (px from a), and whether between its ends. */
  metMs: number;
  metPx: number;
  metInside: boolean;
}

interface Memory {
  readonly id: number;
  readonly bornMs: number;
  foot: Point;
  tMs: number;
  class: RoadUserClass;
  widthPx: number;
  readonly passages: Passage[];
}

interface Counted {
  readonly trackId: number;
  readonly line: number;
  readonly direction: Direction;
  readonly class: RoadUserClass;
  readonly metMs: number;
  readonly metPx: number;
  readonly widthPx: number;
  readonly bornMs: number;
  /** When the counted track was last seen; grows while it lives. */
  lastSeenMs: number;
}

/** The state of a {@link LineRule} as plain JSON. Never leaves the process that counts. */
export interface SavedLineRule {
  readonly memories: readonly Readonly<Memory>[];
  readonly counted: readonly Counted[];
  readonly startMs: number | null;
  readonly lastMs: number | null;
}

/** Crossings remembered to recognise duplicates; when full the oldest is forgotten. */
const countedMax = 256;
/** How long they are remembered beyond `duplicateMs`: the longest that a track may coast. */
const countedMs = 3000;
/** How deep inside the band a track must be born to have entered from that side, or be lost to have left by it. */
const entryDepthMin = 0.75;
const exitDepthMin = 0.75;

/**
 * Counts passages over directed lines. The foot point must leave the dead band on one side after it was beyond the
 * band on the other, and where it last changed sides it must have met the segment between the ends; one count per
 * completed passage, however long it takes and however it jitters.
 *
 * Edges: a foot point exactly on the line keeps the side it had. A foot point exactly on the edge of the band is
 * still inside. A meeting exactly at an end of the line counts. A track born inside the band, at least three quarters
 * deep, enters from the side it was born on (not in the first step, where it was there before); one that is lost
 * inside the band as deep leaves by that side. A track that was never beyond the band counts
 * nothing. Coasting steps are ignored: the path goes straight from where a track was last seen to where it is seen
 * again. A track that is no longer reported has ended. Two tracks that share an id in one step are ignored in it.
 *
 * An object that changes its track while it crosses would count twice. The second crossing is dropped if it has the
 * same kind (rider or pedestrian, vehicle) and direction, lies within `duplicateMs` and one body width, and one of the
 * two tracks was last seen before the other was born: two people side by side stay two.
 */
export class LineRule {
  readonly #ids: readonly string[];
  readonly #lines: readonly Line[];
  readonly #bandAt: (foot: Point, line: Line) => number;
  readonly #duplicateMs: number;
  readonly #onNote: LineRuleOptions['onNote'];
  readonly #onCrossing: LineRuleOptions['onCrossing'];
  #memories = new Map<number, Memory>();
  #counted: Counted[] = [];
  #startMs: number | null = null;
  #lastMs: number | null = null;

  /** Throws `TypeError` for a line without length, a repeated id, or a band that is negative. */
  constructor({ lines, frame, band = 0.014, duplicateMs = 500, ...options }: LineRuleOptions) {
    this.#ids = lines.map(({ id }) => id);
    this.#lines = lines.map(({ a, b }) => lineToPx(a, b, frame));
    const bandPx = band * frame.heightPx;
    this.#bandAt = options.bandAt ?? ((): number => bandPx);
    this.#duplicateMs = duplicateMs;
    this.#onNote = options.onNote;
    this.#onCrossing = options.onCrossing;
    if (new Set(this.#ids).size < lines.length) throw new TypeError('Two counting lines have the same id.');
    if (!(bandPx >= 0 && duplicateMs >= 0)) throw new TypeError('The dead band may not be negative.');
    for (const [index, { a, b }] of this.#lines.entries()) {
      if (!(Math.hypot(b.x - a.x, b.y - a.y) > 0)) {
        throw new TypeError(`The counting line "${this.#ids[index]}" has no length.`);
      }
    }
  }

  /** Takes the tracks of one step of the tracker and returns the passages completed by it. */
  step(tMs: number, tracks: readonly Track[]): readonly Crossing[] {
    this.#startMs ??= tMs;
    this.#lastMs = tMs;
    const crossings: Crossing[] = [];
    const times = new Map<number, number>();
    for (const { id } of tracks) times.set(id, (times.get(id) ?? 0) + 1);
    this.#rememberLastSeen(tMs);
    this.#end((id) => !times.has(id), crossings);
    for (const track of tracks) {
      if (!track.seen) continue;
      if (times.get(track.id)! > 1) this.#noteShared(tMs, track);
      else this.#follow(tMs, track, crossings);
    }
    return crossings;
  }

  /**
   * Ends all tracks, as at the end of a file, and returns the passages that this completes. What was still seen in
   * the last step has not left by any side: it is forgotten without a count.
   */
  finish(tMs: number): readonly Crossing[] {
    const crossings: Crossing[] = [];
    this.#rememberLastSeen(tMs);
    this.#end((id) => this.#memories.get(id)!.tMs !== this.#lastMs, crossings);
    for (const memory of this.#memories.values()) {
      memory.passages.forEach((passage, index) => {
        this.#noteStayed(memory, passage, index);
      });
    }
    this.#memories.clear();
    return crossings;
  }

  /** The state as plain JSON, for {@link LineRule.restore} with the same lines. */
  save(): SavedLineRule {
    const memories = [...this.#memories.values()];
    return copy({ memories, counted: this.#counted, startMs: this.#startMs, lastMs: this.#lastMs });
  }

  /** Continues from a saved state; what this rule held is dropped. */
  restore(saved: SavedLineRule): void {
    const { memories, counted } = copy(saved);
    this.#memories = new Map(memories.map((memory): [number, Memory] => [memory.id, memory]));
    this.#counted = [...counted];
    this.#startMs = saved.startMs;
    this.#lastMs = saved.lastMs;
  }

  #rememberLastSeen(tMs: number): void {
    for (const counted of this.#counted) {
      const memory = this.#memories.get(counted.trackId);
      if (memory !== undefined) counted.lastSeenMs = memory.tMs;
    }
    // A duplicate may be counted only when its track ends, so keep for as long as a track may coast.
    this.#counted = this.#counted.filter(({ metMs }) => tMs - metMs <= this.#duplicateMs + countedMs);
  }

  #follow(tMs: number, track: Track, crossings: Crossing[]): void {
    let known = this.#memories.get(track.id);
    if (known === undefined) {
      // A track is reported once it is confirmed; its path began at its first detection, if that was watched.
      const { bornMs, firstFoot } = track;
      const isEarlier = firstFoot !== undefined && bornMs < tMs && bornMs >= this.#startMs!;
      known = isEarlier ? this.#begin(bornMs, track, firstFoot) : this.#begin(tMs, track, track.foot);
      this.#memories.set(track.id, known);
      if (!isEarlier) return;
    }
    for (let index = 0; index < this.#lines.length; index++) {
      const passage = known.passages[index]!;
      const line = this.#lines[index]!;
      const distance = signedDistance(track.foot, line);
      const sign = Math.sign(distance) as -1 | 0 | 1;
      if (sign !== 0 && sign !== passage.sign) {
        if (passage.sign !== 0) this.#meet(passage, index, known, track.foot, tMs);
        passage.sign = sign;
      }
      if (sign === 0 || sign === passage.side || Math.abs(distance) <= this.#bandAt(track.foot, line))
        continue;
      const from = passage.side === 0 ? enteredFrom(passage) : passage.side;
      passage.side = sign;
      if (from === -sign) this.#complete(index, known, passage, sign, track.class, crossings);
      else if (from === 0 && passage.metInside && passage.entrySide !== sign)
        this.#refuse('first-seen-in-band', passage.metMs, index, sign, known, this.#placeOf(index, passage));
    }
    known.foot = track.foot;
    known.tMs = tMs;
    known.class = track.class;
    known.widthPx = track.box.width;
  }

  #begin(tMs: number, track: Track, foot: Point): Memory {
    const wasBornInView = tMs !== this.#startMs;
    const passages = this.#lines.map((line): Passage => {
      const distance = signedDistance(foot, line);
      const sign = Math.sign(distance) as -1 | 0 | 1;
      const bandPx = this.#bandAt(foot, line);
      const side = Math.abs(distance) > bandPx ? sign : 0;
      const entryDepth = Math.abs(distance) / bandPx;
      return {
        side,
        entrySide: wasBornInView ? sign : 0,
        entryDepth,
        sign,
        metMs: tMs,
        metPx: 0,
        metInside: false,
      };
    });
    const { id, bornMs } = track;
    return { id, bornMs, foot, tMs, class: track.class, widthPx: track.box.width, passages };
  }

  /** Notes where and when the straight path from the last foot point to this one changed sides. */
  #meet(passage: Passage, index: number, known: Memory, foot: Point, tMs: number): void {
    const line = this.#lines[index]!;
    const before = signedDistance(known.foot, line);
    const share = before / (before - signedDistance(foot, line));
    const x = known.foot.x + share * (foot.x - known.foot.x);
    const y = known.foot.y + share * (foot.y - known.foot.y);
    const along = positionAlong({ x, y }, line);
    passage.metMs = known.tMs + share * (tMs - known.tMs);
    passage.metPx = along * Math.hypot(line.b.x - line.a.x, line.b.y - line.a.y);
    passage.metInside = along >= 0 && along <= 1;
  }

  /** Ends the tracks that `hasEnded` names; one that ends inside the band leaves by the side it was last seen on. */
  #end(hasEnded: (id: number) => boolean, crossings: Crossing[]): void {
    for (const [id, memory] of this.#memories) {
      if (!hasEnded(id)) continue;
      for (let index = 0; index < this.#lines.length; index++) {
        const passage = memory.passages[index]!;
        const { side, sign } = passage;
        if (side === sign || sign === 0) continue;
        const line = this.#lines[index]!;
        const depthPx = Math.abs(signedDistance(memory.foot, line));
        if (side !== 0 && depthPx >= exitDepthMin * this.#bandAt(memory.foot, line)) {
          this.#complete(index, memory, passage, sign, memory.class, crossings);
        } else this.#noteStayed(memory, passage, index);
      }
      this.#memories.delete(id);
    }
  }

  #complete(
    index: number,
    memory: Memory,
    passage: Passage,
    to: -1 | 1,
    name: RoadUserClass,
    crossings: Crossing[],
  ): void {
    const { metMs, metPx, metInside } = passage;
    const at = this.#placeOf(index, passage);
    if (!metInside) {
      this.#refuse('beyond-the-end', metMs, index, to, memory, at);
      return;
    }
    const counted: Counted = {
      ...{ trackId: memory.id, line: index, direction: directionTo(to), class: name, metMs, metPx },
      ...{ bornMs: memory.bornMs, widthPx: memory.widthPx, lastSeenMs: memory.tMs },
    };
    if (this.#counted.some((other) => this.#isDuplicate(counted, other))) {
      this.#refuse('duplicate', metMs, index, to, memory, at);
      return;
    }
    this.#counted.push(counted);
    if (this.#counted.length > countedMax) this.#counted.shift();
    const lineId = this.#ids[index]!;
    const crossing = {
      kind: 'crossing',
      tMs: metMs,
      lineId,
      direction: counted.direction,
      class: name,
    } as const;
    crossings.push(crossing);
    this.#onCrossing?.(memory.id, crossing, at);
  }

  #isDuplicate(late: Counted, early: Counted): boolean {
    if (late.line !== early.line || late.direction !== early.direction) return false;
    if (late.trackId === early.trackId || kindOf(late.class) !== kindOf(early.class)) return false;
    if (Math.abs(late.metMs - early.metMs) > this.#duplicateMs) return false;
    if (Math.abs(late.metPx - early.metPx) > Math.max(late.widthPx, early.widthPx)) return false;
    return early.lastSeenMs < late.bornMs || late.lastSeenMs < early.bornMs;
  }

  #noteShared(tMs: number, track: Track): void {
    for (const [index, line] of this.#lines.entries()) {
      const sign = signedDistance(track.foot, line) < 0 ? -1 : 1;
      this.#refuse('shared-id', tMs, index, sign, track, track.foot);
    }
  }

  #noteStayed(memory: Memory, { side, sign, entrySide }: Passage, index: number): void {
    const from = side === 0 ? entrySide : side;
    if (sign !== 0 && from === -sign)
      this.#refuse('stayed-in-band', memory.tMs, index, sign, memory, memory.foot);
  }

  #refuse(
    reason: Refusal,
    tMs: number,
    index: number,
    to: -1 | 1,
    { id, class: name }: { readonly id: number; readonly class: RoadUserClass },
    at: Point,
  ): void {
    const note = { kind: 'refused', reason, tMs, lineId: this.#ids[index]!, class: name } as const;
    this.#onNote?.({ ...note, direction: directionTo(to) }, id, at);
  }

  /** Where the passage last met the line, or its extension, px. */
  #placeOf(index: number, { metPx }: Passage): Point {
    const { a, b } = this.#lines[index]!;
    const share = metPx / Math.hypot(b.x - a.x, b.y - a.y);
    return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
  }
}

function directionTo(side: -1 | 1): Direction {
  return side === 1 ? 'left_to_right' : 'right_to_left';
}

/** The side that a track born inside the band came from; 0 where it was born too close to the line to tell. */
function enteredFrom({ entrySide, entryDepth }: Passage): -1 | 0 | 1 {
  return entryDepth >= entryDepthMin ? entrySide : 0;
}

/** A cyclist may be lost as a bicycle and found again as a person, so those two are one kind here. */
function kindOf(name: RoadUserClass): 'rider' | 'vehicle' {
  return classGroup(name) === 'vehicle' ? 'vehicle' : 'rider';
}

function copy<T>(state: T): T {
  return JSON.parse(JSON.stringify(state)) as T;
}
