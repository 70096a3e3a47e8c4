import assert from 'node:assert/strict';
import { test } from 'node:test';
import { charactersMissing, isUserName, passwordProblem } from './password.ts';

test('a password is long, and not the same again and again, and not the name', () => {
  assert.equal(passwordProblem('', 'anna'), 'missing');
  assert.equal(passwordProblem('elevenchars', 'anna'), 'missing');
  assert.equal(passwordProblem('twelve chars', 'anna'), null);
  assert.equal(passwordProblem('x'.repeat(201), 'anna'), 'long');
  assert.equal(passwordProblem('aaaaaaaaaaaabb', 'anna'), 'simple');
  assert.equal(passwordProblem('Anna-2026-mine', 'anna'), 'name');
  assert.equal(passwordProblem('anna has a green bicycle', 'anna'), null);
  assert.equal(passwordProblem('twelve chars', ''), null, 'without a name nothing is inside it');
});

test('characters are counted as people count them', () => {
  assert.equal(charactersMissing('🚲🚲🚲🚲'), 8);
  assert.equal(charactersMissing('more than twelve'), 0);
});

test('a user name is short and plain', () => {
  for (const good of ['a', 'anna', 'a.keller', 'a_b-c', 'anna@example.org'])
    assert.ok(isUserName(good), good);
  for (const bad of ['', '.anna', 'an na', 'änna', 'a/b', 'x'.repeat(65)]) assert.ok(!isUserName(bad), bad);
});
