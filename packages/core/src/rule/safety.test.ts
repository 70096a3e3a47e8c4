import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { counter } from '../../../../test/fixtures/detections.ts';
import type { Detection } from '../detection/detection.ts';
import { objectClasses } from '../detection/object-class.ts';
import type { Track } from '../track/track.ts';
import { Tracker } from '../track/tracker.ts';
import { BlockedRule } from './blocked.ts';
import { ExclusionRule } from './exclusion.ts';
import { type Finding, ladders, safetyRules } from './finding.ts';
import { ProximityRule } from './proximity.ts';
import { WornRule } from './worn.ts';
import type { Zone } from './zone.ts';

/** What holds for all safety rules alike. They are looked at behind a tracker, as in the product. */
const frame = { widthPx: 640, heightPx: 360 };
const half: Zone = {
  id: 'z',
  points: [
    [0, 0],
    [0.6, 0],
    [0.6, 1],
    [0, 1],
  ],
};

/** The shape that all of them have. */
interface AnyRule {
  step(tMs: number, tracks: readonly Track[], detections: readonly Detection[]): readonly Finding[];
  save(): unknown;
  restore(saved: never): void;
}

const groundOf = ({ x, y }: { x: number; y: number }): { xM: number; yM: number } | null => {
  return y < 60 ? null : { xM: ((x - 320) * 6) / (y - 50), yM: 3000 / (y - 50) };
};
const makers: Readonly<Record<(typeof safetyRules)[number], () => AnyRule>> = {
  helmet: () => new WornRule({ part: 'helmet', zones: [half], frame, headPxMin: 10 }),
  vest: () => new WornRule({ part: 'vest', zones: [half], frame, headPxMin: 10, groundOf }),
  exclusion: () => new ExclusionRule({ zones: [{ ...half, hazard: 'vehicle-route' }], frame }),
  proximity: () => new ProximityRule({ zones: [half], frame, groundOf }),
  blocked: () => new BlockedRule({ zones: [{ ...half, minutesMax: 0.05 }], frame }),
};

/** Something that goes its way at a steady pace, with what it wears; from fractions of the picture, per second. */
interface Walker {
  readonly class: Detection['class'];
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly fromS: number;
  readonly forS: number;
  readonly head: 'helmet' | 'bare-head' | null;
}

function detectionsAt(walkers: readonly Walker[], s: number): readonly Detection[] {
  return walkers.flatMap(({ class: name, x, y, dx, dy, fromS, forS, head }): readonly Detection[] => {
    if (s < fromS || s > fromS + forS) return [];
    const [width, height] = name === 'person' ? [0.06, 0.3] : [0.2, 0.25];
    const box = { left: x + dx * (s - fromS), top: y + dy * (s - fromS), width, height };
    const worn = head !== null && name === 'person';
    const headBox = { left: box.left + 0.02, top: box.top + 0.005, width: 0.025, height: 0.045 };
    return [{ class: name, score: 0.8, box }, ...(worn ? [{ class: head, score: 0.7, box: headBox }] : [])];
  });
}

const share = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.round(min * 100), max: Math.round(max * 100) }).map((value) => value / 100);
const walker: fc.Arbitrary<Walker> = fc.record({
  class: fc.constantFrom(
    'person' as const,
    'person' as const,
    'person' as const,
    'car' as const,
    'truck' as const,
    'bicycle' as const,
  ),
  x: share(0, 0.8),
  y: share(0.05, 0.6),
  dx: fc.constantFrom(0, 0, 0.03, -0.03, 0.08),
  dy: fc.constantFrom(0, 0, 0.02, -0.02, 0.06),
  fromS: fc.integer({ min: 0, max: 4 }),
  forS: fc.integer({ min: 1, max: 12 }),
  head: fc.constantFrom('helmet' as const, 'bare-head' as const, 'bare-head' as const, null),
});
const scene = fc.array(walker, { maxLength: 7 });
const seconds = 14;

for (const kind of safetyRules) {
  test(`${kind}: nothing is found in an empty scene, nor of classes that it is not about`, () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 1, max: 12 }), (walkers, fps) => {
        const needsVehicle = kind === 'blocked' || kind === 'proximity';
        const others = walkers.filter(({ class: name }) =>
          needsVehicle ? name === 'person' || name === 'bicycle' : name === 'car' || name === 'truck',
        );
        const [empty, beside] = [makers[kind](), makers[kind]()];
        const tracker = new Tracker({ frame, newId: counter() });
        for (let i = 0; i < seconds * fps; i++) {
          const tMs = Math.round((i * 1000) / fps);
          assert.deepEqual(empty.step(tMs, [], []), []);
          const seen = detectionsAt(others, i / fps);
          assert.deepEqual(beside.step(tMs, tracker.step(tMs, seen), seen), []);
        }
      }),
      { seed: 87, numRuns: 30 },
    );
  });

  test(`${kind}: split, resumed and in another order it finds the same, and says no track`, () => {
    let found = 0;
    fc.assert(
      fc.property(scene, fc.nat(), (walkers, cut) => {
        const whole = makers[kind]();
        let resumed = makers[kind]();
        const tracker = new Tracker({ frame, newId: counter() });
        for (let i = 0; i < seconds * 8; i++) {
          const seen = detectionsAt(walkers, i / 8);
          const tracks = tracker.step(i * 125, seen);
          if (i === cut % (seconds * 8)) {
            const saved = JSON.parse(JSON.stringify(resumed.save())) as never;
            resumed = makers[kind]();
            resumed.restore(saved);
          }
          const findings = whole.step(i * 125, tracks, seen);
          assert.deepEqual(resumed.step(i * 125, tracks.toReversed(), seen.toReversed()), findings);
          found += findings.length;
          for (const finding of findings) assert.deepEqual(Object.keys(finding).sort(), findingKeys);
        }
      }),
      { seed: 88, numRuns: 60 },
    );
    assert.ok(found > 20, `only ${found} findings: the property saw next to nothing`);
  });

  test(`${kind}: what it holds does not grow with time, and is gone when everybody has left`, () => {
    const rule = makers[kind]();
    const tracker = new Tracker({ frame, newId: counter() });
    let most = 0;
    for (let i = 0; i < 3000; i++) {
      const walkers = [0, 1, 2, 3].map((n): Walker => {
        const isPerson = n < 2;
        const fromS = Math.floor(i / 40) * 5;
        const rest = { dx: 0.05, dy: 0.01, fromS, forS: 4, head: 'bare-head' as const };
        return { class: isPerson ? 'person' : 'truck', x: 0.1 * n, y: 0.15 * n, ...rest };
      });
      const seen = detectionsAt(walkers, i / 8);
      rule.step(i * 125, tracker.step(i * 125, seen), seen);
      most = Math.max(most, JSON.stringify(rule.save()).length);
    }
    assert.ok(most < 20_000, `${most} characters`);
    for (let i = 3000; i < 3000 + 8 * 25; i++) rule.step(i * 125, tracker.step(i * 125, []), []);
    assert.ok(JSON.stringify(rule.save()).length < 400, JSON.stringify(rule.save()));
  });

  test(`${kind}: hostile numbers and a clock that jumps throw nothing and hold bounds`, () => {
    const number = fc.constantFrom(0, -1, 0.5, 3, 1e9, NaN, Infinity, -Infinity);
    const box = fc.record({ left: number, top: number, width: number, height: number });
    const detection = fc.record({ class: fc.constantFrom(...objectClasses), score: number, box });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -1e7, max: 1e7 }), fc.array(detection, { maxLength: 20 })), {
          maxLength: 20,
        }),
        (steps) => {
          const rule = makers[kind]();
          for (const [tMs, seen] of steps) {
            const tracks = seen.map(({ class: name, box: at }, id): Track => {
              const foot = { x: at.left, y: at.top };
              const rest = { seen: true, confirmed: true, bornMs: 0, lastSeenMs: tMs };
              return { id, class: name as Track['class'], score: 1, box: at, foot, ...rest };
            });
            for (const { agesMs } of rule.step(tMs, tracks, seen)) {
              assert.ok(agesMs.length >= 1 && agesMs.length <= ladders[kind].length);
              assert.ok(agesMs.every((ageMs) => ageMs >= 0));
            }
          }
        },
      ),
      { seed: 89, numRuns: 100 },
    );
  });
}

const findingKeys = ['agesMs', 'classes', 'rule', 'tMs', 'zoneId'];
