import {
  type CountsJson,
  countIntervalMs,
  type Direction,
  directions,
  type Purpose,
  type RoadUserClass,
  releaseDueMs,
  roadUserClasses,
} from '@outis/core';

/** Classes whose counts are kept in the same intervals and released at the same time: they share one chart. */
export interface ClassGroup {
  readonly classes: readonly RoadUserClass[];
  readonly cellMs: number;
}

/** What a cell of the chart knows: whether it is complete, still open, or was not watched. */
export type BucketState = 'complete' | 'partly-watched' | 'not-watched' | 'open';

/** Counts of one group over time, in buckets of equal length. */
export interface Series {
  readonly group: ClassGroup;
  readonly bucketMs: number;
  /** Epoch ms, ascending, without gaps. */
  readonly starts: readonly number[];
  readonly states: readonly BucketState[];
  /** 0 to 1: how much of each bucket the camera watched. */
  readonly watched: readonly number[];
  /** Per direction and class, one number per bucket; 0 also where nothing is released. */
  readonly counts: Readonly<Record<Direction, Readonly<Partial<Record<RoadUserClass, readonly number[]>>>>>;
}

/** What to build a series of. Times are epoch ms; `lineId` null means all lines together. */
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

/** The length of a bucket that gives at most `bucketsMax` of them, a whole number of cells, and a round time. */
export function bucketMsFor(rangeMs: number, cellMs: number, bucketsMax = 100): number {
  const minuteMs = 60_000;
  const roundMs = [1, 5, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * minuteMs);
  const fits = (ms: number) => ms >= cellMs && ms % cellMs === 0 && rangeMs / ms <= bucketsMax;
  return roundMs.find(fits) ?? Math.ceil(rangeMs / bucketsMax / cellMs) * cellMs;
}

/** Sums released cells into buckets and says of each bucket what is known about it. */
export function buildSeries(counts: CountsJson, group: ClassGroup, question: SeriesQuestion): Series {
  const { bucketMs } = question;
  const firstMs = Math.floor(question.fromMs / bucketMs) * bucketMs;
  const length = Math.max(0, Math.ceil((question.toMs - firstMs) / bucketMs));
  const starts = Array.from({ length }, (_, i) => firstMs + i * bucketMs);
  const empty = () =>
    Object.fromEntries(group.classes.map((each) => [each, new Array<number>(length).fill(0)]));
  const sums: Record<Direction, Partial<Record<RoadUserClass, number[]>>> = {
    left_to_right: empty(),
    right_to_left: empty(),
  };
  for (const release of counts.releases) {
    if (question.lineId !== null && release.lineId !== question.lineId) continue;
    const index = Math.floor((release.startMs - firstMs) / bucketMs);
    const row = sums[release.direction][release.class];
    if (row !== undefined && index >= 0 && index < length) row[index] = (row[index] ?? 0) + release.count;
  }
  const watched = watchedShares(counts.coverage, starts, bucketMs, group.cellMs);
  const states = starts.map((startMs, i) => stateOf(startMs, watched[i] ?? 0, group, question));
  return { group, bucketMs, starts, states, watched, counts: sums };
}

/** The sum of a series per direction and class. */
export function totalsOf(series: Series): Record<Direction, Partial<Record<RoadUserClass, number>>> {
  const totals: Record<Direction, Partial<Record<RoadUserClass, number>>> = {
    left_to_right: {},
    right_to_left: {},
  };
  for (const direction of directions) {
    for (const each of series.group.classes) {
      totals[direction][each] = (series.counts[direction][each] ?? []).reduce((sum, count) => sum + count, 0);
    }
  }
  return totals;
}

/** The sum over all classes and the time that the series show, per line and direction. */
export function flowsOf(
  counts: CountsJson,
  shown: readonly Series[],
): Map<string, Record<Direction, number>> {
  const flows = new Map<string, Record<Direction, number>>();
  for (const release of counts.releases) {
    const series = shown.find((each) => each.group.classes.includes(release.class));
    if (series === undefined || !isShown(series, release.startMs)) continue;
    const flow = flows.get(release.lineId) ?? { left_to_right: 0, right_to_left: 0 };
    flow[release.direction] += release.count;
    flows.set(release.lineId, flow);
  }
  return flows;
}

/** Heights of stacked bars, lowest class first; `sign` -1 stacks downwards. */
export function stack(series: Series, direction: Direction, sign: 1 | -1): number[][] {
  const heights = new Array<number>(series.starts.length).fill(0);
  return series.group.classes.map((each) => {
    const row = series.counts[direction][each] ?? [];
    return heights.map((_, i) => {
      heights[i] = (heights[i] ?? 0) + sign * (row[i] ?? 0);
      return heights[i];
    });
  });
}

function isShown(series: Series, tMs: number): boolean {
  const [firstMs, lastMs] = [series.starts[0], series.starts.at(-1)];
  return firstMs !== undefined && lastMs !== undefined && tMs >= firstMs && tMs < lastMs + series.bucketMs;
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
