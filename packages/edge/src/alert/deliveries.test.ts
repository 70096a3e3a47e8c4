import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutisError } from '@outis/core';
import fc from 'fast-check';
import { noticeOf, raise } from '../../../../test/fixtures/notices.ts';
import { Deliveries, type DeliveriesOptions } from './deliveries.ts';
import { type Notice, NoticeRefused, type Outlet } from './notice.ts';
import { atOnceMax, noticesMax } from './outlet-worker.ts';
import { SqliteAlertStore } from './sqlite-alert-store.ts';

const startMs = Date.UTC(2026, 10, 5, 12);
const hourMs = 3_600_000;
type Mode = 'up' | 'down' | 'hangs' | 'refuses';

/** An outlet, a store and two clocks that only the test moves. */
class Bench {
  readonly store = new SqliteAlertStore({ folder: null });
  readonly tried: { readonly id: string; readonly atMs: number }[] = [];
  readonly arrived = new Set<string>();
  mode: Mode = 'up';
  wallMs = startMs;
  steadyMs = 0;
  readonly outlet: Outlet = {
    name: 'webhook:a',
    usefulMs: 72 * hourMs,
    takes: ({ rule }) => rule === 'exclusion',
    deliver: (notice, signal) => this.#deliver(notice, signal),
  };
  deliveries: Deliveries;
  #raised = 0;
  readonly #change: Partial<DeliveriesOptions>;

  constructor(change: Partial<DeliveriesOptions> = {}) {
    this.#change = change;
    this.deliveries = this.#begin();
  }

  /** The process is gone without a word, and another one begins with what is stored. */
  restart(): void {
    void this.deliveries.end();
    this.deliveries = this.#begin();
    this.deliveries.hurry(() => true);
  }

  raise(change: Partial<Notice> = {}): string {
    const id = `alert-${++this.#raised}`;
    raise(
      this.store,
      this.deliveries,
      noticeOf(id, { time: new Date(this.wallMs).toISOString(), ...change }),
    );
    return id;
  }

  get raised(): number {
    return this.#raised;
  }

  /** Both clocks go on, and the worker looks once. */
  async pass(ms: number): Promise<void> {
    this.wallMs += ms;
    this.steadyMs += ms;
    this.deliveries.tick();
    await settled();
  }

  counts(): { readonly waiting: number; readonly givenUp: number } {
    const { waiting = 0, givenUp = 0 } = this.store.undelivered(-1e14)[0] ?? {};
    return { waiting, givenUp };
  }

  async #deliver({ id }: Notice, signal: AbortSignal): Promise<void> {
    this.tried.push({ id, atMs: this.steadyMs });
    const { mode } = this;
    if (mode === 'hangs')
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await Promise.resolve();
    if (mode === 'down') throw new OutisError('delivery-failed', 'it is down');
    if (mode === 'refuses') throw new NoticeRefused('it answers 410');
    this.arrived.add(id);
  }

  #begin(): Deliveries {
    const outlets = [this.outlet];
    const [nowMs, steadyMs] = [() => this.wallMs, () => this.steadyMs];
    const clocks = { nowMs, steadyMs, random: () => 0.5, timeZone: 'UTC', attemptMs: 200 };
    return new Deliveries({ store: this.store, outlets, ...clocks, say: () => {}, ...this.#change });
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
};

test('a notice is tried in the turn in which it is written, and erased once it has arrived', async () => {
  const bench = new Bench();
  const id = bench.raise();
  assert.deepEqual(bench.tried, [{ id, atMs: 0 }]);
  assert.equal(bench.counts().waiting, 1);
  await settled();
  assert.deepEqual([...bench.arrived], [id]);
  assert.deepEqual(bench.counts(), { waiting: 0, givenUp: 0 });
  bench.raise({ rule: 'vest' });
  await settled();
  assert.equal(bench.tried.length, 1);
});

test('attempts come ever more seldom, from a second to five minutes, and a new notice is tried at once', async () => {
  const bench = new Bench();
  bench.mode = 'down';
  const id = bench.raise();
  await settled();
  for (let second = 0; second < 3600; second++) await bench.pass(1_000);
  const times = bench.tried.map(({ atMs }) => atMs / 1000);
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  assert.deepEqual(gaps.slice(0, 9), [1, 2, 4, 8, 16, 32, 64, 128, 256]);
  assert.ok(
    gaps.slice(9).every((gap) => gap === 300),
    gaps.join(),
  );
  assert.deepEqual(bench.deliveries.undelivered(), [
    { outlet: 'webhook:a', waiting: 1, givenUp: 0, problem: 'it is down' },
  ]);
  bench.mode = 'up';
  const other = bench.raise();
  assert.equal(bench.tried.at(-1)!.id, other);
  await bench.pass(300_000);
  assert.deepEqual([...bench.arrived].sort(), [id, other].sort());
  assert.equal(bench.deliveries.undelivered()[0]!.problem, null);
});

test('while it fails what waits is tried one at a time; once it works all goes, a few at once', async () => {
  const bench = new Bench();
  bench.mode = 'down';
  for (let index = 0; index < 30; index++) bench.raise();
  await settled();
  bench.tried.length = 0;
  for (let second = 0; second < 60; second++) await bench.pass(1_000);
  assert.ok(bench.tried.length < 12, String(bench.tried.length));
  bench.mode = 'up';
  bench.deliveries.hurry((name) => name === 'webhook:b');
  assert.equal(bench.arrived.size, 0);
  bench.deliveries.hurry((name) => name === 'webhook:a');
  for (let turn = 0; turn < 20; turn++) await settled();
  assert.equal(bench.arrived.size, 30);
  bench.mode = 'hangs';
  for (let index = 0; index < 30; index++) bench.raise();
  assert.equal(bench.tried.slice(-30).filter(({ id }) => !bench.arrived.has(id)).length, atOnceMax);
  await bench.deliveries.end();
  assert.equal(bench.counts().waiting, 30);
});

test('an outlet that hangs is left after its time, and what is refused for good is counted', async () => {
  const bench = new Bench({ attemptMs: 20 });
  bench.mode = 'hangs';
  const id = bench.raise();
  await new Promise((resolve) => setTimeout(resolve, 120));
  assert.match(bench.deliveries.undelivered()[0]!.problem!, /longer than 0.02 s/);
  bench.mode = 'up';
  await bench.pass(2_000);
  assert.ok(bench.arrived.has(id));
  bench.mode = 'refuses';
  bench.raise();
  await settled();
  assert.deepEqual(bench.counts(), { waiting: 0, givenUp: 1 });
  assert.match(bench.deliveries.undelivered()[0]!.problem!, /410/);
});

test('the buffer holds 1,000 notices: the oldest beyond it are given up and counted', async () => {
  const bench = new Bench();
  bench.mode = 'down';
  for (let index = 0; index < noticesMax + 50; index++)
    bench.raise({ time: new Date(startMs + index).toISOString() });
  await settled();
  await bench.pass(10);
  assert.deepEqual(bench.counts(), { waiting: noticesMax, givenUp: 50 });
  bench.mode = 'up';
  bench.deliveries.hurry(() => true);
  for (let turn = 0; turn < 1_000 && bench.arrived.size < noticesMax; turn++) await settled();
  assert.equal(bench.arrived.size, noticesMax);
  assert.ok(!bench.arrived.has('alert-50') && bench.arrived.has('alert-51'));
});

test('what is of no use any more is given up and counted, without an attempt', async () => {
  const bench = new Bench();
  bench.mode = 'down';
  bench.raise();
  await bench.pass(71 * hourMs);
  assert.deepEqual(bench.counts(), { waiting: 1, givenUp: 0 });
  const before = bench.tried.length;
  bench.mode = 'up';
  await bench.pass(hourMs + 1);
  assert.deepEqual(bench.counts(), { waiting: 0, givenUp: 1 });
  assert.equal(bench.tried.length, before);
});

test('a store that cannot erase what has arrived does not have it sent over and over', async () => {
  const bench = new Bench();
  const original = bench.store.delivered.bind(bench.store);
  bench.store.delivered = () => {
    throw new OutisError('store-full');
  };
  const id = bench.raise();
  for (let second = 0; second < 120; second++) await bench.pass(1_000);
  assert.equal(bench.tried.length, 1);
  bench.store.delivered = original;
  for (let second = 0; second < 400; second++) await bench.pass(1_000);
  assert.deepEqual(bench.counts(), { waiting: 0, givenUp: 0 });
  assert.deepEqual(
    bench.tried.map((one) => one.id),
    [id],
  );
});

test('a full store keeps no siren from sounding, and nothing is kept of it', async () => {
  const bench = new Bench();
  bench.deliveries.unkept(noticeOf('alert-unkept'));
  await settled();
  assert.deepEqual([...bench.arrived], ['alert-unkept']);
  assert.deepEqual(bench.counts(), { waiting: 0, givenUp: 0 });
});

test('what is listed names outlets that nobody configures any more', () => {
  const bench = new Bench();
  bench.mode = 'down';
  bench.raise();
  const later = new Deliveries({ store: bench.store, outlets: [], timeZone: 'UTC', nowMs: () => startMs });
  assert.deepEqual(later.undelivered(), [
    { outlet: 'webhook:a', waiting: 1, givenUp: 0, problem: 'it is not configured any more' },
  ]);
  const two = [bench.outlet, bench.outlet];
  assert.throws(
    () => new Deliveries({ store: bench.store, outlets: two, timeZone: 'UTC', nowMs: () => 0 }),
    TypeError,
  );
});

test('whatever fails and however clocks are set, every notice arrives or is counted', async () => {
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('raise' as const), times: fc.integer({ min: 1, max: 8 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 400_000 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('mode' as const),
        mode: fc.constantFrom<Mode>('up', 'down', 'down', 'hangs', 'refuses'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('set' as const),
        byMs: fc.oneof(
          fc.integer({ min: -40, max: 40 }).map((hours) => hours * hourMs),
          fc.integer({ min: -100 * 24, max: 100 * 24 }).map((hours) => hours * hourMs),
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  );
  let arrivedInAll = 0;
  let givenUpInAll = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const bench = new Bench();
      let refused = false;
      let furthestMs = 0;
      for (const one of steps) {
        if (one.kind === 'raise') for (let index = 0; index < one.times; index++) bench.raise();
        else if (one.kind === 'pass') await bench.pass(one.ms);
        else if (one.kind === 'mode') bench.mode = one.mode;
        else if (one.kind === 'restart') bench.restart();
        else {
          bench.wallMs += one.byMs;
          furthestMs += Math.abs(one.byMs);
        }
        refused ||= bench.mode === 'refuses';
        await settled();
      }
      bench.mode = 'up';
      bench.restart();
      for (let turn = 0; turn < 400 && bench.counts().waiting > 0; turn++) await bench.pass(20_000);
      const { waiting, givenUp } = bench.counts();
      assert.equal(waiting, 0);
      assert.ok(
        bench.arrived.size + givenUp >= bench.raised,
        `${bench.arrived.size} ${givenUp} ${bench.raised}`,
      );
      // Nothing is given up without a reason.
      if (!refused && furthestMs < 60 * hourMs) assert.equal(givenUp, 0);
      arrivedInAll += bench.arrived.size;
      givenUpInAll += givenUp;
    }),
    { numRuns: 150 },
  );
  assert.ok(arrivedInAll > 100 && givenUpInAll > 10, `${arrivedInAll} ${givenUpInAll}`);
});
