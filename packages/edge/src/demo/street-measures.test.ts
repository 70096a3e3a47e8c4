import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkMeasures, type MeasuresConfig } from '../config/check-measures.ts';
import { CountingPipeline } from '../pipeline/counting-pipeline.ts';
import { bandOf, Measuring } from '../pipeline/measuring.ts';
import { simulatedScenes } from './scenes.ts';
import { simulatedThresholds } from './simulated-camera.ts';
import { Simulation } from './simulation.ts';
import { demoMeasures } from './street-measures.ts';

const { lines, ...measures } = demoMeasures('street');
const street: MeasuresConfig = {
  purpose: 'street-statistics',
  lines: [...simulatedScenes.street.lines, ...lines],
  ...measures,
  analyseFps: 5,
};

test('the demo street may measure all that it asks for, in its film and in its simulation', () => {
  for (const widthPx of [512, 640])
    assert.deepEqual(checkMeasures({ ...street, size: { widthPx, heightPx: (widthPx * 9) / 16 } }), []);
  assert.deepEqual(demoMeasures('yard'), { lines: [], zones: [], movements: [] });
});

test('an hour of the demo street has movements, speeds and stays', () => {
  const frame = { widthPx: 640, heightPx: 360 };
  const simulation = new Simulation(simulatedScenes.street, 1);
  let nextId = 1;
  const pipeline = new CountingPipeline({
    frame,
    lines: street.lines,
    bandAt: bandOf(street, frame),
    thresholds: simulatedThresholds,
    newId: () => nextId++,
  });
  const measuring = new Measuring(street, frame);
  const found = new Map<string, number>();
  const startMs = Date.parse('2026-06-10T08:00:00Z');
  for (let tMs = startMs; tMs < startMs + 3_600_000; tMs += 300) {
    simulation.step(tMs);
    const { decided } = pipeline.step(tMs, simulation.observe());
    for (const { family, place } of measuring.follow(decided)) {
      const key = family.startsWith('conflict') ? family : `${family} ${place}`;
      found.set(key, (found.get(key) ?? 0) + 1);
    }
  }
  for (const key of ['movement west-to-east', 'movement east-to-west', 'speed road', 'dwell road'])
    assert.ok((found.get(key) ?? 0) >= 30, `${key}: ${found.get(key)} of ${JSON.stringify([...found])}`);
});
