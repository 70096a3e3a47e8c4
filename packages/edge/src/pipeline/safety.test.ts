import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutisError, objectClasses, type SafetyRuleConfig } from '@outis/core';
import {
  headOf,
  Rig,
  RigSink,
  rigConfig,
  rigFrame,
  rigStartMs,
  rigZones,
  standing,
} from '../../../../test/fixtures/safety-rig.ts';

const crane: SafetyRuleConfig = { rule: 'exclusion', zones: ['crane'] };
const helmet: SafetyRuleConfig = { rule: 'helmet', zones: ['crane', 'exit'] };
const exit: SafetyRuleConfig = { rule: 'blocked', zones: ['exit'], minutes: 1 };
const inCrane = standing(0.2, 0.8);

test('somebody in a hazard zone: one alert, in the turn of the step, on the machine’s clock', () => {
  const rig = new Rig(rigConfig([crane]));
  rig.look(3000, [standing(0.6, 0.8)]);
  assert.equal(rig.sink.raised.length, 0);
  let stepsUntil = 0;
  while (rig.sink.raised.length === 0 && stepsUntil < 40) {
    rig.look(100, [inCrane]);
    stepsUntil++;
  }
  // 2 s of evidence and the step that begins it.
  assert.ok(stepsUntil >= 20 && stepsUntil <= 22, `${stepsUntil}`);
  const [{ cameraId, hazard, alarm, replay }] = rig.sink.raised as [RigSink['raised'][number]];
  assert.deepEqual([cameraId, hazard], ['yard', 'slewing-zone']);
  assert.deepEqual(alarm, {
    ...{ kind: 'alarm', rule: 'exclusion', zoneId: 'crane', classes: ['person'] },
    tMs: rig.machineMs,
  });
  assert.ok(replay.steps.length > 10);
  assert.equal(replay.alertAtMs, replay.steps.at(-1)!.atMs);
  rig.look(60_000, [inCrane]);
  assert.equal(rig.sink.raised.length, 1, 'a cooldown of five minutes');
  const whole = rig.sink.raised[0]!.whole!;
  assert.equal(whole.alertAtMs, replay.alertAtMs);
  assert.ok(whole.steps.at(-1)!.atMs - whole.alertAtMs > 4500);
  assert.ok(whole.steps.at(-1)!.atMs <= 20_000);
  rig.look(300_000, [inCrane]);
  assert.equal(rig.sink.raised.length, 2, 'and it is told again');
});

test('test and learning count and never warn', () => {
  for (const mode of ['test', 'learning'] as const) {
    const rig = new Rig(rigConfig([{ ...crane, mode }]));
    rig.look(5000, [inCrane]);
    rig.close();
    assert.equal(rig.sink.raised.length, 0, mode);
    assert.equal(rig.sink.exposures.length, 0, 'nothing that alerts are a rate of');
    rig.pass(3_600_000);
    assert.deepEqual(rig.sink.exposures, []);
    const [json] = rig.safety.json().rules;
    assert.deepEqual(json?.counts, [{ zoneId: 'crane', alarms: 1 }]);
    assert.equal(json?.mode, mode);
  }
});

test('what the page may know of counts and people is renewed at full hours', () => {
  const rig = new Rig(rigConfig([{ ...crane, mode: 'test' }, helmet]));
  const people = (): unknown => rig.safety.json().rules.map(({ counts, judgements }) => [counts, judgements]);
  const before = people();
  rig.look(30_000, [inCrane], [headOf(inCrane, 'helmet')]);
  assert.deepEqual(people(), before);
  rig.close();
  rig.pass(3_600_000 - 31_000);
  assert.deepEqual(people(), before);
  rig.pass(6_000);
  const [, worn] = rig.safety.json().rules;
  const judged = worn?.judgements.find(({ zoneId }) => zoneId === 'crane');
  assert.deepEqual([judged?.state, judged!.watchedMs > 20_000], ['judges', true]);
  assert.equal(rig.safety.json().rules[0]?.counts[0]?.alarms, 1);
});

test('an interruption of the eye drops who is followed and keeps the cooldown', () => {
  const rig = new Rig(rigConfig([crane]));
  rig.look(3000, [inCrane]);
  assert.equal(rig.sink.raised.length, 1);
  rig.close();
  assert.ok(rig.sink.raised[0]!.whole !== null, 'its replay ends as it is');
  rig.pass(5000);
  rig.open();
  rig.look(500, [inCrane]);
  assert.equal(rig.sink.raised.length, 1, 'evidence begins anew');
  rig.look(200_000, [inCrane]);
  assert.equal(rig.sink.raised.length, 1);
  rig.look(150_000, [inCrane]);
  assert.equal(rig.sink.raised.length, 2);
});

test('a vehicle in an escape route is still there when the eye opens again', () => {
  const rig = new Rig(rigConfig([exit]));
  const lorry = standing(0.85, 0.8, 1, 'truck');
  rig.look(50_000, [lorry]);
  rig.close();
  rig.pass(10_000);
  rig.open();
  rig.look(15_000, [{ ...lorry, id: 77 }]);
  assert.equal(rig.sink.raised.length, 1);
  const away = new Rig(rigConfig([exit]));
  away.look(50_000, [lorry]);
  away.close();
  away.pass(600_000);
  away.open();
  away.look(15_000, [{ ...lorry, id: 77 }]);
  assert.equal(away.sink.raised.length, 0, 'after ten minutes it may be another one');
});

test('gates go on after a restart, and what is kept of them tells no time of an alarm', () => {
  const sink = new RigSink();
  const first = new Rig(rigConfig([{ ...crane, learningDays: 1 }]), { sink });
  first.look(3000, [inCrane]);
  const raisedMs = sink.raised[0]!.alarm.tMs;
  assert.equal(sink.saves, 0, 'nothing is kept at an alarm');
  first.look(123_400, [inCrane]);
  first.safety.end();
  assert.equal(sink.saves, 1);
  const [json] = [...sink.gates.values()];
  for (const text of json!.match(/\d+/g) ?? [])
    assert.ok(Math.abs(Number(text) - raisedMs) > 3_600_000, 'no time of it');
  const kept = JSON.parse(json!) as { tMs: unknown; zones: unknown[]; learning: { sinceMs: unknown } };
  assert.deepEqual([kept.tMs, kept.zones], [null, [{ sinceMs: 0, alarms: 1 }]]);
  assert.ok([kept.learning.sinceMs].flat(9).every((since) => since === 0 || since === null));
  const second = new Rig(rigConfig([{ ...crane, learningDays: 1 }]), { sink, startMs: first.machineMs });
  const { learned, counts } = second.safety.json().rules[0]!;
  assert.equal(counts[0]?.alarms, 1);
  assert.ok(learned.watchedMs > 120_000);
  second.look(200_000, [inCrane]);
  assert.equal(sink.raised.length, 1, 'the cooldown begins anew');
  second.look(150_000, [inCrane]);
  assert.equal(sink.raised.length, 2);
  // What nobody can read is left.
  for (const broken of ['{', 'null', '{"zones":[]}', '[]']) {
    for (const key of sink.gates.keys()) sink.gates.set(key, broken);
    const third = new Rig(rigConfig([{ ...crane, learningDays: 1 }]), { sink });
    third.look(3000, [inCrane]);
    assert.equal(third.safety.json().rules[0]?.problem, null);
  }
});

test('kept at whole ten minutes, whatever happens', () => {
  const rig = new Rig(rigConfig([crane]));
  rig.look(3000, [inCrane]);
  rig.close();
  rig.pass(590_000);
  assert.equal(rig.sink.saves, 0);
  rig.pass(10_000);
  assert.equal(rig.sink.saves, 1);
  rig.pass(600_000);
  assert.equal(rig.sink.saves, 2);
});

test('other rules keep the gates of those that are the same, and forget the others', () => {
  const rig = new Rig(rigConfig([crane, exit]));
  rig.look(3000, [inCrane]);
  assert.equal(rig.sink.raised.length, 1);
  rig.safety.setConfig(rigConfig([{ ...crane, threshold: 2.5, mode: 'live' }]));
  assert.equal(rig.sink.gates.size, 1);
  rig.look(60_000, [inCrane]);
  assert.equal(rig.sink.raised.length, 1, 'its cooldown goes on');
  const [zone, ...others] = rigZones;
  const drawn = { ...zone!, points: zone!.points.map(([x, y]) => [x * 0.9, y] as const) };
  rig.safety.setConfig(rigConfig([crane], { zones: [drawn, ...others] }));
  rig.look(3_000, [inCrane]);
  assert.equal(rig.sink.raised.length, 2, 'a zone that is drawn anew is another place');
  rig.safety.setConfig(rigConfig([]));
  rig.look(3_000, [inCrane]);
  assert.deepEqual([rig.sink.raised.length, rig.safety.json().rules, rig.sink.gates.size], [2, [], 0]);
});

test('saving rules again renews no number before the hour, and shortens and lengthens no cooldown', () => {
  const counting = rigConfig([{ ...crane, mode: 'test', cooldownS: 10 }]);
  const rig = new Rig(counting);
  const alarms = (): number => rig.safety.json().rules[0]!.counts[0]!.alarms;
  for (const threshold of [2.5, 3, 3.5]) {
    rig.look(15_000, [inCrane]);
    rig.safety.setConfig({ ...counting, rules: [{ ...counting.rules[0]!, threshold }] });
    assert.equal(alarms(), 0, 'who saves again and again learns nothing of who is there');
  }
  rig.pass(3_600_000);
  assert.ok(alarms() >= 3);
  for (const [cooldownS, restMs] of [
    [60, 20_000],
    [600, 400_000],
  ] as const) {
    const live = rigConfig([{ ...crane, cooldownS }]);
    const warning = new Rig(live);
    warning.look(cooldownS * 1000 - restMs, [inCrane]);
    warning.safety.setConfig({ ...live, rules: [{ ...live.rules[0]!, threshold: 2.5 }] });
    warning.look(restMs - 5_000, [inCrane]);
    assert.equal(warning.sink.raised.length, 1, `${cooldownS} s are not over`);
    warning.look(10_000, [inCrane]);
    assert.equal(warning.sink.raised.length, 2, `${cooldownS} s are over`);
  }
});

test('a schedule is by the clocks of the site, also where sight’s clock is another', () => {
  const schedule = [{ days: ['mon' as const], from: '10:00', to: '12:00' }];
  const armed = (timeZone: string, startMs: number): boolean => {
    const rig = new Rig(rigConfig([{ ...crane, schedule }]), { timeZone, startMs });
    rig.look(3000, [inCrane]);
    assert.equal(rig.safety.json().rules[0]?.isArmed, rig.sink.raised.length > 0);
    return rig.sink.raised.length > 0;
  };
  // 8 o'clock in UTC is 10 o'clock in Berlin in June.
  assert.equal(armed('UTC', rigStartMs), false);
  assert.equal(armed('Europe/Berlin', rigStartMs), true);
  assert.equal(armed('Europe/Berlin', rigStartMs - 60_000), false);
  assert.equal(armed('Europe/Berlin', rigStartMs + 2 * 3_600_000), false);
  assert.equal(armed('Europe/Berlin', rigStartMs + 24 * 3_600_000), false);
});

test('armed also counts while the camera is down; people are told at full hours', () => {
  const rig = new Rig(rigConfig([helmet]));
  rig.pass(10_000);
  rig.look(170_000, [inCrane]);
  rig.close();
  rig.pass(120_000);
  const sum = (zone: string) => {
    const rows = rig.sink.exposures.filter(({ zoneId }) => zoneId === zone);
    const add = (key: 'armedMs' | 'watchedMs' | 'occupiedMs' | 'cannotJudgeMs'): number =>
      rows.reduce((total, row) => total + row[key], 0);
    return [add('armedMs'), add('watchedMs'), add('occupiedMs'), add('cannotJudgeMs')];
  };
  const [armedMs, watchedMs, occupiedMs] = sum('crane');
  assert.equal(armedMs, 300_000);
  assert.ok(watchedMs! > 165_000 && watchedMs! <= 170_000, `${watchedMs}`);
  assert.equal(occupiedMs, 0);
  rig.pass(3_600_000);
  const [, , occupied, cannot] = sum('crane');
  assert.ok(occupied! > 165_000 && occupied! <= 170_000, `${occupied}`);
  assert.ok(cannot! > 160_000 && cannot! <= occupied!, `${cannot}`);
  assert.deepEqual(sum('exit').slice(2), [0, 0]);
  for (const { cameraId, rule, weekMs } of rig.sink.exposures)
    assert.deepEqual([cameraId, rule, weekMs], ['yard', 'helmet', Date.parse('2026-06-01T00:00:00Z')]);
  const off = new Rig(rigConfig([{ ...crane, schedule: [{ days: ['sun'], from: '00:00', to: '24:00' }] }]));
  off.look(200_000);
  assert.deepEqual(off.sink.exposures, []);
});

test('a rule whose detector lacks a class does not run, and says so', () => {
  const rules: SafetyRuleConfig[] = [helmet, { rule: 'vest', zones: ['crane'] }, crane];
  const problems = (classes: readonly (typeof objectClasses)[number][] | null): (string | null)[] =>
    new Rig(rigConfig(rules), { classes }).safety.json().rules.map(({ problem }) => problem);
  assert.deepEqual(problems(null), [null, null, null]);
  assert.deepEqual(problems(objectClasses), [null, null, null]);
  const [noHelmet, noVest, none] = problems(['person', 'car', 'helmet']);
  assert.match(noHelmet!, /helmet needs a detector that knows bare-head;/);
  assert.match(noVest!, /vest needs a detector that knows vest and bare-head;/);
  assert.equal(none, null);
  const slow = new Rig(rigConfig(rules, { analyseFps: 5 })).safety.json().rules;
  assert.deepEqual(
    slow.map(({ advice }) => advice),
    ['analyse-faster', 'analyse-faster', null],
  );
  assert.equal(new Rig(rigConfig(rules)).safety.json().rules[0]?.advice, null);
});

test('what does not fit its pictures any more says so, and all else goes on', () => {
  const rig = new Rig(rigConfig([{ rule: 'proximity', zones: ['exit'] }, crane]));
  rig.look(3000, [inCrane]);
  assert.match(rig.safety.json().rules[0]!.problem!, /proximity needs a calibration/);
  assert.equal(rig.sink.raised.length, 1);
  const masked = new Rig(
    rigConfig([crane], {
      boundary: [
        [0.35, 0],
        [0.5, 0],
        [0.5, 1],
        [0.35, 1],
      ],
      zones: [
        {
          ...rigZones[0]!,
          points: [
            [0, 0],
            [0.6, 0],
            [0.6, 1],
            [0, 1],
          ],
        },
      ],
    }),
  );
  masked.look(3000, [inCrane]);
  assert.match(masked.safety.json().rules[0]!.problem!, /cover 100 % of where people can walk/);
  assert.equal(masked.sink.raised.length, 0);
});

test('a store that is full does not stop a camera', () => {
  class FullSink extends RigSink {
    override raise(): string {
      throw new OutisError('store-full');
    }

    override addExposure(): void {
      throw new OutisError('store-full');
    }

    override saveGate(): void {
      throw new OutisError('store-full');
    }
  }
  const rig = new Rig(rigConfig([crane]), { sink: new FullSink() });
  rig.look(700_000, [inCrane]);
  rig.safety.end();
  const broken = new RigSink();
  broken.raise = () => {
    throw new Error('a mistake');
  };
  assert.throws(() => new Rig(rigConfig([crane]), { sink: broken }).look(3000, [inCrane]), /a mistake/);
});

test('no alert has an id of another one, and each keeps its own', () => {
  const rig = new Rig(
    rigConfig([
      { ...crane, cooldownS: 10 },
      { ...helmet, zones: ['exit'] },
    ]),
  );
  const people = [standing(0.2, 0.8, 1), standing(0.3, 0.7, 2), standing(0.8, 0.9, 3)];
  rig.look(90_000, people);
  assert.ok(rig.sink.raised.length >= 5);
  const idsOf = rig.sink.raised.map(({ replay, whole }) => {
    const ids = (of: typeof replay) =>
      new Set(of.steps.flatMap(({ objects }) => objects.map(({ id }) => id)));
    if (whole !== null) assert.deepEqual([...ids(whole)], [...ids(replay)]);
    assert.equal(ids(replay).size, 3);
    for (const { objects } of replay.steps) {
      const at = new Map(objects.map(({ id, x }) => [id, x]));
      assert.equal(at.size, 3);
      // Whoever stands at one place has one id.
      for (const [id, x] of at) assert.equal(replay.steps[0]!.objects.find((one) => one.id === id)?.x, x);
    }
    return ids(whole ?? replay);
  });
  assert.equal(new Set(idsOf.flatMap((ids) => [...ids])).size, idsOf.length * 3);
});

test('with heads in sight a bare one is warned of', () => {
  const rig = new Rig(rigConfig([helmet]));
  // What is looked at from one place only is one look, however long.
  for (let step = 0; step < 200; step++) {
    const walker = standing(0.1 + 0.2 * Math.abs(Math.sin(step / 15)), 0.8);
    rig.look(100, [walker], [headOf(walker, 'bare-head')]);
  }
  assert.deepEqual(
    rig.sink.raised.map(({ alarm, hazard }) => [alarm.rule, alarm.zoneId, alarm.classes, hazard]),
    [['helmet', 'crane', ['person'], 'slewing-zone']],
  );
  assert.equal(rigFrame.widthPx, 1000);
});

test('an alert that was right is not counted as a false one, while it learns', () => {
  const rig = new Rig(rigConfig([{ ...crane, cooldownS: 10, learningDays: 1 }]));
  const perDay = (): number => {
    rig.close();
    rig.pass(3_600_000);
    rig.open();
    const { perDay: rates, watchedMs } = rig.safety.json().rules[0]!.learned;
    return Math.round(((rates[0] ?? 0) * watchedMs) / 86_400_000);
  };
  rig.look(3000, [inCrane]);
  rig.look(20_000);
  rig.look(3000, [inCrane]);
  assert.equal(rig.sink.raised.length, 2);
  assert.equal(perDay(), 2);
  rig.safety.wasRight('exclusion', 'exit');
  rig.safety.wasRight('helmet', 'crane');
  assert.equal(perDay(), 2);
  rig.safety.wasRight('exclusion', 'crane');
  assert.equal(perDay(), 1);
});
