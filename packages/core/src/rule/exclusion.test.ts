import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Track } from '../track/track.ts';
import { ExclusionRule } from './exclusion.ts';
import type { Finding } from './finding.ts';
import type { HazardZone } from './hazard.ts';

const frame = { widthPx: 1000, heightPx: 1000 };
/** A square of 200 px in the middle; the band is 14 px on each side of its border. */
const pit: HazardZone = {
  id: 'pit',
  hazard: 'excavation',
  points: [
    [0.4, 0.4],
    [0.6, 0.4],
    [0.6, 0.6],
    [0.4, 0.6],
  ],
};

function person(x: number, y = 500, rest: Partial<Track> = {}): Track {
  const box = { left: x - 20, top: y - 100, width: 40, height: 100 };
  const times = { bornMs: 0, lastSeenMs: 0 };
  return {
    id: 1,
    class: 'person',
    score: 0.9,
    box,
    foot: { x, y },
    seen: true,
    confirmed: true,
    ...times,
    ...rest,
  };
}

function truck(x: number, y = 560, width = 150): Track {
  const box = { left: x - width / 2, top: y - 100, width, height: 100 };
  return person(x, y, { id: 9, class: 'truck', box });
}

function run(
  rule: ExclusionRule,
  steps: number,
  at: (i: number) => readonly Track[],
): readonly (Finding & { i: number })[] {
  return Array.from({ length: steps }, (_, i) =>
    rule.step(i * 100, at(i)).map((finding) => ({ ...finding, i })),
  ).flat();
}

test('somebody who stands in the zone is found after 2 s, once for the zone, and as long as they stand', () => {
  const rule = new ExclusionRule({ zones: [pit], frame });
  const found = run(rule, 40, () => [person(500), person(520, 510, { id: 2 })]);
  assert.deepEqual(found[0], {
    rule: 'exclusion',
    zoneId: 'pit',
    tMs: 2000,
    classes: ['person'],
    agesMs: [0],
    i: 20,
  });
  assert.equal(found.length, 20);
  assert.deepEqual(found.at(-1)!.agesMs, [1900, 1400, 900, 400]);
});

test('of a source that is sure of whom it tells a second may count for more', () => {
  const rule = new ExclusionRule({ zones: [pit], frame, secondCounts: 10 / 3 });
  assert.equal(run(rule, 40, () => [person(500)])[0]!.i, 6);
});

test('one who was never seen to move takes five times as long; one who came, or moves then, does not', () => {
  const rule = (): ExclusionRule => new ExclusionRule({ zones: [pit], frame });
  const firstAt = (at: (i: number) => Track): number => run(rule(), 120, (i) => [at(i)])[0]!.i;
  // What looks like somebody shakes by a tenth of its height, and goes nowhere.
  const shaking = (i: number): Track => person(500 + 10 * (i % 2), 500, { firstFoot: { x: 500, y: 500 } });
  assert.equal(firstAt(shaking), 100);
  assert.equal(
    firstAt(() => person(500, 500, { firstFoot: { x: 300, y: 500 } })),
    20,
  );
  const moves = (i: number): Track =>
    person(500 + (i < 15 ? 0 : Math.min(40, 4 * (i - 15))), 500, { firstFoot: { x: 500, y: 500 } });
  assert.ok(firstAt(moves) < 35, `${firstAt(moves)}`);
  // Who has moved and comes back to the spot is no thing.
  const returns = (i: number): Track => person(i < 3 ? 540 : 500, 500, { firstFoot: { x: 500, y: 500 } });
  assert.equal(firstAt(returns), 20);
});

test('one who flickers, jitters on the border or only passes it is not found', () => {
  const rule = (): ExclusionRule => new ExclusionRule({ zones: [pit], frame });
  assert.deepEqual(
    run(rule(), 60, (i) => (i % 8 === 0 ? [person(500)] : [person(300)])),
    [],
    'one frame in eight is no stay',
  );
  assert.deepEqual(
    run(rule(), 60, (i) => [person(i % 2 ? 390 : 412)]),
    [],
    'in the band who was out is out',
  );
  assert.deepEqual(
    run(rule(), 40, () => [person(414)]),
    [],
    'exactly on the edge of the band',
  );
  assert.notEqual(run(rule(), 40, () => [person(414.01)]).length, 0);
});

test('somebody found stays found through a gap of half a second, and not through one of a second', () => {
  const gap = (steps: number): number => {
    const rule = new ExclusionRule({ zones: [pit], frame });
    const found = run(rule, 60, (i) =>
      i >= 40 && i < 40 + steps ? [person(500, 500, { seen: false })] : [person(500)],
    );
    return found.length;
  };
  assert.equal(gap(5), 40);
  assert.ok(gap(10) < 40);
});

test('a driver is not in the zone; somebody in front of the vehicle is; a rider is', () => {
  const rule = (): ExclusionRule => new ExclusionRule({ zones: [pit], frame });
  const machine = truck(500, 590);
  assert.deepEqual(
    run(rule(), 40, () => [person(500, 540), machine]),
    [],
  );
  assert.notEqual(run(rule(), 40, () => [person(500, 585), machine]).length, 0);
  assert.deepEqual(run(rule(), 40, () => [person(500, 500, { class: 'bicycle' })])[0]!.classes, ['bicycle']);
});

test('only while a vehicle moves there: a parked one is none, a slewing one is, and it lasts 3 s more', () => {
  const rule = (): ExclusionRule =>
    new ExclusionRule({ zones: [{ ...pit, onlyWhileVehicleMoves: true }], frame });
  const inFront = person(500, 580);
  assert.deepEqual(
    run(rule(), 50, () => [inFront, truck(500)]),
    [],
  );
  assert.deepEqual(
    run(rule(), 50, (i) => [inFront, truck(100 + i, 300)]),
    [],
    'it moves elsewhere',
  );
  assert.notEqual(run(rule(), 50, (i) => [inFront, truck(450 + i * 3)]).length, 0);
  assert.notEqual(run(rule(), 50, (i) => [inFront, truck(500, 560, 150 + i * 3)]).length, 0, 'it slews');
  const stops = run(rule(), 120, (i) => [inFront, truck(450 + Math.min(i, 30) * 3)]);
  // It counts as moving for as long as its last second and a half does.
  assert.ok(stops.at(-1)!.i > 60 && stops.at(-1)!.i < 85, `${stops.at(-1)!.i}`);
});

test('zones over most of where people walk, and a negative band, are refused with the reason', () => {
  const all: HazardZone = {
    ...pit,
    points: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
  };
  assert.throws(() => new ExclusionRule({ zones: [all], frame }), /100 % of where people can walk; "pit"/);
  assert.throws(() => new ExclusionRule({ zones: [pit], frame, band: -1 }), TypeError);
  assert.throws(() => new ExclusionRule({ zones: [pit, pit], frame }), TypeError);
});
