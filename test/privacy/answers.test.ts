import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { OutisError } from '@outis/core';
import { streamScene } from '../../packages/edge/src/http/scene-stream.ts';
import { type HttpSite, httpSite } from '../fixtures/http-site.ts';
import { until } from '../fixtures/support.ts';

/** What may be asked. A new route must be looked at before it is added here. */
const routes = [
  '/api/alerts',
  '/api/alerts/stream',
  '/api/alerts/{alert}/closing',
  '/api/alerts/{alert}/replay',
  '/api/alerts/{alert}/seen',
  '/api/audit',
  '/api/audit.csv',
  '/api/audit/head',
  '/api/cameras',
  '/api/cameras/test',
  '/api/cameras/{id}',
  '/api/cameras/{id}/aim',
  '/api/cameras/{id}/aim/approval',
  '/api/cameras/{id}/aim/grant',
  '/api/cameras/{id}/certificates',
  '/api/cameras/{id}/certificates/{number}',
  '/api/cameras/{id}/counts',
  '/api/cameras/{id}/counts.csv',
  '/api/cameras/{id}/lines',
  '/api/cameras/{id}/measures',
  '/api/cameras/{id}/measures/check',
  '/api/cameras/{id}/pause',
  '/api/cameras/{id}/releases',
  '/api/cameras/{id}/releases.csv',
  '/api/cameras/{id}/releases.geojson',
  '/api/cameras/{id}/releases.parquet',
  '/api/cameras/{id}/safety',
  '/api/cameras/{id}/safety/check',
  '/api/cameras/{id}/safety/preview',
  '/api/cameras/{id}/scene',
  '/api/cameras/{id}/settings',
  '/api/cameras/{id}/sign.pdf',
  '/api/cameras/{id}/sign.svg',
  '/api/cameras/{id}/statistics',
  '/api/cameras/{id}/turning-count.csv',
  '/api/cameras/{id}/turning-count.xlsx',
  '/api/certify/plan',
  '/api/certify/totals',
  '/api/changes',
  '/api/changes/{id}',
  '/api/changes/{id}/approval',
  '/api/code',
  '/api/enrol',
  '/api/me',
  '/api/me/password',
  '/api/me/sessions',
  '/api/safety/report',
  '/api/safety/report.pdf',
  '/api/session',
  '/api/tokens',
  '/api/tokens/{id}',
  '/api/users',
  '/api/users/{name}',
  '/api/users/{name}/code',
  '/c/{id}/statement.json',
];
const telling =
  /picture|image|frame|snapshot|still|video|jpeg|png|thumb|crop|pixel|track|embedding|score|face|plate$/i;
/** Pictures per second are health, not pictures. */
const harmless = ['masks'];

/** The two cameras of a site, running. */
async function makeSite(context: TestContext): Promise<HttpSite> {
  const made = await httpSite(context);
  made.site.start();
  return made;
}

test('no route answers a picture, an address of one, or a track', async (context) => {
  const { ask } = await makeSite(context);
  const openApi = (await ask('GET', '/api/openapi.json')).json() as { paths: Record<string, unknown> };
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
  for (const route of routes.filter((each) => !/\/(scene|stream|preview)$/.test(each))) {
    const url = `${route.replace('{id}', 'yard')}?fromMs=0&toMs=1000`;
    const { headers, rawPayload } = await ask('GET', url);
    if (/\.(csv|svg|pdf|parquet|geojson|xlsx)\?/.test(url)) continue;
    assert.match(String(headers['content-type']), /^application\/json/, url);
    assert.ok(rawPayload[0] === 0x7b, url);
  }
});

test('a name that is not of this machine is refused (DNS rebinding)', async (context) => {
  const { ask } = await makeSite(context);
  const status = async (host: string): Promise<number> =>
    (await ask('GET', '/api/cameras', undefined, { host })).statusCode;
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
    assert.equal((await ask('GET', url, undefined, { host: 'evil.example' })).statusCode, 403, url);
});

test('a request from another origin is refused, whatever it asks', async (context) => {
  const { ask } = await makeSite(context);
  const host = '127.0.0.1:8080';
  const from = async (
    headers: Record<string, string>,
    method: 'GET' | 'POST' | 'DELETE' = 'GET',
  ): Promise<number> => (await ask(method, '/api/cameras/yard', undefined, { host, ...headers })).statusCode;
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
  const { site, store } = await makeSite(context);
  const server = createServer((request, response) => {
    try {
      streamScene({
        site,
        cameraId: request.url!.slice(1),
        response,
        actor: 'user:anna',
        note: () => {},
        mayWatch: () => true,
        pauseAfterMs: 1_500,
      });
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
  await until('the time watched', () => store.watchedMs('yard', 0) >= 1_000);
  assert.equal((await fetch(`${url}/street`)).status, 403);
});
