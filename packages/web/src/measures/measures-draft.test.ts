import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MeasuresRequestJson } from '@outis/core';
import {
  addPoint,
  draftOf,
  leastDistances,
  lengthOf,
  placePoint,
  removePoint,
  requestOf,
  withKind,
} from './measures-draft.ts';

const nothing: MeasuresRequestJson = { calibration: null, zones: [], movements: 'all' };
const rectangle: MeasuresRequestJson = {
  ...nothing,
  calibration: {
    rectangle: {
      corners: [
        [0.2, 0.9],
        [0.7, 0.9],
        [0.6, 0.5],
        [0.3, 0.5],
      ],
      metres: [5, 12.5],
    },
    heldOut: { a: [0.2, 0.9], b: [0.6, 0.5], metres: 13 },
    clickedWidthPx: 160,
  },
};

test('what was saved is asked for again, whatever its kind', () => {
  const { heldOut } = rectangle.calibration!;
  const at = rectangle.calibration!.rectangle!.corners;
  const between = [0, 1, 2, 3, 4].map((i) => ({
    from: i % 4,
    to: (i + 1 + Math.floor(i / 4)) % 4,
    metres: 5 + i,
  }));
  const points = at.map((each, i) => ({ at: each, ground: [i, i * 2] as const }));
  for (const asked of [
    nothing,
    rectangle,
    { ...nothing, calibration: { distances: { at, between }, heldOut } },
    { ...nothing, calibration: { points, heldOut } },
  ])
    assert.deepEqual(requestOf(draftOf(asked)), asked);
});

test('nothing is asked while a length is missing; a comma is a point', () => {
  const draft = withKind(draftOf(nothing), 'rectangle');
  assert.equal(requestOf(draft), null);
  const typed = { ...draft, sides: ['5', '12,5'] as const, heldOut: { ...draft.heldOut, metres: '13' } };
  assert.deepEqual(requestOf(typed)?.calibration?.rectangle?.metres, [5, 12.5]);
  for (const text of ['', '0', '-3', 'five', '1e999']) assert.equal(lengthOf(text), null, text);
});

test('a new point is held by two distances, and goes with them', () => {
  const draft = withKind(draftOf(nothing), 'distances');
  assert.equal(draft.distances.length, leastDistances(4));
  const more = addPoint(draft);
  assert.equal(more.distances.length, leastDistances(5));
  assert.deepEqual(removePoint(more), draft);
  assert.equal(removePoint(draft), draft);
});

test('a point stays inside the view', () => {
  assert.deepEqual(placePoint(draftOf(nothing), 0, [1.4, -2]).points[0]?.at, [1, 0]);
});
