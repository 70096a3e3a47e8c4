import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SafetyReportJson, type SafetyWeekJson, safetyWatchedMinMin } from '@outis/core';
import { addUp, rateOf, zoneRates } from './rates.ts';
import { hoursOf, rateMax, rowsOf, tallyOf, weekEndMs, weekSum, weeksUpTo, worstRow } from './report.ts';

const timeZone = 'Europe/Berlin';

function cell(more: Partial<SafetyWeekJson> = {}): SafetyWeekJson {
  return {
    ...{ cameraId: 'yard', zoneId: 'crane', rule: 'exclusion', weekMs: 0, alerts: 0, watchedMin: 3000 },
    ...{ cannotJudgeShare: null, causes: {}, measures: {} },
    per1000Min: rateOf({ alerts: more.alerts ?? 0, watchedMin: more.watchedMin ?? 3000 }),
    ...more,
  };
}

const report = (weeks: readonly SafetyWeekJson[]): SafetyReportJson => ({
  ...{ fromMs: 0, toMs: 0, weeks, hours: [], coverage: [] },
});

test('a rate has its exposure, and too little of it says nothing', () => {
  assert.equal(rateOf({ alerts: 6, watchedMin: 3000 }), 2);
  assert.equal(rateOf({ alerts: 0, watchedMin: safetyWatchedMinMin }), 0);
  assert.equal(rateOf({ alerts: 9, watchedMin: safetyWatchedMinMin - 1 }), null);
  assert.deepEqual(addUp([]), { alerts: 0, watchedMin: 0 });
});

test('the minutes of a zone are not counted once more for each of its rules', () => {
  const weeks = [
    cell({ alerts: 4 }),
    cell({ alerts: 2, weekMs: 1 }),
    cell({ rule: 'helmet', alerts: 6, watchedMin: 2000 }),
    cell({ zoneId: 'exit', watchedMin: 30 }),
  ];
  assert.deepEqual(zoneRates(weeks, ['crane', 'exit', 'new'], null), [
    { zoneId: 'crane', alerts: 12, watchedMin: 6000, rate: 2 },
    { zoneId: 'exit', alerts: 0, watchedMin: 30, rate: null },
    { zoneId: 'new', alerts: 0, watchedMin: 0, rate: null },
  ]);
  assert.equal(zoneRates(weeks, ['crane'], 'helmet')[0]?.rate, 3);
});

test('weeks begin on Monday of the site, also where clocks change', () => {
  const weeks = weeksUpTo(Date.parse('2026-11-04T10:00:00+01:00'), 3, timeZone);
  assert.deepEqual(
    weeks.map((weekMs) => new Date(weekMs).toISOString()),
    ['2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z', '2026-11-01T23:00:00.000Z'],
  );
  assert.equal(weekEndMs(weeks[0]!, timeZone), weeks[1]);
});

test('rows have a cell for every week, and gaps are none', () => {
  const rows = rowsOf(
    report([
      cell({ weekMs: 20, alerts: 3 }),
      cell({ rule: 'helmet', weekMs: 10 }),
      cell({ cameraId: 'gate' }),
    ]),
    [10, 20],
  );
  assert.deepEqual(
    rows.map((row) => [row.cameraId, row.rule, row.cells.map((each) => each?.alerts ?? null)]),
    [
      ['gate', 'exclusion', [null, null]],
      ['yard', 'helmet', [0, null]],
      ['yard', 'exclusion', [null, 3]],
    ],
  );
  assert.equal(rateMax(rows), 1);
  assert.deepEqual(weekSum(rows, 1), { alerts: 3, watchedMin: 3000 });
  assert.equal(worstRow(rows, 1)?.rule, 'exclusion');
  assert.equal(worstRow(rows, 0), null);
});

test('causes are added up over cells, the most frequent first', () => {
  const cells = [
    cell({ causes: { 'sign-missing': 1, 'false-alarm': 2 } }),
    cell({ causes: { 'sign-missing': 4, 'way-blocked': 0 } }),
  ];
  assert.deepEqual(
    tallyOf(cells, ({ causes }) => causes),
    [
      { word: 'sign-missing', count: 5 },
      { word: 'false-alarm', count: 2 },
    ],
  );
});

test('hours are added up, and there are none where none were given', () => {
  assert.equal(hoursOf(report([])), null);
  const at = (hour: number, alerts: number) => ({
    ...{ cameraId: 'yard', zoneId: 'crane', rule: 'exclusion' as const, hour, alerts },
  });
  const hours = hoursOf({ ...report([]), hours: [at(7, 2), at(7, 3), at(23, 1)] });
  assert.deepEqual([hours?.length, hours?.[7], hours?.[23], hours?.[0]], [24, 5, 1, 0]);
});
