import type { RoadUserClass } from '../detection/object-class.ts';
import type { FrameSize } from '../geometry/box.ts';
import type { Track } from '../track/track.ts';
import type { CountingLine, Crossing, LineRuleOptions } from './crossing.ts';
import type { Direction } from './direction.ts';
import { LineRule, type SavedLineRule } from './line.ts';

/** A way through the picture: over line `from`, then over line `to` (the same line for a U-turn). */
export interface Movement {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Only crossings in this direction begin or complete it; absent means either. */
  readonly fromDirection?: Direction;
  readonly toDirection?: Direction;
}

/** One completed movement. It carries no track. */
export interface MovementFact {
  readonly kind: 'movement';
  /** When the foot point met the line `to`. */
  readonly tMs: number;
  readonly movementId: string;
  readonly class: RoadUserClass;
  /** From the meeting with line `from` to the meeting with line `to`; 0 or more. */
  readonly durationMs: number;
}

/** What a {@link MovementRule} needs; lines that no movement names are ignored. */
export interface MovementRuleOptions {
  readonly movements: readonly Movement[];
  readonly lines: readonly CountingLine[];
  readonly frame: FrameSize;
  /** As for `LineRule`. */
  readonly band?: number;
  readonly bandAt?: NonNullable<LineRuleOptions['bandAt']>;
  /** Called for each movement with the id of its track: to bound what one adds. */
  readonly onMovement?: (trackId: number, movement: MovementFact) => void;
}

/** A crossing that may begin a movement. */
interface Start {
  readonly lineId: string;
  readonly direction: Direction;
  readonly tMs: number;
}

/** What is remembered of one track: the lines it crossed so far, or null once it has completed a movement. */
type Way = Start[] | null;

/** The state of a {@link MovementRule} as plain JSON. Never leaves the process that counts. */
export interface SavedMovementRule {
  readonly lines: SavedLineRule;
  readonly ways: readonly (readonly [number, readonly Start[] | null])[];
}

/** Crossings remembered per track; when full the oldest is forgotten. */
const startsMax = 16;

/**
 * Counts turning movements: a track that crossed one line and later another. It has line states of its own, with the
 * edges and the dead band of `LineRule`. A track completes at most one movement, the first; where several begin with
 * lines it has crossed, the latest crossing counts, then the order of the configuration. A track that changes its id
 * between the lines is lost to this count.
 */
export class MovementRule {
  readonly #movements: readonly Movement[];
  readonly #rule: LineRule;
  readonly #onMovement: MovementRuleOptions['onMovement'];
  #ways = new Map<number, Way>();
  #crossed: { readonly trackId: number; readonly crossing: Crossing }[] = [];

  /** Throws `TypeError` for a movement whose line does not exist, or a repeated id. */
  constructor({ movements, lines, frame, band, bandAt, onMovement }: MovementRuleOptions) {
    for (const { id, from, to } of movements) {
      for (const name of [from, to]) {
        if (!lines.some((line) => line.id === name)) {
          throw new TypeError(`The movement "${id}" names the line "${name}", which does not exist.`);
        }
      }
    }
    if (new Set(movements.map(({ id }) => id)).size < movements.length) {
      throw new TypeError('Two movements have the same id.');
    }
    this.#movements = movements;
    this.#onMovement = onMovement;
    this.#rule = new LineRule({
      lines: lines.filter((line) => movements.some(({ from, to }) => from === line.id || to === line.id)),
      frame,
      ...(band === undefined ? {} : { band }),
      ...(bandAt === undefined ? {} : { bandAt }),
      onCrossing: (trackId, crossing) => this.#crossed.push({ trackId, crossing }),
    });
  }

  /** Takes the tracks of one step of the tracker and returns the movements completed by it. */
  step(tMs: number, tracks: readonly Track[]): readonly MovementFact[] {
    this.#rule.step(tMs, tracks);
    const facts = this.#complete();
    const alive = new Set(tracks.map(({ id }) => id));
    for (const id of this.#ways.keys()) if (!alive.has(id)) this.#ways.delete(id);
    return facts;
  }

  /** Ends all tracks, as at the end of a file. */
  finish(tMs: number): readonly MovementFact[] {
    this.#rule.finish(tMs);
    const facts = this.#complete();
    this.#ways.clear();
    return facts;
  }

  /** The state as plain JSON, for {@link MovementRule.restore} with the same lines and movements. */
  save(): SavedMovementRule {
    const ways = [...this.#ways].map(([id, way]): [number, Way] => [id, way === null ? null : [...way]]);
    return { lines: this.#rule.save(), ways };
  }

  /** Continues from a saved state; what this rule held is dropped. */
  restore(saved: SavedMovementRule): void {
    this.#rule.restore(saved.lines);
    this.#ways = new Map(saved.ways.map(([id, way]): [number, Way] => [id, way === null ? null : [...way]]));
  }

  #complete(): readonly MovementFact[] {
    const facts: MovementFact[] = [];
    for (const { trackId, crossing } of this.#crossed) {
      const way = this.#ways.get(trackId);
      if (way === null) continue;
      const fact = way === undefined ? undefined : this.#factOf(way, crossing);
      if (fact === undefined) {
        const { lineId, direction, tMs } = crossing;
        this.#ways.set(trackId, [...(way ?? []), { lineId, direction, tMs }].slice(-startsMax));
      } else {
        facts.push(fact);
        this.#onMovement?.(trackId, fact);
        this.#ways.set(trackId, null);
      }
    }
    this.#crossed = [];
    return facts;
  }

  #factOf(way: readonly Start[], crossing: Crossing): MovementFact | undefined {
    for (const start of way.toReversed()) {
      const movement = this.#movements.find((candidate) => fits(candidate, start, crossing));
      if (movement === undefined) continue;
      const { tMs, class: name } = crossing;
      const durationMs = Math.max(0, tMs - start.tMs);
      return { kind: 'movement', tMs, movementId: movement.id, class: name, durationMs };
    }
    return undefined;
  }
}

function fits(movement: Movement, start: Start, end: Crossing): boolean {
  const { from, to, fromDirection = start.direction, toDirection = end.direction } = movement;
  const starts = from === start.lineId && fromDirection === start.direction;
  return starts && to === end.lineId && toDirection === end.direction;
}
