import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hrefOf, parseRoute, type Route } from './route.ts';

test('every page is found again by its own address', () => {
  const routes: Exclude<Route, { page: 'unknown' }>[] = [
    { page: 'overview' },
    { page: 'add' },
    { page: 'camera', cameraId: 'gate' },
    { page: 'lines', cameraId: 'a b/ü' },
    { page: 'settings', cameraId: '%' },
    { page: 'aim', cameraId: 'gate' },
    { page: 'safety', cameraId: 'gate' },
    { page: 'alerts', alertId: null },
    { page: 'alerts', alertId: 'x/1' },
    { page: 'safety-report', of: null },
    { page: 'safety-report', of: 'gate' },
    { page: 'changes' },
    { page: 'log' },
    { page: 'users' },
    { page: 'tokens' },
    { page: 'account' },
    { page: 'sign-in', isRefused: false },
    { page: 'sign-in', isRefused: true },
    { page: 'enrol', code: null },
    { page: 'enrol', code: 'ABCDE-23456' },
    { page: 'enter', code: 'a/b' },
  ];
  for (const route of routes) assert.deepEqual(parseRoute(hrefOf(route)), route);
});

test('an empty hash is the overview', () => {
  for (const hash of ['', '#', '#/']) assert.deepEqual(parseRoute(hash), { page: 'overview' });
});

test('what is not understood is unknown, never an exception', () => {
  for (const hash of [
    '#/camera',
    '#/camera/a/b',
    '#/camera/a/public',
    '#/camera/a/lines/c',
    '#/camera/%E0%A4%A',
    '#/video',
    '#/alerts/a/b',
    '#/add/x',
    '#/users/anna',
    '#/enter',
    '#/enter/a/b',
    '#/sign-in/again',
    '#/%E0%A4%A',
  ]) {
    assert.deepEqual(parseRoute(hash), { page: 'unknown' }, hash);
  }
});
