import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MeJson, type Role, roles } from '@outis/core';
import { hasRole, refusalOf } from './rights.ts';
import type { Route } from './route.ts';

const as = (...own: Role[]): MeJson => ({
  state: 'signed-in',
  user: { name: 'anna', roles: own },
  by: 'password',
  oidc: null,
  certificate: null,
});
const demo: MeJson = { ...as(), state: 'open', user: null, by: null };
const pages = [
  'overview',
  'camera',
  'add',
  'lines',
  'safety',
  'settings',
  'aim',
  'alerts',
  'safety-report',
  'changes',
  'log',
  'users',
  'tokens',
  'account',
] as const satisfies readonly Route['page'][];
const seenBy = (me: MeJson) => pages.filter((page) => refusalOf(me, page) === null);

test('each role sees its pages and no other', () => {
  const everybody = ['overview', 'camera', 'account', 'safety-report'];
  const sorted = (list: readonly string[]) => [...list].sort();
  const expected: Readonly<Record<Role, readonly string[]>> = {
    viewer: [],
    operator: ['alerts'],
    installer: ['add', 'lines', 'safety', 'settings', 'aim', 'changes'],
    dpo: ['changes', 'log', 'aim'],
    admin: ['users', 'tokens'],
  };
  for (const role of roles)
    assert.deepEqual(sorted(seenBy(as(role))), sorted([...everybody, ...expected[role]]), role);
});

test('several roles see the pages of each', () => {
  const seen = seenBy(as('operator', 'installer', 'admin'));
  assert.ok(seen.includes('settings') && seen.includes('users') && !seen.includes('log'));
});

test('the demo has neither users nor a log', () => {
  assert.deepEqual(seenBy(demo), [
    'overview',
    'camera',
    'add',
    'lines',
    'safety',
    'settings',
    'aim',
    'alerts',
    'safety-report',
    'changes',
  ]);
  assert.ok(hasRole(demo, 'operator') && !hasRole(demo, 'dpo') && !hasRole(demo, 'admin'));
});
