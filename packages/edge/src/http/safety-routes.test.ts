import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { CameraJson, SafetyPreviewJson, SafetyRequestJson } from '@outis/core';
import { type HttpSite, httpSite, problemSchema, twoCameras } from '../../../../test/fixtures/http-site.ts';
import { headOf, rectangle, standing } from '../../../../test/fixtures/safety-rig.ts';
import { until } from '../../../../test/fixtures/support.ts';
import { SqliteStore } from '../store/sqlite-store.ts';

const put = '/api/cameras/yard/safety';
const preview = `${put}/preview`;
const asked: SafetyRequestJson = {
  zones: [
    { id: 'crane', points: rectangle(0, 0.4, 0.5, 1), hazard: 'slewing-zone' },
    { id: 'exit', points: rectangle(0.6, 0.4, 1, 1) },
  ],
  rules: [
    { rule: 'exclusion', zones: ['crane'], cooldownS: 60 },
    { rule: 'blocked', zones: ['exit'], minutes: 5, mode: 'learning' },
  ],
  calibration: null,
};

test('zones, rules and ground of a site are set at once, without a restart, and are in the log', async (context) => {
  const { ask, site, audit } = await httpSite(context);
  const before = site.camera('yard');
  const answer = await ask('PUT', put, asked);
  assert.equal(answer.statusCode, 200, answer.body);
  const { safety, zones, editedInBrowser } = answer.json<CameraJson>();
  assert.deepEqual([zones, editedInBrowser], [asked.zones, true]);
  assert.deepEqual(
    safety?.rules.map(({ config, mode, problem, isArmed }) => [config, mode, problem, isArmed]),
    [
      [asked.rules[0], 'live', null, true],
      [asked.rules[1], 'learning', null, true],
    ],
  );
  assert.equal(site.camera('yard'), before, 'the camera goes on');
  const { warns, tries } = site.publicFacts('yard').camera;
  assert.deepEqual([warns, tries], [['exclusion'], ['blocked']], 'and on the public page');
  const [entry] = audit.query({ action: 'safety.changed' }).entries;
  assert.deepEqual([entry?.actor, entry?.subject], ['user:setter', 'yard']);
  assert.deepEqual(Object.keys(entry?.detail['after'] as object).toSorted(), ['rules', 'zones']);
  const list = await ask('GET', '/api/cameras');
  assert.equal(list.statusCode, 200);
  assert.equal((await ask('GET', '/api/cameras/street')).json<CameraJson>().safety, null);
});

test('what cannot be warned of is refused with the place and the way out, and nothing is kept', async (context) => {
  const { ask, as } = await httpSite(context);
  const refusal = async (change: Partial<SafetyRequestJson>, status = 400): Promise<string> => {
    for (const [method, url] of [
      ['PUT', put],
      ['POST', preview],
    ] as const) {
      const answer = await ask(method, url, { ...asked, ...change });
      assert.equal(answer.statusCode, status, `${method} ${answer.body}`);
      if (method === 'PUT') continue;
      return problemSchema.parse(answer.json()).message;
    }
    return '';
  };
  assert.match(
    await refusal({ zones: [] }),
    /rules\.0\.zones\.0: names the zone crane, which does not exist/,
  );
  const everything = [{ ...asked.zones[0]!, points: rectangle(0, 0, 1, 0.9) }, asked.zones[1]!];
  assert.match(
    await refusal({ zones: everything }),
    /the exclusion zones cover 90 % of where people can walk/,
  );
  assert.match(await refusal({ rules: [{ rule: 'proximity', zones: ['exit'] }] }), /needs a calibration/);
  const { safety } = (await ask('GET', '/api/cameras/yard')).json<CameraJson>();
  assert.deepEqual(safety, { rules: [], calibration: null });
  const street = await ask('PUT', '/api/cameras/street/safety', { ...asked, rules: [] });
  assert.equal(problemSchema.parse(street.json()).code, 'purpose-refused');
  for (const role of ['viewer', 'operator', 'dpo', 'admin'] as const)
    assert.equal((await as(`a-${role}`, [role])('PUT', put, asked)).statusCode, 403, role);
});

test('rules from the browser are those of the next start, and win over the file', async (context) => {
  const store = new SqliteStore({ folder: null });
  const file = { ...twoCameras[0], zones: [asked.zones[1]], rules: [asked.rules[1]] };
  const first = await httpSite(context, [file], Date.now, {}, () => ({ store }));
  assert.equal((await first.ask('PUT', put, asked)).statusCode, 200);
  const [kept] = store.cameras();
  const next = new SqliteStore({ folder: null });
  next.saveCamera(kept!);
  const stored = JSON.parse(kept!.configJson) as Record<string, unknown>;
  assert.deepEqual(
    [stored['rules'], stored['zones'], 'movements' in stored],
    [asked.rules, asked.zones, false],
  );
  const again = await httpSite(context, [file], Date.now, {}, () => ({ store: next }));
  const { safety, editedInBrowser } = (await again.ask('GET', '/api/cameras/yard')).json<CameraJson>();
  assert.equal(editedInBrowser, true);
  assert.deepEqual(
    safety?.rules.map(({ config }) => config),
    asked.rules,
  );
});

/** Serves the site over a real connection; one that was injected never ends. */
async function listening(context: TestContext): Promise<HttpSite & { readonly url: string }> {
  const made = await httpSite(context, [{ ...twoCameras[0], source: 'simulated:yard' }]);
  made.site.start();
  const url = await made.server.listen({ host: '127.0.0.1', port: 0 });
  return { ...made, url };
}

test('rules are tried out on what was seen since the editor was opened, by whoever has it open', async (context) => {
  const made = await listening(context);
  const { ask, as, site, audit, url, cookie } = made;
  const closed = await ask('POST', preview, asked);
  assert.equal(problemSchema.parse(closed.json()).code, 'preview-closed');
  const editor = new AbortController();
  const opened = await fetch(url + preview, { headers: { cookie }, signal: editor.signal });
  assert.equal(opened.headers.get('content-type'), 'text/event-stream');
  const second = await fetch(url + preview, { headers: { cookie } });
  assert.equal(problemSchema.parse(await second.json()).code, 'camera-busy');
  const { safety } = site.camera('yard');
  const rule = { ...asked.rules[0]!, cooldownS: 60, mode: 'test' as const };
  const times = async (): Promise<SafetyPreviewJson> => {
    const answer = await ask('POST', preview, { ...asked, rules: [rule] });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<SafetyPreviewJson>();
  };
  // The simulated yard goes on by itself; what is fed here lies in its future.
  const startMs = performance.timeOrigin + performance.now() + 1_000_000;
  const walker = {
    ...standing(0.2, 0.3),
    foot: { x: 100, y: 250 },
    box: { left: 80, top: 150, width: 40, height: 100 },
  };
  for (let at = 0; at < 125_000; at += 100)
    safety!.step({
      tMs: startMs + at,
      offsetMs: 0,
      tracks: [{ ...walker, lastSeenMs: startMs + at }],
      detections: [headOf(walker, 'bare-head')],
    });
  const { fired, watchedMs } = await times();
  assert.ok(watchedMs >= 124_000, `${watchedMs}`);
  assert.deepEqual(fired, [{ rule: 'exclusion', zoneId: 'crane', times: 3, problem: null }]);
  const stranger = await as('other', ['installer'])('POST', preview, asked);
  assert.equal(problemSchema.parse(stranger.json()).code, 'preview-closed');
  editor.abort();
  await opened.text().catch(() => '');
  await until(
    'the end of the recording',
    () => audit.query({ action: 'safety.previewed' }).entries.length === 2,
  );
  const [ended, began] = audit.query({ action: 'safety.previewed' }).entries;
  assert.deepEqual(Object.keys(began!.detail), ['fromMs']);
  assert.deepEqual(Object.keys(ended!.detail).toSorted(), ['fromMs', 'toMs', 'tries']);
  assert.equal(ended!.detail['tries'], 1);
  assert.deepEqual([began?.actor, began?.subject], ['user:setter', 'yard']);
  const gone = await ask('POST', preview, asked);
  assert.equal(problemSchema.parse(gone.json()).code, 'preview-closed');
});

test('an editor is told how much it has; it ends with the session of its user', async (context) => {
  const { url, cookieOf, access, site } = await listening(context);
  const answer = await fetch(url + preview, { headers: { cookie: cookieOf('ines', ['installer']) } });
  const reader = answer.body!.getReader();
  let text = '';
  const decoder = new TextDecoder();
  while ((text.match(/event: watched/g) ?? []).length < 2)
    text += decoder.decode((await reader.read()).value);
  const told = [...text.matchAll(/data: (\{"watchedMs":\d+\})/g)].map(
    ([, json]) => (JSON.parse(json!) as { watchedMs: number }).watchedMs,
  );
  assert.equal(told[0], 0);
  assert.ok(told[1]! > 500 && told[1]! < 10_000, `${told[1]}`);
  access.setRoles({ kind: 'open' }, 'ines', ['viewer']);
  while (!(await reader.read()).done);
  await until('the end of the recording', async () => {
    try {
      await site.previews.fired('yard', 'ines', site.camera('yard').config);
      return false;
    } catch {
      return true;
    }
  });
});
