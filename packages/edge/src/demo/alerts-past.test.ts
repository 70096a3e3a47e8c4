import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { Alerts } from '../alert/alerts.ts';
import { SqliteAlertStore } from '../alert/sqlite-alert-store.ts';
import { configSchema } from '../config/config-schema.ts';
import { Site } from '../pipeline/site.ts';
import { SqliteStore } from '../store/sqlite-store.ts';
import { simulateAlerts } from './alerts-past.ts';
import { simulatedScenes } from './scenes.ts';
import { demoRules, yardCalibration } from './site-rules.ts';

const dayMs = 86_400_000;
/** A Sunday evening: the newest alerts are of Friday. */
const endMs = Date.UTC(2026, 10, 22, 20);

test('four weeks of alerts lie behind the demo: closed ones as numbers, a few open with what happened', async (context) => {
  const { purpose, owner, reason, zones, boundary } = simulatedScenes.yard;
  const config = configSchema.parse({
    site: { timeZone: 'Europe/Berlin' },
    cameras: [
      {
        ...{ id: 'yard', source: 'simulated:yard', purpose, owner, reason, zones, boundary },
        ...{ rules: demoRules('yard'), calibration: yardCalibration(), until: '2027-01-31' },
      },
    ],
    store: { folder: temporaryFolder(context) },
  });
  const alertStore = new SqliteAlertStore({ folder: null });
  const about = { site: config.site, note: () => {}, nowMs: () => endMs };
  const site = new Site({
    config,
    alerts: new Alerts({ ...about, store: alertStore }),
    store: new SqliteStore({ folder: null }),
    model: new OutisError('model-missing'),
    note: () => {},
    publicAddress: () => 'http://127.0.0.1:8080',
    keyFingerprint: 'AB:CD',
    nowMs: () => endMs,
  });
  await simulateAlerts({ site, alertStore, cameraId: 'yard', scene: simulatedScenes.yard, endMs });

  const { alerts, attention } = site.alerts.json({ cameraIds: ['yard'] });
  assert.ok(alerts.length >= 1 && alerts.length <= 4, `${alerts.length} open`);
  assert.deepEqual(attention, []);
  for (const { id, tMs } of alerts) {
    assert.ok(tMs > endMs - 3 * dayMs && tMs <= endMs);
    const { steps, alertAtMs } = site.alerts.replay(id);
    assert.ok(
      steps.length > 20 && steps.at(-1)!.atMs > alertAtMs && steps.some((one) => one.objects.length > 0),
    );
  }
  site.alerts.tick(endMs);
  assert.equal(site.alerts.json({ cameraIds: ['yard'] }).alerts.length, alerts.length);

  const weeks = site.alerts.remains.weeks(0, endMs, ['yard']);
  assert.equal(new Set(weeks.map(({ weekMs }) => weekMs)).size, 5);
  for (const rule of ['exclusion', 'blocked', 'proximity'] as const) {
    const own = weeks.filter((week) => week.rule === rule);
    assert.equal(own.length, 5, rule);
    assert.ok(own.every(({ watchedMs, armedMs }) => watchedMs > 0.9 * armedMs && armedMs <= 7 * dayMs));
    assert.ok(
      own.some(({ causes }) => Object.keys(causes).length > 0),
      rule,
    );
  }
  const ofExclusion = weeks
    .filter(({ rule }) => rule === 'exclusion')
    .toSorted((a, b) => a.weekMs - b.weekMs);
  assert.ok(ofExclusion.at(-1)!.alerts < ofExclusion[0]!.alerts, 'the barrier helps');
  assert.equal(site.cameraJson('yard').safety?.rules.length, 3);
});
