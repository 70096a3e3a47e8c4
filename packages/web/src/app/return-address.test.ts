import assert from 'node:assert/strict';
import { test } from 'node:test';
import { returnAddressOf } from './return-address.ts';

test('only a page of Outis is come back to, and never one with a code', () => {
  assert.equal(returnAddressOf('#/camera/gate/lines'), '#/camera/gate/lines');
  assert.equal(returnAddressOf('#/log'), '#/log');
  for (const hash of [
    '',
    '#/',
    '#/sign-in',
    '#/enrol/ABCDE',
    '#/enter/ABCDE',
    '#/nowhere',
    'https://evil.example',
  ])
    assert.equal(returnAddressOf(hash), null, hash);
});
