import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptText, nothingTapped, readKept, type Tap, tap, totalOf, undo } from './tap-count.ts';

const car: Tap = { lineId: 'gate', direction: 'left_to_right', class: 'car' };
const person: Tap = { ...car, class: 'person' };

test('taps add up, and the last ones can be taken back in turn', () => {
  let count = tap(tap(tap(nothingTapped, car), person), car);
  assert.deepEqual([totalOf(count, car), totalOf(count, person)], [2, 1]);
  count = undo(undo(count));
  assert.deepEqual([totalOf(count, car), totalOf(count, person)], [1, 0]);
  assert.deepEqual(undo(undo(undo(count))), nothingTapped);
});

test('what is kept on the phone holds totals and no trace of when or in which order', () => {
  const one = keptText('street', 1_000, tap(tap(nothingTapped, car), person));
  const other = keptText('street', 1_000, tap(tap(nothingTapped, person), car));
  assert.equal(one, other);
  assert.deepEqual(Object.keys(JSON.parse(one)), ['cameraId', 'startMs', 'totals']);
  const read = readKept(one, 'street', 1_000);
  assert.deepEqual([totalOf(read, car), totalOf(read, person), read.last], [1, 1, []]);
});

test('totals of another window, and what is none, are nothing', () => {
  const kept = keptText('street', 1_000, tap(nothingTapped, car));
  for (const [text, id, startMs] of [
    [kept, 'street', 2_000],
    [kept, 'yard', 1_000],
    ['{', 'street', 1_000],
    [null, 'street', 1_000],
    [kept.replace('"count":1', '"count":-1'), 'street', 1_000],
    [kept.replace('car', 'face'), 'street', 1_000],
  ] as const)
    assert.deepEqual(readKept(text, id, startMs).totals, []);
});
