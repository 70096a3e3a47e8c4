import { setImmediate } from 'node:timers/promises';
import { Contributions } from '@outis/core';
import type { Contribution } from '../pipeline/cell-counter.ts';
import { CountingPipeline } from '../pipeline/counting-pipeline.ts';
import { bandOf, Measuring } from '../pipeline/measuring.ts';
import type { Site } from '../pipeline/site.ts';
import { SeededRandom } from './random.ts';
import type { SimulatedScene } from './scenes.ts';
import { simulatedSize, simulatedThresholds } from './simulated-camera.ts';
import { Simulation } from './simulation.ts';

export interface PastOptions {
  readonly site: Site;
  readonly cameraId: string;
  readonly scene: SimulatedScene;
  /** Hours before now that are simulated step by step; a whole day where they are repeated. */
  readonly hours: number;
  /** So many times the simulated hours lie behind the demo. */
  readonly repeats: number;
  /** Epoch ms. */
  readonly endMs: number;
  readonly say: (text: string) => void;
}

/** What was counted, and when it was told. */
interface Told {
  readonly contribution: Contribution;
  readonly nowMs: number;
}

const stepMs = 300;
const slice = 5_000;
const hourMs = 3_600_000;
const tickEveryMs = 6 * hourMs;
/** As far apart as two observations may be without a gap. */
const watchedEveryMs = 2_000;
/** Share of what was simulated that passes on a Saturday or a Sunday, and the least on another day. */
const weekendShare = 0.6;
const weekdayShare = 0.85;

/**
 * Gives a demo a past: some hours of the scene go through tracks, lines and measures as live, and all that they told is
 * counted and released at its time. Two weeks step by step would take minutes, so a street repeats its day, thinned
 * out anew for each of them; the noise is drawn for each of them too.
 */
export async function simulatePast(options: PastOptions): Promise<void> {
  const { site, cameraId, hours, repeats, endMs, say } = options;
  const spanMs = hours * hourMs;
  site.measureSince(cameraId, endMs - repeats * spanMs);
  const pattern = await simulate(options);
  for (let ago = repeats - 1; ago >= 0; ago--) {
    if (repeats > 1 && ago % 4 === 3)
      say(`Counting and releasing it: ${repeats - ago - 1} of ${repeats} days …`);
    await count(options, pattern, ago);
  }
  // What the last hours left over; the rest, if any, leaves with the first ticks.
  site.counter.tick(endMs);
}

/** Lets the simulation run through the hours before now, as fast as it goes. */
async function simulate({ site, cameraId, scene, hours, endMs, say }: PastOptions): Promise<Told[]> {
  let nextId = 1;
  const { config } = site.camera(cameraId);
  const simulation = new Simulation(scene, 1);
  const pipeline = new CountingPipeline({
    frame: simulatedSize,
    lines: config.lines,
    bandAt: bandOf(config, simulatedSize),
    thresholds: simulatedThresholds,
    newId: () => nextId++,
    contributions: new Contributions(),
  });
  const measuring = new Measuring(config, simulatedSize);
  const told: Told[] = [];
  let step = 0;
  const steps = Math.ceil((hours * hourMs) / stepMs);
  for (let tMs = endMs - hours * hourMs; tMs < endMs; tMs += stepMs) {
    simulation.step(tMs);
    const { decided, crossings } = pipeline.step(tMs, simulation.observe());
    for (const { lineId: place, direction: part, class: name, tMs: metMs } of crossings)
      told.push({ contribution: { family: 'count', place, part, class: name, tMs: metMs }, nowMs: tMs });
    for (const contribution of measuring.follow(decided)) told.push({ contribution, nowMs: tMs });
    if (++step % slice === 0) await setImmediate();
    if (step % Math.ceil(steps / 4) === 0) say(`Simulating: ${Math.round((100 * step) / steps)} %`);
  }
  return told;
}

/** Counts the pattern so many repeats ago, and has released what was due by then. */
async function count(
  { site, cameraId, hours, repeats, endMs }: PastOptions,
  pattern: readonly Told[],
  ago: number,
): Promise<void> {
  const { counted } = site.camera(cameraId);
  const backMs = ago * hours * hourMs;
  const random = new SeededRandom(ago + 1);
  const usual = random.between(weekdayShare, 1);
  let next = 0;
  for (let fromMs = endMs - hours * hourMs; fromMs < endMs; fromMs += tickEveryMs) {
    const toMs = Math.min(endMs, fromMs + tickEveryMs);
    for (let atMs = fromMs; atMs < toMs; atMs += watchedEveryMs)
      site.counter.observe(counted, atMs - backMs, Math.min(toMs, atMs + watchedEveryMs) - backMs);
    for (; next < pattern.length && pattern[next]!.nowMs < toMs; next++) {
      const { contribution, nowMs } = pattern[next]!;
      const day = new Date(nowMs - backMs).getUTCDay();
      const share = repeats === 1 ? 1 : day === 0 || day === 6 ? weekendShare * usual : usual;
      if (random.next() >= share) continue;
      site.counter.count(counted, { ...contribution, tMs: contribution.tMs - backMs }, nowMs - backMs);
    }
    if (toMs < endMs || ago > 0) site.counter.tick(toMs - backMs);
    await setImmediate();
  }
}
