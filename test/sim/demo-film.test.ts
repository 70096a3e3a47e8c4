import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Crossing, RoadUserClass } from '@outis/core';
import { CountingPipeline, simulatedScenes } from '@outis/edge';
import { drawnFilm, type SceneName } from '../../packages/edge/src/camera/source.ts';
import { filmMoments, filmOptions, filmSize } from '../../packages/edge/src/demo/film.ts';
import { root, temporaryFolder } from '../fixtures/support.ts';

/** What is true of a film: perfect boxes through the same tracks and lines, without pictures. */
function truthOf(scene: SceneName): Crossing[] {
  let nextId = 1;
  const truth: Crossing[] = [];
  const pipeline = new CountingPipeline({
    frame: filmSize,
    lines: simulatedScenes[scene].lines,
    thresholds: { low: 0.1, high: 0.35 },
    newId: () => nextId++,
  });
  for (const { tMs, objects } of filmMoments(scene))
    truth.push(
      ...pipeline.step(
        tMs,
        objects.map(({ class: name, box }) => ({ class: name, box, score: 0.9 })),
      ).crossings,
    );
  return [...truth, ...pipeline.finish(filmOptions.seconds * 1000).crossings];
}

const groups: Readonly<Record<string, readonly RoadUserClass[]>> = {
  person: ['person'],
  'two-wheeler': ['bicycle', 'motorcycle'],
  vehicle: ['car', 'bus', 'truck'],
};

for (const scene of ['yard', 'street'] as const) {
  test(`the drawn ${scene}: decoder, wall, the shipped detector, tracks and lines count what was drawn`, (context) => {
    const folder = temporaryFolder(context);
    const film = join(folder, 'film.mp4');
    copyFileSync(drawnFilm(scene), film);
    // A file that may still grow is not counted.
    utimesSync(film, new Date(0), new Date(0));
    const lines = join(folder, 'lines.json');
    writeFileSync(lines, JSON.stringify({ lines: simulatedScenes[scene].lines }));
    const main = join(root, 'packages/edge/src/main.ts');
    const ran = spawnSync(
      process.execPath,
      ['--disable-sigusr1', main, 'count', film, '--lines', lines, '--json'],
      { encoding: 'utf8' },
    );
    assert.equal(ran.status, 0, ran.stderr);
    const { counts, frames } = JSON.parse(ran.stdout) as {
      readonly counts: readonly { readonly class: RoadUserClass; readonly count: number }[];
      readonly frames: number;
    };
    assert.equal(frames, filmOptions.seconds * filmOptions.fps);
    const truth = truthOf(scene);
    assert.ok(truth.length >= 15, `${truth.length} passages`);
    let error = 0;
    for (const [name, classes] of Object.entries(groups)) {
      const real = truth.filter((crossing) => classes.includes(crossing.class)).length;
      const counted = counts
        .filter((cell) => classes.includes(cell.class))
        .reduce((sum, cell) => sum + cell.count, 0);
      context.diagnostic(`${name}: ${counted} of ${real}`);
      error += Math.abs(counted - real);
    }
    context.diagnostic(`errors: ${error} of ${truth.length}`);
    assert.ok(error <= 0.25 * truth.length, `${error} errors at ${truth.length} passages`);
  });
}
