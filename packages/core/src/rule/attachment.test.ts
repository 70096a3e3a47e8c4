import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Detection } from '../detection/detection.ts';
import { objectClasses } from '../detection/object-class.ts';
import type { Box } from '../geometry/box.ts';
import { attachParts, type Wearer } from './attachment.ts';

const frame = { widthPx: 1000, heightPx: 1000 };

function person(left: number, top = 300, width = 80, height = 240): Wearer {
  return { class: 'person', box: { left, top, width, height } };
}

function seen(name: Detection['class'], left: number, top: number, score = 0.8, size = 34): Detection {
  return {
    class: name,
    score,
    box: { left: left / 1000, top: top / 1000, width: size / 1000, height: size / 1000 },
  };
}

function vestOn({ box }: Wearer, score = 0.8): Detection {
  const vest: Box = {
    left: box.left / 1000,
    top: (box.top + 50) / 1000,
    width: box.width / 1000,
    height: 0.09,
  };
  return { class: 'vest', score, box: vest };
}

function helmets(wearers: readonly Wearer[], detections: readonly Detection[]): readonly string[] {
  return attachParts(wearers, detections, { frame }).map(({ helmet }) => helmet.is);
}

test('a helmet, a bare head and no head at all are three answers', () => {
  assert.deepEqual(
    helmets([person(100), person(400), person(700)], [seen('bare-head', 423, 302), seen('helmet', 123, 302)]),
    ['worn', 'missing', 'unknown'],
  );
});

test('both found on one head: the difference decides, exactly .2 is enough', () => {
  const both = (bare: number): readonly Detection[] => [
    seen('helmet', 123, 302, 0.5),
    seen('bare-head', 124, 303, bare),
  ];
  assert.deepEqual(helmets([person(100)], both(0.29)), ['worn']);
  assert.deepEqual(helmets([person(100)], both(0.31)), ['unknown']);
  assert.deepEqual(helmets([person(100)], both(0.7)), ['missing']);
});

test('a small head is found but says nothing', () => {
  const parts = attachParts([person(100)], [seen('bare-head', 128, 302, 0.9, 23)], { frame });
  assert.deepEqual(parts[0]!.helmet, { is: 'unknown', margin: 0 });
  assert.equal(Math.round(parts[0]!.headPx!), 23);
  assert.deepEqual(helmets([person(100)], [seen('bare-head', 128, 302, 0.9, 24.001)]), ['missing']);
});

test('a helmet in the hand, on the ground or on a shelf beside is on nobody’s head', () => {
  for (const [x, y] of [
    [123, 420],
    [160, 510],
    [230, 302],
    [123, 200],
  ] as const)
    assert.deepEqual(helmets([person(100)], [seen('helmet', x, y)]), ['unknown']);
});

test('a head cut off by the picture, or on a box without an upper body, says nothing', () => {
  assert.deepEqual(helmets([person(100, 0)], [seen('bare-head', 123, 0)]), ['unknown']);
  assert.deepEqual(helmets([person(100, 300, 80, 70)], [seen('bare-head', 123, 300)]), ['unknown']);
});

test('where two persons overlap at the head, both are unknown; beside each other, none is', () => {
  const heads = [seen('bare-head', 123, 302), seen('helmet', 163, 302)];
  assert.deepEqual(helmets([person(100), person(140)], heads), ['unknown', 'unknown']);
  assert.deepEqual(
    helmets([person(100), person(190)], [seen('bare-head', 123, 302), seen('helmet', 213, 302)]),
    ['missing', 'worn'],
  );
});

test('one head goes to one wearer', () => {
  const answers = helmets([person(100), person(110, 310)], [seen('bare-head', 125, 303)]);
  assert.ok(answers.filter((answer) => answer !== 'unknown').length <= 1);
});

test('a rider’s head belongs to the two-wheeler, whether its box holds the rider or not', () => {
  const around: Wearer = { class: 'bicycle', box: { left: 100, top: 300, width: 120, height: 240 } };
  const below: Wearer = { class: 'motorcycle', box: { left: 500, top: 420, width: 160, height: 120 } };
  const heads = [seen('helmet', 145, 304), seen('bare-head', 560, 345)];
  assert.deepEqual(helmets([around, below], heads), ['worn', 'missing']);
});

test('that a vest is missing is said only where a head shows the upper body', () => {
  const one = person(100);
  const vest = (detections: readonly Detection[]): string =>
    attachParts([one], detections, { frame })[0]!.vest.is;
  assert.equal(vest([seen('helmet', 123, 302)]), 'missing');
  assert.equal(vest([]), 'unknown');
  assert.equal(vest([seen('helmet', 123, 302), vestOn(one)]), 'worn');
  assert.equal(vest([seen('helmet', 123, 302), vestOn(one, 0.1)]), 'unknown');
});

const place = fc.record({ x: fc.integer({ min: -50, max: 1000 }), y: fc.integer({ min: -50, max: 1000 }) });
const detection = fc
  .tuple(
    fc.constantFrom(...objectClasses),
    place,
    fc.integer({ min: 1, max: 100 }),
    fc.integer({ min: 0, max: 90 }),
  )
  .map(([name, { x, y }, score, size]) => seen(name, x, y, score / 100, size));
const wearer = fc
  .tuple(place, fc.integer({ min: 20, max: 120 }), fc.integer({ min: 20, max: 300 }), fc.boolean())
  .map(
    ([{ x, y }, width, height, isPerson]): Wearer => ({
      ...person(x, y, width, height),
      class: isPerson ? 'person' : 'bicycle',
    }),
  );

test('the order of detections and of wearers changes nothing, and no detection means no answer', () => {
  fc.assert(
    fc.property(
      fc.array(wearer, { maxLength: 8 }),
      fc.array(detection, { maxLength: 20 }),
      (wearers, detections) => {
        const parts = attachParts(wearers, detections, { frame });
        assert.deepEqual(attachParts(wearers, detections.toReversed(), { frame }), parts);
        assert.deepEqual(
          attachParts(wearers.toReversed(), detections, { frame }).toReversed().map(text),
          parts.map(text),
        );
        assert.ok(
          attachParts(wearers, [], { frame }).every(
            ({ headPx, helmet, vest }) => headPx === null && helmet.is === 'unknown' && vest.is === 'unknown',
          ),
        );
        const votes = parts.filter(({ helmet }) => helmet.is !== 'unknown').length;
        const heads = detections.filter(({ class: name }) => name === 'helmet' || name === 'bare-head');
        assert.ok(votes <= heads.length);
      },
    ),
    { seed: 81, numRuns: 500 },
  );
});

test('numbers that are not finite and boxes without area are nobody’s', () => {
  const broken = [NaN, Infinity, 0].map((size) => seen('bare-head', 123, 302, 0.9, size));
  assert.deepEqual(helmets([person(100)], broken), ['unknown']);
});

function text(parts: unknown): string {
  return JSON.stringify(parts);
}
