import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ask, httpSite } from '../../../../test/fixtures/http-site.ts';

test('a dpo closes a stream and opens none; operator and installer do both, a viewer and a token neither', async (context) => {
  const made = await httpSite(context);
  const put = async (ask: Ask, paused: boolean, id = 'yard'): Promise<readonly [number, string]> => {
    const answer = await ask('PUT', `/api/cameras/${id}/pause`, { paused });
    const body = answer.json<{ code?: string; health?: { state: string } }>();
    return [answer.statusCode, body.code ?? body.health!.state];
  };
  const refused = [403, 'role-refused'] as const;
  const dpo = made.as('dora', ['dpo']);
  for (const id of ['yard', 'street']) assert.deepEqual(await put(dpo, true, id), [200, 'paused']);
  assert.deepEqual(await put(dpo, false), refused);
  for (const role of ['operator', 'installer'] as const) {
    const ask = made.as(`a-${role}`, [role]);
    assert.equal((await put(ask, false))[0], 200, role);
    assert.deepEqual(await put(ask, true), [200, 'paused'], role);
  }
  for (const ask of [made.as('vera', ['viewer']), made.as('ada', ['admin'])])
    for (const paused of [true, false]) assert.deepEqual(await put(ask, paused), refused);
  assert.equal((await put(made.nobody, true))[0], 401);
  assert.equal(made.site.cameraJson('yard').pause.isPaused, true);
  const entries = made.audit.query({ action: 'camera.paused' }).entries.map(({ actor }) => actor);
  assert.deepEqual(entries.toSorted(), ['user:a-installer', 'user:a-operator', 'user:dora', 'user:dora']);
  for (const body of [{}, { paused: 'yes' }, { paused: true, by: 'mqtt' }]) {
    const answer = await dpo('PUT', '/api/cameras/yard/pause', body);
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [400, 'request-invalid']);
  }
});

test('in the demo everybody pauses and lets go on', async (context) => {
  const { nobody } = await httpSite(context, undefined, Date.now, { access: null });
  for (const paused of [true, false]) {
    const answer = await nobody('PUT', '/api/cameras/yard/pause', { paused });
    assert.deepEqual(
      [answer.statusCode, answer.json<{ pause: { isPaused: boolean } }>().pause.isPaused],
      [200, paused],
    );
  }
  const unknown = await nobody('PUT', '/api/cameras/nowhere/pause', { paused: true });
  assert.equal(unknown.statusCode, 404);
});
