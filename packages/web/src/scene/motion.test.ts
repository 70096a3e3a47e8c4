import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SceneMessage } from '@outis/core';
import { SceneMotion, sceneDelayMs, staleAfterMs } from './motion.ts';

const at = (tMs: number, objects: SceneMessage['objects']): SceneMessage => ({
  tMs,
  objects,
  personsHidden: false,
});
const car = (id: number, x: number, y = 0.5) => ({ id, class: 'car', x, y }) as const;

function drive(
  motion: SceneMotion,
  fromMs: number,
  toMs: number,
  place: (tMs: number) => number,
  clockMs = 0,
): void {
  for (let tMs = fromMs; tMs <= toMs; tMs += 200) {
    motion.receive(at(tMs, [car(1, Math.round(place(tMs) * 100) / 100)]), tMs + clockMs);
  }
}

test('a steady drive is drawn as a steady drive, in spite of the 1 % steps', () => {
  const motion = new SceneMotion();
  const place = (tMs: number) => 0.1 + (tMs - 1000) * 0.00003;
  drive(motion, 1000, 4000, place);
  const steps: number[] = [];
  let last: number | null = null;
  for (let nowMs = 2500; nowMs <= 4000; nowMs += 16) {
    const x = motion.placesAt(nowMs)[0]!.x;
    assert.ok(Math.abs(x - place(nowMs - sceneDelayMs)) < 0.015, `at ${nowMs}: ${x}`);
    if (last !== null) steps.push(x - last);
    last = x;
  }
  // Raw, a message moves 0.006 and a rounded step is 0.01 within one message; smoothed, no frame moves more than 0.0015.
  assert.ok(Math.max(...steps) < 0.0015 && Math.min(...steps) >= 0);
});

test('what the clock of the browser says does not matter', () => {
  const motion = new SceneMotion();
  drive(motion, 1000, 2000, () => 0.4, 86_400_000);
  assert.equal(motion.placesAt(86_402_000).length, 1);
});

test('it appears and goes by fading, and is then forgotten', () => {
  const motion = new SceneMotion();
  drive(motion, 1000, 2000, () => 0.4);
  motion.receive(at(2200, []), 2200);
  assert.ok(motion.placesAt(1000 + sceneDelayMs + 150)[0]!.opacity < 1);
  assert.equal(motion.placesAt(2200 + sceneDelayMs)[0]!.opacity, 1);
  const going = motion.placesAt(2350 + sceneDelayMs)[0]!.opacity;
  assert.ok(going > 0 && going < 1);
  assert.deepEqual(motion.placesAt(2600 + sceneDelayMs), []);
  assert.deepEqual(motion.placesStill(2400), []);
});

test('when ids are drawn anew, old and new are both drawn for a moment and never joined', () => {
  const motion = new SceneMotion();
  motion.receive(at(1000, [car(1, 0.5)]), 1000);
  motion.receive(at(2000, [car(1, 0.5)]), 2000);
  motion.receive(at(2200, [car(9, 0.5)]), 2200);
  const ids = motion.placesAt(2350 + sceneDelayMs).map((place) => place.id);
  assert.deepEqual(ids, [1, 9]);
});

test('an old place does not look like a present one', () => {
  const motion = new SceneMotion();
  drive(motion, 1000, 2000, () => 0.4);
  assert.equal(motion.placesAt(2000 + sceneDelayMs)[0]!.opacity, 1);
  assert.deepEqual(motion.placesAt(2000 + sceneDelayMs + staleAfterMs + 1001), []);
  assert.deepEqual(motion.placesStill(2000 + staleAfterMs + 1), []);
});

test('the nearest is drawn last, and faces the way it moves', () => {
  const motion = new SceneMotion();
  for (let tMs = 1000; tMs <= 2000; tMs += 200) {
    motion.receive(at(tMs, [car(1, 0.9 - tMs / 10_000, 0.8), car(2, tMs / 10_000, 0.2)]), tMs);
  }
  const places = motion.placesAt(2000 + sceneDelayMs);
  assert.deepEqual(
    places.map((place) => [place.id, place.facing]),
    [
      [2, 1],
      [1, -1],
    ],
  );
});

test('a message out of order and a broken stream of ever new ids do no harm', () => {
  const motion = new SceneMotion();
  for (let i = 0; i < 5000; i++) motion.receive(at(1000 + i, [car(i, 0.5)]), 1000 + i);
  motion.receive(at(900, [car(7, 0.1)]), 6000);
  assert.ok(motion.placesAt(6000).length <= 600);
});
