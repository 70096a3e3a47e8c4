import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { RigSink, rectangle } from '../../../../test/fixtures/safety-rig.ts';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';
import { temporaryFolder, until } from '../../../../test/fixtures/support.ts';
import { cameraSchema, configSchema } from '../config/config-schema.ts';
import { SqliteStore } from '../store/sqlite-store.ts';
import { Camera } from './camera.ts';
import { KeptBackgrounds } from './kept-backgrounds.ts';
import { Numbers } from './numbers.ts';

/** A camera that runs, and whose warnings come here. */
function cameraOf(context: TestContext, config: object): { readonly camera: Camera; readonly sink: RigSink } {
  const sink = new RigSink();
  const { site } = configSchema.parse({});
  const camera = new Camera(cameraSchema.parse(config), {
    counter: new Numbers({ store: new SqliteStore({ folder: null }), site, nowMs: Date.now }).counter,
    series: 1,
    backgrounds: KeptBackgrounds.open(null, () => {}),
    alerts: sink,
    timeZone: 'UTC',
    model: { modelPath: '', manifestPath: '' },
    refusal: null,
    maskPath: `${temporaryFolder(context)}/mask.png`,
    nowMs: Date.now,
  });
  context.after(() => camera.stop());
  camera.start();
  return { camera, sink };
}

/** Lorries come and stand all the time. */
const zones = [{ id: 'yard', points: rectangle(0, 0, 1, 1), hazard: 'vehicle-route' }];
const rules = [{ rule: 'blocked', zones: ['yard'], minutes: 0.01, cooldownS: 60 }];

test('a camera hands its warnings on in the turn of the picture', { timeout: 60_000 }, async (context) => {
  const { camera, sink } = cameraOf(context, siteCamera('yard', 'simulated:yard', { zones, rules }));
  const lateMs: number[] = [];
  const raise = sink.raise.bind(sink);
  sink.raise = (cameraId, hazard, alarm, replay) => {
    lateMs.push(Date.now() - alarm.tMs);
    return raise(cameraId, hazard, alarm, replay);
  };
  await until('something that stands', () => sink.raised.length > 0, 50_000);
  // Set at the picture, read in the same turn: a clock that is fetched twice, not a queue.
  assert.ok(Math.max(...lateMs) < 100, `${lateMs}`);
  const [{ alarm, hazard, replay }] = sink.raised as [RigSink['raised'][number]];
  assert.deepEqual([alarm.rule, alarm.zoneId, hazard], ['blocked', 'yard', 'vehicle-route']);
  assert.ok(replay.steps.length > 0);
  const { config } = camera;
  camera.setGeometry({ ...config, rules: [] });
  assert.deepEqual(camera.json(false).safety, { rules: [], calibration: null });
  assert.notEqual(sink.raised[0]!.whole, null, 'what waited is whole');
  await camera.stop();
});

test('a street has nothing that warns', async (context) => {
  const { camera, sink } = cameraOf(context, streetCamera('street', 'simulated:street'));
  assert.equal(camera.safety, null);
  assert.equal(camera.json(false).safety, null);
  camera.tick(Date.now());
  await camera.stop();
  assert.deepEqual([sink.raised, sink.exposures, sink.saves], [[], [], 0]);
});

test('a camera whose end date has passed warns of nothing and counts no time', async (context) => {
  const { camera, sink } = cameraOf(context, siteCamera('yard', 'simulated:yard', { zones, rules }));
  await camera.expire();
  for (let minute = 0; minute < 5; minute++) camera.tick(Date.now() + minute * 60_000);
  assert.deepEqual(sink.exposures, []);
  assert.equal(sink.saves, 1, 'what was learned is kept once, at the end');
});
