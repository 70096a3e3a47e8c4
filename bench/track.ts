import { parseArgs } from 'node:util';
import type { Detection } from '../packages/core/src/detection/detection.ts';
import { Tracker } from '../packages/core/src/track/tracker.ts';

/** Speed of the tracker in frames a second, with 25 and with 200 objects that walk about, from a fixed seed. */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const frame = { widthPx: 1280, heightPx: 720 };
const repeats = 7;
/** What the tracker returned, so that nothing can be optimised away. */
let sink = 0;

const report = [
  { objects: 25, target: 5000, ...measure(25, 2000) },
  { objects: 200, target: 200, ...measure(200, 300) },
];
if (values.json) console.log(JSON.stringify(report));
else {
  for (const { objects, target, meanPerS, sdPerS, leastPerS } of report) {
    const line = `${objects} objects: ${meanPerS} ± ${sdPerS} frames/s, least ${leastPerS} (target ${target})`;
    console.log(line);
  }
}
if (sink === 0) throw new Error('The tracker returned no track.');

function measure(objects: number, frames: number): { meanPerS: number; sdPerS: number; leastPerS: number } {
  const input = walk(objects, frames);
  runOnce(input);
  const rates = Array.from({ length: repeats }, () => (frames * 1000) / runOnce(input));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / repeats;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / repeats;
  return {
    meanPerS: Math.round(mean),
    sdPerS: Math.round(Math.sqrt(variance)),
    leastPerS: Math.round(Math.min(...rates)),
  };
}

/** Time in ms for all frames. */
function runOnce(input: readonly (readonly Detection[])[]): number {
  let id = 0;
  const tracker = new Tracker({ frame, newId: () => ++id });
  const startMs = performance.now();
  for (let index = 0; index < input.length; index++) sink += tracker.step(index * 100, input[index]!).length;
  return performance.now() - startMs;
}

/** Objects that walk straight and turn at the borders; one box in ten is missing and every box jitters. */
function walk(objects: number, frames: number): readonly (readonly Detection[])[] {
  const random = mulberry32(1);
  const walkers = Array.from({ length: objects }, () => ({
    x: random(),
    y: random(),
    vx: (random() - 0.5) * 0.02,
    vy: (random() - 0.5) * 0.01,
    height: 0.05 + 0.1 * random(),
  }));
  return Array.from({ length: frames }, () => {
    const detections: Detection[] = [];
    for (const walker of walkers) {
      walker.x += walker.vx;
      walker.y += walker.vy;
      if (walker.x < 0 || walker.x > 1) walker.vx = -walker.vx;
      if (walker.y < 0 || walker.y > 1) walker.vy = -walker.vy;
      if (random() < 0.1) continue;
      const { x, y, height } = walker;
      const left = x + (random() - 0.5) * 0.004;
      const box = { left, top: y + (random() - 0.5) * 0.004, width: height * 0.25, height };
      detections.push({ class: 'person', score: 0.3 + 0.65 * random(), box });
    }
    return detections;
  });
}

/** A small seeded generator (Tommy Ettinger's mulberry32), 0 up to 1. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
