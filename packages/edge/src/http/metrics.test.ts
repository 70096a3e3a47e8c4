import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HttpSite, httpSite, twoCameras } from '../../../../test/fixtures/http-site.ts';

/** The series of /metrics without their values. */
function series(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/ [^ ]+$/, ''));
}

test('/metrics does not move with what is seen', async (context) => {
  let nowMs = Date.parse('2026-06-10T09:00:00Z');
  const quiet = await httpSite(context, twoCameras, () => nowMs);
  const busy = await httpSite(context, twoCameras, () => nowMs);
  const metrics = async ({ ask }: HttpSite): Promise<string> => (await ask('GET', '/metrics')).body;
  const before = await metrics(busy);
  assert.equal(await metrics(quiet), before);
  for (let second = 0; second < 4000; second += 5) {
    nowMs += 5000;
    for (const id of ['yard', 'street']) {
      const passage = { family: 'count', place: 'middle', part: 'left_to_right', tMs: nowMs } as const;
      const { counted } = busy.site.camera(id);
      for (const objectClass of ['person', 'car', 'bicycle'] as const)
        busy.site.counter.count(counted, { ...passage, class: objectClass }, nowMs);
      // The camera time of both is the same: what is watched does not move either.
      for (const { site } of [quiet, busy]) site.counter.observe(counted, nowMs - 2_000, nowMs);
    }
    for (const { site } of [quiet, busy]) site.counter.tick(nowMs);
  }
  const query = {
    cameraId: 'yard',
    series: 1,
    family: 'count',
    fromMs: 0,
    toMs: nowMs,
    limit: 1_000,
  } as const;
  const sum = busy.store.released.releases(query).reduce((all, { record }) => all + record.value, 0);
  assert.ok(sum > 500, `${sum}`);
  assert.equal(await metrics(busy), before);
  assert.equal(await metrics(quiet), before);
  assert.doesNotMatch(before, /person|bicycle|\bcar\b|truck|crossing|count\b|track|occupancy|object/i);
});

test('/metrics of running cameras has the same series before and after, and values of frames alone move', async (context) => {
  const running = await httpSite(context);
  const read = async (): Promise<string> => (await running.ask('GET', '/metrics')).body;
  const before = series(await read());
  running.site.start();
  const observed = new Promise<void>((resolve) => {
    let messages = 0;
    running.site.camera('yard').onScene(() => ++messages === 3 && resolve());
  });
  await observed;
  const text = await read();
  assert.deepEqual(series(text), before);
  assert.match(text, /outis_camera_running\{camera="yard"\} 1/);
  // Whatever a camera sees, its rate is that of its configuration.
  assert.match(text, /outis_camera_analysed_fps\{camera="yard"\} 10\n/);
});
