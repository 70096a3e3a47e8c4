import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { families } from './cell.ts';
import { Contributions, contributionsMax, epsilonPerPassage } from './contribution.ts';
import { releasedFamilies } from './ledger.ts';

test('property: whatever a track does, it changes no more cells of a family than is stated', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5), fc.constantFrom(...families)), { maxLength: 200 }),
      (attempts) => {
        const contributions = new Contributions();
        const taken = new Map<string, number>();
        for (const [trackId, family] of attempts) {
          if (!contributions.take(trackId, family)) continue;
          const key = `${trackId} ${family}`;
          taken.set(key, (taken.get(key) ?? 0) + 1);
        }
        for (const [key, count] of taken)
          assert.ok(count <= contributionsMax[key.split(' ')[1] as (typeof families)[number]]);
      },
    ),
    { seed: 4 },
  );
});

test('twenty parallel lines count a track three times and no more', () => {
  const contributions = new Contributions();
  const counted = Array.from({ length: 20 }, () => contributions.take(7, 'count')).filter(Boolean);
  assert.equal(counted.length, 3);
});

test('tracks that have ended are forgotten, and memory is bounded', () => {
  const contributions = new Contributions();
  assert.ok(contributions.take(1, 'speed'));
  contributions.keepOnly(new Set([1]));
  assert.ok(!contributions.take(1, 'speed'));
  contributions.keepOnly(new Set());
  assert.ok(contributions.take(1, 'speed'));
  for (let id = 0; id < 10_000; id++) contributions.take(id, 'count');
});

test('the cost of one passage is the sum over what a camera releases', () => {
  const lines = releasedFamilies({
    lines: ['a'],
    movements: [],
    speedPlaces: [],
    dwellZones: [],
    hasConflicts: false,
  });
  assert.equal(epsilonPerPassage(lines, 2), 1.5);
  assert.equal(epsilonPerPassage(families, 2), 4);
  assert.equal(epsilonPerPassage(families, 4), 2);
});
