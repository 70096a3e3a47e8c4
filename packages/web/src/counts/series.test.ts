import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CountJson, CountsJson } from '@outis/core';
import { buildSeries, classGroups, isAllOpen, type SeriesQuestion, watchedShare } from './series.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const noonMs = Date.UTC(2026, 10, 22, 12);

const release = (part: Partial<CountJson>): CountJson => ({
  lineId: 'line-1',
  direction: 'left_to_right',
  class: 'car',
  startMs: noonMs,
  intervalMs: 15 * minuteMs,
  count: 12,
  error95: 6,
  ...part,
});

const counts = (releases: CountJson[], coverage: CountsJson['coverage'] = []): CountsJson => ({
  facts: { series: 1, purpose: 'site-safety', startedMs: 0, scale: 2, shownFrom: 10 },
  releases,
  coverage,
  next: [],
});

const site: SeriesQuestion = {
  purpose: 'site-safety',
  timeZone: 'UTC',
  fromMs: noonMs,
  toMs: noonMs + 30 * minuteMs,
  nowMs: noonMs + hourMs,
  bucketMs: 15 * minuteMs,
  lineId: 'line-1',
};

test('classes that leave together share a chart', () => {
  assert.deepEqual(
    classGroups('site-safety', 'UTC').map((group) => group.classes),
    [['person', 'bicycle', 'motorcycle', 'bus', 'truck'], ['car']],
  );
  assert.deepEqual(
    classGroups('street-statistics', 'UTC').map((group) => group.classes),
    [['person'], ['bicycle', 'motorcycle', 'car'], ['bus', 'truck']],
  );
});

test('a number stands in its own bucket, a hidden one stays hidden, and what is not released is neither', () => {
  const releases = [
    release({ count: null }),
    release({ startMs: noonMs + 15 * minuteMs, direction: 'right_to_left' }),
    release({ lineId: 'line-2', count: 99 }),
    // A sum of another length is not of this series.
    release({ intervalMs: hourMs, count: 99 }),
  ];
  const series = buildSeries(counts(releases), classGroups('site-safety', 'UTC')[1]!, site);
  assert.deepEqual(series.counts.left_to_right.car, [{ count: null, error95: 6 }, null]);
  assert.deepEqual(series.counts.right_to_left.car, [null, { count: 12, error95: 6 }]);
});

test('a bucket that was not watched is no zero', () => {
  const coverage = Array.from({ length: 1 }, (_, i) => ({
    startMs: noonMs + i * 15 * minuteMs,
    intervalMs: 15 * minuteMs,
    observedMs: 13.5 * minuteMs,
  }));
  const group = classGroups('site-safety', 'UTC')[1]!;
  const series = buildSeries(counts([], coverage), group, site);
  assert.deepEqual(series.states, ['partly-watched', 'not-watched']);
  assert.ok(Math.abs(series.watched[0]! - 0.9) < 1e-9);
});

test('coverage in hours and in minutes is not added together', () => {
  const coverage = [
    { startMs: noonMs, intervalMs: hourMs, observedMs: hourMs },
    ...Array.from({ length: 2 }, (_, i) => ({
      startMs: noonMs + i * 15 * minuteMs,
      intervalMs: 15 * minuteMs,
      observedMs: 15 * minuteMs,
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
    nowMs: noonMs + 8 * hourMs,
  };
  const series = buildSeries(counts([]), group, question);
  assert.deepEqual(series.states, ['open', 'open']);
  assert.equal(isAllOpen(series), true);
  assert.equal(watchedShare(series), null);
});
