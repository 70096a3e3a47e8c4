import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { seededBytes } from '../../../../test/fixtures/seeded-draws.ts';
import { discreteLaplace, type UniformBelow, uniformFrom } from './discrete-laplace.ts';

function exactProbability(scale: number, x: number): number {
  const e = Math.exp(1 / scale);
  return ((e - 1) / (e + 1)) * Math.exp(-Math.abs(x) / scale);
}

for (const scale of [1, 2, 3, 4]) {
  test(`scale ${scale}: χ² of 200,000 draws against the exact probabilities`, () => {
    const uniformBelow = uniformFrom(seededBytes(100 + scale));
    const draws = 200_000;
    const reach = Math.ceil(scale * 6);
    const seen = new Map<number, number>();
    for (let i = 0; i < draws; i++) {
      const x = Number(discreteLaplace(BigInt(scale), uniformBelow));
      const bin = Math.max(-reach - 1, Math.min(reach + 1, x));
      seen.set(bin, (seen.get(bin) ?? 0) + 1);
    }
    const inner = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach);
    const tail = (1 - inner.reduce((sum, x) => sum + exactProbability(scale, x), 0)) / 2;
    const bins = [-reach - 1, ...inner, reach + 1];
    const statistic = bins.reduce((sum, bin) => {
      const expected = draws * (Math.abs(bin) > reach ? tail : exactProbability(scale, bin));
      return sum + ((seen.get(bin) ?? 0) - expected) ** 2 / expected;
    }, 0);
    // Mean k, variance 2k; five standard deviations are a chance of about one in a million.
    const freedom = bins.length - 1;
    assert.ok(statistic < freedom + 5 * Math.sqrt(2 * freedom), `χ² ${statistic} with ${freedom} degrees`);
    assert.ok(statistic > freedom - 5 * Math.sqrt(2 * freedom), `χ² ${statistic}: too good to be true`);
  });
}

test('the χ² test finds noise that is a little wrong', () => {
  // Zero keeps both its signs: the mistake that step 3 of the proof is about.
  const uniformBelow = uniformFrom(seededBytes(7));
  let zeros = 0;
  const draws = 200_000;
  for (let i = 0; i < draws; i++) {
    const x = discreteLaplace(2n, uniformBelow);
    if (x === 0n || (x === 1n && uniformBelow(20n) === 0n)) zeros++;
  }
  const expected = draws * exactProbability(2, 0);
  assert.ok((zeros - expected) ** 2 / expected > 25);
});

test('neighbouring counts: over all enumerated outputs the likelihood ratio is at most e^(1/b), and it is reached', () => {
  for (const scale of [1, 2, 4]) {
    const bound = Math.exp(1 / scale);
    let largest = 0;
    for (let count = 0; count <= 12; count++) {
      for (let output = -80; output <= 100; output++) {
        const here = exactProbability(scale, output - count);
        const there = exactProbability(scale, output - count - 1);
        largest = Math.max(largest, here / there, there / here);
      }
    }
    assert.ok(largest <= bound * (1 + 1e-12), `${largest} > ${bound}`);
    assert.ok(largest > bound * (1 - 1e-9));
  }
});

/**
 * Runs the sampler on every possible sequence of its draws down to probability `least`, and adds up, per output, the
 * exact probability of the sequences that lead there.
 */
function enumerate(scale: bigint, least: number): { found: Map<bigint, number>; left: number } {
  const found = new Map<bigint, number>();
  let left = 0;
  class NeedsMore extends Error {
    readonly below: bigint;
    constructor(below: bigint) {
      super();
      this.below = below;
    }
  }
  const waiting: { readonly draws: readonly bigint[]; readonly probability: number }[] = [
    { draws: [], probability: 1 },
  ];
  for (let run = waiting.pop(); run !== undefined; run = waiting.pop()) {
    let used = 0;
    const { draws, probability } = run;
    const scripted: UniformBelow = (below) => {
      const draw = draws[used++];
      if (draw === undefined) throw new NeedsMore(below);
      return draw;
    };
    try {
      const output = discreteLaplace(scale, scripted);
      found.set(output, (found.get(output) ?? 0) + probability);
    } catch (error) {
      if (!(error instanceof NeedsMore)) throw error;
      const each = probability / Number(error.below);
      if (each < least) {
        left += probability;
        continue;
      }
      for (let draw = 0n; draw < error.below; draw++)
        waiting.push({ draws: [...draws, draw], probability: each });
    }
  }
  return { found, left };
}

test('by enumeration of its draws the sampler has the exact probabilities, with no chance in it', () => {
  for (const scale of [1n, 2n]) {
    const { found, left } = enumerate(scale, 1e-7);
    assert.ok(left < 0.04, `${left} of the probability was not followed`);
    for (let x = -2n; x <= 2n; x++) {
      const exact = exactProbability(Number(scale), Number(x));
      const low = found.get(x) ?? 0;
      assert.ok(
        low <= exact + 1e-12 && exact <= low + left,
        `P(${x}) = ${exact}, found ${low} to ${low + left}`,
      );
    }
    assert.equal(found.get(1n), found.get(-1n));
  }
});

test('property: uniform draws are below their bound, and small bounds are met evenly', () => {
  const uniformBelow = uniformFrom(seededBytes(3));
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 1n << 70n }), (below) => {
      const value = uniformBelow(below);
      assert.ok(value >= 0n && value < below);
    }),
    { seed: 5 },
  );
  const seen = [0, 0, 0, 0, 0];
  for (let i = 0; i < 50_000; i++) seen[Number(uniformBelow(5n))]! += 1;
  for (const times of seen) assert.ok(Math.abs(times - 10_000) < 450, `${seen.join(' ')}`);
});

test('what cannot be drawn is refused', () => {
  const uniformBelow = uniformFrom(seededBytes(1));
  assert.throws(() => uniformBelow(0n), RangeError);
  assert.throws(() => discreteLaplace(0n, uniformBelow), RangeError);
});
