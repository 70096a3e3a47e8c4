import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fraction2 } from '../geometry/polygon.ts';
import { checkHazardZones, type HazardZone, hazardShareMax, hazards, isHazard } from './hazard.ts';

function area(id: string, left: number, top: number, right: number, bottom: number): HazardZone {
  const points: readonly Fraction2[] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  return { id, points, hazard: 'slewing-zone' };
}

test('the list of hazards is closed, and names no place where people merely are', () => {
  assert.equal(isHazard('excavation'), true);
  for (const other of ['canteen', 'break-room', '', null]) assert.equal(isHazard(other), false);
  assert.equal(new Set(hazards).size, hazards.length);
});

test('a zone over most of the view is refused with its share, and so is one cut into three', () => {
  const whole = checkHazardZones([area('all', 0, 0, 1, 1)]);
  assert.deepEqual(whole, { kind: 'refused', reason: 'most-of-the-view', zoneId: 'all', share: 1 });
  const parts = [area('a', 0, 0, 0.3, 1), area('b', 0.3, 0, 0.5, 1), area('c', 0.5, 0, 0.7, 1)];
  const check = checkHazardZones(parts);
  assert.equal(check.kind === 'refused' && check.zoneId, 'a');
  assert.ok(Math.abs(check.share - 0.7) < 0.01);
  assert.equal(checkHazardZones(parts.slice(0, 2)).kind, 'accepted');
  assert.equal(checkHazardZones([area('a', 0, 0, hazardShareMax, 1)]).kind, 'accepted');
});

test('what counts is where people can walk: boundary, masks and the ground', () => {
  const zone = [area('z', 0, 0.5, 0.5, 1)];
  assert.equal(checkHazardZones(zone).kind, 'accepted');
  assert.equal(
    checkHazardZones(zone, { boundary: area('b', 0, 0.5, 0.6, 1).points }).kind,
    'refused',
    'five sixths of the own ground',
  );
  assert.equal(checkHazardZones(zone, { masks: [area('m', 0.6, 0, 1, 1).points] }).kind, 'accepted');
  const isGround = ({ x, y }: { x: number; y: number }): boolean => y > 0.5 && x < 0.7;
  assert.equal(checkHazardZones(zone, { isGround }).kind, 'refused');
});

test('zones of two points, repeated ids and zones outside the view are refused', () => {
  const reason = (zones: readonly HazardZone[]): string => {
    const check = checkHazardZones(zones);
    return check.kind === 'refused' ? check.reason : check.kind;
  };
  const zone = area('z', 0, 0, 0.3, 0.3);
  assert.equal(reason([{ ...zone, points: zone.points.slice(0, 2) }]), 'fewer-than-three-points');
  assert.equal(reason([zone, zone]), 'repeated-id');
  assert.equal(reason([area('z', 1.2, 0, 1.4, 1)]), 'outside-the-view');
  assert.equal(reason([]), 'accepted');
});

test('property: a zone more never covers less, and what is refused alone is refused in company', () => {
  const side = fc.integer({ min: 0, max: 20 }).map((value) => value / 20);
  const zones = fc.array(fc.tuple(side, side, side, side), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(zones, (corners) => {
      const all = corners.map(([a, b, c, d], i) =>
        area(`${i}`, Math.min(a, c), Math.min(b, d), Math.max(a, c) + 0.05, Math.max(b, d) + 0.05),
      );
      const [one, more] = [checkHazardZones(all.slice(0, 1)), checkHazardZones(all)];
      if (one.kind === 'accepted' && more.kind === 'accepted') assert.ok(more.share >= one.share);
      if (one.kind === 'refused') assert.equal(more.kind, 'refused');
    }),
    { seed: 84 },
  );
});
