import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CountsJson, ReleaseRecord } from '@outis/core';
import {
  bucketMsFor,
  buildSeries,
  classGroups,
  flowsOf,
  type SeriesQuestion,
  stack,
  totalsOf,
} from './series.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const noonMs = Date.UTC(2026, 10, 22, 12);

const release = (part: Partial<ReleaseRecord>): ReleaseRecord => ({
  cameraId: 'gate',
  lineId: 'line-1',
  direction: 'left_to_right',
  class: 'car',
  startMs: noonMs,
  intervalMs: minuteMs,
  count: 1,
  noise: 'none',
  ...part,
});

const counts = (releases: ReleaseRecord[], coverage: CountsJson['coverage'] = []): CountsJson => ({
  releases,
  coverage,
  next: [],
});

const site: SeriesQuestion = {
  purpose: 'site-safety',
  timeZone: 'UTC',
  fromMs: noonMs,
  toMs: noonMs + 10 * minuteMs,
  nowMs: noonMs + hourMs,
  bucketMs: 5 * minuteMs,
  lineId: null,
};

test('classes that leave together share a chart', () => {
  assert.deepEqual(
    classGroups('site-safety', 'UTC').map((group) => group.classes),
    [
      ['person', 'bicycle', 'motorcycle'],
      ['car', 'bus', 'truck'],
    ],
  );
  assert.deepEqual(
    classGroups('street-statistics', 'UTC').map((group) => group.classes),
    [['person'], ['bicycle', 'motorcycle', 'car', 'bus', 'truck']],
  );
});

test('buckets are round, whole cells and few', () => {
  assert.equal(bucketMsFor(hourMs, minuteMs), minuteMs);
  assert.equal(bucketMsFor(6 * hourMs, minuteMs), 5 * minuteMs);
  assert.equal(bucketMsFor(24 * hourMs, minuteMs), 15 * minuteMs);
  assert.equal(bucketMsFor(hourMs, hourMs), hourMs);
  assert.equal(bucketMsFor(7 * 24 * hourMs, 15 * minuteMs), 2 * hourMs);
});

test('nothing is lost or counted twice: the buckets sum to the releases of the range', () => {
  const releases = Array.from({ length: 10 }, (_, i) =>
    release({ startMs: noonMs + i * minuteMs, count: i }),
  );
  const series = buildSeries(counts(releases), classGroups('site-safety', 'UTC')[1]!, site);
  assert.deepEqual(series.counts.left_to_right.car, [10, 35]);
  assert.equal(totalsOf(series).left_to_right.car, 45);
  assert.equal(totalsOf(series).right_to_left.car, 0);
});

test('one line or all lines', () => {
  const releases = [release({}), release({ lineId: 'line-2', count: 4, direction: 'right_to_left' })];
  const group = classGroups('site-safety', 'UTC')[1]!;
  assert.equal(
    totalsOf(buildSeries(counts(releases), group, { ...site, lineId: 'line-1' })).right_to_left.car,
    0,
  );
  assert.equal(totalsOf(buildSeries(counts(releases), group, site)).right_to_left.car, 4);
  const flows = flowsOf(counts(releases), [buildSeries(counts(releases), group, site)]);
  assert.deepEqual(flows.get('line-2'), { left_to_right: 0, right_to_left: 4 });
});

test('a bucket that was not watched is no zero', () => {
  const coverage = Array.from({ length: 5 }, (_, i) => ({
    startMs: noonMs + i * minuteMs,
    intervalMs: minuteMs,
    observedMs: i === 0 ? minuteMs / 2 : minuteMs,
  }));
  const group = classGroups('site-safety', 'UTC')[1]!;
  const series = buildSeries(counts([], coverage), group, site);
  assert.deepEqual(series.states, ['partly-watched', 'not-watched']);
  assert.ok(Math.abs(series.watched[0]! - 0.9) < 1e-9);
});

test('coverage in hours and in minutes is not added together', () => {
  const coverage = [
    { startMs: noonMs, intervalMs: hourMs, observedMs: hourMs },
    ...Array.from({ length: 10 }, (_, i) => ({
      startMs: noonMs + i * minuteMs,
      intervalMs: minuteMs,
      observedMs: minuteMs,
    })),
  ];
  const group = classGroups('site-safety', 'UTC')[1]!;
  assert.deepEqual(buildSeries(counts([], coverage), group, site).watched, [1, 1]);
  assert.deepEqual(buildSeries(counts([], coverage.slice(0, 1)), group, site).states, [
    'complete',
    'complete',
  ]);
});

test('persons on a street are open until the next morning', () => {
  const group = classGroups('street-statistics', 'UTC')[0]!;
  const question: SeriesQuestion = {
    ...site,
    purpose: 'street-statistics',
    bucketMs: 15 * minuteMs,
    nowMs: noonMs + 8 * hourMs,
  };
  assert.deepEqual(buildSeries(counts([]), group, question).states, ['open']);
});

test('bars stack upwards and downwards', () => {
  const releases = [release({ count: 2 }), release({ class: 'truck', count: 3 })];
  const series = buildSeries(counts(releases), classGroups('site-safety', 'UTC')[1]!, site);
  assert.deepEqual(stack(series, 'left_to_right', 1), [
    [2, 0],
    [2, 0],
    [5, 0],
  ]);
  assert.deepEqual(stack(series, 'left_to_right', -1), [
    [-2, 0],
    [-2, 0],
    [-5, 0],
  ]);
});

test('flows and totals speak of the same time', () => {
  const releases = Array.from({ length: 30 }, (_, i) =>
    release({ startMs: noonMs - (i - 10) * minuteMs, count: 1 }),
  );
  const series = buildSeries(counts(releases), classGroups('site-safety', 'UTC')[1]!, site);
  const flow = flowsOf(counts(releases), [series]).get('line-1');
  assert.equal(flow?.left_to_right, 10);
  assert.equal(totalsOf(series).left_to_right.car, 10);
});
