import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  clicked,
  normalNumbers,
  rectangleAhead,
  seededNumbers,
  seenFraction,
  streetCamera,
} from '../../../../test/fixtures/ground-camera.ts';
import { type Actor, film, straight, type View } from '../../../../test/fixtures/street-film.ts';
import type { RoadUserClass } from '../detection/object-class.ts';
import { type Calibration, calibrate, type GroundPoint } from '../geometry/calibration.ts';
import { Tracker } from '../track/tracker.ts';
import { ConflictRule } from './conflict.ts';
import { footprints } from './conflict-body.ts';
import { type ConflictFact, conflictPairs } from './conflict-fact.ts';
import type { Zone } from './zone.ts';

const { frame } = streetCamera;

function calibrated(move: (ground: GroundPoint) => GroundPoint = (ground) => ground): Calibration {
  const points = clicked(streetCamera, rectangleAhead(8, 10, 6));
  const result = calibrate(
    points.map((point) => ({ ...point, ground: move(point.ground) })),
    frame,
  );
  assert.ok(result.kind === 'calibrated');
  return result;
}

const zone: Zone = {
  id: 'junction',
  points: [
    { xM: -12, yM: 6.5 },
    { xM: 12, yM: 6.5 },
    { xM: 12, yM: 12 },
    { xM: 6, yM: 16 },
    { xM: -6, yM: 16 },
    { xM: -12, yM: 12 },
  ].map((corner) => seenFraction(streetCamera, corner)),
};
const options = { zones: [zone], calibration: calibrated(), frame };

function run(actors: readonly Actor[], view: View = {}, rule = new ConflictRule(options)): ConflictFact[] {
  const steps = film(actors, view);
  const facts = steps.flatMap(({ tMs, tracks }) => rule.step(tMs, tracks));
  return [...facts, ...rule.finish((view.offMs ?? 0) + 1e6)];
}

/** Two whose ways cross at (0, 12): the first along x, the second away from the camera, `gapS` later on the spot. */
function crossing(
  [one, va]: readonly [RoadUserClass, number],
  [other, vb]: readonly [RoadUserClass, number],
  gapS: number,
  id = 1,
): readonly Actor[] {
  const [a, b] = [footprints[one], footprints[other]];
  const clearS = 3.5;
  const from = { xM: b.widthM / 2 + a.lengthM / 2 - va * clearS, yM: 12 };
  const to = { xM: 0, yM: 12 - a.widthM / 2 - b.lengthM / 2 - vb * (clearS + gapS) };
  return [
    { id, class: one, at: straight(from, va, 0) },
    { id: id + 1, class: other, at: straight(to, 0, vb) },
  ];
}

const bins = [
  [0.5, '0-1'],
  [1.5, '1-2'],
  [2.5, '2-3'],
  [4, '3-5'],
] as const;

test('crossings with known PET are found once, in the right bin, with their classes and place', () => {
  for (const [gapS, bin] of bins) {
    for (const [one, other] of [
      [
        ['car', 7],
        ['bicycle', 4],
      ],
      [
        ['bicycle', 4],
        ['car', 7],
      ],
      [
        ['person', 1.4],
        ['bicycle', 4],
      ],
      [
        ['car', 7],
        ['person', 1.4],
      ],
      [
        ['motorcycle', 9],
        ['car', 6],
      ],
    ] as const) {
      const facts = run(crossing(one, other, gapS));
      assert.equal(facts.length, 1, `${one} ${other} ${gapS}: ${JSON.stringify(facts)}`);
      const [{ measure, bin: found, classes, place, tMs }] = facts as [ConflictFact];
      assert.deepEqual([measure, found], ['pet', bin], `${one} ${other} ${gapS}`);
      assert.deepEqual([...classes].sort(), [one[0], other[0]].sort());
      assert.ok(Math.abs(tMs - (3500 + gapS * 1000)) < 350, `${tMs}`);
      assert.ok(place.column === 3 || place.column === 4, `${place.column}`);
      assert.ok(place.row >= 2 && place.row <= 3, `${place.row}`);
      assert.deepEqual(Object.keys(facts[0]!).sort(), ['bin', 'classes', 'kind', 'measure', 'place', 'tMs']);
    }
  }
  assert.deepEqual(run(crossing(['car', 7], ['bicycle', 4], 5.6)), []);
});

test('with 2 px of noise in the boxes nine of ten PETs are still in their bin', () => {
  const normal = normalNumbers(seededNumbers(93));
  let [right, all] = [0, 0];
  for (let k = 0; k < 40; k++) {
    for (const [gapS, bin] of bins) {
      const facts = run(crossing(['car', 5 + (k % 5)], ['bicycle', 3 + (k % 3)], gapS), {
        noise: () => 2 * normal(),
      });
      all++;
      if (facts.length === 1 && facts[0]!.bin === bin) right++;
    }
  }
  assert.ok(right / all > 0.9, `${right} of ${all}`);
});

test('through the tracker the PETs are found in their bins', () => {
  for (const [gapS, bin] of bins) {
    let ids = 0;
    const tracker = new Tracker({ frame, newId: () => ++ids });
    const rule = new ConflictRule(options);
    const facts = film(crossing(['car', 7], ['bicycle', 4], gapS), { stepMs: 100 }).flatMap(
      ({ tMs, tracks }) => {
        const detections = tracks.map(({ class: name, score, box }) => {
          const { left, top, width, height } = box;
          const share = { left: left / 1280, width: width / 1280, top: top / 720, height: height / 720 };
          return { class: name, score, box: share };
        });
        return rule.step(tMs, tracker.step(tMs, detections));
      },
    );
    const all = [...facts, ...rule.finish(1e6)];
    assert.deepEqual(
      all.map((fact) => [fact.classes.join(), fact.measure, fact.bin]),
      [['bicycle,car', 'pet', bin]],
      `${gapS} s`,
    );
  }
});

/** Drives at `v` until `brakeS`, then brakes with `rate` m/s² to a stand. Along x where `turn` is 0. */
function braking(from: GroundPoint, turn: number, v: number, brakeS: number, rate: number): Actor['at'] {
  return (seconds) => {
    const t = Math.min(Math.max(0, seconds - brakeS), v / rate);
    const far = v * Math.min(seconds, brakeS) + v * t - (rate * t * t) / 2 + 1e-3 * seconds;
    return { xM: from.xM + far * Math.cos(turn), yM: from.yM + far * Math.sin(turn) };
  };
}

test('a collision course that somebody brakes out of in time is found as TTC', () => {
  // The bicycle would be hit at (0, 12) 3 s in. The car brakes at 2.4 s and stops before the bicycle's way.
  const bicycle: Actor = { id: 2, class: 'bicycle', at: straight({ xM: 0, yM: 12 - 4 * 3 }, 0, 4) };
  const car = (brakeS: number): Actor => ({
    ...{ id: 1, class: 'car' },
    at: braking({ xM: -2.6 - 6 * 3, yM: 12 }, 0, 6, brakeS, 9),
  });
  const facts = run([car(2.35), bicycle], { stepMs: 100 });
  assert.equal(facts.length, 1, JSON.stringify(facts));
  assert.deepEqual([facts[0]!.measure, facts[0]!.bin], ['ttc', '0-1.5']);
  assert.deepEqual(facts[0]!.classes, ['bicycle', 'car']);
  assert.deepEqual(run([car(0.9), bicycle], { stepMs: 100 }), [], 'it braked long before');
});

test('a car that closes in on one ahead and brakes late is TTC; one that follows is not', () => {
  const ahead: Actor = { id: 1, class: 'bicycle', at: straight({ xM: -6, yM: 10 }, 2, 0) };
  const late = { id: 2, class: 'car', at: braking({ xM: -20, yM: 10 }, 0, 8, 1.2, 5) } as const;
  const facts = run([ahead, late], { stepMs: 100, endMs: 5000 });
  assert.deepEqual(
    facts.map(({ measure }) => measure),
    ['ttc'],
    JSON.stringify(facts),
  );
  const follows = { id: 2, class: 'car', at: straight({ xM: -13, yM: 10 }, 2, 0) } as const;
  assert.deepEqual(run([ahead, follows]), []);
});

test('TTC is told from tracks of a second, held for 0.3 s, closing in faster than 1.5 m/s', () => {
  // Below 1.5 s from 0.32 s on; both are a second old at 1.0 s; held until 1.3 s; a pose is known 0.4 s later.
  const ahead: Actor = { id: 1, class: 'bicycle', at: straight({ xM: -6, yM: 10 }, 2, 0) };
  const late = { id: 2, class: 'car', at: braking({ xM: -20, yM: 10 }, 0, 8, 1.2, 5) } as const;
  assert.deepEqual(run([ahead, late], { stepMs: 100, endMs: 1600 }), []);
  assert.equal(run([ahead, late], { stepMs: 100, endMs: 1800 }).length, 1);
  const slow = { id: 2, class: 'car', at: straight({ xM: -12, yM: 10 }, 3.2, 0) } as const;
  assert.deepEqual(run([ahead, slow], { stepMs: 100, endMs: 2600 }), []);
});

/** Along x at `v` until `turnS`, then to the right, towards the camera. */
function turning(from: GroundPoint, v: number, turnS: number): Actor['at'] {
  return (seconds) => {
    const yM = from.yM - v * Math.max(0, seconds - turnS);
    return yM < 5 ? null : { xM: from.xM + v * Math.min(seconds, turnS), yM };
  };
}

test('company that parts is no conflict, but a lorry that turns across the bicycle beside it is', () => {
  const walks: Actor = { id: 1, class: 'person', at: straight({ xM: -5, yM: 10 }, 1.4, 0) };
  const pushed = { id: 2, class: 'bicycle', at: turning({ xM: -6.5, yM: 11.2 }, 1.4, 4) } as const;
  assert.deepEqual(run([walks, pushed]), []);
  const alone = { ...pushed, at: (s: number): GroundPoint | null => (s < 3.4 ? null : pushed.at(s)) };
  assert.equal(run([walks, alone]).length, 1, 'it is one where they were not seen together');
  const rides: Actor = { id: 1, class: 'bicycle', at: straight({ xM: -11, yM: 9 }, 4, 0) };
  const lorry = { id: 2, class: 'truck', at: turning({ xM: -12, yM: 13 }, 4, 3) } as const;
  assert.equal(run([rides, lorry]).length, 1);
});

test('a track that has its conflict is told of no other, minutes later', () => {
  const circles: Actor = {
    ...{ id: 1, class: 'bicycle' },
    at: (s) => ({ xM: 3 * Math.sin(s), yM: 11 + 3 * Math.cos(s) }),
  };
  const car = (id: number, startS: number): Actor => {
    const way = straight({ xM: -15, yM: 11 }, 7, 0);
    return { id, class: 'car', at: (s) => (s < startS ? null : way(s - startS)) };
  };
  assert.equal(run([circles, car(2, 10)], { endMs: 110_000 }).length, 1);
  assert.equal(run([circles, car(2, 100)], { endMs: 110_000 }).length, 1);
  assert.equal(run([circles, car(2, 10), car(3, 100)], { endMs: 110_000 }).length, 1);
});

test('no conflict: two persons, company, followers, oncoming lanes, what is parked, what is elsewhere', () => {
  assert.deepEqual(run(crossing(['person', 1.4], ['person', 1.2], 0.5)), []);
  const beside = (name: RoadUserClass, id: number, aside: number): Actor => {
    const at = (seconds: number): GroundPoint => {
      const turn = seconds / 6;
      return { xM: (7 + aside) * Math.sin(turn) - 4, yM: 7 + (5 + aside) * Math.cos(turn) + 1 };
    };
    return { id, class: name, at };
  };
  assert.deepEqual(run([beside('person', 1, 0), beside('bicycle', 2, 0.8)]), [], 'pushed around a bend');
  const rider = (name: RoadUserClass, id: number): Actor => {
    return { id, class: name, at: straight({ xM: -9, yM: 9 }, 3, 1) };
  };
  assert.deepEqual(run([rider('person', 1), rider('bicycle', 2)]), [], 'a rider found beside the bicycle');
  const cars = [0, 1, 2].map((k): Actor => {
    return { id: k, class: 'car', at: straight({ xM: -20 - k * 14, yM: 10 }, 8, 0) };
  });
  assert.deepEqual(run(cars), [], 'a column');
  const oncoming: Actor = { id: 9, class: 'car', at: straight({ xM: 20, yM: 13.3 }, -8, 0) };
  assert.deepEqual(run([...cars, oncoming]), []);
  const parked: Actor = { id: 5, class: 'car', at: () => ({ xM: 0, yM: 9 + 1e-9 }) };
  const passes: Actor = { id: 6, class: 'bicycle', at: straight({ xM: -12, yM: 10.3 }, 5, 0) };
  assert.deepEqual(run([parked, passes]), []);
  assert.deepEqual(
    run(crossing(['car', 7], ['bicycle', 4], 0.5), {}, new ConflictRule({ ...options, zones: [] })),
    [],
  );
});

test('a track is in one fact at most: the strongest', () => {
  // The car crosses before a bicycle (2.5 s) and a person (0.5 s): both with the car, and only the person is told.
  const [car, bicycle] = crossing(['car', 7], ['bicycle', 4], 2.5) as [Actor, Actor];
  const [, person] = crossing(['car', 7], ['person', 1.4], 0.5) as [Actor, Actor];
  const aside = (seconds: number): GroundPoint | null => {
    const at = bicycle.at(seconds);
    return at === null ? null : { xM: 3, yM: at.yM };
  };
  const facts = run([car, { ...bicycle, at: aside }, { ...person, id: 3 }]);
  const withCar = facts.filter(({ classes }) => classes.includes('car'));
  assert.deepEqual(
    withCar.map(({ classes, bin }) => [classes, bin]),
    [[['person', 'car'], '0-1']],
  );
});

/** Somebody who comes through the middle of the junction at some moment, from anywhere. */
const anyActor = fc.record({
  class: fc.constantFrom<RoadUserClass>('person', 'bicycle', 'motorcycle', 'car', 'bus', 'truck'),
  middle: fc.record({ xM: fc.integer({ min: -2, max: 2 }), yM: fc.integer({ min: 9, max: 13 }) }),
  middleS: fc.double({ min: 2, max: 6, noNaN: true }),
  turn: fc.double({ min: 0, max: 6.3, noNaN: true }),
  speed: fc.double({ min: 1, max: 7, noNaN: true }),
});
const street = fc.array(anyActor, { minLength: 2, maxLength: 6 }).map((all) =>
  all.map(({ class: name, middle, middleS, turn, speed }, index): Actor => {
    const [vx, vy] = [speed * Math.cos(turn), speed * Math.sin(turn)];
    const from = { xM: middle.xM - middleS * vx, yM: middle.yM - middleS * vy };
    return { id: index + 1, class: name, at: straight(from, vx, vy) };
  }),
);

test('property: turning and moving the ground, scaling the frame, and shifting time change nothing', () => {
  let found = 0;
  const move = (by: number): ((ground: GroundPoint) => GroundPoint) => {
    return ({ xM, yM }) => ({
      xM: 300 + xM * Math.cos(by) - yM * Math.sin(by),
      yM: 40 + xM * Math.sin(by) + yM * Math.cos(by),
    });
  };
  const same = (a: readonly ConflictFact[], b: readonly ConflictFact[], offMs = 0): void => {
    assert.equal(b.length, a.length);
    for (const [index, fact] of a.entries()) {
      assert.ok(Math.abs(b[index]!.tMs - offMs - fact.tMs) <= 2);
      assert.deepEqual({ ...b[index]!, tMs: 0 }, { ...fact, tMs: 0 });
    }
  };
  fc.assert(
    fc.property(
      street,
      fc.double({ min: 0, max: 6, noNaN: true }),
      fc.integer({ min: 1, max: 1e12 }),
      (all, by, off) => {
        const view = { endMs: 9000 };
        const whole = run(all, view);
        found += whole.length;
        same(whole, run(all, view, new ConflictRule({ ...options, calibration: calibrated(move(by)) })));
        same(whole, run(all, { ...view, offMs: off }), off);
        const size = { widthPx: 1920, heightPx: 1080 };
        same(whole, run(all, { ...view, size }, new ConflictRule({ ...options, frame: size })));
      },
    ),
    { seed: 94, numRuns: 60 },
  );
  assert.ok(found > 20, `only ${found} conflicts to compare`);
});

test('property: the order of tracks is irrelevant, splitting changes nothing, no track is told twice', () => {
  fc.assert(
    fc.property(street, fc.nat(45), fc.boolean(), (all, cut, reverse) => {
      const whole = new ConflictRule(options);
      let resumed = new ConflictRule(options);
      let told = 0;
      for (const [step, { tMs, tracks }] of film(all, { endMs: 9000 }).entries()) {
        if (step === cut) {
          const saved = JSON.parse(JSON.stringify(resumed.save()));
          resumed = new ConflictRule(options);
          resumed.restore(saved);
        }
        const other = reverse ? tracks.toReversed() : tracks;
        const facts = whole.step(tMs, tracks);
        told += facts.length;
        assert.deepEqual(resumed.step(tMs, other), facts);
      }
      const last = whole.finish(1e6);
      assert.deepEqual(resumed.finish(1e6), last);
      assert.ok((told + last.length) * 2 <= all.length);
    }),
    { seed: 95, numRuns: 60 },
  );
});

test('limits: paths, poses, pairs and candidates are bounded, and what has ended is forgotten', () => {
  const rule = new ConflictRule(options);
  const next = seededNumbers(96);
  const crowd = Array.from({ length: 200 }, (_, id): Actor => {
    const from = { xM: next() * 20 - 10, yM: 7 + next() * 9 };
    const [vx, vy] = [next() * 6 - 3, next() * 4 - 2];
    return { id, class: id % 2 === 0 ? 'bicycle' : 'car', at: straight(from, vx, vy) };
  });
  for (const { tMs, tracks } of film(crowd, { endMs: 4000 })) {
    rule.step(tMs, tracks);
    const { paths, pairs, candidates } = rule.save();
    assert.ok(paths.length <= 128 && pairs.length <= 4096 && candidates.length <= 512);
    assert.ok(paths.every(({ poses, footings }) => poses.length <= 68 && footings.length <= 40));
  }
  assert.equal(rule.save().paths.length, 128);
  const facts = [...Array(40).keys()].flatMap((k) => rule.step(4200 + k * 200, []));
  assert.deepEqual(rule.save(), { paths: [], pairs: [], candidates: [], poseMs: rule.save().poseMs });
  assert.ok(facts.length > 20, 'they were decided when both had gone');
});

test('a candidate is decided within about a minute even if its tracks stay for hours', () => {
  const [car, bicycle] = crossing(['car', 7], ['bicycle', 4], 1.5) as [Actor, Actor];
  const stays = { ...car, at: (s: number): GroundPoint | null => car.at(Math.min(s, 4.5) + 1e-6 * s) };
  const rule = new ConflictRule(options);
  const facts = film([stays, bicycle], { endMs: 70_000 }).flatMap(({ tMs, tracks }) =>
    rule.step(tMs, tracks),
  );
  assert.equal(facts.length, 1);
});

test('every pair of classes but two persons; zones that are not permitted are refused', () => {
  assert.equal(conflictPairs.length, 20);
  assert.ok(!conflictPairs.some(([one, other]) => one === 'person' && other === 'person'));
  const far: Zone = {
    id: 'far',
    points: rectangleAhead(6, 20, 8).map((corner) => seenFraction(streetCamera, corner)),
  };
  assert.throws(
    () => new ConflictRule({ ...options, zones: [far] }),
    /"far" is not permitted: px-too-coarse/,
  );
  assert.throws(() => new ConflictRule({ ...options, zones: [zone, zone] }), TypeError);
  assert.throws(() => new ConflictRule({ ...options, grid: { columns: 0, rows: 6 } }), TypeError);
});
