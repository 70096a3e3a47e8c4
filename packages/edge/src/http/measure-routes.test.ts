import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CameraJson, MeasuresCheckJson, MeasuresRequestJson, StatisticsJson } from '@outis/core';
import { type HttpSite, httpSite, problemSchema, twoCameras } from '../../../../test/fixtures/http-site.ts';
import { trialMeasures } from '../../../../test/fixtures/street-trial.ts';

const { calibration, zones, movements, lines } = trialMeasures;
const street = { ...twoCameras[1], lines, size: { widthPx: 1280, heightPx: 720 }, analyseFps: 10 };
const asked: MeasuresRequestJson = { calibration: calibration!, zones, movements };
const nothing: MeasuresRequestJson = { calibration: null, zones: [], movements: [] };
const put = '/api/cameras/street/measures';

function makeSite(context: Parameters<typeof httpSite>[0], more: object = {}): Promise<HttpSite> {
  return httpSite(context, [twoCameras[0]!, { ...street, ...more }]);
}

test('what is measured is set at once, without a restart, and is in the camera and in the log', async (context) => {
  const { ask, site, audit, store } = await makeSite(context);
  const before = site.camera('street');
  const answer = await ask('PUT', put, asked);
  assert.equal(answer.statusCode, 200, answer.body);
  const { measures, editedInBrowser } = answer.json<CameraJson>();
  assert.equal(editedInBrowser, true);
  assert.equal(measures?.movements.length, 6);
  assert.equal(measures?.calibration?.kind, 'calibrated');
  assert.ok(measures?.zones.every(({ isPermitted }) => isPermitted));
  assert.equal(site.camera('street'), before, 'the camera goes on');
  const { entries } = audit.query({ action: 'lines.changed' });
  const [entry] = entries;
  assert.equal(entry?.actor, 'user:setter');
  assert.deepEqual(Object.keys((entry?.detail['after'] ?? {}) as object).toSorted(), [
    'calibration',
    'movements',
    'zones',
  ]);
  const families = new Set(store.released.measured('street', 1).map(({ family }) => family));
  assert.deepEqual([...families].toSorted(), [
    'conflict',
    'conflict-place',
    'count',
    'dwell',
    'movement',
    'speed',
  ]);
  const taken = await ask('PUT', put, nothing);
  assert.deepEqual(taken.json<CameraJson>().measures?.asked, nothing);
});

test('what cannot be measured well enough is refused with the path and the way out, and nothing is kept', async (context) => {
  const { ask } = await makeSite(context);
  const refusal = async (change: Partial<MeasuresRequestJson>): Promise<string> => {
    const answer = await ask('PUT', put, { ...asked, ...change });
    assert.equal(answer.statusCode, 400, answer.body);
    return problemSchema.parse(answer.json()).message;
  };
  const off = { ...calibration!, heldOut: { ...calibration!.heldOut, metres: 9 } };
  assert.match(await refusal({ calibration: off }), /calibration: is refused: the held-out distance is off/);
  assert.match(await refusal({ calibration: null }), /zones\.0\.use: speed needs a calibration/);
  assert.match(
    await refusal({ movements: [{ id: 'm', from: 'west', to: 'nowhere' }] }),
    /movements\.0\.to: names the line nowhere/,
  );
  const after = (await ask('GET', '/api/cameras/street')).json<CameraJson>();
  assert.deepEqual(after.measures?.asked, nothing);
});

test('a check answers residuals, a map and zones, and saves nothing', async (context) => {
  const { ask } = await makeSite(context);
  const check = async (body: MeasuresRequestJson): Promise<MeasuresCheckJson> => {
    const answer = await ask('POST', `${put}/check`, body);
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<MeasuresCheckJson>();
  };
  const good = await check(asked);
  assert.ok(good.calibration?.kind === 'calibrated' && good.calibration.residuals.length === 6);
  assert.equal(good.map.squares.length, good.map.columns * good.map.rows);
  assert.deepEqual([good.problem, good.zones.length], [null, zones.length]);
  const off = await check({
    ...asked,
    calibration: { ...calibration!, heldOut: { ...calibration!.heldOut, metres: 9 } },
  });
  assert.ok(off.calibration?.kind === 'refused' && off.calibration.reason === 'held-out-off');
  assert.match(off.problem ?? '', /^calibration: is refused/);
  const after = (await ask('GET', '/api/cameras/street')).json<CameraJson>();
  assert.deepEqual(after.measures?.asked, nothing);
});

test('a line that a movement needs cannot be taken away', async (context) => {
  const { ask } = await makeSite(context, { movements: [{ id: 'm', from: 'west', to: 'east' }] });
  const answer = await ask('PUT', '/api/cameras/street/lines', { lines: lines.slice(1) });
  assert.equal(answer.statusCode, 400);
  assert.match(problemSchema.parse(answer.json()).message, /movements\.0\.from: names the line west/);
  assert.equal((await ask('PUT', '/api/cameras/street/lines', { lines })).statusCode, 200);
});

test('a site neither measures nor answers statistics, and its camera says so', async (context) => {
  const { ask, site } = await makeSite(context);
  for (const [method, url, body] of [
    ['PUT', '/api/cameras/yard/measures', nothing],
    ['POST', '/api/cameras/yard/measures/check', nothing],
    ['GET', '/api/cameras/yard/statistics?fromMs=0&toMs=1', undefined],
  ] as const) {
    const answer = await ask(method, url, body);
    assert.deepEqual(
      [answer.statusCode, problemSchema.parse(answer.json()).code],
      [403, 'purpose-refused'],
      url,
    );
  }
  // Not even past the guard.
  assert.throws(() => site.statistics('yard', { fromMs: 0, toMs: 1 }), /purpose/i);
  assert.throws(() => site.setMeasures('yard', nothing, 'user:x'), /purpose/i);
  assert.equal((await ask('GET', '/api/cameras/yard')).json<CameraJson>().measures, null);
});

test('statistics of a street that has released nothing are empty', async (context) => {
  const { ask } = await makeSite(context);
  const answer = await ask(
    'GET',
    '/api/cameras/street/statistics?fromMs=0&toMs=86400000&family=speed&sum=month',
  );
  assert.equal(answer.statusCode, 200, answer.body);
  const { facts, ...lists } = answer.json<StatisticsJson>();
  assert.deepEqual([facts.series, facts.purpose], [1, 'street-statistics']);
  assert.deepEqual(Object.values(lists).flat(), []);
});

test('another purpose begins another series, takes the measures away and stands in the log', async (context) => {
  const { ask, site, store, audit } = await makeSite(context);
  assert.equal((await ask('PUT', put, asked)).statusCode, 200);
  const { boundary, until } = twoCameras[0] as { boundary: unknown; until: string };
  const { owner, reason } = twoCameras[0] as { owner: string; reason: string };
  const settings = { purpose: 'site-safety', owner, reason, boundary, until, masks: [] };
  const answer = await ask('PUT', '/api/cameras/street/settings', settings);
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(site.camera('street').config.purpose, 'site-safety');
  assert.deepEqual(
    store.released.series('street').map(({ series, purpose }) => [series, purpose]),
    [
      [1, 'street-statistics'],
      [2, 'site-safety'],
    ],
  );
  const now = store.released.measured('street', 2).filter(({ toMs }) => toMs === null);
  assert.deepEqual([...new Set(now.map(({ family }) => family))], ['count']);
  const { entries } = audit.query({ action: 'change.effective' });
  assert.ok(entries.some(({ detail }) => detail['field'] === 'purpose'));
});
