import { randomBytes } from 'node:crypto';
import {
  discreteLaplace,
  error95,
  type NoiseScale,
  shownFrom,
  type UniformBelow,
  uniformFrom,
} from '@outis/core';

/**
 * The noise of releases: draws a second with the randomness of the product, the error by true count, and what a year of
 * passages of one person adds up to. Prints Markdown for docs/reference/release.md.
 */
const uniformBelow = uniformFrom(randomBytes);
const repeats = 7;
const drawsPerRepeat = 20_000;
/** Beside each other in one table with the figures that were to be met. */
const trueCounts = [0, 5, 10, 25, 60, 120] as const;
/** What was drawn, so that nothing can be optimised away. */
let sink = 0n;

main();

function main(): void {
  for (const scale of [2, 4] as const) console.log(speedOf(scale, uniformBelow));
  console.log(
    '\n| true count | suppressed, b = 2 | mean error where shown | suppressed, b = 4 | mean error where shown |',
  );
  console.log('|---|---|---|---|---|');
  for (const count of trueCounts) {
    const [usual, strict] = ([2, 4] as const).map((scale) => errorOf(count, scale));
    console.log(`| ${count} | ${usual} | ${strict} |`);
  }
  for (const [what, cells] of [
    ['hour of four quarters', 4],
    ['day of 14 hours in quarters', 56],
    ['day of 24 hours in quarters', 96],
  ] as const)
    console.log(
      `\n${what}: standard deviation ${sdOf(2, cells)} (b = 2), ${sdOf(4, cells)} (b = 4); ± ${error95(2, cells)} and ${error95(4, cells)} in 95 of 100`,
    );
  for (const [who, passages] of [
    ['one passage', 1],
    ['there and back', 2],
    ['there and back on 230 days', 460],
    ['there and back on 365 days', 730],
  ] as const)
    console.log(
      `\n${who}: ε ≤ ${composed(passages, 2)} as concentrated privacy adds up, ${exact(passages, 2)} exactly, at δ = 1e-6 (b = 2)`,
    );
  if (sink === 1n) console.log('');
}

function speedOf(scale: NoiseScale, draws: UniformBelow): string {
  const perS = Array.from({ length: repeats + 1 }, () => {
    const startMs = performance.now();
    for (let i = 0; i < drawsPerRepeat; i++) sink += discreteLaplace(BigInt(scale), draws);
    return drawsPerRepeat / ((performance.now() - startMs) / 1_000);
    // The first one warms up.
  }).slice(1);
  const mean = perS.reduce((sum, each) => sum + each, 0) / repeats;
  const sd = Math.sqrt(perS.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (repeats - 1));
  return `b = ${scale}: ${Math.round(mean)} ± ${Math.round(sd)} draws a second`;
}

function errorOf(count: number, scale: NoiseScale): string {
  const values = Array.from(
    { length: 100_000 },
    () => count + Number(discreteLaplace(BigInt(scale), uniformBelow)),
  );
  const shown = values.filter((value) => value >= shownFrom(scale));
  const error = shown.reduce((sum, value) => sum + Math.abs(value - count), 0) / shown.length;
  const hidden = Math.round(100 * (1 - shown.length / values.length));
  return `${hidden} % | ${hidden > 50 ? '–' : `± ${error.toFixed(1)} (${Math.round((100 * error) / count)} %)`}`;
}

function sdOf(scale: NoiseScale, cells: number): string {
  const e = Math.exp(1 / scale);
  return Math.sqrt((cells * 2 * e) / (e - 1) ** 2).toFixed(1);
}

/** ρ = ε² / 2 for each (Bun and Steinke 2016, proposition 1.4), and ε = ρ + 2 √(ρ ln(1/δ)) for all (proposition 1.3). */
function composed(passages: number, scale: number): string {
  const rho = passages / scale ** 2 / 2;
  return Math.min(passages / scale, rho + 2 * Math.sqrt(rho * Math.log(1e6))).toFixed(1);
}

/**
 * The smallest ε for which δ ≤ 1e-6: for a shift by one the logarithm of the likelihood ratio of a cell is 1/b or -1/b and
 * nothing else, so that of all is a walk, and δ(ε) = Σ P(i) (1 - e^(ε - L(i)))⁺ is a finite sum.
 */
function exact(passages: number, scale: number): string {
  const up = Math.exp(1 / scale) / (1 + Math.exp(1 / scale));
  const logs = Array.from(
    { length: passages + 1 },
    (_, i) => logChoose(passages, i) + i * Math.log(up) + (passages - i) * Math.log(1 - up),
  );
  const delta = (epsilon: number): number =>
    logs.reduce((sum, log, i) => {
      const loss = (2 * i - passages) / scale;
      return loss > epsilon ? sum + Math.exp(log) * (1 - Math.exp(epsilon - loss)) : sum;
    }, 0);
  let [low, high] = [0, passages / scale];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (delta(middle) > 1e-6) low = middle;
    else high = middle;
  }
  return high.toFixed(1);
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
