import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SafetyRule, weekStartMs } from '@outis/core';
import type { Exposure } from './alert-store.ts';
import { nextWeekMs, type ReportOptions, safetyReport } from './safety-report.ts';
import { SqliteAlertStore } from './sqlite-alert-store.ts';

const minuteMs = 60_000;
const timeZone = 'Europe/Zurich';
/** A Wednesday. */
const nowMs = Date.parse('2026-06-10T09:17:00Z');
const running = weekStartMs(nowMs, timeZone);
const back = (weeks: number): number => weekStartMs(running - weeks * 7 * 86_400_000 + 86_400_000, timeZone);

function store(): SqliteAlertStore {
  return new SqliteAlertStore({ folder: null });
}

function exposure(weekMs: number, watchedMin: number, more: Partial<Exposure> = {}): Exposure {
  return {
    ...{ cameraId: 'yard', zoneId: 'crane', rule: 'helmet', weekMs, armedMs: watchedMin * minuteMs },
    ...{ watchedMs: watchedMin * minuteMs, occupiedMs: 0, cannotJudgeMs: 0 },
    ...more,
  };
}

function give(
  to: SqliteAlertStore,
  weekMs: number,
  count: number,
  rule: SafetyRule = 'helmet',
  hour = 9,
): void {
  for (let index = 0; index < count; index++)
    to.raise({
      alert: {
        ...{ id: `${weekMs}${rule}${hour}${index}`, cameraId: 'yard', zoneId: 'crane', rule, tMs: weekMs },
        ...{ classes: ['person'], state: 'new', cause: null, measure: null },
      },
      ...{ replay: null, isRecorded: false, weekMs, hour, dayMs: weekMs, outlets: [], noticeJson: '' },
    });
}

function report(
  remains: SqliteAlertStore,
  more: Partial<ReportOptions> = {},
): ReturnType<typeof safetyReport> {
  const asked = { fromMs: back(4), toMs: running, nowMs, withRunningWeek: false };
  return safetyReport({ remains, timeZone, cameraIds: ['yard', 'gate'], ...asked, ...more });
}

test('a report has whole weeks of the site, also where clocks change, and none of the future', () => {
  const empty = store();
  const spring = Date.parse('2026-03-25T12:00:00Z');
  const { fromMs, toMs, coverage } = report(empty, { fromMs: spring, toMs: spring + 1, cameraIds: ['yard'] });
  assert.equal(new Date(fromMs).toISOString(), '2026-03-22T23:00:00.000Z');
  assert.equal(new Date(toMs).toISOString(), '2026-03-29T22:00:00.000Z');
  assert.deepEqual(coverage, [{ cameraId: 'yard', weekMs: fromMs, share: null }]);
  assert.equal(nextWeekMs(fromMs, timeZone), toMs);
  const later = report(empty, { fromMs: nowMs, toMs: nowMs + 400 * 86_400_000 });
  assert.deepEqual([later.fromMs, later.toMs, later.coverage], [running, running, []]);
  const ahead = report(empty, {
    fromMs: nowMs + 30 * 86_400_000,
    toMs: nowMs + 60 * 86_400_000,
    withRunningWeek: true,
  });
  assert.deepEqual([ahead.weeks, ahead.coverage], [[], []]);
});

test('the week that goes on is told to those alone who see alerts anyway', () => {
  const remains = store();
  give(remains, running, 3);
  const toMs = nextWeekMs(running, timeZone);
  assert.deepEqual(report(remains, { toMs }).weeks, []);
  assert.equal(report(remains, { toMs }).toMs, running);
  assert.equal(report(remains, { toMs, withRunningWeek: true }).weeks[0]?.alerts, 3);
});

test('a rate is alerts per 1,000 watched minutes, and none where less than an hour was watched', () => {
  const remains = store();
  remains.addExposure([exposure(back(1), 2_400), exposure(back(2), 59), exposure(back(3), 60)]);
  for (const [week, count] of [
    [1, 6],
    [2, 6],
    [3, 1],
  ] as const)
    give(remains, back(week), count);
  assert.deepEqual(
    report(remains).weeks.map(({ alerts, watchedMin, per1000Min }) => [alerts, watchedMin, per1000Min]),
    [
      [1, 60, 16.67],
      [6, 59, null],
      [6, 2_400, 2.5],
    ],
  );
});

test('how long people were in a zone is not in it: a share in steps of a twentieth, of helmets and vests alone', () => {
  const remains = store();
  const half = { occupiedMs: 30 * minuteMs, cannotJudgeMs: 14 * minuteMs };
  remains.addExposure([
    exposure(back(1), 600, half),
    exposure(back(1), 600, { ...half, rule: 'exclusion' }),
    exposure(back(2), 600, { occupiedMs: 9 * minuteMs, cannotJudgeMs: 9 * minuteMs }),
  ]);
  const { weeks } = report(remains);
  assert.deepEqual(
    weeks.map(({ rule, cannotJudgeShare }) => [rule, cannotJudgeShare]),
    [
      ['helmet', null],
      ['exclusion', null],
      ['helmet', 0.45],
    ],
  );
  assert.doesNotMatch(JSON.stringify(weeks), /occupied/i);
});

test('hours of the day are told of four weeks or more, added up over them', () => {
  const remains = store();
  for (const week of [1, 2, 3, 4, 5]) give(remains, back(week), 1, 'helmet', week === 5 ? 23 : 9);
  assert.deepEqual(report(remains, { fromMs: back(3) }).hours, []);
  assert.deepEqual(
    report(remains).hours.map(({ hour, alerts }) => [hour, alerts]),
    [[9, 4]],
  );
});

test('coverage is the watched share of the armed time of all rules, for every camera and week', () => {
  const remains = store();
  remains.addExposure([
    exposure(back(1), 100),
    exposure(back(1), 100, { rule: 'vest', armedMs: 300 * minuteMs }),
    exposure(back(1), 100, { cameraId: 'street' }),
  ]);
  const { coverage } = report(remains, { fromMs: back(2) });
  assert.deepEqual(coverage, [
    { cameraId: 'yard', weekMs: back(2), share: null },
    { cameraId: 'gate', weekMs: back(2), share: null },
    { cameraId: 'yard', weekMs: back(1), share: 0.5 },
    { cameraId: 'gate', weekMs: back(1), share: null },
  ]);
});
