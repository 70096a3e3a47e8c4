import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FrameSize } from '@outis/core';
import { measureTrial, shareOff, tally } from '../fixtures/measure-trial.ts';
import { perfect, StreetTrial } from '../fixtures/street-trial.ts';

const seed = 3;
const frame: FrameSize = { widthPx: 1280, heightPx: 720 };
const thresholds = { low: 0.1, high: 0.35 };

test('a junction with known counts, movements, speeds and near misses is measured right', (context) => {
  context.diagnostic(`seed ${seed}`);
  const { truth, ...trial } = run(24, 8);
  const { crossings, contributions } = trial.measured;
  assert.deepEqual(
    tally(crossings, ({ lineId, direction, class: name }) => `${lineId} ${direction} ${name}`),
    truth.crossings,
  );
  const of = (family: string) => contributions.filter((one) => one.family === family);
  assert.deepEqual(
    tally(of('movement'), ({ place, class: name }) => `${place} ${name}`),
    truth.movements,
  );
  const found = of('speed').flatMap(({ part, tMs }) => {
    const drive = truth.drives.find(({ fromMs, toMs }) => tMs >= fromMs && tMs <= toMs);
    return drive === undefined ? [] : [Number(part) + 2.5 - drive.kmh];
  });
  const mean = found.reduce((sum, off) => sum + off, 0) / found.length;
  context.diagnostic(
    `${found.length} of ${truth.drives.length} speeds, off by ${mean.toFixed(1)} km/h in the mean`,
  );
  assert.ok(found.length >= 0.7 * truth.drives.length, `${found.length} speeds`);
  assert.ok(Math.abs(mean) < 1.5, `${mean} km/h`);
  const bins = truth.pets.map(
    (s) => `pet-${s < 1 ? '0-1' : s < 2 ? '1-2' : s < 3 ? '2-3' : '3-5'} person+car`,
  );
  assert.deepEqual(
    tally(of('conflict'), ({ part, class: name }) => `${part} ${name}`),
    tally(bins, (bin) => bin),
  );
  assert.equal(of('conflict-place').length, of('conflict').length);
});

test('at 640 px and 5 fps counts and movements hold, and what is too coarse is not measured', () => {
  const { truth, measured } = run(24, 0, { widthPx: 640, heightPx: 360 }, 5);
  const counted = tally(
    measured.crossings,
    ({ lineId, direction, class: name }) => `${lineId} ${direction} ${name}`,
  );
  assert.ok(shareOff(counted, truth.crossings) <= 0.1);
  // One px is too much ground in the side street: its zone is left out, the near one is not.
  const zones = new Set(
    measured.contributions.filter(({ family }) => family === 'speed').map(({ place }) => place),
  );
  assert.deepEqual([...zones], ['road']);
});

test('the same seed gives the same numbers', () => {
  const [one, other] = [run(6, 2), run(6, 2)];
  assert.deepEqual(one.measured, other.measured);
});

function run(vehicles: number, meetings: number, size = frame, fps = 10) {
  const trial = new StreetTrial(seed, vehicles, meetings);
  const frames = Array.from({ length: Math.ceil((trial.endMs * fps) / 1000) }, (_, index) => {
    const tMs = (index * 1000) / fps;
    return { tMs, detections: perfect(trial.at(tMs)) };
  });
  return { truth: trial.truth, measured: measureTrial(size, thresholds, frames) };
}
