import { type FrameSize, footPoint, type Point } from '../geometry/box.ts';
import { type Calibration, groundOf, pictureOf } from '../geometry/calibration.ts';
import { permitZone } from '../geometry/calibration-zone.ts';
import { isInside } from '../geometry/polygon.ts';
import { classGroup } from '../track/class-group.ts';
import type { Track } from '../track/track.ts';
import { closingSpeed, footprints, type Pose, reachOf, timeToCollision } from './conflict-body.ts';
import { byStrength, type Candidate, choose, inOrder } from './conflict-choice.ts';
import { encroachment } from './conflict-encroachment.ts';
import {
  type ConflictBin,
  type ConflictFact,
  type ConflictMeasure,
  isConflictPair,
  pairOf,
  petBins,
  ttcBins,
} from './conflict-fact.ts';
import { addFooting, type Footing, newPath, type Path, poseAt, poseLagMs } from './conflict-path.ts';
import type { Zone } from './zone.ts';

/** What a {@link ConflictRule} needs. Every zone must be permitted by `permitZone` for conflicts. */
export interface ConflictRuleOptions {
  readonly zones: readonly Zone[];
  readonly calibration: Calibration;
  /** The picture in whose px the tracks are. */
  readonly frame: FrameSize;
  /** The grid of places over the picture; default 8 × 6. */
  readonly grid?: { readonly columns: number; readonly rows: number };
}

/** What is remembered of two that are near each other now. */
interface Pair {
  /** How long they have gone side by side, ms; from `togetherMs` on they belong together. */
  sideBySideMs: number;
  /** Since when they are on collision course, or null. */
  sinceMs: number | null;
}

/** The state of a {@link ConflictRule} as plain JSON. Never leaves the process that counts. */
export interface SavedConflictRule {
  readonly paths: readonly Readonly<Path>[];
  readonly pairs: readonly (readonly [string, Readonly<Pair>])[];
  readonly candidates: readonly Candidate[];
  readonly poseMs: number | null;
}

const petMsMax = 5000;
const ttcSMax = 1.5;
const ttcHoldsMs = 300;
const closingMetresPerSMin = 1.5;
const ageMsMin = 1000;
/** Poses are made at most this often: 56 in the time that a PET may last. */
const poseEveryMs = 90;
/** Two on foot or on two wheels are together after a second side by side: this near, this alike in speed. */
const togetherMs = 1000;
const besideM = 1;
const alikeMetresPerS = 1;
const alikeCosineMin = Math.cos(Math.PI / 6);
/** A candidate waits this long for stronger ones of its tracks; a parked car would keep it waiting for hours. */
const waitMsMax = 60_000;
/** Paths held (living and those of the last 5 s), pairs near each other, and candidates. */
const pathsMax = 128;
const pairsMax = 4096;
const candidatesMax = 512;

/**
 * Finds near misses on the ground: the time between one leaving a spot and another reaching it (PET, up to 5 s,
 * ways that cross by 30° or more, both moving), and the time to collision if both keep course and speed (TTC
 * below 1.5 s for 0.3 s or longer, closing faster than 1.5 m/s, both seen for a second). Footprints are those
 * typical of the class. A track is in one fact at most: that with the fewest seconds, of those within a minute.
 *
 * No conflict: two persons; two on foot or two wheels that went side by side for a second; what never moved 1.5
 * m from where it was first seen; what is outside the zones. The foot point is that of the box as it was seen
 * (see `SpeedRule`); coasting steps are ignored; two tracks that share an id in one step are ignored in it.
 *
 * Limits: 128 paths, then new ones are not followed until one is forgotten (5 s after its end); 4,096 pairs
 * near each other, then further ones are not watched for TTC; 512 candidates, then the weakest is dropped. What
 * a step costs grows with the square of the paths in the zones, and only ways whose boxes meet are compared.
 */
export class ConflictRule {
  readonly #polygons: readonly (readonly Point[])[];
  readonly #calibration: Calibration;
  readonly #frame: FrameSize;
  readonly #columns: number;
  readonly #rows: number;
  #paths = new Map<number, Path>();
  #pairs = new Map<string, Pair>();
  #candidates = new Map<string, Candidate>();
  #poseMs: number | null = null;

  /** Throws `TypeError` for a zone that its calibration does not permit, a repeated id, or a grid without cells. */
  constructor({ zones, calibration, frame, grid = { columns: 8, rows: 6 } }: ConflictRuleOptions) {
    if (new Set(zones.map(({ id }) => id)).size < zones.length) {
      throw new TypeError('Two conflict zones have the same id.');
    }
    for (const { id, points } of zones) {
      const answer = permitZone(calibration, 'conflict', points, frame);
      if (answer.kind === 'permitted') continue;
      throw new TypeError(`The conflict zone "${id}" is not permitted: ${answer.reason}.`);
    }
    if (!(grid.columns >= 1 && grid.rows >= 1)) throw new TypeError('The grid of places must have cells.');
    this.#polygons = zones.map(({ points }) => points.map(([x, y]) => ({ x, y })));
    this.#calibration = calibration;
    this.#frame = frame;
    this.#columns = grid.columns;
    this.#rows = grid.rows;
  }

  /** Takes the tracks of one step of the tracker and returns the conflicts decided by it. */
  step(tMs: number, tracks: readonly Track[]): readonly ConflictFact[] {
    const times = new Map<number, number>();
    for (const { id } of tracks) times.set(id, (times.get(id) ?? 0) + 1);
    for (const path of this.#paths.values()) path.ended ||= !times.has(path.id);
    for (const track of tracks) if (track.seen && times.get(track.id) === 1) this.#follow(tMs, track);
    if (this.#poseMs === null || tMs - poseLagMs - this.#poseMs >= poseEveryMs) this.#pose(tMs - poseLagMs);
    for (const [id, path] of this.#paths) {
      if (path.ended && tMs - path.lastSeenMs > petMsMax + poseLagMs) this.#paths.delete(id);
    }
    return this.#decide(({ a, b, fact }) => {
      return (!this.#paths.has(a) && !this.#paths.has(b)) || tMs - fact.tMs >= waitMsMax;
    });
  }

  /** Ends all tracks, as at the end of a file. */
  finish(_tMs: number): readonly ConflictFact[] {
    const facts = this.#decide(() => true);
    this.#paths.clear();
    this.#pairs.clear();
    this.#candidates.clear();
    return facts;
  }

  /** The state as plain JSON, for {@link ConflictRule.restore} with the same options. */
  save(): SavedConflictRule {
    const paths = [...this.#paths.values()];
    const candidates = [...this.#candidates.values()];
    return copy({ paths, pairs: [...this.#pairs], candidates, poseMs: this.#poseMs });
  }

  /** Continues from a saved state; what this rule held is dropped. */
  restore(saved: SavedConflictRule): void {
    const { paths, pairs, candidates, poseMs } = copy(saved);
    this.#paths = new Map(paths.map((path): [number, Path] => [path.id, path]));
    this.#pairs = new Map(pairs);
    this.#candidates = new Map(candidates.map((candidate) => [keyOf(candidate.a, candidate.b), candidate]));
    this.#poseMs = poseMs;
  }

  #follow(tMs: number, track: Track): void {
    const foot = footPoint(track.box);
    const at = { x: foot.x / this.#frame.widthPx, y: foot.y / this.#frame.heightPx };
    if (!this.#polygons.some((polygon) => isInside(at, polygon))) return;
    const footing = this.#footing(tMs, at);
    if (footing === null) return;
    let path = this.#paths.get(track.id);
    if (path === undefined) {
      if (this.#paths.size >= pathsMax) return;
      path = newPath(track.id, track.class, track.bornMs, footing);
      this.#paths.set(track.id, path);
    }
    path.class = track.class;
    addFooting(path, footing);
  }

  /** Where a point of the picture is on the ground, and which way leads away from the camera: up in the picture. */
  #footing(tMs: number, { x, y }: Point): Footing | null {
    const [ground, further] = [
      groundOf(this.#calibration, [x, y]),
      groundOf(this.#calibration, [x, y - 1e-4]),
    ];
    if (ground === null || further === null) return null;
    const [awayX, awayY] = [further.xM - ground.xM, further.yM - ground.yM];
    const length = Math.hypot(awayX, awayY);
    return { tMs, ...ground, awayX: awayX / length, awayY: awayY / length };
  }

  /** Makes the poses of one moment and compares everybody who has one. */
  #pose(tMs: number): void {
    const elapsedMs = this.#poseMs === null ? 0 : tMs - this.#poseMs;
    this.#poseMs = tMs;
    const posed: { readonly path: Path; readonly pose: Pose }[] = [];
    for (const path of this.#paths.values()) {
      path.poses = path.poses.filter((pose) => tMs - pose.tMs <= petMsMax + 1000);
      const pose = path.hasMoved && !path.spent ? poseAt(path, tMs) : null;
      if (pose === null) continue;
      path.poses.push(pose);
      posed.push({ path, pose });
    }
    const boxes = new Map([...this.#paths.values()].map((path) => [path.id, boundsOf(path)]));
    for (const { path, pose } of posed) {
      for (const other of this.#paths.values()) {
        if (other.id === path.id || other.spent || !isConflictPair(path.class, other.class)) continue;
        if (reaches(boxes.get(other.id)!, path)) this.#encroach(other, path);
        if (other.id < path.id) continue;
        const theirs = other.poses.at(-1);
        if (theirs?.tMs === tMs) this.#watch(path, pose, other, theirs, elapsedMs);
      }
    }
    this.#trim();
    this.#forgetPairs(new Set(posed.map(({ path }) => path.id)));
  }

  #encroach(first: Path, second: Path): void {
    const known = this.#candidates.get(keyOf(first.id, second.id))?.seconds ?? Number.POSITIVE_INFINITY;
    const longestMs = Math.min(petMsMax, known * 1000);
    if (longestMs === 0) return;
    const way = { size: footprints[first.class], poses: first.poses };
    const found = encroachment(way, { size: footprints[second.class], poses: second.poses }, longestMs);
    if (found === null) return;
    const seconds = found.gapMs / 1000;
    const bin = petBins[seconds < 1 ? 0 : seconds < 2 ? 1 : seconds < 3 ? 2 : 3];
    this.#propose(first, second, seconds, 'pet', bin, found.left, found.reached);
  }

  /** What two are to each other at one moment: side by side, or on collision course. */
  #watch(a: Path, poseA: Pose, b: Path, poseB: Pose, elapsedMs: number): void {
    const key = keyOf(a.id, b.id);
    const seconds = timeToCollision(poseA, footprints[a.class], poseB, footprints[b.class]);
    const isOld = poseA.tMs - Math.max(a.bornMs, b.bornMs) >= ageMsMin;
    const isClosing = closingSpeed(poseA, poseB) > closingMetresPerSMin;
    const onCourse = isOld && isClosing && seconds < ttcSMax;
    const beside = isBeside(a, poseA, b, poseB);
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      if (!(onCourse || beside) || this.#pairs.size >= pairsMax) return;
      pair = { sideBySideMs: 0, sinceMs: null };
      this.#pairs.set(key, pair);
    }
    if (beside) pair.sideBySideMs += elapsedMs;
    if (pair.sideBySideMs >= togetherMs) this.#candidates.delete(key);
    pair.sinceMs = onCourse ? (pair.sinceMs ?? poseA.tMs) : null;
    if (pair.sinceMs === null || poseA.tMs - pair.sinceMs < ttcHoldsMs) return;
    this.#propose(a, b, seconds, 'ttc', ttcBins[0], poseA, poseB);
  }

  #propose(
    a: Path,
    b: Path,
    seconds: number,
    measure: ConflictMeasure,
    bin: ConflictBin,
    one: Pose,
    other: Pose,
  ): void {
    const key = keyOf(a.id, b.id);
    if ((this.#pairs.get(key)?.sideBySideMs ?? 0) >= togetherMs) return;
    const middle = { xM: (one.xM + other.xM) / 2, yM: (one.yM + other.yM) / 2 };
    const [x, y] = pictureOf(this.#calibration, middle) ?? [0, 0];
    const cell = (share: number, count: number): number =>
      Math.min(count - 1, Math.max(0, Math.floor(share * count)));
    const place = { column: cell(x, this.#columns), row: cell(y, this.#rows) };
    const tMs = Math.round(Math.max(one.tMs, other.tMs));
    const fact: ConflictFact = {
      kind: 'conflict',
      tMs,
      measure,
      bin,
      classes: pairOf(a.class, b.class),
      place,
    };
    const candidate = { a: Math.min(a.id, b.id), b: Math.max(a.id, b.id), seconds, fact };
    const known = this.#candidates.get(key);
    if (known !== undefined && byStrength(known, candidate) <= 0) return;
    this.#candidates.set(key, candidate);
  }

  /** Drops the weakest candidates beyond the limit. */
  #trim(): void {
    if (this.#candidates.size <= candidatesMax) return;
    const sorted = [...this.#candidates.values()].sort(byStrength);
    for (const { a, b } of sorted.slice(candidatesMax)) this.#candidates.delete(keyOf(a, b));
  }

  #decide(isDue: (candidate: Candidate) => boolean): readonly ConflictFact[] {
    if (this.#candidates.size === 0) return [];
    const all = [...this.#candidates.values()];
    if (!all.some(isDue)) return [];
    const { told, waiting } = choose(all, isDue, (id) => this.#paths.get(id)?.spent === true);
    for (const { a, b } of told) {
      for (const id of [a, b]) {
        const path = this.#paths.get(id);
        if (path !== undefined) path.spent = true;
      }
    }
    this.#candidates = new Map(waiting.map((candidate) => [keyOf(candidate.a, candidate.b), candidate]));
    return inOrder(told.map(({ fact }) => fact));
  }

  /** Pairs that one of has gone, and pairs that are nothing to each other any more. */
  #forgetPairs(posed: ReadonlySet<number>): void {
    for (const [key, pair] of this.#pairs) {
      const [a, b] = key.split(' ').map(Number) as [number, number];
      if (!posed.has(a) || !posed.has(b)) pair.sinceMs = null;
      const isGone = !this.#paths.has(a) || !this.#paths.has(b);
      if (isGone || (pair.sinceMs === null && pair.sideBySideMs === 0)) this.#pairs.delete(key);
    }
  }
}

/**
 * Two on foot or on two wheels that go the same way, near each other. A lorry beside a bicycle is not its
 * company.
 */
function isBeside(a: Path, poseA: Pose, b: Path, poseB: Pose): boolean {
  if (classGroup(a.class) === 'vehicle' || classGroup(b.class) === 'vehicle') return false;
  const near = reachOf(footprints[a.class]) + reachOf(footprints[b.class]) + besideM;
  const isSlow = Math.min(poseA.metresPerS, poseB.metresPerS) < 0.3;
  if (isSlow || Math.hypot(poseA.xM - poseB.xM, poseA.yM - poseB.yM) > near) return false;
  if (Math.abs(poseA.metresPerS - poseB.metresPerS) > alikeMetresPerS) return false;
  return poseA.headX * poseB.headX + poseA.headY * poseB.headY > alikeCosineMin;
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** What a path has covered in the time that a PET may last; empty for one without poses. */
function boundsOf({ class: name, poses }: Path): Bounds {
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [low, high] = [left, right];
  for (const { xM, yM } of poses) {
    left = Math.min(left, xM);
    right = Math.max(right, xM);
    low = Math.min(low, yM);
    high = Math.max(high, yM);
  }
  const reach = reachOf(footprints[name]);
  return { left: left - reach, right: right + reach, low: low - reach, high: high + reach };
}

/** True when the last leg of a path may have touched the bounds. */
function reaches({ left, right, low, high }: Bounds, { class: name, poses }: Path): boolean {
  const last = poses.at(-1)!;
  const before = poses.at(-2) ?? last;
  const reach = reachOf(footprints[name]);
  return (
    Math.max(last.xM, before.xM) + reach > left &&
    Math.min(last.xM, before.xM) - reach < right &&
    Math.max(last.yM, before.yM) + reach > low &&
    Math.min(last.yM, before.yM) - reach < high
  );
}

function keyOf(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function copy<T>(state: T): T {
  return JSON.parse(JSON.stringify(state)) as T;
}
