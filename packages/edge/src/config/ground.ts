import {
  type Calibration,
  type CalibrationConfig,
  type CalibrationFoundJson,
  type CalibrationPoint,
  type CalibrationRefusedJson,
  calibrate,
  calibrationMap,
  checkDistance,
  type Fraction2,
  type FrameSize,
  type GroundSquareJson,
  groundFromDistances,
  groundOfRectangle,
  heldOutErrorMax,
  permitZone,
  type ZoneConfig,
  type ZonePermissionJson,
  type ZoneRefused,
  type ZoneUse,
} from '@outis/core';

/** A click is taken to be on a picture this wide, unless told otherwise. */
const clickedWidthPxDefault = 640;
/** What pictures are judged by before a camera has told how large its own are: what the detector that ships takes. */
export const presumedSize: FrameSize = { widthPx: 512, heightPx: 288 };
/** `permitZone` and the rules judge by this many positions a second, or by fewer where there are fewer. */
const positionsPerSMax = 5;
/** Squares of the map of the ground. */
const mapColumns = 32;
const mapRows = 18;

/** The ground of a camera, or why there is none. */
export interface Ground {
  /** Null where it is refused. */
  readonly calibration: Calibration | null;
  readonly json: CalibrationFoundJson | CalibrationRefusedJson;
}

/** The ground plane as it was measured, for pictures of a size. Depends on nothing but the arguments. */
export function groundOfConfig(config: CalibrationConfig, frame: FrameSize): Ground {
  const points = pointsOf(config);
  if (!Array.isArray(points)) return refused(points.reason, points.index);
  const clickSdPx = frame.widthPx / (config.clickedWidthPx ?? clickedWidthPxDefault);
  const found = calibrate(points, frame, { clickSdPx });
  if (found.kind === 'refused') return refused(found.reason, found.index);
  const { a, b, metres } = config.heldOut;
  const check = checkDistance(found, a, b, metres);
  if (check === null) return refused('held-out-beyond-horizon', null);
  const { measuredM, errorShare, passes } = check;
  if (!passes) return refused('held-out-off', null, `${measuredM.toFixed(2)} m in place of ${metres} m`);
  return {
    calibration: found,
    json: {
      kind: 'calibrated',
      residuals: found.residuals.map(({ px, m }) => ({ px, metres: m })),
      residualPx: found.residualPx,
      widthPx: frame.widthPx,
      heldOut: { statedM: metres, measuredM, errorShare, passes },
    },
  };
}

/** What each use of each zone may be, with the reason where it may not. */
export function permissionsOf(
  zones: readonly ZoneConfig[],
  calibration: Calibration | null,
  frame: FrameSize,
  analyseFps: number,
): ZonePermissionJson[] {
  return zones.flatMap(({ id, points, use }) =>
    (use ?? []).map((one) => permissionOf({ id, points }, one, calibration, frame, analyseFps)),
  );
}

/** What is known of the ground over the whole picture, for the colours of an editor. */
export function groundMap(
  calibration: Calibration | null,
  frame: FrameSize,
): { readonly columns: number; readonly rows: number; readonly squares: GroundSquareJson[] } {
  if (calibration === null) return { columns: 0, rows: 0, squares: [] };
  const squares = calibrationMap(calibration, mapColumns, mapRows, frame).map(
    ({ at, uncertainty, allows }) => ({
      at,
      metresPerPx: uncertainty?.metresPerPx ?? null,
      errorM: uncertainty?.standardErrorM ?? null,
      allows: [...allows],
    }),
  );
  return { columns: mapColumns, rows: mapRows, squares };
}

function permissionOf(
  { id, points }: { readonly id: string; readonly points: readonly Fraction2[] },
  use: ZoneUse,
  calibration: Calibration | null,
  frame: FrameSize,
  analyseFps: number,
): ZonePermissionJson {
  const permitted = { zoneId: id, use, isPermitted: true, reason: null, message: null, fastestKmh: null };
  if (use === 'dwell') return permitted;
  if (calibration === null) {
    const message = `${use} needs a calibration of this camera`;
    return { ...permitted, isPermitted: false, reason: 'not-calibrated', message };
  }
  const answer = permitZone(calibration, use, points, frame, Math.min(positionsPerSMax, analyseFps));
  if (answer.kind === 'permitted')
    return { ...permitted, fastestKmh: use === 'speed' ? answer.fastestKmh : null };
  return { ...permitted, isPermitted: false, reason: answer.reason, message: zoneMessage(use, answer) };
}

function zoneMessage(use: ZoneUse, { reason, at, found, limit }: ZoneRefused): string {
  const where = at === null ? '' : ` at [${at.map((share) => share.toFixed(2)).join(', ')}]`;
  const percent = (share: number | null): string => `${((share ?? 0) * 100).toFixed(1)} %`;
  switch (reason) {
    case 'no-area':
      return `${use}: it has no area; draw three or more points`;
    case 'beyond-horizon':
      return `${use}: the horizon runs through it${where}; draw it lower in the picture`;
    case 'px-too-coarse':
      return `${use}: one px is ${(found ?? 0).toFixed(2)} m of ground${where}, at most ${limit} m is allowed; draw it nearer to the camera, or analyse larger pictures (size)`;
    case 'scale-too-uncertain':
      return `${use}: lengths are uncertain by ${percent(found)}${where}, at most ${percent(limit)} is allowed; draw it nearer to the points of the calibration, or measure more points, farther apart`;
    case 'too-short':
      return `${use}: it is ${(found ?? 0).toFixed(1)} m long, at least ${(limit ?? 0).toFixed(1)} m is needed; draw it longer`;
    default:
      return reason satisfies never;
  }
}

function pointsOf(
  config: CalibrationConfig,
): CalibrationPoint[] | { readonly reason: CalibrationRefusedJson['reason']; readonly index: number | null } {
  const { points, rectangle, distances } = config;
  if (points !== undefined)
    return points.map(({ at, ground: [xM, yM] }) => ({ picture: at, ground: { xM, yM } }));
  if (rectangle !== undefined) {
    const { corners, metres } = rectangle;
    const ground = groundOfRectangle(corners, ...metres);
    return corners.map((picture, index) => ({ picture, ground: ground[index]! }));
  }
  if (distances === undefined) return { reason: 'too-few-points', index: null };
  const between = distances.between.map(({ from, to, metres }) => ({ from, to, distanceM: metres }));
  const layout = groundFromDistances(distances.at, between);
  if (layout.kind === 'refused') return layout;
  return distances.at.map((picture, index) => ({ picture, ground: layout.ground[index]! }));
}

/** Each refusal in words, with the way out. */
const words: Readonly<Record<CalibrationRefusedJson['reason'], string>> = {
  'too-few-points': 'four points are the least; click more',
  'too-many-points': 'there are too many points; 24 are the most',
  'not-a-number': 'a point is no number; enter it anew',
  'points-on-one-line': 'the points lie on one line; choose some to the side of it',
  mirrored: 'the points are mirrored: seen from above, y is left of x; change the sign of every y',
  'mixed-up': 'the points are in another order in the picture than on the ground; look which belong together',
  'horizon-in-area': 'the horizon runs through the area; draw it lower',
  'residual-too-large': 'a point lies far from where the others put it; measure or click it anew',
  'not-a-distance': 'a distance is not above 0 m, or names a point that does not exist',
  'not-determined': 'the distances leave a point open; measure one more to it (sides and a diagonal)',
  contradictory: 'the distances contradict each other by more than 5 %; measure this one again',
  'held-out-off': `the held-out distance is off by more than ${heldOutErrorMax * 100} %; measure it and the points again`,
  'held-out-beyond-horizon':
    'the held-out distance does not lie on the ground; choose it lower in the picture',
};

function refused(reason: CalibrationRefusedJson['reason'], index: number | null, found?: string): Ground {
  const which = index === null ? '' : ` (number ${index + 1})`;
  const message = `${words[reason]}${which}${found === undefined ? '' : ` (${found})`}`;
  return { calibration: null, json: { kind: 'refused', reason, index, message } };
}
