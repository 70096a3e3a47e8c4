import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { OutisError, type PauseCause, type ScheduleConfig, weekdays } from '@outis/core';
import fc from 'fast-check';
import { memorySite } from '../../../../test/fixtures/http-site.ts';
import { siteCamera } from '../../../../test/fixtures/site.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import type { AuditRequest } from '../audit/log-entry.ts';
import { SqliteStore } from '../store/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { Pauses } from './pauses.ts';
import { tickMs } from './site.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A Monday, noon in Berlin. */
const mondayMs = Date.parse('2026-06-08T10:00:00Z');
const nights: readonly ScheduleConfig[] = [{ days: ['mon', 'tue'], from: '18:00', to: '06:00' }];

interface Made {
  pauses: Pauses;
  readonly store: Store;
  readonly log: AuditRequest[];
  /** What the cameras were told, in order. */
  readonly told: string[];
  nowMs: number;
  isLogFull: boolean;
  /** Another one on the same store, as after a restart. */
  again(): void;
}

function makePauses(context: TestContext, schedule: readonly ScheduleConfig[] = []): Made {
  const store = new SqliteStore({ folder: null });
  context.after(() => store.close());
  const log: AuditRequest[] = [];
  const told: string[] = [];
  const state = { nowMs: mondayMs, isLogFull: false };
  const start = (): Pauses => {
    const pauses = new Pauses({
      store: store.pauses,
      note: (entry) => {
        if (state.isLogFull) throw new OutisError('store-full', 'the log');
        log.push(entry);
      },
      timeZone: 'Europe/Berlin',
      nowMs: () => state.nowMs,
    });
    pauses.onChange((id, isPaused) => told.push(`${id} ${isPaused ? 'closed' : 'open'}`));
    pauses.plan('yard', schedule);
    return pauses;
  };
  const again = (): void => {
    made.pauses = start();
  };
  const made: Made = Object.assign(state, { store, log, told, again, pauses: start() });
  return made;
}

function logged({ log }: Made): string[] {
  return log.map(({ actor, action }) => `${actor} ${action}`);
}

test('paused by a person, MQTT and the schedule; each pause and each going on is in the log', (context) => {
  const made = makePauses(context, nights);
  made.pauses.pause('yard', 'user:anna');
  made.pauses.pause('yard', 'user:carla');
  made.pauses.pause('yard', 'mqtt');
  assert.deepEqual(made.pauses.json('yard'), {
    isPaused: true,
    by: 'person',
    sinceMs: mondayMs,
    isScheduled: false,
    nextMs: Date.parse('2026-06-08T18:00:00+02:00'),
  });
  made.pauses.resume('yard', 'user:carla');
  made.pauses.resume('yard', 'user:carla');
  made.nowMs = Date.parse('2026-06-08T18:00:00+02:00');
  made.pauses.look();
  made.pauses.look();
  assert.equal(made.pauses.json('yard').by, 'schedule');
  made.nowMs = Date.parse('2026-06-09T06:00:00+02:00');
  made.pauses.look();
  assert.deepEqual(logged(made), [
    'user:anna camera.paused',
    'mqtt camera.paused',
    'user:carla camera.resumed',
    'schedule camera.paused',
    'schedule camera.resumed',
  ]);
  assert.ok(made.log.every(({ subject }) => subject === 'yard'));
  assert.deepEqual(made.told, ['yard closed', 'yard open', 'yard closed', 'yard open']);
  const { isPaused, by, sinceMs } = made.pauses.json('yard');
  assert.deepEqual([isPaused, by, sinceMs], [false, null, null]);
});

test('within a scheduled pause nobody lets it go on; what a person paused outlasts it', (context) => {
  const made = makePauses(context, nights);
  made.nowMs = Date.parse('2026-06-08T20:00:00+02:00');
  for (const by of ['user:anna', 'mqtt'])
    assert.throws(() => made.pauses.resume('yard', by), { code: 'camera-paused' });
  made.pauses.pause('yard', 'user:anna');
  assert.throws(() => made.pauses.resume('yard', 'user:anna'), { code: 'camera-paused' });
  const { by, isScheduled, nextMs } = made.pauses.json('yard');
  assert.deepEqual([by, isScheduled, nextMs], ['person', true, Date.parse('2026-06-09T06:00:00+02:00')]);
  made.nowMs = Date.parse('2026-06-09T06:00:00+02:00');
  made.pauses.look();
  assert.deepEqual([made.pauses.json('yard').isPaused, made.pauses.json('yard').isScheduled], [true, false]);
  made.pauses.resume('yard', 'user:anna');
  assert.equal(made.pauses.isPaused('yard'), false);
});

test('what a person has paused MQTT does not let go on; what MQTT has paused anybody does', (context) => {
  const made = makePauses(context);
  made.pauses.pause('yard', 'user:anna');
  assert.throws(() => made.pauses.resume('yard', 'mqtt'), { code: 'camera-paused' });
  assert.equal(made.pauses.isPaused('yard'), true);
  made.pauses.resume('yard', 'user:igor');
  made.pauses.pause('yard', 'mqtt');
  made.pauses.resume('yard', 'mqtt');
  made.pauses.pause('yard', 'mqtt');
  made.pauses.resume('yard', 'user:igor');
  assert.equal(made.pauses.isPaused('yard'), false);
});

test('an edge that starts again finds paused what was paused, and a scheduled pause that is over ends', (context) => {
  const made = makePauses(context, nights);
  made.pauses.pause('yard', 'user:anna');
  made.nowMs += 3 * dayMs;
  made.again();
  assert.deepEqual([made.pauses.json('yard').by, made.pauses.json('yard').sinceMs], ['person', mondayMs]);
  made.pauses.resume('yard', 'user:anna');
  made.nowMs = Date.parse('2026-06-15T19:00:00+02:00');
  made.pauses.look();
  made.nowMs = Date.parse('2026-06-16T12:00:00+02:00');
  made.again();
  assert.equal(made.pauses.isPaused('yard'), false);
  assert.equal(logged(made).at(-1), 'schedule camera.resumed');
});

test('a full disk or log closes a camera none the less, and does not let it go on', (context) => {
  const made = makePauses(context, nights);
  made.isLogFull = true;
  const save = context.mock.method(made.store.pauses, 'save', () => {
    throw new OutisError('store-full');
  });
  made.pauses.pause('yard', 'user:anna');
  assert.deepEqual(made.told, ['yard closed']);
  assert.throws(() => made.pauses.resume('yard', 'user:anna'), { code: 'store-full' });
  assert.equal(made.pauses.isPaused('yard'), true);
  save.mock.restore();
  made.isLogFull = false;
  made.nowMs += 5_000;
  made.pauses.look();
  // Written down late, with the moment at which it was closed; and kept.
  assert.deepEqual(made.log, [
    { actor: 'user:anna', action: 'camera.paused', subject: 'yard', detail: { sinceMs: mondayMs } },
  ]);
  assert.deepEqual(made.store.pauses.pauses(), [{ cameraId: 'yard', sinceMs: mondayMs, causes: ['person'] }]);
  made.pauses.resume('yard', 'user:anna');
  // The schedule too goes on only when that can be written down.
  made.nowMs = Date.parse('2026-06-08T18:00:00+02:00');
  made.pauses.look();
  made.isLogFull = true;
  made.nowMs = Date.parse('2026-06-09T06:00:00+02:00');
  made.pauses.look();
  assert.equal(made.pauses.isPaused('yard'), true);
  made.isLogFull = false;
  made.pauses.look();
  assert.equal(made.pauses.isPaused('yard'), false);
});

test('a store that cannot end a pause leaves it, and the log says so', (context) => {
  const made = makePauses(context);
  made.pauses.pause('yard', 'user:anna');
  const end = context.mock.method(made.store.pauses, 'end', () => {
    throw new OutisError('store-failed');
  });
  assert.throws(() => made.pauses.resume('yard', 'user:anna'), { code: 'store-failed' });
  assert.equal(made.pauses.isPaused('yard'), true);
  assert.deepEqual(logged(made), [
    'user:anna camera.paused',
    'user:anna camera.resumed',
    'system camera.paused',
  ]);
  end.mock.restore();
  made.pauses.resume('yard', 'user:anna');
  assert.deepEqual(made.told, ['yard closed', 'yard open']);
});

test('a scheduled pause goes by the clocks on the wall, when they are put forward and back too', (context) => {
  const early: readonly ScheduleConfig[] = [{ days: ['sun'], from: '01:30', to: '03:30' }];
  const lengthMin = (date: string): number => {
    const made = makePauses(context, early);
    let minutes = 0;
    for (made.nowMs = Date.parse(`${date}T00:00:00Z`) - dayMs / 2; minutes >= 0; made.nowMs += minuteMs) {
      made.pauses.look();
      if (made.pauses.isPaused('yard')) minutes++;
      if (made.nowMs > Date.parse(`${date}T00:00:00Z`) + dayMs / 2) return minutes;
    }
    return -1;
  };
  assert.equal(lengthMin('2026-03-29'), 60);
  assert.equal(lengthMin('2026-10-25'), 180);
  assert.equal(lengthMin('2026-06-07'), 120);
});

test('property: the next change is the first minute at which the answer is another', (context) => {
  const made = makePauses(context);
  fc.assert(
    fc.property(
      fc.constantFrom('2026-03-26', '2026-10-22', '2026-06-07').map((date) => Date.parse(date)),
      fc.integer({ min: 0, max: 7 * dayMs }),
      fc.subarray([...weekdays], { minLength: 1 }),
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 0, max: 1439 }),
      (fromMs, laterMs, days, from, to) => {
        const clock = (minute: number): string =>
          `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        made.nowMs = fromMs + laterMs;
        made.pauses.plan('yard', [{ days, from: clock(from), to: clock(to) }]);
        const before = made.pauses.json('yard');
        if (before.nextMs === null) return;
        assert.equal(before.nextMs % minuteMs, 0);
        made.nowMs = before.nextMs - 1;
        made.pauses.look();
        assert.equal(made.pauses.isPaused('yard'), before.isPaused);
        assert.equal(made.pauses.json('yard').nextMs, before.nextMs);
        made.nowMs = before.nextMs;
        made.pauses.look();
        assert.equal(made.pauses.isPaused('yard'), !before.isPaused);
      },
    ),
    { seed: 9, numRuns: 200 },
  );
});

type Step =
  | { readonly kind: 'pause'; readonly by: 'user:anna' | 'mqtt' }
  | { readonly kind: 'resume'; readonly by: 'user:anna' | 'mqtt' }
  | { readonly kind: 'clock'; readonly stepMs: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'look' };

const anybody = fc.constantFrom('user:anna' as const, 'mqtt' as const);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('pause' as const), by: anybody }),
  fc.record({ kind: fc.constant('resume' as const), by: anybody }),
  fc.record({ kind: fc.constant('clock' as const), stepMs: fc.integer({ min: -2 * dayMs, max: 2 * dayMs }) }),
  fc.record({ kind: fc.constant('restart' as const) }),
  fc.record({ kind: fc.constant('look' as const) }),
);

/** The hours of the schedule `nights` in UTC, worked out another way. */
function isNight(tMs: number): boolean {
  const local = new Date(tMs + 2 * 3_600_000);
  const hour = local.getUTCHours();
  const day = local.getUTCDay();
  return (hour >= 18 && (day === 1 || day === 2)) || (hour < 6 && (day === 2 || day === 3));
}

test('property: in any order of persons, MQTT, schedule, restarts and clock steps it is paused when any of them says so', (context) => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
      const made = makePauses(context, nights);
      const said = new Set<PauseCause>();
      for (const step of steps) {
        if (step.kind === 'clock') {
          // Within one summer, so that the test need not know when clocks change.
          made.nowMs = Math.min(
            mondayMs + 60 * dayMs,
            Math.max(mondayMs - 60 * dayMs, made.nowMs + step.stepMs),
          );
          made.pauses.look();
        } else if (step.kind === 'restart') made.again();
        else if (step.kind === 'look') made.pauses.look();
        else if (step.kind === 'pause') {
          made.pauses.pause('yard', step.by);
          said.add(step.by === 'mqtt' ? 'mqtt' : 'person');
        } else {
          const isRefused = isNight(made.nowMs) || (step.by === 'mqtt' && said.has('person'));
          try {
            made.pauses.resume('yard', step.by);
            assert.ok(!isRefused || said.size === 0, 'it was to be refused');
            said.clear();
          } catch (error) {
            assert.ok(error instanceof OutisError && error.code === 'camera-paused' && isRefused);
          }
        }
        const isPaused = said.size > 0 || isNight(made.nowMs);
        assert.equal(made.pauses.isPaused('yard'), isPaused);
        assert.equal(made.store.pauses.pauses().length, isPaused ? 1 : 0);
        assert.equal(made.pauses.json('yard').isScheduled, isNight(made.nowMs));
      }
      // The log tells the whole: what it says last of going on or not is so.
      const last = made.log.findLast(
        ({ action }) => action === 'camera.resumed' || action === 'camera.paused',
      );
      assert.equal(made.pauses.isPaused('yard'), last?.action === 'camera.paused');
    }),
    { seed: 10, numRuns: 300 },
  );
});

test('a paused camera of a site stays so over settings, and is told to nobody by name', async (context) => {
  const cameras = [siteCamera('yard', 'simulated:yard')];
  const { site } = memorySite(context, cameras, Date.now);
  context.after(() => site.stop());
  site.start();
  const running = site.cameraJson('yard');
  assert.equal(running.health.state, 'running');
  const heard: string[] = [];
  site.onPauseChange((id, isPaused) => heard.push(`${id} ${isPaused}`));
  const paused = await site.pause('yard', 'user:anna');
  assert.deepEqual([paused.health.state, paused.pause.isPaused, paused.pause.by], ['paused', true, 'person']);
  const { purpose, owner, reason, until, boundary } = running;
  const settings = { purpose, owner, until: until!, boundary: boundary!, masks: [] };
  const changed = await site.setSettings('yard', { ...settings, reason: `${reason}, and back` }, 'user:igor');
  assert.deepEqual([changed.health.state, changed.reason], ['paused', `${reason}, and back`]);
  assert.throws(() => site.camera('yard').onScene(() => {}), { code: 'camera-paused' });
  const facts = site.publicFacts('yard');
  assert.equal(facts.camera.state, 'paused');
  const { pausedSinceMs } = facts.camera;
  assert.ok(pausedSinceMs !== null && pausedSinceMs % 900_000 === 0 && Date.now() - pausedSinceMs < 900_000);
  assert.doesNotMatch(JSON.stringify(facts), /anna/);
  const resumed = await site.resume('yard', 'user:anna');
  assert.equal(resumed.pause.isPaused, false);
  assert.deepEqual(heard, ['yard true', 'yard false']);
  await assert.rejects(site.pause('nowhere', 'user:anna'), { code: 'camera-unknown' });
  await assert.rejects(site.resume('nowhere', 'user:anna'), { code: 'camera-unknown' });
});

test('a camera whose last day passes while it is paused does not go on', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let nowMs = Date.now();
  const { site } = memorySite(context, [siteCamera('yard', 'simulated:yard')], () => nowMs);
  site.start();
  void site.pause('yard', 'user:anna');
  nowMs += 60 * dayMs;
  context.mock.timers.tick(tickMs);
  assert.equal(site.cameraJson('yard').health.state, 'paused');
  const { health, pause } = await site.resume('yard', 'user:anna');
  assert.deepEqual(
    [health.state, health.problem?.code, pause.isPaused],
    ['stopped', 'camera-expired', false],
  );
  await site.stop();
});

test('a schedule pauses a camera of the configuration at its tick, and from the start', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let nowMs = Date.parse('2026-06-08T17:59:58Z');
  const camera = siteCamera('yard', 'simulated:yard', { pauses: nights, until: '2026-12-31' });
  const { site } = memorySite(context, [camera], () => nowMs);
  site.start();
  assert.equal(site.cameraJson('yard').health.state, 'running');
  nowMs += 2_000;
  context.mock.timers.tick(2_000);
  assert.deepEqual(
    [site.cameraJson('yard').health.state, site.cameraJson('yard').pause.by],
    ['paused', 'schedule'],
  );
  await assert.rejects(site.resume('yard', 'user:anna'), { code: 'camera-paused' });
  nowMs = Date.parse('2026-06-09T06:00:00Z');
  context.mock.timers.tick(tickMs);
  assert.equal(site.cameraJson('yard').pause.isPaused, false);
  await site.stop();
  nowMs = Date.parse('2026-06-09T02:00:00Z');
  const { site: later } = memorySite(context, [camera], () => nowMs);
  later.start();
  assert.equal(later.cameraJson('yard').health.state, 'paused');
  await later.stop();
});

test('a camera that was removed and added anew is not paused', async (context) => {
  const { site } = memorySite(context, [], Date.now);
  const camera = siteCamera('added', 'simulated:yard') as Parameters<typeof site.addCamera>[0];
  const add = () =>
    site.addCamera({ ...camera, masks: [], zones: [], movements: [], rules: [] }, 'user:igor');
  add();
  await site.pause('added', 'user:igor');
  await site.removeCamera('added', 'user:igor');
  assert.equal(add().pause.isPaused, false);
  await site.stop();
});

test('the store keeps a pause over a restart of the file, and forgets it when it ends', (context) => {
  const folder = temporaryFolder(context);
  const first = new SqliteStore({ folder });
  first.pauses.save({ cameraId: 'yard', sinceMs: 7, causes: ['person', 'schedule'] });
  first.pauses.save({ cameraId: 'gate', sinceMs: 8, causes: ['mqtt'] });
  first.pauses.save({ cameraId: 'yard', sinceMs: 7, causes: ['person'] });
  first.pauses.end('gate');
  first.close();
  const second = new SqliteStore({ folder });
  context.after(() => second.close());
  assert.deepEqual(second.pauses.pauses(), [{ cameraId: 'yard', sinceMs: 7, causes: ['person'] }]);
});
