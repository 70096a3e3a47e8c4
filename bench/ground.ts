import { parseArgs } from 'node:util';
import { calibrate, type GroundPoint, groundOf } from '../packages/core/src/geometry/calibration.ts';
import { metresPerPx, uncertaintyAt } from '../packages/core/src/geometry/calibration-error.ts';
import {
  clicked,
  normalNumbers,
  rectangleAhead,
  seededNumbers,
  seenFraction,
  streetCamera,
} from '../test/fixtures/ground-camera.ts';

/**
 * How well a rectangle on the ground calibrates a camera on a 5 m mast (720p, 90° wide, the rectangle 8 m ahead):
 * its corners are clicked again and again with errors of 1 px, from a fixed seed, and places on the road ahead are
 * measured. Beside it, what the calibration itself tells of its error.
 */
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '2000' } },
});
const runs = Number(values.runs);
const nearM = 8;
/** By width and distance: of a simulation with the same mast, picture and rectangles. */
const publishedM: Readonly<Record<string, number>> = {
  '6 20': 0.13,
  '6 30': 0.27,
  '4 20': 0.19,
  '4 30': 0.7,
};

interface Row {
  readonly rectangle: string;
  readonly aheadM: number;
  /** Root mean square of the error of a place: of the calibration, and with 1 px of reading it. */
  readonly placeM: number;
  /** What another simulation found, whose camera is not named. */
  readonly publishedM: number;
  readonly readPlaceM: number;
  readonly toldM: number;
  /** Relative error of lengths and speeds: one standard deviation, and what 95 % stay below. */
  readonly speedError: number;
  readonly speedError95: number;
  readonly toldSpeedError: number;
  readonly metresPerPx: number;
}

const report = (
  [
    [6, 16],
    [4, 6],
  ] as const
).flatMap(([widthM, lengthM]) => [20, 30].map((aheadM) => measure(widthM, lengthM, aheadM)));
if (values.json) console.log(JSON.stringify(report));
else {
  for (const row of report) {
    console.log(
      `${row.rectangle} at ${row.aheadM} m: ${row.placeM.toFixed(2)} m (published ${row.publishedM.toFixed(2)} m; told ${row.toldM.toFixed(2)} m, with 1 px of ` +
        `reading ${row.readPlaceM.toFixed(2)} m), speeds ±${percent(row.speedError)} (told ${percent(row.toldSpeedError)}; ` +
        `95 % below ${percent(row.speedError95)}), 1 px is ${row.metresPerPx.toFixed(2)} m`,
    );
  }
}

function measure(widthM: number, lengthM: number, aheadM: number): Row {
  const corners = rectangleAhead(widthM, lengthM, nearM);
  const normal = normalNumbers(seededNumbers(7));
  const { frame } = streetCamera;
  let [places, reads] = [0, 0];
  const scales: number[] = [];
  for (let run = 0; run < runs; run++) {
    const calibration = calibrate(clicked(streetCamera, corners, normal), frame);
    if (calibration.kind === 'refused') throw new Error(`Refused: ${calibration.reason}`);
    const at = (yM: number, offPx = [0, 0]): GroundPoint => {
      const [x, y] = seenFraction(streetCamera, { xM: 0, yM });
      return groundOf(calibration, [x + offPx[0]! / frame.widthPx, y + offPx[1]! / frame.heightPx])!;
    };
    const place = at(aheadM);
    places += place.xM ** 2 + (place.yM - aheadM) ** 2;
    const read = at(aheadM, [normal(), normal()]);
    reads += read.xM ** 2 + (read.yM - aheadM) ** 2;
    const [one, other] = [at(aheadM - 1), at(aheadM + 1)];
    scales.push(Math.abs(Math.hypot(other.xM - one.xM, other.yM - one.yM) / 2 - 1));
  }
  const exact = calibrate(clicked(streetCamera, corners), frame);
  if (exact.kind === 'refused') throw new Error(`Refused: ${exact.reason}`);
  const there = seenFraction(streetCamera, { xM: 0, yM: aheadM });
  const told = uncertaintyAt(exact, there)!;
  scales.sort((a, b) => a - b);
  return {
    rectangle: `${widthM} × ${lengthM} m`,
    aheadM,
    placeM: Math.sqrt(places / runs),
    publishedM: publishedM[`${widthM} ${aheadM}`]!,
    readPlaceM: Math.sqrt(reads / runs),
    toldM: told.standardErrorM,
    speedError: Math.sqrt(scales.reduce((sum, error) => sum + error * error, 0) / runs),
    speedError95: scales[Math.floor(runs * 0.95)]!,
    toldSpeedError: told.scaleError,
    metresPerPx: metresPerPx(exact, there)!,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
