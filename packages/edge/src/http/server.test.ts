import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CountsJson,
  countIntervalMs,
  error95,
  type Purpose,
  purposes,
  Release,
  type RoadUserClass,
  releaseCell,
  spanOf,
} from '@outis/core';
import {
  httpSite,
  problemSchema,
  range,
  routes,
  routesOf,
  siteCameraJson,
  twoCameras,
} from '../../../../test/fixtures/http-site.ts';
import { noNoise } from '../../../../test/fixtures/seeded-draws.ts';
import { routeRules } from '../access/route-rules.ts';
import { cameraJsonSchema, camerasJsonSchema, countsSchema } from './schemas.ts';

const cameraOf: Readonly<Record<Purpose, string>> = { 'site-safety': 'yard', 'street-statistics': 'street' };

test('the routes are these and no others: no picture, no stream of one, no address of one', async (context) => {
  const found = routesOf(await httpSite(context));
  // The page itself is built apart, and signing in elsewhere is there only when it is set up.
  const notHere = (route: string): boolean => /^GET (\/?\*|\/|\/api\/oidc\/\w+)$/.test(route);
  assert.deepEqual(
    found.filter((route) => !route.startsWith('HEAD ') && !notHere(route)).sort(),
    Object.keys(routeRules)
      .filter((route) => !notHere(route))
      .sort(),
  );
  const telling = /picture|image|frame|snapshot|still|video|jpe?g|png|thumb|crop|plate|face/i;
  assert.deepEqual(
    found.filter((route) => telling.test(route)),
    [],
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
    (route) =>
      / \/(api\/|c\/:id\/)/.test(route) && !route.startsWith('HEAD ') && !route.endsWith('/openapi.json'),
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
    const { counted } = site.camera(id);
    const crossing = (objectClass: RoadUserClass): void => {
      const passage = {
        family: 'count',
        place: 'middle',
        part: 'left_to_right',
        class: objectClass,
      } as const;
      site.counter.count(counted, { ...passage, tMs: nowMs }, nowMs);
    };
    for (let i = 0; i < 100; i++) for (const each of ['car', 'person'] as const) crossing(each);
    site.counter.observe(counted, nowMs, nowMs + 1_000);
    site.counter.tick(nowMs);
    assert.equal(store.openCells().length, 2);
    /** Classes that have left with so many that they are shown, and those of which anything has left. */
    const classes = async (): Promise<[string[], string[]]> => {
      const url = `/api/cameras/${id}/counts?fromMs=${nowMs - 864e5}&toMs=${nowMs + 1}`;
      const { releases } = (await ask('GET', url)).json<CountsJson>();
      // Noise alone is shown now and then (from 10 on); what was counted is a hundred.
      const isCounted = ({ count }: CountsJson['releases'][number]): boolean => (count ?? 0) > 50;
      const of = (each: CountsJson['releases']): string[] =>
        [...new Set(each.map((one) => one.class))].sort();
      return [of(releases.filter(isCounted)), of(releases)];
    };
    assert.deepEqual(await classes(), [[], []]);
    const step = (ms: number): void => {
      nowMs += ms;
      site.counter.tick(nowMs);
    };
    step(countIntervalMs(purpose, 'car') + 60_000);
    const quarters = purpose === 'site-safety' ? ['car'] : ['bicycle', 'car', 'motorcycle'];
    assert.deepEqual(await classes(), [['car'], quarters]);
    // Persons: of a site when the hour has ended, of a street the next morning.
    step(61 * 60_000);
    const isSite = purpose === 'site-safety';
    assert.deepEqual((await classes())[0], isSite ? ['car', 'person'] : ['car']);
    nowMs = Date.parse('2026-06-11T05:59:59Z');
    site.counter.tick(nowMs);
    assert.equal((await classes())[1].includes('person'), isSite);
    nowMs = Date.parse('2026-06-11T06:02:00Z');
    site.counter.tick(nowMs);
    assert.deepEqual(await classes(), [
      ['car', 'person'],
      ['bicycle', 'bus', 'car', 'motorcycle', 'person', 'truck'],
    ]);
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
  const { ask, server, cookie } = await httpSite(context);
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
    headers: { host: 'localhost', cookie, 'content-type': 'application/json' },
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

test('no answer is a picture, a video or a sound', async (context) => {
  const { ask } = await httpSite(context);
  for (const [method, url, payload] of routes) {
    const answer = await ask(method, url.replace(':id', 'street'), payload);
    const type = answer.headers['content-type'];
    if (answer.statusCode === 204) assert.equal(answer.body, '');
    // A sign is a drawing of its facts; whoever writes another drawing looks at this line first.
    else if (url.endsWith('/sign.svg')) assert.equal(type, 'image/svg+xml');
    else if (url.endsWith('/sign.pdf')) assert.equal(type, 'application/pdf');
    // Tables and drawings of what was released.
    else if (url.includes('.parquet')) assert.equal(type, 'application/vnd.apache.parquet');
    else if (url.includes('.xlsx')) assert.match(String(type), /spreadsheetml\.sheet$/);
    else if (url.includes('.geojson')) assert.match(String(type), /^application\/geo\+json/);
    else assert.match(String(type), /^(application\/json|text\/(plain|html|csv))/, url);
  }
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
  site.cameraJson = (id) => ({ ...honest(id), sourceUrl: `rtsp://admin:S3cr3tW0rd@cam/` }) as never;
  const answer = await ask('GET', '/api/cameras/yard');
  assert.deepEqual([answer.statusCode, problemSchema.parse(answer.json()).code], [500, 'internal']);
  assert.ok(!answer.body.includes('S3cr3tW0rd'));
  assert.ok(!errors.join('').includes('S3cr3tW0rd'), 'the log repeats it');
});

test('a release is what the counts route is made of: its record and nothing more', async (context) => {
  const { site, store, ask } = await httpSite(context);
  const startMs = Date.parse('1970-02-01T09:00:00Z');
  const { cameraId, series, purpose } = site.camera('yard').counted;
  const span = spanOf(purpose, 'count', 'car', startMs, 'UTC');
  const key = { family: 'count', place: 'middle', part: 'left_to_right', class: 'car' } as const;
  const made = releaseCell({ cameraId, series, ...key, ...span }, 44, {
    ...{ purpose, timeZone: 'UTC', nowMs: startMs + 1e9, scale: 2 },
    uniformBelow: noNoise(),
  });
  assert.ok(made instanceof Release);
  const line = { cameraId, series, family: 'count', group: 'car', ...span, cells: 1, scale: 2 } as const;
  store.released.release([{ line: { ...line, releasedMs: startMs + 1e9 }, releases: [made] }]);
  const { releases, facts } = (await ask('GET', `/api/cameras/yard/counts?${range}`)).json<CountsJson>();
  assert.deepEqual(releases, [
    {
      ...{ lineId: 'middle', direction: 'left_to_right', class: 'car', ...span },
      ...{ count: 44, error95: error95(2, 1) },
    },
  ]);
  assert.deepEqual([facts.scale, facts.shownFrom, facts.series], [2, 10, 1]);
});
