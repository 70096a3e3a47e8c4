import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { detectionAt as at, counter, detectionFrame as frame } from '../../../../test/fixtures/detections.ts';
import type { ObjectClass } from '../detection/object-class.ts';
import { LineRule } from '../rule/line.ts';
import type { Track } from './track.ts';
import { Tracker } from './tracker.ts';

function newTracker(): Tracker {
  return new Tracker({ frame, newId: counter() });
}

function ids(tracks: readonly Track[]): readonly number[] {
  return tracks.map(({ id }) => id);
}

test('an object that moves steadily keeps its id, and the foot point follows it', () => {
  const tracker = newTracker();
  let last: readonly Track[] = [];
  for (let i = 0; i < 30; i++) last = tracker.step(i * 100, [at(100 + i * 15, 400)]);
  assert.deepEqual(ids(last), [1]);
  assert.ok(Math.abs(last[0]!.foot.x - 535) < 2 && Math.abs(last[0]!.foot.y - 400) < 1);
  assert.deepEqual(
    { ...last[0]!.box, left: Math.round(last[0]!.box.left) },
    { left: 515, top: 300, width: 40, height: 100 },
  );
});

test('two people who pass each other keep their ids', () => {
  const tracker = newTracker();
  let last: readonly Track[] = [];
  for (let i = 0; i <= 40; i++) last = tracker.step(i * 100, [at(100 + i * 10, 400), at(500 - i * 10, 385)]);
  const right = last.find(({ id }) => id === 1)!;
  assert.equal(last.length, 2);
  assert.ok(right.foot.x > 480);
});

test('a track coasts through a gap, then dies; nothing lives longer than 3 s unseen', () => {
  const tracker = newTracker();
  for (let i = 0; i < 10; i++) tracker.step(i * 100, [at(100 + i * 10, 400)]);
  const gap = tracker.step(1000, []);
  assert.equal(gap[0]!.seen, false);
  assert.equal(gap[0]!.lastSeenMs, 900);
  assert.deepEqual(ids(tracker.step(2000, [at(300, 400)])), [1]);
  assert.deepEqual(
    tracker.step(4001, [at(300, 400)]).filter(({ id }) => id === 1),
    [],
  );
  assert.throws(() => new Tracker({ frame, newId: counter(), parameters: { coastS: 3.1 } }), TypeError);
});

test('a low score continues a track but never starts one', () => {
  const tracker = newTracker();
  for (let i = 0; i < 5; i++) assert.deepEqual(tracker.step(i * 100, [at(100, 400, 'person', 0.2)]), []);
  tracker.step(600, [at(100, 400)]);
  tracker.step(700, [at(100, 400)]);
  assert.equal(tracker.step(800, [at(100, 400, 'person', 0.2)])[0]!.seen, true);
});

test('a single detection is not confirmed at 10 frames a second, and is at 2', () => {
  const fast = newTracker();
  fast.step(0, []);
  assert.deepEqual(fast.step(100, [at(100, 400)]), []);
  const slow = newTracker();
  slow.step(0, []);
  assert.equal(slow.step(500, [at(100, 400)]).length, 1);
});

test('the class is the one its scores voted for, within a group', () => {
  const tracker = newTracker();
  const names = ['car', 'truck', 'truck', 'car', 'truck'] as const;
  let last: readonly Track[] = [];
  names.forEach((name, i) => {
    last = tracker.step(i * 100, [at(300 + i * 5, 300, name, name === 'car' ? 0.5 : 0.7, 120, 60)]);
  });
  assert.deepEqual(ids(last), [1]);
  assert.equal(last[0]!.class, 'truck');
  assert.deepEqual(
    ids(tracker.step(600, [at(325, 300, 'person', 0.9, 120, 60)])),
    [1],
    'a person is never a truck',
  );
});

test('a cyclist seen as person and bicycle is one bicycle', () => {
  const tracker = newTracker();
  let last: readonly Track[] = [];
  for (let i = 0; i < 20; i++) {
    const x = 100 + i * 20;
    const person = at(x, 385, 'person', 0.8, 40, 90);
    const wheels = [at(x, 400, 'bicycle', 0.5, 90, 55), at(x + 2, 400, 'motorcycle', 0.45, 88, 56)];
    last = tracker.step(i * 100, i % 3 === 2 ? [person] : [person, ...wheels]);
  }
  assert.deepEqual(
    last.map((track) => track.class),
    ['bicycle'],
  );
});

test('a person who pushes a bicycle stays a person', () => {
  const tracker = newTracker();
  let last: readonly Track[] = [];
  for (let i = 0; i < 20; i++) {
    const x = 100 + i * 8;
    last = tracker.step(i * 100, [
      at(x, 405, 'person', 0.8, 40, 105),
      at(x + 35, 400, 'bicycle', 0.5, 100, 60),
    ]);
  }
  assert.equal(last.filter((track) => track.class === 'person').length, 1);
});

test('worn parts, boxes without area and numbers that are not finite are ignored', () => {
  const tracker = newTracker();
  const broken = [at(100, 400, 'helmet'), at(100, 400, 'person', 0.9, 0), at(Number.NaN, 400)];
  for (let i = 0; i < 3; i++) assert.deepEqual(tracker.step(i * 100, broken), []);
});

test('when the tracks are full nothing is born, and what lives goes on', () => {
  const tracker = new Tracker({ frame, newId: counter(), parameters: { tracksMax: 2 } });
  const crowd = [at(100, 400), at(300, 400), at(500, 400)];
  assert.deepEqual(ids(tracker.step(0, crowd)), [1, 2]);
  assert.deepEqual(ids(tracker.step(100, crowd)), [1, 2]);
});

test('times that do not increase are refused', () => {
  const tracker = newTracker();
  tracker.step(100, []);
  assert.throws(() => tracker.step(100, []), TypeError);
  assert.throws(() => tracker.step(Number.NaN, []), TypeError);
});

const anyDetection = fc
  .record({
    x: fc.integer({ min: 0, max: 1000 }),
    y: fc.integer({ min: 100, max: 500 }),
    name: fc.constantFrom('person', 'bicycle', 'motorcycle', 'car', 'bus', 'truck', 'helmet'),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    width: fc.integer({ min: 1, max: 300 }),
  })
  .map(({ x, y, name, score, width }) => at(x, y, name as ObjectClass, score, width));

test('splitting the input anywhere and resuming gives the same tracks', () => {
  const frames = fc.array(fc.array(anyDetection, { maxLength: 12 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(frames, fc.nat(), (input, cut) => {
      const whole = newTracker();
      const newId = counter();
      let resumed = new Tracker({ frame, newId });
      input.forEach((detections, i) => {
        if (i === cut % input.length) {
          const saved = JSON.parse(JSON.stringify(resumed.save()));
          resumed = new Tracker({ frame, newId });
          resumed.restore(saved);
        }
        assert.deepEqual(resumed.step(i * 100, detections), whole.step(i * 100, detections));
      });
    }),
    { seed: 7 },
  );
});

test('no two tracks share an id, and every box and foot point is finite', () => {
  const frames = fc.array(fc.array(anyDetection, { maxLength: 20 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(frames, (input) => {
      const tracker = newTracker();
      input.forEach((detections, i) => {
        const tracks = tracker.step(i * 150, detections);
        assert.equal(new Set(ids(tracks)).size, tracks.length);
        for (const { box, foot } of tracks) {
          assert.ok(Number.isFinite(box.left + box.top + box.width + box.height + foot.x + foot.y));
        }
      });
    }),
    { seed: 8 },
  );
});

test('what the tracker and the line rule hold does not grow with the number of frames', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const tracker = newTracker();
  const rule = new LineRule({ lines: [{ id: 'm', a: [0.5, 1], b: [0.5, 0] }], frame });
  const run = (from: number, to: number): number => {
    for (let i = from; i < to; i++) {
      const crowd = Array.from({ length: 25 }, (_, n) => at(((i * (5 + n)) % 1400) - 200, 100 + n * 16));
      rule.step(i * 100, tracker.step(i * 100, crowd));
    }
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = run(0, 2_000);
  const after = run(2_000, 10_000);
  assert.ok(after - before < 300_000, `${after - before} bytes more after 8,000 frames`);
});
