import type { Detection } from '../../packages/core/src/detection/detection.ts';
import { LineRule } from '../../packages/core/src/rule/line.ts';
import type { TrackerParameters } from '../../packages/core/src/track/parameters.ts';
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

/** Tracks and counts one sequence. */
export function runOutis(
  sequence: Sequence,
  parameters: Partial<TrackerParameters> = detectorParameters,
): Run {
  const frame = { widthPx: sequence.widthPx, heightPx: sequence.heightPx };
  let id = 0;
  const tracker = new Tracker({ frame, newId: () => ++id, parameters });
  const rule = new LineRule({ lines: benchmarkLines, frame, band: bandPx / 1080 });
  const counts = new Map<string, number>();
  const input = sequence.detections.map((rows) => rows.map((row) => toDetection(row, sequence)));
  let trackerMs = 0;
  const results = input.map((detections, index) => {
    const tMs = (index * 1000) / sequence.fps;
    const startMs = performance.now();
    const tracks = tracker.step(tMs, detections);
    trackerMs += performance.now() - startMs;
    for (const { lineId, direction } of rule.step(tMs, tracks)) add(counts, `${lineId} ${direction}`);
    return tracks.filter(({ seen }) => seen).map((track): Row => ({ ...track, class: 1 }));
  });
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
