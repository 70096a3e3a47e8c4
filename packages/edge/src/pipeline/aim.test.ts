import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type AimPictureJson, OutisError } from '@outis/core';
import type { AuditRequest } from '../audit/log-entry.ts';
import { SqliteStore } from '../store/sqlite-store.ts';
import {
  type Aimed,
  Aims,
  type AimUser,
  type AimViewer,
  aimCountedMs,
  aimLengthMsMax,
  aimUsesMax,
} from './aim.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const anna: AimUser = { name: 'anna', actor: 'user:anna' };
const ben: AimUser = { name: 'ben', actor: 'user:ben' };

/** A camera, a log and a clock; `happened` has everything in the order in which it was done. */
class Bench {
  nowMs = Date.parse('2026-06-10T09:00:00Z');
  readonly store = new SqliteStore({ folder: null });
  readonly happened: string[] = [];
  readonly noted: AuditRequest[] = [];
  isFull = false;
  onPicture: ((picture: AimPictureJson) => void) | null = null;
  aimProblem: string | null = null;
  aims: Aims;
  readonly #context: TestContext;

  constructor(context: TestContext) {
    this.#context = context;
    context.mock.timers.enable({ apis: ['setTimeout'] });
    this.aims = this.restart();
  }

  readonly camera: Aimed = Object.defineProperty(
    {
      learnsBackground: true,
      aim: (onPicture: ((picture: AimPictureJson) => void) | null) => {
        this.happened.push(onPicture === null ? 'pictures off' : 'pictures on');
        this.onPicture = onPicture;
      },
      approve: (blocks: readonly number[]) => void this.happened.push(`approve ${blocks}`),
    } as unknown as Aimed,
    'aimProblem',
    { get: () => this.aimProblem },
  );

  /** As after the edge has been killed. */
  restart(): Aims {
    this.aims = new Aims({
      store: this.store.aims,
      note: (entry) => {
        if (this.isFull) throw new OutisError('store-full');
        this.noted.push(entry);
        this.happened.push(entry.action);
      },
      nowMs: () => this.nowMs,
    });
    return this.aims;
  }

  begin(user = anna, cameraId = 'yard') {
    return this.aims.begin(cameraId, this.camera, user);
  }

  /** One whole use. */
  use(user = anna): void {
    this.begin(user);
    this.aims.end('yard', user, false);
  }

  later(ms: number): void {
    this.nowMs += ms;
    this.#context.mock.timers.tick(ms);
  }

  viewer(): AimViewer & { readonly seen: AimPictureJson[]; ended: number } {
    const viewer = {
      seen: [] as AimPictureJson[],
      ended: 0,
      onPicture: (picture: AimPictureJson) => void viewer.seen.push(picture),
      onEnd: () => void viewer.ended++,
    };
    return viewer;
  }
}

const picture: AimPictureJson = {
  tMs: 0,
  widthPx: 1,
  heightPx: 1,
  pixels: 'AAAA',
  columns: 4,
  rows: 2,
  candidates: [5, 6],
};

test('a use is written down before the first picture is asked for, and pictures stop before its end is', (context) => {
  const bench = new Bench(context);
  const { fromMs, endsMs } = bench.begin();
  assert.equal(endsMs - fromMs, 10 * minuteMs);
  const viewer = bench.viewer();
  bench.aims.watch('yard', 'anna', viewer);
  bench.onPicture?.(picture);
  bench.later(minuteMs);
  bench.aims.end('yard', anna, false);
  assert.deepEqual(bench.happened, ['aim.opened', 'pictures on', 'pictures off', 'aim.closed']);
  assert.deepEqual([viewer.seen, viewer.ended], [[picture], 1]);
  assert.deepEqual(bench.noted, [
    { actor: 'user:anna', action: 'aim.opened', subject: 'yard', detail: { fromMs, endsMs } },
    {
      actor: 'user:anna',
      action: 'aim.closed',
      subject: 'yard',
      detail: { user: 'anna', fromMs, toMs: fromMs + minuteMs, reason: 'ended' },
    },
  ]);
  assert.deepEqual(bench.aims.uses('yard'), [{ user: 'anna', fromMs, toMs: fromMs + minuteMs }]);
});

test('what cannot be written down or counted is not shown', (context) => {
  const bench = new Bench(context);
  bench.isFull = true;
  assert.throws(() => bench.begin(), { code: 'store-full' });
  bench.isFull = false;
  const addUse = context.mock.method(bench.store.aims, 'addUse', () => {
    throw new OutisError('store-full');
  });
  assert.throws(() => bench.begin(), { code: 'store-full' });
  addUse.mock.restore();
  assert.ok(!bench.happened.includes('pictures on'));
  assert.equal(bench.aims.json('yard').current, null);
});

test('pictures stop also where the end cannot be written down, and the next start writes it', (context) => {
  const bench = new Bench(context);
  const { fromMs } = bench.begin();
  bench.isFull = true;
  context.mock.method(bench.store.aims, 'endUse', () => {
    throw new OutisError('store-full');
  });
  bench.aims.end('yard', anna, false);
  assert.equal(bench.onPicture, null);
  context.mock.restoreAll();
  bench.isFull = false;
  bench.nowMs += minuteMs;
  assert.deepEqual(bench.restart().uses('yard'), [{ user: 'anna', fromMs, toMs: fromMs + minuteMs }]);
});

test('three uses in 30 days, whoever it is; the dpo grants another, and an old one no longer counts', (context) => {
  const bench = new Bench(context);
  assert.deepEqual(bench.aims.json('yard'), { left: aimUsesMax, nextMs: null, current: null });
  assert.throws(() => bench.aims.grant('yard', 'user:dora'), { code: 'request-invalid' });
  const firstMs = bench.nowMs;
  for (let i = 0; i < aimUsesMax; i++) {
    bench.use(i === 1 ? ben : anna);
    bench.later(dayMs);
  }
  assert.deepEqual(bench.aims.json('yard'), { left: 0, nextMs: firstMs + aimCountedMs, current: null });
  for (const user of [anna, ben]) assert.throws(() => bench.begin(user), { code: 'aim-spent' });
  // Another camera has its own.
  bench.begin(anna, 'gate');
  bench.aims.end('gate', anna, false);

  bench.aims.grant('yard', 'user:dora');
  assert.deepEqual(bench.noted.at(-1), {
    actor: 'user:dora',
    action: 'aim.granted',
    subject: 'yard',
    detail: { left: 1 },
  });
  assert.equal(bench.restart().json('yard').left, 1);
  bench.use();
  assert.throws(() => bench.begin(), { code: 'aim-spent' });

  bench.nowMs = firstMs + aimCountedMs - 1;
  assert.throws(() => bench.begin(), { code: 'aim-spent' });
  bench.nowMs += 2;
  bench.use();
  assert.throws(() => bench.begin(), { code: 'aim-spent' });
});

test('a use counts from its beginning, also over a kill; what was open is ended on the record', (context) => {
  const bench = new Bench(context);
  const { fromMs } = bench.begin();
  bench.nowMs += 3 * minuteMs;
  const again = bench.restart();
  assert.deepEqual(again.uses('yard'), [{ user: 'anna', fromMs, toMs: fromMs + 3 * minuteMs }]);
  assert.equal(again.json('yard').left, aimUsesMax - 1);
  assert.deepEqual(bench.noted.at(-1), {
    actor: 'system',
    action: 'aim.closed',
    subject: 'yard',
    detail: { user: 'anna', fromMs, toMs: fromMs + 3 * minuteMs, reason: 'edge-killed' },
  });
  const { fromMs: secondMs } = bench.begin();
  bench.nowMs += dayMs;
  assert.equal(bench.restart().uses('yard')[0]?.toMs, secondMs + aimLengthMsMax);
  // And a clock that was set back meanwhile makes no end before the beginning.
  const { fromMs: thirdMs } = bench.begin();
  bench.nowMs -= minuteMs;
  assert.equal(bench.restart().uses('yard')[0]?.toMs, thirdMs);
});

test('after ten minutes it ends by itself, whoever looks', (context) => {
  const bench = new Bench(context);
  bench.begin();
  const viewer = bench.viewer();
  bench.aims.watch('yard', 'anna', viewer);
  bench.later(aimLengthMsMax - 1);
  assert.equal(viewer.ended, 0);
  bench.later(1);
  assert.deepEqual([viewer.ended, bench.onPicture], [1, null]);
  assert.equal(bench.noted.at(-1)?.detail?.['reason'], 'time');
});

test('twenty seconds without anybody who looks end it; a page that is loaded again does not', (context) => {
  const bench = new Bench(context);
  bench.begin();
  bench.later(19_000);
  const leave = bench.aims.watch('yard', 'anna', bench.viewer());
  bench.later(60_000);
  leave();
  bench.later(19_000);
  const again = bench.aims.watch('yard', 'anna', bench.viewer());
  bench.later(60_000);
  assert.notEqual(bench.onPicture, null);
  again();
  bench.later(20_000);
  assert.equal(bench.onPicture, null);
  assert.equal(bench.noted.at(-1)?.detail?.['reason'], 'nobody-looks');
  bench.begin();
  bench.later(20_000);
  assert.equal(bench.onPicture, null, 'nobody ever looked');
});

test('only the user who began it looks, on one page at a time', (context) => {
  const bench = new Bench(context);
  assert.throws(() => bench.aims.watch('yard', 'anna', bench.viewer()), { code: 'aim-unavailable' });
  bench.begin();
  assert.throws(() => bench.begin(ben), { code: 'aim-busy' });
  assert.throws(() => bench.begin(anna), { code: 'aim-busy' });
  assert.throws(() => bench.aims.watch('yard', 'ben', bench.viewer()), { code: 'aim-busy' });
  assert.equal(bench.aims.json('yard').left, aimUsesMax - 1, 'a refusal is no use');
  const [one, two] = [bench.viewer(), bench.viewer()];
  const leave = bench.aims.watch('yard', 'anna', one);
  bench.aims.watch('yard', 'anna', two);
  leave();
  bench.onPicture?.(picture);
  bench.later(30_000);
  assert.deepEqual([one.ended, one.seen.length, two.ended, two.seen.length], [1, 0, 0, 1]);
});

test('whoever began it ends it, or the dpo; nobody else', (context) => {
  const bench = new Bench(context);
  assert.throws(() => bench.aims.end('yard', ben, true), { code: 'aim-unavailable' });
  bench.begin();
  assert.throws(() => bench.aims.end('yard', ben, false), { code: 'aim-busy' });
  assert.notEqual(bench.onPicture, null);
  bench.aims.end('yard', { name: 'dora', actor: 'user:dora' }, true);
  assert.equal(bench.onPicture, null);
  assert.equal(bench.noted.at(-1)?.actor, 'user:dora');
});

test('approved is only what was offered in this use, by who aims, and noted before sight is told', (context) => {
  const bench = new Bench(context);
  assert.throws(() => bench.aims.approve('yard', anna, [5]), { code: 'aim-unavailable' });
  bench.begin();
  assert.throws(() => bench.aims.approve('yard', anna, [5]), { code: 'request-invalid' });
  bench.onPicture?.(picture);
  assert.throws(() => bench.aims.approve('yard', ben, [5]), { code: 'aim-busy' });
  assert.throws(() => bench.aims.approve('yard', anna, [5, 7]), { code: 'request-invalid' });
  assert.ok(!bench.happened.includes('background.approved'));
  bench.aims.approve('yard', anna, [6, 5, 6]);
  assert.deepEqual(bench.happened.slice(-2), ['background.approved', 'approve 5,6']);
  assert.deepEqual(bench.noted.at(-1)?.detail, { blocks: [5, 6] });
  bench.isFull = true;
  assert.throws(() => bench.aims.approve('yard', anna, [5]), { code: 'store-full' });
  assert.equal(bench.happened.at(-1), 'approve 5,6');
  bench.isFull = false;
  // What was offered in a use before is not offered any more.
  bench.aims.end('yard', anna, false);
  bench.begin();
  assert.throws(() => bench.aims.approve('yard', anna, [5]), { code: 'request-invalid' });
});

test('a camera that does not run, or has no lens, is not aimed and nothing is counted', (context) => {
  const bench = new Bench(context);
  bench.aimProblem = 'yard is simulated';
  assert.throws(() => bench.begin(), { code: 'aim-unavailable', detail: 'yard is simulated' });
  assert.deepEqual([bench.happened, bench.aims.json('yard').left], [[], aimUsesMax]);
});

test('another setting, the removal of the camera and the end of the edge end it', (context) => {
  const bench = new Bench(context);
  for (const reason of ['camera-changed', 'edge-stopped'] as const) {
    bench.begin();
    bench.aims.cameraEnded('yard', reason);
    assert.equal(bench.onPicture, null);
    assert.equal(bench.noted.at(-1)?.detail?.['reason'], reason);
    bench.aims.cameraEnded('yard', reason);
  }
  assert.equal(bench.noted.length, 4);
});
