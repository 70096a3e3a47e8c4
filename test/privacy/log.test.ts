import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { auditActions } from '@outis/core';
import { httpSite, range, twoCameras } from '../fixtures/http-site.ts';

/** A day of use of a site on which `passages` cross each line every minute: the log of it, without hashes. */
async function dayOfUse(context: TestContext, passages: number): Promise<unknown[]> {
  let nowMs = Date.parse('2026-06-10T09:00:00Z');
  const { ask, as, site, audit, store } = await httpSite(context, twoCameras, () => nowMs);
  const dpo = as('dora', ['dpo']);
  for (let minute = 0; minute < 26 * 60; minute++) {
    nowMs += 60_000;
    for (const id of ['yard', 'street']) {
      const { counted } = site.camera(id);
      const passage = { family: 'count', place: 'middle', part: 'left_to_right', tMs: nowMs } as const;
      for (let i = 0; i < passages; i++)
        for (const objectClass of ['person', 'car'] as const)
          site.counter.count(counted, { ...passage, class: objectClass }, nowMs);
      site.counter.observe(counted, nowMs - 2_000, nowMs);
    }
    site.counter.tick(nowMs);
    if (minute % 360 !== 0) continue;
    // Whatever is written down when somebody uses it.
    const counts = `fromMs=${nowMs - 864e5}&toMs=${nowMs}`;
    for (const id of ['yard', 'street']) {
      const csv = await ask('GET', `/api/cameras/${id}/counts.csv?${counts}`);
      assert.equal(csv.statusCode, 200, csv.body);
      assert.equal((await ask('GET', `/api/cameras/${id}/sign.svg`)).statusCode, 200);
      const lines = [{ id: 'middle', a: [0.5, 1], b: [0.5, minute / 10_000] }];
      assert.equal((await ask('PUT', `/api/cameras/${id}/lines`, { lines })).statusCode, 200);
    }
    assert.equal((await dpo('GET', '/api/audit.csv')).statusCode, 200);
    assert.equal((await ask('GET', `/api/cameras/street/counts?${range}`)).statusCode, 200);
  }
  const query = {
    cameraId: 'yard',
    series: 1,
    family: 'count',
    fromMs: 0,
    toMs: nowMs,
    limit: 10_000,
  } as const;
  const counted = store.released.releases(query).reduce((sum, { record }) => sum + record.value, 0);
  assert.ok(passages > 0 ? counted > 3_000 : counted < 500, `${counted}`);
  const { entries } = audit.query({ limit: 1000 });
  assert.ok(entries.length > 30, `${entries.length} entries`);
  return entries
    .filter(({ action }) => action !== 'log.signed')
    .map(({ tMs, actor, action, subject, detail }) => ({ tMs, actor, action, subject, detail }));
}

test('the log of a busy site equals that of a quiet one', async (context) => {
  const quiet = await dayOfUse(context, 0);
  const busy = await dayOfUse(context, 3);
  assert.deepEqual(busy, quiet);
});

test('the log has no word for what a camera sees', () => {
  const telling = /count|person|vehicle|crossing|passage|track|detect|object|face|plate|occupan|dwell|speed/i;
  assert.deepEqual(
    auditActions.filter((action) => telling.test(action)),
    [],
  );
});
