import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import type { Detection } from '../packages/core/src/detection/detection.ts';
import { LateTracker } from '../packages/core/src/track/late-tracker.ts';
import { Tracker } from '../packages/core/src/track/tracker.ts';

/**
 * Speed of the tracker in frames a second, with 25 and with 200 objects that walk about, from a fixed seed; beside
 * node-moving-things-tracker (the tracker of OpenDataCam) as it comes, on the same boxes in the same run, turn by
 * turn.
 */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const frame = { widthPx: 1280, heightPx: 720 };
const repeats = 7;
const loads = [
  { objects: 25, frames: 1000, target: 5000 },
  { objects: 200, frames: 150, target: 200 },
] as const;
/** What the trackers returned, so that nothing can be optimised away. */
let sink = 0;

/** What is used of node-moving-things-tracker, which has no types and one state per process. */
interface MovingThings {
  reset(): void;
  updateTrackedItemsWithNewFrame(detections: readonly object[], frameNumber: number): void;
  getJSONOfTrackedItems(roundIntegers: boolean): readonly unknown[];
}

interface Speed {
  readonly tracker: string;
  readonly objects: number;
  readonly target: number | null;
  readonly meanPerS: number;
  readonly sdPerS: number;
  readonly leastPerS: number;
}

type Frames = readonly (readonly Detection[])[];

const movingThings = createRequire(import.meta.url)('node-moving-things-tracker/tracker') as MovingThings;
/** Each runs all frames and returns the time in ms. */
const trackers: Readonly<Record<string, (input: Frames) => number>> = {
  outis: runLate,
  outisAtOnce: runAtOnce,
  'node-moving-things-tracker': runMovingThings,
};

const report = loads.flatMap(({ objects, frames, target }) => measure(objects, frames, target));
if (values.json) console.log(JSON.stringify(report));
else {
  for (const { tracker, objects, target, meanPerS, sdPerS, leastPerS } of report) {
    const wanted = target === null ? '' : ` (target ${target})`;
    console.log(
      `${objects} objects, ${tracker}: ${meanPerS} ± ${sdPerS} frames/s, least ${leastPerS}${wanted}`,
    );
  }
}
if (sink === 0) throw new Error('The trackers returned no track.');

/** The trackers take turns, so that a busy machine slows all of them. */
function measure(objects: number, frames: number, target: number): readonly Speed[] {
  const input = walk(objects, frames);
  const rates = new Map(Object.keys(trackers).map((name): [string, number[]] => [name, []]));
  for (const run of Object.values(trackers)) run(input);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [name, run] of Object.entries(trackers)) rates.get(name)!.push((frames * 1000) / run(input));
  }
  return [...rates].map(([tracker, all]): Speed => {
    const mean = all.reduce((sum, rate) => sum + rate, 0) / repeats;
    const variance = all.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / repeats;
    return {
      tracker,
      objects,
      target: tracker.startsWith('outis') ? target : null,
      meanPerS: Math.round(mean),
      sdPerS: Math.round(Math.sqrt(variance)),
      leastPerS: Math.round(Math.min(...all)),
    };
  });
}

/** As counts are made: looked at twice, and decided some seconds later. */
function runLate(input: Frames): number {
  let id = 0;
  const tracker = new LateTracker({ frame, newId: () => ++id });
  const startMs = performance.now();
  for (let index = 0; index < input.length; index++)
    sink += tracker.step(index * 100, input[index]!).now.length;
  sink += tracker.finish().length;
  return performance.now() - startMs;
}

function runAtOnce(input: Frames): number {
  let id = 0;
  const tracker = new Tracker({ frame, newId: () => ++id });
  const startMs = performance.now();
  for (let index = 0; index < input.length; index++) sink += tracker.step(index * 100, input[index]!).length;
  return performance.now() - startMs;
}

/** It is given what it would be given by OpenDataCam: boxes in px, the score in percent, no doubtful boxes. */
function runMovingThings(input: Frames): number {
  const boxes = input.map((detections) =>
    detections
      .filter(({ score }) => score >= 0.4)
      .map(({ class: name, score, box }) => ({
        x: box.left * frame.widthPx,
        y: box.top * frame.heightPx,
        w: box.width * frame.widthPx,
        h: box.height * frame.heightPx,
        confidence: score * 100,
        name,
      })),
  );
  movingThings.reset();
  const startMs = performance.now();
  for (let index = 0; index < boxes.length; index++) {
    movingThings.updateTrackedItemsWithNewFrame(boxes[index]!, index);
    sink += movingThings.getJSONOfTrackedItems(true).length;
  }
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
