import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineConfig } from '@outis/core';
import {
  addLine,
  lineLengthMin,
  linesMax,
  moveLine,
  placeEnd,
  removeLine,
  renameLine,
  reverseLine,
} from './line-edit.ts';

const gate: readonly LineConfig[] = [{ id: 'gate', a: [0.2, 0.8], b: [0.2, 0.4] }];

test('a new line has a free id and enough length, up to the limit', () => {
  let lines = gate;
  for (let i = 0; i < 40; i++) lines = addLine(lines);
  assert.equal(lines.length, linesMax);
  assert.equal(new Set(lines.map((line) => line.id)).size, linesMax);
  for (const { a, b } of lines) {
    assert.ok(Math.hypot(b[0] - a[0], b[1] - a[1]) >= lineLengthMin);
    assert.ok([...a, ...b].every((value) => value >= 0 && value <= 1));
  }
});

test('moving the whole line keeps its shape at the edge of the view', () => {
  const [line] = moveLine(gate, 'gate', 'whole', [-0.5, 0.5]);
  assert.deepEqual(line, { id: 'gate', a: [0, 1], b: [0, 0.6] });
});

test('an end stops at the edge of the view and never meets the other end', () => {
  assert.deepEqual(moveLine(gate, 'gate', 'b', [2, -2])[0]?.b, [1, 0]);
  assert.equal(placeEnd(gate, 'gate', 'b', [0.2, 0.8]), gate);
});

test('coordinates are tidy thousandths', () => {
  assert.deepEqual(placeEnd(gate, 'gate', 'a', [0.123456, 1 / 3])[0]?.a, [0.123, 0.333]);
});

test('reversing twice changes nothing, once swaps the ends', () => {
  assert.deepEqual(reverseLine(reverseLine(gate, 'gate'), 'gate'), gate);
  assert.deepEqual(reverseLine(gate, 'gate')[0]?.a, [0.2, 0.4]);
});

test('an id must be free and plain', () => {
  const two = addLine(gate);
  assert.equal(renameLine(two, 'gate', two[1]!.id), two);
  assert.equal(renameLine(two, 'gate', 'Not plain'), two);
  assert.equal(renameLine(two, 'gate', 'east-ramp')[0]?.id, 'east-ramp');
});

test('what does not exist is not changed', () => {
  assert.equal(removeLine(gate, 'other'), gate);
  assert.equal(reverseLine(gate, 'other'), gate);
  assert.deepEqual(removeLine(gate, 'gate'), []);
});
