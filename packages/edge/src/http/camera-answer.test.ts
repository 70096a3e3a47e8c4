import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CameraJson, CamerasJson, SafetyRuleJson } from '@outis/core';
import { type Ask, httpSite } from '../../../../test/fixtures/http-site.ts';
import { rectangle, rigFrame, standing } from '../../../../test/fixtures/safety-rig.ts';

const zones = [{ id: 'crane', points: rectangle(0, 0.4, 0.5, 1), hazard: 'slewing-zone' }];
const rules = [
  { rule: 'exclusion', zones: ['crane'], mode: 'test', cooldownS: 60 },
  { rule: 'helmet', zones: ['crane'] },
];

test('how often rules warned and for how long people were there is told to those alone who see alerts or set rules', async (context) => {
  const { ask, as, nobody, access, site } = await httpSite(context);
  await ask('PUT', '/api/cameras/yard/safety', { zones, rules, calibration: null });
  const safety = site.camera('yard').safety!;
  safety.start();
  safety.ready(rigFrame);
  safety.tick(site.nowMs());
  for (let tMs = 0; tMs < 20_000; tMs += 100)
    safety.step({
      tMs,
      offsetMs: site.nowMs(),
      tracks: [{ ...standing(0.2, 0.8), lastSeenMs: tMs }],
      detections: [],
    });
  safety.tick(site.nowMs() + 3_600_000);
  const { secret } = access.tokens.create(
    { kind: 'open' },
    { name: 'board', role: 'operator', scopes: ['cameras'], days: 1 },
  );
  const token: Ask = (method, url) => nobody(method, url, undefined, { authorization: `Bearer ${secret}` });
  const told = async (by: Ask): Promise<readonly (readonly SafetyRuleJson[])[]> => {
    const one = (await by('GET', '/api/cameras/yard')).json<CameraJson>();
    const all = (await by('GET', '/api/cameras')).json<CamerasJson>();
    return [one, all.cameras.find(({ id }) => id === 'yard')!].map((camera) => camera.safety!.rules);
  };
  for (const role of ['operator', 'installer'] as const)
    for (const [exclusion, helmet] of await told(as(role, [role]))) {
      assert.ok(exclusion!.counts[0]!.alarms >= 1, role);
      assert.ok(helmet!.judgements[0]!.watchedMs > 10_000, role);
    }
  for (const by of [as('vera', ['viewer']), as('dora', ['dpo']), as('adam', ['admin']), token])
    for (const [exclusion, helmet] of await told(by)) {
      assert.deepEqual(
        [exclusion!.config.rule, exclusion!.mode, exclusion!.isArmed],
        ['exclusion', 'test', true],
      );
      for (const { counts, judgements, learned } of [exclusion!, helmet!])
        assert.deepEqual([counts, judgements, learned.perDay, learned.threshold], [[], [], [], null]);
    }
  const paused = (
    await as('dora', ['dpo'])('PUT', '/api/cameras/yard/pause', { paused: true })
  ).json<CameraJson>();
  assert.deepEqual(
    paused.safety?.rules.map(({ counts }) => counts),
    [[], []],
  );
});
