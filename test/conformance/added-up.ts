import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { addUpReleases, type ReleaseRecord } from '@outis/core';
import fc from 'fast-check';
import type { Coverage } from '../../packages/edge/src/store/store.ts';
import { cell, open, releaseOf, type StoreUnderTest, startMs } from './store.ts';

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
        minute: fc.nat(300),
        class: fc.constantFrom('car' as const, 'bus' as const, 'person' as const),
        change: fc.record({
          lineId: fc.constantFrom('in', 'out'),
          cameraId: fc.constantFrom('gate', 'gate', 'other'),
          direction: fc.constantFrom('left_to_right' as const, 'right_to_left' as const),
        }),
        count: fc.nat(50),
      })
      .map((each) => releaseOf(open(cell(each.minute, each.class, each.change), each.count)));
    fc.assert(
      fc.property(fc.array(release, { maxLength: 80 }), bucket, range, (releases, bucketMs, [from, to]) => {
        const { store } = makeStore(context);
        store.release(releases);
        const time = [startMs + from * minuteMs, startMs + to * minuteMs] as const;
        const expected = addUpReleases(store.releases('gate', ...time, limit), bucketMs);
        const given = store.releases('gate', ...time, limit, bucketMs);
        const texts = (records: readonly { readonly record: ReleaseRecord }[]): string[] =>
          records.map(({ record }) => JSON.stringify(Object.entries(record).sort())).sort();
        assert.deepEqual(texts(given), texts(expected));
        const starts = given.map(({ record }) => record.startMs);
        assert.deepEqual(
          starts,
          starts.toSorted((a, b) => a - b),
        );
        const few = store.releases('gate', ...time, 3, bucketMs).map(({ record }) => record.startMs);
        assert.deepEqual(few, starts.slice(-3), 'of too many the newest, each of them whole');
        store.close();
      }),
      { seed: 21, numRuns: 40 },
    );
  });

  test(`${name}: property: camera time added up by the store is that added up from its rows`, (context) => {
    const row = fc
      .record({ index: fc.nat(300), minutes: fc.constantFrom(1, 15), observedMs: fc.nat(minuteMs) })
      .map(({ index, minutes, observedMs }): Coverage => {
        const intervalMs = minutes * minuteMs;
        const from = Math.floor((startMs + index * minuteMs) / intervalMs) * intervalMs;
        return { cameraId: 'gate', startMs: from, intervalMs, observedMs };
      });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 80 }), bucket, range, (rows, bucketMs, [from, to]) => {
        const { store } = makeStore(context);
        store.addCoverage(rows);
        const time = [startMs + from * minuteMs, startMs + to * minuteMs] as const;
        const sums = new Map<string, number>();
        for (const each of store.coverage('gate', ...time, limit)) {
          const intervalMs = Math.max(1, Math.floor(bucketMs / each.intervalMs)) * each.intervalMs;
          const key = `${Math.floor(each.startMs / intervalMs) * intervalMs} ${intervalMs}`;
          sums.set(key, (sums.get(key) ?? 0) + each.observedMs);
        }
        const given = store.coverage('gate', ...time, limit, bucketMs);
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
