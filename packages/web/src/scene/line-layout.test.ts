import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineConfig } from '@outis/core';
import { labelHeightPx, layOutLines } from './line-layout.ts';

const box = { width: 360, height: 200 };

test('labels stay inside the view and off each other, also where lines end close together', () => {
  const lines: LineConfig[] = [
    { id: 'gate', a: [0.36, 0.9], b: [0.42, 0.4] },
    { id: 'walkway', a: [0.93, 0.44], b: [0.6, 0.36] },
    { id: 'ramp', a: [0.44, 0.95], b: [0.44, 0.42] },
    { id: 'edge', a: [0, 0], b: [0, 1] },
  ];
  const places = [...layOutLines(lines, box).values()].map((layout) => layout.label);
  assert.equal(places.length, 4);
  for (const [i, a] of places.entries()) {
    assert.ok(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= box.width && a.y > 0 && a.y < box.height);
    for (const b of places.slice(i + 1)) {
      const isApart = Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= labelHeightPx;
      assert.ok(isApart, `${i}`);
    }
  }
});

test('where two lines cross, their side signs stand apart', () => {
  const lines: LineConfig[] = [
    { id: 'upright', a: [0.5, 0.92], b: [0.52, 0.36] },
    { id: 'level', a: [0.34, 0.62], b: [0.72, 0.6] },
  ];
  const [a, b] = [...layOutLines(lines, { width: 800, height: 450 }).values()].map((layout) => layout.middle);
  assert.ok(Math.hypot(a!.x - b!.x, a!.y - b!.y) >= 60);
});

test('a line alone has its signs in its middle', () => {
  const layout = layOutLines([{ id: 'gate', a: [0.2, 0.8], b: [0.2, 0.4] }], box).get('gate');
  assert.ok(Math.abs(layout!.middle.x - 72) < 1e-9 && Math.abs(layout!.middle.y - 120) < 1e-9);
});
