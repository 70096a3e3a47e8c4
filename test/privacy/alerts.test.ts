import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ReplayJson, type SafetyRule, safetyRules } from '@outis/core';
import { Alerts } from '../../packages/edge/src/alert/alerts.ts';
import type { Messenger } from '../../packages/edge/src/alert/notice.ts';
import { replayBytes, SqliteAlertStore } from '../../packages/edge/src/alert/sqlite-alert-store.ts';
import { AuditLog } from '../../packages/edge/src/audit/audit-log.ts';
import { SeededRandom } from '../../packages/edge/src/demo/random.ts';
import { SiteKey } from '../../packages/edge/src/keys/site-key.ts';
import { SqliteStore } from '../../packages/edge/src/store/sqlite-store.ts';
import { all, dayMs, givenMs, keptAt, raised } from '../conformance/alert-store.ts';
import { root, temporaryFolder } from '../fixtures/support.ts';

const hourMs = 3_600_000;
const program = join(root, 'test/fixtures/alert-killed.ts');

/** Every file of a folder and those below it, as bytes. */
function filesOf(folder: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

/** A moment in every way in which SQLite, JSON or a text could hold it. */
function writingsOf(tMs: number): { readonly how: string; readonly bytes: Buffer }[] {
  const eight = (write: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.alloc(8);
    write(bytes);
    return bytes;
  };
  const big = eight((bytes) => bytes.writeBigInt64BE(BigInt(tMs)));
  const iso = new Date(tMs).toISOString();
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(tMs / 1000));
  return [
    { how: 'ms', bytes: Buffer.from(String(tMs)) },
    { how: 's', bytes: Buffer.from(String(Math.floor(tMs / 1000))) },
    { how: 'ISO 8601', bytes: Buffer.from(iso.slice(0, 19)) },
    { how: 'clock', bytes: Buffer.from(iso.slice(11, 23)) },
    // As a column of a row: in as few bytes as it needs, 6.
    { how: 'integer of 6 bytes', bytes: big.subarray(2) },
    { how: 'integer of 8 bytes', bytes: big },
    {
      how: 'integer, low byte first',
      bytes: eight((bytes) => bytes.writeBigInt64LE(BigInt(tMs))).subarray(0, 6),
    },
    { how: 'seconds', bytes: seconds },
    { how: 'float', bytes: eight((bytes) => bytes.writeDoubleBE(tMs)) },
    { how: 'float, low byte first', bytes: eight((bytes) => bytes.writeDoubleLE(tMs)) },
    { how: 'varint', bytes: varintOf(tMs) },
  ];
}

/** As SQLite writes row ids and lengths: seven bits a byte, the highest first. */
function varintOf(value: number): Buffer {
  const groups: number[] = [];
  for (let rest = BigInt(value); rest > 0n; rest >>= 7n) groups.unshift(Number(rest & 127n));
  return Buffer.from(groups.map((group, index) => (index < groups.length - 1 ? group | 128 : group)));
}

/** Where a moment or a piece of a replay stands, and how. */
function traces(folder: string, tMs: number, pieces: readonly Buffer[] = []): string[] {
  const sought = [...writingsOf(tMs), ...pieces.map((bytes) => ({ how: 'replay', bytes }))];
  return filesOf(folder).flatMap(({ name, bytes }) =>
    sought.filter((each) => bytes.includes(each.bytes)).map(({ how }) => `${name}: ${how}`),
  );
}

/** Pieces of replays as they are kept that occur in none of the others. */
function piecesOf(replays: readonly Buffer[], others: readonly Buffer[]): Buffer[] {
  return replays.flatMap((bytes) => {
    const starts = Array.from({ length: Math.floor(bytes.length / 20) }, (_, index) => index * 20);
    const pieces = starts.map((at) => bytes.subarray(at, at + 20));
    return pieces.filter((piece) => !others.some((other) => other.includes(piece))).slice(0, 4);
  });
}

/** A replay of some length; the ids of its one pictogram change, as they do every minute. */
function replayAt(x: number, steps: number): ReplayJson {
  return {
    steps: Array.from({ length: steps }, (_, index) => ({
      ...{ atMs: index * 200, personsHidden: false },
      objects: [{ id: index, class: 'person' as const, x: (x + index / 100) % 1, y: 0.5 }],
    })),
    alertAtMs: 0,
  };
}

for (const seed of [1, 2, 3])
  test('after closing, and after 72 hours, no byte of an exact time or a replay is left', (context) => {
    context.diagnostic(`seed ${seed}`);
    const folder = temporaryFolder(context);
    const random = new SeededRandom(seed);
    let nowMs = givenMs;
    const counts = new SqliteStore({ folder });
    const audit = AuditLog.open({ folder, key: SiteKey.open(folder), nowMs: () => nowMs });
    const store = new SqliteAlertStore({ folder });
    context.after(() => {
      counts.close();
      store.end();
    });
    const messenger: Messenger = {
      outletsFor: () => ['mqtt', 'mail'],
      written: () => {},
      undelivered: () => [],
    };
    const site = { name: 'Test', timeZone: 'Europe/Zurich' };
    const alerts = new Alerts({
      store,
      site,
      note: (entry) => void audit.append(entry),
      nowMs: () => nowMs,
      messenger,
    });
    const given: { id: string | null; tMs: number; kept: Buffer[]; pieces: Buffer[] }[] = [];
    const raise = (cameraId: string, rule: SafetyRule, index: number): void => {
      nowMs += 97_013 + Math.floor(random.between(0, 9_000));
      const alarm = {
        kind: 'alarm',
        rule,
        zoneId: 'z'.repeat(1 + (index % 29)),
        tMs: nowMs,
        classes: ['person'],
      } as const;
      const id = alerts.raise(cameraId, 'machine', alarm, replayAt(0.75, 3));
      const kept: Buffer[] = [];
      if (id !== null) {
        kept.push(Buffer.from(replayBytes(alerts.replay(id))));
        alerts.completeReplay(id, replayAt(0.25, 20 + Math.floor(random.between(0, 80))));
        kept.push(Buffer.from(replayBytes(alerts.replay(id))));
      }
      given.push({ id, tMs: nowMs, kept, pieces: [] });
      // What is written down of use has a time of its own, of another second.
      nowMs += 5_000;
      if (id !== null && index % 3 === 0) alerts.see(id, 'user:olga');
      if (index % 2 === 0)
        for (const { alertId } of store.due('mqtt', nowMs, 1)) store.delivered(alertId, 'mqtt');
      if (index % 5 === 0)
        for (const { alertId } of store.due('mail', nowMs, 1))
          store.failed(alertId, 'mail', nowMs + 60_000, 'no');
      counts.addWatched('yard', dayMs, 1_000);
      alerts.addExposure([
        {
          cameraId,
          rule,
          zoneId: alarm.zoneId,
          weekMs: dayMs,
          armedMs: 1,
          watchedMs: 1,
          occupiedMs: 0,
          cannotJudgeMs: 0,
        },
      ]);
    };
    for (let index = 0; index < 60; index++)
      raise(index % 2 === 0 ? 'yard' : 'gate', safetyRules[index % 5]!, index);
    for (let index = 60; index < 85; index++) raise('busy', 'exclusion', index);
    const recorded = given.filter(({ id }) => id !== null);
    assert.equal(recorded.length, 80, 'of the busy one twenty');
    for (const one of recorded) {
      const others = recorded.filter((other) => other !== one).flatMap(({ kept }) => kept);
      one.pieces.push(...piecesOf(one.kept, others));
      assert.ok(one.pieces.length > 2, `${one.pieces.length} pieces`);
    }
    // The control: the search finds those that are open, time and place.
    for (const { tMs, pieces } of recorded) {
      const found = traces(folder, tMs, pieces).join();
      for (const how of ['alerts.sqlite(-wal)?: integer of 6 bytes', 'ISO 8601', ': replay'])
        assert.match(found, new RegExp(how), `${tMs}`);
    }
    const open = new Set(recorded);
    for (const one of recorded) {
      if (random.between(0, 1) < 0.5) continue;
      nowMs += 1_000;
      alerts.close(one.id!, 'barrier-missing', 'barrier-set', 'user:olga');
      open.delete(one);
      assert.deepEqual(traces(folder, one.tMs, one.pieces), [], `${one.tMs} is closed`);
    }
    for (const { tMs, pieces } of open)
      assert.notDeepEqual(traces(folder, tMs, pieces), [], 'the others stay');
    for (const { tMs, pieces } of given.filter((one) => !open.has(one) && one.id !== null))
      assert.deepEqual(traces(folder, tMs, pieces), []);
    nowMs = given.at(-1)!.tMs + 72 * hourMs + 1;
    alerts.tick(nowMs);
    for (const { tMs, pieces } of given) assert.deepEqual(traces(folder, tMs, pieces), [], `${tMs} is old`);
    assert.equal(alerts.json({ cameraIds: ['yard', 'gate', 'busy'] }).alerts.length, 0);
    audit.close();
    for (const { tMs, pieces } of given) assert.deepEqual(traces(folder, tMs, pieces), []);
  });

test('a notice that has arrived leaves no copy of its time for longer than an hour, also of what was only tallied', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteAlertStore({ folder });
  context.after(() => store.end());
  const times = Array.from({ length: 200 }, (_, index) => givenMs + index * 1_237);
  for (const [index, tMs] of times.entries()) {
    const noticeJson = JSON.stringify({
      time: new Date(tMs).toISOString(),
      filler: 'x'.repeat((index * 37) % 900),
    });
    store.raise(raised(`a${index}`, { tMs }, { isRecorded: false, replay: null, noticeJson }));
  }
  assert.ok(
    times.every((tMs) => traces(folder, tMs).length > 0),
    'the search finds them',
  );
  store.eraseOutside(...keptAt(givenMs + 1_000_000));
  for (const index of times.keys()) store.delivered(`a${index}`, 'mqtt');
  store.eraseOutside(...keptAt(givenMs + 1_000_000));
  store.eraseOutside(...keptAt(givenMs + 1_000_000 + hourMs));
  for (const tMs of times) assert.deepEqual(traces(folder, tMs), []);
});

test('a clock that is set back or forward keeps no alert longer', (context) => {
  const folder = temporaryFolder(context);
  const store = new SqliteAlertStore({ folder });
  context.after(() => store.end());
  const site = { name: 'Test', timeZone: 'UTC' };
  const alerts = new Alerts({ store, site, note: () => {}, nowMs: () => givenMs });
  const raise = (tMs: number): void => {
    const alarm = { kind: 'alarm', rule: 'blocked', zoneId: 'exit', tMs, classes: ['truck'] } as const;
    alerts.raise('yard', null, alarm, replayAt(0.5, 2));
  };
  const left = (): number[] => alerts.json({ cameraIds: ['yard'] }).alerts.map(({ tMs }) => tMs - givenMs);
  raise(givenMs);
  alerts.tick(givenMs - 59_000);
  assert.deepEqual(left(), [0], 'a clock that is put right by less than a minute forgets nothing');
  alerts.tick(givenMs + 72 * hourMs);
  assert.deepEqual(left(), [0]);
  alerts.tick(givenMs - 61_000);
  assert.deepEqual([left(), traces(folder, givenMs)], [[], []]);
  raise(givenMs);
  alerts.tick(givenMs + 400 * 24 * hourMs);
  assert.deepEqual([left(), traces(folder, givenMs)], [[], []]);
});

for (const deed of ['raise', 'close', 'erase'] as const)
  test(`killed before every second statement of ${deed}: all of it or nothing, and no byte of what is gone`, (context) => {
    const base = temporaryFolder(context);
    const first = new SqliteAlertStore({ folder: base });
    first.raise(raised('a', { tMs: givenMs - 9_876 }));
    first.raise(raised('b', {}, { outlets: ['mail', 'mqtt'] }));
    first.failed('a', 'mqtt', givenMs + 60_000, 'no');
    const before = all(first);
    first.end();
    const lives: { readonly killed: boolean; readonly after: unknown; readonly left: string[] }[] = [];
    do {
      const folder = temporaryFolder(context);
      cpSync(base, folder, { recursive: true });
      const child = spawnSync(process.execPath, [program, folder, deed, `${lives.length * 2}`], {
        encoding: 'utf8',
      });
      const killed = child.signal === 'SIGKILL';
      if (!killed) assert.equal(child.stdout, 'whole', child.stderr);
      const store = new SqliteAlertStore({ folder });
      const after = all(store);
      // The first tick of the next start; it erases nothing, but pages may still hold what was erased.
      store.eraseOutside(...keptAt(givenMs));
      const left = JSON.stringify(after) === JSON.stringify(before) ? [] : traces(folder, givenMs);
      store.end();
      lives.push({ killed, after, left });
    } while (lives.at(-1)!.killed && lives.length < 40);
    const { killed: never, after: whole } = lives.at(-1)!;
    assert.ok(!never && lives.length > 3, `${lives.length} lives`);
    assert.notDeepEqual(whole, before);
    for (const [index, { after, left }] of lives.entries()) {
      const isBefore = JSON.stringify(after) === JSON.stringify(before);
      if (!isBefore) assert.deepEqual(after, whole, `killed at ${index * 2}`);
      if (!isBefore && deed !== 'raise') assert.deepEqual(left, [], `killed at ${index * 2}`);
    }
    assert.deepEqual(lives[0]?.after, before, 'the first was killed before anything');
  });
