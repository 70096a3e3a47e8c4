import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Contribution } from '../../packages/edge/src/pipeline/cell-counter.ts';
import { CountingPipeline } from '../../packages/edge/src/pipeline/counting-pipeline.ts';
import { bandOf, Measuring } from '../../packages/edge/src/pipeline/measuring.ts';
import { Numbers } from '../../packages/edge/src/pipeline/numbers.ts';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { noNoise } from '../fixtures/seeded-draws.ts';
import { perfect, StreetTrial, trialMeasures } from '../fixtures/street-trial.ts';
import { temporaryFolder } from '../fixtures/support.ts';

const frame = { widthPx: 1280, heightPx: 720 };
const dayMs = 86_400_000;
/** A Monday morning, off every round number, so that no instant falls on the start of a cell. */
const startMs = Date.parse('2026-06-08T08:00:00Z') + 137_731;
/** Numbers that nothing else has: every track of this test has one of these. */
const firstId = 7_654_321_000;

/** How a number may stand in a file or a text. */
function shapesOf(value: number): Buffer[] {
  const [float, wide] = [Buffer.alloc(8), Buffer.alloc(8)];
  float.writeDoubleBE(value);
  wide.writeBigInt64BE(BigInt(Math.round(value)));
  const text = [`${Math.round(value)}`, `${Math.floor(value)}`, new Date(value).toISOString().slice(0, 23)];
  // SQLite writes whole numbers big-endian, in six bytes from 2^31 on.
  return [float, float.toReversed() as Buffer, wide.subarray(2), ...text.map((each) => Buffer.from(each))];
}

function findsIn(haystack: Buffer, value: number): boolean {
  return shapesOf(value).some((shape) => haystack.includes(shape));
}

test('no row and no answer holds a track, a trajectory or the instant of a passage of what a street measures', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteStore({ folder });
  let nowMs = startMs;
  const site = { timeZone: 'Europe/Berlin', noise: 'usual' } as const;
  const numbers = new Numbers({ store, site, nowMs: () => nowMs, uniformBelow: noNoise() });
  const config = { ...trialMeasures, id: 'street' };
  const { series } = numbers.measure(config, undefined, frame);
  const counted = { cameraId: 'street', series, purpose: 'street-statistics' } as const;
  const trial = new StreetTrial(3, 36, 12);
  let nextId = firstId;
  const pipeline = new CountingPipeline({
    frame,
    lines: config.lines,
    bandAt: bandOf(config, frame),
    thresholds: { low: 0.1, high: 0.35 },
    newId: () => nextId++,
  });
  const measuring = new Measuring(config, frame);
  const told: Contribution[] = [];
  for (let tMs = 0; tMs < trial.endMs; tMs += 100) {
    nowMs = startMs + tMs;
    const { decided, crossings } = pipeline.step(nowMs, perfect(trial.at(tMs)));
    const passages = crossings.map(
      ({ lineId, direction, class: name, tMs: metMs }): Contribution => ({
        ...{ family: 'count', place: lineId, part: direction, class: name, tMs: metMs },
      }),
    );
    for (const one of [...passages, ...measuring.follow(decided)]) {
      told.push(one);
      numbers.counter.count(counted, one, nowMs);
    }
    numbers.counter.observe(counted, nowMs - 100, nowMs);
    if (tMs % 5_000 === 0) numbers.counter.tick(Math.ceil(nowMs / 5_000) * 5_000);
  }
  assert.deepEqual([...new Set(told.flatMap(Object.keys))].toSorted(), [
    'class',
    'family',
    'part',
    'place',
    'tMs',
  ]);
  assert.ok(
    nextId > firstId + 50 && told.length > 150,
    `${nextId - firstId} tracks, ${told.length} passages`,
  );
  const bytes = (): Buffer =>
    Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  const look = (haystack: Buffer, where: string): void => {
    for (let id = firstId; id < nextId; id++)
      assert.ok(!findsIn(haystack, id), `track ${id - firstId} in ${where}`);
    for (const { tMs, family } of told)
      assert.ok(!findsIn(haystack, tMs), `the instant of a ${family} in ${where}`);
  };
  look(bytes(), 'open counts');
  for (let day = 1; day <= 8; day++) {
    nowMs = startMs + day * dayMs;
    numbers.counter.tick(nowMs);
    numbers.counter.tick(nowMs + 10_000);
  }
  assert.equal(numbers.counter.problem, null);
  look(bytes(), 'what has left');
  assert.ok(findsIn(bytes(), Date.parse('2026-06-08T08:00:00Z')), 'the search finds the start of a cell');
  const asked = { fromMs: startMs - dayMs, toMs: startMs + 9 * dayMs };
  const answer = numbers.statistics(config, asked);
  look(Buffer.from(JSON.stringify(answer)), 'an answer');
  for (const list of [answer.movements, answer.speeds, answer.dwells, answer.conflicts, answer.conflictMaps])
    assert.ok(list.length > 0);
  const totals = answer.speeds.flatMap(({ total }) => total.count ?? []);
  assert.ok(
    totals.some((count) => count >= 10),
    'speeds were counted',
  );
  // Twelve near misses of one pair in a week: the total is shown, the bins of three each are not.
  const close = answer.conflicts.find(({ classes }) => classes.join() === 'person,car');
  assert.deepEqual([close?.total.count, new Set(close?.bins.map(({ count }) => count)).size], [12, 1]);
  store.close();
});
