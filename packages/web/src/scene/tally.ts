import {
  type Direction,
  directions,
  type Fraction2,
  type LineConfig,
  type RoadUserClass,
  type SceneMessage,
} from '@outis/core';
import { pathMeets, sideOf } from './line-side.ts';
import type { StreamState } from './scene-stream.ts';

/** One passage over a line as seen in the live scene. */
export interface ScenePassage {
  readonly lineId: string;
  readonly direction: Direction;
  readonly class: RoadUserClass;
}

/** Within this distance of the line, in fractions of the view, a point is on neither side: places are rounded to 0.01. */
const deadBand = 0.012;

interface Seen {
  /** The last place that was clearly on one side, per line; the sign of `side` says which. */
  readonly lines: Map<string, { readonly side: number; readonly place: Fraction2 }>;
}

/**
 * Counts what crosses the lines while somebody watches. It lives in the memory of the page, begins anew whenever the
 * scene starts or pauses (after ten minutes at the latest), so that it never becomes a long record, and is
 * approximate: places are rounded and ids are drawn anew every minute, so a passage at that moment is missed.
 */
export class SceneTally {
  readonly #counts = new Map<string, number>();
  #seen = new Map<number, Seen>();

  /** Takes in one message and answers which lines were crossed in it. */
  receive(message: SceneMessage, lines: readonly LineConfig[]): ScenePassage[] {
    const passages: ScenePassage[] = [];
    const seen = new Map<number, Seen>();
    for (const object of message.objects) {
      const known = this.#seen.get(object.id) ?? { lines: new Map() };
      seen.set(object.id, known);
      for (const line of lines) {
        const direction = step(known, line, [object.x, object.y]);
        if (direction === null) continue;
        const passage = { lineId: line.id, direction, class: object.class };
        passages.push(passage);
        const key = keyOf(passage);
        this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
      }
    }
    // Ids that are no longer there are forgotten at once.
    this.#seen = seen;
    return passages;
  }

  /** Told how the scene is doing: with each start and each pause all is forgotten. Answers whether it was. */
  follow(state: StreamState): boolean {
    if (state !== 'connecting' && state !== 'paused' && state !== 'closed') return false;
    this.#counts.clear();
    this.#seen = new Map();
    return true;
  }

  /** How many passages since the scene started. */
  countOf(lineId: string, direction: Direction, objectClass: RoadUserClass): number {
    return this.#counts.get(keyOf({ lineId, direction, class: objectClass })) ?? 0;
  }

  /** All passages of a line since the scene started. */
  totalOf(lineId: string, classes: readonly RoadUserClass[]): number {
    let total = 0;
    for (const direction of directions)
      for (const each of classes) total += this.countOf(lineId, direction, each);
    return total;
  }
}

function step(seen: Seen, line: LineConfig, place: Fraction2): Direction | null {
  const side = sideOf(line, place[0], place[1]);
  if (Math.abs(side) < deadBand) return null;
  const before = seen.lines.get(line.id);
  seen.lines.set(line.id, { side, place });
  if (before === undefined || Math.sign(before.side) === Math.sign(side)) return null;
  if (!pathMeets(line, before.place, place)) return null;
  return side > 0 ? 'left_to_right' : 'right_to_left';
}

function keyOf(passage: ScenePassage): string {
  return `${passage.direction} ${passage.class} ${passage.lineId}`;
}
