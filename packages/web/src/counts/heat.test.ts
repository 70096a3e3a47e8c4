import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heatMax, heatOf } from './heat.ts';
import type { Series } from './series.ts';

const hourMs = 3_600_000;

function hourly(length: number, count: (index: number) => number): Series {
  return {
    group: { classes: ['car'], cellMs: 60_000 },
    bucketMs: hourMs,
    starts: Array.from({ length }, (_, i) => i * hourMs),
    states: new Array<'complete'>(length).fill('complete'),
    watched: new Array<number>(length).fill(1),
    counts: {
      left_to_right: { car: Array.from({ length }, (_, i) => count(i)) },
      right_to_left: { car: new Array<number>(length).fill(1) },
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
    utc,
  );
  assert.deepEqual(
    days.map((day) => day.startMs),
    [0, 24 * hourMs],
  );
  assert.equal(days[0]?.hours[23]?.count, 24);
  assert.equal(days[1]?.hours[5]?.count, 30);
  assert.equal(days[1]?.hours[6], null);
  assert.equal(heatMax(days), 30);
});

test('the hour that comes twice in autumn is one cell', () => {
  const days = heatOf(
    hourly(3, () => 1),
    (tMs) => ({ day: 'x', hour: tMs === 2 * hourMs ? 1 : tMs / hourMs }),
  );
  assert.equal(days[0]?.hours[1]?.count, 4);
});

test('no hours, no heat', () => {
  assert.equal(
    heatMax(
      heatOf(
        hourly(0, () => 0),
        utc,
      ),
    ),
    0,
  );
});
