/**
 * Independent constant-velocity Kalman filters in one array, in px and px/s: centre x, centre y, width and height for
 * matching, and foot x, foot y (bottom centre) for rules, which trust a box less while it shrinks behind something.
 * Time is continuous (white-noise acceleration), so that two steps of 0.1 s predict exactly what one of 0.2 s does.
 * Per axis five numbers: position, velocity, and the covariance (position, both, velocity).
 */
export type FilterState = Float64Array;

/** Numbers held per axis of a {@link FilterState}. */
export const numbersPerAxis = 5;
/** Axes of a {@link FilterState}: 0 centre x, 1 centre y, 2 width, 3 height, 4 foot x, 5 foot y. */
export const axes = 6;

/** Starts the axis at a measured position, at rest, with the given standard deviations (px, px/s). */
export function startAxis(
  state: FilterState,
  axis: number,
  position: number,
  positionSd: number,
  velocitySd: number,
): void {
  const at = axis * numbersPerAxis;
  state[at] = position;
  state[at + 1] = 0;
  state[at + 2] = positionSd * positionSd;
  state[at + 3] = 0;
  state[at + 4] = velocitySd * velocitySd;
}

/** Moves the axis `elapsedS` ahead; `accelerationDensity` is the root of the noise density, px / s^1.5. */
export function predictAxis(
  state: FilterState,
  axis: number,
  elapsedS: number,
  accelerationDensity: number,
): void {
  const at = axis * numbersPerAxis;
  const t = elapsedS;
  const q = accelerationDensity * accelerationDensity;
  const both = state[at + 3]!;
  const velocity = state[at + 4]!;
  state[at]! += state[at + 1]! * t;
  state[at + 2]! += 2 * t * both + t * t * velocity + (q * t * t * t) / 3;
  state[at + 3] = both + t * velocity + (q * t * t) / 2;
  state[at + 4] = velocity + q * t;
}

/** Folds in a measured position with its standard deviation in px. */
export function updateAxis(state: FilterState, axis: number, measured: number, measuredSd: number): void {
  const at = axis * numbersPerAxis;
  const spread = state[at + 2]! + measuredSd * measuredSd;
  const positionGain = state[at + 2]! / spread;
  const velocityGain = state[at + 3]! / spread;
  const surprise = measured - state[at]!;
  state[at]! += positionGain * surprise;
  state[at + 1]! += velocityGain * surprise;
  state[at + 4]! -= velocityGain * state[at + 3]!;
  state[at + 3]! *= 1 - positionGain;
  state[at + 2]! *= 1 - positionGain;
}
