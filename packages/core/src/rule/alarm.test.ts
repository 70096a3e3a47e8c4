import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Alarm, AlarmGate, type AlarmOptions, armedIn, gapMsMax } from './alarm.ts';
import type { Finding } from './finding.ts';

const minute = 60_000;
const day = 86_400_000;

function gate(rest: Partial<AlarmOptions> = {}): AlarmGate {
  return new AlarmGate({ rule: 'helmet', zoneIds: ['a', 'b'], mode: 'live', ...rest });
}

function finding(zoneId = 'a', ageMs = 0, rest: Partial<Finding> = {}): Finding {
  return { rule: 'helmet', zoneId, tMs: 0, classes: ['person'], agesMs: [ageMs], ...rest };
}

/** Steps of a second, and the seconds at which there was an alarm. */
function secondsOf(of: AlarmGate, seconds: number, at: (s: number) => readonly Finding[]): readonly number[] {
  return Array.from({ length: seconds }, (_, s) => (of.step(s * 1000, at(s)).length > 0 ? [s] : [])).flat();
}

test('an alarm carries the rule, the place, the time and the classes, and nothing else', () => {
  assert.deepEqual(gate().step(5, [finding('a'), finding('a', 0, { classes: ['bicycle'] })]), [
    { kind: 'alarm', rule: 'helmet', zoneId: 'a', tMs: 5, classes: ['person', 'bicycle'] },
  ]);
});

test('one alarm a zone in five minutes; zones do not wait for each other', () => {
  const of = gate();
  assert.equal(of.step(0, [finding('a')]).length, 1);
  assert.equal(of.step(1000, [finding('a'), finding('b')]).length, 1);
  assert.deepEqual(
    secondsOf(gate(), 700, () => [finding()]),
    [0, 300, 600],
  );
});

test('a helmet that stays missing is one alarm; a second person without one is another, after the cooldown', () => {
  const alone = (s: number): readonly Finding[] => [finding('a', s * 1000)];
  assert.deepEqual(secondsOf(gate(), 1000, alone), [0]);
  const second = (s: number): readonly Finding[] => [finding('a', s < 100 ? s * 1000 : (s - 100) * 1000)];
  assert.deepEqual(secondsOf(gate(), 1000, second), [0, 300], 'who came during it is told after it');
});

test('who stays in a hazard zone is told of again', () => {
  const of = gate({ rule: 'exclusion' });
  const stays = (s: number): readonly Finding[] => [finding('a', s * 1000, { rule: 'exclusion' })];
  assert.deepEqual(secondsOf(of, 700, stays), [0, 300, 600]);
});

test('a threshold waits for its step of the ladder', () => {
  const grows = (s: number): readonly Finding[] => [
    finding('a', 0, { agesMs: Array.from({ length: Math.min(10, s + 1) }, () => 0) }),
  ];
  assert.deepEqual(secondsOf(gate({ threshold: 3.75 }), 10, grows), [6]);
  assert.deepEqual(
    secondsOf(gate({ threshold: 0.92 }), 10, grows),
    [0],
    'a share, as it was before, is the first',
  );
  assert.throws(() => gate({ threshold: 4.6 }), TypeError);
});

test('unarmed nothing happens; what is there when it is armed is told', () => {
  const of = gate({ isArmed: (tMs) => tMs >= 20_000 });
  assert.deepEqual(
    secondsOf(of, 60, (s) => [finding('a', s * 1000)]),
    [20],
  );
});

test('test mode and learning only count', () => {
  for (const mode of ['test', 'learning'] as const) {
    const of = gate({ mode });
    assert.deepEqual(
      secondsOf(of, 700, () => [finding()]),
      [],
    );
    assert.deepEqual(of.counts(), [
      { zoneId: 'a', alarms: 3 },
      { zoneId: 'b', alarms: 0 },
    ]);
  }
});

test('a schedule of the week, over midnight of Sunday too', () => {
  const armed = armedIn([{ fromMinute: 10_000, toMinute: 60 }], (tMs) => tMs);
  assert.deepEqual([59, 60, 9_999, 10_000, 10_079].map(armed), [true, false, false, true, true]);
  const day8to17 = armedIn([{ fromMinute: 480, toMinute: 1020 }], (tMs) => tMs);
  assert.deepEqual([479, 480, 1019, 1020].map(day8to17), [false, true, true, false]);
  for (const [fromMinute, toMinute] of [
    [0, 0],
    [-1, 5],
    [0.5, 5],
    [0, 10_081],
  ] as const)
    assert.throws(() => armedIn([{ fromMinute, toMinute }], (tMs) => tMs), TypeError);
  assert.throws(() => armedIn([], (tMs) => tMs), TypeError);
});

const sometimes = fc.record({
  /** Often small steps, sometimes a clock set forward or back by up to two hours. */
  byMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 3000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -2 * 60 * minute, max: 2 * 60 * minute }) },
  ),
  found: fc.array(
    fc.record({ zone: fc.constantFrom('a', 'b', 'other'), age: fc.integer({ min: 0, max: 100_000 }) }),
    { maxLength: 4 },
  ),
});

test('the cooldown holds under any order and clock step', () => {
  let alarms = 0;
  fc.assert(
    fc.property(
      fc.array(sometimes, { minLength: 100, maxLength: 400 }),
      fc.constantFrom('helmet' as const, 'exclusion' as const),
      (steps, rule) => {
        const cooldownMs = 30_000;
        const of = gate({ rule, cooldownMs });
        const backwards = gate({ rule, cooldownMs });
        const watched = new Map<string, number>();
        let tMs = 1e9;
        for (const { byMs, found } of steps) {
          tMs += byMs;
          for (const [zone, sinceMs] of watched)
            watched.set(zone, sinceMs + Math.max(0, Math.min(gapMsMax, byMs)));
          const findings = found.map(({ zone, age }) => finding(zone, age, { rule, tMs }));
          const given = of.step(tMs, findings);
          assert.deepEqual(backwards.step(tMs, findings.toReversed()), given);
          for (const { zoneId } of given) {
            alarms++;
            assert.ok((watched.get(zoneId) ?? Infinity) >= cooldownMs, `${watched.get(zoneId)}`);
            watched.set(zoneId, 0);
          }
          // And it does not last for longer: watched for as long as a cooldown, a danger to be reminded of is told.
          if (rule === 'exclusion')
            for (const { zoneId } of findings)
              assert.ok(zoneId === 'other' || watched.get(zoneId)! < cooldownMs);
        }
      },
    ),
    { seed: 85, numRuns: 200 },
  );
  assert.ok(alarms > 500, `only ${alarms} alarms`);
});

test('splitting the input anywhere and resuming gives the same alarms', () => {
  fc.assert(
    fc.property(fc.array(sometimes, { minLength: 1, maxLength: 100 }), fc.nat(), (steps, cut) => {
      const whole = gate({ cooldownMs: 20_000 });
      let resumed = gate({ cooldownMs: 20_000 });
      let tMs = 0;
      steps.forEach(({ byMs, found }, i) => {
        if (i === cut % steps.length) {
          const saved = JSON.parse(JSON.stringify(resumed.save()));
          resumed = gate({ cooldownMs: 20_000 });
          resumed.restore(saved);
        }
        tMs += byMs;
        const findings = found.map(({ zone, age }) => finding(zone, age));
        assert.deepEqual(resumed.step(tMs, findings), whole.step(tMs, findings));
      });
      assert.deepEqual(resumed.learned(), whole.learned());
    }),
    { seed: 86 },
  );
});

/** A place where every second step of the ladder is reached half as often: 16, 16, 8, 8, 4, 4, 2, 2, 1 and 1 a day. */
function learnedAfter(days: number, of: AlarmGate): ReturnType<AlarmGate['learned']> {
  const everyMs = day / 16;
  let n = 0;
  for (let tMs = 0; tMs <= days * day; tMs += 10_000) {
    const isNow = tMs % everyMs === 0;
    if (isNow) n++;
    const reached = 2 * [1, 2, 4, 8, 16].filter((times) => n % times === 0).length;
    of.step(tMs, isNow ? [finding('a', 0, { agesMs: Array.from({ length: reached }, () => 0) })] : []);
  }
  return of.learned();
}

test('learning measures its own alarm rate and proposes the least threshold for two a day', () => {
  const early = learnedAfter(1, gate({ mode: 'learning' }));
  assert.equal(early.isComplete, false);
  assert.equal(early.threshold, null);
  const report = learnedAfter(3, gate({ mode: 'learning' }));
  assert.equal(report.isComplete, true);
  assert.deepEqual(
    report.perDay.map((rate) => Math.round(rate)),
    [16, 16, 8, 8, 4, 4, 2, 2, 1, 1],
  );
  assert.equal(report.threshold, 3.8, 'the first with 6 in three days');
});

test('alarms that were right are not counted as false, and a place that no step helps gets no proposal', () => {
  const of = gate({ mode: 'learning' });
  learnedAfter(3, of);
  for (let i = 0; i < 45; i++) of.wasRight('a');
  assert.equal(of.learned().threshold, 3.2);
  const bad = gate({ mode: 'learning' });
  for (let tMs = 0; tMs <= 3 * day; tMs += 10_000)
    bad.step(tMs, [finding('a', 0, { agesMs: Array.from({ length: 10 }, () => 0) })]);
  assert.equal(bad.learned().threshold, null);
  assert.ok(bad.learned().perDay[9]! > 250);
});

test('a gate out of bounds is refused', () => {
  assert.throws(() => gate({ cooldownMs: 9_999 }), TypeError);
  assert.throws(() => gate({ learningDays: 0.5 }), TypeError);
  assert.throws(() => gate({ zoneIds: ['a', 'a'] }), TypeError);
  const other = gate({ zoneIds: ['a'] }).save();
  assert.throws(() => gate().restore(other), TypeError);
  const keys = (alarm: Alarm): readonly string[] => Object.keys(alarm);
  assert.deepEqual(keys(gate().step(0, [finding()])[0]!), ['kind', 'rule', 'zoneId', 'tMs', 'classes']);
});
