import {
  type CountsJson,
  countIntervalMs,
  type Direction,
  directions,
  type NumberJson,
  type Purpose,
  type RoadUserClass,
  releaseDueMs,
  roadUserClasses,
} from '@outis/core';

/** Classes whose counts are kept in the same intervals and released at the same time: they share a table. */
export interface ClassGroup {
  readonly classes: readonly RoadUserClass[];
  readonly cellMs: number;
}

/** What a cell of the chart knows: whether it is complete, still open, or was not watched. */
export type BucketState = 'complete' | 'partly-watched' | 'not-watched' | 'open';

/** Numbers of one class in one direction, one per bucket; null where nothing is released. */
export type Row = readonly (NumberJson | null)[];

/** Released numbers of one group over time, in buckets of equal length. */
export interface Series {
  readonly group: ClassGroup;
  readonly bucketMs: number;
  /** Epoch ms, ascending, without gaps. */
  readonly starts: readonly number[];
  readonly states: readonly BucketState[];
  /** 0 to 1: how much of each bucket the camera watched. */
  readonly watched: readonly number[];
  readonly counts: Readonly<Record<Direction, Readonly<Partial<Record<RoadUserClass, Row>>>>>;
}

/** What to build a series of. Times are epoch ms. Directions of different lines are never added up. */
export interface SeriesQuestion {
  readonly purpose: Purpose;
  readonly timeZone: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  readonly bucketMs: number;
  readonly lineId: string | null;
}

/** A cell counts as fully watched from this share on: a camera that restarts for a second has not missed an interval. */
const watchedEnough = 0.98;

/** The groups of a purpose, persons first. */
export function classGroups(purpose: Purpose, timeZone: string): ClassGroup[] {
  const groups: { key: string; cellMs: number; classes: RoadUserClass[] }[] = [];
  for (const each of roadUserClasses) {
    const cellMs = countIntervalMs(purpose, each);
    const key = `${cellMs} ${releaseDueMs(purpose, each, 0, timeZone)}`;
    const group = groups.find((known) => known.key === key);
    if (group === undefined) groups.push({ key, cellMs, classes: [each] });
    else group.classes.push(each);
  }
  return groups.map(({ cellMs, classes }) => ({ cellMs, classes }));
}

/**
 * Puts released numbers into the buckets that they are of, and says of each bucket what is known about it. Nothing is
 * added up: the edge was asked for buckets of this length.
 */
export function buildSeries(counts: CountsJson, group: ClassGroup, question: SeriesQuestion): Series {
  const { bucketMs } = question;
  const firstMs = Math.floor(question.fromMs / bucketMs) * bucketMs;
  const length = Math.max(0, Math.ceil((question.toMs - firstMs) / bucketMs));
  const starts = Array.from({ length }, (_, i) => firstMs + i * bucketMs);
  const empty = () =>
    Object.fromEntries(group.classes.map((each) => [each, new Array<NumberJson | null>(length).fill(null)]));
  const rows: Record<Direction, Partial<Record<RoadUserClass, (NumberJson | null)[]>>> = {
    left_to_right: empty(),
    right_to_left: empty(),
  };
  for (const release of counts.releases) {
    if (release.lineId !== question.lineId || release.intervalMs !== bucketMs) continue;
    const index = (release.startMs - firstMs) / bucketMs;
    const row = rows[release.direction][release.class];
    if (row !== undefined && Number.isInteger(index) && index >= 0 && index < length)
      row[index] = { count: release.count, error95: release.error95 };
  }
  const watched = watchedShares(counts.coverage, starts, bucketMs, group.cellMs);
  const states = starts.map((startMs, i) => stateOf(startMs, watched[i] ?? 0, group, question));
  return { group, bucketMs, starts, states, watched, counts: rows };
}

/** True when nothing of this time may be seen yet: an empty chart would look like a zero. */
export function isAllOpen(series: Series): boolean {
  if (!series.states.every((state) => state === 'open' || state === 'not-watched')) return false;
  return directions.every((direction) =>
    series.group.classes.every((each) => (series.counts[direction][each] ?? []).every((one) => one === null)),
  );
}

/** The share of the shown time that the camera watched, without what is still open; null where all of it is. */
export function watchedShare(series: Series): number | null {
  const known = series.watched.filter((_, index) => series.states[index] !== 'open');
  return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length;
}

function stateOf(startMs: number, watched: number, group: ClassGroup, question: SeriesQuestion): BucketState {
  const lastCellMs = startMs + question.bucketMs - group.cellMs;
  const firstClass = group.classes[0];
  if (firstClass === undefined) return 'not-watched';
  // Open means: at least one cell of this bucket may not leave yet.
  if (releaseDueMs(question.purpose, firstClass, lastCellMs, question.timeZone) > question.nowMs)
    return 'open';
  if (watched >= watchedEnough) return 'complete';
  return watched > 0 ? 'partly-watched' : 'not-watched';
}

function watchedShares(
  coverage: CountsJson['coverage'],
  starts: readonly number[],
  bucketMs: number,
  cellMs: number,
): number[] {
  // Coverage may be told for several interval lengths at once; only one of them may be added up.
  const lengths = new Set(coverage.map((entry) => entry.intervalMs));
  const length = lengths.has(cellMs) ? cellMs : Math.min(...lengths);
  const shares = new Array<number>(starts.length).fill(0);
  const firstMs = starts[0] ?? 0;
  for (const entry of coverage) {
    if (entry.intervalMs !== length) continue;
    const share = Math.min(1, entry.observedMs / entry.intervalMs);
    // An entry longer than a bucket speaks for each bucket that it covers.
    const from = Math.max(0, Math.floor((entry.startMs - firstMs) / bucketMs));
    const to = Math.min(starts.length, Math.ceil((entry.startMs + entry.intervalMs - firstMs) / bucketMs));
    for (let i = from; i < to; i++) {
      const startMs = starts[i] ?? 0;
      const sharedMs =
        Math.min(entry.startMs + entry.intervalMs, startMs + bucketMs) - Math.max(entry.startMs, startMs);
      shares[i] = (shares[i] ?? 0) + (share * Math.max(0, sharedMs)) / bucketMs;
    }
  }
  return shares;
}
