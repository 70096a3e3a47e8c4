import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineRule } from '../rule/line.ts';
import type { Track } from '../track/track.ts';
import type { Point } from './box.ts';
import { groundBand, type Homography } from './ground.ts';
import { signedDistance } from './line.ts';

/** A camera 5 m up that looks level over a ground plane: horizon at y = 300, f = 800 px; metres ahead are 4000 / (y - 300). */
const level: Homography = [5, 0, -2500, 0, 0, 4000, 0, 1, -300];
const frame = { widthPx: 1000, heightPx: 1000 };

function onGround({ x, y }: Point): Point {
  return { x: (5 * x - 2500) / (y - 300), y: 4000 / (y - 300) };
}

test('a foot point is within the band exactly when it is within the metres on the ground', () => {
  const place = fc.record({ x: fc.integer({ min: 0, max: 1000 }), y: fc.integer({ min: 340, max: 1000 }) });
  const band = groundBand(level, 0.3);
  fc.assert(
    fc.property(place, place, place, (foot, a, b) => {
      fc.pre(Math.hypot(b.x - a.x, b.y - a.y) > 20);
      const wide = band(foot, { a, b });
      const px = Math.abs(signedDistance(foot, { a, b }));
      const metres = Math.abs(signedDistance(onGround(foot), { a: onGround(a), b: onGround(b) }));
      fc.pre(Number.isFinite(wide) && Math.abs(metres - 0.3) > 1e-6);
      assert.equal(px <= wide, metres <= 0.3);
    }),
    { seed: 12 },
  );
});

test('on the line, and across the horizon, a point is always within the band', () => {
  const band = groundBand(level, 0.3);
  assert.equal(band({ x: 500, y: 500 }, { a: { x: 0, y: 500 }, b: { x: 1000, y: 500 } }), Infinity);
  assert.equal(band({ x: 500, y: 500 }, { a: { x: 0, y: 100 }, b: { x: 1000, y: 100 } }), Infinity);
});

test('the same shake in px is jitter near the camera and a passage far away', () => {
  const bandAt = groundBand(level, 0.3);
  const count = (y: number): number => {
    const line = { id: 'l', a: [0.5, y / 1000 + 0.02], b: [0.5, y / 1000 - 0.02] } as const;
    const rule = new LineRule({ lines: [line], frame, bandAt });
    const walk = [480, 520].flatMap((x, index) => rule.step(index * 100, [standing(x, y)]));
    return walk.length;
  };
  assert.equal(count(950), 0, '20 px are 0.15 m at 6 m');
  assert.equal(count(400), 1, '20 px are 1 m at 40 m');
});

function standing(x: number, y: number): Track {
  const box = { left: x - 20, top: y - 100, width: 40, height: 100 };
  const rest = { seen: true, confirmed: true, bornMs: 0, lastSeenMs: 0 };
  return { id: 1, class: 'person', score: 0.9, box, foot: { x, y }, ...rest };
}
