import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlarmGate, checkHazardZones, type Hazard, type SafetyRule, type ZoneConfig } from '@outis/core';
import { groundOfConfig, presumedSize } from '../config/ground.ts';
import { checkSafety } from '../config/safety-schema.ts';
import { CountingPipeline } from '../pipeline/counting-pipeline.ts';
import { gateOf } from '../pipeline/safety-gate.ts';
import { makeRule } from '../pipeline/safety-rules.ts';
import { SeededRandom } from './random.ts';
import { type SimulatedName, simulatedScenes } from './scenes.ts';
import { simulatedSize, simulatedThresholds } from './simulated-camera.ts';
import { Simulation } from './simulation.ts';
import { demoRules, yardCalibration } from './site-rules.ts';
import { observeParts } from './worn-parts.ts';

const hourMs = 3_600_000;
const names = ['yard', 'entrance'] as const satisfies readonly SimulatedName[];

function setupOf(name: SimulatedName) {
  const { purpose, zones, boundary } = simulatedScenes[name];
  return {
    ...{ purpose, zones, rules: demoRules(name), masks: [], analyseFps: name === 'entrance' ? 10 : 5 },
    boundary: boundary ?? undefined,
    ...(name === 'yard' ? { calibration: yardCalibration() } : {}),
  };
}

/** When which rule warned, s after somebody opened the demo at this hour; also those that only learn. */
function warningsOf(name: SimulatedName, hour: number, minutes: number, seed: number) {
  const setup = setupOf(name);
  const simulation = new Simulation(simulatedScenes[name], seed);
  let nextId = 1;
  const pipeline = new CountingPipeline({
    ...{ frame: simulatedSize, lines: [], thresholds: simulatedThresholds },
    newId: () => nextId++,
  });
  const rules = setup.rules.map((config) => {
    const made = makeRule(config, setup, simulatedSize, null);
    assert.ok(made.rule !== null, `${config.rule}: ${made.problem}`);
    return { rule: made.rule, gate: gateOf({ ...config, mode: 'live' }, () => true) satisfies AlarmGate };
  });
  const warnings: { readonly rule: SafetyRule; readonly atS: number }[] = [];
  const startMs = hour * hourMs;
  // As the simulated camera does: the place is at work when somebody looks.
  for (let agoMs = 60_000; agoMs > 0; agoMs -= 200) simulation.step(startMs - agoMs);
  for (let tMs = startMs; tMs < startMs + minutes * 60_000; tMs += 1000 / setup.analyseFps) {
    simulation.step(tMs);
    const detections = simulation.observe();
    const { tracks } = pipeline.step(tMs, detections);
    for (const { rule, gate } of rules)
      for (const alarm of gate.step(tMs, rule.step(tMs, tracks, detections)))
        warnings.push({ rule: alarm.rule, atS: (tMs - startMs) / 1000 });
  }
  return warnings;
}

test('the rules of the demo would be taken from a file, and its danger zones leave room to walk', () => {
  for (const name of names) assert.deepEqual(checkSafety(setupOf(name)), [], name);
  const { zones } = simulatedScenes.yard;
  const hazardous = zones.filter(
    (zone): zone is ZoneConfig & { hazard: Hazard } => zone.hazard !== undefined,
  );
  assert.equal(checkHazardZones(hazardous).kind, 'accepted');
  assert.equal(groundOfConfig(yardCalibration(), presumedSize).json.kind, 'calibrated');
});

for (const hour of [3, 12])
  test(`at ${hour} o'clock the demo warns within a minute, of each danger, and not all the time`, (context) => {
    const seed = 20261122;
    const all = names.flatMap((name) => warningsOf(name, hour, 10, seed));
    context.diagnostic(
      `seed ${seed}: ${all.map(({ rule, atS }) => `${rule} ${Math.round(atS)} s`).join(', ')}`,
    );
    assert.ok(Math.min(...all.map(({ atS }) => atS)) < 60);
    const live = all.filter(({ rule }) => rule !== 'vest');
    assert.deepEqual([...new Set(live.map(({ rule }) => rule))].toSorted(), [
      'blocked',
      'exclusion',
      'helmet',
      'proximity',
    ]);
    assert.ok(live.length <= 10, `${live.length} alerts in ten minutes`);
  });

test('worn parts of somebody near are seen nearly always, of somebody far away never', () => {
  const random = new SeededRandom(5);
  const seen = (height: number, helmet: boolean) =>
    Array.from({ length: 400 }, () =>
      observeParts({ left: 0.4, top: 0.2, width: 0.1, height }, { helmet, vest: true }, random),
    );
  const share = (all: ReturnType<typeof seen>, name: string) =>
    all.filter((parts) => parts.some((part) => part.class === name)).length / all.length;
  const near = seen(0.6, true);
  assert.ok(share(near, 'helmet') > 0.85 && share(near, 'bare-head') < 0.06 && share(near, 'vest') > 0.85);
  assert.ok(share(seen(0.6, false), 'bare-head') > 0.85);
  assert.equal(seen(0.1, true).flat().length, 0);
});
