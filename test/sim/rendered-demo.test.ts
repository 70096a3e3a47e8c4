import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Crossing } from '@outis/core';
import { CountingPipeline, simulatedScenes } from '@outis/edge';
import { smallColours } from '../fixtures/onnx.ts';
import { renderScene } from '../fixtures/render-scene.ts';
import { root, temporaryFolder } from '../fixtures/support.ts';
import { writeColourModel } from '../fixtures/test-model.ts';

const seed = 20261122;
const fps = 10;
const seconds = 240;
const noonMs = 12 * 3_600_000;

test('the demo yard as a film: decoder, wall, detector and lines count what was really there', async (context) => {
  context.diagnostic(`seed ${seed}`);
  const folder = temporaryFolder(context);
  // The colour detector knows walkers and cars; riders and lorries stay at home.
  const yard = simulatedScenes.yard;
  const scene = { ...yard, ways: yard.ways.filter((way) => way.class === 'person' || way.class === 'car') };
  const line = scene.lines.find(({ id }) => id === 'gate')!;
  let nextId = 1;
  const truth: Crossing[] = [];
  // The truth goes through the same tracks and lines, with perfect boxes instead of pictures.
  const pipeline = new CountingPipeline({
    frame: { widthPx: 640, heightPx: 360 },
    lines: [line],
    thresholds: { low: 0.1, high: 0.35 },
    newId: () => nextId++,
  });
  const film = join(folder, 'yard.mp4');
  await renderScene(film, scene, { seed, startMs: noonMs, seconds, fps }, (tMs, objects) => {
    truth.push(
      ...pipeline.step(
        tMs,
        objects.map(({ class: name, box }) => ({ class: name, box, score: 0.9 })),
      ).crossings,
    );
  });
  truth.push(...pipeline.finish(seconds * 1000).crossings);
  utimesSync(film, new Date(0), new Date(0));
  const lines = join(folder, 'lines.json');
  writeFileSync(lines, JSON.stringify({ lines: [line] }));
  const model = writeColourModel(folder, smallColours);
  const main = join(root, 'packages/edge/src/main.ts');
  const ran = spawnSync(
    process.execPath,
    ['--disable-sigusr1', main, 'count', film, '--lines', lines, '--model', model, '--json'],
    { encoding: 'utf8' },
  );
  assert.equal(ran.status, 0, ran.stderr);
  const { counts, frames } = JSON.parse(ran.stdout) as {
    counts: { class: string; direction: string; count: number }[];
    frames: number;
  };
  assert.equal(frames, seconds * fps);
  for (const name of ['person', 'car']) {
    for (const direction of ['left_to_right', 'right_to_left']) {
      const real = truth.filter(
        (crossing) => crossing.class === name && crossing.direction === direction,
      ).length;
      const counted = counts.find((cell) => cell.class === name && cell.direction === direction)?.count ?? 0;
      context.diagnostic(`${name} ${direction}: ${counted} of ${real}`);
    }
  }
  assert.ok(truth.length > 8, 'enough passes to say something');
  for (const name of ['person', 'car']) {
    const real = truth.filter((crossing) => crossing.class === name).length;
    const counted = counts.filter((cell) => cell.class === name).reduce((sum, cell) => sum + cell.count, 0);
    // A detector that knows two colours and one size is no measure of accuracy: near is right here.
    assert.ok(Math.abs(counted - real) <= Math.max(1, 0.35 * real), `${name}: ${counted} of ${real}`);
  }
});
