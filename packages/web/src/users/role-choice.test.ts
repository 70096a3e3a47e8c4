import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Role, roles } from '@outis/core';
import { isRoleOpen, scopesOf, toggleRole } from './role-choice.ts';

test('no way of choosing leads to a data protection officer with another role', () => {
  const seen = new Set<string>();
  const walk = (chosen: readonly Role[]) => {
    if (seen.has(chosen.join())) return;
    seen.add(chosen.join());
    assert.ok(!chosen.includes('dpo') || chosen.length === 1, chosen.join());
    for (const role of roles) walk(toggleRole(chosen, role));
  };
  walk([]);
  assert.equal(seen.size, 2 ** 4 + 1, 'every set of the four others, and the officer alone');
});

test('what is chosen can be taken back', () => {
  assert.deepEqual(toggleRole(['dpo'], 'dpo'), []);
  assert.deepEqual(toggleRole(['viewer', 'admin'], 'viewer'), ['admin']);
  assert.ok(!isRoleOpen(['dpo'], 'admin') && !isRoleOpen(['admin'], 'dpo'));
});

test('roles stand in the order of the table', () => {
  assert.deepEqual(toggleRole(['admin'], 'viewer'), ['viewer', 'admin']);
});

test('only the data protection officer gives the log to a token', () => {
  for (const role of roles) assert.equal(scopesOf(role).includes('audit'), role === 'dpo', role);
});
