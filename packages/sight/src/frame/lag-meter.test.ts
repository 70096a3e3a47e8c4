import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LagMeter } from './lag-meter.ts';

const fps = 10;

/** Feeds frames 0, 1, 2, … with their delays in ms and returns the indices of those that were late. */
function late(delays: readonly number[]): number[] {
  const meter = new LagMeter(fps);
  return delays.flatMap((delayMs, index) =>
    meter.isLate((index * 1000) / fps + delayMs, index) ? [index] : [],
  );
}

function repeat(count: number, delayMs: number): number[] {
  return Array.from({ length: count }, () => delayMs);
}

test('a steady stream is never late, whatever its first delay', () => {
  for (const delayMs of [0, 80, 100_000]) assert.deepEqual(late(repeat(2000, delayMs)), []);
});

test('half a second behind the best is still in time, more is late', () => {
  assert.deepEqual(late([0, 500, 501, 500, 1000, 0]), [2, 4]);
});

test('the least delay is the measure, even when it comes later', () => {
  assert.deepEqual(late([1000, 400, 950, 901, 900]), [2, 3]);
});

test('after five seconds of lateness the stream itself has shifted: the measure starts anew', () => {
  // Late from index 1 at 2100 ms on: the first frame that arrives more than 5 s later is in time again.
  const found = late([0, ...repeat(200, 2000)]);
  assert.deepEqual(
    found,
    Array.from({ length: 51 }, (_, index) => index + 1),
  );
});

test('a single frame in time ends the five seconds', () => {
  const found = late([0, ...repeat(40, 2000), 0, ...repeat(40, 2000)]);
  assert.equal(found.length, 80);
});

test('a camera clock that drifts slowly is not taken for lag', () => {
  // 0.2 % slow: 500 ms are reached after 250 s, but each baseline lives for 60 s.
  const delays = Array.from({ length: 6000 }, (_, index) => index * 0.2);
  assert.deepEqual(late(delays), []);
});

test('property: jitter below half a second is never late', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 300 }), (delays) => {
      assert.deepEqual(late(delays), []);
    }),
    { seed: 4 },
  );
});
