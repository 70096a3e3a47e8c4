import { between, type Footprint, overlaps, type Pose, reachOf } from './conflict-body.ts';

/** The way of one road user over the ground, in the order of time. */
export interface Way {
  readonly size: Footprint;
  readonly poses: readonly Pose[];
}

/** One followed another over a shared spot. */
export interface Encroachment {
  /** Between the first leaving and the second reaching the spot; 0 when both were on it at once. */
  readonly gapMs: number;
  /** The moments of leaving and reaching. */
  readonly left: Pose;
  readonly reached: Pose;
}

/** Crossing ways differ in heading by at least this; below they follow or accompany one another. */
const crossingCosineMax = Math.cos(Math.PI / 6);
/** Neither may be slower there: what stands, or is being boarded, encroaches on nobody, m/s. */
const movingMetresPerS = 0.7;
/** Two poses further apart in time than this are not joined. */
const joinedMs = 1000;
/** The first is on the spot while it covers this much of it: then the second, arriving, still finds it there, m. */
const marginM = 1e-3;
/** Rounds of halving that narrow a moment down (from 1 s to about 1 ms). */
const halvings = 10;

/**
 * The shortest time after which the last leg of `second` (from the last but one of its poses to the last)
 * reached a spot that `first` had left, at most `longestMs`; null if there is none. The spot is any ground that
 * both footprints cover: for each moment of the second the latest moment at which the first still covered some
 * of it, and of these the shortest. Legs are walked in steps of half the shorter footprint's length, and the
 * moments then narrowed by halving.
 */
export function encroachment(first: Way, second: Way, longestMs: number): Encroachment | null {
  const last = second.poses.at(-1)!;
  const before = second.poses.at(-2) ?? last;
  const start = last.tMs - before.tMs <= joinedMs ? before : last;
  const near = reachOf(first.size) + reachOf(second.size);
  let best: Encroachment | null = null;
  for (const [from, to] of steps(start, last, second.size)) {
    // Backwards in time: the first meeting found is the latest one.
    for (let index = first.poses.length - 1; index >= 0; index--) {
      const leaves = first.poses[index + 1] ?? first.poses[index]!;
      // A leg that ends so long ago gives no shorter gap, and those before it neither.
      if (from.tMs - leaves.tMs > Math.min(longestMs, best?.gapMs ?? longestMs)) break;
      const found = meeting(first, index, from, to, second.size, near);
      if (
        found === null ||
        found.gapMs > longestMs ||
        found.gapMs >= (best?.gapMs ?? Number.POSITIVE_INFINITY)
      )
        continue;
      best = found;
    }
  }
  return best;
}

/** The latest meeting of the first one's leg that begins at `index` with the second at the end of a step. */
function meeting(
  first: Way,
  index: number,
  from: Pose,
  to: Pose,
  size: Footprint,
  near: number,
): Encroachment | null {
  const a = first.poses[index]!;
  const next = first.poses[index + 1];
  const end = next !== undefined && next.tMs - a.tMs <= joinedMs ? next : a;
  const reach = near + Math.hypot(end.xM - a.xM, end.yM - a.yM);
  if (Math.hypot(to.xM - a.xM, to.yM - a.yM) > reach) return null;
  for (const [early, late] of steps(a, end, first.size).reverse()) {
    if (early.tMs > to.tMs || !overlaps(early, first.size, to, size, marginM)) continue;
    if (early.metresPerS < movingMetresPerS || to.metresPerS < movingMetresPerS) continue;
    if (early.headX * to.headX + early.headY * to.headY > crossingCosineMax) continue;
    // The first leaves as late as it can, then the second arrives as early as it can.
    const left = narrow(
      early,
      late,
      (pose) => pose.tMs <= to.tMs && overlaps(pose, first.size, to, size, marginM),
    );
    const reached = narrow(
      to,
      from,
      (pose) => pose.tMs >= left.tMs && overlaps(left, first.size, pose, size),
    );
    return { gapMs: Math.max(0, reached.tMs - left.tMs), left, reached };
  }
  return null;
}

/** The pose nearest to `far` at which `holds` still, given that it holds at `near`. */
function narrow(near: Pose, far: Pose, holds: (pose: Pose) => boolean): Pose {
  if (holds(far)) return far;
  let [yes, no] = [0, 1];
  for (let round = 0; round < halvings; round++) {
    const middle = (yes + no) / 2;
    if (holds(between(near, far, middle))) yes = middle;
    else no = middle;
  }
  return between(near, far, yes);
}

/** A leg in steps that nothing as short as half the footprint slips through; eight at most. */
function steps(from: Pose, to: Pose, { lengthM }: Footprint): (readonly [Pose, Pose])[] {
  const count = Math.min(
    8,
    Math.max(1, Math.ceil(Math.hypot(to.xM - from.xM, to.yM - from.yM) / (lengthM / 2))),
  );
  const poses = Array.from({ length: count + 1 }, (_, k) => {
    return k === 0 ? from : k === count ? to : between(from, to, k / count);
  });
  return poses.slice(1).map((pose, k) => [poses[k]!, pose] as const);
}
