import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationParts } from './duration.ts';

const hour = 3_600_000;
const said = (ms: number) =>
  durationParts(ms)
    .map(({ unit, count }) => `${count} ${unit}`)
    .join(' ');

test('a duration is said in its two largest units', () => {
  assert.equal(said(72 * hour), '3 day');
  assert.equal(said(71.2 * hour), '3 day');
  assert.equal(said(70.9 * hour), '2 day 23 hour');
  assert.equal(said(49 * hour), '2 day 1 hour');
  assert.equal(said(90 * 60_000), '1 hour 30 minute');
  assert.equal(said(5 * 60_000), '5 minute');
  assert.equal(said(30_000), '30 second');
});

test('it is rounded up, and what is full becomes the next unit', () => {
  assert.equal(said(61_000), '2 minute');
  assert.equal(said(59.5 * 60_000), '1 hour');
  assert.equal(said(hour - 1), '1 hour');
  assert.equal(said(24 * hour - 1), '1 day');
  assert.equal(said(59_500), '1 minute');
  assert.equal(said(1), '1 second');
});

test('what is over takes no time', () => {
  assert.equal(said(0), '0 second');
  assert.equal(said(-hour), '0 second');
});
