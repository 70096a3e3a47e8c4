import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { iou } from './box.ts';
import { isInside } from './polygon.ts';

const square = [
  { x: 0, y: 0 },
  { x: 4, y: 0 },
  { x: 4, y: 4 },
  { x: 0, y: 4 },
];

test('inside and outside of a square, a notch and a crossed polygon', () => {
  assert.equal(isInside({ x: 2, y: 2 }, square), true);
  for (const [x, y] of [
    [-1, 2],
    [5, 2],
    [2, -1],
    [2, 5],
  ] as const)
    assert.equal(isInside({ x, y }, square), false);
  const notch = [...square, { x: 2, y: 2 }];
  assert.equal(isInside({ x: 0.5, y: 2 }, notch), false);
  assert.equal(isInside({ x: 3, y: 2 }, notch), true);
  const bowTie = [square[0]!, square[2]!, square[1]!, square[3]!];
  assert.equal(isInside({ x: 0.5, y: 2 }, bowTie), true);
  assert.equal(isInside({ x: 2, y: 1 }, bowTie), false);
});

test('a level with a vertex counts once', () => {
  const diamond = [
    { x: 2, y: 0 },
    { x: 4, y: 2 },
    { x: 2, y: 4 },
    { x: 0, y: 2 },
  ];
  assert.equal(isInside({ x: 1, y: 2 }, diamond), true);
  assert.equal(isInside({ x: -1, y: 2 }, diamond), false);
  assert.equal(isInside({ x: 5, y: 2 }, diamond), false);
});

test('what is no area has no inside', () => {
  for (const polygon of [[], square.slice(0, 1), square.slice(0, 2)])
    assert.equal(isInside({ x: 2, y: 0 }, polygon), false);
});

const point = fc.record({ x: fc.integer({ min: 0, max: 1000 }), y: fc.integer({ min: 0, max: 1000 }) });
/** Never level with a vertex and never on an edge of whole numbers but by an accident that rounding decides alike. */
const between = fc.record({
  x: fc.integer({ min: -10, max: 1010 }).map((x) => x + 0.37),
  y: fc.integer({ min: -10, max: 1010 }).map((y) => y + 0.61),
});

test('property: rotating the list of vertices changes nothing', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 12 }), fc.nat(11), between, (polygon, by, at) => {
      const turn = by % polygon.length;
      const rotated = [...polygon.slice(turn), ...polygon.slice(0, turn)];
      assert.equal(isInside(at, rotated), isInside(at, polygon));
    }),
    { seed: 9, numRuns: 500 },
  );
});

test('property: moving or mirroring point and polygon together changes nothing', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 8 }), between, (polygon, at) => {
      const mirror = ({ x, y }: { x: number; y: number }): { x: number; y: number } => ({ x: 2048 - x, y });
      assert.equal(isInside(mirror(at), polygon.map(mirror)), isInside(at, polygon));
    }),
    { seed: 10, numRuns: 500 },
  );
});

test('intersection over union', () => {
  const box = { left: 0, top: 0, width: 2, height: 2 };
  assert.equal(iou(box, box), 1);
  assert.equal(iou(box, { ...box, left: 1 }), 1 / 3);
  assert.equal(iou(box, { ...box, left: 2 }), 0);
  assert.equal(iou({ ...box, width: 0 }, { ...box, width: 0 }), 0);
});
