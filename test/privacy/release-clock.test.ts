import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextMorningMs, roadUserClasses } from '@outis/core';
import fc from 'fast-check';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { assertOnce, ReleaseBench, texts } from '../fixtures/release-bench.ts';
import { seededDraws } from '../fixtures/seeded-draws.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const startMs = Date.parse('2026-06-10T09:00:00Z');

test('a line that was drawn while the clock was ahead is measured when it has been set back', () => {
  const bench = new ReleaseBench({ lines: [], sinceMs: startMs });
  bench.measure(['gate'], startMs + dayMs);
  bench.watch(startMs, startMs + quarterMs);
  bench.pass(startMs, 'car', startMs, 'gate', 9);
  bench.counter.tick(startMs + quarterMs + 10_000);
  assert.equal(bench.sum({ class: 'car' }), 9);
});

for (const [day, quarters] of [
  ['2026-03-29', 92],
  ['2026-06-10', 96],
  ['2026-10-25', 100],
] as const) {
  test(`${day}, a day of ${quarters / 4} hours: every quarter leaves once, persons at six the next morning`, () => {
    const timeZone = 'Europe/Berlin';
    const fromMs = Date.parse(`${day}T00:00:00Z`) - (day === '2026-03-29' ? hourMs : 2 * hourMs);
    const toMs = fromMs + quarters * quarterMs;
    const bench = new ReleaseBench({ purpose: 'street-statistics', timeZone, sinceMs: fromMs });
    bench.store.released.setMeasured(
      'yard',
      1,
      [
        { family: 'count', place: 'gate' },
        { family: 'speed', place: 'road' },
      ],
      fromMs,
    );
    bench.watch(fromMs, toMs);
    const speed = { family: 'speed', place: 'road', part: '30', class: 'car' } as const;
    for (let tMs = fromMs; tMs < toMs; tMs += quarterMs) {
      bench.pass(tMs, 'person');
      bench.pass(tMs + quarterMs - 1, 'car');
      bench.counter.count(bench.counted, { ...speed, tMs }, tMs);
      bench.counter.tick(tMs + 10_000);
    }
    const morningMs = nextMorningMs(fromMs, timeZone);
    assert.equal(
      new Date(morningMs).toISOString().slice(11),
      day < '2026-10' && day > '2026-03-28' ? '04:00:00.000Z' : '05:00:00.000Z',
    );
    bench.counter.tick(morningMs);
    assert.equal(bench.released({ class: 'person' }).length, 0);
    bench.counter.tick(morningMs + 10_000);
    const of = (name: 'person' | 'car') =>
      bench.released({ class: name }).filter(({ part }) => part === 'left_to_right');
    for (const name of ['person', 'car'] as const) {
      assert.equal(of(name).length, quarters);
      assert.ok(
        of(name).every(({ value }) => value === 1),
        name,
      );
    }
    const speeds = bench.released({ family: 'speed', class: 'car' });
    assert.ok(speeds.length > 10 && speeds.every(({ intervalMs }) => intervalMs === quarters * quarterMs));
    assert.equal(bench.sum({ family: 'speed' }), quarters);
    assert.deepEqual(bench.store.openCells(), []);
  });
}

test('property: whatever the clock does and however often it starts again, nothing leaves twice or changes', () => {
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('go' as const), minutes: fc.integer({ min: 1, max: 50 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('set' as const),
        minutes: fc.integer({ min: -3_000, max: 3_000 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), minutes: fc.nat(100) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('off' as const), minutes: fc.nat(300) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('lines' as const), minutes: fc.nat(1) }) },
  );
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 15 }),
      fc.constantFrom('site-safety', 'street-statistics'),
      (steps, purpose) => {
        const store = new SqliteStore({ folder: null });
        const uniformBelow = seededDraws(12);
        let bench = new ReleaseBench({ store, purpose, uniformBelow, sinceMs: startMs });
        let nowMs = startMs;
        const known = new Map<string, number>();
        const look = (): void => {
          assertOnce(bench.released());
          for (const record of bench.released()) {
            const [key] = texts([record], false);
            assert.equal(record.value, known.get(key!) ?? record.value, 'a release has changed');
            known.set(key!, record.value);
          }
        };
        for (const { kind, minutes } of steps) {
          if (kind === 'go')
            for (let minute = 0; minute < minutes; minute++) {
              bench.pass(nowMs, 'car');
              bench.pass(nowMs, 'person');
              bench.watch(nowMs, nowMs + minuteMs);
              nowMs += minuteMs;
              bench.counter.tick(nowMs);
            }
          else if (kind === 'lines') bench.measure(minutes === 0 ? ['gate', 'other'] : ['gate'], nowMs);
          else nowMs += minutes * minuteMs;
          if (kind === 'restart') bench = new ReleaseBench({ store, purpose, uniformBelow, sinceMs: nowMs });
          look();
        }
        // Long after everything is due nothing is open any more, and all that left is still as it was.
        for (let tick = 1; tick <= 4; tick++) bench.counter.tick(nowMs + 5 * dayMs + tick * 61_000);
        look();
        assert.deepEqual(store.openCells(), []);
        store.close();
      },
    ),
    { seed: 31, numRuns: 40 },
  );
});

test('property: with a clock that goes on, every passage leaves exactly once, whatever is restarted and redrawn', () => {
  const step = fc.record({
    minutes: fc.integer({ min: 1, max: 40 }),
    after: fc.constantFrom('nothing', 'restart', 'purpose', 'lines'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      const store = new SqliteStore({ folder: null });
      let purpose: 'site-safety' | 'street-statistics' = 'site-safety';
      let nowMs = startMs;
      let passed = 0;
      let bench = new ReleaseBench({ store, purpose, sinceMs: nowMs });
      for (const { minutes, after } of steps) {
        for (let minute = 0; minute < minutes; minute++) {
          const name = roadUserClasses[passed++ % roadUserClasses.length]!;
          bench.pass(nowMs, name);
          bench.watch(nowMs, nowMs + minuteMs);
          nowMs += minuteMs;
          bench.counter.tick(nowMs);
        }
        if (after === 'purpose') purpose = purpose === 'site-safety' ? 'street-statistics' : 'site-safety';
        if (after === 'lines') bench.measure(['gate', 'more'], nowMs);
        else if (after !== 'nothing') bench = new ReleaseBench({ store, purpose, sinceMs: nowMs });
      }
      for (let tick = 1; tick <= 3; tick++) bench.counter.tick(nowMs + 3 * dayMs + tick * 61_000);
      assert.equal(bench.sum(), passed);
      assertOnce(bench.released());
      assert.deepEqual(store.openCells(), []);
      store.close();
    }),
    { seed: 32, numRuns: 40 },
  );
});
