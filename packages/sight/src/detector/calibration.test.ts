import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calibrated, scoreFloor } from './calibration.ts';

const thresholds = {
  low: 0.1,
  high: 0.5,
  nmsIou: 0.6,
  perClass: { person: { low: 0.2, high: 0.4 }, car: { low: 0.05, high: 0.9 } },
};

test('the thresholds of a class become the common ones, 0 and 1 stay', () => {
  for (const [raw, expected] of [
    [0, 0],
    [0.1, 0.05],
    [0.2, 0.1],
    [0.3, 0.3],
    [0.4, 0.5],
    [0.7, 0.75],
    [1, 1],
  ] as const)
    assert.ok(Math.abs(calibrated(raw, 'person', thresholds) - expected) < 1e-12, `${raw}`);
  assert.equal(calibrated(0.05, 'car', thresholds), 0.1);
  assert.equal(calibrated(0.9, 'car', thresholds), 0.5);
});

test('a class without thresholds of its own keeps its scores', () => {
  for (const score of [0, 0.01, 0.37, 1]) assert.equal(calibrated(score, 'bus', thresholds), score);
});

test('order within a class is kept, whatever the thresholds, and a score stays a score', () => {
  const share = fc.double({ min: 0.01, max: 1, noNaN: true });
  const pair = fc.tuple(share, share).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(pair, pair, score, score, (common, own, a, b) => {
      const given = { ...common, nmsIou: 0.5, perClass: { person: own } };
      const [first, second] = [Math.min(a, b), Math.max(a, b)].map((raw) => calibrated(raw, 'person', given));
      assert.ok(first! >= 0 && second! <= 1 + 1e-12);
      assert.ok(second! >= first! - 1e-12);
      assert.equal(
        second! >= common.high - 1e-12,
        Math.max(a, b) >= own.high || second! >= common.high - 1e-12,
      );
    }),
  );
});

test('the decoders read from the lowest of all', () => {
  assert.equal(scoreFloor(thresholds), 0.05);
  assert.equal(scoreFloor({ ...thresholds, perClass: {} }), 0.1);
});
