import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { roles, type Scope, scopes } from '@outis/core';
import fc from 'fast-check';
import { cheapHash, goodPassword } from '../../../../test/fixtures/access-box.ts';
import { type HttpSite, httpSite, range } from '../../../../test/fixtures/http-site.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { routeRules } from '../access/route-rules.ts';
import type { Config } from '../config/config-schema.ts';
import { findCertificate } from './certificate.ts';

const plainHttp: Config['http'] = { host: '127.0.0.1', port: 0, trustedProxies: [] };
const host = '127.0.0.1:8080';

/** Every route with what stands for its parameters; those of signing in elsewhere are in oidc.test.ts. */
const all = Object.keys(routeRules)
  .map((route) => route.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE', string])
  .filter(([, url]) => !url.includes('/oidc/') && !url.includes('*'));
const changing = all.filter(([method]) => method !== 'GET');
/** Routes that answer for as long as somebody listens. */
const streams = /\/(scene|aim|stream|preview)$/;
const reading = all.filter(([method]) => method === 'GET');

function filled(url: string): string {
  const found = url
    .replace('/users/:name', '/users/anna')
    .replace('/changes/:id', '/changes/1')
    .replace('/tokens/:id', '/tokens/none')
    .replace(':id', 'yard');
  return /counts/.test(url) ? `${found}?${range}` : found;
}

/** A site with the user anna, who has a password. */
async function siteWithAnna(
  context: TestContext,
  more: Parameters<typeof httpSite>[3] = {},
  nowMs = Date.now,
) {
  const made = await httpSite(context, undefined, nowMs, more);
  made.accessStore.saveUser({
    name: 'anna',
    roles: ['viewer', 'operator', 'installer', 'admin'],
    passwordHash: cheapHash(goodPassword),
    oidcSubject: null,
    createdMs: 1,
    lastLoginMs: null,
  });
  const login = (
    headers: Record<string, string> = {},
    password = goodPassword,
    remoteAddress = '192.0.2.1',
  ) =>
    made.server.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress,
      headers: { host, ...headers },
      payload: { name: 'anna', password },
    });
  return { ...made, login };
}

/** All that somebody could have changed. */
function stateOf({ site, access, audit }: HttpSite): string {
  const cameras = site.camerasJson().cameras.map(({ health: _health, ...camera }) => camera);
  return JSON.stringify([
    cameras,
    access.users(),
    access.tokens.list(),
    site.changes.list(),
    audit.query({}),
  ]);
}

test('session fixation: the cookie from before the login is not the one after, and no value is adopted', async (context) => {
  const { login, nobody } = await siteWithAnna(context);
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[\w-]{1,60}$/), async (planted) => {
      const cookie = `outis=${planted}`;
      const before = await nobody('GET', '/api/me', undefined, { cookie });
      assert.deepEqual([before.json().user, before.headers['set-cookie']], [null, undefined]);
      const answer = await login({ cookie });
      assert.equal(answer.statusCode, 200);
      assert.notEqual(answer.cookies[0]?.value, planted);
      assert.equal((await nobody('GET', '/api/me', undefined, { cookie })).json().user, null);
    }),
    { numRuns: 20 },
  );
  // Signing in again over a session makes another, and signing out ends it on the server, not only in the browser.
  const first = (await login()).cookies[0]!.value;
  const second = (await login({ cookie: `outis=${first}` })).cookies[0]!.value;
  assert.notEqual(first, second);
  const cookie = `outis=${second}`;
  const out = await nobody('DELETE', '/api/session', undefined, { cookie });
  assert.match(String(out.headers['set-cookie']), /^outis=;.*(Expires=Thu, 01 Jan 1970|Max-Age=0)/);
  assert.equal((await nobody('GET', '/api/cameras', undefined, { cookie })).statusCode, 401);
});

test('CSRF: no page from elsewhere changes anything with the cookie of somebody who is signed in', async (context) => {
  const made = await siteWithAnna(context);
  const before = stateOf(made);
  const elsewhere: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `https://${host}` },
    { origin: `http://${host}.evil.example` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  assert.ok(changing.length > 15);
  for (const [method, url] of changing)
    for (const path of [filled(url), filled(url).replace('/api', '/%61pi')])
      for (const headers of elsewhere) {
        const answer = await made.ask(method, path, {}, headers);
        assert.equal(answer.statusCode, 403, `${method} ${path} ${JSON.stringify(headers)}`);
        assert.equal(answer.json().code, 'host-refused');
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
      }
  assert.equal(stateOf(made), before);
});

test('CSRF: what a form can send is taken by no route', async (context) => {
  const made = await siteWithAnna(context);
  const dpo = made.as('dora', ['dpo']);
  await dpo('GET', '/api/me');
  const before = stateOf(made);
  const types = [
    'text/plain',
    'text/plain;charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ];
  for (const [method, url] of changing)
    for (const type of types) {
      const by = /changes\/:id\/approval$|\/grant$/.test(url) ? dpo : made.ask;
      const payload = { name: 'mallory', roles: ['admin'], lines: [] };
      const answer = await by(method, filled(url), payload, { 'content-type': type });
      assert.equal(answer.statusCode, 400, `${method} ${url} ${type}`);
      assert.equal(answer.json().code, 'request-invalid');
    }
  assert.equal(stateOf(made), before);
});

test('the cookie: HttpOnly, SameSite=Strict, this path, no domain; with TLS Secure and __Host-', async (context) => {
  const plain = (await (await siteWithAnna(context)).login()).headers['set-cookie'];
  const flags = (text: unknown): string[] => String(text).split('; ').slice(1).toSorted();
  assert.match(String(plain), /^outis=[\w-]{43}; /);
  assert.deepEqual(flags(plain), ['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Strict']);

  const folder = temporaryFolder(context);
  const certificate = findCertificate({ ...plainHttp, host: '0.0.0.0' }, folder);
  const publicUrl = 'https://outis.example';
  const secure = [
    { more: { certificate, http: { ...plainHttp, host: '0.0.0.0' } }, host },
    // A reverse proxy speaks TLS, the edge behind it does not.
    { more: { http: { ...plainHttp, publicUrl } }, host: 'outis.example' },
  ];
  for (const { more, host: name } of secure) {
    const { login, nobody, accessStore } = await siteWithAnna(context, more);
    const answer = await login({ host: name });
    const set = String(answer.headers['set-cookie']);
    assert.match(set, /^__Host-outis=[\w-]{43}; /);
    assert.deepEqual(flags(set), ['HttpOnly', 'Max-Age=604800', 'Path=/', 'SameSite=Strict', 'Secure']);
    const value = answer.cookies[0]!.value;
    const status = async (cookie: string): Promise<number> =>
      (await nobody('GET', '/api/cameras', undefined, { host: name, cookie })).statusCode;
    assert.equal(await status(`__Host-outis=${value}`), 200);
    // A name that a page of a neighbouring host could have set is not read.
    assert.equal(await status(`outis=${value}`), 401);
    assert.equal(accessStore.user('anna')?.name, 'anna');
  }
});

test('a page in a frame, a guessed type, a kept answer: every answer forbids them', async (context) => {
  const { ask, nobody, as } = await siteWithAnna(context);
  const dpo = as('dora', ['dpo']);
  for (const by of [ask, nobody, dpo])
    for (const [, url] of reading.filter(([, path]) => path.endsWith('/aim') || !streams.test(path))) {
      const { headers, statusCode } = await by('GET', filled(url));
      const what = `${statusCode} ${url}`;
      assert.equal(headers['x-frame-options'], 'DENY', what);
      assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/, what);
      assert.ok(!/unsafe-(inline|eval)/.test(String(headers['content-security-policy'])), what);
      assert.equal(headers['x-content-type-options'], 'nosniff', what);
      if (/^\/(api|metrics)/.test(url)) assert.equal(headers['cache-control'], 'no-store', what);
    }
});

test('methods that nobody asked for do nothing and repeat nothing', async (context) => {
  const { server, cookie } = await siteWithAnna(context);
  for (const method of ['TRACE', 'OPTIONS', 'PATCH', 'PROPFIND', 'SEARCH'] as const)
    for (const [, url] of all) {
      const answer = await server.inject({
        method: method as 'PATCH',
        url: filled(url),
        headers: { host, cookie },
      });
      assert.ok([400, 404].includes(answer.statusCode), `${method} ${url}: ${answer.statusCode}`);
      assert.ok(!answer.body.includes(cookie.slice(6)));
      assert.equal(answer.headers['access-control-allow-methods'], undefined);
    }
});

test('HEAD is refused as GET is, for everybody, and has no body', async (context) => {
  const { nobody, as } = await siteWithAnna(context);
  const asked = [nobody, ...roles.map((role) => as(`only-${role}`, [role]))];
  for (const [, url] of reading)
    for (const by of asked) {
      // A stream has no head: it would be a place for a viewer that nobody uses.
      if (streams.test(url)) {
        assert.equal((await by('HEAD', filled(url))).statusCode, 404);
        continue;
      }
      const [get, head] = [await by('GET', filled(url)), await by('HEAD', filled(url))];
      assert.equal(head.statusCode, get.statusCode, url);
      assert.equal(head.body, '', url);
    }
});

test('a token counts in the header Authorization alone, and opens no scene whatever its role', async (context) => {
  const { access, nobody, as } = await siteWithAnna(context);
  const by = { kind: 'open' } as const;
  const make = (role: (typeof roles)[number], given: Scope[]) =>
    access.tokens.create(by, { name: role, role, scopes: given, days: 1 }).secret;
  const secret = make('viewer', ['cameras', 'counts']);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  assert.equal((await nobody('GET', '/api/cameras', undefined, bearer(secret))).statusCode, 200);
  for (const query of ['token', 'access_token', 'authorization', 'key', 'outis'])
    assert.equal((await nobody('GET', `/api/cameras?${query}=${secret}`)).statusCode, 401, query);
  const wrong: Record<string, string>[] = [
    { cookie: `outis=${secret}` },
    { authorization: secret },
    { authorization: `Basic ${Buffer.from(`token:${secret}`).toString('base64')}` },
    { authorization: `Bearer ${secret} more` },
    { 'x-api-key': secret },
  ];
  for (const headers of wrong)
    assert.equal(
      (await nobody('GET', '/api/cameras', undefined, headers)).statusCode,
      401,
      JSON.stringify(headers),
    );
  for (const role of roles) {
    const fitting = scopes.filter((scope) => {
      return Object.values(routeRules).some(
        (rule) => rule.scope === scope && rule.who.includes(role as never),
      );
    });
    const token = bearer(make(role, fitting));
    const scene = await nobody('GET', '/api/cameras/yard/scene', undefined, token);
    assert.deepEqual([scene.statusCode, scene.json().code], [403, 'role-refused'], role);
    // What anybody may ask with a code of their own is no matter of roles.
    const own = /\/(session|code|enrol|certify\/(plan|totals))$/;
    for (const [method, url] of changing.filter(([, path]) => !own.test(path)))
      assert.equal(
        (await nobody(method, filled(url), {}, token)).statusCode,
        403,
        `${role} ${method} ${url}`,
      );
  }
  // The same role with a session does open it: it was the token that was refused.
  assert.notEqual((await as('olga', ['viewer'])('GET', '/api/cameras')).statusCode, 401);
});

test('nothing but signing in elsewhere redirects, whatever the address says', async (context) => {
  const { ask } = await siteWithAnna(context);
  const evil = [
    '//evil.example',
    '/\\evil.example',
    '/%2f%2fevil.example',
    '/c//evil.example',
    '/assets',
    '/assets/..',
  ];
  const queries = ['url', 'next', 'return', 'redirect', 'redirect_uri', 'continue'];
  const paths = [
    ...evil,
    ...['/', '/c', '/c/yard', '/api/me'].flatMap((path) =>
      queries.map((each) => `${path}?${each}=https://evil.example`),
    ),
  ];
  for (const path of paths) {
    const { statusCode, headers } = await ask('GET', path);
    assert.equal(headers.location, undefined, path);
    assert.ok(statusCode < 300 || statusCode >= 400, `${path} ${statusCode}`);
  }
});
