import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { counter } from '../../../../test/fixtures/detections.ts';
import type { RoadUserClass } from '../detection/object-class.ts';
import type { Track } from '../track/track.ts';
import { Tracker } from '../track/tracker.ts';
import type { CountingLine, Crossing, LineNote } from './crossing.ts';
import { LineRule } from './line.ts';

const frame = { widthPx: 1000, heightPx: 1000 };
/** Upright line in the middle, from bottom to top: left is the picture's left. The band is 14 px each side. */
const middle: CountingLine = { id: 'm', a: [0.5, 1], b: [0.5, 0] };

interface Standing {
  readonly id?: number;
  readonly x: number;
  readonly y?: number;
  readonly class?: RoadUserClass;
  readonly seen?: boolean;
  readonly bornMs?: number;
  readonly width?: number;
}

function track({
  id = 1,
  x,
  y = 500,
  class: name = 'person',
  seen = true,
  bornMs = 0,
  width = 40,
}: Standing): Track {
  const box = { left: x - width / 2, top: y - 100, width, height: 100 };
  return { id, class: name, score: 0.9, box, foot: { x, y }, seen, confirmed: true, bornMs, lastSeenMs: 0 };
}

/** Runs steps of 100 ms and finishes. */
function run(rule: LineRule, steps: readonly (readonly Standing[])[]): readonly Crossing[] {
  const crossings = steps.flatMap((standing, index) => rule.step(index * 100, standing.map(track)));
  return [...crossings, ...rule.finish(steps.length * 100)];
}

function walk(...xs: number[]): readonly (readonly Standing[])[] {
  return xs.map((x) => [{ x }]);
}

function directionsOf(crossings: readonly Crossing[]): readonly string[] {
  return crossings.map(({ direction }) => direction);
}

test('a passage counts once, at the moment the foot point met the line', () => {
  const crossings = run(new LineRule({ lines: [middle], frame }), walk(450, 480, 495, 505, 520, 560));
  assert.deepEqual(crossings, [
    { kind: 'crossing', tMs: 250, lineId: 'm', direction: 'left_to_right', class: 'person' },
  ]);
});

test('a passage in one step over the whole band counts', () => {
  assert.deepEqual(directionsOf(run(new LineRule({ lines: [middle], frame }), walk(600, 400))), [
    'right_to_left',
  ]);
});

test('exactly on the line keeps the side, exactly on the edge of the band is inside', () => {
  const rule = new LineRule({ lines: [middle], frame });
  assert.deepEqual(run(rule, walk(450, 500, 486, 500, 450)), []);
  assert.deepEqual(run(new LineRule({ lines: [middle], frame }), walk(486, 500, 500)), []);
  const edge = new LineRule({ lines: [middle], frame });
  assert.equal(edge.step(0, [track({ x: 450 })]).length, 0);
  assert.equal(edge.step(100, [track({ x: 514 })]).length, 0, 'on the far edge the passage is not complete');
  assert.equal(edge.step(200, [track({ x: 514.01 })]).length, 1);
});

test('OpenDataCam #204: a car that stops on the line for a minute counts once', () => {
  const stopped = Array.from({ length: 600 }, (_, i) => 500 + 9 * Math.sin(i * 1.7));
  const crossings = run(new LineRule({ lines: [middle], frame }), walk(400, 450, 490, ...stopped, 530, 600));
  assert.deepEqual(directionsOf(crossings), ['left_to_right']);
});

test('OpenDataCam #501: jitter on the line counts nothing', () => {
  const jitter = Array.from({ length: 500 }, (_, i) => 500 + (i % 2 ? 13 : -13));
  assert.deepEqual(run(new LineRule({ lines: [middle], frame }), walk(...jitter)), []);
});

test('supervision #2598: one frame of flicker backwards counts nothing more', () => {
  const tracker = new Tracker({ frame, newId: counter() });
  const rule = new LineRule({ lines: [middle], frame });
  const xs = [400, 420, 440, 460, 480, 500, 520, 540, 485, 560, 580, 600, 620];
  const crossings = xs.flatMap((x, i) => {
    const box = { left: (x - 20) / 1000, top: 0.4, width: 0.04, height: 0.1 };
    return rule.step(i * 100, tracker.step(i * 100, [{ class: 'person', score: 0.9, box }]));
  });
  assert.deepEqual(directionsOf([...crossings, ...rule.finish(2000)]), ['left_to_right']);
});

test('supervision #2578: tracks that share the id of unknown are not one track that jumps', () => {
  const notes: LineNote[] = [];
  const rule = new LineRule({ lines: [middle], frame, onNote: (note) => notes.push(note) });
  const steps = Array.from({ length: 20 }, () => [
    { id: -1, x: 300 },
    { id: -1, x: 700 },
  ]);
  assert.deepEqual(run(rule, steps), []);
  assert.ok(notes.every(({ reason }) => reason === 'shared-id') && notes.length === 40);
});

test('a path around the end of the line is no crossing, and is told', () => {
  const notes: LineNote[] = [];
  const short: CountingLine = { id: 's', a: [0.5, 0.4], b: [0.5, 0.2] };
  const rule = new LineRule({ lines: [short], frame, onNote: (note) => notes.push(note) });
  assert.deepEqual(run(rule, walk(400, 480, 520, 600)), []);
  assert.deepEqual(
    notes.map(({ reason }) => reason),
    ['beyond-the-end'],
  );
});

test('a U-turn beyond the band counts once each way', () => {
  const crossings = run(new LineRule({ lines: [middle], frame }), walk(450, 490, 530, 560, 530, 490, 450));
  assert.deepEqual(directionsOf(crossings), ['left_to_right', 'right_to_left']);
});

test('a track born or lost inside the band goes from its entry side to its exit side', () => {
  const count = (...xs: number[]): readonly string[] => {
    return directionsOf(run(new LineRule({ lines: [middle], frame }), [[], ...walk(...xs), []]));
  };
  assert.deepEqual(count(488, 505, 530), ['left_to_right']);
  assert.deepEqual(count(450, 490, 512), ['left_to_right']);
  assert.deepEqual(count(490, 530), [], 'too close to the line to tell where it came from');
  assert.deepEqual(count(450, 505), [], 'too close to the line to tell where it went');
  assert.deepEqual(count(490, 512), [], 'never left the band');
});

test('a path begins at the first detection, before the track is confirmed, if counting was on', () => {
  const firstFoot = { x: 470, y: 500 };
  const late = { ...track({ x: 505, bornMs: 100 }), firstFoot };
  const count = (startMs: number): number => {
    const rule = new LineRule({ lines: [middle], frame });
    rule.step(startMs, []);
    return [200, 300].flatMap((tMs, i) => rule.step(tMs, [{ ...late, foot: { x: 505 + 30 * i, y: 500 } }]))
      .length;
  };
  assert.equal(count(0), 1);
  assert.equal(count(150), 0, 'nobody looked at the line when it was born');
});

test('what stands in the band when counting begins or ends has not crossed', () => {
  const rule = (): LineRule => new LineRule({ lines: [middle], frame });
  assert.deepEqual(run(rule(), walk(490, 505, 530)), []);
  assert.deepEqual(run(rule(), walk(450, 490, 512)), []);
});

test('an object that changes its id on the line counts once; two people side by side count twice', () => {
  const notes: LineNote[] = [];
  const changed = [
    ...[440, 470, 490, 516].map((x) => [{ id: 1, x }]),
    ...[485, 505, 530].map((x) => [{ id: 2, x, bornMs: 400 }]),
  ];
  const rule = new LineRule({ lines: [middle], frame, onNote: (note) => notes.push(note) });
  assert.deepEqual(directionsOf(run(rule, changed)), ['left_to_right']);
  assert.deepEqual(
    notes.map(({ reason }) => reason),
    ['duplicate'],
  );
  const pair = [440, 470, 490, 516, 540].map((x) => [
    { id: 1, x },
    { id: 2, x: x - 10, y: 520 },
  ]);
  assert.equal(run(new LineRule({ lines: [middle], frame }), pair).length, 2);
});

test('coasting steps are ignored until the track is seen again', () => {
  const rule = new LineRule({ lines: [middle], frame });
  assert.equal(rule.step(0, [track({ x: 450 })]).length, 0);
  assert.equal(rule.step(100, [track({ x: 560, seen: false })]).length, 0);
  assert.equal(rule.step(200, [track({ x: 440 })]).length, 0);
  assert.equal(rule.step(300, [track({ x: 560 })]).length, 1);
});

test('lines without length, repeated ids and a negative band are refused', () => {
  assert.throws(() => new LineRule({ lines: [{ id: 'x', a: [0.5, 0.5], b: [0.5, 0.5] }], frame }), TypeError);
  assert.throws(() => new LineRule({ lines: [middle, middle], frame }), TypeError);
  assert.throws(() => new LineRule({ lines: [middle], frame, band: -1 }), TypeError);
});

const path = fc.array(
  fc.record({ x: fc.integer({ min: 380, max: 620 }), y: fc.integer({ min: 100, max: 900 }) }),
  {
    minLength: 2,
    maxLength: 40,
  },
);

test('reversing a line swaps its directions', () => {
  fc.assert(
    fc.property(path, (points) => {
      const forward = run(
        new LineRule({ lines: [middle], frame }),
        points.map((p) => [p]),
      );
      const turned = { id: 'm', a: middle.b, b: middle.a };
      const backward = run(
        new LineRule({ lines: [turned], frame }),
        points.map((p) => [p]),
      );
      const swap = { left_to_right: 'right_to_left', right_to_left: 'left_to_right' } as const;
      assert.deepEqual(
        directionsOf(backward),
        forward.map(({ direction }) => swap[direction]),
      );
    }),
    { seed: 2 },
  );
});

test('a track that ends on the side where it began counts net zero', () => {
  fc.assert(
    fc.property(path, fc.boolean(), (points, left) => {
      const end = { x: left ? 400 : 600 };
      const steps = [[end], ...points.map((p) => [p]), [end]];
      const crossings = run(new LineRule({ lines: [middle], frame }), steps);
      const net = crossings.reduce((sum, c) => sum + (c.direction === 'left_to_right' ? 1 : -1), 0);
      assert.equal(net, 0);
    }),
    { seed: 3 },
  );
});

test('jitter inside the band counts nothing', () => {
  const inside = fc.array(fc.double({ min: 486, max: 514, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(inside, (xs) => {
      assert.deepEqual(run(new LineRule({ lines: [middle], frame }), walk(...xs)), []);
    }),
    { seed: 4 },
  );
});

test('stop-and-go over the line counts once', () => {
  const stops = fc.array(fc.double({ min: 487, max: 513, noNaN: true }), { maxLength: 60 });
  fc.assert(
    fc.property(stops, (xs) => {
      const crossings = run(new LineRule({ lines: [middle], frame }), walk(430, 470, ...xs, 530, 570));
      assert.deepEqual(directionsOf(crossings), ['left_to_right']);
    }),
    { seed: 5 },
  );
});

test('jitter of any kind inside the band counts nothing: sideways, unseen, under changing ids', () => {
  const standing = fc.record({
    id: fc.integer({ min: 0, max: 3 }),
    x: fc.double({ min: 486, max: 514, noNaN: true }),
    y: fc.integer({ min: 0, max: 1000 }),
    seen: fc.boolean(),
  });
  const crowd = fc.uniqueArray(standing, { selector: ({ id }) => id, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(crowd, { maxLength: 40 }), (steps) => {
      assert.deepEqual(run(new LineRule({ lines: [middle], frame }), steps), []);
    }),
    { seed: 13 },
  );
});

test('a U-turn counts once each way, however it trembles on the line', () => {
  const tremble = fc.array(fc.double({ min: 487, max: 513, noNaN: true }), { maxLength: 20 });
  const turn = fc.integer({ min: 515, max: 700 });
  fc.assert(
    fc.property(tremble, turn, tremble, (there, x, back) => {
      const crossings = run(new LineRule({ lines: [middle], frame }), walk(450, ...there, x, ...back, 440));
      assert.deepEqual(directionsOf(crossings), ['left_to_right', 'right_to_left']);
    }),
    { seed: 14 },
  );
});

/** Two people who walk towards each other, meet at `meeting` and change their ids there. */
function swap(meeting: number, stepPx: number, gapPx: number): readonly string[] {
  const steps = Array.from({ length: 2 * Math.ceil(200 / stepPx) + 1 }, (_, i) => {
    const ahead = (i - Math.ceil(200 / stepPx)) * stepPx;
    const isSwapped = ahead >= 0;
    const right = { id: isSwapped ? 2 : 1, x: meeting + ahead - gapPx };
    const left = { id: isSwapped ? 1 : 2, x: meeting - ahead + gapPx, y: 510 };
    return [right, left];
  });
  return directionsOf(run(new LineRule({ lines: [middle], frame }), steps)).toSorted();
}

test('two people in opposite directions whose ids swap outside the band count one each', () => {
  const outside = fc.oneof(fc.integer({ min: 380, max: 474 }), fc.integer({ min: 526, max: 620 }));
  fc.assert(
    fc.property(
      outside,
      fc.integer({ min: 2, max: 30 }),
      fc.integer({ min: -5, max: 5 }),
      (at, step, gap) => {
        assert.deepEqual(swap(at, step, gap), ['left_to_right', 'right_to_left']);
      },
    ),
    { seed: 15 },
  );
});

test('two people in opposite directions whose ids swap inside the band never count a wrong direction', () => {
  const inside = fc.integer({ min: 486, max: 514 });
  fc.assert(
    fc.property(inside, fc.integer({ min: 2, max: 30 }), fc.integer({ min: -5, max: 5 }), (at, step, gap) => {
      const found = swap(at, step, gap);
      assert.ok(new Set(found).size === found.length, `at most one each way: ${found.join()}`);
      assert.notEqual(found.length, 1, 'both or neither: the net is never wrong');
    }),
    { seed: 16 },
  );
});

test('splitting the input anywhere and resuming gives the same crossings', () => {
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 4 }), fc.nat(), (paths, cut) => {
      const length = Math.max(...paths.map((p) => p.length));
      const steps = Array.from({ length }, (_, i) =>
        paths.flatMap((p, id) => (p[i] === undefined ? [] : [track({ id, ...p[i] })])),
      );
      const whole = new LineRule({ lines: [middle], frame });
      const expected = steps.flatMap((tracks, i) => whole.step(i * 100, tracks));
      let rule = new LineRule({ lines: [middle], frame });
      const found = steps.flatMap((tracks, i) => {
        if (i === cut % length) {
          const saved = JSON.parse(JSON.stringify(rule.save()));
          rule = new LineRule({ lines: [middle], frame });
          rule.restore(saved);
        }
        return rule.step(i * 100, tracks);
      });
      assert.deepEqual([...found, ...rule.finish(9e6)], [...expected, ...whole.finish(9e6)]);
    }),
    { seed: 6 },
  );
});
