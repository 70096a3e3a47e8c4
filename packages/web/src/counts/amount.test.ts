import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addUp, isHidden, noAmount, together } from './amount.ts';

test('errors of independent numbers grow with the root of their squares, and hidden ones add nothing', () => {
  const amount = addUp([
    { count: 20, error95: 3 },
    { count: 30, error95: 4 },
    { count: null, error95: 6 },
  ]);
  assert.deepEqual(amount, { sum: 50, error95: 5, parts: 3, hidden: 1 });
  assert.equal(isHidden(amount), false);
});

test('all hidden is hidden and not a zero; nothing at all is neither', () => {
  assert.equal(isHidden(addUp([{ count: null, error95: 6 }])), true);
  assert.equal(isHidden(noAmount), false);
  assert.deepEqual(addUp([]), noAmount);
});

test('adding in two steps is adding at once', () => {
  const numbers = [6, 8, 10, 24].map((error95) => ({ count: 100, error95 }));
  const parts = [addUp(numbers.slice(0, 2)), addUp(numbers.slice(2))];
  assert.deepEqual(together(parts), addUp(numbers));
});
