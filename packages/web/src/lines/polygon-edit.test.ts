import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCorner, cornersMax, isWholeView, moveCorner, removeCorner, wholeView } from './polygon-edit.ts';

test('a corner stops at the edge of the view', () => {
  assert.deepEqual(moveCorner(wholeView, 0, [-0.5, 0.25])[0], [0, 0.25]);
  assert.deepEqual(moveCorner(wholeView, 2, [0.5, 0.5])[2], [1, 1]);
});

test('the whole view is known as such, with more corners too; a moved corner makes it another', () => {
  assert.ok(isWholeView(wholeView));
  assert.ok(isWholeView(addCorner(wholeView)));
  assert.ok(isWholeView(wholeView.toReversed()));
  assert.ok(!isWholeView(moveCorner(wholeView, 0, [0, 0.01])));
  assert.ok(!isWholeView(removeCorner(wholeView, 0)));
});

test('a new corner lies in the middle of the longest edge, and changes nothing of the area', () => {
  const points = addCorner([
    [0, 0],
    [1, 0],
    [1, 0.5],
    [0, 0.5],
  ]);
  assert.deepEqual(points, [
    [0, 0],
    [0.5, 0],
    [1, 0],
    [1, 0.5],
    [0, 0.5],
  ]);
});

test('corners have a limit both ways', () => {
  let points = wholeView;
  for (let i = 0; i < 40; i++) points = addCorner(points);
  assert.equal(points.length, cornersMax);
  for (let i = 0; i < 40; i++) points = removeCorner(points, 0);
  assert.equal(points.length, 3);
});
