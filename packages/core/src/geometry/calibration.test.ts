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
import {
  type Calibration,
  type CalibrationPoint,
  type CalibrationRefusal,
  calibrate,
  type GroundPoint,
  groundOf,
  homographyForPx,
  isBelowHorizon,
  pictureOf,
} from './calibration.ts';
import { groundBand } from './ground.ts';
import type { Fraction2 } from './polygon.ts';

const { frame } = streetCamera;
const lane = rectangleAhead(6, 16, 8);
const eight = [...lane, ...rectangleAhead(5, 12, 10).map(({ xM, yM }) => ({ xM: xM + 0.7, yM: yM + 0.3 }))];

function calibrated(points: readonly CalibrationPoint[]): Calibration {
  const result = calibrate(points, frame);
  assert.ok(result.kind === 'calibrated', JSON.stringify(result));
  return result;
}

function reasonOf(points: readonly CalibrationPoint[], area: readonly Fraction2[] = []): CalibrationRefusal {
  const result = calibrate(points, frame, { area });
  assert.ok(result.kind === 'refused', 'it was not refused');
  return result.reason;
}

const place = fc.record({
  xM: fc.double({ min: -8, max: 8, noNaN: true }),
  yM: fc.double({ min: 5, max: 60, noNaN: true }),
});

test('four exact points give the camera back, on the ground and in the picture', () => {
  const calibration = calibrated(clicked(streetCamera, lane));
  fc.assert(
    fc.property(place, (ground) => {
      const at = seenFraction(streetCamera, ground);
      const found = groundOf(calibration, at)!;
      assert.ok(Math.hypot(found.xM - ground.xM, found.yM - ground.yM) < 1e-6);
      const back = pictureOf(calibration, ground)!;
      assert.ok(Math.hypot(back[0] - at[0], back[1] - at[1]) < 1e-9);
    }),
    { seed: 71 },
  );
  assert.ok(calibration.residuals.every(({ px, m }) => px < 1e-6 && m < 1e-6));
  assert.equal(calibration.sdPx, 1);
});

test('above the horizon there is no ground, behind the camera no picture', () => {
  const calibration = calibrated(clicked(streetCamera, lane));
  const horizon = (360 - 640 * Math.tan((22 * Math.PI) / 180)) / 720;
  assert.equal(groundOf(calibration, [0.5, horizon - 0.01]), null);
  assert.equal(isBelowHorizon(calibration, [0.1, horizon - 0.001]), false);
  assert.equal(isBelowHorizon(calibration, [0.9, horizon + 0.001]), true);
  assert.notEqual(groundOf(calibration, [0.5, horizon + 0.01]), null);
  assert.equal(pictureOf(calibration, { xM: 0, yM: -20 }), null);
});

test('more points than four are met by least squares: the error is smaller and the residuals are told', () => {
  const normal = normalNumbers(seededNumbers(72));
  const far = seenFraction(streetCamera, { xM: 0, yM: 24 });
  const squares = [0, 0];
  for (let run = 0; run < 200; run++) {
    for (const [index, ground] of [lane, eight].entries()) {
      const calibration = calibrated(clicked(streetCamera, ground, normal));
      const found = groundOf(calibration, far)!;
      squares[index]! += found.xM ** 2 + (found.yM - 24) ** 2;
      if (index === 1) assert.ok(calibration.residualPx > 0.05 && calibration.residualPx < 3);
    }
  }
  assert.ok(squares[1]! < 0.8 * squares[0]!, `${squares}`);
});

test('sloppy clicks on many points widen the error that is told', () => {
  const points = clicked(streetCamera, eight, normalNumbers(seededNumbers(73)), 2.5);
  assert.ok(calibrated(points).sdPx > 1.5);
});

test('refused: too few, too many, no numbers', () => {
  const points = clicked(streetCamera, lane);
  assert.equal(reasonOf(points.slice(1)), 'too-few-points');
  assert.equal(reasonOf(Array.from({ length: 25 }, () => points[0]!)), 'too-many-points');
  assert.equal(reasonOf([...points, { ...points[0]!, ground: { xM: Number.NaN, yM: 0 } }]), 'not-a-number');
});

test('refused: three of four points on one line, or the same point twice', () => {
  const row = [...lane.slice(0, 2), { xM: 0, yM: 8 }, lane[2]!];
  assert.equal(reasonOf(clicked(streetCamera, row)), 'points-on-one-line');
  assert.equal(reasonOf(clicked(streetCamera, [...lane.slice(0, 3), lane[0]!])), 'points-on-one-line');
  const all = [0, 1, 2, 3, 4, 5].map((yM) => ({ xM: 0, yM: 10 + yM }));
  assert.equal(reasonOf(clicked(streetCamera, all)), 'points-on-one-line');
  assert.equal(calibrate(clicked(streetCamera, [...row, lane[3]!]), frame).kind, 'calibrated');
});

test('refused: the ground mirrored, and two points mixed up', () => {
  const points = clicked(streetCamera, eight);
  const mirrored = points.map((point) => ({
    ...point,
    ground: { xM: -point.ground.xM, yM: point.ground.yM },
  }));
  assert.equal(reasonOf(mirrored), 'mirrored');
  const mixed = clicked(streetCamera, lane);
  const swapped = [
    { ...mixed[0]!, ground: mixed[1]!.ground },
    { ...mixed[1]!, ground: mixed[0]!.ground },
    ...mixed.slice(2),
  ];
  assert.equal(reasonOf(swapped), 'mixed-up');
});

test('refused: the horizon in the area, and a point that does not fit', () => {
  const points = clicked(streetCamera, eight);
  const area: readonly Fraction2[] = [
    [0.1, 0.9],
    [0.9, 0.9],
    [0.5, 0.05],
  ];
  assert.equal(reasonOf(points, area), 'horizon-in-area');
  assert.equal(calibrate(points, frame, { area: area.slice(0, 2) }).kind, 'calibrated');
  const wrong = points.map((point, index) => {
    return index === 5 ? { ...point, ground: { ...point.ground, yM: point.ground.yM + 2 } } : point;
  });
  const result = calibrate(wrong, frame);
  assert.deepEqual(result, { kind: 'refused', reason: 'residual-too-large', index: 5 });
});

test('property: the same points in any order, turned and moved on the ground, give the same lengths', () => {
  const points = clicked(streetCamera, eight, normalNumbers(seededNumbers(74)));
  const calibration = calibrated(points);
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 6.3, noNaN: true }),
      fc.integer({ min: -5000, max: 5000 }),
      fc.shuffledSubarray([...points], { minLength: 8 }),
      place,
      place,
      (turn, by, shuffled, from, to) => {
        const move = ({ xM, yM }: GroundPoint): GroundPoint => ({
          xM: by + xM * Math.cos(turn) - yM * Math.sin(turn),
          yM: -by + xM * Math.sin(turn) + yM * Math.cos(turn),
        });
        const moved = calibrated(shuffled.map((point) => ({ ...point, ground: move(point.ground) })));
        const length = (of: Calibration): number => {
          const [a, b] = [from, to].map((ground) => groundOf(of, seenFraction(streetCamera, ground))!);
          return Math.hypot(a!.xM - b!.xM, a!.yM - b!.yM);
        };
        const truth = length(calibration);
        assert.ok(Math.abs(length(moved) - truth) < 1e-5 * (1 + truth));
      },
    ),
    { seed: 75, numRuns: 50 },
  );
});

test('the band in metres takes a calibration in px of any frame', () => {
  const calibration = calibrated(clicked(streetCamera, lane));
  const line = (by: number): { a: { x: number; y: number }; b: { x: number; y: number } } => {
    const [a, b] = [
      { xM: -3, yM: 12 },
      { xM: 3, yM: 12 },
    ].map((ground) => seenFraction(streetCamera, ground));
    return {
      a: { x: a![0] * 1280 * by, y: a![1] * 720 * by },
      b: { x: b![0] * 1280 * by, y: b![1] * 720 * by },
    };
  };
  const [x, y] = seenFraction(streetCamera, { xM: 0.5, yM: 12.3 });
  for (const by of [1, 0.5]) {
    const small = { widthPx: 1280 * by, heightPx: 720 * by };
    const foot = { x: x * small.widthPx, y: y * small.heightPx };
    const band = groundBand(homographyForPx(calibration, small), 0.3)(foot, line(by));
    const away = Math.abs(foot.y - line(by).a.y);
    assert.ok(Math.abs(band - away) < 1e-6, `${band} ${away}`);
  }
});
