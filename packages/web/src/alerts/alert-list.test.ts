import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertJson } from '@outis/core';
import {
  agoOf,
  allAlerts,
  filterAlerts,
  groupByDay,
  isUnfiltered,
  midnightsIn,
  nearestAlert,
  placeOf,
  placesOf,
  stepFrom,
  withAlert,
} from './alert-list.ts';

const timeZone = 'Europe/Berlin';
const noonMs = Date.parse('2026-11-20T12:00:00+01:00');
const hourMs = 3_600_000;

function alert(id: string, agoMs: number, more: Partial<AlertJson> = {}): AlertJson {
  return {
    ...{ id, cameraId: 'yard', zoneId: 'crane', rule: 'exclusion', tMs: noonMs - agoMs },
    ...{ classes: ['person'], state: 'new', cause: null, measure: null },
    ...more,
  };
}

test('alerts lie by days of the site, the newest first, whatever order they come in', () => {
  const days = groupByDay([alert('b', 13 * hourMs), alert('a', 0), alert('c', 11.5 * hourMs)], timeZone);
  assert.deepEqual(
    days.map((day) => [day.dayMs, day.alerts.map(({ id }) => id)]),
    [
      [Date.parse('2026-11-20T00:00:00+01:00'), ['a', 'c']],
      [Date.parse('2026-11-19T00:00:00+01:00'), ['b']],
    ],
  );
});

test('a filter names camera, zone, rule and state', () => {
  const alerts = [
    alert('a', 0),
    alert('b', 1, { state: 'seen', rule: 'helmet' }),
    alert('c', 2, { zoneId: 'exit', cameraId: 'gate' }),
  ];
  const ids = (part: Partial<typeof allAlerts>) =>
    filterAlerts(alerts, { ...allAlerts, ...part }).map(({ id }) => id);
  assert.deepEqual(ids({}), ['a', 'b', 'c']);
  assert.deepEqual(ids({ state: 'seen' }), ['b']);
  assert.deepEqual(ids({ rule: 'helmet', cameraId: 'gate' }), []);
  assert.deepEqual(ids({ zoneId: 'exit' }), ['c']);
  assert.deepEqual(placeOf({ ...allAlerts, cameraId: 'yard', zoneId: 'crane' }), {
    cameraId: 'yard',
    zoneId: 'crane',
  });
  assert.equal(placeOf({ ...allAlerts, zoneId: 'crane' }), null);
  assert.ok(isUnfiltered(allAlerts) && !isUnfiltered({ ...allAlerts, state: 'new' }));
});

test('a changed alert takes its old place, a new one the first, and a closed one is gone', () => {
  const alerts = [alert('a', 0), alert('b', 10)];
  const seen = withAlert(alerts, alert('b', 10, { state: 'seen' }));
  assert.deepEqual(
    seen.map(({ id, state }) => [id, state]),
    [
      ['a', 'new'],
      ['b', 'seen'],
    ],
  );
  assert.equal(withAlert(alerts, alert('n', -5))[0]?.id, 'n');
  const left = withAlert(alerts, alert('a', 90 * hourMs, { state: 'closed' }));
  assert.deepEqual(
    left.map(({ id }) => id),
    ['b'],
  );
});

test('a place is a zone of a camera, and has the rules that spoke there', () => {
  const places = placesOf([
    alert('a', 0, { zoneId: 'exit', rule: 'blocked' }),
    alert('b', 1, { rule: 'exclusion' }),
    alert('c', 2, { rule: 'helmet' }),
    alert('d', 3, { cameraId: 'gate', zoneId: 'exit' }),
  ]);
  assert.deepEqual(
    places.map(({ cameraId, zoneId, rules }) => `${cameraId} ${zoneId} ${rules.join()}`),
    ['gate exit exclusion', 'yard crane helmet,exclusion', 'yard exit blocked'],
  );
});

test('a span of 72 hours has three midnights, also where clocks change', () => {
  for (const nowMs of [
    noonMs,
    Date.parse('2026-10-26T00:30:00+01:00'),
    Date.parse('2026-03-30T09:00:00+02:00'),
  ])
    assert.equal(midnightsIn(nowMs - 72 * hourMs, nowMs, timeZone).length, 3, new Date(nowMs).toISOString());
  assert.deepEqual(midnightsIn(noonMs - hourMs, noonMs, timeZone), []);
});

test('the nearest alert of a strip is found within reach, and none beyond', () => {
  const alerts = [alert('a', 0), alert('b', hourMs)];
  assert.equal(nearestAlert(alerts, noonMs - 0.6 * hourMs, hourMs)?.id, 'b');
  assert.equal(nearestAlert(alerts, noonMs - 5 * hourMs, hourMs), null);
});

test('how long ago is said in one unit, rounded down', () => {
  const said = (ms: number) => Object.values(agoOf(ms)).join(' ');
  assert.equal(said(-5), '0 second');
  assert.equal(said(59_999), '0 second');
  assert.equal(said(119_000), '1 minute');
  assert.equal(said(47.9 * hourMs), '47 hour');
  assert.equal(said(71 * hourMs), '2 day');
});

test('keys move one alert up or down and stop at the ends', () => {
  const alerts = [alert('a', 0), alert('b', 1), alert('c', 2)];
  assert.equal(stepFrom(alerts, null, 1)?.id, 'a');
  assert.equal(stepFrom(alerts, 'a', 1)?.id, 'b');
  assert.equal(stepFrom(alerts, 'c', 1)?.id, 'c');
  assert.equal(stepFrom(alerts, 'a', -1)?.id, 'a');
  assert.equal(stepFrom([], 'a', 1), null);
});
