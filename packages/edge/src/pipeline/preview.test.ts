import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Detection } from '@outis/core';
import fc from 'fast-check';
import { headOf, rigFrame, standing } from '../../../../test/fixtures/safety-rig.ts';
import { PreviewRecording, previewKeptMsMax, previewObjectsMax, previewStepsMax } from './preview.ts';

const detection: Detection = { class: 'car', score: 0.9, box: { left: 0, top: 0, width: 0.1, height: 0.1 } };

test('a recording holds what rules read: tracks, and worn parts of the detections', () => {
  const recording = new PreviewRecording();
  const walker = { ...standing(0.5, 0.5), score: 0.77, bornMs: 123, firstFoot: { x: 1, y: 2 } };
  const head = headOf(walker, 'helmet');
  recording.take({ tMs: 0, offsetMs: 5, tracks: [walker], detections: [detection, head] }, rigFrame);
  const { id, class: name, box, foot, seen, lastSeenMs } = walker;
  assert.deepEqual(recording.steps[0]?.detections, [head]);
  assert.deepEqual(recording.steps[0]?.tracks, [
    { id, class: name, box, foot, seen, lastSeenMs, score: 1, confirmed: true, bornMs: 0 },
  ]);
  recording.clear();
  assert.deepEqual([recording.steps, recording.watchedMs, recording.frame], [[], 0, null]);
});

test('pictures of another size, and another clock, begin anew', () => {
  const recording = new PreviewRecording();
  const step = { offsetMs: 0, tracks: [], detections: [] };
  for (let tMs = 0; tMs < 5000; tMs += 100) recording.take({ ...step, tMs }, rigFrame);
  assert.equal(recording.watchedMs, 4900);
  recording.take({ ...step, tMs: 100 }, rigFrame);
  assert.deepEqual([recording.steps.length, recording.watchedMs], [1, 0]);
  recording.take({ ...step, tMs: 200 }, rigFrame);
  recording.take({ ...step, tMs: 300 }, { widthPx: 512, heightPx: 288 });
  assert.deepEqual([recording.steps.length, recording.frame?.widthPx], [1, 512]);
});

test('at most five minutes, so many steps and so many objects, whatever comes', () => {
  const recording = new PreviewRecording();
  const crowd = Array.from({ length: 100 }, (_, index) => standing(0.5, 0.5, index));
  const look = (stepMs: number, steps: number, fromMs: number, tracks = crowd): void => {
    for (let step = 0; step < steps; step++)
      recording.take({ tMs: fromMs + step * stepMs, offsetMs: 0, tracks, detections: [] }, rigFrame);
  };
  look(100, previewObjectsMax / 100 + 50, 0);
  assert.equal(recording.steps.length, previewObjectsMax / 100);
  recording.clear();
  look(10, previewStepsMax + 50, 0, []);
  assert.equal(recording.steps.length, previewStepsMax);
  assert.equal(recording.watchedMs, (previewStepsMax - 1) * 10);
  recording.clear();
  look(500, 1000, 0, []);
  assert.deepEqual([recording.steps.length, recording.watchedMs], [601, previewKeptMsMax]);
});

test('property: what was watched is the sum of the gaps that are kept, none longer than a second', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -200, max: 100_000 }), { maxLength: 60 }), (gaps) => {
      const recording = new PreviewRecording();
      let tMs = 0;
      for (const gapMs of gaps) {
        tMs += gapMs;
        recording.take({ tMs, offsetMs: 0, tracks: [], detections: [] }, rigFrame);
      }
      const { steps } = recording;
      const expected = steps
        .slice(1)
        .reduce((sum, step, index) => sum + Math.min(1000, step.tMs - steps[index]!.tMs), 0);
      assert.equal(recording.watchedMs, expected);
      if (steps.length > 0) assert.ok(tMs - steps[0]!.tMs <= previewKeptMsMax);
    }),
    { seed: 84, numRuns: 300 },
  );
});
