import type { Detection } from '../detection/detection.ts';
import type { FrameSize } from '../geometry/box.ts';
import { Assignment } from './assignment.ts';
import { type ClassVotes, votedClass } from './class-group.ts';
import { joiningCost, type PathEnd, type Place, pathEnd } from './joining.ts';
import { defaultTrackerParameters, type TrackerParameters, trackerParameters } from './parameters.ts';
import { kindBit, type Sighting, sightingsOf } from './sighting.ts';
import type { SavedLateTracker, Track } from './track.ts';
import {
  correctTrack,
  predictTrack,
  reportTrack,
  restoreTrack,
  saveTrack,
  startTrack,
  type TrackState,
} from './track-state.ts';
import { Tracker, type TrackerOptions } from './tracker.ts';

/** The tracks of a moment that is some seconds ago. */
export interface LateStep {
  readonly tMs: number;
  readonly tracks: readonly Track[];
}

/** What a step of a {@link LateTracker} gives. */
export interface TwofoldStep {
  /** The tracks of this step, as a {@link Tracker} gives them at once. */
  readonly now: readonly Track[];
  /** The steps that are decided by now, oldest first; their ids are others. */
  readonly decided: readonly LateStep[];
}

/** How often it is decided who was whom (ms). */
const everyMs = 1000;
/** The second look is trusted from this long before the present on (ms). */
const warmUpMs = 1000;
/** Where pictures come faster than this (ms), the second look leaves some out. */
const secondStrideMs = 80;
/** A piece is looked at for so long from its beginning before it is said where it came from (ms) ... */
const headMs = 500;
/** ... and at most this much of it, at either end. */
const endMs = 2000;
/** What it may cost to join two pieces, and what is taken off where the first look had joined them (nats). */
const costMax = 8;
const firstLookBonus = 3;
/** Added to all costs, which are never lower than minus this: the assignment takes none below 0. */
const costOffset = 20;

/** By default a step is decided when a later one comes that is so far after it (ms), or earlier. */
export const decidedAfterMs: number = everyMs + warmUpMs + headMs + defaultTrackerParameters.coastS * 1000;

/** One sighting of a track of the first look. */
interface Node extends Place {
  readonly first: number;
  /** Its track in the last second look; null where that had none, undefined where it did not look. */
  second: number | null | undefined;
  piece: Piece | null;
}

/** Sightings that both looks take for one object. */
interface Piece {
  readonly startMs: number;
  /** In order of time; of a long one the last seconds. */
  nodes: Node[];
  isContinued: boolean;
  next: Piece | null;
  track: LateTrack | null;
}

interface LateTrack {
  readonly state: TrackState;
  /** The votes of all its sightings that are known, later ones too. */
  readonly votes: number[];
}

interface Step {
  readonly tMs: number;
  readonly sightings: readonly Sighting[];
  readonly nodes: ReadonlyMap<Sighting, Node>;
}

/**
 * Decides a few seconds later who was whom, when it is known where everybody went.
 *
 * Where people hide each other, a tracker that answers at once takes one for another. This one looks twice: forward with a
 * {@link Tracker}, and back from the present with a second one. Sightings that both take for one object are a piece of its path.
 * Where they disagree the path is cut, and the pieces are joined so that together they fit best in place, speed and size,
 * seen from both sides: see {@link joiningCost}. No two sightings further apart than `coastS` are joined.
 *
 * A step is told {@link decidedAfterMs} after it at the latest, and its tracks have the class that all their known sightings vote
 * for. What is held are the sightings of about six seconds.
 */
export class LateTracker {
  readonly #frame: FrameSize;
  readonly #parameters: TrackerParameters;
  readonly #newId: () => number;
  readonly #coastMs: number;
  readonly #forward: Tracker;
  readonly #assignment = new Assignment();
  #steps: Step[] = [];
  /** Tracks of the first look that were confirmed, and what they have been seen as. */
  #kinds = new Map<number, number>();
  #pieces: Piece[] = [];
  #tracks: LateTrack[] = [];
  #lookedMs: number | null = null;
  /** Until when sightings belong to pieces, pieces are joined, and steps are told. */
  #cutMs: number = Number.NEGATIVE_INFINITY;
  #joinedMs: number = Number.NEGATIVE_INFINITY;
  #toldMs: number | null = null;

  /** Throws as {@link Tracker} does. */
  constructor(options: TrackerOptions) {
    this.#forward = new Tracker(options);
    this.#frame = options.frame;
    this.#parameters = trackerParameters(options.parameters);
    this.#coastMs = this.#parameters.coastS * 1000;
    this.#newId = options.newId;
  }

  /** Takes the detections of one frame, as {@link Tracker.step}. */
  step(tMs: number, detections: readonly Detection[]): TwofoldStep {
    const sightings = sightingsOf(detections, this.#frame, this.#parameters.lowScore);
    this.#forward.follow(tMs, sightings);
    const now = this.#forward.report();
    const nodes = new Map<Sighting, Node>();
    for (const { id: first, confirmed, kinds, sighting } of this.#forward.alive) {
      if (confirmed) this.#kinds.set(first, kinds);
      if (sighting !== null) nodes.set(sighting, { tMs, sighting, first, second: null, piece: null });
    }
    this.#steps.push({ tMs, sightings, nodes });
    this.#lookedMs ??= tMs;
    if (tMs - this.#lookedMs < everyMs) return { now, decided: [] };
    this.#lookedMs = tMs;
    const cutMs = tMs - warmUpMs;
    return { now, decided: this.#decide(cutMs, cutMs - this.#coastMs - headMs) };
  }

  /** Ends all tracks, as at the end of a file, and tells the steps that are left. It takes no step after that. */
  finish(): readonly LateStep[] {
    const lastMs = this.#steps.at(-1)?.tMs;
    return lastMs === undefined ? [] : this.#decide(lastMs, lastMs);
  }

  /** The state as plain JSON, for {@link LateTracker.restore}. Ids go on with the caller's `newId`. */
  save(): SavedLateTracker {
    const tracks = this.#tracks.map(({ state, votes }) => ({ state: saveTrack(state), votes: [...votes] }));
    const pieces = this.#pieces.map(({ startMs, isContinued, next, track }) => ({
      ...{ startMs, isContinued },
      next: next === null ? -1 : this.#pieces.indexOf(next),
      track: track === null ? -1 : this.#tracks.indexOf(track),
    }));
    const steps = this.#steps.map(({ tMs, sightings, nodes }) => ({
      tMs,
      sightings: sightings.map((sighting) => ({ ...sighting, votes: [...sighting.votes] })),
      nodes: sightings.map((sighting) => {
        const { first, piece } = nodes.get(sighting) ?? { first: null, piece: null };
        return { first, piece: piece === null ? -1 : this.#pieces.indexOf(piece) };
      }),
    }));
    const [cutMs, joinedMs] = [finite(this.#cutMs), finite(this.#joinedMs)];
    return {
      ...{ forward: this.#forward.save(), kinds: [...this.#kinds], steps, pieces, tracks },
      ...{ lookedMs: this.#lookedMs, cutMs, joinedMs, toldMs: this.#toldMs },
    };
  }

  /** Continues from a saved state; what this tracker held is dropped. */
  restore(saved: SavedLateTracker): void {
    this.#forward.restore(saved.forward);
    this.#kinds = new Map(saved.kinds);
    this.#tracks = saved.tracks.map(({ state, votes }) => ({
      state: restoreTrack(state),
      votes: [...votes],
    }));
    this.#pieces = saved.pieces.map(({ startMs, isContinued, track }) => {
      return { startMs, nodes: [], isContinued, next: null, track: this.#tracks[track] ?? null };
    });
    for (const [index, { next }] of saved.pieces.entries())
      this.#pieces[index]!.next = this.#pieces[next] ?? null;
    this.#steps = saved.steps.map(({ tMs, sightings, nodes: places }) => {
      const nodes = new Map<Sighting, Node>();
      for (const [index, sighting] of sightings.entries()) {
        const { first, piece: at } = places[index]!;
        if (first === null) continue;
        const piece = this.#pieces[at] ?? null;
        const node = { tMs, sighting, first, second: null, piece };
        nodes.set(sighting, node);
        piece?.nodes.push(node);
      }
      return { tMs, sightings, nodes };
    });
    this.#lookedMs = saved.lookedMs;
    this.#cutMs = saved.cutMs ?? Number.NEGATIVE_INFINITY;
    this.#joinedMs = saved.joinedMs ?? Number.NEGATIVE_INFINITY;
    this.#toldMs = saved.toldMs;
  }

  #decide(cutMs: number, joinedMs: number): readonly LateStep[] {
    this.#lookBack(this.#cutMs - this.#coastMs);
    this.#cut(cutMs);
    this.#join(joinedMs);
    const fromMs = this.#toldMs ?? Number.NEGATIVE_INFINITY;
    const decided = this.#steps.filter(({ tMs }) => tMs > fromMs && tMs <= joinedMs);
    const told = decided.map((step) => this.#tell(step));
    this.#forget();
    return told;
  }

  /** The second look: from the present back to `fromMs`. */
  #lookBack(fromMs: number): void {
    let id = 0;
    const newId = (): number => ++id;
    const tracker = new Tracker({ frame: this.#frame, parameters: this.#parameters, newId });
    let lookedMs = Number.POSITIVE_INFINITY;
    for (const { tMs, sightings, nodes } of this.#steps.toReversed()) {
      if (tMs < fromMs) return;
      const looks = lookedMs - tMs >= secondStrideMs;
      for (const node of nodes.values()) node.second = looks ? null : undefined;
      if (!looks) continue;
      lookedMs = tMs;
      tracker.follow(-tMs, sightings);
      for (const { id: second, sighting } of tracker.alive) {
        const node = sighting === null ? undefined : nodes.get(sighting);
        if (node !== undefined) node.second = second;
      }
    }
  }

  /** Makes pieces of the tracks of the first look: cut wherever the second look has another track. */
  #cut(cutMs: number): void {
    const pieceOf = new Map<number, Piece>();
    const secondOf = new Map<number, number | null>();
    for (const { tMs, nodes } of this.#steps) {
      if (tMs > cutMs) break;
      for (const node of nodes.values()) {
        const { first, second } = node;
        const before = secondOf.get(first);
        const isCut =
          second !== undefined && before !== undefined && second !== before && this.#isPerson(first);
        if (tMs > this.#cutMs) this.#put(node, isCut ? undefined : pieceOf.get(first));
        if (node.piece !== null) pieceOf.set(first, node.piece);
        // Before that are the numbers of an earlier second look.
        if (second !== undefined && tMs >= this.#cutMs - this.#coastMs) secondOf.set(first, second);
      }
    }
    this.#cutMs = cutMs;
  }

  /** Crowds are of people: where vehicles or riders hide each other the first look stands. */
  #isPerson(first: number): boolean {
    return this.#kinds.get(first) === kindBit.person;
  }

  #put(node: Node, piece: Piece | undefined): void {
    const { tMs, sighting, first } = node;
    if (!this.#kinds.has(first)) return;
    if (piece === undefined) {
      node.piece = { startMs: tMs, nodes: [node], isContinued: false, next: null, track: null };
      this.#pieces.push(node.piece);
    } else {
      node.piece = piece;
      piece.nodes.push(node);
      if (piece.track !== null) vote(piece.track, sighting.votes);
    }
  }

  /** Joins the pieces that end by `joinedMs` to those that go on best. Later ones take part, and are decided on later. */
  #join(joinedMs: number): void {
    const rows = this.#pieces.filter((piece) => piece.next === null && lastMsOf(piece) > this.#joinedMs);
    const columns = this.#pieces.filter((piece) => !piece.isContinued && piece.startMs > this.#joinedMs);
    this.#joinedMs = joinedMs;
    if (rows.length === 0 || columns.length === 0) return;
    const begins = columns.map(({ nodes, startMs }) =>
      pathEnd(nodes.filter(({ tMs }) => tMs - startMs <= endMs).toReversed()),
    );
    const assignment = this.#assignment;
    assignment.reset(rows.length, columns.length);
    let at = 0;
    for (const row of rows) {
      const lastMs = lastMsOf(row);
      const end = pathEnd(row.nodes.filter(({ tMs }) => lastMs - tMs <= endMs));
      for (let column = 0; column < columns.length; column++)
        assignment.cost[at++] = this.#cost(row, end, columns[column]!, begins[column]!);
    }
    assignment.solve(costMax + costOffset);
    for (const [index, row] of rows.entries()) {
      const column = columns[assignment.columnOf[index]!];
      if (column === undefined || lastMsOf(row) > joinedMs) continue;
      row.next = column;
      column.isContinued = true;
    }
  }

  #cost(row: Piece, end: PathEnd, column: Piece, begin: PathEnd): number {
    const gapMs = begin.tMs - end.tMs;
    if (gapMs <= 0 || gapMs > this.#coastMs) return Number.POSITIVE_INFINITY;
    const [first, other] = [row.nodes[0]!.first, column.nodes[0]!.first];
    if (first !== other && !(this.#isPerson(first) && this.#isPerson(other))) return Number.POSITIVE_INFINITY;
    return Math.max(0, joiningCost(end, begin) - (first === other ? firstLookBonus : 0) + costOffset);
  }

  #tell({ tMs, nodes }: Step): LateStep {
    const p = this.#parameters;
    const elapsedS = this.#toldMs === null ? 0 : (tMs - this.#toldMs) / 1000;
    for (const { state } of this.#tracks) predictTrack(state, elapsedS, state.lastSeenMs < this.#toldMs!, p);
    this.#toldMs = tMs;
    const ended = new Set<LateTrack>();
    for (const { piece, sighting } of nodes.values()) {
      // What was seen once, and is no part of anything longer, is nothing.
      if (piece === null || (piece.track === null && piece.nodes.length === 1 && piece.next === null))
        continue;
      if (piece.track === null) this.#begin(piece, tMs, sighting);
      else correctTrack(piece.track.state, sighting, tMs, p);
      if (lastMsOf(piece) > tMs) continue;
      if (piece.next === null) ended.add(piece.track!);
      else this.#goOn(piece.next, piece.track!);
    }
    const tracks = this.#tracks.map(({ state, votes }) => {
      return { ...reportTrack(state, p), class: votedClass(votes, p.riderShare) };
    });
    this.#tracks = this.#tracks.filter((track) => !ended.has(track));
    return { tMs, tracks };
  }

  #begin(piece: Piece, tMs: number, sighting: Sighting): void {
    const state = startTrack(this.#newId(), tMs, sighting, this.#parameters);
    state.confirmed = true;
    const track = { state, votes: state.votes.map(() => 0) };
    this.#tracks.push(track);
    this.#goOn(piece, track);
  }

  #goOn(piece: Piece, track: LateTrack): void {
    piece.track = track;
    for (const { sighting } of piece.nodes) vote(track, sighting.votes);
  }

  /** Of pieces that are told what they say of the next ones is kept, and that is their last seconds. */
  #forget(): void {
    const keptMs = this.#joinedMs - endMs;
    this.#pieces = this.#pieces.filter((piece) => lastMsOf(piece) > this.#joinedMs);
    for (const piece of this.#pieces) {
      const kept = piece.nodes.findIndex(({ tMs }) => tMs > keptMs);
      if (kept > 0) piece.nodes = piece.nodes.slice(kept);
    }
    this.#steps = this.#steps.filter(({ tMs }) => tMs > keptMs);
    const held = new Set(this.#forward.alive.map(({ id }) => id));
    for (const { nodes } of this.#steps) for (const { first } of nodes.values()) held.add(first);
    for (const id of this.#kinds.keys()) if (!held.has(id)) this.#kinds.delete(id);
  }
}

function lastMsOf({ nodes }: Piece): number {
  return nodes.at(-1)!.tMs;
}

function vote({ votes }: LateTrack, more: ClassVotes): void {
  for (let i = 0; i < more.length; i++) votes[i]! += more[i]!;
}

function finite(tMs: number): number | null {
  return Number.isFinite(tMs) ? tMs : null;
}
