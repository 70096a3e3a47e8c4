import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Track } from '../track/track.ts';
import { type Zone, type ZoneFact, ZoneRule } from './zone.ts';

const frame = { widthPx: 1000, heightPx: 1000 };
/** A square of 200 px in the middle; the band is 14 px on each side of its border. */
const square: Zone = {
  id: 'z',
  points: [
    [0.4, 0.4],
    [0.6, 0.4],
    [0.6, 0.6],
    [0.4, 0.6],
  ],
};

function track(id: number, x: number, y = 500, seen = true): Track {
  const box = { left: x - 20, top: y - 100, width: 40, height: 100 };
  const times = { bornMs: 0, lastSeenMs: 0 };
  return { id, class: 'person', score: 0.9, box, foot: { x, y }, seen, confirmed: true, ...times };
}

function kinds(facts: readonly ZoneFact[]): readonly string[] {
  return facts.map(({ kind }) => kind);
}

test('a walk through a zone is one entry and one exit, with its dwell', () => {
  const rule = new ZoneRule({ zones: [square], frame });
  const facts = [300, 380, 410, 450, 500, 590, 610, 650].flatMap((x, i) => rule.step(i * 100, [track(1, x)]));
  assert.deepEqual(facts, [
    { kind: 'entry', tMs: 200, zoneId: 'z', class: 'person', dwellMs: 0 },
    { kind: 'exit', tMs: 600, zoneId: 'z', class: 'person', dwellMs: 400 },
  ]);
});

test('jitter on the border changes nothing, and the edge of the band is still no change', () => {
  const rule = new ZoneRule({ zones: [square], frame });
  const facts = [380, 405, 395, 413, 390, 414, 386].flatMap((x, i) => rule.step(i * 100, [track(1, x)]));
  assert.deepEqual(facts, []);
});

test('who is born and lost inside is told apart from who enters and leaves', () => {
  const rule = new ZoneRule({ zones: [square], frame });
  assert.deepEqual(kinds(rule.step(0, [track(1, 500)])), ['born-inside']);
  assert.deepEqual(rule.occupants(700), [{ zoneId: 'z', class: 'person', dwellMs: 700 }]);
  rule.step(800, [track(1, 510)]);
  assert.deepEqual(rule.step(1000, []), [
    { kind: 'ended-inside', tMs: 1000, zoneId: 'z', class: 'person', dwellMs: 800 },
  ]);
  assert.deepEqual(rule.occupants(1000), []);
});

test('zones of two points, repeated ids and a negative band are refused', () => {
  const points = square.points.slice(0, 2);
  assert.throws(() => new ZoneRule({ zones: [{ id: 'x', points }], frame }), TypeError);
  assert.throws(() => new ZoneRule({ zones: [square, square], frame }), TypeError);
  assert.throws(() => new ZoneRule({ zones: [square], frame, band: -1 }), TypeError);
});

const coordinate = fc.integer({ min: 300, max: 700 });
const standing = fc.record({
  id: fc.integer({ min: 0, max: 5 }),
  x: coordinate,
  y: coordinate,
  seen: fc.boolean(),
});
const steps = fc.array(fc.uniqueArray(standing, { selector: ({ id }) => id, maxLength: 6 }), {
  maxLength: 40,
});

test('occupants = entries + born inside - exits - ended inside, never below zero', () => {
  fc.assert(
    fc.property(steps, (input) => {
      const rule = new ZoneRule({ zones: [square], frame });
      let sum = 0;
      const add = (facts: readonly ZoneFact[]): void => {
        for (const { kind, dwellMs } of facts) {
          sum += kind === 'entry' || kind === 'born-inside' ? 1 : -1;
          assert.ok(dwellMs >= 0);
        }
      };
      input.forEach((tracks, i) => {
        add(
          rule.step(
            i * 100,
            tracks.map(({ id, x, y, seen }) => track(id, x, y, seen)),
          ),
        );
        assert.equal(rule.occupants(i * 100).length, sum);
        assert.ok(sum >= 0);
      });
      add(rule.finish(input.length * 100));
      assert.equal(sum, 0);
    }),
    { seed: 9 },
  );
});

test('splitting the input anywhere and resuming gives the same facts', () => {
  fc.assert(
    fc.property(steps, fc.nat(), (input, cut) => {
      const whole = new ZoneRule({ zones: [square], frame });
      let resumed = new ZoneRule({ zones: [square], frame });
      input.forEach((standings, i) => {
        if (i === cut % input.length) {
          const saved = JSON.parse(JSON.stringify(resumed.save()));
          resumed = new ZoneRule({ zones: [square], frame });
          resumed.restore(saved);
        }
        const tracks = standings.map(({ id, x, y, seen }) => track(id, x, y, seen));
        assert.deepEqual(resumed.step(i * 100, tracks), whole.step(i * 100, tracks));
      });
    }),
    { seed: 10 },
  );
});
