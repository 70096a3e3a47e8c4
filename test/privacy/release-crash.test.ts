import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { SeededRandom } from '../../packages/edge/src/demo/random.ts';
import { checkLedger } from '../../packages/edge/src/store/check-ledger.ts';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { kept } from '../conformance/store.ts';
import { ReleaseBench } from '../fixtures/release-bench.ts';
import { seededDraws } from '../fixtures/seeded-draws.ts';
import { root, temporaryFolder } from '../fixtures/support.ts';

const quarterMs = 900_000;
/** From one tick of the program to the next; every life has one at least, so 25 lives have 16 quarters. */
const stepMs = 300_000;
const startMs = Date.parse('2026-06-10T09:00:00Z');
const program = join(root, 'test/fixtures/release-killed.ts');
/** More than noise of scale 2 comes to in a hundred thousand lives of a site. */
const noiseMax = 60;

/** What has left, as text: compared before and after. */
function left(store: SqliteStore): Map<string, number> {
  return new Map(
    kept(store, { cameraId: 'yard' }).map(({ startMs: at, place, part, class: name, value }) => [
      `${at} ${place} ${part} ${name}`,
      value,
    ]),
  );
}

function assertKept(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
  for (const [key, value] of before) assert.equal(after.get(key), value, `${key} has changed`);
}

test('killed before any statement of a tick: no cell is lost, none is drawn twice, no true count stays', (context) => {
  let kills = 0;
  for (let statement = 0; ; statement += 2) {
    const folder = temporaryFolder(context);
    const first = new SqliteStore({ folder });
    const bench = new ReleaseBench({ store: first, uniformBelow: seededDraws(1) });
    // Two quarters are written and due, nothing has left: as after a restart.
    first.released.release = () => {};
    const quarters = [0, 1];
    for (const quarter of quarters) {
      const atMs = startMs + quarter * quarterMs;
      bench.watch(atMs, atMs + quarterMs);
      bench.pass(atMs, 'car', atMs, 'gate', 1_000 * (quarter + 1));
      first.commitTick({ tMs: atMs, counts: [] });
    }
    const { eraseOpen } = first;
    first.eraseOpen = () => {};
    bench.counter.tick(startMs + quarterMs + 5_000);
    first.eraseOpen = eraseOpen;
    assert.equal(first.openCells().length, 2);
    first.close();
    const child = spawnSync(process.execPath, [program, folder, `${statement + 2}`, 'at', `${statement}`], {
      encoding: 'utf8',
    });
    if (child.signal === 'SIGKILL') kills++;
    else assert.equal(child.stdout, 'whole', child.stderr);
    const store = new SqliteStore({ folder });
    const before = left(store);
    const again = new ReleaseBench({ store, uniformBelow: seededDraws(1_000 + statement) });
    again.counter.tick(startMs + 3 * quarterMs + 60_000);
    const after = left(store);
    assertKept(before, after);
    for (const quarter of quarters) {
      const value = after.get(`${startMs + quarter * quarterMs} gate left_to_right car`);
      assert.ok(Math.abs(value! - 1_000 * (quarter + 1)) < noiseMax, `killed at ${statement}: ${value}`);
    }
    assert.deepEqual(store.openCells(), []);
    assert.deepEqual(checkLedger(store.released, 0).problems, []);
    store.close();
    if (child.signal !== 'SIGKILL') break;
  }
  assert.ok(kills > 20, `${kills} kills`);
});

test('killed at random moments, again and again: everything acknowledged has left once, and what left stays', async (context) => {
  const folder = temporaryFolder(context);
  const random = new SeededRandom(5);
  let fromMs = startMs + stepMs;
  const known = new Map<string, number>();
  /** Of each quarter, how much was acknowledged and how much more may have been written before a kill. */
  const acknowledged = new Map<number, number>();
  const perhaps = new Map<number, number>();
  const add = (map: Map<number, number>, tMs: number): void => {
    const at = Math.floor((tMs - 1) / quarterMs) * quarterMs;
    map.set(at, (map.get(at) ?? 0) + 1_000);
  };
  for (let kill = 0; kill < 25; kill++) {
    const child = spawn(process.execPath, [program, folder, `${kill + 1}`, 'on', `${fromMs}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = new Promise((resolve) => child.once('close', resolve));
    while (output === '') await wait(5);
    await wait(random.between(0, 120));
    child.kill('SIGKILL');
    await ended;
    const ticks = output.trim().split('\n').map(Number);
    for (const tMs of ticks) add(acknowledged, tMs);
    fromMs = ticks.at(-1)! + stepMs;
    add(perhaps, fromMs);
    // That step may have been counted: the next life begins after it.
    fromMs += stepMs;
    const store = new SqliteStore({ folder });
    const now = left(store);
    assertKept(known, now);
    for (const [key, value] of now) known.set(key, value);
    store.close();
  }
  const store = new SqliteStore({ folder });
  context.after(() => store.close());
  const bench = new ReleaseBench({ store, uniformBelow: seededDraws(99) });
  for (let tick = 1; tick < 50; tick++) bench.counter.tick(fromMs + 86_400_000 + tick * 5_000);
  const after = left(store);
  assertKept(known, after);
  assert.ok(acknowledged.size > 10);
  for (const [at, count] of acknowledged) {
    const value = after.get(`${at} gate left_to_right car`)!;
    const more = perhaps.get(at) ?? 0;
    assert.ok(
      value > count - noiseMax && value < count + more + noiseMax,
      `${at}: ${count} … ${more}: ${value}`,
    );
  }
  assert.deepEqual(store.openCells(), []);
  assert.deepEqual(checkLedger(store.released, 0).problems, []);
});
