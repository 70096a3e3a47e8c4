import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineConfig, RoadUserClass, SceneMessage } from '@outis/core';
import { SceneTally } from './tally.ts';

const upright: LineConfig = { id: 'gate', a: [0.5, 0.8], b: [0.5, 0.2] };

function walk(tally: SceneTally, line: LineConfig, path: readonly (readonly [number, number])[], id = 1) {
  return path.flatMap(([x, y], i) => {
    const objects = [{ id, class: 'person' as RoadUserClass, x, y }];
    const message: SceneMessage = { tMs: 1000 + i * 200, objects, personsHidden: false };
    return tally.receive(message, [line]);
  });
}

test('from the left of the picture over an upright line that points up is left to right', () => {
  const tally = new SceneTally();
  const passages = walk(tally, upright, [
    [0.4, 0.5],
    [0.5, 0.5],
    [0.6, 0.5],
  ]);
  assert.deepEqual(passages, [{ lineId: 'gate', direction: 'left_to_right', class: 'person' }]);
  assert.equal(tally.countOf('gate', 'left_to_right', 'person'), 1);
  assert.equal(tally.countOf('gate', 'right_to_left', 'person'), 0);
});

test('reversing the line swaps the directions', () => {
  const reversed: LineConfig = { id: 'gate', a: upright.b, b: upright.a };
  const passages = walk(new SceneTally(), reversed, [
    [0.4, 0.5],
    [0.6, 0.5],
  ]);
  assert.equal(passages[0]?.direction, 'right_to_left');
});

test('standing on the line and trembling counts nothing', () => {
  const path = Array.from({ length: 60 }, (_, i) => [i % 2 === 0 ? 0.49 : 0.51, 0.5] as const);
  assert.deepEqual(walk(new SceneTally(), upright, path), []);
});

test('there and back is one passage each way', () => {
  const tally = new SceneTally();
  walk(tally, upright, [
    [0.4, 0.5],
    [0.6, 0.5],
    [0.52, 0.5],
    [0.4, 0.5],
  ]);
  assert.equal(tally.totalOf('gate', ['person']), 2);
});

test('walking past the end of the line counts nothing', () => {
  assert.deepEqual(
    walk(new SceneTally(), upright, [
      [0.4, 0.9],
      [0.6, 0.9],
      [0.6, 0.5],
    ]),
    [],
  );
});

test('the tally begins anew with each start and each pause of the scene', () => {
  const over = [
    [0.4, 0.5],
    [0.6, 0.5],
  ] as const;
  for (const state of ['connecting', 'paused', 'closed'] as const) {
    const tally = new SceneTally();
    walk(tally, upright, over);
    for (const other of ['live', 'quiet', 'lost'] as const) assert.equal(tally.follow(other), false);
    assert.equal(tally.totalOf('gate', ['person']), 1);
    assert.equal(tally.follow(state), true);
    assert.equal(tally.totalOf('gate', ['person']), 0, state);
    // Nor is remembered where somebody was before.
    assert.deepEqual(walk(tally, upright, [[0.4, 0.5]]), []);
  }
});

test('a new id on the other side is a new object, not a passage', () => {
  const tally = new SceneTally();
  walk(tally, upright, [[0.4, 0.5]], 1);
  assert.deepEqual(walk(tally, upright, [[0.6, 0.5]], 2), []);
});
