import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CalibrationConfig, Fraction2, ZoneConfig } from '@outis/core';
import { simulatedScenes } from '../demo/scenes.ts';
import { project } from '../demo/simulation.ts';
import { checkMeasures, type MeasuresConfig, movementsOf, withoutStrays } from './check-measures.ts';
import { groundMap, groundOfConfig, presumedSize } from './ground.ts';

const { view } = simulatedScenes.street;

/** Where a place on the ground of the simulated street appears. */
function seen(x: number, z: number): Fraction2 {
  const at = project({ x, z }, 0, view);
  assert.ok(at !== null);
  return [at.x, at.y];
}

const corners: readonly (readonly [number, number])[] = [
  [-8, 9],
  [8, 9],
  [12, 24],
  [-12, 24],
  [0, 14],
  [5, 19],
];
const heldOut = { a: seen(-4, 12), b: seen(6, 12), metres: 10 };
const points: CalibrationConfig = {
  points: corners.map(([x, z]) => ({ at: seen(x, z), ground: [x, z] })),
  heldOut,
};
const zone = (id: string, ...places: readonly (readonly [number, number])[]): ZoneConfig => ({
  id,
  points: places.map(([x, z]) => seen(x, z)),
  use: ['speed'],
});
const near = zone('near', [-7, 10], [7, 10], [8, 16], [-8, 16]);
const street: MeasuresConfig = {
  purpose: 'street-statistics',
  lines: [
    { id: 'a', a: [0, 0.5], b: [1, 0.5] },
    { id: 'b', a: [0, 0.8], b: [1, 0.8] },
    { id: 'c', a: [0.5, 0], b: [0.5, 1] },
  ],
  zones: [near],
  movements: 'all',
  calibration: points,
  analyseFps: 5,
};

function refusal(change: Partial<MeasuresConfig>): string {
  const [first] = checkMeasures({ ...street, ...change });
  return first === undefined ? 'accepted' : `${first.path.join('.')} ${first.message}`;
}

test('points, a rectangle and distances of the same ground agree', () => {
  const rectangle: CalibrationConfig = {
    rectangle: { corners: [seen(-8, 9), seen(8, 9), seen(8, 24), seen(-8, 24)], metres: [16, 15] },
    heldOut,
  };
  const at = [seen(-8, 9), seen(8, 9), seen(8, 24), seen(-8, 24)];
  const diagonal = Math.hypot(16, 15);
  const distances: CalibrationConfig = {
    distances: {
      at,
      between: [
        { from: 0, to: 1, metres: 16 },
        { from: 1, to: 2, metres: 15 },
        { from: 2, to: 3, metres: 16 },
        { from: 3, to: 0, metres: 15 },
        { from: 0, to: 2, metres: diagonal },
        { from: 1, to: 3, metres: diagonal },
      ],
    },
    heldOut,
  };
  for (const config of [points, rectangle, distances]) {
    const { json } = groundOfConfig(config, presumedSize);
    assert.ok(json.kind === 'calibrated', JSON.stringify(json));
    assert.ok(Math.abs(json.heldOut.measuredM - 10) < 0.05, `${json.heldOut.measuredM}`);
    assert.deepEqual(checkMeasures({ ...street, calibration: config }), []);
  }
});

test('a held-out distance that is off by more than 5 % refuses the calibration, and says by how much', () => {
  const off = { ...points, heldOut: { ...heldOut, metres: 11 } };
  assert.match(
    refusal({ calibration: off }),
    /^calibration is refused: the held-out distance is off by more than 5 %.*10\.0\d m in place of 11 m/,
  );
  assert.equal(refusal({ calibration: { ...points, heldOut: { ...heldOut, metres: 10.4 } } }), 'accepted');
});

test('a refused calibration says which point is wrong and what to do', () => {
  const moved = points.points!.map((point, index) =>
    index === 4 ? { ...point, at: [point.at[0] + 0.1, point.at[1]] as const } : point,
  );
  assert.match(
    refusal({ calibration: { points: moved as never, heldOut } }),
    /^calibration is refused: a point lies far from where the others put it; measure or click it anew \(number 5\)$/,
  );
  assert.match(
    refusal({ calibration: { points: points.points!.slice(0, 3), heldOut } }),
    /four points are the least/,
  );
});

test('a zone where the error is too large is refused with the reason and the way out', () => {
  const far = zone('far', [-8, 60], [8, 60], [8, 90], [-8, 90]);
  assert.match(
    refusal({ zones: [far] }),
    /^zones\.0\.use speed: lengths are uncertain by .* %.*; draw it nearer/,
  );
  const conflict: ZoneConfig = { ...zone('x', [-8, 20], [8, 20], [8, 40], [-8, 40]), use: ['conflict'] };
  assert.match(refusal({ zones: [conflict] }), /one px is 0\.\d\d m of ground.*at most 0\.1 m/);
  const sky: ZoneConfig = {
    id: 'sky',
    points: [
      [0, 0],
      [1, 0],
      [1, 0.9],
    ],
    use: ['speed'],
  };
  assert.match(refusal({ zones: [sky] }), /the horizon runs through it/);
});

test('a stay needs no calibration; speed and conflict do', () => {
  const { calibration: _without, ...plain } = street;
  const dwell: ZoneConfig = { ...near, use: ['dwell'] };
  assert.deepEqual(checkMeasures({ ...plain, zones: [dwell] }), []);
  assert.equal(
    checkMeasures({ ...plain, zones: [near] })[0]?.message,
    'speed needs a calibration of this camera',
  );
});

test('a site measures nothing beside its lines', () => {
  const { calibration: _calibration, ...rest } = street;
  const site: MeasuresConfig = { ...rest, purpose: 'site-safety', zones: [], movements: [] };
  assert.deepEqual(checkMeasures(site), []);
  const refused = (change: Partial<MeasuresConfig>): unknown =>
    checkMeasures({ ...site, ...change })[0]?.path;
  assert.deepEqual(refused({ movements: 'all' }), ['movements']);
  // A ground it may have: a distance to a vehicle is one in metres.
  assert.equal(refused({ calibration: points }), undefined);
  for (const use of ['speed', 'dwell', 'conflict'] as const)
    assert.deepEqual(refused({ zones: [{ ...near, use: [use] }] }), ['zones', 0, 'use']);
  const fitted = withoutStrays({ ...street, purpose: 'site-safety' });
  assert.deepEqual(checkMeasures(fitted), []);
  assert.ok(fitted.zones.length > 0 && fitted.zones.every((zone) => !('use' in zone)));
  assert.deepEqual(fitted.calibration, street.calibration);
  const hazardous = [{ ...near, use: ['dwell' as const], hazard: 'machine' as const }];
  assert.deepEqual(checkMeasures({ ...street, zones: hazardous })[0]?.path, ['zones', 0, 'hazard']);
  assert.deepEqual(checkMeasures(withoutStrays({ ...street, zones: hazardous })), []);
});

test('all movements are every ordered pair of two lines, and too many lines are refused', () => {
  assert.deepEqual(
    movementsOf(street).map(({ id }) => id),
    ['a-to-b', 'a-to-c', 'b-to-a', 'b-to-c', 'c-to-a', 'c-to-b'],
  );
  const lines = Array.from({ length: 9 }, (_, index) => ({
    id: `l${index}`,
    a: [0, 0.1],
    b: [1, 0.1 + index / 20],
  }));
  assert.match(refusal({ lines: lines as never }), /^movements all of 9 lines are more than 64/);
});

test('the map tells metres per px, and what is permitted where', () => {
  const { calibration } = groundOfConfig(points, presumedSize);
  const { columns, rows, squares } = groundMap(calibration, presumedSize);
  assert.equal(squares.length, columns * rows);
  const [sky, ground] = [squares[0]!, squares[(rows - 2) * columns + columns / 2]!];
  assert.ok(sky.metresPerPx === null || sky.metresPerPx > 10);
  assert.deepEqual(sky.allows, []);
  assert.ok(ground.metresPerPx! > 0.005 && ground.metresPerPx! < 0.1, `${ground.metresPerPx}`);
  assert.deepEqual(ground.allows, ['speed', 'conflict']);
});
