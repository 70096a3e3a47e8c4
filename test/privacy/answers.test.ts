import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { OutisError } from '@outis/core';
import { configSchema } from '../../packages/edge/src/config/config-schema.ts';
import { streamScene } from '../../packages/edge/src/http/scene-stream.ts';
import { makeServer } from '../../packages/edge/src/http/server.ts';
import { Site } from '../../packages/edge/src/pipeline/site.ts';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { temporaryFolder, until } from '../fixtures/support.ts';

/** What may be asked. A new route must be looked at before it is added here. */
const routes = [
  '/api/cameras',
  '/api/cameras/test',
  '/api/cameras/{id}',
  '/api/cameras/{id}/counts',
  '/api/cameras/{id}/lines',
  '/api/cameras/{id}/public',
  '/api/cameras/{id}/scene',
];
const telling =
  /picture|image|frame|snapshot|still|video|jpeg|png|thumb|crop|pixel|track|embedding|score|face|plate$/i;
/** Pictures per second are health, not pictures. */
const harmless = ['masks'];

function makeSite(context: TestContext): { readonly site: Site; readonly store: SqliteStore } {
  const store = new SqliteStore({ folder: null });
  const config = configSchema.parse({
    store: { folder: temporaryFolder(context) },
    cameras: [
      {
        id: 'yard',
        source: 'simulated:yard',
        purpose: 'site-safety',
        owner: 'Ithaca Harbour',
        reason: 'Lorries reverse beside the footway',
        until: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
        boundary: [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
        lines: [{ id: 'gate', a: [0.5, 1], b: [0.5, 0] }],
      },
      {
        id: 'street',
        source: 'simulated:street',
        purpose: 'street-statistics',
        owner: 'City of Ithaca',
        reason: 'How many people cycle through Harbour Street',
      },
    ],
  });
  const model = new OutisError('model-missing');
  const site = new Site({ config, store, model, modelFacts: null, nowMs: Date.now });
  site.start();
  context.after(() => site.stop());
  return { site, store };
}

test('no route answers a picture, an address of one, or a track', async (context) => {
  const server = await makeServer(makeSite(context).site);
  context.after(() => server.close());
  const openApi = (await server.inject('/api/openapi.json')).json() as { paths: Record<string, unknown> };
  assert.deepEqual(Object.keys(openApi.paths).toSorted(), routes);
  const names = new Set<string>();
  JSON.stringify(openApi, (key, value: unknown) => {
    names.add(key);
    return value;
  });
  assert.ok(names.has('observedMs') && names.has('boundary'), 'it sees the fields of the answers');
  assert.deepEqual(
    [...names].filter((name) => telling.test(name) && !harmless.includes(name)),
    [],
  );
  for (const route of routes.filter((each) => !each.endsWith('/scene'))) {
    const url = `${route.replace('{id}', 'yard')}?fromMs=0&toMs=1000`;
    const { headers, rawPayload } = await server.inject({ url });
    assert.match(String(headers['content-type']), /^application\/json/, url);
    assert.ok(rawPayload[0] === 0x7b, url);
  }
});

test('a name that is not of this machine is refused (DNS rebinding)', async (context) => {
  const server = await makeServer(makeSite(context).site);
  context.after(() => server.close());
  const status = async (host: string): Promise<number> =>
    (await server.inject({ url: '/api/cameras', headers: { host } })).statusCode;
  for (const host of ['127.0.0.1:8080', 'localhost:8080', '[::1]:8080'])
    assert.equal(await status(host), 200);
  for (const host of [
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '192.168.1.2',
    'x@localhost',
  ])
    assert.equal(await status(host), 403, host);
  for (const url of ['/', '/metrics', '/healthz', '/api/cameras/yard/scene'])
    assert.equal((await server.inject({ url, headers: { host: 'evil.example' } })).statusCode, 403, url);
});

test('a request from another origin is refused, whatever it asks', async (context) => {
  const server = await makeServer(makeSite(context).site);
  context.after(() => server.close());
  const host = '127.0.0.1:8080';
  const from = async (
    headers: Record<string, string>,
    method: 'GET' | 'POST' | 'DELETE' = 'GET',
  ): Promise<number> =>
    (await server.inject({ url: '/api/cameras/yard', method, headers: { host, ...headers } })).statusCode;
  assert.equal(await from({ origin: `http://${host}` }), 200);
  for (const origin of [
    'https://evil.example',
    'http://127.0.0.1:9999',
    'http://localhost:8080',
    'null',
    '',
  ]) {
    assert.equal(await from({ origin }), 403, origin);
    assert.equal(await from({ origin }, 'DELETE'), 403, origin);
  }
  for (const site of ['cross-site', 'same-site'])
    assert.equal(await from({ 'sec-fetch-site': site }), 403, site);
  assert.equal(await from({ 'sec-fetch-site': 'same-origin' }), 200);
});

test('a scene pauses by itself, is refused for a street, and the minutes watched are noted', async (context) => {
  const { site, store } = makeSite(context);
  const server = createServer((request, response) => {
    try {
      streamScene(site, request.url!.slice(1), response, 1_500);
    } catch (error) {
      response.writeHead(error instanceof OutisError ? error.httpStatus : 500).end();
    }
  }).listen(0, '127.0.0.1');
  context.after(() => server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const text = await (await fetch(`${url}/yard`)).text();
  assert.match(text, /event: scene\n/);
  assert.match(text, /event: paused\ndata: \{\}\n\n$/);
  for (const [, data] of text.matchAll(/^data: (\{"tMs.*)$/gm)) {
    const { objects } = JSON.parse(data!) as { objects: object[] };
    for (const object of objects) assert.deepEqual(Object.keys(object), ['id', 'class', 'x', 'y']);
  }
  await until('the time watched', () => store.watchedMs('yard') >= 1_000);
  assert.equal((await fetch(`${url}/street`)).status, 403);
});
