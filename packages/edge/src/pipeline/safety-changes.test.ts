import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Machine } from '../../../../test/fixtures/machine.ts';
import { standing } from '../../../../test/fixtures/safety-rig.ts';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';

const corner = [
  [0, 0],
  [0.3, 0],
  [0.3, 0.3],
  [0, 0.3],
] as const;

test('a kind of rule that is new waits, wherever it comes from; all else of rules does not', async (context) => {
  const machine = new Machine(context);
  const zones = [{ id: 'crane', points: corner, hazard: 'slewing-zone' }];
  const yard = (rules: readonly object[]): Record<string, unknown> =>
    siteCamera('yard', 'simulated:yard', { zones, rules });
  const exclusion = { rule: 'exclusion', zones: ['crane'] };
  const helmet = { rule: 'helmet', zones: ['crane'] };
  const running = (): string[] => machine.site.camera('yard').config.rules.map(({ rule }) => rule);
  machine.start(yard([exclusion]));
  machine.later(25);
  machine.start(yard([{ ...exclusion, cooldownS: 60, mode: 'test' }]));
  assert.deepEqual([running(), machine.changes], [['exclusion'], []]);
  machine.start(yard([exclusion, helmet]));
  assert.deepEqual(running(), ['exclusion']);
  const [change] = machine.changes;
  assert.deepEqual(
    [change?.field, change?.state, change?.before, change?.after],
    ['rules', 'pending', 'exclusion', 'exclusion, helmet'],
  );
  // Who opens the editor sees it, and that it waits.
  const shown = machine.site.cameraJson('yard').safety?.rules ?? [];
  assert.deepEqual(
    shown.map(({ config, problem }) => [config.rule, problem === null]),
    [
      ['exclusion', true],
      ['helmet', false],
    ],
  );
  assert.deepEqual(machine.site.publicFacts('yard').camera.warns, ['exclusion']);
  const camera = machine.site.camera('yard');
  await machine.site.approve(change!.id, 'user:dora');
  assert.deepEqual(running(), ['exclusion', 'helmet']);
  assert.equal(machine.site.camera('yard'), camera, 'its eye goes on');
  machine.start(yard([helmet]));
  machine.start(yard([exclusion, helmet]));
  assert.deepEqual(running(), ['helmet'], 'what was taken away is new again');
  assert.ok(machine.noted.some(({ action, subject }) => action === 'safety.changed' && subject === 'yard'));
});

test('while a site waits to become a street it warns as before, and of nothing after that', async (context) => {
  const machine = new Machine(context);
  const zones = [{ id: 'crane', points: corner, hazard: 'slewing-zone' }];
  const rules = [{ rule: 'exclusion', zones: ['crane'] }];
  machine.start(siteCamera('yard', 'simulated:yard', { zones, rules }));
  machine.later(25);
  machine.start(streetCamera('yard', 'simulated:yard'));
  const { purpose, rules: running, zones: places } = machine.site.camera('yard').config;
  assert.deepEqual([purpose, running, places], ['site-safety', rules, zones]);
  assert.equal(machine.site.cameraJson('yard').safety?.rules[0]?.problem, null);
  machine.later(73);
  await machine.tick();
  const after = machine.site.cameraJson('yard');
  assert.deepEqual([after.purpose, after.safety, after.zones], ['street-statistics', null, []]);
  assert.throws(() => machine.site.setSafety('yard', { zones: [], rules: [], calibration: null }, 'user:x'), {
    code: 'purpose-refused',
  });
});

test('closing an alert teaches the rule that gave it, unless it was none', async (context) => {
  for (const [cause, left] of [
    ['barrier-missing', 0],
    ['false-alarm', 1],
    ['zone-drawn-wrong', 1],
  ] as const) {
    const machine = new Machine(context);
    const zones = [{ id: 'crane', points: corner, hazard: 'slewing-zone' }];
    machine.start(
      siteCamera('yard', 'simulated:yard', { zones, rules: [{ rule: 'exclusion', zones: ['crane'] }] }),
    );
    const safety = machine.site.camera('yard').safety!;
    safety.start();
    safety.tick(machine.nowMs);
    safety.ready({ widthPx: 1000, heightPx: 1000 });
    for (let tMs = 0; tMs < 3000; tMs += 100)
      safety.step({ tMs, offsetMs: machine.nowMs, tracks: [standing(0.15, 0.2)], detections: [] });
    const { alerts } = machine.site.alerts.json({ cameraIds: ['yard'] });
    assert.equal(alerts.length, 1);
    machine.site.alerts.close(alerts[0]!.id, cause, 'barrier-set', 'user:anna');
    machine.later(1);
    safety.tick(machine.nowMs);
    const { perDay, watchedMs } = safety.json().rules[0]!.learned;
    assert.equal(Math.round((perDay[0]! * watchedMs) / 86_400_000), left, cause);
  }
});
