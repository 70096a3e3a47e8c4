import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { armedIn, weekMinutes } from './alarm.ts';
import { type ScheduleConfig, weekdays } from './safety-config.ts';
import { isCovered, windowsOf, withDaysIn } from './schedule.ts';

const minuteMs = 60_000;

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

test('a schedule becomes minutes of the week, over midnight and over Sunday night', () => {
  assert.deepEqual(windowsOf([{ days: ['mon', 'sun'], from: '06:00', to: '18:00' }]), [
    { fromMinute: 360, toMinute: 1080 },
    { fromMinute: 9000, toMinute: 9720 },
  ]);
  assert.deepEqual(windowsOf([{ days: ['sun'], from: '00:00', to: '24:00' }]), [
    { fromMinute: 8640, toMinute: weekMinutes },
  ]);
  assert.deepEqual(windowsOf([{ days: ['sun'], from: '22:00', to: '06:00' }]), [
    { fromMinute: 9960, toMinute: 360 },
  ]);
  assert.deepEqual(windowsOf([{ days: ['tue', 'tue'], from: '08:00', to: '08:00' }]), [
    { fromMinute: 1920, toMinute: 3360 },
  ]);
});

test('what is no time or no day is a mistake of the caller', () => {
  for (const [from, to] of [
    ['24:00', '06:00'],
    ['06:00', '24:01'],
    ['6:00', '18:00'],
    ['06:60', '18:00'],
    ['', '18:00'],
  ] as const)
    assert.throws(() => windowsOf([{ days: ['mon'], from, to }]), TypeError, `${from}-${to}`);
  assert.throws(() => windowsOf([{ days: ['Mon' as 'mon'], from: '06:00', to: '18:00' }]), TypeError);
});

test('a schedule is covered by another when no minute of it is left out', () => {
  const night: ScheduleConfig = { days: ['sun'], from: '22:00', to: '06:00' };
  const halves: ScheduleConfig[] = [
    { days: ['sun'], from: '21:00', to: '24:00' },
    { days: ['mon'], from: '00:00', to: '06:00' },
  ];
  assert.ok(isCovered([], []) && isCovered([], [night]) && isCovered([night], halves));
  assert.ok(!isCovered([night], []) && !isCovered(halves, [night]) && !isCovered([night], halves.slice(1)));
});

test('days are named in another language, and nothing else changes', () => {
  assert.equal(
    withDaysIn('mon sun 18:00–06:00; sat 00:00–24:00', 'en'),
    'Mon Sun 18:00–06:00; Sat 00:00–24:00',
  );
  assert.equal(withDaysIn('mon sun', 'de'), 'Mo So');
  assert.equal(withDaysIn('monday –', 'de'), 'monday –');
});

test('property: a minute is within a window exactly when the clocks of its day or of the day before say so', () => {
  fc.assert(
    fc.property(
      fc.subarray([...weekdays], { minLength: 1 }),
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 0, max: 1440 }),
      fc.integer({ min: 0, max: weekMinutes - 1 }),
      (days, from, to, minute) => {
        const schedule: ScheduleConfig = { days, from: clock(from), to: clock(to) };
        const day = Math.floor(minute / 1440);
        const ofDay = minute % 1440;
        const on = (index: number): boolean => days.includes(weekdays[(index + 7) % 7]!);
        const expected =
          to > from
            ? on(day) && ofDay >= from && ofDay < to
            : (on(day) && ofDay >= from) || (on(day - 1) && ofDay < to);
        assert.equal(armedIn(windowsOf([schedule]), () => minute)(minute * minuteMs), expected);
      },
    ),
    { seed: 8, numRuns: 2000 },
  );
});
