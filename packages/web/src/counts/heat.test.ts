import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heatMax, heatOf } from './heat.ts';
import type { Series } from './series.ts';

const hourMs = 3_600_000;

function hourly(length: number, count: (index: number) => number | null): Series {
  return {
    group: { classes: ['car'], cellMs: 60_000 },
    bucketMs: hourMs,
    starts: Array.from({ length }, (_, i) => i * hourMs),
    states: new Array<'complete'>(length).fill('complete'),
    watched: new Array<number>(length).fill(1),
    counts: {
      left_to_right: { car: Array.from({ length }, (_, i) => ({ count: count(i), error95: 6 })) },
      right_to_left: { car: new Array(length).fill({ count: 1, error95: 6 }) },
    },
  };
}

const utc = (tMs: number) => ({
  day: String(Math.floor(tMs / (24 * hourMs))),
  hour: Math.floor(tMs / hourMs) % 24,
});

test('every hour falls into its day, and nothing is lost', () => {
  const days = heatOf(
    hourly(30, (i) => i),
    'car',
    utc,
  );
  assert.deepEqual(
    days.map((day) => day.startMs),
    [0, 24 * hourMs],
  );
  assert.equal(days[0]?.hours[23]?.amount.sum, 24);
  assert.equal(days[1]?.hours[5]?.amount.sum, 30);
  assert.equal(days[1]?.hours[6], null);
  assert.equal(heatMax(days), 30);
});

test('the hour that comes twice in autumn is one cell', () => {
  const days = heatOf(
    hourly(3, () => 1),
    'car',
    (tMs) => ({ day: 'x', hour: tMs === 2 * hourMs ? 1 : tMs / hourMs }),
  );
  assert.equal(days[0]?.hours[1]?.amount.sum, 4);
});

test('no hours, no heat', () => {
  assert.equal(
    heatMax(
      heatOf(
        hourly(0, () => 0),
        'car',
        utc,
      ),
    ),
    0,
  );
});

test('a hidden number is no zero: the cell says so', () => {
  const [day] = heatOf(
    hourly(1, () => null),
    'car',
    utc,
  );
  assert.deepEqual(day?.hours[0]?.amount, { sum: 1, error95: 6, parts: 2, hidden: 1 });
});

test('weekdays of several weeks are means of the hours that are known', () => {
  const series = hourly(2, (i) => 10 + i);
  const cells = heatOf({ ...series, states: ['complete', 'not-watched'] }, 'car', () => ({
    day: 'x',
    hour: 3,
  }));
  assert.equal(cells[0]?.hours[3]?.hours, 1);
  assert.equal(heatMax(cells), 11);
});
