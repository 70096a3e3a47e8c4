import { iou } from '../../packages/core/src/geometry/box.ts';
import type { TrackerParameters } from '../../packages/core/src/track/parameters.ts';
import { type LineCounts, pedestrians } from './lines.ts';
import { runAtOnce } from './outis.ts';
import { epsilon, matchMost, matrix } from './preprocess.ts';
import type { Frames, Row, Sequence } from './sequence.ts';

/** Whoever is alone in a view is taken for the same wherever they are. */
const alone: Partial<TrackerParameters> = {
  ...{ highScore: 0.1, lowScore: 0.1, birthScore: 0.1, coastS: 3, heightRatioMin: 0 },
  ...{ highBuffer: 2, highLimit: 1, wideBuffer: 2, wideLimit: 1 },
};

/** What Outis would make of the same detections if it never took one person for another: what is left to gain. */
export function runLinkedByTruth(sequence: Sequence): {
  readonly results: Frames;
  readonly counts: LineCounts;
} {
  const results = linkedByTruth(sequence);
  const counts = new Map<string, number>();
  for (const person of new Set(results.flatMap((rows) => rows.map(({ id }) => id)))) {
    const detections = results.map((rows) => rows.filter(({ id }) => id === person));
    const own = runAtOnce({ ...sequence, detections }, alone).counts;
    for (const [cell, count] of own) counts.set(cell, (counts.get(cell) ?? 0) + count);
  }
  return { results, counts };
}

/** Detections under the ids of whom they overlap most, at IoU 0.5 or more; the others are dropped. */
function linkedByTruth({ truth, detections }: Sequence): Frames {
  return truth.map((rows, frame) => {
    const people = pedestrians(rows);
    const found = detections[frame] ?? [];
    const alike = matrix(people.length, found.length, (r, c) => iou(people[r]!.box, found[c]!.box));
    const columnOf = matchMost(people.length, found.length, (at) =>
      alike[at]! < 0.5 - epsilon ? 0 : alike[at]!,
    );
    return people.flatMap(({ id }, row): Row[] => {
      const detection = found[columnOf[row]!];
      return detection === undefined ? [] : [{ ...detection, id, class: 1 }];
    });
  });
}
