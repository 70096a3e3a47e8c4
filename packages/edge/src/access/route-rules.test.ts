import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Purpose, purposes, type Role, roles, type Scope, scopes } from '@outis/core';
import type { LightMyRequestResponse } from 'fastify';
import {
  type Ask,
  type HttpSite,
  httpSite,
  problemSchema,
  range,
  routesOf,
  siteCameraJson,
} from '../../../../test/fixtures/http-site.ts';
import { routeRules } from './route-rules.ts';

type Who = Role | 'nobody' | `token of ${Role} for ${Scope}`;

const cameraOf: Readonly<Record<Purpose, string>> = { 'site-safety': 'yard', 'street-statistics': 'street' };

/**
 * What is promised, written down a second time by hand: who may do more than look at cameras and counts. Everybody who
 * has signed in may do the rest. The walk below asks the running server, not the table that drives it.
 */
const onlyFor: Readonly<Record<string, readonly Role[]>> = {
  'GET /api/cameras/:id/scene': ['operator'],
  'POST /api/cameras/:id/aim': ['installer'],
  'GET /api/cameras/:id/aim': ['installer'],
  'DELETE /api/cameras/:id/aim': ['installer', 'dpo'],
  'POST /api/cameras/:id/aim/approval': ['installer'],
  'POST /api/cameras/:id/aim/grant': ['dpo'],
  'POST /api/cameras/:id/certificates': ['installer'],
  'DELETE /api/cameras/:id/certificates/:number': ['installer'],
  'POST /api/cameras': ['installer'],
  'POST /api/cameras/test': ['installer'],
  'PUT /api/cameras/:id/lines': ['installer'],
  'PUT /api/cameras/:id/measures': ['installer'],
  'PUT /api/cameras/:id/safety': ['installer'],
  'POST /api/cameras/:id/safety/check': ['installer'],
  'GET /api/cameras/:id/safety/preview': ['installer'],
  'POST /api/cameras/:id/safety/preview': ['installer'],
  'POST /api/cameras/:id/measures/check': ['installer'],
  'PUT /api/cameras/:id/pause': ['operator', 'installer', 'dpo'],
  'PUT /api/cameras/:id/settings': ['installer'],
  'DELETE /api/cameras/:id': ['installer'],
  'GET /api/cameras/:id/sign.svg': ['installer'],
  'GET /api/cameras/:id/sign.pdf': ['installer'],
  'GET /api/alerts': ['operator'],
  'GET /api/alerts/stream': ['operator'],
  'GET /api/alerts/:alert/replay': ['operator'],
  'POST /api/alerts/:alert/seen': ['operator'],
  'POST /api/alerts/:alert/closing': ['operator'],
  'GET /api/changes': ['installer', 'dpo'],
  'POST /api/changes/:id/approval': ['dpo'],
  'DELETE /api/changes/:id': ['installer', 'dpo'],
  'GET /api/audit': ['dpo'],
  'GET /api/audit.csv': ['dpo'],
  'GET /api/audit/head': ['dpo'],
  'GET /api/users': ['admin'],
  'POST /api/users': ['admin'],
  'PUT /api/users/:name': ['admin'],
  'DELETE /api/users/:name': ['admin'],
  'POST /api/users/:name/code': ['admin'],
  'GET /api/tokens': ['admin'],
  'POST /api/tokens': ['admin'],
  'DELETE /api/tokens/:id': ['admin'],
};

/** What only cameras of one purpose answer, whoever asks; all other routes are for both. */
const onlyWith: Readonly<Record<string, Purpose>> = {
  'GET /api/cameras/:id/scene': 'site-safety',
  'POST /api/cameras/:id/aim/approval': 'site-safety',
  'GET /api/alerts': 'site-safety',
  'GET /api/alerts/stream': 'site-safety',
  'GET /api/alerts/:alert/replay': 'site-safety',
  'POST /api/alerts/:alert/seen': 'site-safety',
  'POST /api/alerts/:alert/closing': 'site-safety',
  'GET /api/safety/report': 'site-safety',
  'GET /api/safety/report.pdf': 'site-safety',
  'PUT /api/cameras/:id/measures': 'street-statistics',
  'PUT /api/cameras/:id/safety': 'site-safety',
  'POST /api/cameras/:id/safety/check': 'site-safety',
  'GET /api/cameras/:id/safety/preview': 'site-safety',
  'POST /api/cameras/:id/safety/preview': 'site-safety',
  'POST /api/cameras/:id/measures/check': 'street-statistics',
  'GET /api/cameras/:id/statistics': 'street-statistics',
};

/** What needs no login at all. */
const forAnybody = [
  /^GET \/(\*|c|c\/public\.css|c\/:id|c\/:id\/statement\.json|healthz|api\/openapi\.json|api\/me)?$/,
  /^(POST|DELETE) \/api\/session$/,
  /^POST \/api\/certify\/(plan|totals)$/,
  /^POST \/api\/(code|enrol)$/,
  /^GET \/api\/oidc\//,
];

/** What a token with a scope may read. */
const scopeOf: Readonly<Record<string, Scope>> = {
  'GET /api/cameras': 'cameras',
  'GET /api/cameras/:id': 'cameras',
  'GET /api/cameras/:id/counts': 'counts',
  'GET /api/cameras/:id/counts.csv': 'counts',
  'GET /api/cameras/:id/releases': 'counts',
  'GET /api/cameras/:id/releases.csv': 'counts',
  'GET /api/cameras/:id/releases.parquet': 'counts',
  'GET /api/cameras/:id/releases.geojson': 'counts',
  'GET /api/cameras/:id/turning-count.csv': 'counts',
  'GET /api/cameras/:id/turning-count.xlsx': 'counts',
  'GET /api/cameras/:id/statistics': 'counts',
  'GET /api/cameras/:id/certificates': 'counts',
  'GET /api/cameras/:id/certificates/:number': 'counts',
  'GET /api/safety/report': 'counts',
  'GET /api/safety/report.pdf': 'counts',
  'GET /metrics': 'metrics',
  'GET /api/audit': 'audit',
  'GET /api/audit.csv': 'audit',
  'GET /api/audit/head': 'audit',
};

function mayAsk(route: string, who: Who): boolean {
  if (forAnybody.some((pattern) => pattern.test(route))) return true;
  if (who === 'nobody') return false;
  const [, role, scope] = /^token of (\w+) for (\w+)$/.exec(who) ?? [];
  if (role !== undefined && scopeOf[route] !== scope) return false;
  return onlyFor[route]?.includes((role ?? who) as Role) ?? true;
}

function everybody({ access, as, nobody, ask }: HttpSite): [Who, Ask][] {
  const withToken = (secret: string): Ask => {
    const headers = { authorization: `Bearer ${secret}` };
    return (method, url, payload) => nobody(method, url, payload, headers);
  };
  const tokens = roles.flatMap((role) =>
    scopes.flatMap((scope): [Who, Ask][] => {
      try {
        const { secret } = access.tokens.create(
          { kind: 'open' },
          { name: 'walk', role, scopes: [scope], days: 1 },
        );
        return [[`token of ${role} for ${scope}`, withToken(secret)]];
      } catch {
        // A scope that the role has nothing of cannot be had.
        return [];
      }
    }),
  );
  assert.ok(tokens.length >= 10 && ask !== nobody);
  // A session of its own for every request: some of them end it.
  const withRole =
    (role: Role): Ask =>
    (...request) =>
      as(`a-${role}`, [role])(...request);
  return [['nobody', nobody], ...roles.map((role): [Who, Ask] => [role, withRole(role)]), ...tokens];
}

/** Asks a route without anything that it could act on: whoever may ask is told what is missing. */
function tryRoute(
  ask: Ask,
  route: string,
  cameraId: string,
  payload: object = {},
): Promise<LightMyRequestResponse> {
  const [method, path] = route.split(' ') as ['GET' | 'HEAD', string];
  const url = path.replace('/cameras/:id', `/cameras/${cameraId}`).replace('/c/:id', `/c/${cameraId}`);
  const filled = url
    .replace(':id', '999')
    .replace(':alert', 'A'.repeat(22))
    .replace(':name', 'no-such-user')
    .replace('*', '');
  return ask(
    method,
    /counts|statistics|safety\/report/.test(filled) ? `${filled}?${range}` : filled,
    method === 'GET' || method === 'HEAD' ? undefined : payload,
  );
}

async function walk(
  context: TestContext,
  visit: (site: HttpSite, routes: string[]) => Promise<void>,
): Promise<void> {
  const site = await httpSite(context);
  const routes = routesOf(site).filter((route) => !route.startsWith('OPTIONS'));
  assert.ok(routes.length > 60, `${routes.length} routes`);
  await visit(site, routes);
}

for (const purpose of purposes) {
  test(`${purpose}: every route of the server, asked by every role, every token and nobody`, async (context) => {
    await walk(context, async (site, routes) => {
      const people = everybody(site);
      let refused = 0;
      for (const route of routes) {
        const asGet = route.replace(/^HEAD/, 'GET');
        for (const [who, ask] of people) {
          // Streams and removals are looked at on their own; here only refusals matter.
          const allowed = mayAsk(asGet, who);
          // What names no camera answers those of its purpose alone: alert-routes.test.ts.
          const isOfCamera = asGet.includes('/cameras/:id');
          if (allowed && isOfCamera && (onlyWith[asGet] ?? purpose) !== purpose) {
            const asked = asGet.endsWith('/approval')
              ? { blocks: [1] }
              : asGet.includes('/safety')
                ? { calibration: null, zones: [], rules: [] }
                : { calibration: null, zones: [], movements: [] };
            const { statusCode, body } = await tryRoute(ask, route, cameraOf[purpose], asked);
            assert.equal(statusCode, 403, `${who}: ${route} with ${purpose}`);
            if (!route.startsWith('HEAD'))
              assert.equal(problemSchema.parse(JSON.parse(body)).code, 'purpose-refused', route);
            refused++;
            continue;
          }
          if (
            allowed &&
            (asGet.endsWith('/scene') ||
              asGet.endsWith('/stream') ||
              asGet === 'GET /api/cameras/:id/safety/preview' ||
              asGet === 'DELETE /api/cameras/:id')
          )
            continue;
          const { statusCode, body } = await tryRoute(ask, route, cameraOf[purpose]);
          const code = statusCode >= 400 && body !== '' ? problemSchema.parse(JSON.parse(body)).code : '';
          const isRefused = statusCode === 401 || code === 'role-refused';
          if (!allowed) refused++;
          if (route.startsWith('HEAD'))
            assert.equal(statusCode === 401 || statusCode === 403, !allowed, `${who}: ${route}`);
          else {
            assert.equal(
              isRefused && code !== 'login-failed',
              !allowed,
              `${who}: ${route} answers ${statusCode} ${body}`,
            );
            if (!allowed)
              assert.equal(code, who === 'nobody' ? 'login-required' : 'role-refused', `${who}: ${route}`);
          }
        }
      }
      assert.ok(refused > 500, `${refused} refusals`);
    });
  });
}

test('the purposes of every route are those written down here by hand', () => {
  for (const [route, { purposes: allowed }] of Object.entries(routeRules))
    assert.deepEqual(allowed, onlyWith[route] === undefined ? purposes : [onlyWith[route]], route);
});

test('no route, for either purpose, sets a threshold or subscribes to counts', async (context) => {
  await walk(context, async (_site, routes) => {
    const pushing = /threshold|alert|alarm|hook|subscri|notif|watch|push|stream|trigger|limit/i;
    // Warnings of dangers, of a site alone: nothing about counts, and nothing that is set.
    assert.deepEqual(routes.filter((route) => pushing.test(route) && !route.startsWith('HEAD')).toSorted(), [
      'GET /api/alerts',
      'GET /api/alerts/:alert/replay',
      'GET /api/alerts/stream',
      'POST /api/alerts/:alert/closing',
      'POST /api/alerts/:alert/seen',
    ]);
  });
});

test('a street has no scene for anybody, whatever the role', async (context) => {
  const site = await httpSite(context);
  for (const [who, ask] of everybody(site)) {
    const { statusCode, body } = await ask('GET', '/api/cameras/street/scene');
    const { code } = problemSchema.parse(JSON.parse(body));
    const expected =
      who === 'nobody'
        ? [401, 'login-required']
        : [403, who === 'operator' ? 'purpose-refused' : 'role-refused'];
    assert.deepEqual([statusCode, code], expected, who);
  }
});

test('every route of the server has a rule, and every rule but signing in elsewhere a route', async (context) => {
  await walk(context, async (_site, routes) => {
    const known = new Set(routes.map((route) => route.replace(/^HEAD/, 'GET')));
    for (const route of known) assert.ok(route === 'GET /*' || routeRules[route] !== undefined, route);
    const idle = Object.keys(routeRules).filter((route) => !known.has(route));
    assert.deepEqual(
      idle.filter((route) => !/oidc|^GET \/(\*)?$/.test(route)),
      [],
    );
  });
});

test('a route without a rule stops the server from being made', async (context) => {
  const { server } = await httpSite(context, []);
  assert.ok(server);
  const { authorise } = await import('../http/authorise.ts');
  const { default: fastify } = await import('fastify');
  const bare = fastify();
  context.after(() => bare.close());
  authorise(bare, null, { http: { host: '127.0.0.1' }, hasTls: false }, {} as never);
  assert.throws(() => bare.get('/api/people', async () => ({})), /No rule for GET \/api\/people/);
});

test('no token opens the live scene, the aim view or the alerts, or changes anything, and no rule says otherwise', () => {
  for (const [route, { scope }] of Object.entries(routeRules))
    if (!route.startsWith('GET ') || /\/(scene|aim)$|alerts/.test(route)) assert.equal(scope, null, route);
});

test('a street has nothing to approve, for anybody; it can be aimed', async (context) => {
  const { as } = await httpSite(context);
  const ask = as('ina', ['installer']);
  const code = async (...request: Parameters<Ask>): Promise<string> =>
    problemSchema.parse((await ask(...request)).json()).code;
  assert.equal(await code('POST', '/api/cameras/street/aim/approval', { blocks: [1] }), 'purpose-refused');
  // It is simulated here: that is what stands in the way.
  assert.equal(await code('POST', '/api/cameras/street/aim'), 'aim-unavailable');
  assert.equal(await code('POST', '/api/cameras/yard/aim'), 'aim-unavailable');
});

test('the dpo changes nothing but what waits, who may aim and what is closed; nobody else approves or grants', () => {
  const changes = Object.entries(routeRules).filter(
    ([route, { who }]) => !route.startsWith('GET ') && who !== 'anyone' && who.includes('dpo'),
  );
  assert.deepEqual(changes.map(([route]) => route).sort(), [
    'DELETE /api/cameras/:id/aim',
    'DELETE /api/changes/:id',
    'DELETE /api/me/sessions',
    'POST /api/cameras/:id/aim/grant',
    'POST /api/changes/:id/approval',
    'PUT /api/cameras/:id/pause',
    'PUT /api/me/password',
  ]);
  for (const route of ['POST /api/changes/:id/approval', 'POST /api/cameras/:id/aim/grant'])
    assert.deepEqual(routeRules[route]?.who, ['dpo'], route);
});

test('the open demo takes no real camera, neither to watch nor to test', async (context) => {
  const { nobody } = await httpSite(context, undefined, Date.now, { access: null });
  for (const source of [
    'rtsp://127.0.0.1:9/',
    'http://127.0.0.1:9/',
    '/dev/video0',
    '/etc/hostname',
    'film.mp4',
  ])
    for (const [url, body] of [
      ['/api/cameras', siteCameraJson('added', source)],
      ['/api/cameras/test', { source }],
    ] as const) {
      const answer = await nobody('POST', url, body);
      assert.deepEqual(
        [answer.statusCode, answer.json<{ code: string }>().code],
        [403, 'role-refused'],
        source,
      );
    }
  assert.equal((await nobody('POST', '/api/cameras', siteCameraJson('added'))).statusCode, 201);
});

test('in the open demo a camera with a lens may be aimed: only what stands in the way of any is in the way', async (context) => {
  const { nobody } = await httpSite(context, undefined, Date.now, { access: null });
  for (const [method, path] of [
    ['POST', ''],
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/approval'],
  ] as const) {
    const body = path === '' ? {} : { blocks: [1] };
    const answer = await nobody(method, `/api/cameras/yard/aim${path}`, method === 'GET' ? undefined : body);
    assert.equal(answer.json<{ code: string }>().code, 'aim-unavailable', `${method} ${path}`);
  }
});

test('the open demo has no users, tokens or log, and nothing that is kept', async (context) => {
  const { nobody } = await httpSite(context, undefined, Date.now, { access: null });
  assert.equal((await nobody('GET', '/api/me')).json<{ state: string }>().state, 'open');
  assert.equal((await nobody('GET', '/api/cameras')).statusCode, 200);
  for (const [method, url] of [
    ['GET', '/api/users'],
    ['GET', '/api/tokens'],
    ['GET', '/api/audit'],
    ['GET', '/api/audit/head'],
    ['POST', '/api/session'],
    ['POST', '/api/cameras/yard/aim/grant'],
    ['POST', '/api/enrol'],
    ['DELETE', '/api/me/sessions'],
  ] as const)
    assert.equal((await nobody(method, url, method === 'GET' ? undefined : {})).statusCode, 403, url);
});
