import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rectangleAhead, seenFraction, streetCamera } from '../../../../test/fixtures/ground-camera.ts';
import { calibrate, type GroundPoint } from './calibration.ts';
import { type GroundDistance, groundFromDistances, groundOfRectangle } from './calibration-distance.ts';

const { frame } = streetCamera;
const picturesOf = (ground: readonly GroundPoint[]): readonly (readonly [number, number])[] =>
  ground.map((at) => seenFraction(streetCamera, at));

function distance(a: GroundPoint, b: GroundPoint): number {
  return Math.hypot(a.xM - b.xM, a.yM - b.yM);
}

function measured(
  ground: readonly GroundPoint[],
  pairs: readonly (readonly [number, number])[],
): GroundDistance[] {
  return pairs.map(([from, to]) => ({ from, to, distanceM: distance(ground[from]!, ground[to]!) }));
}

const skewed: readonly GroundPoint[] = [
  { xM: -4, yM: 9 },
  { xM: 3, yM: 8 },
  { xM: 5, yM: 21 },
  { xM: -2, yM: 24 },
];
const sides = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 0],
] as const;

test('a known rectangle calibrates, whichever way round and wherever it is begun', () => {
  const corners = rectangleAhead(6, 16, 8);
  for (const turned of [corners, corners.toReversed(), [...corners.slice(1), corners[0]!]]) {
    const pictures = picturesOf(turned);
    const first = distance(turned[0]!, turned[1]!);
    const ground = groundOfRectangle(pictures, first, 22 - first);
    const points = pictures.map((picture, index) => ({ picture, ground: ground[index]! }));
    assert.equal(calibrate(points, frame).kind, 'calibrated');
  }
  assert.throws(() => groundOfRectangle(picturesOf(corners).slice(1), 6, 16), TypeError);
  assert.throws(() => groundOfRectangle(picturesOf(corners), 6, 0), TypeError);
});

test('four sides and one diagonal lay out the points, not mirrored and not folded over', () => {
  for (const diagonal of [
    [0, 2],
    [1, 3],
  ] as const) {
    const laid = groundFromDistances(picturesOf(skewed), measured(skewed, [...sides, diagonal]));
    assert.ok(laid.kind === 'laid-out', JSON.stringify(laid));
    assert.ok(laid.errorM < 1e-6);
    const points = picturesOf(skewed).map((picture, index) => ({ picture, ground: laid.ground[index]! }));
    assert.equal(calibrate(points, frame).kind, 'calibrated');
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < i; j++) {
        assert.ok(
          Math.abs(distance(laid.ground[i]!, laid.ground[j]!) - distance(skewed[i]!, skewed[j]!)) < 1e-5,
        );
      }
    }
  }
});

test('property: all distances of any points, measured a little wrong, give them back a little wrong', () => {
  const place = fc.record({ xM: fc.integer({ min: -8, max: 8 }), yM: fc.integer({ min: 6, max: 30 }) });
  const slip = fc.array(fc.double({ min: -0.02, max: 0.02, noNaN: true }), { minLength: 28, maxLength: 28 });
  fc.assert(
    fc.property(fc.uniqueArray(place, { minLength: 0, maxLength: 4 }), slip, (more, slips) => {
      const ground = [...skewed, ...more.filter((at) => skewed.every((other) => distance(at, other) > 2))];
      const pairs = ground.flatMap((_, i) => ground.slice(0, i).map((__, j) => [i, j] as const));
      const exact = measured(ground, pairs);
      fc.pre(exact.every(({ distanceM }) => distanceM > 2));
      const slipped = exact.map((one, k) => ({ ...one, distanceM: one.distanceM + slips[k]! }));
      const laid = groundFromDistances(picturesOf(ground), slipped);
      assert.ok(laid.kind === 'laid-out', JSON.stringify(laid));
      for (const { from, to, distanceM } of exact) {
        assert.ok(Math.abs(distance(laid.ground[from]!, laid.ground[to]!) - distanceM) < 0.06);
      }
    }),
    { seed: 77, numRuns: 60 },
  );
});

test('too few distances, and distances that contradict each other, are refused with their place', () => {
  const pictures = picturesOf(skewed);
  assert.equal(reasonOf(pictures, measured(skewed, sides)), 'not-determined');
  assert.equal(reasonOf(pictures.slice(1), []), 'too-few-points');
  assert.equal(reasonOf(pictures, []), 'not-determined');
  assert.equal(reasonOf(pictures, [{ from: 0, to: 0, distanceM: 3 }]), 'not-a-distance');
  assert.equal(reasonOf(pictures, [{ from: 0, to: 9, distanceM: 3 }]), 'not-a-distance');
  const all = measured(skewed, [...sides, [0, 2], [1, 3]]);
  const wrong = all.map((one, index) => (index === 5 ? { ...one, distanceM: one.distanceM + 5 } : one));
  assert.equal(reasonOf(pictures, wrong), 'contradictory');
});

function reasonOf(
  pictures: readonly (readonly [number, number])[],
  distances: readonly GroundDistance[],
): string {
  const result = groundFromDistances(pictures, distances);
  return result.kind === 'refused' ? result.reason : result.kind;
}
