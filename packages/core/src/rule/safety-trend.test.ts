import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { comparesFromMin, safetyTrend } from './safety-trend.ts';

const week = (alerts: number, watchedMin = 6_000) => ({ alerts, watchedMin });
const before = [week(10), week(11), week(9)];

test('what chance alone can do is no change; three times as many are', () => {
  for (const alerts of [4, 10, 16]) assert.equal(safetyTrend(week(alerts), before), 'alike', `${alerts}`);
  assert.equal(safetyTrend(week(30), before), 'more');
  assert.equal(safetyTrend(week(0), before), 'fewer');
});

test('with half the time watched, half the alerts are no improvement', () => {
  assert.equal(safetyTrend(week(20, 3_000), [week(40), week(40), week(40)]), 'alike');
  assert.equal(safetyTrend(week(40, 3_000), [week(40), week(40), week(40)]), 'more');
});

test('too little watched, now or before, says nothing', () => {
  assert.equal(safetyTrend(week(30, comparesFromMin - 1), before), 'unknown');
  assert.equal(safetyTrend(week(30), before.slice(1)), 'unknown');
  assert.equal(safetyTrend(week(30), [...before.slice(1), week(1, comparesFromMin - 1)]), 'unknown');
});

test('property: more alerts never turn the trend down', () => {
  const order = { fewer: 0, alike: 1, more: 2, unknown: 3 };
  const anyWeek = fc.record({ alerts: fc.nat(200), watchedMin: fc.integer({ min: 600, max: 10_080 }) });
  fc.assert(
    fc.property(
      anyWeek,
      fc.array(anyWeek, { minLength: 3, maxLength: 12 }),
      fc.nat(50),
      (last, earlier, more) => {
        const worse = { ...last, alerts: last.alerts + more };
        assert.ok(order[safetyTrend(worse, earlier)] >= order[safetyTrend(last, earlier)]);
      },
    ),
  );
});
