import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CertifiedError, certifiedError, certify, discreteLaplace, type NoiseScale } from '@outis/core';
import { seededBytes, seededDraws } from '../fixtures/seeded-draws.ts';

const seed = 20_261_122;

/** A seeded number from 0 to below 1. */
function chances(): () => number {
  const bytes = seededBytes(seed);
  return () => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes(4);
    return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / 2 ** 32;
  };
}

/** A counter with a known error: of each passage the chance that it is missed, and of false ones per passage. */
interface Counter {
  readonly missed: number;
  readonly added: number;
}

function count(passages: number, { missed, added }: Counter, chance: () => number): number {
  let counted = 0;
  for (let i = 0; i < passages; i++) if (chance() >= missed) counted++;
  // False ones come as they like: the sum of waiting times tells how many fit (Poisson).
  let passed = -Math.log(1 - chance());
  while (passed < passages * added) {
    counted++;
    passed -= Math.log(1 - chance());
  }
  return counted;
}

const counters: readonly Counter[] = [
  { missed: 0, added: 0 },
  { missed: 0.03, added: 0.01 },
  { missed: 0.1, added: 0.1 },
  { missed: 0.4, added: 0.02 },
  { missed: 0, added: 0.3 },
  { missed: 0.9, added: 0 },
];
const runs = 200;

test(`the interval holds the true error of simulated counters in 95 of 100 cases, noise and all (seed ${seed})`, (context) => {
  const chance = chances();
  const uniformBelow = seededDraws(seed);
  const noise = (scale: NoiseScale): number => Number(discreteLaplace(BigInt(scale), uniformBelow));
  for (const scale of [2, 4] as const)
    for (const passages of [25, 100]) {
      const told: string[] = [];
      for (const counter of counters) {
        const truth = counter.added - counter.missed;
        const known = new Map<string, CertifiedError>();
        let [held, width, shown] = [0, 0, 0];
        for (let run = 0; run < runs; run++) {
          const tapped = passages + noise(scale);
          const counted = count(passages, counter, chance) + noise(scale);
          if (tapped < 5 * scale) continue;
          const key = `${tapped} ${counted}`;
          const found = known.get(key) ?? certifiedError({ tapped, counted }, scale);
          known.set(key, found);
          shown++;
          if (found.low <= truth && truth <= (found.high ?? Number.POSITIVE_INFINITY)) held++;
          width += (found.high ?? 10) - found.low;
        }
        told.push(
          `${Math.round(100 * truth)} %: ${((100 * held) / shown).toFixed(1)} of 100, ±${((50 * width) / shown).toFixed(0)} %`,
        );
        // 95 of 100 less three standard deviations of so few runs.
        assert.ok(
          held >= shown * (0.95 - 3 * Math.sqrt((0.95 * 0.05) / shown)),
          `${passages} passages, scale ${scale}: ${told.at(-1)}`,
        );
      }
      context.diagnostic(`scale ${scale}, ${passages} passages: ${told.join('; ')}`);
    }
});

test('an interval without its noise would promise too much: the simulation finds it', () => {
  const chance = chances();
  const uniformBelow = seededDraws(seed + 1);
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const noised = (value: number): number => value + Number(discreteLaplace(4n, uniformBelow));
    const [tapped, counted] = [noised(60), noised(count(60, { missed: 0.02, added: 0.02 }, chance))];
    // As somebody would who takes the released numbers for the true ones.
    const half = 1.96 * Math.sqrt(0.04 / 60);
    if (Math.abs(counted / tapped - 1) <= half) held++;
  }
  assert.ok(held < 0.8 * runs, `${held} of ${runs}`);
});

test('an attacker who taps as he likes and knows all but one passage gets no more than ε allows', () => {
  // The best test between two neighbouring windows is the likelihood ratio; over many tries its success is what ε bounds.
  const uniformBelow = seededDraws(seed + 2);
  const scale = 2;
  const tries = 4_000;
  let right = 0;
  const total = (count: number) =>
    ({ lineId: 'gate', direction: 'left_to_right', class: 'person', count }) as const;
  for (let run = 0; run < tries; run++) {
    const isThere = uniformBelow(2n) === 1n;
    // Crossing once: one tap and one count more. The taps are the attacker's own, so they tell nothing; the count does.
    const { rows } = certify({
      purpose: 'street-statistics',
      startMs: 0,
      endMs: 900_000,
      scale,
      lineIds: ['gate'],
      tapped: [],
      counted: [total(20 + (isThere ? 1 : 0))],
      nowMs: 900_000,
      uniformBelow,
    }).record;
    const { counted } = rows.find(({ group }) => group === 'person')!;
    if (counted >= 21 === isThere) right++;
  }
  // One count with noise of scale 2 is 1/2-private: who guesses between two is right in at most e^ε / (1 + e^ε).
  const bound = Math.exp(1 / scale) / (1 + Math.exp(1 / scale));
  assert.ok(right / tries <= bound + 3 * Math.sqrt(0.25 / tries), `${right / tries} > ${bound}`);
  assert.ok(right / tries > 0.55, 'the attack is a real one');
});
