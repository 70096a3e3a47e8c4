import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { minuteOfWeek, morningHour, nextMorningMs } from './local-time.ts';

const hourMs = 3_600_000;

/** [an instant, the next morning] */
const berlin: readonly (readonly [string, string])[] = [
  // An ordinary day, from its first to its last millisecond.
  ['2026-06-10T00:00:00.000+02:00', '2026-06-11T06:00:00+02:00'],
  ['2026-06-10T23:59:59.999+02:00', '2026-06-11T06:00:00+02:00'],
  // 29 March 2026 has 23 hours: the clocks go from 2 to 3.
  ['2026-03-28T12:00:00+01:00', '2026-03-29T06:00:00+02:00'],
  ['2026-03-28T23:59:59.999+01:00', '2026-03-29T06:00:00+02:00'],
  ['2026-03-29T00:00:00+01:00', '2026-03-30T06:00:00+02:00'],
  ['2026-03-29T01:59:59.999+01:00', '2026-03-30T06:00:00+02:00'],
  ['2026-03-29T03:00:00+02:00', '2026-03-30T06:00:00+02:00'],
  // 25 October 2026 has 25 hours: the clocks go from 3 back to 2.
  ['2026-10-24T12:00:00+02:00', '2026-10-25T06:00:00+01:00'],
  ['2026-10-24T23:59:59.999+02:00', '2026-10-25T06:00:00+01:00'],
  ['2026-10-25T00:00:00+02:00', '2026-10-26T06:00:00+01:00'],
  ['2026-10-25T02:30:00+02:00', '2026-10-26T06:00:00+01:00'],
  ['2026-10-25T02:30:00+01:00', '2026-10-26T06:00:00+01:00'],
  // Over the end of a month and of a year, and on a leap day.
  ['2026-12-31T23:59:00+01:00', '2027-01-01T06:00:00+01:00'],
  ['2028-02-28T08:00:00+01:00', '2028-02-29T06:00:00+01:00'],
];

for (const [at, morning] of berlin) {
  test(`Europe/Berlin: ${at} → ${morning}`, () => {
    assert.equal(
      new Date(nextMorningMs(Date.parse(at), 'Europe/Berlin')).toISOString(),
      new Date(morning).toISOString(),
    );
  });
}

test('other zones: whole, half and three-quarter hours, both sides of the date line', () => {
  for (const [zone, at, morning] of [
    ['UTC', '2026-01-01T00:00:00Z', '2026-01-02T06:00:00Z'],
    ['Asia/Kathmandu', '2026-01-01T18:15:00Z', '2026-01-03T00:15:00Z'],
    ['Asia/Kathmandu', '2026-01-01T18:14:59Z', '2026-01-02T00:15:00Z'],
    ['Pacific/Kiritimati', '2026-01-01T10:00:00Z', '2026-01-02T16:00:00Z'],
    ['Pacific/Pago_Pago', '2026-01-01T10:59:00Z', '2026-01-01T17:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T12:00:00Z', '2026-04-04T19:30:00Z'],
  ] as const)
    assert.equal(
      new Date(nextMorningMs(Date.parse(at), zone)).toISOString(),
      new Date(morning).toISOString(),
      zone,
    );
});

test('an unknown zone is the caller’s mistake', () => {
  assert.throws(() => nextMorningMs(0, 'Europe/Ithaca'), RangeError);
});

test('property: it is six o’clock on the next calendar day, later by 6 to 31 hours', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2039, 11, 31) }),
      fc.constantFrom(
        'Europe/Berlin',
        'America/New_York',
        'Asia/Kolkata',
        'Australia/Sydney',
        'America/Santiago',
        'UTC',
      ),
      (tMs, zone) => {
        const morningMs = nextMorningMs(tMs, zone);
        const local = (ms: number): string[] =>
          new Intl.DateTimeFormat('en-CA', {
            timeZone: zone,
            hourCycle: 'h23',
            dateStyle: 'short',
            timeStyle: 'medium',
          })
            .format(ms)
            .split(', ');
        const [day, time] = local(tMs) as [string, string];
        const [nextDay, morning] = local(morningMs) as [string, string];
        assert.equal(morning, `0${morningHour}:00:00`);
        assert.equal(Date.parse(nextDay) - Date.parse(day), 24 * hourMs, `${day} ${time} → ${nextDay}`);
        assert.ok(morningMs - tMs > 5 * hourMs && morningMs - tMs <= 31 * hourMs);
      },
    ),
    { seed: 5, numRuns: 500 },
  );
});

test('the minute of the week is that of the clocks on the wall', () => {
  for (const [zone, at, minute] of [
    ['UTC', '2026-06-01T00:00:00Z', 0],
    ['UTC', '2026-06-01T00:00:59.999Z', 0],
    ['UTC', '2026-06-07T23:59:59.999Z', 10_079],
    ['Europe/Berlin', '2026-06-07T21:59:59Z', 10_079],
    ['Europe/Berlin', '2026-06-07T22:00:00Z', 0],
    ['Asia/Kathmandu', '2026-06-01T00:15:00Z', 6 * 60],
    // 29 March 2026: a minute after 1:59 it is 3 o'clock.
    ['Europe/Berlin', '2026-03-29T00:59:00Z', 6 * 1440 + 60 + 59],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 6 * 1440 + 3 * 60],
    // 25 October 2026: half past two comes twice.
    ['Europe/Berlin', '2026-10-25T00:30:00Z', 6 * 1440 + 2 * 60 + 30],
    ['Europe/Berlin', '2026-10-25T01:30:00Z', 6 * 1440 + 2 * 60 + 30],
  ] as const)
    assert.equal(minuteOfWeek(Date.parse(at), zone), minute, `${zone} ${at}`);
  assert.throws(() => minuteOfWeek(0, 'Europe/Ithaca'), RangeError);
});
