import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Track } from '../track/track.ts';
import type { Finding } from './finding.ts';
import type { GroundOf } from './motion.ts';
import { ProximityRule } from './proximity.ts';
import type { Zone } from './zone.ts';

/** Looked at from above: 20 px are a metre. */
const frame = { widthPx: 1000, heightPx: 1000 };
const groundOf: GroundOf = ({ x, y }) => (y < 0 ? null : { xM: x / 20, yM: y / 20 });
const yard: Zone = {
  id: 'yard',
  points: [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ],
};

function track(id: number, name: Track['class'], xM: number, yM: number): Track {
  const foot = { x: xM * 20, y: yM * 20 };
  const [width, height] = name === 'person' ? [12, 36] : [50, 60];
  const box = { left: foot.x - width / 2, top: foot.y - height, width, height };
  const rest = { seen: true, confirmed: true, bornMs: 0, lastSeenMs: 0 };
  return { id, class: name, score: 0.9, box, foot, ...rest };
}

function run(at: (s: number) => readonly Track[], seconds = 6): readonly (Finding & { s: number })[] {
  const rule = new ProximityRule({ zones: [yard], frame, groundOf });
  return Array.from({ length: seconds * 10 }, (_, i) =>
    rule.step(i * 100, at(i / 10)).map((finding) => ({ ...finding, s: i / 10 })),
  ).flat();
}

const stands = track(1, 'person', 25, 25);

test('a truck that drives at somebody is found before it is there', () => {
  // 4 m/s from 20 m away: it is there after 5 s, within 2.5 s of contact from about 2.3 s on.
  const found = run((s) => [stands, track(2, 'truck', 25, 5 + 4 * s)]);
  assert.ok(found[0]!.s >= 2.2 && found[0]!.s <= 3.2, `${found[0]!.s}`);
  assert.deepEqual(found[0]!.classes, ['person', 'truck']);
  assert.equal(found[0]!.zoneId, 'yard');
});

test('who was never seen to move is found later, and who came is not', () => {
  const truck = (s: number): Track => track(2, 'truck', 25, 5 + 4 * s);
  const [came, unmoved] = [{ x: 300, y: 500 }, stands.foot].map((firstFoot) =>
    run((s) => [{ ...stands, firstFoot }, truck(s)]),
  );
  assert.equal(came![0]!.s, run((s) => [stands, truck(s)])[0]!.s);
  const laterS = unmoved![0]!.s - came![0]!.s;
  assert.ok(Math.abs(laterS - 1.6) < 0.15, `${laterS}`);
});

test('one that drives past at 5 m, drives away, or stands beside somebody is no danger', () => {
  assert.deepEqual(
    run((s) => [stands, track(2, 'truck', 31.5, 5 + 4 * s)], 10),
    [],
  );
  assert.deepEqual(
    run((s) => [stands, track(2, 'truck', 25, 28 + 4 * s)]),
    [],
  );
  assert.deepEqual(
    run(() => [stands, track(2, 'truck', 26, 24.5)]),
    [],
  );
  assert.deepEqual(
    run((s) => [track(1, 'person', 25, 15 + s), track(2, 'truck', 25, 24)]),
    [],
    'who walks to a standing truck',
  );
});

test('who stands at its far side, behind the edge that is seen, is near it as well', () => {
  // The lower edge passes at 3 m, the body of a truck at half a metre.
  const found = run((s) => [track(1, 'person', 25, 22), track(2, 'truck', 5 + 4 * s, 25)]);
  assert.ok(found[0]!.s >= 2 && found[0]!.s <= 3.5, `${found[0]?.s}`);
  assert.deepEqual(
    run((s) => [track(1, 'person', 25, 19), track(2, 'truck', 5 + 4 * s, 25)]),
    [],
  );
});

test('who walks over just before it is in danger, although the way is free when it comes', () => {
  // At 1.2 m/s from 9 m beside its way; half a second after they are over, the truck is where they were.
  const found = run((s) => [track(1, 'person', 25, 32.5 - 1.6 * s), track(2, 'truck', -1 + 4 * s, 25)], 9);
  assert.notEqual(found.length, 0);
});

test('one that creeps by within 1.5 m is a danger', () => {
  const found = run((s) => [stands, track(2, 'car', 27.5, 22 + 0.8 * s)], 8);
  assert.notEqual(found.length, 0);
});

test('the box of a parked vehicle that shakes as somebody walks past does not drive', () => {
  const parked = track(2, 'car', 26, 25.5);
  const shaking = (s: number): Track => {
    const cut = Math.round(s * 10) % 4 < 2 ? 0 : 6;
    const box = { ...parked.box, width: parked.box.width - cut };
    return { ...parked, box, foot: { x: box.left + box.width / 2, y: parked.foot.y } };
  };
  assert.deepEqual(
    run((s) => [track(1, 'person', 22 + s, 26), shaking(s)]),
    [],
  );
});

test('a driver is not near the own vehicle, and beyond the horizon nothing is known', () => {
  const driver = (s: number): Track => ({
    ...track(1, 'person', 25, 5 + 4 * s),
    box: { left: 494, top: (5 + 4 * s) * 20 - 50, width: 12, height: 30 },
  });
  assert.deepEqual(
    run((s) => [driver(s), track(2, 'truck', 25, 5 + 4 * s)]),
    [],
  );
  assert.deepEqual(
    run((s) => [track(1, 'person', 25, -1), track(2, 'truck', 25, -20 + 4 * s)]),
    [],
  );
});

test('seconds and metres out of bounds are refused', () => {
  for (const wrong of [{ contactS: 0 }, { nearM: -1 }, { clearanceM: 11 }, { contactS: NaN }])
    assert.throws(() => new ProximityRule({ zones: [yard], frame, groundOf, ...wrong }), TypeError);
});
