import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import {
  cellOf,
  countIntervalMs,
  errorCodes,
  type Purpose,
  purposes,
  Release,
  type RoadUserClass,
  releaseCell,
} from '@outis/core';
import fc from 'fast-check';
import { z } from 'zod';
import { type HttpSite, httpSite, twoCameras } from '../../../../test/fixtures/http-site.ts';
import { siteCamera, streetCamera } from '../../../../test/fixtures/site.ts';
import { safeHeaders } from './guard.ts';
import { cameraJsonSchema, camerasJsonSchema, countsSchema, publicSchema } from './schemas.ts';

const problemSchema = z.strictObject({ code: z.enum(errorCodes), message: z.string(), hint: z.string() });
const range = 'fromMs=0&toMs=30000000000';
const cameraOf: Readonly<Record<Purpose, string>> = { 'site-safety': 'yard', 'street-statistics': 'street' };

/** Every route with a request that it accepts; `:id` is a camera. */
const routes: readonly (readonly [
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
])[] = [
  ['GET', '/api/cameras'],
  ['GET', '/api/cameras/:id'],
  ['GET', `/api/cameras/:id/counts?${range}`],
  ['GET', '/api/cameras/:id/public'],
  ['GET', '/api/cameras/:id/scene'],
  ['PUT', '/api/cameras/:id/lines', { lines: [{ id: 'new', a: [0, 0], b: [1, 1] }] }],
  ['POST', '/api/cameras', siteCameraJson('added')],
  ['POST', '/api/cameras/test', { source: 'simulated:yard' }],
  ['DELETE', '/api/cameras/:id'],
  ['GET', '/api/openapi.json'],
  ['GET', '/healthz'],
  ['GET', '/metrics'],
];

/** What a browser sends to add a camera. */
function siteCameraJson(id: string, source = 'simulated:yard'): object {
  const { analyseFps: _analyseFps, ...camera } = siteCamera(id, source);
  return camera;
}

/** The routes that the server really has, as «GET /api/cameras/:id». */
function routesOf({ server }: HttpSite): string[] {
  const found: string[] = [];
  const path: string[] = [];
  for (const line of server.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^([│ ]*)[├└]── (\S+) \((.*)\)/.exec(line);
    if (match === null) continue;
    path.length = match[1]!.length / 4;
    path.push(match[2]!);
    for (const method of match[3]!.split(', ')) found.push(`${method} ${path.join('')}`);
  }
  return found;
}

test('the routes are these and no others: no picture, no stream of one, no address of one', async (context) => {
  const found = routesOf(await httpSite(context));
  const expected = routes.map(([method, url]) => `${method} ${url.split('?')[0]}`);
  assert.deepEqual(
    found.filter((route) => !route.startsWith('HEAD ') && route !== 'GET *').sort(),
    expected.sort(),
  );
  assert.ok(!found.includes('HEAD /api/cameras/:id/scene'));
});

test('openapi.json lists every route of the API', async (context) => {
  const site = await httpSite(context);
  const { paths } = (await site.ask('GET', '/api/openapi.json')).json<{ paths: Record<string, object> }>();
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  const expected = routesOf(site).filter(
    (route) => / \/api\//.test(route) && !route.startsWith('HEAD ') && !route.endsWith('/openapi.json'),
  );
  assert.ok(expected.length >= 9);
  assert.deepEqual(listed.sort(), expected.sort());
});

for (const purpose of purposes) {
  const id = cameraOf[purpose];

  test(`${purpose}: a camera, its counts and its public page answer exactly what is listed`, async (context) => {
    const { ask } = await httpSite(context);
    for (const [url, schema] of [
      ['/api/cameras', camerasJsonSchema],
      [`/api/cameras/${id}`, cameraJsonSchema],
      [`/api/cameras/${id}/counts?${range}`, countsSchema],
      [`/api/cameras/${id}/public`, publicSchema],
    ] as const) {
      const answer = await ask('GET', url);
      assert.equal(answer.statusCode, 200, answer.body);
      assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
      schema.parse(answer.json());
    }
    const camera = (await ask('GET', `/api/cameras/${id}`)).json<{ purpose: string; liveScene: boolean }>();
    assert.deepEqual([camera.purpose, camera.liveScene], [purpose, purpose === 'site-safety']);
  });

  test(`${purpose}: counts leave as releases alone; what is open does not show`, async (context) => {
    let nowMs = Date.parse('2026-06-10T09:00:00Z');
    const { ask, site, store } = await httpSite(context, twoCameras, () => nowMs);
    const crossing = (objectClass: RoadUserClass): void =>
      site.counter.count(
        id,
        purpose,
        { kind: 'crossing', tMs: nowMs, lineId: 'middle', direction: 'left_to_right', class: objectClass },
        nowMs,
      );
    crossing('car');
    crossing('person');
    site.counter.tick(nowMs);
    assert.equal(store.openCells().length, 2);
    const classes = async (): Promise<string[]> =>
      (
        await ask(
          'GET',
          `/api/cameras/${id}/counts?fromMs=0&toMs=${nowMs + 1}`.replace(
            'fromMs=0',
            `fromMs=${nowMs - 864e5}`,
          ),
        )
      )
        .json<{ releases: { class: string; noise: string }[] }>()
        .releases.map((release) => release.class);
    assert.deepEqual(await classes(), []);
    const step = (ms: number): void => {
      nowMs += ms;
      site.counter.tick(nowMs);
    };
    step(countIntervalMs(purpose, 'car') + 60_000);
    assert.deepEqual(await classes(), ['car']);
    // Persons: of a site when the hour has ended, of a street the next morning.
    step(61 * 60_000);
    assert.deepEqual((await classes()).sort(), purpose === 'site-safety' ? ['car', 'person'] : ['car']);
    nowMs = Date.parse('2026-06-11T05:59:59Z');
    site.counter.tick(nowMs);
    assert.equal((await classes()).includes('person'), purpose === 'site-safety');
    nowMs = Date.parse('2026-06-11T06:02:00Z');
    site.counter.tick(nowMs);
    assert.ok((await classes()).includes('person'));
  });
}

test('a street has no scene, under any name', async (context) => {
  const { ask } = await httpSite(context);
  const answer = await ask('GET', '/api/cameras/street/scene');
  assert.equal(answer.statusCode, 403);
  assert.equal(problemSchema.parse(answer.json()).code, 'purpose-refused');
  assert.match(String(answer.headers['content-type']), /^application\/json/);
  for (const url of ['/api/cameras/street/scene/', '/api/cameras/street/live', '/api/cameras/street/stream'])
    assert.equal((await ask('GET', url)).statusCode, 404, url);
});

test('a camera that is not there is told on every route', async (context) => {
  const { ask } = await httpSite(context);
  for (const [method, url, payload] of routes) {
    if (!url.includes(':id')) continue;
    const answer = await ask(method, url.replace(':id', 'nobody'), payload);
    assert.deepEqual(
      [answer.statusCode, problemSchema.parse(answer.json()).code],
      [404, 'camera-unknown'],
      url,
    );
  }
});

test('an unknown address is told as JSON', async (context) => {
  const { ask } = await httpSite(context);
  for (const [method, url] of [
    ['GET', '/api'],
    ['GET', '/api/nothing'],
    ['GET', '/nothing?password=hunter2'],
    ['GET', '/..%2f..%2fpackage.json'],
    ['OPTIONS', '/api/cameras'],
    ['PATCH', '/api/cameras/yard'],
    ['DELETE', '/api/cameras'],
    ['GET', `/api/cameras/${'x'.repeat(200)}`],
  ] as const) {
    const answer = await ask(method, url);
    assert.equal(answer.statusCode, 404, url);
    assert.equal(problemSchema.parse(answer.json()).code, 'route-unknown');
    assert.doesNotMatch(answer.body, /hunter2/);
  }
});

test('what is wrong with a request is named', async (context) => {
  const { ask, server } = await httpSite(context);
  const { owner: _owner, ...ownerless } = siteCameraJson('new') as Record<string, unknown>;
  for (const [method, url, payload, message] of [
    ['PUT', '/api/cameras/yard/lines', {}, /: lines: /],
    ['PUT', '/api/cameras/yard/lines', { lines: [{ id: 'a', a: [0, 0], b: [2, 0] }] }, /: lines\.0\.b\.0: /],
    [
      'PUT',
      '/api/cameras/yard/lines',
      { lines: [{ id: 'a', a: [0, 0], b: [0, 0] }] },
      /: lines: a line has no length/,
    ],
    ['PUT', '/api/cameras/yard/lines', { lines: [], zones: [] }, /zones/],
    ['POST', '/api/cameras', ownerless, /: owner: /],
    ['POST', '/api/cameras', { ...siteCameraJson('new'), id: 'a b' }, /: id: must be 1 to 40/],
    ['POST', '/api/cameras', { ...siteCameraJson('new'), purpose: 'surveillance' }, /: purpose: /],
    ['POST', '/api/cameras', { ...siteCameraJson('new'), reason: 'safety' }, /: reason: /],
    ['POST', '/api/cameras', { ...siteCameraJson('new'), boundary: undefined }, /: boundary: is required/],
    [
      'POST',
      '/api/cameras',
      { ...siteCameraJson('new'), purpose: 'street-statistics' },
      /: (boundary|until): is for site-safety only/,
    ],
    ['POST', '/api/cameras', { ...siteCameraJson('new'), rules: [] }, /rules/],
    ['POST', '/api/cameras/test', { source: '' }, /: source: /],
    ['POST', '/api/cameras/test', { source: 5 }, /: source: /],
    ['GET', '/api/cameras/yard/counts', undefined, /: fromMs: /],
    ['GET', '/api/cameras/yard/counts?fromMs=5&toMs=4', undefined, /fromMs must be before toMs/],
    ['GET', `/api/cameras/yard/counts?fromMs=0&toMs=${401 * 864e5}`, undefined, /at most 400 days/],
    ['GET', `/api/cameras/yard/counts?${range}&class=person`, undefined, /class/],
    ['GET', '/api/cameras/a%2Fb', undefined, /: id: /],
  ] as const) {
    const answer = await ask(method, url, payload);
    assert.equal(answer.statusCode, 400, `${url} ${answer.body}`);
    const problem = problemSchema.parse(answer.json());
    assert.equal(problem.code, 'request-invalid');
    assert.match(problem.message, message, JSON.stringify(payload));
  }
  const raw = await server.inject({
    method: 'POST',
    url: '/api/cameras',
    headers: { host: 'localhost', 'content-type': 'application/json' },
    payload: '{"source":"rtsp://admin:hunter2@cam",',
  });
  assert.equal(raw.statusCode, 400);
  assert.doesNotMatch(problemSchema.parse(raw.json()).message, /hunter2/);
});

test('the other refusals have their own codes', async (context) => {
  const { ask } = await httpSite(context);
  const code = async (...request: Parameters<typeof ask>): Promise<unknown[]> => {
    const answer = await ask(...request);
    return [answer.statusCode, problemSchema.parse(answer.json()).code];
  };
  assert.deepEqual(await code('POST', '/api/cameras', siteCameraJson('yard')), [409, 'camera-exists']);
  assert.deepEqual(await code('POST', '/api/cameras', { ...siteCameraJson('x'), until: '2020-01-01' }), [
    410,
    'camera-expired',
  ]);
  assert.deepEqual(await code('POST', '/api/cameras', siteCameraJson('x', 'pipe:0')), [
    400,
    'source-invalid',
  ]);
  assert.deepEqual(await code('POST', '/api/cameras/test', { source: '/dev/sda' }), [400, 'source-invalid']);
  assert.deepEqual(await code('DELETE', '/api/cameras/yard'), [400, 'request-invalid']);
});

test('a camera is added, listed, given other lines and removed', async (context) => {
  const { ask, store } = await httpSite(context);
  const added = await ask('POST', '/api/cameras', siteCameraJson('added'));
  assert.equal(added.statusCode, 201, added.body);
  cameraJsonSchema.parse(added.json());
  const lines = [{ id: 'new', a: [0, 0.25], b: [1, 0.75] }];
  const changed = await ask('PUT', '/api/cameras/added/lines', { lines });
  assert.deepEqual(changed.json<{ lines: unknown }>().lines, lines);
  assert.deepEqual(
    store.cameras().map(({ cameraId }) => cameraId),
    ['added'],
  );
  assert.equal((await ask('DELETE', '/api/cameras/added')).statusCode, 204);
  assert.equal((await ask('GET', '/api/cameras/added')).statusCode, 404);
  assert.deepEqual(store.cameras(), []);
});

test('a body is limited', async (context) => {
  const { ask } = await httpSite(context);
  const lines = Array.from({ length: 5000 }, (_, index) => ({ id: `l${index}`, a: [0, 0], b: [1, 1] }));
  const answer = await ask('PUT', '/api/cameras/yard/lines', { lines });
  assert.equal(answer.statusCode, 400);
  assert.match(problemSchema.parse(answer.json()).message, /Request body is too large/);
});

test('only a request to this machine by its name is answered (DNS rebinding)', async (context) => {
  const { ask } = await httpSite(context);
  for (const host of ['127.0.0.1', '127.0.0.1:8080', 'localhost', 'localhost:9', '[::1]', '[::1]:8080'])
    assert.equal((await ask('GET', '/api/cameras', undefined, { host })).statusCode, 200, host);
  const strange = [
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
    'a@127.0.0.1',
    '127.0.0.1:8080:9',
    '0.0.0.0',
    '[::]',
  ];
  for (const host of strange) {
    for (const [method, url, payload] of [...routes, ['GET', '/'], ['GET', '/nothing']] as typeof routes) {
      const answer = await ask(method, url.replace(':id', 'yard'), payload, { host });
      assert.equal(answer.statusCode, 403, `${host} ${url}`);
      assert.equal(problemSchema.parse(answer.json()).code, 'host-refused');
    }
  }
});

test('a page from elsewhere cannot ask: Origin and Sec-Fetch-Site', async (context) => {
  const { ask } = await httpSite(context);
  const status = async (headers: Record<string, string>, url = '/api/cameras'): Promise<number> =>
    (await ask('GET', url, undefined, headers)).statusCode;
  assert.equal(await status({ origin: 'http://127.0.0.1:8080' }), 200);
  for (const origin of [
    'https://evil.example',
    'null',
    'http://127.0.0.1:9999',
    'https://127.0.0.1:8080',
    'http://localhost:8080',
    '',
  ]) {
    for (const [method, url, payload] of routes) {
      const answer = await ask(method, url.replace(':id', 'yard'), payload, { origin });
      assert.equal(answer.statusCode, 403, `${origin} ${url}`);
    }
  }
  for (const site of ['same-origin', 'none']) assert.equal(await status({ 'sec-fetch-site': site }), 200);
  for (const site of ['cross-site', 'same-site']) assert.equal(await status({ 'sec-fetch-site': site }), 403);
  // A link to the page from elsewhere may be followed.
  assert.notEqual(await status({ 'sec-fetch-site': 'cross-site' }, '/'), 403);
});

function assertSafe(headers: Record<string, unknown>, what: string): void {
  for (const [name, value] of Object.entries(safeHeaders))
    assert.equal(headers[name], value, `${what}: ${name}`);
  assert.equal(headers['access-control-allow-origin'], undefined, what);
  assert.equal(headers['set-cookie'], undefined, what);
  assert.equal(headers['x-powered-by'], undefined, what);
}

test('the policy lets nothing in or out: no script, frame, form, picture or connection from elsewhere', () => {
  const policy = safeHeaders['content-security-policy']!;
  assert.match(policy, /default-src 'self';/);
  assert.match(policy, /object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /https?:|\*|unsafe-eval|script-src|connect-src|blob:/);
});

test('safe headers stand on every answer, errors included', async (context) => {
  const { ask, server } = await httpSite(context);
  for (const [method, url, payload] of routes) {
    for (const id of ['street', 'nobody', 'a%2Fb']) {
      for (const host of ['localhost', 'evil.example'])
        assertSafe(
          (await ask(method, url.replace(':id', id), payload, { host })).headers,
          `${method} ${url} ${id}`,
        );
    }
  }
  for (const url of ['/', '/nothing', '/api/%', '/%c0%ae', `/${'x'.repeat(300)}`, '//evil.example'])
    assertSafe((await ask('GET', url)).headers, url);
  for (const payload of ['{', 'x'.repeat(200_000)]) {
    const headers = { host: 'localhost', 'content-type': 'application/json' };
    assertSafe(
      (await server.inject({ method: 'POST', url: '/api/cameras', headers, payload })).headers,
      'body',
    );
  }
});

test('an address that cannot be decoded is told as any other error', async (context) => {
  const { ask } = await httpSite(context);
  const answer = await ask('GET', '/api/%zz?password=hunter2');
  assert.deepEqual([answer.statusCode, problemSchema.parse(answer.json()).code], [400, 'request-invalid']);
  assert.doesNotMatch(answer.body, /hunter2/);
});

test('what is no HTTP is told, with safe headers, and the connection is closed', async (context) => {
  const { server } = await httpSite(context);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as { port: number };
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('HELLO\r\n\r\n'));
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject).on('close', () => resolve(text));
  });
  const [head, body] = answer.split('\r\n\r\n') as [string, string];
  assert.match(head, /^HTTP\/1\.1 400 Bad Request\r\n/);
  const headers = Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(/: (.*)/)),
  );
  assertSafe(headers, 'no HTTP');
  assert.equal(problemSchema.parse(JSON.parse(body)).code, 'request-invalid');
});

test('no answer is a picture, a video or a sound', async (context) => {
  const { ask } = await httpSite(context);
  for (const [method, url, payload] of routes) {
    const answer = await ask(method, url.replace(':id', 'street'), payload);
    const type = answer.headers['content-type'];
    if (answer.statusCode === 204) assert.equal(answer.body, '');
    else assert.match(String(type), /^(application\/json|text\/plain)/, url);
  }
});

const secret = 'S3cr3tW0rd';

/** Addresses with the secret in every place where a camera may want it. */
const secretSources: readonly string[] = [
  `rtsp://admin:${secret}@127.0.0.1:9/stream`,
  `rtsp://${secret}@127.0.0.1:9/`,
  `rtsps://:${secret}@127.0.0.1:9/`,
  `rtsp://127.0.0.1:9/user=admin&password=${secret}/`,
  `http://127.0.0.1:9/video?pwd=${secret}`,
  `https://a:b@127.0.0.1:9/x#${secret}`,
  `rtsp://admin:12/${secret}@127.0.0.1:9/`,
  `rtsp://${secret}:12/x@127.0.0.1:9/`,
];

/** Whatever a site answers, to good and to bad requests. */
async function everyAnswer({ ask }: HttpSite, ids: readonly string[], source: string): Promise<string> {
  let text = '';
  const note = async (...request: Parameters<HttpSite['ask']>): Promise<void> => {
    const { body, headers } = await ask(...request);
    text += `${body}\n${JSON.stringify(headers)}\n`;
  };
  for (const id of ids) {
    for (const [method, url, payload] of routes)
      if (method !== 'DELETE' && (!url.endsWith('/scene') || id.startsWith('street')))
        await note(method, url.replace(':id', id), payload);
    await note('PUT', `/api/cameras/${id}/lines`, { lines: [{ id: '', a: [0], b: 'x' }] });
    await note('POST', '/api/cameras', siteCameraJson(id, source));
  }
  const bad = [
    source.replace(/^[a-z]+:/, 'tcp:'),
    source.replace('127.0.0.1', '127.0.0.1:x'),
    `${source}'`,
    source.replace(/^.*?\/\//, ''),
  ];
  for (const wrong of bad) {
    await note('POST', '/api/cameras', siteCameraJson('other', wrong));
    await note('POST', '/api/cameras/test', { source: wrong });
  }
  await note('POST', '/api/cameras', { ...siteCameraJson('other', source), owner: '' });
  await note('POST', '/api/cameras', siteCameraJson('twin', source));
  await note('POST', '/api/cameras', siteCameraJson('twin', source));
  await note('GET', '/api/cameras/twin');
  await note('DELETE', '/api/cameras/twin');
  await note('DELETE', `/api/cameras/${ids[0]}`);
  return text;
}

for (const source of secretSources) {
  test(`no route answers a credential: ${source.replace(secret, '…')}`, async (context) => {
    const site = await httpSite(context, [siteCamera('gate', source), streetCamera('street', source)]);
    const text = await everyAnswer(site, ['gate', 'street'], source);
    assert.ok(
      text.includes('127.0.0.1') || source.includes('/x@') || source.includes(`12/${secret}`),
      'the host is shown',
    );
    assert.ok(!text.includes(secret), text.split('\n').find((line) => line.includes(secret)) ?? '');
  });
}

test('property: no route answers a credential, wherever it stands and whatever surrounds it', async (context) => {
  const noise = fc.stringMatching(/^[A-Za-z0-9!$&*+,;=._~-]{0,8}$/);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...secretSources), noise, noise, async (source, before, after) => {
      const changed = source.replace(secret, `${before}${secret}${after}`);
      const site = await httpSite(context, [siteCamera('gate', changed), streetCamera('street', changed)]);
      const text = await everyAnswer(site, ['gate', 'street'], changed);
      assert.ok(!text.includes(secret), text.split('\n').find((line) => line.includes(secret)) ?? '');
    }),
    { seed: 22, numRuns: 12 },
  );
});

test('a test of a connection that fails says why and nothing of the address', async (context) => {
  const { ask } = await httpSite(context);
  // Port 9 of this machine: nothing listens.
  const answer = await ask('POST', '/api/cameras/test', { source: `rtsp://admin:${secret}@127.0.0.1:9/` });
  assert.deepEqual([answer.statusCode, problemSchema.parse(answer.json()).code], [502, 'source-unreachable']);
  assert.ok(!answer.body.includes(secret));
});

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

test('the answer of a route is strict: a field that is not listed cannot leave', async (context) => {
  const { site, ask } = await httpSite(context);
  const honest = site.cameraJson.bind(site);
  const errors: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  context.mock.method(process.stderr, 'write', (text: string) => {
    errors.push(text);
    return text.startsWith('outis:') || write(text);
  });
  site.cameraJson = (id) => ({ ...honest(id), sourceUrl: `rtsp://admin:${secret}@cam/` }) as never;
  const answer = await ask('GET', '/api/cameras/yard');
  assert.deepEqual([answer.statusCode, problemSchema.parse(answer.json()).code], [500, 'internal']);
  assert.ok(!answer.body.includes(secret));
  assert.ok(!errors.join('').includes(secret), 'the log repeats it');
});

test('a release is what the counts route is made of: its record and nothing more', async (context) => {
  const { store, ask } = await httpSite(context);
  const startMs = Date.parse('1970-02-01T09:00:00Z');
  const passage = {
    cameraId: 'yard',
    lineId: 'middle',
    direction: 'left_to_right',
    class: 'car',
    tMs: startMs,
  } as const;
  const made = releaseCell(cellOf('site-safety', passage), 4, {
    purpose: 'site-safety',
    timeZone: 'UTC',
    nowMs: startMs + 1e9,
  });
  assert.ok(made instanceof Release);
  store.release([made]);
  const { releases } = (await ask('GET', `/api/cameras/yard/counts?${range}`)).json<{
    releases: unknown[];
  }>();
  assert.deepEqual(releases, [{ ...made.record }]);
});
