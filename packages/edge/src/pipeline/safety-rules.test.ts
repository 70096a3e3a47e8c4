import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ForeignSystem, Track } from '@outis/core';
import type { SafetyConfig } from '../config/safety-schema.ts';
import { makeRule } from './safety-rules.ts';

const rule = { rule: 'exclusion', zones: ['pit'] } as const;
const pit: SafetyConfig['zones'][number] = {
  id: 'pit',
  hazard: 'excavation',
  points: [
    [0.4, 0.4],
    [0.6, 0.4],
    [0.6, 0.6],
    [0.4, 0.6],
  ],
};

/** When somebody who came into the pit is warned of, ms. */
function firstMs(from: ForeignSystem | null): number {
  const setup: SafetyConfig = {
    ...{ purpose: 'site-safety', rules: [rule], zones: [pit], masks: [], analyseFps: 5 },
    ...(from === null ? {} : { observations: { from } }),
  };
  const made = makeRule(rule, setup, { widthPx: 1000, heightPx: 1000 }, ['person']).rule!;
  const track: Track = {
    ...{ id: 1, class: 'person', score: 0.9, seen: true, confirmed: true, bornMs: 0, lastSeenMs: 0 },
    ...{ box: { left: 480, top: 400, width: 40, height: 100 }, foot: { x: 500, y: 500 } },
    firstFoot: { x: 300, y: 500 },
  };
  for (let tMs = 0; tMs < 10_000; tMs += 200) if (made.step(tMs, [track], []).length > 0) return tMs;
  throw new Error('Nobody was found.');
}

test('whom Frigate tells of is warned of sooner: it has followed them before', () => {
  assert.equal(firstMs(null), 2_000);
  assert.equal(firstMs('onvif'), 2_000);
  assert.equal(firstMs('frigate'), 600);
});
