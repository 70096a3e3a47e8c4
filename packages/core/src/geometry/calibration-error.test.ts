import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  clicked,
  normalNumbers,
  rectangleAhead,
  seededNumbers,
  seenFraction,
  streetCamera,
} from '../../../../test/fixtures/ground-camera.ts';
import { type Calibration, calibrate, type GroundPoint, groundOf } from './calibration.ts';
import { checkDistance, metresPerPx, uncertaintyAt } from './calibration-error.ts';
import { calibrationMap, permitZone } from './calibration-zone.ts';
import type { Fraction2 } from './polygon.ts';

const { frame } = streetCamera;

function exactly(ground: readonly GroundPoint[]): Calibration {
  const result = calibrate(clicked(streetCamera, ground), frame);
  assert.ok(result.kind === 'calibrated');
  return result;
}

function quadrilateral(...ground: readonly (readonly [number, number])[]): readonly Fraction2[] {
  return ground.map(([xM, yM]) => seenFraction(streetCamera, { xM, yM }));
}

const large = exactly(rectangleAhead(6, 16, 8));
const small = exactly(rectangleAhead(4, 6, 8));

test('metres per px grow with the square of the distance, and shrink with a finer picture', () => {
  const at = (yM: number): number => metresPerPx(large, seenFraction(streetCamera, { xM: 0, yM }))!;
  // Depth y cos t + h sin t over the height and the focal length, squared by the slant.
  const expected = (yM: number): number => {
    const tilt = (22 * Math.PI) / 180;
    return (yM * Math.cos(tilt) + 5 * Math.sin(tilt)) ** 2 / (5 * 640);
  };
  for (const yM of [8, 20, 30]) assert.ok(Math.abs(at(yM) / expected(yM) - 1) < 1e-6, `${yM}`);
  const half = { widthPx: 640, heightPx: 360 };
  const there = seenFraction(streetCamera, { xM: 0, yM: 20 });
  assert.ok(Math.abs(metresPerPx(large, there, half)! / at(20) - 2) < 1e-9);
  assert.equal(metresPerPx(large, [0.5, 0.02]), null);
  assert.equal(uncertaintyAt(large, [0.5, 0.02]), null);
});

/** Root mean square of the error of places, and of lengths of 2 m away from the camera, over seeded clicks. */
function simulate(
  ground: readonly GroundPoint[],
  yM: number,
): { readonly placeM: number; readonly scale: number } {
  const normal = normalNumbers(seededNumbers(76));
  let [place, scale] = [0, 0];
  const runs = 400;
  for (let run = 0; run < runs; run++) {
    const calibration = calibrate(clicked(streetCamera, ground, normal), frame);
    assert.ok(calibration.kind === 'calibrated');
    const found = (y: number): GroundPoint =>
      groundOf(calibration, seenFraction(streetCamera, { xM: 0, yM: y }))!;
    place += found(yM).xM ** 2 + (found(yM).yM - yM) ** 2;
    const length = Math.hypot(found(yM + 1).xM - found(yM - 1).xM, found(yM + 1).yM - found(yM - 1).yM);
    scale += (length / 2 - 1) ** 2;
  }
  return { placeM: Math.sqrt(place / runs), scale: Math.sqrt(scale / runs) };
}

test('what is told of the error is what a simulation of 1 px clicks finds, as in the published table', () => {
  // Rectangle, distance, metres of the table (its camera is not named; ours is 90° wide, the rectangle 8 m ahead).
  const table = [
    [large, rectangleAhead(6, 16, 8), 20, 0.13],
    [large, rectangleAhead(6, 16, 8), 30, 0.27],
    [small, rectangleAhead(4, 6, 8), 20, 0.19],
    [small, rectangleAhead(4, 6, 8), 30, 0.7],
  ] as const;
  for (const [calibration, ground, yM, wanted] of table) {
    const found = simulate(ground, yM);
    const told = uncertaintyAt(calibration, seenFraction(streetCamera, { xM: 0, yM }))!;
    assert.ok(Math.abs(told.standardErrorM / found.placeM - 1) < 0.1, `${yM} m: ${found.placeM}`);
    assert.ok(told.scaleError > 0.9 * found.scale, `${yM} m: ${found.scale}`);
    assert.ok(found.placeM < 1.08 * wanted && found.placeM > 0.6 * wanted, `${yM} m: ${found.placeM}`);
  }
  const speed = 1.96 * simulate(rectangleAhead(4, 6, 8), 30).scale;
  assert.ok(speed > 0.1 && speed < 0.16, `12 % in the table, 95 % of the time below ${speed}`);
});

test('a held-out distance passes within 5 %, and its error is told', () => {
  const [a, b] = quadrilateral([-2, 12], [-2, 18]) as [Fraction2, Fraction2];
  const right = checkDistance(large, a, b, 6)!;
  assert.ok(Math.abs(right.measuredM - 6) < 1e-6 && right.passes);
  assert.ok(right.standardErrorM > 0.05 && right.standardErrorM < 0.3);
  assert.equal(checkDistance(large, a, b, 6.5)!.passes, false);
  assert.ok(Math.abs(checkDistance(large, a, b, 6.5)!.errorShare + 0.5 / 6.5) < 1e-6);
  assert.equal(checkDistance(large, a, [0.5, 0.01], 6), null);
});

test('zones are permitted where the error allows it, and refused with the reason and the place', () => {
  const near = quadrilateral([-3, 8], [3, 8], [3, 16], [-3, 16]);
  assert.equal(permitZone(large, 'speed', near).kind, 'permitted');
  assert.equal(permitZone(large, 'conflict', near).kind, 'permitted');
  const far = quadrilateral([-3, 10], [3, 10], [3, 29], [-3, 29]);
  assert.equal(permitZone(large, 'speed', far).kind, 'permitted');
  const coarse = permitZone(large, 'conflict', far);
  assert.ok(coarse.kind === 'refused' && coarse.reason === 'px-too-coarse');
  assert.ok(coarse.found! > 0.1 && coarse.at![1] < 0.5, 'the far end is to blame');
  const uncertain = permitZone(small, 'speed', far);
  assert.ok(uncertain.kind === 'refused' && uncertain.reason === 'scale-too-uncertain');
  const reasonOf = (points: readonly Fraction2[]): string => {
    const result = permitZone(large, 'speed', points);
    return result.kind === 'refused' ? result.reason : result.kind;
  };
  assert.equal(reasonOf([...near.slice(0, 3), [0.5, 0.05]]), 'beyond-horizon');
  assert.equal(reasonOf(near.slice(0, 2)), 'no-area');
  assert.equal(reasonOf(quadrilateral([-1, 15], [0, 15], [0, 16], [-1, 16])), 'too-short');
});

test('near misses too need lengths that are known: a small rectangle does not reach far', () => {
  const tiny = exactly(rectangleAhead(1, 1, 6));
  const answer = permitZone(tiny, 'conflict', quadrilateral([-2, 12], [2, 12], [2, 15], [-2, 15]));
  assert.ok(answer.kind === 'refused' && answer.reason === 'scale-too-uncertain');
  assert.ok(answer.found! > answer.limit!);
});

test('the coarser picture that a detector sees decides, not the one that was clicked on', () => {
  const zone = quadrilateral([-3, 8], [3, 8], [3, 16], [-3, 16]);
  const coarse = permitZone(large, 'conflict', zone, { widthPx: 512, heightPx: 288 });
  assert.ok(coarse.kind === 'refused' && coarse.reason === 'px-too-coarse');
});

test('the map of the picture says what each place allows', () => {
  const map = calibrationMap(large, 16, 18);
  assert.equal(map.length, 16 * 18);
  const column = map.filter((_, index) => index % 16 === 8);
  assert.equal(column[0]!.uncertainty, null);
  assert.deepEqual(column.at(-5)!.allows, ['speed', 'conflict']);
  for (const { uncertainty, allows } of map) {
    const metres = uncertainty?.metresPerPx ?? Number.POSITIVE_INFINITY;
    if (metres > 0.1) assert.ok(!allows.includes('conflict'));
  }
});
