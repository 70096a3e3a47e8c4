import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  type Alarm,
  type AlertEventJson,
  alertCauses,
  alertMeasures,
  OutisError,
  type ReplayJson,
  replayMsMax,
} from '@outis/core';
import fc from 'fast-check';
import type { AuditRequest } from '../audit/log-entry.ts';
import { Alerts } from './alerts.ts';
import type { Messenger, Notice } from './notice.ts';
import { SqliteAlertStore } from './sqlite-alert-store.ts';

const hourMs = 3_600_000;
/** A Wednesday, 11:17 in Zurich; its week begins on Sunday 22:00 UTC. */
const startMs = Date.parse('2026-06-10T09:17:23.456Z');
const weekMs = Date.parse('2026-06-07T22:00:00Z');
const timeZone = 'Europe/Zurich';

function alarm(tMs: number, more: Partial<Alarm> = {}): Alarm {
  return { kind: 'alarm', rule: 'exclusion', zoneId: 'crane', tMs, classes: ['person'], ...more };
}

function replayOf(steps: number, stepMs = 200): ReplayJson {
  return {
    steps: Array.from({ length: steps }, (_, index) => ({
      ...{ atMs: index * stepMs, personsHidden: false },
      objects: [
        { id: 1, class: 'person' as const, x: 0.1, y: 0.2 },
        { id: 2, class: 'truck' as const, x: 0.3, y: 0.4 },
      ],
    })),
    alertAtMs: 400,
  };
}

interface Bench {
  readonly alerts: Alerts;
  readonly store: SqliteAlertStore;
  readonly events: AlertEventJson[];
  readonly notes: AuditRequest[];
  /** What was called, in its order. */
  readonly calls: string[];
  raise(tMs?: number, more?: Partial<Alarm>, cameraId?: string): string | null;
}

function bench(
  context: TestContext,
  { nowMs = () => startMs, note = () => {} }: { nowMs?: () => number; note?: () => void } = {},
): Bench {
  const store = new SqliteAlertStore({ folder: null });
  context.after(() => store.end());
  const [events, notes, calls]: [AlertEventJson[], AuditRequest[], string[]] = [[], [], []];
  const messenger: Messenger = {
    outletsFor: ({ rule }: Notice) => (rule === 'blocked' ? [] : ['mqtt', 'siren:horn']),
    written: (id) =>
      calls.push(`written ${store.due('mqtt', startMs, 99).some(({ alertId }) => alertId === id)}`),
    unkept: ({ zoneId }) => calls.push(`unkept ${zoneId}`),
    undelivered: () => [{ outlet: 'mqtt', waiting: 1, givenUp: 0, problem: null }],
  };
  const alerts = new Alerts({
    ...{ store, messenger, nowMs, site: { name: 'Quarry', timeZone } },
    note: (entry) => {
      note();
      notes.push(entry);
    },
  });
  alerts.listen((event) => {
    events.push(event);
    calls.push('told');
  });
  const raise = (tMs = startMs, more = {}, cameraId = 'yard'): string | null =>
    alerts.raise(cameraId, 'slewing-zone', alarm(tMs, more), replayOf(5));
  return { alerts, store, events, notes, calls, raise };
}

test('an alert is written, then whoever delivers is told, then the page: all in one turn', (context) => {
  const { store, events, calls, raise } = bench(context);
  const id = raise(startMs + 0.4)!;
  assert.match(id, /^[\w-]{22}$/);
  assert.deepEqual(calls, ['written true', 'told']);
  const alert = store.alert(id)!;
  assert.deepEqual(alert, {
    ...{ id, cameraId: 'yard', zoneId: 'crane', rule: 'exclusion', tMs: startMs, classes: ['person'] },
    ...{ state: 'new', cause: null, measure: null },
  });
  assert.deepEqual(events, [{ alert, isRecorded: true }]);
  const notices = ['mqtt', 'siren:horn'].flatMap((outlet) => store.due(outlet, startMs, 9));
  assert.deepEqual(
    notices.map(({ noticeJson }) => JSON.parse(noticeJson)),
    Array(2).fill({
      ...{ id, site: 'Quarry', cameraId: 'yard', zoneId: 'crane', hazard: 'slewing-zone', rule: 'exclusion' },
      ...{ time: '2026-06-10T09:17:23.456Z', classes: ['person'] },
    }),
  );
});

test('weeks, hours and days are by the clocks of the site', (context) => {
  const { store, raise } = bench(context);
  raise();
  // Sunday 23:59 of the week before, and Monday 00:00.
  raise(weekMs - 60_000);
  raise(weekMs);
  assert.deepEqual(
    store.weeks(0, 1e15, ['yard']).map((row) => [row.weekMs, row.alerts]),
    [
      [Date.parse('2026-05-31T22:00:00Z'), 1],
      [weekMs, 2],
    ],
  );
  assert.deepEqual(
    store.hours(0, 1e15, ['yard']).map(({ hour, alerts }) => [hour, alerts]),
    [
      [0, 1],
      [11, 1],
      [23, 1],
    ],
  );
});

test('beyond twenty a day of one rule of a camera everybody is told, and only numbers are kept', (context) => {
  let nowMs = startMs + hourMs;
  const { alerts, store, events, calls, raise } = bench(context, { nowMs: () => nowMs });
  const ids = Array.from({ length: 25 }, (_, index) =>
    raise(startMs + index * 60_000, { zoneId: `z${index % 3}` }),
  );
  assert.equal(ids.filter((id) => id !== null).length, 20);
  assert.deepEqual(
    events.map(({ isRecorded }) => isRecorded),
    Array.from({ length: 25 }, (_, index) => index < 20),
  );
  assert.equal(calls.filter((call) => call === 'written true').length, 25);
  assert.equal(store.due('siren:horn', startMs, 99).length, 25);
  assert.equal(
    store.weeks(0, 1e15, ['yard']).reduce((sum, row) => sum + row.alerts, 0),
    25,
  );
  assert.ok(
    raise(startMs, { rule: 'blocked' }) !== null && raise(startMs, {}, 'gate') !== null,
    'others are recorded',
  );
  const { alerts: kept, attention, outlets } = alerts.json({ cameraIds: ['yard'] });
  assert.equal(kept.length, 21);
  assert.deepEqual(attention, [{ cameraId: 'yard', rule: 'exclusion', alerts: 25 }]);
  assert.deepEqual(outlets, [{ outlet: 'mqtt', waiting: 1, givenUp: 0, problem: null }]);
  assert.deepEqual(alerts.json({ cameraIds: ['gate'] }).attention, [], 'of the cameras that were asked for');
  nowMs += 24 * hourMs;
  assert.ok(raise(nowMs) !== null, 'the next day begins anew');
  assert.deepEqual(alerts.json({ cameraIds: ['yard'] }).attention, []);
});

test('states go from new to seen to closed and never back; each is written down first, without alert and time', (context) => {
  const { alerts, events, notes, raise } = bench(context);
  const id = raise()!;
  assert.equal(alerts.see(id, 'user:olga').state, 'seen');
  assert.equal(alerts.see(id, 'user:ole').state, 'seen');
  const closed = alerts.close(id, 'barrier-missing', 'barrier-set', 'user:olga');
  assert.deepEqual(
    [closed.state, closed.cause, closed.measure, closed.tMs],
    ['closed', 'barrier-missing', 'barrier-set', weekMs],
  );
  for (const again of [
    () => alerts.see(id, 'user:ole'),
    () => alerts.close(id, 'false-alarm', 'none-needed', 'user:ole'),
    () => alerts.replay(id),
  ])
    assert.throws(again, { code: 'alert-closed' });
  assert.throws(() => alerts.see('none', 'user:ole'), { code: 'alert-unknown' });
  assert.deepEqual(
    events.map(({ alert: { state } }) => state),
    ['new', 'seen', 'closed'],
  );
  assert.deepEqual(notes, [
    { actor: 'user:olga', action: 'alert.seen', subject: 'yard' },
    {
      ...{ actor: 'user:olga', action: 'alert.closed', subject: 'yard' },
      detail: { cause: 'barrier-missing', measure: 'barrier-set' },
    },
  ]);
  assert.deepEqual(alerts.json({ cameraIds: ['yard'] }).alerts, []);
});

test('what cannot be written down is not done', (context) => {
  const full = new OutisError('store-full');
  const { alerts, events, raise } = bench(context, {
    note: () => {
      throw full;
    },
  });
  const id = raise()!;
  assert.throws(() => alerts.see(id, 'user:olga'), full);
  assert.throws(() => alerts.close(id, 'false-alarm', 'none-needed', 'user:olga'), full);
  assert.equal(alerts.alert(id).state, 'new');
  assert.equal(events.length, 1);
});

test('with a full disk everybody is told all the same, once, and it says so', (context) => {
  const { alerts, store, events, calls, raise } = bench(context);
  const { raise: works } = store;
  const full = new OutisError('store-full');
  store.raise = () => {
    throw full;
  };
  assert.equal(raise(), null);
  assert.deepEqual(calls, ['unkept crane', 'told']);
  assert.deepEqual([events[0]?.isRecorded, alerts.problem], [false, full]);
  // What could be read meanwhile proves nothing.
  alerts.tick(startMs);
  alerts.gate('yard', 'exclusion');
  alerts.keepGates('yard', []);
  assert.equal(alerts.problem, full);
  store.raise = works;
  assert.ok(raise() !== null);
  assert.equal(alerts.problem, null);
});

test('what a full disk keeps from being erased is told to nobody', (context) => {
  let nowMs = startMs;
  const { alerts, store, raise } = bench(context, { nowMs: () => nowMs });
  const id = raise()!;
  store.eraseOutside = () => {
    throw new OutisError('store-full');
  };
  nowMs += 72 * hourMs + 1;
  alerts.tick(nowMs);
  assert.equal(alerts.problem?.code, 'store-full');
  assert.deepEqual(alerts.json({ cameraIds: ['yard'] }).alerts, []);
  for (const ask of [() => alerts.alert(id), () => alerts.replay(id), () => alerts.see(id, 'user:olga')])
    assert.throws(ask, { code: 'alert-unknown' });
  nowMs = startMs - 61_000;
  assert.throws(() => alerts.alert(id), { code: 'alert-unknown' });
});

test('a mistake of ours is no full disk', (context) => {
  const { store, raise } = bench(context);
  store.raise = () => assert.fail('a mistake');
  assert.throws(() => raise(), /a mistake/);
});

test('property: a replay is at most 20 s long in at most 101 steps, whatever it was made of', (context) => {
  const { alerts, raise } = bench(context);
  const id = raise()!;
  const steps = fc.array(fc.record({ atMs: fc.integer({ min: -50_000, max: 50_000 }) }), { maxLength: 400 });
  fc.assert(
    fc.property(steps, fc.integer({ min: -50_000, max: 50_000 }), (made, alertAtMs) => {
      const whole = made.map(({ atMs }) => ({ atMs, objects: [], personsHidden: false }));
      alerts.completeReplay(id, { steps: whole, alertAtMs });
      const kept = alerts.replay(id);
      assert.ok(kept.steps.length <= 101);
      assert.ok(kept.steps.every(({ atMs }) => atMs >= 0 && atMs <= replayMsMax));
      assert.ok(kept.alertAtMs >= 0 && kept.alertAtMs <= replayMsMax);
    }),
  );
});

test('ids of a replay join its own steps and occur in no other alert; nothing else comes with an object', (context) => {
  const { alerts } = bench(context);
  const seen = new Set<number>();
  for (let index = 0; index < 10; index++) {
    const made = replayOf(30);
    const telling = made.steps.map((step) => ({
      ...step,
      objects: step.objects.map((object) => ({ ...object, score: 0.9, track: 5 })),
    }));
    const id = alerts.raise('yard', null, alarm(startMs), { ...made, steps: telling })!;
    const { steps } = alerts.replay(id);
    assert.equal(steps.length, 30);
    const ids = new Set(steps.flatMap(({ objects }) => objects.map((object) => object.id)));
    assert.equal(ids.size, 2);
    for (const one of ids) {
      assert.ok(!seen.has(one) && one > 2);
      seen.add(one);
    }
    for (const { objects } of steps)
      for (const object of objects) assert.deepEqual(Object.keys(object), ['id', 'class', 'x', 'y']);
  }
});

test('places of a replay are rounded to a hundredth of the view, whoever made it', (context) => {
  const { alerts, raise } = bench(context);
  const id = raise()!;
  const object = { id: 1, class: 'person' as const, x: 0.123456, y: 0.98765 };
  alerts.completeReplay(id, { steps: [{ atMs: 0, objects: [object], personsHidden: false }], alertAtMs: 0 });
  const { x, y } = alerts.replay(id).steps[0]!.objects[0]!;
  assert.deepEqual([x, y], [0.12, 0.99]);
});

test('who has left is told no more', (context) => {
  const { alerts, raise } = bench(context);
  let told = 0;
  const leave = alerts.listen(() => told++);
  raise();
  leave();
  raise();
  assert.equal(told, 1);
});

test('no cause and no measure is about somebody', () => {
  const telling =
    /person|worker|employee|somebody|careless|mistake|ignor|disciplin|warn|careful|fault|drunk|tired|behav|name|contractor|subcontract|lazy|refus/;
  for (const word of [...alertCauses, ...alertMeasures]) assert.doesNotMatch(word, telling);
});
