import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Contributions,
  type CountsJson,
  contributionsMax,
  discreteLaplace,
  type LineConfig,
  type NoiseScale,
  type UniformBelow,
} from '@outis/core';
import fc from 'fast-check';
import { SeededRandom } from '../../packages/edge/src/demo/random.ts';
import { CountingPipeline } from '../../packages/edge/src/pipeline/counting-pipeline.ts';
import { countsCsv } from '../../packages/edge/src/pipeline/counts-csv.ts';
import { countsOf } from '../../packages/edge/src/pipeline/released-counts.ts';
import type { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { excess, sdMax, type Trial } from '../fixtures/attacker.ts';
import { ReleaseBench } from '../fixtures/release-bench.ts';
import { seededDraws } from '../fixtures/seeded-draws.ts';

const quarterMs = 900_000;
const hourMs = 4 * quarterMs;
const dayMs = 24 * hourMs;
const startMs = Date.parse('2026-06-01T00:00:00Z');
const scale: NoiseScale = 2;
const epsilon = 1 / scale;
/** Quarters of an hour of 38 days: each is a trial. */
const trialsCount = 38 * 96;

/** In which trials one more has passed. */
const secret: readonly boolean[] = ((random) =>
  Array.from({ length: trialsCount }, () => random.next() < 0.5))(new SeededRandom(77));

/** Cars pass for 38 days, `base` in each quarter and in half of them one more; then all leaves. */
function days(base: number, uniformBelow: UniformBelow, store?: SqliteStore): ReleaseBench {
  const bench = new ReleaseBench({
    uniformBelow,
    scale,
    sinceMs: startMs,
    ...(store === undefined ? {} : { store }),
  });
  secret.forEach((isThere, quarter) => {
    const atMs = startMs + quarter * quarterMs;
    bench.pass(atMs + 1_000, 'car', atMs + 1_000, 'gate', base + (isThere ? 1 : 0));
  });
  leaves(bench);
  return bench;
}

/** The camera has watched all the time, and everything that is due leaves. */
function leaves(bench: ReleaseBench): void {
  for (let atMs = startMs; atMs < startMs + trialsCount * quarterMs; atMs += quarterMs)
    bench.watch(atMs, atMs + 2_000);
  for (let tick = 1; tick <= 60; tick++) bench.counter.tick(startMs + trialsCount * quarterMs + tick * 5_000);
}

/** Asks as the routes do: they answer this and nothing else. */
function ask(bench: ReleaseBench, fromMs: number, toMs: number, bucketMs = 0, series = 1): CountsJson {
  const { store, purpose } = bench;
  const of = store.released.series('yard').find((each) => each.series === series);
  return countsOf(store, {
    ...{ series: of ?? { cameraId: 'yard', series, purpose, startedMs: 0 } },
    ...{ fromMs, toMs, bucketMs, nowMs: startMs + 60 * dayMs, timeZone: 'UTC', scale },
  });
}

/** The cars in one direction of an answer, by start. */
function cars({ releases }: Pick<CountsJson, 'releases'>): Map<number, number | null> {
  return new Map(
    releases
      .filter((each) => each.class === 'car' && each.direction === 'left_to_right')
      .map((each) => [each.startMs, each.count]),
  );
}

/** The same out of a table. */
function carsOfTable(table: string): Map<number, number | null> {
  const rows = table
    .trim()
    .split('\r\n')
    .slice(1)
    .map((row) => row.split(','));
  return new Map(
    rows
      .filter(([, , , direction, name]) => direction === 'left_to_right' && name === 'car')
      .map(([start, , , , , count]) => [Date.parse(start!), count === '' ? null : Number(count)]),
  );
}

function trialsOf(numbers: (quarter: number, atMs: number) => readonly (number | null)[]): Trial[] {
  return secret.map((isThere, quarter) => ({
    isThere,
    numbers: numbers(quarter, startMs + quarter * quarterMs),
  }));
}

test('the notebook can fail: noise drawn twice, no noise, no empty cells and no bound are all found out', () => {
  const draw = (
    (uniformBelow) => () =>
      Number(discreteLaplace(BigInt(scale), uniformBelow))
  )(seededDraws(1));
  const trials = (numbers: (count: number) => readonly (number | null)[]): Trial[] =>
    secret.map((isThere) => ({ isThere, numbers: numbers(40 + (isThere ? 1 : 0)) }));
  const once = excess(
    trials((count) => [count + draw()]),
    epsilon,
  );
  assert.ok(once < sdMax, `one draw: ${once}`);
  const planted: Record<string, (count: number) => readonly (number | null)[]> = {
    'drawn twice': (count) => [count + draw(), count + draw()],
    'drawn twenty times': (count) => Array.from({ length: 20 }, () => count + draw()),
    'no noise': (count) => [count],
    'hidden without noise': (count) => [count < 41 ? null : count],
    'half the noise': (count) => [count + Math.round(draw() / 2)],
    'empty cells are not released': (count) => (count === 40 ? [] : [1 + draw()]),
  };
  for (const [what, numbers] of Object.entries(planted))
    assert.ok(excess(trials(numbers), epsilon) > sdMax, `${what}: ${excess(trials(numbers), epsilon)}`);
});

for (const base of [0, 9, 40]) {
  test(`averaging: ${base} or one more: asked again and again, in every way, the answer is one and the same`, () => {
    const bench = days(base, seededDraws(100 + base));
    const everything = cars(ask(bench, startMs, startMs + 38 * dayMs));
    assert.equal(everything.size, trialsCount);
    const table = carsOfTable(countsCsv(ask(bench, startMs, startMs + 38 * dayMs)));
    assert.deepEqual(table, everything, 'the table says what the answer says');
    const trials = trialsOf((quarter, atMs) => {
      const asked = [everything.get(atMs)!, table.get(atMs)!];
      // One quarter in thirty-two is asked in many ways: enough to see that there is nothing else to be had.
      if (quarter % 32 !== 0) return asked;
      for (const [fromMs, toMs, bucketMs] of [
        [atMs, atMs + 1, 0],
        [atMs, atMs + quarterMs, quarterMs],
        [atMs - 7 * quarterMs, atMs + 5 * quarterMs, 2 * quarterMs],
        [atMs - dayMs, atMs + 1, 60_000],
      ] as const)
        for (let again = 0; again < 2; again++)
          asked.push(cars(ask(bench, fromMs, toMs, bucketMs)).get(atMs)!);
      assert.equal(new Set(asked).size, 1);
      return asked;
    });
    const found = excess(trials, epsilon);
    assert.ok(found < sdMax, `${found} standard deviations beyond ε`);
    bench.store.close();
  });
}

test('differencing: hours without their quarters, days without their hours, questions cut short: no second number', () => {
  const bench = days(40, seededDraws(5));
  const quarters = cars(ask(bench, startMs, startMs + 38 * dayMs));
  const hours = cars(ask(bench, startMs, startMs + 38 * dayMs, hourMs));
  const daily = cars(ask(bench, startMs, startMs + 38 * dayMs, dayMs));
  assert.deepEqual([hours.size, daily.size], [38 * 24, 38]);
  const rest = (
    of: Map<number, number | null>,
    fromMs: number,
    spanMs: number,
    stepMs: number,
    without: number,
  ) => {
    let sum = 0;
    for (let atMs = fromMs; atMs < fromMs + spanMs; atMs += stepMs)
      if (atMs !== without) sum += of.get(atMs)!;
    return sum;
  };
  const trials = trialsOf((quarter, atMs) => {
    const hour = Math.floor(atMs / hourMs) * hourMs;
    const day = Math.floor(atMs / dayMs) * dayMs;
    const numbers = [
      quarters.get(atMs)!,
      hours.get(hour)! - rest(quarters, hour, hourMs, quarterMs, atMs),
      daily.get(day)! - rest(hours, day, dayMs, hourMs, hour) - rest(quarters, hour, hourMs, quarterMs, atMs),
    ];
    if (quarter % 16 === 0) {
      // The question ends, or begins, in the middle of an hour: its sum is whole all the same.
      for (const [fromMs, toMs] of [
        [hour, atMs + quarterMs],
        [atMs, hour + hourMs],
        [atMs, atMs + 1],
      ] as const)
        assert.equal(cars(ask(bench, fromMs, toMs, hourMs)).get(hour), hours.get(hour));
    }
    assert.equal(new Set(numbers).size, 1, 'a difference is the release itself');
    return numbers;
  });
  assert.ok(excess(trials, epsilon) < sdMax);
  bench.store.close();
});

test('property: however a question is put, each number of its answer stands in the one table of cells, hours and days', () => {
  const bench = days(11, seededDraws(6));
  const tables = new Map(
    [quarterMs, hourMs, dayMs].map((spanMs) => [
      spanMs,
      cars(ask(bench, startMs, startMs + 38 * dayMs, spanMs)),
    ]),
  );
  assert.ok([...tables.get(quarterMs)!.values()].filter((count) => count === null).length > 500);
  const offset = fc.integer({ min: 0, max: 38 * 96 * 15 });
  fc.assert(
    fc.property(offset, offset, fc.integer({ min: 0, max: 3 * dayMs }), (a, b, bucketMs) => {
      const [fromMs, toMs] = [startMs + Math.min(a, b) * 60_000, startMs + Math.max(a, b) * 60_000];
      const { releases } = ask(bench, fromMs, toMs, bucketMs);
      for (const { startMs: atMs, intervalMs, count, class: name, direction } of releases)
        if (name === 'car' && direction === 'left_to_right')
          assert.equal(count, tables.get(intervalMs)?.get(atMs), `${atMs} ${intervalMs}`);
    }),
    { seed: 4, numRuns: 60 },
  );
  bench.store.close();
});

test('series, cameras and clocks: nothing makes a passage be drawn a second time', () => {
  const uniformBelow = seededDraws(7);
  const bench = days(40, uniformBelow);
  const { store } = bench;
  const first = cars(ask(bench, startMs, startMs + 38 * dayMs));
  const copies: Map<number, number | null>[] = [first];
  // The clock is set back, twice, and the camera is there all the time again.
  for (let again = 0; again < 2; again++) {
    leaves(new ReleaseBench({ store, uniformBelow, sinceMs: startMs }));
    assert.deepEqual(cars(ask(bench, startMs, startMs + 38 * dayMs)), first);
  }
  // The camera is removed and added again under its name; its line is drawn anew.
  bench.measure([], startMs);
  bench.measure(['gate'], startMs + 1);
  leaves(bench);
  assert.deepEqual(cars(ask(bench, startMs, startMs + 38 * dayMs)), first);
  // Another purpose and back, with the clock set back each time: other series, of a time in which nobody passed again.
  for (const purpose of ['street-statistics', 'site-safety', 'street-statistics'] as const) {
    const other = new ReleaseBench({ store, purpose, uniformBelow, sinceMs: startMs });
    leaves(other);
    copies.push(cars(ask(other, startMs, startMs + 38 * dayMs, 0, other.counted.series)));
    assert.equal(copies.at(-1)!.size, trialsCount, 'every cell has left, though nobody passed');
  }
  assert.deepEqual(cars(ask(bench, startMs, startMs + 38 * dayMs)), first);
  // Whoever has all four: the sum of what was shown, and each alone.
  const trials = trialsOf((_, atMs) => copies.map((copy) => copy.get(atMs) ?? null));
  const sums = trialsOf((_, atMs) => [copies.reduce((sum, copy) => sum + (copy.get(atMs) ?? 0), 0)]);
  for (const each of [trials, sums]) assert.ok(excess(each, epsilon) < sdMax);
  store.close();
});

test('a clock that is set forward lets a span leave early, and what passes then is in no release', () => {
  const bench = new ReleaseBench({ uniformBelow: seededDraws(8), scale, sinceMs: startMs });
  leaves(bench);
  const first = cars(ask(bench, startMs, startMs + 38 * dayMs));
  // Set back: now they pass, in spans that have left already.
  secret.forEach((isThere, quarter) => {
    const atMs = startMs + quarter * quarterMs;
    bench.pass(atMs, 'car', atMs, 'gate', isThere ? 1_000 : 0);
  });
  leaves(bench);
  assert.deepEqual(cars(ask(bench, startMs, startMs + 38 * dayMs)), first);
  assert.deepEqual(bench.store.openCells(), []);
  bench.store.close();
});

/** Twenty lines side by side, which everybody crosses. */
const parallel: readonly LineConfig[] = Array.from({ length: 20 }, (_, index) => ({
  id: `line-${index}`,
  a: [0.1 + 0.04 * index, 0],
  b: [0.1 + 0.04 * index, 1],
}));

/** Which lines a car is counted on that drives over all of them. */
function countedOn(contributions: Contributions | undefined): string[] {
  const pipeline = new CountingPipeline({
    frame: { widthPx: 1280, heightPx: 720 },
    lines: parallel,
    thresholds: { low: 0.1, high: 0.5 },
    newId: (
      (id) => () =>
        id++
    )(1),
    ...(contributions === undefined ? {} : { contributions }),
  });
  const told: string[] = [];
  for (let step = 0; step <= 200; step++) {
    const box = { left: 0.0043 * step, top: 0.4, width: 0.12, height: 0.2 };
    const { crossings } = pipeline.step(step * 100, [{ class: 'car', score: 0.9, box }]);
    told.push(...crossings.map(({ lineId }) => lineId));
  }
  told.push(...pipeline.finish(20_100).crossings.map(({ lineId }) => lineId));
  return told;
}

test('twenty parallel lines: a track is counted on three, and the best guess is no better than three cells allow', () => {
  const bounded = countedOn(new Contributions());
  const unbounded = countedOn(undefined);
  assert.deepEqual([bounded.length, unbounded.length], [contributionsMax.count, 20]);
  // The best guess from three cells with noise of the same scale is their median; it is right when the noise's is 0.
  const alpha = Math.exp(-1 / scale);
  const below = alpha / (1 + alpha);
  const best = 1 - 2 * below ** 2 * (3 - 2 * below);
  assert.ok(best > 0.35 && best < 0.37, `${best}`);
  const quarters = 10 * 96;
  const guesses = (lines: readonly string[]) => {
    const names = parallel.map(({ id }) => id);
    const bench = new ReleaseBench({ lines: names, uniformBelow: seededDraws(9), scale, sinceMs: startMs });
    for (let quarter = 0; quarter < quarters; quarter++) {
      const atMs = startMs + quarter * quarterMs;
      for (const line of lines) bench.pass(atMs, 'car', atMs, line, 40 + (secret[quarter] ? 1 : 0));
      bench.watch(atMs, atMs + 2_000);
    }
    for (let tick = 1; tick <= 20; tick++) bench.counter.tick(startMs + quarters * quarterMs + tick * 10_000);
    const values = Map.groupBy(
      bench
        .released({ class: 'car' })
        .filter(({ part, place }) => part === 'left_to_right' && lines.includes(place)),
      (record) => (record.startMs - startMs) / quarterMs,
    );
    assert.equal(values.size, quarters);
    const trials = [...values].map(([quarter, records]) => ({
      isThere: secret[quarter]!,
      numbers: records.map(({ value }) => value),
    }));
    const right = trials.filter(({ isThere, numbers }) => {
      const median = numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
      return median === 40 + (isThere ? 1 : 0);
    });
    bench.store.close();
    return { trials, share: right.length / quarters };
  };
  const sd = Math.sqrt((best * (1 - best)) / quarters);
  const held = guesses(bounded);
  assert.ok(held.share < best + sdMax * sd, `${held.share} are right, ${best} may be`);
  assert.ok(excess(held.trials, contributionsMax.count * epsilon) < sdMax);
  // Without the bound the same guess is right far more often, and the test would say so.
  const open = guesses(unbounded);
  assert.ok(open.share > best + sdMax * sd, `${open.share}`);
  assert.ok(excess(open.trials, contributionsMax.count * epsilon) > sdMax);
});
