import { iou } from '../../packages/core/src/geometry/box.ts';
import { Assignment } from '../../packages/core/src/track/assignment.ts';
import type { Frames } from './sequence.ts';

/** One frame ready to be scored: ids count from 0, `similarity[truth * tracks.length + track]` is the IoU. */
export interface ScoredFrame {
  readonly truth: readonly number[];
  readonly tracks: readonly number[];
  readonly similarity: Float64Array;
}

/** One sequence ready to be scored. */
export interface ScoredSequence {
  readonly truthIds: number;
  readonly trackIds: number;
  readonly frames: readonly ScoredFrame[];
}

/** MOT17: person on vehicle, static person, distractor, reflection. */
const distractors = new Set([2, 7, 8, 12]);
const pedestrian = 1;
/** The tolerance that TrackEval gives every threshold. */
export const epsilon = Number.EPSILON;

/**
 * TrackEval's MotChallenge2DBox preprocessing: results that best match a distractor at IoU ≥ 0.5 are removed, and
 * of the truth only pedestrians with flag 1 are kept.
 */
export function preprocess(truth: Frames, results: Frames): ScoredSequence {
  const truthIds = new Map<number, number>();
  const trackIds = new Map<number, number>();
  const frames = truth.map((truthRows, t): ScoredFrame => {
    const resultRows = results[t] ?? [];
    const alike = matrix(truthRows.length, resultRows.length, (r, c) =>
      iou(truthRows[r]!.box, resultRows[c]!.box),
    );
    const removed = new Set<number>();
    const columnOf = matchMost(truthRows.length, resultRows.length, (at) => {
      return alike[at]! < 0.5 - epsilon ? 0 : alike[at]!;
    });
    columnOf.forEach((column, row) => {
      if (column >= 0 && distractors.has(truthRows[row]!.class)) removed.add(column);
    });
    const rows = indices(
      truthRows.length,
      (i) => truthRows[i]!.score !== 0 && truthRows[i]!.class === pedestrian,
    );
    const columns = indices(resultRows.length, (i) => !removed.has(i));
    return {
      truth: rows.map((i) => indexOf(truthIds, truthRows[i]!.id)),
      tracks: columns.map((i) => indexOf(trackIds, resultRows[i]!.id)),
      similarity: matrix(
        rows.length,
        columns.length,
        (r, c) => alike[rows[r]! * resultRows.length + columns[c]!]!,
      ),
    };
  });
  return { truthIds: truthIds.size, trackIds: trackIds.size, frames };
}

const assignment = new Assignment();

/** The assignment of the greatest sum; entries of 0 stay alone. Returns the column of each row, or -1. */
export function matchMost(rows: number, columns: number, scoreAt: (at: number) => number): Int32Array {
  assignment.reset(rows, columns);
  let most = 0;
  for (let at = 0; at < rows * columns; at++) most = Math.max(most, scoreAt(at));
  for (let at = 0; at < rows * columns; at++) assignment.cost[at] = most - scoreAt(at);
  assignment.solve(most);
  return assignment.columnOf.slice(0, rows);
}

/** A row-major matrix filled by a function of row and column. */
export function matrix(
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
): Float64Array {
  const all = new Float64Array(rows * columns);
  for (let at = 0; at < all.length; at++) all[at] = value(Math.floor(at / columns), at % columns);
  return all;
}

function indices(length: number, keeps: (index: number) => boolean): number[] {
  return Array.from({ length }, (_, index) => index).filter(keeps);
}

function indexOf(ids: Map<number, number>, id: number): number {
  const known = ids.get(id);
  if (known !== undefined) return known;
  ids.set(id, ids.size);
  return ids.size - 1;
}
