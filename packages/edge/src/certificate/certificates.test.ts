import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Light, type PassageTotal, roadUserClasses } from '@outis/core';
import { seededDraws } from '../../../../test/fixtures/seeded-draws.ts';
import type { AuditRequest } from '../audit/log-entry.ts';
import type { Counted, CountListener } from '../pipeline/cell-counter.ts';
import { SqliteStore } from '../store/sqlite-store.ts';
import { Certificates, type CertifiedCamera, sendMsMax, settlesMs } from './certificates.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const startedMs = Date.UTC(2026, 5, 1, 9, 0);
const counted: Counted = { cameraId: 'street', series: 1, purpose: 'street-statistics' };
const camera: CertifiedCamera = { counted, lines: [{ id: 'gate', a: [0.5, 1], b: [0.5, 0] }] };
const phone = 'phone-0123456789abcdef';
const light: readonly Light[] = ['day'];
const cars = (count: number): PassageTotal[] => [
  { lineId: 'gate', direction: 'left_to_right', class: 'car', count },
];

function make(context: TestContext, store = new SqliteStore({ folder: null })) {
  let listener: CountListener | null = null;
  const clock = { nowMs: startedMs };
  const notes: AuditRequest[] = [];
  const certificates = new Certificates({
    store,
    config: { site: { name: 'Test', timeZone: 'Europe/Berlin', noise: 'usual' } },
    note: (entry) => void notes.push(entry),
    nowMs: () => clock.nowMs,
    counter: { hear: (each) => (listener = each) },
    uniformBelow: seededDraws(5),
  });
  context.after(() => {
    for (const { open } of [certificates.json('street')])
      if (open !== null) certificates.cancel('street', open.id, 'system');
  });
  const pass = (name: string, tMs: number, times = 1): void => {
    const contribution = { family: 'count', place: 'gate', part: 'left_to_right', class: name, tMs } as const;
    for (let i = 0; i < times; i++) listener!.onCount(counted, contribution, tMs);
  };
  const watch = (fromMs: number, toMs: number): void => listener!.onObserved(counted, fromMs, toMs);
  const cameraOf = (): CertifiedCamera => camera;
  return { certificates, store, clock, notes, pass, watch, cameraOf };
}

test('a window is counted exactly, from its beginning to before its end, and what leaves has noise', (context) => {
  const { certificates, store, clock, pass, watch, cameraOf } = make(context);
  const { code, startMs, endMs } = certificates.begin(camera, {}, 'user:ina');
  assert.deepEqual([startMs - startedMs, endMs - startMs], [5 * minuteMs, 15 * minuteMs]);
  assert.equal(certificates.plan({ code, phone }, '1').state, 'taken');
  pass('car', startMs - 1, 500);
  pass('car', startMs, 100);
  pass('truck', endMs - 1, 20);
  pass('person', startMs + 5, 60);
  pass('car', endMs, 500);
  watch(startMs - minuteMs, startMs + 9 * minuteMs);
  clock.nowMs = endMs + settlesMs;
  certificates.finish({ code, phone, light, totals: cars(130) }, '1', cameraOf);
  const [made] = certificates.json('street').certificates;
  assert.deepEqual(
    made!.rows.map(({ group, state }) => [group, state]),
    [
      ['vehicle', 'shown'],
      ['two-wheeler', 'few'],
      ['person', 'later'],
    ],
  );
  const vehicles = made!.rows[0]!;
  assert.ok(Math.abs(vehicles.counted! - 120) < 25 && Math.abs(vehicles.tapped! - 130) < 25);
  assert.ok(vehicles.low! < -10 / 130 && vehicles.high! > -10 / 130);
  assert.deepEqual([made!.coverage, made!.epsilon, made!.light], [0.6, 3, ['day']]);
  const [line] = store.released.ledger(1);
  assert.deepEqual(
    [line!.family, line!.startMs, line!.intervalMs, line!.cells, line!.scale],
    ['certificate', startMs, 15 * minuteMs, 6, 2],
  );
});

test('nothing comes out before the end, and never twice: sending again draws no second noise', (context) => {
  const { certificates, store, clock, pass, cameraOf } = make(context);
  const { code, startMs, endMs } = certificates.begin(camera, {}, 'user:ina');
  certificates.plan({ code, phone }, '1');
  pass('car', startMs, 100);
  const send = (count: number): void =>
    certificates.finish({ code, phone, light, totals: cars(count) }, '1', cameraOf);
  for (const nowMs of [startedMs, startMs + 1, endMs, endMs + settlesMs - 1]) {
    clock.nowMs = nowMs;
    assert.throws(() => send(100), { code: 'certificate-early' });
    assert.deepEqual(certificates.json('street').certificates, []);
  }
  clock.nowMs = endMs + settlesMs;
  send(100);
  const first = certificates.json('street').certificates;
  for (const count of [0, 3_000]) send(count);
  assert.deepEqual(certificates.json('street').certificates, first);
  assert.equal(store.released.ledger(10).length, 1);
});

test('four windows in seven days, one at a time, and what was called off before it began does not count', (context) => {
  const { certificates, clock, cameraOf } = make(context);
  for (let window = 0; window < 4; window++) {
    assert.equal(certificates.json('street').left, 4 - window);
    const off = certificates.begin(camera, {}, 'user:ina');
    assert.throws(() => certificates.begin(camera, {}, 'user:ina'), { code: 'certificate-busy' });
    certificates.cancel('street', off.id, 'user:ina');
    const { id, code, endMs } = certificates.begin(camera, { startsInMin: 1 }, 'user:ina');
    certificates.plan({ code, phone }, '1');
    if (window === 1) {
      clock.nowMs += 2 * minuteMs;
      certificates.cancel('street', id, 'user:ina');
      continue;
    }
    clock.nowMs = endMs + settlesMs;
    certificates.finish({ code, phone, light, totals: [] }, '1', cameraOf);
  }
  assert.throws(() => certificates.begin(camera, {}, 'user:ina'), { code: 'certificate-spent' });
  const { left, nextMs } = certificates.json('street');
  assert.deepEqual([left, nextMs], [0, startedMs + minuteMs + 7 * dayMs]);
  // A clock that is set back gives none back.
  clock.nowMs -= 3 * dayMs;
  assert.throws(() => certificates.begin(camera, {}, 'user:ina'), { code: 'certificate-spent' });
  clock.nowMs = nextMs! + 1;
  assert.equal(certificates.begin(camera, {}, 'user:ina').cameraId, 'street');
});

test('the code is for one phone and one window, and guessing waits', (context) => {
  const { certificates, clock } = make(context);
  const { code, endMs } = certificates.begin(camera, {}, 'user:ina');
  assert.equal(certificates.plan({ code }, '1').state, 'free');
  assert.equal(certificates.plan({ code: code.toLowerCase().replace('-', ' '), phone }, '1').state, 'taken');
  assert.equal(certificates.plan({ code, phone }, '1').state, 'taken');
  const other = 'another-0123456789abcdef';
  assert.throws(() => certificates.plan({ code, phone: other }, '2'), { code: 'code-invalid' });
  assert.throws(() => certificates.plan({ code }, '3'), { code: 'code-invalid' });
  const finish = { code, phone: other, light, totals: [] };
  assert.throws(() => certificates.finish(finish, '4', () => camera), { code: 'code-invalid' });
  for (let guess = 0; guess < 3; guess++)
    assert.throws(() => certificates.plan({ code: `AAAAA-AAAA${guess}` }, '9'), { code: 'code-invalid' });
  assert.throws(() => certificates.plan({ code, phone }, '9'), { code: 'too-many-attempts' });
  clock.nowMs = endMs + sendMsMax + 1;
  assert.throws(() => certificates.plan({ code, phone }, '5'), { code: 'code-invalid' });
  assert.deepEqual(
    certificates.json('street').certificates.map(({ state, reason, rows }) => [state, reason, rows]),
    [['void', 'not-sent', []]],
  );
});

test('other lines, another series, another start of the edge: nothing is made and nothing left over', (context) => {
  const { certificates, store, clock, pass } = make(context);
  const { code, startMs, endMs } = certificates.begin(camera, {}, 'user:ina');
  certificates.plan({ code, phone }, '1');
  pass('car', startMs, 100);
  clock.nowMs = endMs + settlesMs;
  const moved = { counted, lines: [{ id: 'gate', a: [0.4, 1], b: [0.5, 0] }] } as const;
  const finish = { code, phone, light, totals: [] };
  assert.throws(() => certificates.finish(finish, '1', () => moved), { code: 'code-invalid' });
  assert.equal(certificates.json('street').certificates[0]!.reason, 'camera-changed');
  certificates.begin(camera, {}, 'user:ina');
  const next = make(context, store);
  assert.equal(next.certificates.json('street').certificates[0]!.reason, 'edge-restarted');
  assert.deepEqual(store.released.ledger(10), []);
});

test('neither the log nor the database has a number that was tapped or a time between beginning and end', (context) => {
  const { certificates, store, clock, notes, pass, cameraOf } = make(context);
  const { code, startMs, endMs } = certificates.begin(camera, {}, 'user:ina');
  clock.nowMs = startMs + 1;
  certificates.plan({ code, phone }, '1');
  for (let i = 0; i < 777; i++) pass('car', startMs + i * 1_000);
  clock.nowMs = endMs + settlesMs;
  const totals = roadUserClasses.map((name) => ({ ...cars(888)[0]!, class: name }));
  certificates.finish({ code, phone, light, totals }, '1', cameraOf);
  const kept = JSON.stringify([notes, store.certificates.list(10, 0), store.released.ledger(10)]);
  for (const number of kept.matchAll(/\d{13}/g)) {
    const tMs = Number(number[0]);
    assert.ok(tMs <= startMs || tMs >= endMs, `${tMs} lies in the window`);
  }
  assert.doesNotMatch(JSON.stringify(notes), /777|888/);
  assert.deepEqual(
    notes.map(({ action }) => action),
    ['certificate.begun', 'certificate.taken', 'certificate.made'],
  );
  assert.throws(() => certificates.begin(camera, { lines: ['other'] }, 'user:ina'), {
    code: 'request-invalid',
  });
});
