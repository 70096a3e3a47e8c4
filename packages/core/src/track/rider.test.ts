import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Detection } from '../detection/detection.ts';
import { objectClasses } from '../detection/object-class.ts';
import { isRiding, mergeRiders } from './rider.ts';

function detection(
  name: Detection['class'],
  score: number,
  box: readonly [number, number, number, number],
): Detection {
  const [left, top, right, bottom] = box;
  return { class: name, score, box: { left, top, width: right - left, height: bottom - top } };
}

test('a rider and the bicycle under them are one bicycle, its box around both', () => {
  const found = mergeRiders([
    detection('person', 0.8, [171, 129, 218, 240]),
    detection('bicycle', 0.4, [170, 190, 220, 256]),
  ]);
  assert.equal(found.length, 1);
  assert.deepEqual([found[0]!.class, found[0]!.score, found[0]!.ridden], ['bicycle', 0.8, true]);
  assert.deepEqual(found[0]!.box, { left: 170, top: 129, width: 50, height: 127 });
});

test('a person beside a bicycle, or one whose feet reach below its wheels, does not ride it', () => {
  const wheel = { left: 100, top: 100, width: 80, height: 50 };
  assert.equal(isRiding({ left: 170, top: 50, width: 30, height: 98 }, wheel), false);
  assert.equal(isRiding({ left: 125, top: 55, width: 30, height: 105 }, wheel), false);
  assert.equal(isRiding({ left: 125, top: 55, width: 30, height: 85 }, wheel), true);
});

test('one two-wheeler takes one person only: the one over its middle', () => {
  const found = mergeRiders([
    detection('person', 0.9, [120, 55, 150, 140]),
    detection('person', 0.9, [128, 55, 158, 140]),
    detection('bicycle', 0.5, [100, 100, 180, 150]),
  ]);
  assert.deepEqual(found.map(({ class: name }) => name).sort(), ['bicycle', 'person']);
  assert.equal(found.find(({ class: name }) => name === 'person')!.box.left, 120);
});

test('car and truck boxes of one lorry, and its cab, are one vehicle with the votes of all', () => {
  const found = mergeRiders([
    detection('truck', 0.6, [100, 50, 300, 150]),
    detection('car', 0.5, [102, 52, 300, 150]),
    detection('car', 0.4, [220, 60, 298, 149]),
  ]);
  assert.deepEqual(
    found.map(({ class: name }) => name),
    ['truck'],
  );
  assert.deepEqual(found[0]!.votes, [0, 0, 0, 0.9, 0, 0.6]);
});

test('a car that stands before a bus, nearer to the camera, stays a car of its own', () => {
  const found = mergeRiders([
    detection('bus', 0.9, [100, 0, 400, 150]),
    detection('car', 0.8, [150, 90, 300, 175]),
  ]);
  assert.equal(found.length, 2);
});

test('what comes out is a road user, never more than went in, and the same in any unit', () => {
  const side = fc.integer({ min: 1, max: 64 }).map((n) => n / 64);
  const any = fc.record({
    class: fc.constantFrom(...objectClasses),
    score: side,
    box: fc.record({ left: side, top: side, width: side, height: side }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), (input) => {
      const found = mergeRiders(input);
      assert.ok(found.length <= input.length);
      // A power of two scales exactly.
      const scaled = mergeRiders(
        input.map((d) => {
          const { left, top, width, height } = d.box;
          return { ...d, box: { left: left * 2, top: top * 4, width: width * 2, height: height * 4 } };
        }),
      );
      assert.deepEqual(
        scaled.map((d) => [d.class, d.ridden]),
        found.map((d) => [d.class, d.ridden]),
      );
    }),
    { seed: 12 },
  );
});
