import type { RoadUserClass } from '../detection/object-class.ts';

/** What a road user takes up on the ground: a rectangle with its middle, heading and speed. */
export interface Pose {
  readonly tMs: number;
  readonly xM: number;
  readonly yM: number;
  /** Unit vector of the heading. */
  readonly headX: number;
  readonly headY: number;
  readonly metresPerS: number;
}

/** Length and width of a footprint, m. */
export interface Footprint {
  readonly lengthM: number;
  readonly widthM: number;
}

/**
 * What is typical of each class: design vehicles of European road design (car 4.4 × 1.8, rigid lorry 8 × 2.5,
 * bus 12 × 2.55), a bicycle with its handlebar, a person with elbows. Real ones differ by some tenths of a
 * metre, which at 5 m/s are less than 0.1 s.
 */
export const footprints: Readonly<Record<RoadUserClass, Footprint>> = {
  person: { lengthM: 0.6, widthM: 0.6 },
  bicycle: { lengthM: 1.8, widthM: 0.7 },
  motorcycle: { lengthM: 2.2, widthM: 0.8 },
  car: { lengthM: 4.4, widthM: 1.8 },
  bus: { lengthM: 12, widthM: 2.55 },
  truck: { lengthM: 8, widthM: 2.5 },
};

/** Half the diagonal of a footprint: nothing of it is further from its middle, m. */
export function reachOf({ lengthM, widthM }: Footprint): number {
  return Math.hypot(lengthM, widthM) / 2;
}

/** How far a footprint reaches from its middle in a direction (unit vector), m. */
export function extentAlong(
  pose: Pick<Pose, 'headX' | 'headY'>,
  { lengthM, widthM }: Footprint,
  x: number,
  y: number,
): number {
  const along = Math.abs(pose.headX * x + pose.headY * y);
  const aside = Math.abs(pose.headX * y - pose.headY * x);
  return (along * lengthM + aside * widthM) / 2;
}

/** Between two poses, straight on; the heading turns the short way. `share` 0 is the first, 1 the second. */
export function between(a: Pose, b: Pose, share: number): Pose {
  const mix = (from: number, to: number): number => from + share * (to - from);
  const [x, y] = [mix(a.headX, b.headX), mix(a.headY, b.headY)];
  const length = Math.hypot(x, y);
  // Where it turned right about there is no short way.
  const [headX, headY] = length > 1e-6 ? [x / length, y / length] : [a.headX, a.headY];
  return {
    ...{ tMs: mix(a.tMs, b.tMs), xM: mix(a.xM, b.xM), yM: mix(a.yM, b.yM) },
    ...{ headX, headY, metresPerS: mix(a.metresPerS, b.metresPerS) },
  };
}

/** True when two footprints share ground more than `marginM` deep (separating axes); touching edges do not. */
export function overlaps(a: Pose, sizeA: Footprint, b: Pose, sizeB: Footprint, marginM = 0): boolean {
  const isApart = (x: number, y: number): boolean => {
    const apart = Math.abs((b.xM - a.xM) * x + (b.yM - a.yM) * y);
    return apart >= extentAlong(a, sizeA, x, y) + extentAlong(b, sizeB, x, y) - marginM;
  };
  if (isApart(a.headX, a.headY) || isApart(-a.headY, a.headX)) return false;
  return !isApart(b.headX, b.headY) && !isApart(-b.headY, b.headX);
}

/**
 * The time in s until two footprints meet if both keep course and speed: 0 if they share ground already,
 * `Infinity` if they never will. Exact for rectangles that do not turn.
 */
export function timeToCollision(a: Pose, sizeA: Footprint, b: Pose, sizeB: Footprint): number {
  const vx = b.headX * b.metresPerS - a.headX * a.metresPerS;
  const vy = b.headY * b.metresPerS - a.headY * a.metresPerS;
  let [enter, leave] = [0, Number.POSITIVE_INFINITY];
  for (const [x, y] of axesOf(a, b)) {
    const reach = extentAlong(a, sizeA, x, y) + extentAlong(b, sizeB, x, y);
    const apart = (b.xM - a.xM) * x + (b.yM - a.yM) * y;
    const speed = vx * x + vy * y;
    if (Math.abs(speed) < 1e-9) {
      if (Math.abs(apart) >= reach) return Number.POSITIVE_INFINITY;
      continue;
    }
    const [one, other] = [(-reach - apart) / speed, (reach - apart) / speed];
    enter = Math.max(enter, Math.min(one, other));
    leave = Math.min(leave, Math.max(one, other));
  }
  return enter < leave ? enter : Number.POSITIVE_INFINITY;
}

/** How fast the distance between the middles shrinks, m/s; negative where it grows. */
export function closingSpeed(a: Pose, b: Pose): number {
  const [x, y] = [b.xM - a.xM, b.yM - a.yM];
  const vx = b.headX * b.metresPerS - a.headX * a.metresPerS;
  const vy = b.headY * b.metresPerS - a.headY * a.metresPerS;
  const length = Math.hypot(x, y);
  return length > 0 ? -(x * vx + y * vy) / length : Math.hypot(vx, vy);
}

function axesOf(a: Pose, b: Pose): readonly (readonly [number, number])[] {
  return [
    [a.headX, a.headY],
    [-a.headY, a.headX],
    [b.headX, b.headY],
    [-b.headY, b.headX],
  ];
}
