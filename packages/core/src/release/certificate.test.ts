import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededDraws } from '../../../../test/fixtures/seeded-draws.ts';
import {
  Certified,
  type CertifyOptions,
  certificateEpsilon,
  certify,
  type PassageTotal,
  readCertified,
  shownRows,
} from './certificate.ts';
import { certifiedError } from './certificate-interval.ts';

const startMs = Date.UTC(2026, 5, 1, 15, 0);
const endMs = startMs + 900_000;
const car = (count: number): PassageTotal => ({
  lineId: 'gate',
  direction: 'left_to_right',
  class: 'car',
  count,
});
const options: CertifyOptions = {
  purpose: 'street-statistics',
  startMs,
  endMs,
  scale: 2,
  lineIds: ['gate'],
  tapped: [car(200), { ...car(30), class: 'person' }],
  counted: [car(190), { ...car(20), class: 'truck', direction: 'right_to_left' }],
  nowMs: endMs,
  uniformBelow: seededDraws(3),
};

test('a street is pooled into three, a site has every line, direction and class, empty ones too', () => {
  const { rows } = certify(options).record;
  assert.deepEqual(
    rows.map(({ lineId, direction, group }) => [lineId, direction, group]),
    [
      [null, null, 'vehicle'],
      [null, null, 'two-wheeler'],
      [null, null, 'person'],
    ],
  );
  assert.ok(Math.abs(rows[0]!.counted - 210) < 30 && Math.abs(rows[0]!.tapped - 200) < 30);
  const site = certify({ ...options, purpose: 'site-safety', lineIds: ['gate', 'yard'] }).record;
  assert.equal(site.rows.length, 2 * 2 * 6);
});

test('there is nothing before the end, and no total that is none', () => {
  assert.throws(() => certify({ ...options, nowMs: endMs - 1 }), /before the end/);
  for (const count of [-1, 0.5, Number.NaN, 3_601])
    assert.throws(() => certify({ ...options, tapped: [car(count)] }), RangeError);
  assert.throws(() => certify({ ...options, lineIds: ['other'] }), /without a window/);
});

test('a literal is no certificate', () => {
  const literal = { record: certify(options).record };
  // @ts-expect-error: only `certify` and `readCertified` make one.
  const wrong: Certified = literal;
  assert.ok(!(wrong instanceof Certified));
});

test('numbers of persons on a street leave the next morning, and small ones not at all', () => {
  const rows = [
    { lineId: null, direction: null, group: 'vehicle', tapped: 100, counted: 90 },
    { lineId: null, direction: null, group: 'two-wheeler', tapped: 9, counted: 100 },
    { lineId: null, direction: null, group: 'person', tapped: 50, counted: 40 },
  ] as const;
  const made = readCertified({ purpose: 'street-statistics', startMs, endMs, scale: 2, rows });
  const states = (nowMs: number): string[] =>
    shownRows(made, nowMs, 'Europe/Berlin').map(({ state }) => state);
  assert.deepEqual(states(endMs), ['shown', 'few', 'later']);
  const morningMs = Date.UTC(2026, 5, 2, 4, 0);
  assert.deepEqual(states(morningMs - 1), ['shown', 'few', 'later']);
  assert.deepEqual(states(morningMs), ['shown', 'few', 'shown']);
  const shown = shownRows(made, endMs, 'Europe/Berlin');
  for (const { state, tapped, counted, error } of shown)
    assert.deepEqual([tapped, counted, error].includes(null), state !== 'shown');
});

test('neighbouring windows: the likelihood ratio of all numbers together is at most e^ε, and it is reached', () => {
  // One passage more changes three of Outis's cells and three taps; on a street all of them may be of one group.
  for (const scale of [2, 4] as const) {
    const log = (output: number, count: number): number => -Math.abs(output - count) / scale;
    let largest = 0;
    for (let tapped = -20; tapped <= 40; tapped++)
      for (let counted = -20; counted <= 40; counted++)
        for (const more of [1, 2, 3])
          largest = Math.max(
            largest,
            Math.abs(log(tapped, 10) + log(counted, 10) - log(tapped, 10 + more) - log(counted, 10 + more)),
          );
    assert.ok(Math.abs(largest - certificateEpsilon(scale)) < 1e-9, `${largest}`);
  }
});

test('the interval holds what is seen, is narrower with more passages, wider with more noise and never below -100 %', () => {
  const width = (tapped: number, counted: number, scale: 2 | 4 = 2): number => {
    const { error, low, high } = certifiedError({ tapped, counted }, scale);
    assert.ok(low >= -1 && low <= error && high !== null && high >= error, `${tapped} ${counted}`);
    return high - low;
  };
  assert.ok(width(100, 95) < width(30, 28));
  assert.ok(width(400, 380) < width(100, 95));
  assert.ok(width(100, 95, 4) > width(100, 95));
  width(50, 0);
  width(50, 200);
  assert.equal(certifiedError({ tapped: 50, counted: -4 }, 2).low, -1);
});
