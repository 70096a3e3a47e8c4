import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutisError, passwordLengthMax, passwordLengthMin } from '@outis/core';
import fc from 'fast-check';
import { cheapHash } from '../../../../test/fixtures/access-box.ts';
import { checkPassword, hashPassword, isPassword } from './password.ts';

const password = 'seven gulls over Kiel';

function isWeak(text: string, name = 'anna'): boolean {
  try {
    checkPassword(text, name);
    return false;
  } catch (error) {
    assert.ok(error instanceof OutisError && error.code === 'password-weak');
    assert.ok(text.length < 5 || !error.message.includes(text), 'a message holds the password');
    return true;
  }
}

test('a stored password is Argon2id with 64 MiB and three passes, its own salt, and not the password', async () => {
  const [first, second] = [await hashPassword(password), await hashPassword(password)];
  for (const stored of [first, second])
    assert.match(stored, /^argon2id\$m=65536,t=3,p=1\$[\w-]{22}\$[\w-]{43}$/);
  assert.notEqual(first.split('$')[2], second.split('$')[2]);
  assert.notEqual(first.split('$')[3], second.split('$')[3]);
  assert.equal(await isPassword(password, first), true);
  assert.equal(await isPassword(`${password} `, first), false);
});

test('costs are read from the stored text, so that they can grow later', async () => {
  assert.equal(await isPassword(password, cheapHash(password)), true);
  assert.equal(await isPassword('another password', cheapHash(password)), false);
});

test('a password typed with combining characters is the same password', async () => {
  const composed = 'Möwen über Ångström'.normalize('NFC');
  const apart = composed.normalize('NFD');
  assert.notEqual(composed, apart);
  assert.equal(await isPassword(apart, cheapHash(composed)), true);
  assert.equal(await isPassword(composed, await hashPassword(apart)), true);
});

test('an altered stored text fits no password and is no internal error', async () => {
  const good = cheapHash(password);
  const [kind, costs, salt, tag] = good.split('$') as [string, string, string, string];
  const flipped = (text: string): string => (text[0] === 'A' ? 'B' : 'A') + text.slice(1);
  const altered = [
    '',
    'argon2id',
    password,
    [kind, costs, salt, flipped(tag)].join('$'),
    [kind, costs, flipped(salt), tag].join('$'),
    [kind, costs, salt, tag.slice(0, -2)].join('$'),
    [kind, costs, salt.slice(0, 4), tag].join('$'),
    [kind, costs, salt, ''].join('$'),
    ['argon2i', costs, salt, tag].join('$'),
    [kind, 'm=0,t=1,p=1', salt, tag].join('$'),
    [kind, 'm=8,t=0,p=1', salt, tag].join('$'),
    [kind, 'm=8,t=1,p=0', salt, tag].join('$'),
    [kind, 'm=8,t=1,p=99', salt, tag].join('$'),
    [kind, 'm=9999999,t=1,p=1', salt, tag].join('$'),
    [kind, 'm=99999999999,t=1,p=1', salt, tag].join('$'),
    `${good}\n`,
    ` ${good}`,
  ];
  assert.equal(await isPassword(password, good), true);
  for (const stored of altered) assert.equal(await isPassword(password, stored), false, stored);
});

test('without a stored password the work is the same; beyond two at once and twenty that wait the next is refused', async () => {
  const attempts = Array.from({ length: 25 }, async (_, index) =>
    isPassword(`guess number ${index}`, index % 2 === 0 ? null : cheapHash(password)).catch(
      (error: unknown) => (error as OutisError).code,
    ),
  );
  const answers = await Promise.all(attempts);
  assert.deepEqual(
    answers.slice(0, 22),
    Array.from({ length: 22 }, () => false),
  );
  // Only work can fill a queue: a user who does not exist takes a place as any other.
  assert.deepEqual(answers.slice(22), ['too-many-attempts', 'too-many-attempts', 'too-many-attempts']);
  // The places are free again.
  assert.equal(await isPassword(password, cheapHash(password)), true);
});

test('a password has enough characters, not too many, not always the same, and is not the name', () => {
  assert.equal(isWeak('short enough'), false);
  assert.equal(isWeak('too short!!'), true);
  assert.equal(isWeak('abcdabcdabcdabcd'), true);
  assert.equal(isWeak('anna12345678'), true);
  assert.equal(isWeak('ANNA12345678'), true);
  assert.equal(isWeak('Anna and a whole sentence more'), false);
  // Characters, not bytes or UTF-16 units: five gulls are five.
  assert.equal(isWeak('🕊🦢🦩🦆🦉'), true);
  const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzÄ🕊');
  const bounds = { maxLength: passwordLengthMax + 20 };
  fc.assert(
    fc.property(fc.array(letters, bounds), (characters) => {
      const weak = isWeak(characters.join(''), 'Z9-nobody');
      const { length } = characters;
      const isLong = length >= passwordLengthMin && length <= passwordLengthMax;
      assert.equal(weak, !isLong || new Set(characters).size < 5);
    }),
  );
});
