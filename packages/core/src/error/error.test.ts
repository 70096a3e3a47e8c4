import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorTable, isErrorCode, OutisError } from './error.ts';
import { errorCodes } from './error-codes.ts';

test('the list of codes and the table are the same, in the same order, and no code stands twice', () => {
  assert.deepEqual(Object.keys(errorTable), errorCodes);
  assert.equal(new Set(errorCodes).size, errorCodes.length);
});

test('every entry says what happened and the way out, with statuses that mean an error', () => {
  for (const code of errorCodes) {
    const { message, hint, httpStatus, exitCode } = errorTable[code];
    assert.match(code, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    assert.match(message, /^[A-Za-z].{7,}[^.]$/, code);
    assert.ok(hint.length >= 10, code);
    assert.ok(httpStatus >= 400 && httpStatus <= 599, code);
    // 0 would be success; from 126 on the shell has its own meanings.
    assert.ok(Number.isInteger(exitCode) && exitCode >= 1 && exitCode <= 125, code);
  }
  assert.equal(new Set(errorCodes.map((code) => errorTable[code].message)).size, errorCodes.length);
});

test('an error carries its entry, its detail and its cause', () => {
  const cause = new Error('ENOSPC');
  const error = new OutisError('store-full', 'data', { cause });
  assert.deepEqual(
    [error.name, error.code, error.detail, error.message, error.httpStatus, error.exitCode, error.cause],
    ['OutisError', 'store-full', 'data', 'The disk is full: data', 507, 8, cause],
  );
  assert.equal(error.hint, errorTable['store-full'].hint);
  assert.equal(new OutisError('store-full').message, 'The disk is full');
});

test('only codes of the table are codes', () => {
  for (const code of errorCodes) assert.equal(isErrorCode(code), true);
  for (const other of ['', 'toString', '__proto__', 'Store-full', null, 5, ['store-full']])
    assert.equal(isErrorCode(other), false);
});
