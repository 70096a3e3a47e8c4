import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AlertJson, ReplayJson } from '@outis/core';
import type { AlertStore, Exposure, RaisedAlert } from '../../packages/edge/src/alert/alert-store.ts';

/** How a store is made for a test; `again` closes it and opens what it kept, null where it keeps nothing. */
export interface AlertStoreUnderTest {
  readonly store: AlertStore;
  readonly again: (() => AlertStore) | null;
}

const hourMs = 3_600_000;
const dayLengthMs = 24 * hourMs;
/** A Wednesday; its week begins on the 8th. */
export const givenMs: number = Date.parse('2026-06-10T09:17:23.456Z');
export const weekMs: number = Date.parse('2026-06-08T00:00:00Z');
export const dayMs: number = Date.parse('2026-06-10T00:00:00Z');
/** What a tick keeps that looks at this moment. */
export const keptAt = (nowMs: number): [number, number, number] => [
  nowMs - 72 * hourMs,
  nowMs + 60_000,
  dayMs,
];

export const replay: ReplayJson = {
  steps: [
    { atMs: 0, objects: [{ id: 7_123_456, class: 'person', x: 0.25, y: 0.5 }], personsHidden: false },
    { atMs: 200, objects: [], personsHidden: true },
  ],
  alertAtMs: 200,
};

/** An alert of the crane at the yard; `change` is of the alert, `more` of what is written with it. */
export function raised(
  id: string,
  change: Partial<AlertJson> = {},
  more: Partial<RaisedAlert> = {},
): RaisedAlert {
  const alert: AlertJson = {
    ...{ id, cameraId: 'yard', zoneId: 'crane', rule: 'exclusion', tMs: givenMs, classes: ['person'] },
    ...{ state: 'new', cause: null, measure: null },
    ...change,
  };
  const noticeJson = JSON.stringify({ id, time: new Date(alert.tMs).toISOString() });
  return { alert, replay, isRecorded: true, weekMs, hour: 9, dayMs, outlets: ['mqtt'], noticeJson, ...more };
}

const exposure: Exposure = {
  ...{ cameraId: 'yard', zoneId: 'crane', rule: 'exclusion', weekMs },
  ...{ armedMs: 4_000, watchedMs: 3_000, occupiedMs: 2_000, cannotJudgeMs: 1_000 },
};
const everyWeek = [0, Number.MAX_SAFE_INTEGER, ['yard', 'gate']] as const;
const query = { cameraIds: ['yard', 'gate'], limit: 100 };

/** Everything that a store tells, to be compared. */
export function all(store: AlertStore): unknown {
  return JSON.parse(
    JSON.stringify({
      alerts: store.alerts(query).map((alert) => [alert, store.replay(alert.id)]),
      weeks: store.weeks(...everyWeek),
      hours: store.hours(...everyWeek),
      today: store.alertsOfDay('yard', 'exclusion', dayMs),
      notices: ['mail', 'mqtt'].map((outlet) => store.due(outlet, 1e15, 100)),
      undelivered: store.undelivered(0),
      gate: store.gate('yard', 'exclusion'),
    }),
  );
}

/** What every store of alerts must do. */
export function alertStoreConformance(
  name: string,
  makeStore: (context: TestContext) => AlertStoreUnderTest,
): void {
  const it = (what: string, run: (store: AlertStore, under: AlertStoreUnderTest) => void): void =>
    void test(`${name}: ${what}`, (context) => {
      const under = makeStore(context);
      run(under.store, under);
    });
  const ids = (store: AlertStore, more: object = {}): string[] =>
    store.alerts({ ...query, ...more }).map(({ id }) => id);

  it('an empty store has nothing, and forgetting nothing is no mistake', (store) => {
    const none = {
      alerts: [],
      weeks: [],
      hours: [],
      today: 0,
      notices: [[], []],
      undelivered: [],
      gate: null,
    };
    assert.deepEqual(all(store), none);
    store.markSeen('none');
    store.close('none', 'sign-missing', 'sign-set', dayMs);
    store.setReplay('none', replay);
    store.delivered('none', 'mqtt');
    store.eraseOutside(...keptAt(givenMs));
    store.deleteBefore(givenMs);
    store.addExposure([]);
    assert.deepEqual(all(store), none);
    assert.deepEqual([store.alert('none'), store.replay('none'), store.attention(dayMs)], [null, null, []]);
  });

  it('the alerts of a camera are forgotten with what waits of them, and no other', (store) => {
    const noticeOf = (cameraId: string): { readonly noticeJson: string } => ({
      noticeJson: JSON.stringify({ cameraId }),
    });
    store.raise(raised('a', {}, noticeOf('yard')));
    store.raise(raised('tallied', {}, { ...noticeOf('yard'), isRecorded: false }));
    store.raise(raised('b', { cameraId: 'gate' }, noticeOf('gate')));
    store.forgetCamera('yard', dayMs);
    assert.deepEqual(
      store.alerts(query).map(({ id }) => id),
      ['b'],
    );
    assert.deepEqual([store.replay('a'), store.replay('b')], [null, replay]);
    assert.deepEqual(
      store.due('mqtt', givenMs, 9).map(({ alertId }) => alertId),
      ['b'],
    );
    const [{ waiting, givenUp } = { waiting: 0, givenUp: 0 }] = store.undelivered(dayMs);
    assert.deepEqual([waiting, givenUp], [1, 2]);
    assert.equal(store.weeks(...everyWeek).length, 2, 'what remains remains');
  });

  it('an alert comes with its replay, its week, its hour, its day and its notices', (store) => {
    store.raise(raised('a', {}, { outlets: ['mail', 'mqtt'] }));
    assert.deepEqual(store.alert('a'), raised('a').alert);
    assert.deepEqual(store.replay('a'), replay);
    const at = { cameraId: 'yard', zoneId: 'crane', rule: 'exclusion' };
    const none = { armedMs: 0, watchedMs: 0, occupiedMs: 0, cannotJudgeMs: 0, causes: {}, measures: {} };
    assert.deepEqual(store.weeks(...everyWeek), [{ ...at, weekMs, alerts: 1, ...none }]);
    assert.deepEqual(store.hours(...everyWeek), [{ ...at, hour: 9, alerts: 1 }]);
    assert.equal(store.alertsOfDay('yard', 'exclusion', dayMs), 1);
    const { noticeJson } = raised('a');
    for (const outlet of ['mail', 'mqtt'])
      assert.deepEqual(store.due(outlet, givenMs, 10), [
        { alertId: 'a', outlet, noticeJson, attempts: 0, writtenMs: givenMs, nextMs: 0 },
      ]);
  });

  it('one that is only tallied has notices and numbers, and no record', (store) => {
    store.raise(raised('a', {}, { isRecorded: false, replay: null }));
    assert.deepEqual([store.alert('a'), store.replay('a'), ids(store)], [null, null, []]);
    assert.equal(store.weeks(...everyWeek)[0]?.alerts, 1);
    assert.equal(store.hours(...everyWeek)[0]?.alerts, 1);
    assert.equal(store.due('mqtt', givenMs, 10).length, 1);
  });

  it('what fails halfway has changed nothing, and the store goes on', (store) => {
    const before = all(store);
    assert.throws(() => store.raise(raised('a', {}, { outlets: ['mqtt', 'mqtt'] })), {
      code: 'store-failed',
    });
    assert.deepEqual(all(store), before);
    assert.throws(() => store.addExposure([exposure, { ...exposure, armedMs: Number.NaN }]), {
      code: 'store-failed',
    });
    assert.deepEqual(all(store), before);
    store.raise(raised('a'));
    assert.deepEqual(ids(store), ['a']);
  });

  it('lists newest first, by camera, zone, rule and state, and no more than asked for', (store) => {
    store.raise(raised('a', { tMs: givenMs + 2, zoneId: 'exit', rule: 'blocked' }));
    store.raise(raised('b', { tMs: givenMs + 3, cameraId: 'gate' }));
    store.raise(raised('c', { tMs: givenMs + 1 }));
    store.markSeen('c');
    assert.deepEqual(ids(store), ['b', 'a', 'c']);
    assert.deepEqual(ids(store, { cameraIds: ['yard'] }), ['a', 'c']);
    assert.deepEqual(ids(store, { cameraIds: [] }), []);
    assert.deepEqual(ids(store, { zoneId: 'exit' }), ['a']);
    assert.deepEqual(ids(store, { rule: 'exclusion' }), ['b', 'c']);
    assert.deepEqual(ids(store, { state: 'seen' }), ['c']);
    assert.deepEqual(ids(store, { state: 'new', cameraIds: ['yard'] }), ['a']);
    assert.deepEqual(ids(store, { limit: 2 }), ['b', 'a']);
  });

  it('a whole replay takes the place of the first seconds', (store) => {
    store.raise(raised('a', {}, { replay: { steps: [], alertAtMs: 0 } }));
    store.setReplay('a', replay);
    assert.deepEqual(store.replay('a'), replay);
  });

  it('what is closed is gone, with its replay and what waited; cause and measure stay in its own week', (store) => {
    store.raise(raised('a'));
    store.raise(raised('b', {}, { weekMs: weekMs - 7 * dayLengthMs }));
    store.raise(raised('c'));
    store.close('a', 'barrier-missing', 'barrier-set', dayMs + dayLengthMs);
    store.close('b', 'barrier-missing', 'sign-set', dayMs);
    store.close('a', 'barrier-missing', 'barrier-set', dayMs);
    assert.deepEqual([ids(store), store.replay('a')], [['c'], null]);
    assert.deepEqual(
      store.due('mqtt', givenMs, 9).map(({ alertId }) => alertId),
      ['c'],
    );
    assert.deepEqual(
      store.weeks(...everyWeek).map(({ causes, measures, alerts }) => [causes, measures, alerts]),
      [
        [{ 'barrier-missing': 1 }, { 'sign-set': 1 }, 1],
        [{ 'barrier-missing': 1 }, { 'barrier-set': 1 }, 2],
      ],
    );
    assert.deepEqual(store.undelivered(dayMs), [{ outlet: 'mqtt', waiting: 1, givenUp: 2, problem: null }]);
    assert.equal(store.undelivered(dayMs + 1)[0]?.givenUp, 1, 'each on its day');
  });

  it('erases what is too old and what is of the future, new or seen, and gives up its notices', (store) => {
    const [fromMs, toMs] = keptAt(givenMs);
    const times = { old: fromMs - 1, oldest: fromMs, newest: toMs, future: toMs + 1 };
    for (const [id, tMs] of Object.entries(times)) store.raise(raised(id, { tMs }));
    store.raise(raised('tally', { tMs: fromMs - 1 }, { isRecorded: false, replay: null }));
    store.markSeen('old');
    store.eraseOutside(fromMs, toMs, dayMs);
    assert.deepEqual(ids(store), ['newest', 'oldest']);
    assert.deepEqual(
      Object.keys(times).map((id) => store.replay(id) !== null),
      [false, true, true, false],
    );
    assert.deepEqual(store.undelivered(dayMs), [{ outlet: 'mqtt', waiting: 2, givenUp: 3, problem: null }]);
    assert.equal(store.weeks(...everyWeek)[0]?.alerts, 5, 'the numbers stay');
  });

  it('of the counts of a day those of today and yesterday are kept', (store) => {
    for (const day of [-2, -1, 0, 1])
      store.raise(raised(`a${day}`, {}, { dayMs: dayMs + day * dayLengthMs }));
    store.eraseOutside(...keptAt(givenMs));
    assert.deepEqual(
      [-2, -1, 0, 1].map((day) => store.alertsOfDay('yard', 'exclusion', dayMs + day * dayLengthMs)),
      [0, 1, 1, 0],
    );
  });

  it('attention is due beyond twenty alerts of one rule of a camera and day', (store) => {
    for (let i = 0; i < 20; i++) store.raise(raised(`a${i}`, { zoneId: `zone-${i}` }));
    assert.deepEqual(store.attention(dayMs), []);
    store.raise(raised('other', { rule: 'blocked' }));
    store.raise(raised('more'));
    assert.deepEqual(store.attention(dayMs), [{ cameraId: 'yard', rule: 'exclusion', alerts: 21 }]);
    assert.deepEqual(store.attention(dayMs + dayLengthMs), []);
  });

  it('time and alerts add up by place, rule and week', (store) => {
    store.addExposure([exposure, { ...exposure, rule: 'helmet' }]);
    store.addExposure([
      { ...exposure, armedMs: 0.6 },
      { ...exposure, weekMs: weekMs + 7 * dayLengthMs },
    ]);
    store.raise(raised('a'));
    const { cameraId: _camera, zoneId: _zone, rule: _rule, weekMs: _week, ...times } = exposure;
    assert.deepEqual(
      store
        .weeks(...everyWeek)
        .map(({ rule, weekMs: at, alerts, armedMs, watchedMs }) => [
          rule,
          at - weekMs,
          alerts,
          armedMs,
          watchedMs,
        ]),
      [
        ['exclusion', 0, 1, 4_001, 6_000],
        ['helmet', 0, 0, times.armedMs, times.watchedMs],
        ['exclusion', 7 * dayLengthMs, 0, times.armedMs, times.watchedMs],
      ],
    );
    assert.equal(store.weeks(0, weekMs, ['yard']).length, 0);
    assert.equal(store.weeks(weekMs, weekMs + 1, ['yard']).length, 2);
    assert.equal(store.weeks(0, 1e15, ['gate']).length, 0);
  });

  it('hours add up over the weeks that are asked for', (store) => {
    for (const [week, hour] of [
      [0, 9],
      [1, 9],
      [1, 23],
      [2, 9],
    ] as const)
      store.raise(raised(`a${week}${hour}`, {}, { weekMs: weekMs + week * 7 * dayLengthMs, hour }));
    assert.deepEqual(
      store.hours(weekMs, weekMs + 14 * dayLengthMs, ['yard']).map(({ hour, alerts }) => [hour, alerts]),
      [
        [9, 2],
        [23, 1],
      ],
    );
  });

  it('notices are due when they are due, oldest first, and those that another clock put off', (store) => {
    store.raise(raised('b', { tMs: givenMs + 5 }));
    store.raise(raised('a'));
    const due = (nowMs: number): string[] => store.due('mqtt', nowMs, 10).map(({ alertId }) => alertId);
    assert.deepEqual(due(givenMs), ['a', 'b']);
    assert.equal(store.due('mqtt', givenMs, 1).length, 1);
    store.failed('a', 'mqtt', givenMs + 1_000, 'It does not answer');
    assert.deepEqual(due(givenMs), ['b']);
    assert.deepEqual(due(givenMs + 1_000), ['a', 'b']);
    assert.deepEqual(due(givenMs - 2 * hourMs), ['a', 'b']);
    const [first] = store.due('mqtt', givenMs + 1_000, 1);
    assert.deepEqual([first?.attempts, first?.nextMs], [1, givenMs + 1_000]);
    assert.deepEqual(store.undelivered(0), [
      { outlet: 'mqtt', waiting: 2, givenUp: 0, problem: 'It does not answer' },
    ]);
    store.delivered('a', 'mqtt');
    assert.deepEqual(store.undelivered(0), [{ outlet: 'mqtt', waiting: 1, givenUp: 0, problem: null }]);
    store.giveUp('b', 'mqtt', dayMs, 'It was too late');
    assert.deepEqual(store.undelivered(0), [
      { outlet: 'mqtt', waiting: 0, givenUp: 1, problem: 'It was too late' },
    ]);
    store.giveUp('b', 'mqtt', dayMs, 'It was too late');
    assert.equal(store.undelivered(0)[0]?.givenUp, 1, 'once');
    assert.deepEqual(ids(store), ['b', 'a'], 'the alerts stay');
  });

  it('what gates have learned is kept by camera and key', (store) => {
    store.saveGate('yard', 'exclusion', '{"a":1}');
    store.saveGate('yard', 'exclusion', '{"a":2}');
    store.saveGate('yard', 'helmet', '{}');
    store.saveGate('gate', 'exclusion', '{}');
    assert.equal(store.gate('yard', 'exclusion'), '{"a":2}');
    store.keepGates('yard', ['helmet', 'other']);
    assert.deepEqual(
      [store.gate('yard', 'exclusion'), store.gate('yard', 'helmet'), store.gate('gate', 'exclusion')],
      [null, '{}', '{}'],
    );
    store.keepGates('yard', []);
    assert.equal(store.gate('yard', 'helmet'), null);
  });

  it('retention deletes what began before, and not what began then', (store) => {
    for (const week of [0, 1]) {
      const at = weekMs + week * 7 * dayLengthMs;
      store.raise(raised(`a${week}`, {}, { weekMs: at, dayMs: at }));
      store.close(`a${week}`, 'sight-poor', 'lighting-improved', at);
    }
    store.deleteBefore(weekMs + 1);
    const left = store.weeks(...everyWeek);
    assert.deepEqual(
      left.map(({ weekMs: at, causes }) => [at, causes]),
      [[weekMs + 7 * dayLengthMs, { 'sight-poor': 1 }]],
    );
    assert.equal(store.hours(...everyWeek)[0]?.alerts, 1);
    assert.equal(store.undelivered(0)[0]?.givenUp, 1);
    store.deleteBefore(weekMs + 7 * dayLengthMs);
    assert.equal(store.weeks(...everyWeek).length, 1);
  });

  it('whatever was acknowledged is there after a restart', (store, { again }) => {
    if (again === null) return;
    store.raise(raised('a'));
    store.raise(raised('b', {}, { outlets: ['mail', 'mqtt'] }));
    store.raise(raised('c'));
    store.markSeen('a');
    store.close('c', 'false-alarm', 'none-needed', dayMs);
    store.failed('b', 'mail', givenMs + 5, 'no');
    store.addExposure([exposure]);
    store.saveGate('yard', 'exclusion', '{}');
    const before = all(store);
    assert.deepEqual(all(again()), before);
  });
}
