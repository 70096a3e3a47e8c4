import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commit, redo, startHistory, undo } from './history.ts';

test('undo and redo go back and forth', () => {
  const history = commit(commit(startHistory('a'), 'b'), 'c');
  assert.equal(undo(history).present, 'b');
  assert.equal(undo(undo(undo(history))).present, 'a');
  assert.equal(redo(undo(history)).present, 'c');
  assert.equal(redo(history), history);
});

test('a drag is one step', () => {
  let history = commit(startHistory(0), 1);
  for (let i = 2; i < 50; i++) history = commit(history, i, true);
  assert.equal(undo(history).present, 0);
});

test('a change after an undo forgets what was undone', () => {
  const history = commit(undo(commit(startHistory('a'), 'b')), 'c');
  assert.equal(redo(history).present, 'c');
});

test('the past has a limit', () => {
  let history = startHistory(0);
  for (let i = 1; i < 500; i++) history = commit(history, i);
  assert.equal(history.past.length, 100);
});
