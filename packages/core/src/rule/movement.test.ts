import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Track } from '../track/track.ts';
import type { CountingLine } from './crossing.ts';
import { type Movement, type MovementFact, MovementRule } from './movement.ts';

const frame = { widthPx: 1000, heightPx: 1000 };
const lines: readonly CountingLine[] = [
  { id: 'west', a: [0.2, 1], b: [0.2, 0] },
  { id: 'east', a: [0.8, 1], b: [0.8, 0] },
];
const through: Movement = { id: 'through', from: 'west', to: 'east' };
const turn: Movement = { id: 'turn', from: 'west', to: 'west', toDirection: 'right_to_left' };

function track(id: number, x: number): Track {
  const box = { left: x - 20, top: 400, width: 40, height: 100 };
  const rest = { seen: true, confirmed: true, bornMs: 0, lastSeenMs: 0 };
  return { id, class: 'car', score: 0.9, box, foot: { x, y: 500 }, ...rest };
}

function run(movements: readonly Movement[], paths: readonly (readonly number[])[]): readonly MovementFact[] {
  const rule = new MovementRule({ movements, lines, frame });
  const length = Math.max(...paths.map((path) => path.length));
  const facts = Array.from({ length }, (_, i) => {
    return rule.step(
      i * 100,
      paths.flatMap((path, id) => (i < path.length ? [track(id, path[i]!)] : [])),
    );
  }).flat();
  return [...facts, ...rule.finish(length * 100)];
}

test('over one line and then the other is one movement, with its duration', () => {
  assert.deepEqual(run([through], [[100, 300, 500, 700, 900]]), [
    { kind: 'movement', tMs: 350, movementId: 'through', class: 'car', durationMs: 300 },
  ]);
});

test('the other way round, or over one line only, is not that movement', () => {
  assert.deepEqual(
    run(
      [through],
      [
        [900, 500, 100],
        [100, 500, 700],
        [500, 900],
      ],
    ),
    [],
  );
});

test('a U-turn comes back over its own line; a track completes one movement at most', () => {
  const facts = run([through, turn], [[100, 300, 100, 300, 500, 900]]);
  assert.deepEqual(
    facts.map(({ movementId }) => movementId),
    ['turn'],
  );
});

test('lines that do not exist and repeated ids are refused', () => {
  assert.throws(
    () => new MovementRule({ movements: [{ ...through, to: 'north' }], lines, frame }),
    TypeError,
  );
  assert.throws(() => new MovementRule({ movements: [through, through], lines, frame }), TypeError);
});

test('splitting the input anywhere and resuming gives the same movements', () => {
  const path = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 4 }), fc.nat(), (paths, cut) => {
      const length = Math.max(...paths.map((p) => p.length));
      const options = { movements: [through, turn], lines, frame };
      const whole = new MovementRule(options);
      let resumed = new MovementRule(options);
      for (let i = 0; i < length; i++) {
        if (i === cut % length) {
          const saved = JSON.parse(JSON.stringify(resumed.save()));
          resumed = new MovementRule(options);
          resumed.restore(saved);
        }
        const tracks = paths.flatMap((p, id) => (i < p.length ? [track(id, p[i]!)] : []));
        assert.deepEqual(resumed.step(i * 100, tracks), whole.step(i * 100, tracks));
      }
      assert.deepEqual(resumed.finish(9e6), whole.finish(9e6));
    }),
    { seed: 11 },
  );
});
