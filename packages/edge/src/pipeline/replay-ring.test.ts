import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ReplayJson, replayMsMax, scenePersonsMax, type Track } from '@outis/core';
import fc from 'fast-check';
import { rigFrame, standing } from '../../../../test/fixtures/safety-rig.ts';
import { beforeMs, ReplayRing } from './replay-ring.ts';

function ringOf(): ReplayRing {
  let next = 1;
  return new ReplayRing('site-safety', rigFrame, () => next++);
}

/** Lets it look at the same ten times a second. */
function look(ring: ReplayRing, fromMs: number, toMs: number, tracks: readonly Track[]): void {
  for (let tMs = fromMs; tMs <= toMs; tMs += 100)
    ring.step(
      tMs,
      tracks.map((track) => ({ ...track, lastSeenMs: tMs })),
    );
}

test('a replay is the fifteen seconds before and the five after, five times a second', () => {
  const ring = ringOf();
  look(ring, 0, 60_000, [standing(0.5, 0.5)]);
  const wholes: ReplayJson[] = [];
  const first = ring.replay(60_000, (whole) => wholes.push(whole));
  assert.equal(first.alertAtMs, 15_000);
  assert.equal(first.steps.length, 76);
  look(ring, 60_100, 65_000, [standing(0.5, 0.5)]);
  assert.equal(wholes.length, 0);
  look(ring, 65_100, 90_000, [standing(0.5, 0.5)]);
  assert.equal(wholes.length, 1);
  const [{ steps, alertAtMs }] = wholes as [ReplayJson];
  assert.deepEqual([alertAtMs, steps.length, steps.at(-1)!.atMs], [15_000, 101, replayMsMax]);
  assert.deepEqual(steps.slice(0, 76), first.steps);
  assert.deepEqual(steps[0]!.objects[0], { ...steps[100]!.objects[0]!, x: 0.5, y: 0.5 });
});

test('it is what a live scene allows: class and rounded foot point, above twenty persons vehicles only', () => {
  const ring = ringOf();
  const crowd = Array.from({ length: scenePersonsMax + 1 }, (_, index) =>
    standing(0.0312 * index, 0.71549, index + 1),
  );
  const lorry = standing(0.123456, 0.654321, 99, 'truck');
  ring.step(0, [...crowd, lorry]);
  ring.step(1000, [...crowd.slice(1), lorry]);
  const { steps } = ring.replay(1000, null);
  assert.deepEqual(
    steps.map(({ personsHidden, objects }) => [personsHidden, objects.length]),
    [
      [true, 1],
      [false, scenePersonsMax + 1],
    ],
  );
  assert.deepEqual({ ...steps[0]!.objects[0]!, id: 0 }, { id: 0, class: 'truck', x: 0.12, y: 0.65 });
  for (const { objects } of steps)
    for (const { x, y } of objects) assert.deepEqual([x, y], [Number(x.toFixed(2)), Number(y.toFixed(2))]);
});

test('somebody has one id for all of a replay, and another one in the next', () => {
  const ring = ringOf();
  const ids: number[][] = [];
  for (let at = 0; at < 6; at++) {
    look(ring, at * 30_000, at * 30_000 + 29_900, [standing(0.5, 0.5), standing(0.2, 0.5, 2)]);
    const { steps } = ring.replay(at * 30_000 + 29_900, null);
    const found = new Set(steps.flatMap(({ objects }) => objects.map(({ id }) => id)));
    assert.equal(found.size, 2, 'also over the minute after which a live scene renews them');
    ids.push([...found]);
  }
  assert.equal(new Set(ids.flat()).size, 12);
});

test('when nothing more comes a replay ends as it is, once; a street has none', () => {
  const ring = ringOf();
  look(ring, 0, 3000, [standing(0.5, 0.5)]);
  let wholes = 0;
  ring.replay(3000, () => wholes++);
  ring.finish();
  ring.finish();
  look(ring, 3100, 30_000, []);
  assert.equal(wholes, 1);
  for (let alert = 0; alert < 200; alert++) ring.replay(30_000, () => wholes++);
  assert.equal(wholes, 1 + 200 - 64, 'more than may wait end early');
  assert.throws(() => new ReplayRing('street-statistics', rigFrame, () => 1), RangeError);
});

test('property: a replay is never longer than 20 s, begins at 0 and goes forward, for any order of times', () => {
  const step = fc.record({
    gapMs: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -40_000, max: 40_000 })),
    shake: fc.double({ min: 0, max: 1, noNaN: true }),
    isAlert: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const ring = ringOf();
      const told: ReplayJson[] = [];
      let alerts = 0;
      let tMs = 50_000;
      for (const { gapMs, shake, isAlert } of steps) {
        tMs += gapMs + shake;
        ring.step(tMs, [{ ...standing(shake, 0.5), lastSeenMs: tMs }]);
        if (!isAlert) continue;
        alerts++;
        told.push(ring.replay(tMs, (whole) => told.push(whole)));
      }
      ring.finish();
      assert.equal(told.length, 2 * alerts);
      for (const { steps: moments, alertAtMs } of told) {
        assert.ok(alertAtMs >= 0 && alertAtMs <= beforeMs);
        assert.equal(moments[0]?.atMs ?? 0, 0);
        for (const [index, { atMs }] of moments.entries()) {
          assert.ok(Number.isInteger(atMs) && atMs <= replayMsMax, `${atMs}`);
          if (index > 0) assert.ok(atMs > moments[index - 1]!.atMs);
          if (index > 1) assert.ok(atMs - moments[index - 2]!.atMs >= 2 * 200 - 41);
        }
      }
    }),
    { seed: 83, numRuns: 300 },
  );
});
