import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SafetyRuleConfig, safetyRules } from '@outis/core';
import fc from 'fast-check';
import { clicked, rectangleAhead, streetCamera } from '../../../../test/fixtures/ground-camera.ts';
import { headOf, Rig, rigConfig, standing } from '../../../../test/fixtures/safety-rig.ts';

/** A ground eight metres wide and twelve long, ahead of a mast. */
const ground = ((): Parameters<typeof rigConfig>[1] => {
  const points = clicked(streetCamera, rectangleAhead(8, 12, 8)).map(({ picture, ground: { xM, yM } }) => ({
    at: picture,
    ground: [xM, yM] as const,
  }));
  return { calibration: { points, heldOut: { a: points[0]!.at, b: points[1]!.at, metres: 8 } } };
})();

test('property: no rule warns of an empty scene, whatever the clocks do and however often the eye is interrupted', () => {
  const all = safetyRules.map(
    (rule): SafetyRuleConfig => ({
      rule,
      zones: ['crane'],
      ...(rule === 'blocked' ? { minutes: 0.01 } : {}),
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5000, max: 20_000 }), { maxLength: 60 }), (gaps) => {
      const rig = new Rig(rigConfig(all, ground));
      assert.deepEqual(
        rig.safety.json().rules.map(({ problem }) => problem),
        all.map(() => null),
      );
      let tMs = 0;
      for (const gapMs of gaps) {
        tMs += gapMs;
        if (gapMs % 7 === 0) {
          rig.close();
          rig.open();
        }
        rig.safety.step({ tMs, offsetMs: rig.machineMs, tracks: [], detections: [] });
        rig.pass(Math.abs(gapMs));
      }
      assert.equal(rig.sink.raised.length, 0);
    }),
    { seed: 81, numRuns: 60 },
  );
});

test('property: where heads are missing it cannot judge, and never warns', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          x: fc.double({ min: 0.05, max: 0.35, noNaN: true }),
          y: fc.double({ min: 0.4, max: 1, noNaN: true }),
        }),
        { minLength: 2, maxLength: 6 },
      ),
      (places) => {
        const rules: SafetyRuleConfig[] = [
          { rule: 'helmet', zones: ['crane'] },
          { rule: 'vest', zones: ['crane'] },
        ];
        const rig = new Rig(rigConfig(rules));
        const people = places.map(({ x, y }, index) => standing(x, y, index + 1));
        // One bare head among several people is not enough to go by.
        const heads = people.length > 2 ? [headOf(people[0]!, 'bare-head')] : [];
        rig.look(40_000, people, heads);
        rig.close();
        rig.pass(3_600_000);
        assert.equal(rig.sink.raised.length, 0);
        for (const { judgements } of rig.safety.json().rules)
          assert.equal(judgements[0]?.state, 'cannot-judge');
      },
    ),
    { seed: 82, numRuns: 30 },
  );
});
