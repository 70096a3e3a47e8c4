import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SafetyRequestJson } from '@outis/core';
import { firedOf } from './preview-fired.ts';
import {
  addZone,
  draftOf,
  freeZones,
  newRule,
  removeZone,
  renameZone,
  safetyRequestOf,
  withHazard,
} from './safety-draft.ts';
import { placeOf, problemsOf } from './safety-problems.ts';
import { endsNextDay, shownEnd, withDay } from './schedule-edit.ts';
import { readWatched } from './use-preview.ts';

const square = (size: number, left = 0.1, top = 0.3): [number, number][] => [
  [left, top],
  [left + size, top],
  [left + size, top + size],
  [left, top + size],
];
const asked: SafetyRequestJson = {
  zones: [
    { id: 'crane', points: square(0.3), hazard: 'slewing-zone' },
    { id: 'exit', points: square(0.2, 0.6) },
  ],
  rules: [
    { rule: 'exclusion', zones: ['crane'], mode: 'test', threshold: 3, onlyWhileVehicleMoves: true },
    { rule: 'blocked', zones: ['exit'], mode: 'live', minutes: 5, cooldownS: 600, learningDays: 7 },
    {
      ...{ rule: 'helmet', zones: ['crane', 'exit'], mode: 'learning' },
      schedule: [{ days: ['mon', 'fri'], from: '06:00', to: '24:00' }],
    },
  ],
  calibration: null,
};
const view = { boundary: null, masks: [] };

test('what is configured comes back as it was, with nothing lost and nothing added', () => {
  assert.deepEqual(safetyRequestOf(draftOf(asked)), asked);
});

test('a threshold that is no step of the ladder becomes the next step', () => {
  const draft = draftOf({ ...asked, rules: [{ rule: 'exclusion', zones: ['crane'], threshold: 2.2 }] });
  assert.equal(draft.rules[0]!.step, 1);
  assert.equal(safetyRequestOf(draft)!.rules[0]!.threshold, 2.5);
});

test('a number that is half written is no request, and says which field it is', () => {
  const draft = draftOf(asked);
  const [first, second, ...others] = draft.rules;
  for (const [change, field] of [
    [{ minutes: '' }, 'minutes'],
    [{ minutes: '0' }, 'minutes'],
    [{ cooldownMin: 'x' }, 'cooldown'],
    [{ cooldownMin: '0.1' }, 'cooldown'],
  ] as const) {
    const broken = { ...draft, rules: [first!, { ...second!, ...change }, ...others] };
    assert.deepEqual(
      problemsOf(broken, view).map(({ place }) => place),
      [{ at: 'rule', index: 1, field }],
    );
  }
  assert.equal(safetyRequestOf({ ...draft, rules: [{ ...second!, minutes: '5,' }] })?.rules[0]?.minutes, 5);
  assert.equal(safetyRequestOf({ ...draft, rules: [{ ...second!, minutes: '' }] }), null);
});

test('a new rule learns, and takes a zone that fits and has none of its kind', () => {
  const draft = draftOf({ ...asked, rules: [] });
  const exclusion = newRule(draft, 'exclusion');
  assert.deepEqual([exclusion.zones, exclusion.mode], [['crane'], 'learning']);
  const vest = newRule(draft, 'vest');
  assert.deepEqual(vest.zones, ['exit']);
  const both = { ...draft, rules: [vest] };
  assert.deepEqual(
    freeZones(both, 'vest').map(({ id }) => id),
    ['crane'],
  );
  assert.deepEqual(freeZones(both, 'vest', vest).length, 2);
  assert.deepEqual(newRule({ ...draft, zones: [] }, 'helmet').zones, []);
});

test('rules follow a zone that is renamed, and a rule without zones goes with its last one', () => {
  const draft = draftOf(asked);
  assert.deepEqual(
    renameZone(draft, 0, 'tower').rules.map(({ zones }) => zones),
    [['tower'], ['exit'], ['tower', 'exit']],
  );
  const without = removeZone(draft, 0);
  assert.deepEqual(
    without.rules.map(({ rule, zones }) => [rule, zones]),
    [
      ['blocked', ['exit']],
      ['helmet', ['exit']],
    ],
  );
  assert.equal(addZone(without).zones[1]?.id, 'zone-2');
  assert.deepEqual(withHazard(asked.zones[0]!, null), { id: 'crane', points: square(0.3) });
});

test('danger zones over most of the view are refused with the share, all of them together', () => {
  const large = (id: string, left: number) => {
    const points: [number, number][] = [
      [left, 0],
      [left + 0.4, 0],
      [left + 0.4, 1],
      [left, 1],
    ];
    return { id, points, hazard: 'machine' as const };
  };
  const of = (...zones: ReturnType<typeof large>[]) =>
    problemsOf(
      draftOf({
        ...{ zones, calibration: null },
        rules: [{ rule: 'exclusion', zones: zones.map(({ id }) => id) }],
      }),
      view,
    );
  assert.deepEqual(of(large('a', 0)), []);
  const [problem, ...more] = of(large('a', 0), large('b', 0.45));
  assert.deepEqual([problem?.key, more.length], ['safety.problem.most-of-the-view', 0]);
  assert.ok(Math.abs((problem?.share ?? 0) - 0.8) < 0.01);
});

test('what a rule lacks is said at its field', () => {
  const places = (rules: SafetyRequestJson['rules']) =>
    problemsOf(draftOf({ ...asked, rules }), view).map(({ key }) => key);
  assert.deepEqual(places([{ rule: 'exclusion', zones: ['exit'] }]), ['safety.problem.noHazard']);
  assert.deepEqual(places([{ rule: 'vest', zones: [] }]), ['safety.problem.noZone']);
  assert.deepEqual(places([{ rule: 'proximity', zones: ['exit'], nearM: 11 }]), [
    'safety.problem.upToTen',
    'safety.problem.noGround',
  ]);
  const schedule = [{ days: [], from: '06:00', to: '18:00' }];
  assert.deepEqual(places([{ rule: 'vest', zones: ['exit'], schedule }]), ['safety.problem.noDay']);
});

test('a sentence of the edge is shown where it belongs', () => {
  assert.deepEqual(placeOf('zones.1.points: the exclusion zones cover 72 %'), { at: 'zone', index: 1 });
  assert.deepEqual(placeOf('cameras.0.rules.2.minutes: is required'), {
    ...{ at: 'rule', index: 2, field: 'minutes' },
  });
  assert.deepEqual(placeOf('rules.0.zones.1: names the zone x'), { at: 'rule', index: 0, field: 'zones' });
  assert.deepEqual(placeOf('calibration: is refused'), { at: 'ground' });
  assert.deepEqual(placeOf('the disk is full'), { at: 'all' });
});

test('windows of the week: days in their order, midnight is no next day', () => {
  const window = { days: ['fri'], from: '22:00', to: '06:00' } as const;
  assert.deepEqual(withDay(window, 'mon', true).days, ['mon', 'fri']);
  assert.deepEqual(withDay(window, 'fri', false).days, []);
  assert.ok(endsNextDay(window) && !endsNextDay({ ...window, to: '24:00' }));
  assert.ok(!endsNextDay({ ...window, to: '00:00' }) && shownEnd({ ...window, to: '24:00' }) === '00:00');
});

test('an answer of the preview goes through rules and zones in their order', () => {
  const fired = [
    { rule: 'exclusion', zoneId: 'crane', times: 3, problem: null },
    { rule: 'blocked', zoneId: 'exit', times: 0, problem: null },
    { rule: 'helmet', zoneId: 'crane', times: 1, problem: null },
    { rule: 'helmet', zoneId: 'exit', times: 2, problem: null },
  ] as const;
  const tried = { asked: JSON.stringify(asked), answer: { watchedMs: 1000, fired } };
  assert.deepEqual(
    firedOf(tried, 2).map(({ times }) => times),
    [1, 2],
  );
  assert.deepEqual(firedOf(tried, 3), []);
  assert.equal(readWatched('{"watchedMs":1500}'), 1500);
  for (const odd of ['', '{}', '{"watchedMs":-1}', 7]) assert.equal(readWatched(odd), null);
});
