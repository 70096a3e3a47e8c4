import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { httpSite } from '../../../../test/fixtures/http-site.ts';
import { startOidcProvider } from '../../../../test/fixtures/oidc-provider.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { Oidc } from '../access/oidc.ts';
import { configSchema } from '../config/config-schema.ts';

const host = '127.0.0.1:8080';
const backUrl = `http://${host}/api/oidc/back`;
const refused = '/#/sign-in/refused';

/** An edge and a real provider. */
async function sites(context: TestContext) {
  const provider = await startOidcProvider(context, backUrl);
  const clientSecretFile = join(temporaryFolder(context), 'secret');
  writeFileSync(clientSecretFile, `${provider.clientSecret}\n`);
  const { http } = configSchema.parse({
    http: {
      oidc: {
        name: 'Harbour',
        issuer: provider.issuer,
        clientId: provider.clientId,
        clientSecretFile,
        roles: { viewer: ['counting'], operator: ['guards', 'watch'], dpo: ['privacy'], admin: ['it'] },
      },
    },
  });
  const oidc = new Oidc(http.oidc!, Date.now);
  const edge = await httpSite(context, undefined, Date.now, { oidc });
  const get = (url: string, cookie = '', remoteAddress = '192.0.2.1') =>
    edge.server.inject({ url, remoteAddress, headers: { host, cookie, 'sec-fetch-site': 'none' } });

  /** Begins here; where to go, and the cookie to bring back. */
  const begin = async (address?: string) => {
    const { statusCode, headers, cookies } = await get('/api/oidc/start', '', address);
    assert.equal(statusCode, 302);
    return { location: String(headers.location), cookie: `outis-oidc=${cookies[0]?.value}`, set: cookies[0] };
  };
  /** Comes back; the session, or null. */
  const comeBack = async (url: string, cookie: string) => {
    const { statusCode, headers, cookies } = await get(url.replace(`http://${host}`, ''), cookie);
    assert.equal(statusCode, 302);
    const session = cookies.find(({ name }) => name === 'outis');
    return { location: headers.location, session: session === undefined ? null : `outis=${session.value}` };
  };
  const signIn = async (who = 'anna') => {
    provider.signsIn = who;
    const { location, cookie } = await begin();
    return comeBack(await provider.visit(location), cookie);
  };
  const me = async (cookie: string | null) => (await get('/api/me', cookie ?? '')).json().user;
  /** Who came in; `setter` is always there. */
  const users = (): string[] => edge.access.users().flatMap(({ name }) => (name === 'setter' ? [] : [name]));
  return { ...edge, provider, get, begin, comeBack, signIn, me, users };
}

test('who signs in elsewhere comes back with the roles of the groups there', async (context) => {
  const { signIn, me, audit, provider, access } = await sites(context);
  const { location, session } = await signIn();
  assert.equal(location, '/');
  assert.deepEqual(await me(session), { name: 'anna', roles: ['operator'] });
  provider.accounts.set('berta', { preferred_username: 'berta', groups: ['counting', 'it', 'football'] });
  assert.deepEqual(await me((await signIn('berta')).session), { name: 'berta', roles: ['viewer', 'admin'] });
  assert.equal(access.isFirstRun, false);
  // A dpo is nothing else, whatever other groups there are.
  provider.accounts.set('dora', { preferred_username: 'dora', groups: ['it', 'privacy', 'guards'] });
  assert.deepEqual(await me((await signIn('dora')).session), { name: 'dora', roles: ['dpo'] });
  const logins = audit.query({ action: 'login' }).entries;
  assert.deepEqual(
    logins.map(({ actor, detail }) => [actor, detail['by'], detail['address']]),
    ['dora', 'berta', 'anna'].map((name) => [`user:${name}`, 'oidc', '192.0.2.1']),
  );
});

test('roles are those of the last sign-in; who has none any more is out, with all sessions', async (context) => {
  const { signIn, me, provider } = await sites(context);
  const first = (await signIn()).session;
  provider.accounts.set('anna', { preferred_username: 'anna', groups: ['counting'] });
  assert.deepEqual(await me(first), { name: 'anna', roles: ['operator'] });
  const second = (await signIn()).session;
  for (const session of [first, second])
    assert.deepEqual(await me(session), { name: 'anna', roles: ['viewer'] });
  provider.accounts.set('anna', { preferred_username: 'anna', groups: ['football'] });
  assert.deepEqual(await signIn(), { location: refused, session: null });
  for (const session of [first, second]) assert.equal(await me(session), null);
});

test('without a group that is named nobody comes in, whatever the claim is', async (context) => {
  const { signIn, provider, users } = await sites(context);
  const odd = [
    undefined,
    [],
    ['football'],
    ['Guards', 'guards '],
    [['guards', 'it'].join(',')],
    { guards: true },
    true,
  ];
  for (const [index, groups] of odd.entries()) {
    provider.accounts.set(`x${index}`, { preferred_username: `x${index}`, groups: groups as never });
    assert.deepEqual(await signIn(`x${index}`), { location: refused, session: null }, JSON.stringify(groups));
  }
  assert.deepEqual(users(), []);
});

test('a name that somebody has here, or that is none, is refused', async (context) => {
  const { signIn, provider, access, ask } = await sites(context);
  await ask('GET', '/api/me');
  const names = (): string[] => access.users().map(({ name }) => name);
  assert.deepEqual(names(), ['setter']);
  for (const [index, name] of ['setter', 'SETTER', 'terminal', '../x', 'a b', 'x\r\ny', ''].entries()) {
    provider.accounts.set(`s${index}`, { preferred_username: name, groups: ['it'] });
    assert.deepEqual(await signIn(`s${index}`), { location: refused, session: null }, name);
  }
  assert.deepEqual(names(), ['setter']);
});

test('the way back needs the cookie, the state and the code of this very sign-in, once', async (context) => {
  const { begin, comeBack, provider, get, users } = await sites(context);
  const isRefused = async (url: string, cookie: string, what: string): Promise<void> => {
    assert.deepEqual(await comeBack(url, cookie), { location: refused, session: null }, what);
  };
  const way = async () => {
    const begun = await begin();
    return { ...begun, url: new URL(await provider.visit(begun.location)) };
  };
  const changed = (url: URL, key: string, value: string | null): string => {
    const copy = new URL(url);
    if (value === null) copy.searchParams.delete(key);
    else copy.searchParams.set(key, value);
    return copy.href;
  };
  const { location, set } = await begin();
  assert.deepEqual([set?.httpOnly, set?.sameSite, set?.path], [true, 'Lax', '/api/oidc/back']);
  const asked = new URL(location).searchParams;
  assert.deepEqual([asked.get('code_challenge_method'), asked.get('redirect_uri')], ['S256', backUrl]);

  const without = await way();
  await isRefused(without.url.href, '', 'no cookie');
  await isRefused(without.url.href, 'outis-oidc=guessed', 'another cookie');
  await isRefused(without.url.href, (await way()).cookie, 'the cookie of somebody else');
  for (const [key, value] of [
    ['state', 'x'],
    ['state', null],
    ['code', 'x'],
    ['code', null],
    ['iss', 'https://evil.example'],
    ['error', 'access_denied'],
  ] as const) {
    const { url, cookie } = await way();
    await isRefused(changed(url, key, value), cookie, `${key} ${value}`);
    // A wrong try ends it: the right address does not help any more.
    await isRefused(url.href, cookie, `${key} ${value}, then the right one`);
  }
  assert.deepEqual(users(), []);

  const good = await way();
  assert.notEqual((await comeBack(good.url.href, good.cookie)).session, null);
  await isRefused(good.url.href, good.cookie, 'the same once more');
  const next = await way();
  await isRefused(changed(next.url, 'code', good.url.searchParams.get('code')), next.cookie, 'a used code');
  const evil = await get('/api/oidc/back?url=https://evil.example&next=//evil.example');
  assert.equal(evil.headers.location, refused);
});

test('an ID token that was altered, left out, or is of somebody else is refused', async (context) => {
  const { signIn, provider, me, users } = await sites(context);
  /** The token with other claims and its old signature. */
  const withClaims = (token: unknown, more: object): string => {
    const [head, claims, signature] = String(token).split('.');
    const old = JSON.parse(Buffer.from(claims!, 'base64url').toString()) as object;
    return [head, Buffer.from(JSON.stringify({ ...old, ...more })).toString('base64url'), signature].join(
      '.',
    );
  };
  const unsigned = (token: unknown): string =>
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${String(token).split('.')[1]}.`;
  const other = (token: unknown): string => `${String(token).slice(0, -8)}AAAAAAAA`;
  const tampered: Record<string, NonNullable<typeof provider.tamper>> = {
    'another subject': (_path, body) => ({
      ...body,
      id_token: withClaims(body['id_token'], { sub: 'boss' }),
    }),
    'another audience': (_path, body) => ({
      ...body,
      id_token: withClaims(body['id_token'], { aud: 'other' }),
    }),
    'more groups': (_path, body) => ({ ...body, id_token: withClaims(body['id_token'], { groups: ['it'] }) }),
    'another nonce': (_path, body) => ({ ...body, id_token: withClaims(body['id_token'], { nonce: 'x' }) }),
    'another signature': (_path, body) => ({ ...body, id_token: other(body['id_token']) }),
    'no signature': (_path, body) => ({ ...body, id_token: unsigned(body['id_token']) }),
    'no token': (_path, { id_token: _token, ...body }) => body,
    'facts about somebody else': (path, body) =>
      path === '/me' ? { ...body, sub: 'boss', groups: ['it'] } : body,
  };
  for (const [what, tamper] of Object.entries(tampered)) {
    let count = 0;
    provider.tamper = (path, body) => {
      count++;
      return path === '/me' && what !== 'facts about somebody else' ? body : tamper(path, body);
    };
    assert.deepEqual(await signIn(), { location: refused, session: null }, what);
    assert.ok(count > 0, `${what}: it was tampered with`);
  }
  assert.deepEqual(users(), []);
  provider.tamper = null;
  assert.deepEqual(await me((await signIn()).session), { name: 'anna', roles: ['operator'] });
});

test('while the other service is down one is told so, and later it works again', async (context) => {
  const { provider, get, begin, comeBack, signIn, me } = await sites(context);
  await provider.stop();
  const down = await get('/api/oidc/start');
  assert.deepEqual([down.statusCode, down.headers.location, down.cookies], [302, refused, []]);
  await provider.start();
  const { location, cookie } = await begin();
  const back = await provider.visit(location);
  await provider.stop();
  assert.deepEqual(await comeBack(back, cookie), { location: refused, session: null });
  await provider.start();
  assert.deepEqual(await me((await signIn()).session), { name: 'anna', roles: ['operator'] });
});

test('one address that begins again and again does not push out somebody else', async (context) => {
  const { provider, begin, comeBack } = await sites(context);
  const { location, cookie } = await begin('198.51.100.1');
  for (let count = 0; count < 300; count++) await begin('2001:db8::1');
  const { location: back } = await comeBack(await provider.visit(location), cookie);
  assert.equal(back, '/');
});
