import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roadUserClasses } from '../detection/object-class.ts';
import { releaseDueMs } from '../release/cell.ts';
import { dayEndMs } from './local-time.ts';
import { permitsLiveScene } from './permits.ts';
import {
  countIntervalMs,
  isPurpose,
  isVehicle,
  purposes,
  sceneIdsRenewedAfterMs,
  sceneIntervalMsMin,
  scenePauseAfterMs,
  scenePersonsMax,
  sceneRounding,
  siteSafetyDaysMax,
} from './purpose.ts';

const minuteMs = 60_000;

test('there are two purposes, and nothing else is one', () => {
  assert.deepEqual(purposes, ['site-safety', 'street-statistics']);
  for (const purpose of purposes) assert.equal(isPurpose(purpose), true);
  for (const other of [
    '',
    'Site-Safety',
    'surveillance',
    null,
    undefined,
    0,
    ['site-safety'],
    { kind: 'site-safety' },
  ])
    assert.equal(isPurpose(other), false);
});

test('the table: finest interval in minutes, per purpose and class', () => {
  const table = Object.fromEntries(
    purposes.map((purpose) => [
      purpose,
      Object.fromEntries(roadUserClasses.map((name) => [name, countIntervalMs(purpose, name) / minuteMs])),
    ]),
  );
  assert.deepEqual(table, {
    'site-safety': { person: 60, bicycle: 60, motorcycle: 60, car: 15, bus: 60, truck: 60 },
    'street-statistics': { person: 15, bicycle: 15, motorcycle: 15, car: 15, bus: 60, truck: 60 },
  });
});

test('a live scene is for a site only, and its limits are those that are promised', () => {
  assert.deepEqual(purposes.map(permitsLiveScene), [true, false]);
  assert.deepEqual(
    [
      scenePauseAfterMs,
      sceneIntervalMsMin,
      sceneIdsRenewedAfterMs,
      scenePersonsMax,
      sceneRounding,
      siteSafetyDaysMax,
    ],
    [600_000, 200, 60_000, 20, 0.01, 366],
  );
});

test('vehicles are car, bus and truck', () => {
  assert.deepEqual(roadUserClasses.filter(isVehicle), ['car', 'bus', 'truck']);
});

test('everything is due when its interval has ended, but persons on a street the next morning', () => {
  const startMs = Date.parse('2026-06-10T09:00:00Z');
  for (const purpose of purposes) {
    for (const name of roadUserClasses) {
      const due = releaseDueMs(purpose, name, startMs, 'Europe/Berlin');
      const street = purpose === 'street-statistics' && name === 'person';
      const expected = street
        ? Date.parse('2026-06-11T06:00:00+02:00')
        : startMs + countIntervalMs(purpose, name);
      assert.equal(new Date(due).toISOString(), new Date(expected).toISOString(), `${purpose} ${name}`);
    }
  }
});

test('a street cell of the early morning waits for the morning of the next day', () => {
  for (const [start, due] of [
    ['2026-06-10T00:00:00+02:00', '2026-06-11T06:00:00+02:00'],
    ['2026-06-10T05:45:00+02:00', '2026-06-11T06:00:00+02:00'],
    ['2026-06-10T23:45:00+02:00', '2026-06-11T06:00:00+02:00'],
  ] as const)
    assert.equal(
      releaseDueMs('street-statistics', 'person', Date.parse(start), 'Europe/Berlin'),
      Date.parse(due),
    );
});

test('a day ends at midnight of its place, also when the clocks change', () => {
  const end = (date: string, timeZone: string): string => new Date(dayEndMs(date, timeZone)).toISOString();
  assert.equal(end('2026-11-22', 'UTC'), '2026-11-23T00:00:00.000Z');
  assert.equal(end('2026-11-22', 'Europe/Berlin'), '2026-11-22T23:00:00.000Z');
  assert.equal(end('2026-03-28', 'Europe/Berlin'), '2026-03-28T23:00:00.000Z');
  assert.equal(end('2026-03-29', 'Europe/Berlin'), '2026-03-29T22:00:00.000Z');
  assert.equal(end('2026-10-25', 'Europe/Berlin'), '2026-10-25T23:00:00.000Z');
  assert.equal(end('2026-11-22', 'Pacific/Kiritimati'), '2026-11-22T10:00:00.000Z');
  assert.throws(() => dayEndMs('2026-13-01', 'UTC'), RangeError);
});
