import type { Detection } from '../../packages/core/src/detection/detection.ts';
import { LineRule } from '../../packages/core/src/rule/line.ts';
import { LateTracker } from '../../packages/core/src/track/late-tracker.ts';
import type { TrackerParameters } from '../../packages/core/src/track/parameters.ts';
import type { Track } from '../../packages/core/src/track/track.ts';
import { Tracker } from '../../packages/core/src/track/tracker.ts';
import { add, bandPx, benchmarkLines, type LineCounts } from './lines.ts';
import type { Frames, Row, Sequence } from './sequence.ts';

/** The scores that this detector (YOLOX-X) needs; everything else is the tracker's default. */
export const detectorParameters: Partial<TrackerParameters> = {
  highScore: 0.6,
  lowScore: 0.1,
  birthScore: 0.65,
};

/** What Outis makes of one sequence. */
export interface Run {
  readonly results: Frames;
  readonly counts: LineCounts;
  /** Time spent in the tracker. */
  readonly trackerMs: number;
}

/** Tracks and counts one sequence as counts are made: by the tracks that are decided some seconds later. */
export function runOutis(sequence: Sequence): Run {
  let id = 0;
  const tracker = new LateTracker({ frame: sequence, newId: () => ++id, parameters: detectorParameters });
  return run(
    sequence,
    (tMs, detections) => tracker.step(tMs, detections).decided,
    () => tracker.finish(),
  );
}

/** The same by the tracks that are there at once, which live scenes and warnings use. */
export function runAtOnce(
  sequence: Sequence,
  parameters: Partial<TrackerParameters> = detectorParameters,
): Run {
  let id = 0;
  const tracker = new Tracker({ frame: sequence, newId: () => ++id, parameters });
  return run(
    sequence,
    (tMs, detections) => [{ tMs, tracks: tracker.step(tMs, detections) }],
    () => [],
  );
}

interface Step {
  readonly tMs: number;
  readonly tracks: readonly Track[];
}

function run(
  sequence: Sequence,
  track: (tMs: number, detections: readonly Detection[]) => readonly Step[],
  finish: () => readonly Step[],
): Run {
  const rule = new LineRule({ lines: benchmarkLines, frame: sequence, band: bandPx / 1080 });
  const counts = new Map<string, number>();
  const input = sequence.detections.map((rows) => rows.map((row) => toDetection(row, sequence)));
  const results: Row[][] = [];
  let trackerMs = 0;
  const take = (steps: () => readonly Step[]): void => {
    const startMs = performance.now();
    const taken = steps();
    trackerMs += performance.now() - startMs;
    for (const { tMs, tracks } of taken) {
      for (const { lineId, direction } of rule.step(tMs, tracks)) add(counts, `${lineId} ${direction}`);
      results.push(tracks.filter(({ seen }) => seen).map((track): Row => ({ ...track, class: 1 })));
    }
  };
  for (const [index, detections] of input.entries())
    take(() => track((index * 1000) / sequence.fps, detections));
  take(finish);
  for (const { lineId, direction } of rule.finish(1e9)) add(counts, `${lineId} ${direction}`);
  return { results, counts, trackerMs };
}

function toDetection({ box, score }: Row, { widthPx, heightPx }: Sequence): Detection {
  const { left, top, width, height } = box;
  return {
    class: 'person',
    score,
    box: { left: left / widthPx, top: top / heightPx, width: width / widthPx, height: height / heightPx },
  };
}
