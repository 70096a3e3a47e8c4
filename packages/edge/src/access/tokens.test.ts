import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutisError, roles, type Scope, scopes } from '@outis/core';
import fc from 'fast-check';
import { accessBox } from '../../../../test/fixtures/access-box.ts';
import { refusalOf, routeRules } from './route-rules.ts';
import { hashOf } from './tokens.ts';

const by = { kind: 'user', name: 'anna', roles: ['admin'], by: 'password', sessionId: 'x' } as const;
const dayMs = 86_400_000;
const nobody = { kind: 'nobody' } as const;

test('a token stands for its role and scopes, its secret is shown once, and only the hash is kept', (context) => {
  const { access, store, notes } = accessBox(context);
  const { token, secret } = access.tokens.create(by, {
    name: 'grafana',
    role: 'viewer',
    scopes: ['counts', 'metrics', 'counts'],
    days: 30,
  });
  assert.match(secret, /^outis_[\w-]{43}$/);
  assert.deepEqual(access.principal(undefined, secret), {
    kind: 'token',
    name: 'grafana',
    roles: ['viewer'],
    scopes: ['counts', 'metrics'],
  });
  assert.equal(store.tokenOfHash(secret), null);
  assert.notEqual(store.tokenOfHash(hashOf(secret)), null);
  for (const shown of [access.tokens.list(), notes, store.tokens()])
    assert.ok(!JSON.stringify(shown).includes(secret));
  assert.ok(!JSON.stringify(access.tokens.list()).includes(hashOf(secret)));
  assert.ok(!('hash' in token));
  assert.deepEqual([notes[0]?.actor, notes[0]?.action], ['user:anna', 'token.created']);
});

test('a token has no scope that its role does not open, and what it opens it may', (context) => {
  const { access, store } = accessBox(context);
  fc.assert(
    fc.property(
      fc.constantFrom(...roles),
      fc.uniqueArray(fc.constantFrom<Scope>(...scopes), { minLength: 1 }),
      (role, given) => {
        const isOpen = (scope: Scope): boolean =>
          Object.values(routeRules).some((rule) => rule.scope === scope && rule.who.includes(role as never));
        try {
          const { token, secret } = access.tokens.create(by, { name: 'any', role, scopes: given, days: 1 });
          assert.ok(given.every(isOpen), `${role} ${given}`);
          const principal = access.principal(undefined, secret);
          const open = Object.keys(routeRules).filter((route) => refusalOf(route, principal) === null);
          for (const route of open)
            assert.match(
              route,
              /^GET |^(POST|DELETE) \/api\/(session|code|enrol)$|^POST \/api\/certify\/(plan|totals)$/,
              route,
            );
          assert.ok(!open.some((route) => route.endsWith('/scene')));
          store.removeToken(token.id);
        } catch (error) {
          assert.ok(error instanceof OutisError && error.code === 'request-invalid', String(error));
          assert.ok(!given.every(isOpen), `${role} ${given}`);
        }
      },
    ),
  );
});

test('a token ends with its last day, when it is removed, and is deleted then', (context) => {
  const { access, store, clock, notes } = accessBox(context);
  const make = (days: number) =>
    access.tokens.create(by, { name: `for ${days}`, role: 'viewer', scopes: ['counts'], days });
  const [short, long] = [make(1), make(366)];
  clock.nowMs += dayMs - 1;
  assert.equal(access.principal(undefined, short.secret).kind, 'token');
  clock.nowMs += 1;
  assert.deepEqual(access.principal(undefined, short.secret), nobody);
  assert.equal(access.principal(undefined, long.secret).kind, 'token');
  access.deleteExpired();
  assert.deepEqual(
    store.tokens().map(({ id }) => id),
    [long.token.id],
  );
  access.tokens.remove(by, long.token.id);
  assert.deepEqual(access.principal(undefined, long.secret), nobody);
  assert.equal(notes.at(-1)?.action, 'token.removed');
  assert.throws(() => access.tokens.remove(by, long.token.id), { code: 'token-unknown' });
});

test('a token is no session and a session is no token', async (context) => {
  const { access, add } = accessBox(context);
  add('anna', ['viewer', 'admin']);
  const { secret: session, principal } = await access.login('anna', 'seven gulls over Kiel', '192.0.2.1');
  const { secret: token } = access.tokens.create(by, {
    name: 'anna',
    role: 'viewer',
    scopes: ['counts'],
    days: 1,
  });
  assert.deepEqual(access.principal(token, undefined), nobody);
  assert.deepEqual(access.principal(undefined, session), nobody);
  // A token that is not valid is not helped by a session beside it.
  assert.deepEqual(access.principal(session, 'outis_wrong'), nobody);
  for (const guess of [
    '',
    principal.sessionId,
    hashOf(token),
    token.slice(0, -1),
    `${token} `,
    token.toLowerCase(),
  ])
    assert.deepEqual(access.principal(undefined, guess), nobody, guess);
});

test('there are at most 200 tokens', (context) => {
  const { access } = accessBox(context);
  const make = () => access.tokens.create(by, { name: 'any', role: 'viewer', scopes: ['counts'], days: 1 });
  for (let count = 0; count < 200; count++) make();
  assert.throws(make, { code: 'request-invalid' });
  assert.equal(access.tokens.list().length, 200);
});
