import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { Coverage } from '../../packages/edge/src/store/store.ts';
import { batchesOf, cell, kept, open, quarterMs, releaseOf, type StoreUnderTest, startMs } from './store.ts';

const minuteMs = 60_000;
const limit = 100_000;

/** What a store that adds up must do: the same as adding up its plain rows. */
export function addedUpConformance(name: string, makeStore: (context: TestContext) => StoreUnderTest): void {
  const bucket = fc.oneof(
    fc.constantFrom(0, 1, minuteMs, 5 * minuteMs, 15 * minuteMs, 60 * minuteMs, 1440 * minuteMs),
    fc.integer({ min: 0, max: 200 * minuteMs }),
    fc.double({ min: 0, max: 200 * minuteMs, noNaN: true }),
  );
  const range = fc.tuple(fc.nat(300), fc.nat(300)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

  test(`${name}: property: releases added up by the store are those added up from its rows`, (context) => {
    const release = fc
      .record({
        quarter: fc.nat(300),
        class: fc.constantFrom('car' as const, 'bus' as const, 'person' as const),
        change: fc.record({
          place: fc.constantFrom('in', 'out'),
          cameraId: fc.constantFrom('gate', 'gate', 'other'),
          part: fc.constantFrom('left_to_right', 'right_to_left'),
          series: fc.constantFrom(1, 1, 2),
        }),
        count: fc.nat(50),
        scale: fc.constantFrom(2 as const, 2 as const, 4 as const),
      })
      .map((each) => releaseOf(open(cell(each.quarter, each.class, each.change), each.count), each.scale));
    const releases = fc.uniqueArray(release, {
      maxLength: 80,
      selector: ({ record: { value: _value, scale: _scale, ...key } }) => JSON.stringify(key),
    });
    fc.assert(
      fc.property(releases, bucket, range, (given, bucketMs, [from, to]) => {
        const { store } = makeStore(context);
        store.released.release(batchesOf(given));
        const time = { fromMs: startMs + from * quarterMs, toMs: startMs + to * quarterMs };
        const sums = new Map<string, number[]>();
        for (const record of kept(store, time)) {
          const intervalMs = Math.max(1, Math.floor(bucketMs / record.intervalMs)) * record.intervalMs;
          const at = Math.floor(record.startMs / intervalMs) * intervalMs;
          const key = [at, intervalMs, record.place, record.part, record.class, record.scale].join(' ');
          const [value = 0, cells = 0] = sums.get(key) ?? [];
          sums.set(key, [value + record.value, cells + 1]);
        }
        const found = kept(store, { ...time, bucketMs });
        const texts = found.map(({ startMs: at, intervalMs, place, part, class: of, scale, value, cells }) =>
          JSON.stringify([[at, intervalMs, place, part, of, scale].join(' '), [value, cells]]),
        );
        assert.deepEqual(texts.sort(), [...sums].map((each) => JSON.stringify(each)).sort());
        const starts = found.map((record) => record.startMs);
        assert.deepEqual(
          starts,
          starts.toSorted((a, b) => a - b),
        );
        const few = kept(store, { ...time, bucketMs, limit: 3 }).map((record) => record.startMs);
        assert.deepEqual(few, starts.slice(-3), 'of too many the newest, each of them whole');
        store.close();
      }),
      { seed: 21, numRuns: 40 },
    );
  });

  test(`${name}: property: camera time added up by the store is that added up from its rows`, (context) => {
    const row = fc
      .record({ index: fc.nat(300), minutes: fc.constantFrom(15, 60), observedMs: fc.nat(minuteMs) })
      .map(({ index, minutes, observedMs }): Coverage => {
        const intervalMs = minutes * minuteMs;
        const from = Math.floor((startMs + index * minuteMs) / intervalMs) * intervalMs;
        return { cameraId: 'gate', series: 1, startMs: from, intervalMs, observedMs };
      });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 80 }), bucket, range, (rows, bucketMs, [from, to]) => {
        const { store } = makeStore(context);
        store.addCoverage(rows);
        const time = [startMs + from * minuteMs, startMs + to * minuteMs] as const;
        const sums = new Map<string, number>();
        for (const each of store.coverage('gate', 1, ...time, limit)) {
          const intervalMs = Math.max(1, Math.floor(bucketMs / each.intervalMs)) * each.intervalMs;
          const key = `${Math.floor(each.startMs / intervalMs) * intervalMs} ${intervalMs}`;
          sums.set(key, (sums.get(key) ?? 0) + each.observedMs);
        }
        const given = store.coverage('gate', 1, ...time, limit, bucketMs);
        assert.deepEqual(
          given.map((each) => [`${each.startMs} ${each.intervalMs}`, each.observedMs]).sort(),
          [...sums].sort(),
        );
        const starts = given.map((each) => each.startMs);
        assert.deepEqual(
          starts,
          starts.toSorted((a, b) => a - b),
        );
        store.close();
      }),
      { seed: 22, numRuns: 40 },
    );
  });
}
