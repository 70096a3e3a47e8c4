import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import { accessBox, address, goodPassword } from '../../../../test/fixtures/access-box.ts';
import { Access } from './access.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const by = { kind: 'open' } as const;
const next = 'a kettle on the third shelf';

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

test('the first admin comes by the code from the terminal, which is valid once', async (context) => {
  const { access, user, notes } = accessBox(context);
  assert.equal(access.isFirstRun, true);
  const code = access.firstRunCode()!;
  assert.match(code, /^([A-HJ-NP-Z2-9]{5}-){3}[A-HJ-NP-Z2-9]{5}$/);
  assert.deepEqual(access.lookAtCode(code, address), { kind: 'first-admin', name: null });
  const given = { code: ` ${code.toLowerCase().replaceAll('-', ' ')}`, name: 'anna', password: goodPassword };
  const { secret } = await access.enrol(given, address);
  assert.deepEqual(user(secret).roles, ['viewer', 'operator', 'installer', 'admin']);
  assert.equal(access.isFirstRun, false);
  assert.equal(access.firstRunCode(), null);
  assert.equal(await codeOf(access.enrol({ ...given, name: 'berta' }, address)), 'code-invalid');
  assert.throws(() => access.lookAtCode(code, address), { code: 'code-invalid' });
  assert.deepEqual(
    notes.map(({ action }) => action),
    ['code.used', 'user.created', 'login'],
  );
});

test('of two who use the code of the first admin at once exactly one gets in', async (context) => {
  const { access, store } = accessBox(context);
  const code = access.firstRunCode()!;
  const codes = await Promise.all(
    ['anna', 'berta', 'cora'].map((name) =>
      codeOf(access.enrol({ code, name, password: goodPassword }, address)),
    ),
  );
  assert.deepEqual(codes.toSorted(), ['code-invalid', 'code-invalid', undefined]);
  assert.equal(store.users().length, 1);
});

test('what was wrong with name or password does not use the code up', async (context) => {
  const { access } = accessBox(context);
  const code = access.firstRunCode()!;
  const enrol = (name: string | undefined, password?: string) =>
    codeOf(
      access.enrol(
        { code, ...(name === undefined ? {} : { name }), ...(password === undefined ? {} : { password }) },
        address,
      ),
    );
  assert.equal(await enrol('anna', 'short'), 'password-weak');
  assert.equal(await enrol('anna'), 'password-weak');
  assert.equal(await enrol('an na', goodPassword), 'user-invalid');
  assert.equal(await enrol(undefined, goodPassword), 'user-invalid');
  assert.equal(await enrol('terminal', goodPassword), 'user-exists');
  assert.equal(await enrol('anna', goodPassword), undefined);
});

test('a code ends after its time, with a newer one, and when there is an admin', async (context) => {
  const { access, clock, add } = accessBox(context);
  const first = access.firstRunCode()!;
  const second = access.firstRunCode()!;
  const look = (code: string, house: number) => access.lookAtCode(code, `198.51.100.${house}`);
  assert.throws(() => look(first, 1), { code: 'code-invalid' });
  look(second, 1);
  clock.nowMs += dayMs - 1;
  look(second, 1);
  clock.nowMs += 1;
  assert.throws(() => look(second, 2), { code: 'code-invalid' });
  const third = access.firstRunCode()!;
  add('anna', ['admin']);
  assert.throws(() => look(third, 3), { code: 'code-invalid' });
});

test('an invitation is for one user, ends after a week, and is void after another was made', async (context) => {
  const { access, clock, user } = accessBox(context);
  const first = access.createUser(by, 'anna', ['operator']);
  assert.equal(first.user.enrolled, false);
  const second = access.resetCode('user:boss', 'anna');
  assert.throws(() => access.lookAtCode(first.code, address), { code: 'code-invalid' });
  assert.deepEqual(access.lookAtCode(second.code, address), { kind: 'invitation', name: 'anna' });
  assert.equal(second.expiresMs, clock.nowMs + 7 * dayMs);
  // The name that comes with it changes nothing.
  const given = { code: second.code, name: 'boss', password: goodPassword };
  const { principal, secret } = await access.enrol(given, address);
  assert.equal(principal.name, 'anna');
  assert.deepEqual(user(secret).roles, ['operator']);
  const late = access.createUser(by, 'berta', ['viewer']);
  clock.nowMs += 7 * dayMs;
  assert.equal(
    await codeOf(access.enrol({ code: late.code, password: goodPassword }, address)),
    'code-invalid',
  );
  assert.equal(access.users().find(({ name }) => name === 'berta')?.enrolled, false);
});

test('who is removed while using an invitation does not come back', async (context) => {
  const { access, store } = accessBox(context);
  const { code } = access.createUser(by, 'anna', ['operator']);
  const enrol = codeOf(access.enrol({ code, password: goodPassword }, address));
  access.removeUser(by, 'anna');
  assert.equal(await enrol, 'code-invalid');
  assert.equal(store.user('anna'), null);
});

test('a reset lets the old password be until it is used, then ends it and every session', async (context) => {
  const { access, add, clock, user } = accessBox(context);
  add('anna', ['viewer']);
  const before = await access.login('anna', goodPassword, address);
  const { code, expiresMs } = access.resetCode('terminal', 'ANNA');
  assert.equal(expiresMs, clock.nowMs + hourMs);
  user((await access.login('anna', goodPassword, address)).secret);
  const after = await access.enrol({ code, password: next }, address);
  assert.equal(access.principal(before.secret, undefined).kind, 'nobody');
  user(after.secret);
  assert.equal(await codeOf(access.login('anna', goodPassword, address)), 'login-failed');
  assert.throws(() => access.resetCode('terminal', 'nobody-here'), { code: 'user-unknown' });
});

test('the code of the terminal signs in without a password, once, with every role but dpo', async (context) => {
  const { access, user, store } = accessBox(context);
  const code = access.terminalCode();
  const { secret } = await access.enrol({ code, password: goodPassword }, address);
  assert.deepEqual(user(secret).roles, ['viewer', 'operator', 'installer', 'admin']);
  assert.equal(await codeOf(access.enrol({ code }, address)), 'code-invalid');
  // It never becomes a user with a password, nor one that an admin may change.
  assert.equal(store.user('terminal')?.passwordHash, null);
  assert.equal(await codeOf(access.login('terminal', goodPassword, address)), 'login-failed');
  assert.throws(() => access.resetCode('user:anna', 'terminal'), { code: 'user-invalid' });
  assert.throws(() => access.setRoles(by, 'terminal', ['dpo']), { code: 'user-invalid' });
});

test('guessing codes waits, from each address, and a right one does not help meanwhile', (context) => {
  const { access, clock } = accessBox(context);
  const code = access.firstRunCode()!;
  const waits: number[] = [];
  for (let guess = 0; guess < 7; guess++) {
    assert.throws(() => access.lookAtCode('AAAAA-BBBBB-CCCCC-DDDDD', address), { code: 'code-invalid' });
    try {
      access.lookAtCode(code, address);
      waits.push(0);
    } catch (error) {
      assert.equal((error as OutisError).code, 'too-many-attempts');
      waits.push((error as { seconds: number }).seconds);
      clock.nowMs += waits.at(-1)! * 1000;
    }
  }
  assert.deepEqual(waits, [0, 0, 1, 2, 4, 8, 16]);
  access.lookAtCode(code, '203.0.113.9');
});

test('codes do not repeat, and the hash of one is none', (context) => {
  const { access, store } = accessBox(context);
  const codes = new Set(Array.from({ length: 200 }, () => access.terminalCode()));
  assert.equal(codes.size, 200);
  const letters = new Set([...codes].join('').replaceAll('-', ''));
  assert.equal(letters.size, 32, 'every letter is used');
  for (const code of codes) assert.equal(store.code(code.replaceAll('-', '')), null);
});

test('the command line makes a code in the same store while the edge runs', async (context) => {
  const { access, store, clock, add } = accessBox(context);
  add('anna', ['viewer']);
  const command = new Access({ store, note: () => {}, nowMs: () => clock.nowMs });
  const { code } = command.resetCode('terminal', 'anna');
  await access.enrol({ code, password: next }, address);
  assert.equal(await codeOf(access.login('anna', goodPassword, address)), 'login-failed');
  await access.login('anna', next, address);
});
