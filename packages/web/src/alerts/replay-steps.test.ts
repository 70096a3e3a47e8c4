import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayStepJson } from '@outis/core';
import { lengthOf, placesAt, ReplayClock, stepAt } from './replay-steps.ts';

/** Somebody walks to the left over half of the view in ten seconds; a truck comes after five. */
const steps: readonly ReplayStepJson[] = Array.from({ length: 51 }, (_, index) => ({
  atMs: index * 200,
  objects: [
    { id: 7, class: 'person' as const, x: Math.round(100 * (0.8 - index * 0.01)) / 100, y: 0.6 },
    ...(index >= 25 ? [{ id: 9, class: 'truck' as const, x: 0.3, y: 0.4 }] : []),
  ],
  personsHidden: false,
}));

test('what is there in the first moment is drawn whole at once', () => {
  assert.deepEqual(
    placesAt(steps, 0, false).map(({ class: name, opacity }) => [name, opacity]),
    [['person', 1]],
  );
});

test('between two steps a sign stands between their places, and never jumps', () => {
  let before = placesAt(steps, 1000, false)[0]!.x;
  for (let atMs = 1010; atMs < 9000; atMs += 10) {
    const x = placesAt(steps, atMs, false)[0]!;
    const person = x.class === 'person' ? x : placesAt(steps, atMs, false)[1]!;
    assert.ok(person.x <= before + 1e-9 && before - person.x < 0.002, `${atMs} ms`);
    before = person.x;
  }
});

test('it looks where it goes, and the nearest is drawn last', () => {
  const places = placesAt(steps, 8000, false);
  assert.deepEqual(
    places.map(({ class: name }) => name),
    ['truck', 'person'],
  );
  assert.equal(places[1]!.facing, -1);
});

test('what comes fades in, and a moment shows nothing of what is later', () => {
  assert.equal(placesAt(steps, 4500, false).length, 1);
  const coming = placesAt(steps, 5150, false).find(({ class: name }) => name === 'truck');
  assert.ok(coming !== undefined && coming.opacity > 0.2 && coming.opacity < 0.9);
});

test('without movement the places of the newest step are drawn', () => {
  assert.deepEqual(
    placesAt(steps, 1190, true).map(({ x, opacity }) => [x, opacity]),
    [[0.75, 1]],
  );
});

test('a replay without steps draws nothing and has no length', () => {
  assert.deepEqual(placesAt([], 100, false), []);
  assert.equal(lengthOf([]), 0);
  assert.equal(stepAt([], 5), null);
});

test('a replay is never longer than 20 seconds', () => {
  assert.equal(lengthOf([...steps, { atMs: 90_000, objects: [], personsHidden: false }]), 20_000);
});

test('the clock plays, stands, is set, stops at the end and begins anew', () => {
  const clock = new ReplayClock(10_000);
  assert.equal(clock.at(500), 0);
  clock.play(500);
  assert.equal(clock.at(1700), 1200);
  clock.seek(4000, 1700);
  assert.ok(clock.isPlaying(1700));
  assert.equal(clock.at(2700), 5000);
  clock.pause(2700);
  assert.equal(clock.at(9000), 5000);
  clock.seek(99_000, 9000);
  assert.ok(!clock.isPlaying(9000));
  assert.equal(clock.at(9000), 10_000);
  clock.play(9000);
  assert.equal(clock.at(9100), 100);
  assert.ok(!clock.isPlaying(30_000));
  assert.equal(clock.at(30_000), 10_000);
});
