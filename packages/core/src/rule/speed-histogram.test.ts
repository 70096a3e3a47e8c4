import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalNumbers, seededNumbers } from '../../../../test/fixtures/ground-camera.ts';
import { meanOf, speedBinCount, speedBinEdges, speedBinOf, v85Of } from './speed-histogram.ts';

test('bins of 5 km/h, the last one open; on an edge the upper one', () => {
  assert.equal(speedBinCount(), 21);
  assert.deepEqual(
    [0, 4.99, 5, 49.9, 50, 99.9, 100, 400].map((kmh) => speedBinOf(kmh)),
    [0, 0, 1, 9, 10, 19, 20, 20],
  );
  assert.deepEqual(speedBinEdges(3), { fromKmh: 15, toKmh: 20 });
  assert.deepEqual(speedBinEdges(20), { fromKmh: 100, toKmh: null });
  assert.deepEqual(speedBinEdges(8, 40), { fromKmh: 40, toKmh: null });
  assert.throws(() => speedBinOf(-1), TypeError);
  assert.throws(() => speedBinOf(Number.NaN), TypeError);
});

test('exact counts: mean and V85 by hand', () => {
  const counts = [0, 0, 10, 20, 10, 0];
  const mean = meanOf(counts, { variance: 0 })!;
  assert.equal(mean.kmh, 17.5);
  assert.ok(Math.abs(mean.standardErrorKmh - Math.sqrt(25 / 12 / 40)) < 1e-9);
  const v85 = v85Of(counts, { variance: 0 })!;
  assert.equal(v85.kmh, 22);
  assert.equal(v85.isAtLeast, false);
  assert.deepEqual(v85Of([0, 20, 20], { variance: 0 })!.isAtLeast, true);
  assert.equal(v85Of([0, 20, 20], { variance: 0 })!.kmh, 10);
});

test('a bin that noise made negative does not pull V85 back: sums never fall', () => {
  assert.equal(v85Of([50, 40, -10, 20], { variance: 0 })!.kmh, 10);
});

test('too few passages for the noise have no mean and no V85', () => {
  assert.equal(meanOf([0, 5, 4], { variance: 0 }), null);
  assert.equal(v85Of([0, 20, 9, -3], { variance: 8 }), null);
  assert.equal(meanOf([], { variance: 0 }), null);
  assert.equal(meanOf([-20, -30], { variance: 8 }), null);
});

test('the error of the calibration is in both', () => {
  const exact = v85Of([0, 0, 100, 200, 100, 0], { variance: 0 })!;
  const doubted = v85Of([0, 0, 100, 200, 100, 0], { variance: 0, scaleError: 0.05 })!;
  assert.ok(Math.abs(doubted.standardErrorKmh ** 2 - exact.standardErrorKmh ** 2 - (0.05 * 22) ** 2) < 1e-9);
});

test('over noised histograms 95 % of the truths lie within two standard errors', () => {
  const next = seededNumbers(84);
  const normal = normalNumbers(next);
  const geometric = (): number => Math.floor(Math.log(1 - next()) / -0.5);
  for (const [passages, sdKmh] of [
    [120, 8],
    [200, 4],
    [200, 12],
    [1000, 8],
  ] as const) {
    let [mean, v85, told] = [0, 0, 0];
    for (let run = 0; run < 300; run++) {
      const speeds = Array.from({ length: passages }, () => Math.max(0, 47 + sdKmh * normal()));
      const counts = new Array<number>(speedBinCount()).fill(0);
      for (const kmh of speeds) counts[speedBinOf(kmh)]!++;
      const noised = counts.map((count) => count + geometric() - geometric());
      const [m, v] = [meanOf(noised, { variance: 7.84 }), v85Of(noised, { variance: 7.84 })];
      if (m === null || v === null) continue;
      told++;
      speeds.sort((a, b) => a - b);
      const truth = speeds.reduce((sum, kmh) => sum + kmh, 0) / passages;
      if (Math.abs(m.kmh - truth) <= 1.96 * m.standardErrorKmh) mean++;
      if (Math.abs(v.kmh - speeds[Math.floor(0.85 * passages)]!) <= 1.96 * v.standardErrorKmh) v85++;
    }
    assert.ok(told > 280, `${passages}: told ${told} of 300`);
    assert.ok(mean / told > 0.91, `mean of ${passages} ± ${sdKmh}: ${mean / told}`);
    assert.ok(v85 / told > 0.89, `V85 of ${passages} ± ${sdKmh}: ${v85 / told}`);
  }
});

test('property: V85 lies in the range of the histogram and more counts make no error larger', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 5, max: 400 }), { minLength: 4, maxLength: 21 }), (counts) => {
      const noise = { variance: 8 };
      const [one, ten] = [
        v85Of(counts, noise),
        v85Of(
          counts.map((count) => count * 10),
          noise,
        ),
      ];
      if (one === null || ten === null) return;
      assert.ok(one.kmh >= 0 && one.kmh <= counts.length * 5);
      assert.ok(Math.abs(one.kmh - ten.kmh) < 1e-9);
      assert.ok(ten.standardErrorKmh <= one.standardErrorKmh + 1e-9);
      assert.ok(meanOf(counts, noise)!.standardErrorKmh > 0);
    }),
    { seed: 85 },
  );
});
