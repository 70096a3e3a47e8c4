import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineConfig } from '@outis/core';
import { labelHeightPx, placeLabels } from './label-layout.ts';

const box = { width: 360, height: 200 };

test('labels stay inside the view and off each other, also where lines end close together', () => {
  const lines: LineConfig[] = [
    { id: 'gate', a: [0.36, 0.9], b: [0.42, 0.4] },
    { id: 'walkway', a: [0.93, 0.44], b: [0.6, 0.36] },
    { id: 'ramp', a: [0.44, 0.95], b: [0.44, 0.42] },
    { id: 'edge', a: [0, 0], b: [0, 1] },
  ];
  const places = [...placeLabels(lines, box).values()];
  assert.equal(places.length, 4);
  for (const [i, a] of places.entries()) {
    assert.ok(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= box.width && a.y > 0 && a.y < box.height);
    for (const b of places.slice(i + 1)) {
      const isApart = Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= labelHeightPx;
      assert.ok(isApart, `${i}`);
    }
  }
});
