import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OutisError } from '@outis/core';
import { accessBox, address, goodPassword } from '../../../../test/fixtures/access-box.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { SiteKey } from '../keys/site-key.ts';
import { Access } from './access.ts';
import { AccessStore, type SessionRecord } from './access-store.ts';

const user = {
  name: 'anna',
  roles: ['viewer', 'admin'] as const,
  passwordHash: null,
  oidcSubject: null,
  createdMs: 5,
  lastLoginMs: null,
};

function session(id: string, usedMs: number): SessionRecord {
  return { id, name: 'anna', by: 'password', createdMs: 1, usedMs };
}

/** All files below a folder with their bytes. */
function filesOf(folder: string): { readonly path: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, bytes: readFileSync(path) }));
}

test('what is written is read again after the store was closed', (context) => {
  const folder = temporaryFolder(context);
  const store = new AccessStore(folder);
  store.saveUser({ ...user, oidcSubject: 'issuer subject', lastLoginMs: 7 });
  store.saveSession(session('s', 2), 20);
  store.saveCode({ id: 'c', kind: 'reset', name: 'anna', by: 'terminal', expiresMs: 9 });
  const token = { hash: 'h', id: 't', name: 'n', role: 'viewer', scopes: ['counts', 'audit'] } as const;
  store.saveToken({ ...token, createdMs: 1, expiresMs: 2, lastUsedMs: null });
  store.close();
  const again = new AccessStore(folder);
  context.after(() => again.close());
  assert.deepEqual(again.users(), [{ ...user, oidcSubject: 'issuer subject', lastLoginMs: 7 }]);
  assert.deepEqual(again.userOfSubject('issuer subject')?.name, 'anna');
  assert.deepEqual(again.session('s'), session('s', 2));
  assert.deepEqual(again.code('c'), { id: 'c', kind: 'reset', name: 'anna', by: 'terminal', expiresMs: 9 });
  assert.deepEqual(again.tokens(), [{ ...token, createdMs: 1, expiresMs: 2, lastUsedMs: null }]);
});

test('names are the same in capitals, and a removed user leaves no session and no code', (context) => {
  const { store } = accessBox(context);
  store.saveUser(user);
  store.saveUser({ ...user, name: 'ANNA', roles: ['viewer'] });
  assert.deepEqual(store.users(), [{ ...user, roles: ['viewer'] }]);
  store.saveSession(session('s', 2), 20);
  store.saveCode({ id: 'c', kind: 'reset', name: 'anna', by: 'terminal', expiresMs: 9 });
  store.removeUser('Anna');
  assert.deepEqual([store.user('anna'), store.session('s'), store.code('c')], [null, null, null]);
});

test('a session of nobody cannot be kept, and what names a user cannot become SQL', (context) => {
  const { store } = accessBox(context);
  assert.throws(() => store.saveSession(session('s', 2), 20), OutisError);
  store.saveUser(user);
  for (const name of ["anna' OR '1'='1", '%', 'anna"; DROP TABLE user; --', 'anna\0'])
    assert.equal(store.user(name), null, name);
  assert.equal(store.users().length, 1);
});

test('of many sessions the newest stay, the one at hand among them', (context) => {
  const { store } = accessBox(context);
  store.saveUser(user);
  for (const [id, usedMs] of [
    ['a', 10],
    ['b', 30],
    ['c', 20],
  ] as const)
    store.saveSession(session(id, usedMs), 3);
  store.saveSession(session('late', 5), 3);
  assert.deepEqual(
    ['a', 'b', 'c', 'late'].map((id) => store.session(id) !== null),
    [false, true, true, true],
  );
});

test('a code is used once: the second who removes it is told so', (context) => {
  const { store } = accessBox(context);
  store.saveCode({ id: 'c', kind: 'first-admin', name: null, by: 'terminal', expiresMs: 9 });
  assert.deepEqual([store.removeCode('c'), store.removeCode('c')], [true, false]);
});

test('no password, cookie, code or token is in any file, in the log or in a message', async (context) => {
  const folder = temporaryFolder(context);
  const { secrets, messages, entries } = await wholeLife(context, folder);
  assert.equal(secrets.length, 10);
  const files = filesOf(folder);
  const names = files.map(({ path }) => path.slice(folder.length + 1));
  assert.ok(names.includes('access.db') && names.includes('access.db-wal'), names.join());
  assert.ok(
    names.some((name) => name.startsWith('audit')),
    names.join(),
  );
  // The search finds what is there.
  assert.ok(files.some(({ bytes }) => bytes.includes('anna')));
  assert.ok(entries.includes('anna') && messages.length > 200);
  for (const secret of secrets) {
    const kept = files.filter(
      ({ bytes }) => bytes.includes(secret) || bytes.includes(secret.replaceAll('-', '')),
    );
    assert.deepEqual(
      kept.map(({ path }) => path),
      [],
      secret,
    );
    assert.ok(!entries.includes(secret), `the log holds ${secret}`);
    assert.ok(!messages.includes(secret), `a message holds ${secret}`);
  }
});

test('only the owner of the folder may read it', (context) => {
  const folder = join(temporaryFolder(context), 'data');
  mkdirSync(folder);
  const store = new AccessStore(folder);
  context.after(() => store.close());
  store.saveUser(user);
  for (const { path } of filesOf(folder)) assert.equal(statSync(path).mode & 0o077, 0, path);
});

/** First run, users, wrong passwords and codes, tokens, a reset: with everything that must not be found afterwards. */
async function wholeLife(context: TestContext, folder: string) {
  let nowMs = 1_800_000_000_000;
  const key = SiteKey.open(folder);
  const audit = AuditLog.open({ folder, key, nowMs: () => nowMs });
  const store = new AccessStore(folder);
  context.after(() => store.close());
  const access = new Access({ store, note: (entry) => void audit.append(entry), nowMs: () => nowMs });
  const messages: string[] = [];
  const fail = async (work: () => unknown): Promise<void> => {
    await assert.rejects(
      async () => work(),
      (error: OutisError) => {
        messages.push(error.message, String(error.stack), JSON.stringify(error), String(error.hint));
        return error instanceof OutisError;
      },
    );
    nowMs += 60_000;
  };
  const code = access.firstRunCode()!;
  await fail(() => access.enrol({ code, name: 'anna', password: 'too short!' }, address));
  const anna = await access.enrol({ code, name: 'anna', password: goodPassword }, address);
  const { code: invitation } = access.createUser(anna.principal, 'berta', ['viewer']);
  const passwords = [
    'a kettle on the third shelf',
    'the harbour smells of tar',
    'not the right one at all',
  ] as const;
  const berta = await access.enrol({ code: invitation, password: passwords[0] }, address);
  await access.changePassword(berta.principal, passwords[0], passwords[1], address);
  const again = await access.login('berta', passwords[1], address);
  await fail(() => access.login('berta', passwords[2], address));
  await fail(() => access.login(passwords[2], passwords[2], address));
  await fail(() => access.changePassword(berta.principal, passwords[2], passwords[0], address));
  const { code: reset } = access.resetCode('terminal', 'berta');
  const { secret: token } = access.tokens.create(anna.principal, {
    name: 'grafana',
    role: 'viewer',
    scopes: ['counts'],
    days: 9,
  });
  access.principal(undefined, token);
  await fail(() => access.enrol({ code, name: 'cora', password: goodPassword }, address));
  const secrets = [goodPassword, ...passwords, code, invitation, reset, anna.secret, again.secret, token];
  const entries = JSON.stringify(audit.query({ limit: 500 }));
  audit.close();
  return { secrets, messages: messages.join('\n'), entries };
}
