import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box, Detection, ObjectClass } from '@outis/core';
import { withoutLooseParts } from './worn-parts.ts';

function seen(name: ObjectClass, left: number, top: number, width: number, height: number): Detection {
  const box: Box = { left, top, width, height };
  return { class: name, score: 0.5, box };
}

const person = seen('person', 0.4, 0.3, 0.1, 0.4);

test('what a person wears stays, also a head that sticks out of the box a little', () => {
  const worn = [
    seen('helmet', 0.43, 0.3, 0.04, 0.06),
    seen('bare-head', 0.43, 0.22, 0.04, 0.06),
    seen('vest', 0.41, 0.4, 0.08, 0.15),
  ];
  assert.deepEqual(withoutLooseParts([person, ...worn]), [person, ...worn]);
});

test('a part without anybody around it is dropped, for each of the three', () => {
  for (const name of ['helmet', 'bare-head', 'vest'] as const) {
    assert.deepEqual(withoutLooseParts([person, seen(name, 0.7, 0.3, 0.04, 0.06)]), [person]);
    // Below the feet is nobody.
    assert.deepEqual(withoutLooseParts([person, seen(name, 0.43, 0.71, 0.04, 0.06)]), [person]);
    assert.deepEqual(withoutLooseParts([seen(name, 0.4, 0.3, 0.04, 0.06)]), []);
  }
});

test('a rider may be missing in the box of a two-wheeler; a car wears nothing', () => {
  const helmet = seen('helmet', 0.43, 0.25, 0.04, 0.06);
  for (const name of ['bicycle', 'motorcycle'] as const) {
    const ridden = seen(name, 0.4, 0.4, 0.1, 0.2);
    assert.deepEqual(withoutLooseParts([helmet, ridden]), [helmet, ridden]);
  }
  for (const name of ['car', 'bus', 'truck'] as const) {
    const vehicle = seen(name, 0.3, 0.2, 0.4, 0.4);
    assert.deepEqual(withoutLooseParts([helmet, vehicle]), [vehicle]);
  }
});

test('road users stay, in their order, with nobody around', () => {
  const all = [seen('car', 0, 0, 0.1, 0.1), person, seen('truck', 0.5, 0.5, 0.2, 0.2)];
  assert.deepEqual(withoutLooseParts(all), all);
});
