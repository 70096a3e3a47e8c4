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
    for (const [id, purpose] of [
      ['yard', 'site-safety'],
      ['street', 'street-statistics'],
    ] as const)
      for (const objectClass of ['person', 'car', 'bicycle'] as const)
        busy.site.counter.count(
          id,
          purpose,
          { kind: 'crossing', tMs: nowMs, lineId: 'middle', direction: 'left_to_right', class: objectClass },
          nowMs,
        );
    for (const { site } of [quiet, busy]) site.counter.tick(nowMs);
  }
  assert.ok(busy.store.releases('yard', 0, nowMs, 1000).length > 50);
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
