import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memorySite } from '../../../../test/fixtures/http-site.ts';
import { streetCamera } from '../../../../test/fixtures/site.ts';
import { publicPage } from '../public/page.ts';
import { SqliteStore } from '../store/sqlite-store.ts';
import type { Site } from './site.ts';

const hourMs = 3_600_000;

test('a weekly pause that is taken out of the configuration holds for 72 hours more, and everybody may see that', async (context) => {
  const store = new SqliteStore({ folder: null });
  context.after(() => store.close());
  // A Saturday.
  let nowMs = Date.parse('2026-06-06T12:00:00Z');
  const start = (pauses: object): Site =>
    memorySite(
      context,
      [{ ...streetCamera('street', 'simulated:street'), ...pauses }],
      () => nowMs,
      () => {},
      { store },
    ).site;
  const weekend = { days: ['sat', 'sun'], from: '00:00', to: '24:00' };
  const first = start({ pauses: [weekend] });
  assert.deepEqual(
    [first.cameraJson('street').pause.by, first.cameraJson('street').pending.length],
    ['schedule', 0],
  );
  nowMs += 48 * hourMs;
  // Monday: it is taken out, and a night is added, which holds at once.
  const night = { days: ['mon'], from: '18:00', to: '06:00' };
  nowMs += 4 * 24 * hourMs;
  const second = start({ pauses: [night] });
  const { pending } = second.cameraJson('street');
  assert.deepEqual(
    pending.map(({ field, before, after }) => [field, before, after]),
    [['pauses', 'sat sun 00:00–24:00', 'mon 18:00–06:00']],
  );
  assert.deepEqual(second.camera('street').config.pauses, [weekend, night]);
  const page = publicPage(second.publicFacts('street'), 'de');
  assert.ok(page.includes('Wöchentliche Pausen') && page.includes('Sa So 00:00–24:00'));
  // Within the 72 hours Saturday has come: it is paused as before, whoever starts it again.
  nowMs += 20 * hourMs;
  const third = start({ pauses: [night] });
  assert.equal(third.cameraJson('street').pause.isScheduled, true);
  await assert.rejects(third.resume('street', 'user:anna'), { code: 'camera-paused' });
  nowMs += 60 * hourMs;
  await third.takeEffect();
  assert.deepEqual(third.cameraJson('street').pending, []);
  assert.deepEqual(third.camera('street').config.pauses, [night]);
  assert.equal(third.cameraJson('street').pause.isPaused, true, 'a Monday night');
  nowMs = Date.parse('2026-06-20T12:00:00Z');
  assert.equal(start({ pauses: [night] }).cameraJson('street').pause.isPaused, false);
});
