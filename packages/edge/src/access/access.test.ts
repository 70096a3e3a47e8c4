import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { OutisError, type Role, roles } from '@outis/core';
import fc from 'fast-check';
import { accessBox, address, cheapHash, goodPassword } from '../../../../test/fixtures/access-box.ts';
import { hashOf } from './tokens.ts';

const hourMs = 3_600_000;
const nobody = { kind: 'nobody' } as const;

/** The code of what a promise fails with; undefined when it does not. */
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    assert.ok(error instanceof OutisError, String(error));
    return error.code;
  }
}

function boxWithAnna(context: TestContext) {
  const box = accessBox(context);
  box.add('anna', ['operator', 'admin']);
  return { ...box, login: (password = goodPassword) => box.access.login('anna', password, address) };
}

test('signing in gives a secret that nobody had before, and only its hash is kept', async (context) => {
  const { access, store, login, user, notes } = boxWithAnna(context);
  const [first, second] = [await login(), await login()];
  assert.notEqual(first.secret, second.secret);
  assert.match(first.secret, /^[\w-]{43}$/);
  assert.deepEqual(user(first.secret), first.principal);
  assert.equal(store.session(first.secret), null);
  assert.equal(store.session(hashOf(first.secret))?.name, 'anna');
  assert.deepEqual(access.principal(hashOf(first.secret), undefined), nobody, 'the hash is no secret');
  assert.deepEqual(
    notes.map(({ actor, action }) => `${actor} ${action}`),
    ['user:anna login', 'user:anna login'],
  );
});

test('a wrong password, an unknown user and one without a password are told the same', async (context) => {
  const { access, notes, store } = boxWithAnna(context);
  store.saveUser({ ...store.user('anna')!, name: 'invited', passwordHash: null });
  const messages: string[] = [];
  for (const [index, name] of ['anna', 'nobody-here', 'invited', goodPassword].entries()) {
    const login = access.login(name, 'not the password', `198.51.100.${index}`);
    await assert.rejects(login, (error: OutisError) => {
      messages.push(`${error.code} ${error.message}`);
      return true;
    });
  }
  assert.equal(new Set(messages).size, 1, messages.join('\n'));
  assert.match(messages[0]!, /^login-failed /);
  // A password typed into the field of the name is not written down: only names that exist are.
  assert.deepEqual(
    notes.map(({ actor, action, subject }) => [actor, action, subject]),
    [
      ['user:anna', 'login.failed', undefined],
      ['nobody', 'login.failed', undefined],
      ['user:invited', 'login.failed', undefined],
      ['nobody', 'login.failed', undefined],
    ],
  );
});

test('guessing waits before the password is looked at, so the right one does not help meanwhile', async (context) => {
  const { access, clock, login } = boxWithAnna(context);
  for (let guess = 0; guess < 3; guess++)
    assert.equal(await codeOf(login(`guess number ${guess}`)), 'login-failed');
  assert.equal(await codeOf(login()), 'too-many-attempts');
  assert.equal(await codeOf(access.login('anna', goodPassword, '203.0.113.5')), 'too-many-attempts');
  clock.nowMs += 1_000;
  assert.equal(await codeOf(login()), undefined);
});

test('many guesses at once are as slow as one after the other', async (context) => {
  const { login } = boxWithAnna(context);
  const codes = await Promise.all(Array.from({ length: 20 }, (_, index) => codeOf(login(`guess ${index}`))));
  assert.equal(codes.filter((code) => code === 'login-failed').length, 3);
  assert.equal(codes.filter((code) => code === 'too-many-attempts').length, 17);
});

test('who is removed, demoted or given another password while signing in stays so', async (context) => {
  const { access, store, user, login, add } = boxWithAnna(context);
  add('admin', ['admin']);
  const admin = user((await access.login('admin', goodPassword, address)).secret);

  const removed = login();
  access.removeUser(admin, 'anna');
  assert.equal(await codeOf(removed), 'login-failed');
  assert.equal(store.user('anna'), null);

  add('anna', ['operator', 'admin']);
  const demoted = login();
  access.setRoles(admin, 'anna', ['viewer']);
  assert.deepEqual((await demoted).principal.roles, ['viewer']);
  assert.deepEqual(store.user('anna')?.roles, ['viewer']);

  const late = login();
  const passwordHash = cheapHash('another password entirely');
  store.saveUser({ ...store.user('anna')!, passwordHash });
  assert.equal(await codeOf(late), 'login-failed');
  assert.equal(store.user('anna')?.passwordHash, passwordHash);
});

test('a session ends after twelve hours without use and after a week in any case', async (context) => {
  const { access, clock, login } = boxWithAnna(context);
  const isIn = (secret: string): boolean => access.principal(secret, undefined).kind === 'user';
  const idle = (await login()).secret;
  clock.nowMs += 12 * hourMs;
  assert.equal(isIn(idle), true);
  clock.nowMs += 12 * hourMs + 1;
  assert.equal(isIn(idle), false);
  const { secret, principal } = await login();
  for (let hour = 0; hour < 7 * 24; hour += 6) {
    assert.equal(isIn(secret), true, `hour ${hour}`);
    clock.nowMs += 6 * hourMs;
  }
  assert.equal(isIn(secret), true);
  clock.nowMs += 1;
  assert.equal(isIn(secret), false);
  assert.equal(access.isStill(principal.sessionId, roles), false, 'a stream is told so, too');
});

test('what has ended is deleted, and the rest is not', async (context) => {
  const { access, store, clock, login } = boxWithAnna(context);
  const old = (await login()).principal.sessionId;
  clock.nowMs += 12 * hourMs + 1;
  const current = (await login()).principal.sessionId;
  access.deleteExpired();
  assert.equal(store.session(old), null);
  assert.notEqual(store.session(current), null);
});

test('a user has at most twenty sessions, and the newest is one of them', async (context) => {
  const { access, clock, login, user } = boxWithAnna(context);
  const secrets: string[] = [];
  // All at the same moment, and the last after the clock was set back: the one just made is never the one that goes.
  for (let index = 0; index < 25; index++) {
    if (index === 24) clock.nowMs -= hourMs;
    secrets.push((await login()).secret);
    user(secrets.at(-1)!);
  }
  const left = secrets.filter((secret) => access.principal(secret, undefined).kind === 'user');
  assert.equal(left.length, 20);
});

test('signing out ends one session, signing out everywhere all of this user and of nobody else', async (context) => {
  const { access, login, user, add } = boxWithAnna(context);
  add('berta', ['viewer']);
  const secrets = [(await login()).secret, (await login()).secret, (await login()).secret];
  const berta = (await access.login('berta', goodPassword, address)).secret;
  access.logout(user(secrets[0]!));
  assert.deepEqual(access.principal(secrets[0], undefined), nobody);
  access.logoutEverywhere(user(secrets[1]!));
  for (const secret of secrets) assert.deepEqual(access.principal(secret, undefined), nobody);
  user(berta);
});

test('a new password needs the old one, ends the other sessions and keeps this one', async (context) => {
  const { access, login, user } = boxWithAnna(context);
  const [here, elsewhere] = [(await login()).secret, (await login()).secret];
  const next = 'a kettle on the third shelf';
  const change = (current: string, wanted: string) =>
    codeOf(access.changePassword(user(here), current, wanted, address));
  assert.equal(await change('not the password', next), 'login-failed');
  assert.equal(await change(goodPassword, 'short'), 'password-weak');
  user(elsewhere);
  assert.equal(await change(goodPassword, next), undefined);
  user(here);
  assert.deepEqual(access.principal(elsewhere, undefined), nobody);
  assert.equal(await codeOf(login()), 'login-failed');
  assert.equal(await codeOf(login(next)), undefined);
});

test('a stolen session cannot guess the password without waiting', async (context) => {
  const { access, login, user } = boxWithAnna(context);
  const { secret } = await login();
  const codes: (string | undefined)[] = [];
  for (let guess = 0; guess < 5; guess++)
    codes.push(await codeOf(access.changePassword(user(secret), `guess ${guess}`, goodPassword, address)));
  assert.deepEqual(codes, [
    'login-failed',
    'login-failed',
    'login-failed',
    'too-many-attempts',
    'too-many-attempts',
  ]);
});

test('a password change whose session is ended, or whose password is reset meanwhile, does nothing', async (context) => {
  const { access, store, login, user } = boxWithAnna(context);
  const next = 'a kettle on the third shelf';
  const thief = user((await login()).secret);
  const change = access.changePassword(thief, goodPassword, next, address);
  access.logoutEverywhere(user((await login()).secret));
  assert.equal(await codeOf(change), 'login-failed');
  const again = access.changePassword(user((await login()).secret), goodPassword, next, address);
  const reset = cheapHash('what the owner has set');
  store.saveUser({ ...store.user('anna')!, passwordHash: reset });
  assert.equal(await codeOf(again), 'login-failed');
  assert.equal(store.user('anna')?.passwordHash, reset);
});

test('other roles take effect with the next request, and a removed user is nobody', async (context) => {
  const { access, login, user, add } = boxWithAnna(context);
  add('boss', ['admin']);
  const boss = user((await access.login('boss', goodPassword, address)).secret);
  const { secret, principal } = await login();
  assert.equal(access.isStill(principal.sessionId, ['operator']), true);
  access.setRoles(boss, 'anna', ['viewer']);
  assert.deepEqual(user(secret).roles, ['viewer']);
  assert.equal(access.isStill(principal.sessionId, ['operator']), false);
  access.removeUser(boss, 'ANNA');
  assert.deepEqual(access.principal(secret, undefined), nobody);
});

test('roles: at least one, each once, known ones, and dpo alone', (context) => {
  const { access } = accessBox(context);
  const by = { kind: 'open' } as const;
  let count = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom<Role>(...roles), { maxLength: 6 }), (given) => {
      const isFine =
        given.length > 0 &&
        new Set(given).size === given.length &&
        (!given.includes('dpo') || given.length === 1);
      const create = () => access.createUser(by, `user${count++}`, given);
      if (isFine) assert.deepEqual(create().user.roles, given);
      else assert.throws(create, { code: 'user-invalid' });
    }),
  );
  assert.throws(() => access.createUser(by, 'root', ['root' as Role]), { code: 'user-invalid' });
});

test('the last admin who can come in keeps the role; one who was only invited does not count', async (context) => {
  const { access, user, login } = boxWithAnna(context);
  const anna = user((await login()).secret);
  access.createUser(anna, 'berta', ['admin']);
  assert.throws(() => access.setRoles(anna, 'anna', ['viewer']), { code: 'user-invalid' });
  assert.throws(() => access.removeUser(anna, 'anna'), { code: 'user-invalid' });
  assert.deepEqual(access.setRoles(anna, 'anna', ['admin']).roles, ['admin']);
  const { secret } = access.loginElsewhere({ subject: 'i s', name: 'cora', roles: ['admin'] }, address);
  access.removeUser(user(secret), 'anna');
  assert.throws(() => access.removeUser(user(secret), 'cora'), { code: 'user-invalid' });
  assert.equal(access.isFirstRun, false);
});

test('names that could be mistaken, break a line or name a file are refused', (context) => {
  const { access } = boxWithAnna(context);
  const by = { kind: 'open' } as const;
  for (const name of [
    '',
    ' anna',
    'an na',
    '../anna',
    'anna\n',
    'anna\r\nx: y',
    'ánna',
    '.hidden',
    'a/b',
    'a\0b',
  ])
    assert.throws(() => access.createUser(by, name, ['viewer']), { code: 'user-invalid' }, name);
  assert.throws(() => access.createUser(by, 'x'.repeat(65), ['viewer']), { code: 'user-invalid' });
  for (const name of ['anna', 'ANNA', 'terminal', 'Terminal'])
    assert.throws(() => access.createUser(by, name, ['viewer']), { code: 'user-exists' }, name);
});

test('whom another service vouches for has its roles, no password here, and nobody else’s name', async (context) => {
  const { access, user, notes } = boxWithAnna(context);
  const vouched = { subject: 'https://id.example 7', name: 'cora', roles: ['operator'] as Role[] };
  const first = access.loginElsewhere(vouched, address);
  assert.equal(user(first.secret).by, 'oidc');
  assert.equal(await codeOf(access.login('cora', '', address)), 'login-failed');
  assert.throws(() => access.resetCode('user:anna', 'cora'), { code: 'user-invalid' });
  assert.throws(() => access.setRoles(user(first.secret), 'cora', ['admin']), { code: 'user-invalid' });
  for (const name of ['anna', 'Anna', 'terminal'])
    assert.throws(() => access.loginElsewhere({ ...vouched, subject: `x ${name}`, name }, address), {
      code: 'user-exists',
    });
  // The name at the other service may change, the subject does not.
  const second = access.loginElsewhere({ ...vouched, name: 'anna', roles: ['viewer'] }, address);
  assert.deepEqual([second.principal.name, second.principal.roles], ['cora', ['viewer']]);
  assert.deepEqual(user(first.secret).roles, ['viewer'], 'sessions from before have the new roles, too');
  assert.throws(() => access.loginElsewhere({ ...vouched, roles: [] }, address), { code: 'role-refused' });
  for (const { secret } of [first, second]) assert.deepEqual(access.principal(secret, undefined), nobody);
  assert.equal(notes.at(-1)?.action, 'logout.everywhere');
});

test('what cannot be written into the log is not done', async (context) => {
  const { access, store, notes, login, user } = boxWithAnna(context);
  const anna = user((await login()).secret);
  const other = (await login()).secret;
  const before = JSON.stringify([store.users(), store.tokens()]);
  notes.push = () => {
    throw new OutisError('store-full');
  };
  const tried: (() => unknown)[] = [
    () => access.createUser(anna, 'berta', ['viewer']),
    () => access.setRoles(anna, 'anna', ['admin', 'viewer']),
    () => access.resetCode('user:anna', 'anna'),
    () => access.logoutEverywhere(anna),
    () => access.tokens.create(anna, { name: 't', role: 'viewer', scopes: ['counts'], days: 1 }),
    () => access.loginElsewhere({ subject: 'i s', name: 'cora', roles: ['viewer'] }, address),
  ];
  for (const work of tried) assert.throws(work, { code: 'store-full' });
  assert.equal(await codeOf(login()), 'store-full');
  assert.equal(
    await codeOf(access.changePassword(anna, goodPassword, 'a kettle on a shelf', address)),
    'store-full',
  );
  assert.equal(JSON.stringify([store.users(), store.tokens()]), before);
  user(other);
});
