import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box, Detection, ObjectClass } from '@outis/core';
import type { Picture, TruthBox } from './pictures.ts';
import { atScore, averagePrecision, drawWeights, interval, judge } from './score.ts';
import { chooseThresholds } from './thresholds.ts';
import { legOf } from './training-log.ts';
import { conditions, half } from './worsen.ts';

const box = (left: number): Box => ({ left, top: 0.1, width: 0.1, height: 0.1 });
const car = (left: number, score: number): Detection => ({ class: 'car', score, box: box(left) });
const truth = (left: number, difficult = false, name: ObjectClass | null = 'car'): TruthBox => ({
  class: name,
  box: box(left),
  difficult,
});

function picture(
  id: string,
  boxes: readonly TruthBox[],
  labelled: readonly ObjectClass[] = ['car'],
): Picture {
  return {
    id,
    path: '',
    source: 'x',
    size: { widthPx: 640, heightPx: 360 },
    labelled: new Set(labelled),
    truth: boxes,
  };
}

test('hits, second hits, misses, difficult boxes and pictures where nobody looked', () => {
  const pictures = [
    picture('a', [truth(0), truth(0.2), truth(0.4, true), truth(0.6, true, null)]),
    picture('b', [truth(0)], ['person']),
  ];
  const found = new Map([
    ['a', [car(0, 0.9), car(0.01, 0.8), car(0.8, 0.7), car(0.4, 0.95), car(0.6, 0.6), car(0.2, 0.5)]],
    ['b', [car(0.5, 0.99)]],
  ]);
  const result = judge(pictures, found, 'car', 0.5);
  assert.deepEqual(
    result.judged.map(({ score, hit }) => [score, hit]),
    [
      [0.9, true],
      [0.8, false],
      [0.7, false],
      [0.5, true],
    ],
  );
  assert.deepEqual(result.boxes, [2, 0]);
  // Half of the boxes at precision 1, the other half at 2 of 4.
  assert.equal(averagePrecision(result), 0.5 * 1 + 0.5 * 0.5);
  assert.deepEqual(atScore(result, 0.75), { right: 1, wrong: 1, boxes: 2 });
  // A picture taken twice counts twice; one that is never taken leaves nothing to find.
  assert.equal(averagePrecision(result, [2, 1]), 0.75);
  assert.equal(averagePrecision(result, [0, 3]), null);
});

test('resamples are the same each time, and each draws as many pictures as there are', () => {
  const draws = drawWeights(50);
  assert.equal(draws.length, 400);
  for (const weights of draws)
    assert.equal(
      weights.reduce((sum, weight) => sum + weight, 0),
      50,
    );
  assert.deepEqual(drawWeights(50), draws);
  assert.deepEqual(interval(0.5, [null, ...Array.from({ length: 401 }, (_, i) => i / 400)]), {
    value: 0.5,
    from: 0.025,
    to: 0.975,
  });
});

test('thresholds: nine of ten from high on where that is reached, the best balance elsewhere', () => {
  const pictures: Picture[] = [];
  const found = new Map<string, Detection[]>();
  for (let i = 0; i < 100; i++) {
    pictures.push(picture(`${i}`, [truth(0)]));
    // Right from .3 on, wrong from .3 down to .2: of those from .29 on nine of ten are right.
    found.set(`${i}`, [car(i % 10 === 0 ? 0.5 : 0, i % 10 === 0 ? 0.295 : 0.3 + i / 200)]);
  }
  const { choices, thresholds } = chooseThresholds(pictures, found);
  const chosen = choices.find((choice) => choice.class === 'car')!;
  assert.deepEqual([chosen.high, chosen.why], [0.05, 'precision .9']);
  assert.ok(chosen.low <= chosen.high);
  assert.deepEqual(thresholds.perClass.car, { low: chosen.low, high: chosen.high });
  // Three of four right at every score: .9 is out of reach.
  for (let i = 0; i < 100; i++) found.set(`${i}`, [car(i % 4 === 0 ? 0.5 : 0, 0.6)]);
  const other = chooseThresholds(pictures, found).choices.find((choice) => choice.class === 'car')!;
  assert.match(other.why, /best F1/);
});

test('a halved picture lies in the upper left quarter, and every worsening keeps the length', () => {
  const size = { widthPx: 16, heightPx: 8 };
  const bytes = new Uint8Array(192).fill(200, 0, 128).fill(90, 128);
  const small = half(bytes, size);
  assert.equal(small[0], 200);
  assert.equal(small[3 * 16 + 7], 200);
  assert.equal(small[3 * 16 + 8], 114);
  assert.equal(small[4 * 16], 114);
  assert.deepEqual([small[128], small[128 + 3], small[128 + 4]], [90, 90, 128]);
  for (const { worsen } of conditions)
    if (worsen !== null) assert.equal(worsen(bytes, size).length, bytes.length);
});

test('a log of training: steps, hours without pauses, and its last score', () => {
  const log = [
    '2026-11-22 14:00:00 from step 100: 10 images in 2 packs',
    '2026-11-22 14:06:00 step 200 score 1 box 2 60/s',
    '2026-11-22 15:00:00 step 300 score 1 box 2 60/s',
    '2026-11-22 15:03:00 step 300 AP50 person 0.400 mean 0.400',
  ].join('\n');
  const { firstStep, lastStep, hours, score } = legOf(log);
  assert.deepEqual([firstStep, lastStep, score], [100, 300, 'person 0.400 mean 0.400']);
  assert.ok(Math.abs(hours - 0.15) < 1e-9);
});
