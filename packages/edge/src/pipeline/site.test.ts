import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { OutisError, type SceneMessage } from '@outis/core';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { configSchema } from '../config/config-schema.ts';
import { SqliteStore } from '../store/sqlite-store.ts';
import { CountingPipeline } from './counting-pipeline.ts';
import { Site, tickMs } from './site.ts';

const dayMs = 86_400_000;

function makeSite(
  context: TestContext,
  cameras: readonly Record<string, unknown>[],
  nowMs: () => number,
  store: SqliteStore = new SqliteStore({ folder: null }),
): { readonly site: Site; readonly store: SqliteStore } {
  const config = configSchema.parse({ cameras, store: { folder: temporaryFolder(context) } });
  const site = new Site({
    config,
    store,
    model: new OutisError('model-missing'),
    note: () => {},
    publicAddress: () => 'http://127.0.0.1:8080',
    keyFingerprint: 'AB:CD',
    nowMs,
  });
  return { site, store };
}

test('ticks come at whole multiples of their time, whether or not anything passed', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let nowMs = 1_000_003_200;
  const { site, store } = makeSite(context, [], () => nowMs);
  const ticks: number[] = [];
  context.mock.method(store, 'commitTick', ({ tMs }: { tMs: number }) => void ticks.push(tMs));
  site.start();
  for (let i = 0; i < 200; i++) {
    nowMs += 100;
    context.mock.timers.tick(100);
  }
  assert.deepEqual(ticks, [1_000_005_000, 1_000_010_000, 1_000_015_000, 1_000_020_000]);
  assert.ok(ticks.every((tMs) => tMs % tickMs === 0));
});

test('a disk too full to delete what is old ends nothing, and it is deleted when there is room', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let nowMs = 5 * 366 * dayMs;
  const { site, store } = makeSite(context, [], () => nowMs);
  const asked: number[] = [];
  let full = true;
  context.mock.method(store, 'deleteBefore', (beforeMs: number) => {
    asked.push(beforeMs);
    if (full) throw new OutisError('store-full');
  });
  site.start();
  const tick = (): void => {
    nowMs += tickMs;
    context.mock.timers.tick(tickMs);
  };
  tick();
  tick();
  assert.equal(asked.length, 2);
  full = false;
  for (let i = 0; i < 10; i++) tick();
  // Once a day is enough when it has worked.
  assert.equal(asked.length, 3);
  assert.equal(asked[2], nowMs - 9 * tickMs - 2 * 366 * dayMs);
});

test('lines from the browser win over the file; masks, boundary and address stay those of the file', (context) => {
  const nowMs = Date.now;
  const first = makeSite(context, [siteCamera('yard', 'simulated:yard')], nowMs);
  const lines = [{ id: 'new', a: [0, 0.25], b: [1, 0.75] }] as const;
  first.site.setLines('yard', lines, 'user:anna');
  const mask = [
    [0, 0],
    [0.5, 0],
    [0.5, 0.5],
  ];
  // A mask that is added to the file later must hold: what was stored in between knows nothing of it.
  const { site } = makeSite(
    context,
    [siteCamera('yard', 'simulated:yard', { masks: [mask] })],
    nowMs,
    first.store,
  );
  const { lines: found, masks, editedInBrowser } = site.cameraJson('yard');
  assert.deepEqual([found, masks, editedInBrowser], [lines, [mask], true]);
});

test('a site camera ends on its last day and cannot be set up for more than a year', async (context) => {
  const endMs = Date.parse('2026-06-30T12:00:00Z');
  const camera = siteCamera('yard', 'simulated:yard', { until: '2026-06-30' });
  const problem = (nowMs: number): string | null => {
    const { site } = makeSite(context, [camera, streetCamera('street', 'simulated:street')], () => nowMs);
    return site.cameraJson('yard').health.problem?.code ?? null;
  };
  // A simulated camera has no model that could be withheld; a real one is stopped for the reason itself.
  const real = { ...camera, source: 'rtsp://127.0.0.1:9/' };
  const realProblem = (nowMs: number): string | null =>
    makeSite(context, [real], () => nowMs).site.cameraJson('yard').health.problem?.code ?? null;
  assert.equal(problem(endMs), null);
  assert.equal(realProblem(endMs), 'model-missing');
  assert.equal(realProblem(endMs + 2 * dayMs), 'camera-expired');
  assert.equal(realProblem(endMs - 400 * dayMs), 'config-invalid');
});

test('a machine whose clock is an hour ahead of sight’s sends scenes on its own clock', async (context) => {
  const nowMs = (): number => Date.now() + 3_600_000;
  const { site } = makeSite(context, [siteCamera('yard', 'simulated:yard')], nowMs);
  site.start();
  context.after(() => site.stop());
  const message = await new Promise<SceneMessage>((resolve) => site.camera('yard').onScene(resolve));
  assert.ok(Math.abs(message.tMs - nowMs()) < 60_000, `${message.tMs - nowMs()} ms`);
});

test("after lines were edited in the browser, masks and everything else are still the file's", (context) => {
  const mask = (x: number): number[][] => [
    [x, 0],
    [1, 0],
    [1, 0.2],
  ];
  const { site, store } = makeSite(
    context,
    [siteCamera('gate', 'simulated:yard', { masks: [mask(0.5)] })],
    () => Date.now(),
  );
  site.setLines('gate', [{ id: 'edited', a: [0.1, 0.9], b: [0.9, 0.9] }], 'user:anna');
  const changed = siteCamera('gate', 'simulated:yard', { masks: [mask(0.3)], owner: 'Somebody else' });
  const { site: restarted } = makeSite(context, [changed], () => Date.now(), store);
  const { masks, owner, lines, editedInBrowser } = restarted.cameraJson('gate');
  assert.deepEqual(masks, [mask(0.3)]);
  assert.equal(owner, 'Somebody else');
  assert.deepEqual(lines, [{ id: 'edited', a: [0.1, 0.9], b: [0.9, 0.9] }]);
  assert.equal(editedInBrowser, true);
});

test('a camera whose last day has passed does not start, simulated or not', (context) => {
  const nowMs = Date.parse('2030-01-02T00:00:00Z');
  const { site } = makeSite(
    context,
    [siteCamera('gate', 'simulated:yard', { until: '2030-01-01' })],
    () => nowMs,
  );
  site.camera('gate').start();
  const { state, problem } = site.cameraJson('gate').health;
  assert.deepEqual([state, problem?.code], ['stopped', 'camera-expired']);
});

test('a record from the browser gives lines to a camera of the file, and no other purpose', (context) => {
  const store = new SqliteStore({ folder: null });
  const stored = siteCamera('one', 'simulated:yard', { lines: [{ id: 'theirs', a: [0, 0.5], b: [1, 0.5] }] });
  store.saveCamera({ cameraId: 'one', configJson: JSON.stringify(stored), updatedMs: 0 });
  const { site } = makeSite(context, [streetCamera('one', 'simulated:street')], () => Date.now(), store);
  const { purpose, liveScene, source, lines } = site.cameraJson('one');
  assert.deepEqual([purpose, liveScene, source], ['street-statistics', false, 'simulated:street']);
  assert.deepEqual(
    lines.map(({ id }) => id),
    ['theirs'],
  );
});

test('what was counted under another purpose is in a series of its own, and answers of this one have nothing of it', (context) => {
  const store = new SqliteStore({ folder: null });
  const startMs = Date.parse('2026-06-10T09:00:00Z');
  let nowMs = startMs;
  const count = (site: Site): void => {
    const { counted } = site.camera('one');
    const passage = { family: 'count', place: 'middle', part: 'left_to_right', class: 'car' } as const;
    for (let i = 0; i < 500; i++) site.counter.count(counted, { ...passage, tMs: nowMs }, nowMs);
    site.counter.observe(counted, nowMs, nowMs + 1_000);
    site.counter.tick(nowMs + 5_000);
  };
  const until = '2026-07-01';
  const before = makeSite(context, [siteCamera('one', 'simulated:yard', { until })], () => nowMs, store);
  count(before.site);
  nowMs += 300_000;
  const { site } = makeSite(context, [streetCamera('one', 'simulated:street')], () => nowMs, store);
  site.changes.pending('one').forEach(({ id }) => void site.changes.approve(id, 'user:dpo'));
  const asked = site.counts('one', startMs, startMs + 3_600_000);
  assert.deepEqual(asked.releases, []);
  nowMs += 3_600_000;
  site.counter.tick(nowMs);
  // Both are released, each in its own series; neither knows of the other.
  const purposes = store.released.series('one').map(({ purpose }) => purpose);
  const { facts, releases } = site.counts('one', startMs, startMs + 3_600_000);
  assert.equal(facts.series, purposes.length);
  const first = store.released.releases({
    ...{ cameraId: 'one', series: 1, family: 'count', fromMs: 0, toMs: 1e15, limit: 1_000 },
  });
  assert.ok(first.some(({ record: { value } }) => Math.abs(value - 500) < 60));
  assert.ok(releases.every(({ count }) => (count ?? 0) < 100));
});

test('a camera that a wrong clock refused is started when the clock is right', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  let nowMs = Date.parse('2020-01-01T00:00:00Z');
  const { site } = makeSite(
    context,
    [siteCamera('gate', 'simulated:yard', { until: '2030-01-05' })],
    () => nowMs,
  );
  site.start();
  assert.equal(site.cameraJson('gate').health.state, 'stopped');
  nowMs = Date.parse('2030-01-02T00:00:00Z');
  context.mock.timers.tick(tickMs);
  assert.equal(site.cameraJson('gate').health.state, 'running');
  nowMs = Date.parse('2030-01-06T00:00:01Z');
  context.mock.timers.tick(tickMs);
  assert.equal(site.cameraJson('gate').health.problem?.code, 'camera-expired');
});

test('a passage that is complete is counted, also when the camera stops before it was decided', async (context) => {
  const { site, store } = makeSite(context, [siteCamera('gate', 'simulated:yard')], () => Date.now());
  const counted: string[] = [];
  context.mock.method(
    store,
    'commitTick',
    ({ counts }: { counts: readonly { cell: { class: string } }[] }) => {
      counted.push(...counts.map(({ cell }) => cell.class));
    },
  );
  context.mock.method(store, 'close', () => {});
  const waiting = {
    class: 'car',
    kind: 'crossing',
    tMs: Date.now(),
    lineId: 'middle',
    direction: 'left_to_right',
  } as const;
  context.mock.method(CountingPipeline.prototype, 'step', () => ({ tracks: [], decided: [], crossings: [] }));
  context.mock.method(CountingPipeline.prototype, 'finish', () => ({ decided: [], crossings: [waiting] }));
  site.camera('gate').start();
  await new Promise((resolve) => setTimeout(resolve, 500));
  await site.stop();
  assert.deepEqual(counted, ['car']);
});
