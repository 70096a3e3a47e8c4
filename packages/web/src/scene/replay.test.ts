import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SceneMessage } from '@outis/core';
import { Replay, replayMessagesMax, replayMs } from './replay.ts';

const scene = (tMs: number, x = 0.5, personsHidden = false): SceneMessage => ({
  tMs,
  personsHidden,
  objects: personsHidden ? [] : [{ id: 1, class: 'person', x, y: 0.5 }],
});
/** Five messages a second for so long; the person goes from left to right in 100 s. */
function filled(forMs: number, fromMs = 1_000_000): { readonly replay: Replay; readonly nowMs: number } {
  const replay = new Replay();
  for (let t = 0; t <= forMs; t += 200) replay.receive(scene(fromMs + t, t / 100_000), t);
  return { replay, nowMs: forMs };
}

test('it keeps the last 20 seconds and no more, however long it runs', () => {
  const { replay, nowMs } = filled(600_000);
  assert.equal(replay.count, replayMs / 200 + 1);
  assert.equal(replay.heldMs(nowMs), replayMs);
  assert.equal(replay.messageAgo(nowMs, replayMs)?.tMs, 1_000_000 + nowMs - replayMs);
  assert.equal(replay.messageAgo(nowMs, replayMs + 1), null);
});

test('a stream that sends too much does not grow it', () => {
  const replay = new Replay();
  for (let i = 0; i < 10_000; i++) replay.receive(scene(1000 + i), i);
  assert.equal(replay.count, replayMessagesMax);
  assert.equal(replay.messageAgo(9999, 0)?.tMs, 10_999, 'the newest stay');
});

test('what is old goes also when nothing comes any more', () => {
  const { replay, nowMs } = filled(10_000);
  replay.forget(nowMs + replayMs - 1000);
  assert.equal(replay.heldMs(nowMs + replayMs - 1000), replayMs);
  assert.equal(replay.count, 6);
  replay.forget(nowMs + replayMs + 1);
  assert.deepEqual([replay.count, replay.heldMs(nowMs + replayMs + 1)], [0, 0]);
});

test('messages out of order are left out, and another clock begins anew', () => {
  const { replay } = filled(2000);
  replay.receive(scene(1_000_100), 2100);
  assert.equal(replay.count, 11);
  replay.receive(scene(1_002_200), 2200);
  assert.equal(replay.count, 12);
  replay.receive(scene(5000), 2400);
  assert.equal(replay.count, 1, 'the edge has another time now');
  replay.clear();
  assert.equal(replay.count, 0);
});

test('a moment is drawn as it was drawn then, whether with or without movement', () => {
  const { replay, nowMs } = filled(20_000);
  for (const agoMs of [0, 1000, 5000, 12_000]) {
    const [place] = replay.placesAgo(nowMs, agoMs, false);
    // A scene is drawn 250 ms late, so that there is a next place to move towards.
    assert.ok(Math.abs(place!.x - (nowMs - agoMs - 250) / 100_000) < 0.003, `${agoMs}: ${place!.x}`);
    assert.equal(place!.opacity, 1);
    assert.equal(place!.facing, 1);
    const [still] = replay.placesAgo(nowMs, agoMs, true);
    assert.equal(still!.x, (nowMs - agoMs) / 100_000);
  }
});

test('persons that were hidden then stay hidden', () => {
  const replay = new Replay();
  for (let t = 0; t <= 10_000; t += 200) replay.receive(scene(1000 + t, 0.5, t < 5000), t);
  assert.equal(replay.messageAgo(10_000, 8000)?.personsHidden, true);
  assert.deepEqual(replay.placesAgo(10_000, 8000, false), []);
  assert.deepEqual(replay.placesAgo(10_000, 8000, true), []);
  assert.equal(replay.placesAgo(10_000, 1000, false).length, 1);
});

test('before the first moment there is nothing', () => {
  const { replay, nowMs } = filled(3000);
  assert.equal(replay.messageAgo(nowMs, 4000), null);
  assert.deepEqual(replay.placesAgo(nowMs, 15_000, false), []);
  assert.deepEqual(new Replay().placesAgo(0, 0, false), []);
});
