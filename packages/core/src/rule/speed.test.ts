import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  clicked,
  normalNumbers,
  rectangleAhead,
  seededNumbers,
  seen,
  seenBox,
  seenFraction,
  streetCamera,
} from '../../../../test/fixtures/ground-camera.ts';
import type { RoadUserClass } from '../detection/object-class.ts';
import type { Box, FrameSize, Point } from '../geometry/box.ts';
import { type Calibration, calibrate, type GroundPoint } from '../geometry/calibration.ts';
import { permitZone } from '../geometry/calibration-zone.ts';
import type { Track } from '../track/track.ts';
import { Tracker } from '../track/tracker.ts';
import { type SpeedFact, SpeedRule } from './speed.ts';
import type { Zone } from './zone.ts';

const { frame } = streetCamera;
const corners = rectangleAhead(6, 16, 8);

function calibrated(
  move: (ground: GroundPoint) => GroundPoint = (ground) => ground,
  size = frame,
): Calibration {
  const points = clicked(streetCamera, corners).map((point) => ({ ...point, ground: move(point.ground) }));
  const result = calibrate(points, size);
  assert.ok(result.kind === 'calibrated');
  return result;
}

const zone: Zone = { id: 'road', points: corners.map((corner) => seenFraction(streetCamera, corner)) };
const options = { zones: [zone], calibration: calibrated(), frame };

function standing({ x, y }: Point): Box {
  return { left: x - 20, top: y - 40, width: 40, height: 40 };
}

interface Drive {
  readonly id?: number;
  readonly class?: RoadUserClass;
  readonly from: GroundPoint;
  /** m/s to the right and away. */
  readonly vx: number;
  readonly vy: number;
  readonly startMs?: number;
}

/** The track of something that drives straight on, where it is in the frame's px; noise in px. */
function trackOf(drive: Drive, tMs: number, size: FrameSize = frame, noise: () => number = () => 0): Track {
  const { id = 1, class: name = 'car', from, vx, vy, startMs = 0 } = drive;
  const seconds = (tMs - startMs) / 1000;
  const at = seen(streetCamera, { xM: from.xM + vx * seconds, yM: from.yM + vy * seconds });
  const foot = { x: ((at.x + noise()) * size.widthPx) / 1280, y: ((at.y + noise()) * size.heightPx) / 720 };
  const box = standing(foot);
  const rest = { seen: true, confirmed: true, bornMs: startMs, lastSeenMs: tMs };
  return { id, class: name, score: 0.9, box, foot, ...rest };
}

function run(
  rule: SpeedRule,
  drives: readonly Drive[],
  { stepMs = 200, endMs = 12000, noise = (): number => 0, size = frame, offMs = 0 } = {},
): readonly SpeedFact[] {
  const facts: SpeedFact[] = [];
  for (let tMs = 0; tMs <= endMs; tMs += stepMs) {
    const tracks = drives
      .map((drive) => trackOf(drive, tMs, size, noise))
      .map((track) => ({ ...track, bornMs: track.bornMs + offMs }));
    facts.push(...rule.step(tMs + offMs, tracks));
  }
  return [...facts, ...rule.finish(endMs + offMs)];
}

const away = (kmh: number): Drive => ({ from: { xM: 1, yM: 2 }, vx: 0, vy: kmh / 3.6 });

test('what drives at one speed is told that speed, once, with its class and without its track', () => {
  for (const kmh of [5, 18, 30, 50]) {
    const facts = run(new SpeedRule(options), [away(kmh)]);
    assert.equal(facts.length, 1, `${kmh} km/h`);
    assert.ok(Math.abs(facts[0]!.kmh - kmh) < 0.01, `${kmh}: ${facts[0]!.kmh}`);
    assert.deepEqual(Object.keys(facts[0]!).sort(), ['class', 'kind', 'kmh', 'tMs', 'zoneId']);
  }
});

test('across the picture, braking and in a bend it is the mean along the way', () => {
  const across: Drive = { from: { xM: -6, yM: 12 }, vx: 3, vy: 0 };
  assert.ok(Math.abs(run(new SpeedRule(options), [across])[0]!.kmh - 10.8) < 0.01);
  const rule = new SpeedRule(options);
  const facts: SpeedFact[] = [];
  for (let tMs = 0; tMs < 4000; tMs += 100) {
    const turn = tMs / 2500;
    const at = { xM: 5 * Math.sin(turn) - 2.5, yM: 15 + 5 * Math.cos(turn) };
    facts.push(...rule.step(tMs, [{ ...trackOf({ from: at, vx: 0, vy: 0 }, 0), bornMs: 0 }]));
  }
  facts.push(...rule.finish(4000));
  assert.equal(facts.length, 1);
  assert.ok(
    Math.abs(facts[0]!.kmh / (2 * 3.6) - 1) < 0.06,
    `${facts[0]!.kmh} km/h in a bend of 3 m at 7.2 km/h`,
  );
});

test('property: a zone measures all up to the speed that it states, whenever they come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 40 }),
      fc.double({ min: 0.15, max: 1, noNaN: true }),
      fc.nat(199),
      (lengthM, share, startMs) => {
        const long = rectangleAhead(6, lengthM, 6).map((corner) => seenFraction(streetCamera, corner));
        const answer = permitZone(options.calibration, 'speed', long);
        if (answer.kind === 'refused') return;
        const rule = new SpeedRule({ ...options, zones: [{ id: 'long', points: long }] });
        const kmh = answer.fastestKmh * share;
        // Straight through, which is a little less than the extent from corner to corner.
        const straight = { ...away(kmh * (lengthM / answer.extentM) * 0.98), startMs };
        assert.equal(run(rule, [straight], { endMs: 60_000 }).length, 1, `${kmh} of ${answer.fastestKmh}`);
      },
    ),
    { seed: 86, numRuns: 60 },
  );
});

test('who stands, whose way is too short, or who only appears has no speed', () => {
  const rule = (): SpeedRule => new SpeedRule(options);
  assert.deepEqual(run(rule(), [{ from: { xM: 0, yM: 12 }, vx: 0, vy: 0 }]), []);
  assert.deepEqual(run(rule(), [{ from: { xM: 2.5, yM: 9 }, vx: 1, vy: 0 }]), [], 'a corner of the zone');
  assert.deepEqual(run(rule(), [{ from: { xM: 9, yM: 2 }, vx: 0, vy: 5 }]), [], 'outside');
  assert.deepEqual(run(rule(), [away(50), { ...away(30), from: { xM: 0, yM: 2 } }]), [], 'one id twice');
});

test('a track is told once, however often it comes by; nobody is told of two that share an id', () => {
  const rule = new SpeedRule(options);
  const there = film(({ t }) => (t < 6 ? 4 + 4 * t : 28 - 4 * (t - 6)), 1);
  assert.equal(there.flatMap(([tMs, track]) => rule.step(tMs, [track])).length, 1);
  const twice = new SpeedRule(options);
  assert.deepEqual(
    there.flatMap(([tMs, track]) => twice.step(tMs, [track, track])),
    [],
  );
});

test('what is seen for less than 0.4 s has no speed, however fast', () => {
  const short: Zone = {
    id: 'short',
    points: rectangleAhead(6, 9, 6).map((corner) => seenFraction(streetCamera, corner)),
  };
  const rule = (): SpeedRule => new SpeedRule({ ...options, zones: [short] });
  assert.deepEqual(run(rule(), [away(100)], { stepMs: 40 }), []);
  assert.equal(run(rule(), [away(60)], { stepMs: 40 }).length, 1);
});

/** The track of something on x = 0, step by step over 12 s, at the metres ahead that are given. */
function film(ahead: (at: { t: number }) => number, id: number): readonly (readonly [number, Track])[] {
  return Array.from({ length: 61 }, (_, k) => {
    const from = { xM: 0, yM: ahead({ t: k / 5 }) };
    return [k * 200, { ...trackOf({ id, from, vx: 0, vy: 0 }, 0), bornMs: 0 }];
  });
}

test('who waits and then drives on is measured once it drives', () => {
  const rule = new SpeedRule(options);
  const facts: SpeedFact[] = [];
  for (let tMs = 0; tMs < 16000; tMs += 200) {
    const yM = 9 + Math.max(0, tMs - 10200) * 0.005;
    facts.push(...rule.step(tMs, [{ ...trackOf({ from: { xM: 0, yM }, vx: 0, vy: 0 }, 0), bornMs: 0 }]));
  }
  assert.equal(facts.length, 1);
  assert.ok(Math.abs(facts[0]!.kmh - 18) < 0.5, `${facts[0]!.kmh}`);
});

test('the error with 2 px of noise in the foot point stays within what is stated', () => {
  const normal = normalNumbers(seededNumbers(81));
  for (const kmh of [15, 30, 50]) {
    const shares: number[] = [];
    for (let k = 0; k < 150; k++) {
      const drive = { ...away(kmh), from: { xM: 1, yM: 2 + (k % 10) * 0.2 } };
      const facts = run(new SpeedRule(options), [drive], { noise: () => 2 * normal() });
      for (const fact of facts) shares.push(fact.kmh / kmh - 1);
    }
    assert.ok(shares.length >= 140, `${kmh} km/h: ${shares.length} of 150`);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const sd = Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0) / shares.length);
    assert.ok(sd < 0.05 && Math.abs(mean) < 0.015, `${kmh} km/h: ${mean} ± ${sd}`);
  }
});

test('a position far off changes nothing, and two objects under one track give no speed', () => {
  const jump = (every: number): readonly SpeedFact[] => {
    const rule = new SpeedRule(options);
    const facts: SpeedFact[] = [];
    for (let tMs = 0; tMs < 6000; tMs += 100) {
      const drive = tMs / 100 / every === Math.round(tMs / 100 / every) ? { xM: -2, yM: 22 } : null;
      const track = trackOf(away(18), tMs);
      const box = drive === null ? track.box : standing(seen(streetCamera, drive));
      facts.push(...rule.step(tMs, [{ ...track, box }]));
    }
    return [...facts, ...rule.finish(6000)];
  };
  assert.ok(Math.abs(jump(9)[0]!.kmh - 18) < 0.2, `${jump(9)[0]?.kmh}`);
  assert.deepEqual(jump(2), []);
});

test('through the tracker, cars and bicycles in their boxes are told their speeds within 6 %', () => {
  const sizes = { car: [4.4, 1.8, 1.5], bicycle: [1.8, 0.7, 1.7] } as const;
  for (const [name, kmh, heading] of [
    ['car', 50, Math.PI / 2],
    ['car', 30, -Math.PI / 2],
    ['bicycle', 18, Math.PI / 2],
  ] as const) {
    let ids = 0;
    const tracker = new Tracker({ frame, newId: () => ++ids });
    const rule = new SpeedRule(options);
    const facts: SpeedFact[] = [];
    const [lengthM, widthM, heightM] = sizes[name];
    for (let tMs = 0; tMs < 8000; tMs += 100) {
      const way = (kmh / 3.6) * (tMs / 1000);
      const at = { xM: 1, yM: heading > 0 ? 7 + way : 45 - way };
      if (at.yM < 6 || at.yM > 46) continue;
      const px = seenBox(streetCamera, { at, heading, lengthM, widthM, heightM });
      const box = {
        ...{ left: px.left / 1280, width: px.width / 1280 },
        ...{ top: px.top / 720, height: px.height / 720 },
      };
      facts.push(...rule.step(tMs, tracker.step(tMs, [{ class: name, score: 0.9, box }])));
    }
    facts.push(...rule.finish(9000));
    assert.equal(facts.length, 1, name);
    assert.ok(Math.abs(facts[0]!.kmh / kmh - 1) < 0.06, `${name} ${kmh}: ${facts[0]!.kmh}`);
  }
});

const drive = fc.record({
  from: fc.record({
    xM: fc.double({ min: -4, max: 4, noNaN: true }),
    yM: fc.double({ min: 6, max: 26, noNaN: true }),
  }),
  vx: fc.double({ min: -4, max: 4, noNaN: true }),
  vy: fc.double({ min: -0.5, max: 15, noNaN: true }),
});
const drives = fc
  .array(drive, { minLength: 1, maxLength: 5 })
  .map((all) => all.map((one, index): Drive => ({ ...one, id: index + 1 })));

test('property: turning and moving the ground, scaling the frame, and shifting time change no speed', () => {
  const turn = (by: number): ((ground: GroundPoint) => GroundPoint) => {
    return ({ xM, yM }) => ({
      xM: 300 + xM * Math.cos(by) - yM * Math.sin(by),
      yM: 40 + xM * Math.sin(by) + yM * Math.cos(by),
    });
  };
  const same = (a: readonly SpeedFact[], b: readonly SpeedFact[], offMs = 0): void => {
    assert.equal(a.length, b.length);
    for (const [index, fact] of a.entries()) {
      assert.ok(Math.abs(fact.kmh - b[index]!.kmh) < 1e-4);
      assert.deepEqual({ ...b[index]!, kmh: 0 }, { ...fact, kmh: 0, tMs: fact.tMs + offMs });
    }
  };
  fc.assert(
    fc.property(
      drives,
      fc.double({ min: 0, max: 6, noNaN: true }),
      fc.integer({ min: 1, max: 1e9 }),
      (all, by, off) => {
        const whole = run(new SpeedRule(options), all);
        same(whole, run(new SpeedRule({ ...options, calibration: calibrated(turn(by)) }), all));
        // The frame that was clicked on and the frame of the tracks need not be the same.
        const size = { widthPx: 1280, heightPx: 720 * 1.0000001 };
        same(whole, run(new SpeedRule({ ...options, frame: size }), all, { size }));
        same(whole, run(new SpeedRule(options), all, { offMs: off }), off);
      },
    ),
    { seed: 82, numRuns: 60 },
  );
});

test('tracks in a picture half as wide are told the same speed; a zone may be too short for it', () => {
  const size = { widthPx: 640, heightPx: 360 };
  const long: Zone = {
    id: 'road',
    points: rectangleAhead(6, 13, 5).map((corner) => seenFraction(streetCamera, corner)),
  };
  for (const kmh of [12, 25]) {
    const [fine] = run(new SpeedRule({ ...options, zones: [long] }), [away(kmh)]);
    const [coarse] = run(new SpeedRule({ ...options, zones: [long], frame: size }), [away(kmh)], { size });
    assert.ok(Math.abs(fine!.kmh - coarse!.kmh) < 1e-6);
  }
  assert.throws(() => new SpeedRule({ ...options, frame: size }), /"road" is not permitted: too-short/);
});

test('property: the order of tracks is irrelevant, and splitting the input anywhere changes nothing', () => {
  fc.assert(
    fc.property(drives, fc.nat(60), fc.boolean(), (all, cut, reverse) => {
      const whole = new SpeedRule(options);
      let resumed = new SpeedRule(options);
      for (let step = 0; step <= 60; step++) {
        if (step === cut) {
          const saved = JSON.parse(JSON.stringify(resumed.save()));
          resumed = new SpeedRule(options);
          resumed.restore(saved);
        }
        const tracks = all.map((one) => trackOf(one, step * 200));
        const other = reverse ? tracks.toReversed() : tracks;
        assert.deepEqual(resumed.step(step * 200, other), whole.step(step * 200, tracks));
      }
      assert.deepEqual(resumed.finish(12200), whole.finish(12200));
    }),
    { seed: 83, numRuns: 60 },
  );
});

test('limits: what is held does not grow with time or frame rate, and not with the number of tracks', () => {
  const rule = new SpeedRule(options);
  for (let tMs = 0; tMs < 20000; tMs += 10) {
    rule.step(tMs, [trackOf({ from: { xM: 0, yM: 12 }, vx: 0, vy: 0 }, tMs)]);
    assert.ok(rule.save().memories[0]!.positions.length < 64);
  }
  const crowd = Array.from({ length: 1500 }, (_, id) => trackOf({ ...away(10), id }, 1000));
  rule.step(21000, crowd);
  assert.equal(rule.save().memories.length, 1024);
  rule.step(21200, []);
  assert.equal(rule.save().memories.length, 0);
});

test('zones that are not permitted, and repeated ids, are refused', () => {
  const far: Zone = {
    id: 'far',
    points: [
      [0.4, 0.2],
      [0.6, 0.2],
      [0.5, 0.01],
    ],
  };
  assert.throws(() => new SpeedRule({ ...options, zones: [far] }), /"far" is not permitted: beyond-horizon/);
  assert.throws(() => new SpeedRule({ ...options, zones: [zone, zone] }), TypeError);
});
