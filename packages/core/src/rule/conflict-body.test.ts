import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { closingSpeed, footprints, overlaps, type Pose, timeToCollision } from './conflict-body.ts';
import { encroachment, type Way } from './conflict-encroachment.ts';

function pose(xM: number, yM: number, turn = 0, metresPerS = 5, tMs = 0): Pose {
  return { tMs, xM, yM, headX: Math.cos(turn), headY: Math.sin(turn), metresPerS };
}

const { car, bicycle, person, bus } = footprints;
const up = Math.PI / 2;

test('footprints overlap when they share ground, not when they touch', () => {
  assert.equal(overlaps(pose(0, 0), car, pose(4.39, 0), car), true);
  assert.equal(overlaps(pose(0, 0), car, pose(4.4, 0), car), false);
  assert.equal(overlaps(pose(0, 0), car, pose(0, 1.81), car), false);
  assert.equal(overlaps(pose(0, 0), car, pose(0, 3, up), car), true);
  assert.equal(overlaps(pose(0, 0), car, pose(3, 1.5, up / 2), person), false);
});

test('time to collision: head on, behind, across, and never', () => {
  assert.equal(timeToCollision(pose(0, 0), car, pose(24.4, 0, 2 * up, 5), car), 2);
  assert.ok(Math.abs(timeToCollision(pose(0, 0, 0, 10), car, pose(14.4, 0, 0, 5), car) - 2) < 1e-9);
  assert.equal(timeToCollision(pose(0, 0, 0, 5), car, pose(14.4, 0, 0, 10), car), Number.POSITIVE_INFINITY);
  assert.equal(timeToCollision(pose(0, 0), car, pose(0, 2, 0), car), Number.POSITIVE_INFINITY);
  assert.equal(timeToCollision(pose(0, 0), car, pose(1, 0, 2 * up), car), 0);
  // The car's front at 2.2 m reaches x = 9.65, where a bicycle of 0.7 m crosses, after 1.49 s.
  const across = timeToCollision(pose(0, 0), car, pose(10, -7, up), bicycle);
  assert.ok(Math.abs(across - 7.45 / 5) < 1e-6, `${across}`);
});

test('property: the time to collision is when stepping ahead finds the first overlap', () => {
  const number = (least: number, most: number): fc.Arbitrary<number> =>
    fc.double({ min: least, max: most, noNaN: true });
  const any = fc.record({ x: number(-15, 15), y: number(-15, 15), turn: number(0, 6.3), v: number(0, 15) });
  fc.assert(
    fc.property(any, any, (one, other) => {
      const [a, b] = [pose(one.x, one.y, one.turn, one.v), pose(other.x, other.y, other.turn, other.v)];
      const seconds = timeToCollision(a, car, b, bus);
      assert.ok(Math.abs(seconds - timeToCollision(b, bus, a, car)) < 1e-9 || seconds === Infinity);
      const ahead = (p: Pose, t: number): Pose => {
        return { ...p, xM: p.xM + t * p.headX * p.metresPerS, yM: p.yM + t * p.headY * p.metresPerS };
      };
      for (let t = 0; t < 3; t += 0.02) {
        if (!overlaps(ahead(a, t), car, ahead(b, t), bus)) continue;
        assert.ok(seconds <= t + 1e-6 && (t === 0 || seconds >= t - 0.02 - 1e-6), `${seconds} at ${t}`);
        return;
      }
      assert.ok(seconds > 2.97 || seconds === Infinity || seconds < 3);
    }),
    { seed: 91, numRuns: 300 },
  );
});

test('closing speed', () => {
  assert.equal(closingSpeed(pose(0, 0), pose(20, 0, 2 * up, 5)), 10);
  assert.ok(Math.abs(closingSpeed(pose(0, 0), pose(20, 0))) < 1e-12);
  assert.ok(closingSpeed(pose(0, 0, 2 * up), pose(20, 0)) < 0);
});

/** Poses every 200 ms at one speed, until `endMs`. */
function way(size: Way['size'], xM: number, yM: number, turn: number, speed: number, endMs = 6000): Way {
  const poses = Array.from({ length: endMs / 200 + 1 }, (_, k) => {
    const far = (speed * k * 200) / 1000;
    return pose(xM + far * Math.cos(turn), yM + far * Math.sin(turn), turn, speed, k * 200);
  });
  return { size, poses };
}

/** The shortest gap over all legs of the second, as they come in. */
function shortest(first: Way, second: Way): number | null {
  let best: number | null = null;
  for (let k = 1; k <= second.poses.length; k++) {
    const last = second.poses[k - 1]!.tMs;
    const known = { ...first, poses: first.poses.filter(({ tMs }) => tMs <= last) };
    const found = encroachment(known, { ...second, poses: second.poses.slice(0, k) }, 5000);
    if (found !== null && (best === null || found.gapMs < best)) best = found.gapMs;
  }
  return best;
}

test('property: the encroachment time of a right-angled crossing is exact to 20 ms at 5 frames a second', () => {
  const sizes = fc.constantFrom(...Object.values(footprints));
  const speed = fc.double({ min: 1, max: 14, noNaN: true });
  fc.assert(
    fc.property(
      sizes,
      sizes,
      speed,
      speed,
      fc.double({ min: 0.05, max: 4.9, noNaN: true }),
      (a, b, va, vb, gap) => {
        // The first goes along x and clears the second's lane at 1 s; the second goes along y and arrives `gap` later.
        const first = way(a, b.widthM / 2 + a.lengthM / 2 - va, 0, 0, va, 8000);
        const second = way(b, 0, -a.widthM / 2 - b.lengthM / 2 - vb * (1 + gap), up, vb, 8000);
        const found = shortest(first, second);
        assert.ok(found !== null && Math.abs(found - gap * 1000) < 20, `${found} for ${gap * 1000}`);
      },
    ),
    { seed: 92, numRuns: 150 },
  );
});

test('no encroachment: the same way, standing, or longer ago than asked', () => {
  assert.equal(shortest(way(car, 0, 0, 0, 8), way(car, -12, 0, 0, 8)), null);
  assert.equal(shortest(way(car, 0, 0, 0, 0), way(car, 0, -20, up, 8)), null);
  assert.equal(shortest(way(car, 3.1 - 8, 0, 0, 8), way(car, 0, -3.1 - 8 * 6.1, up, 8, 9000)), null);
  assert.notEqual(shortest(way(car, 3.1 - 8, 0, 0, 8), way(car, 0, -3.1 - 8 * 5.9, up, 8, 9000)), null);
});
