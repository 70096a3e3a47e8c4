import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellKeys, contributionsMax, families, type RoadUserClass, type Track } from '@outis/core';
import { measureTrial } from '../../../../test/fixtures/measure-trial.ts';
import { perfect, StreetTrial, trialMeasures } from '../../../../test/fixtures/street-trial.ts';
import type { MeasuresConfig } from '../config/check-measures.ts';
import type { Contribution } from './cell-counter.ts';
import { measuredPlaces } from './measured-places.ts';
import { bandOf, Measuring } from './measuring.ts';
import { measuredOf } from './releaser.ts';

const frame = { widthPx: 1280, heightPx: 720 };
const street: MeasuresConfig = {
  purpose: 'street-statistics',
  lines: [
    { id: 'a', a: [0.2, 0], b: [0.2, 1] },
    { id: 'b', a: [0.8, 0], b: [0.8, 1] },
  ],
  movements: 'all',
  zones: [
    {
      id: 'bay',
      points: [
        [0.3, 0.1],
        [0.6, 0.1],
        [0.6, 0.9],
        [0.3, 0.9],
      ],
      use: ['dwell'],
    },
  ],
  analyseFps: 10,
};

function track(id: number, x: number, objectClass: RoadUserClass = 'car'): Track {
  const foot = { x: x * frame.widthPx, y: 360 };
  const box = { left: foot.x - 20, top: 320, width: 40, height: 40 };
  const more = { score: 0.9, seen: true, confirmed: true, bornMs: 0, lastSeenMs: 0 };
  return { id, class: objectClass, box, foot, ...more };
}

/** Lets tracks go through x, one step a second, and then end. */
function pass(
  measuring: Measuring,
  tracks: readonly (readonly [number, readonly number[], RoadUserClass?])[],
): Contribution[] {
  const steps = Math.max(...tracks.map(([, xs]) => xs.length));
  const told: Contribution[] = [];
  for (let step = 0; step <= steps; step++)
    told.push(
      ...measuring.step(
        step * 1000,
        tracks.flatMap(([id, xs, name]) => xs.slice(step, step + 1).map((x) => track(id, x, name))),
      ),
    );
  return [...told, ...measuring.finish((steps + 1) * 1000)];
}

test('what a purpose does not permit is never built, whatever the configuration says', () => {
  assert.deepEqual(new Measuring({ ...trialMeasures, purpose: 'site-safety' }, frame).families, []);
  assert.deepEqual(
    new Measuring(trialMeasures, frame).families,
    families.filter((one) => one !== 'count'),
  );
  assert.equal(bandOf({ ...trialMeasures, purpose: 'site-safety' }, frame), undefined);
  const site = measuredPlaces({ ...trialMeasures, purpose: 'site-safety' }, frame);
  assert.deepEqual([...new Set(site.map(({ family }) => family))], ['count']);
});

test('what the ground does not permit is not built, and its empty cells do not leave', () => {
  const { calibration: _without, ...plain } = trialMeasures;
  assert.deepEqual(new Measuring(plain, frame).families, ['movement', 'dwell']);
  const at = (widthPx: number): unknown =>
    measuredPlaces(trialMeasures, { widthPx, heightPx: (widthPx * 9) / 16 }).filter(
      ({ family }) => family === 'speed',
    );
  assert.deepEqual(at(1280), [
    { family: 'speed', place: 'road' },
    { family: 'speed', place: 'side-street' },
  ]);
  assert.deepEqual(at(640), [{ family: 'speed', place: 'road' }]);
});

test('one track adds at most one movement and one stay, however it goes', () => {
  const there = [0.1, 0.4, 0.5, 0.9, 0.5, 0.1, 0.4, 0.9, 0.1];
  const told = pass(new Measuring(street, frame), [[1, there]]);
  for (const family of ['movement', 'dwell'] as const)
    assert.equal(told.filter((one) => one.family === family).length, contributionsMax[family], family);
});

test('persons have no stay and no speed; a movement has the class that won', () => {
  const measuring = new Measuring(street, frame);
  const told = pass(measuring, [[1, [0.1, 0.4, 0.9], 'person']]);
  assert.deepEqual(
    told.map(({ family, class: name }) => [family, name]),
    [['movement', 'person']],
  );
});

test('who is in the picture when the measures change is left out of the new ones', () => {
  const told = pass(new Measuring(street, frame, [1]), [
    [1, [0.1, 0.4, 0.9]],
    [2, [0.1, 0.4, 0.9]],
  ]);
  assert.equal(told.filter(({ family }) => family === 'movement').length, 1);
});

test('every contribution is one of the cells that leave', () => {
  const trial = new StreetTrial(5, 12, 4);
  const frames = Array.from({ length: Math.ceil(trial.endMs / 100) }, (_, index) => ({
    tMs: index * 100,
    detections: perfect(trial.at(index * 100)),
  }));
  const { contributions } = measureTrial(frame, { low: 0.1, high: 0.35 }, frames);
  const measured = measuredOf(measuredPlaces(trialMeasures, frame));
  assert.ok(contributions.length > 30);
  for (const { family, place, part, class: name } of contributions)
    assert.ok(
      cellKeys(family, measured).some(
        (key) => key.place === place && key.part === part && key.class === name,
      ),
      `${family} ${place} ${part} ${name}`,
    );
  for (const family of families) assert.ok(cellKeys(family, measured).length > 0, family);
});
