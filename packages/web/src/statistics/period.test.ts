import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conflictSpanOf, periodsOf } from './period.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);

test('days are local, also when the clocks were changed, and months are offered when they are whole', () => {
  const periods = periodsOf(Date.UTC(2026, 9, 28, 12), Date.UTC(2026, 7, 15), 'Europe/Berlin');
  const sunday = periods.find(({ startMs }) => startMs === Date.UTC(2026, 9, 24, 22));
  assert.equal(sunday?.endMs, Date.UTC(2026, 9, 25, 23));
  const months = periods.filter(({ kind }) => kind === 'month');
  assert.deepEqual(
    months.map(({ startMs }) => new Date(startMs).toISOString()),
    ['2026-08-31T22:00:00.000Z', '2026-07-31T22:00:00.000Z'],
  );
});

test('a month waits for the last week that begins in it', () => {
  const months = periodsOf(Date.UTC(2026, 10, 5), 0, 'UTC').filter(({ kind }) => kind === 'month');
  assert.equal(months[0]?.startMs, Date.UTC(2026, 8, 1));
});

test('nothing before the start, and weeks begin on Mondays', () => {
  assert.equal(periodsOf(nowMs, nowMs - 3_600_000, 'UTC').length, 1);
  const day = periodsOf(nowMs, 0, 'UTC')[0]!;
  assert.equal(new Date(conflictSpanOf(day, 'UTC').fromMs).getUTCDay(), 1);
});
