import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AimView, type BackgroundUpdate, backgroundGrid, type ClockMode, WireError } from '@outis/core';
import { aimIntervalMsMin, PixelGate } from './pixel-gate.ts';

const frame = { widthPx: 328, heightPx: 192 };
const grid = backgroundGrid(frame);

/** A gate with a clock of its own. */
class Gate {
  nowMs = 1_000_000;
  readonly gate: PixelGate;

  constructor(hasBackground = true, clock: ClockMode = 'live') {
    this.gate = new PixelGate({ hasBackground, clock, nowMs: () => this.nowMs });
    this.gate.started(frame);
  }

  view(change: Partial<AimView> = {}): boolean {
    return this.gate.letsThrough({
      kind: 'aim',
      tMs: 0,
      widthPx: 1,
      heightPx: 1,
      pixels: 'AAAA',
      ...grid,
      candidates: [],
      ...change,
    });
  }
}

const update: BackgroundUpdate = {
  kind: 'background',
  ...grid,
  isReset: false,
  hasMoved: false,
  blocks: [],
};

test('the last blocks stand out of a picture that is no whole number of them', () => {
  assert.deepEqual(grid, { columns: 21, rows: 12 });
});

test('blocks come only where a background is learned, of this picture, and not before the start', () => {
  new Gate().gate.checkBackground(update);
  assert.throws(() => new Gate(false).gate.checkBackground(update), WireError);
  for (const other of [{ columns: 20 }, { rows: 13 }])
    assert.throws(() => new Gate().gate.checkBackground({ ...update, ...other }), WireError);
  const early = new PixelGate({ hasBackground: true, clock: 'live', nowMs: () => 0 });
  assert.throws(() => early.checkBackground(update), WireError);
});

test('no picture without somebody who aims, before, between or after', () => {
  const each = new Gate();
  assert.throws(() => each.view(), WireError);
  each.gate.aim(true);
  assert.equal(each.view(), true);
  each.gate.aim(false);
  // One that was on its way is dropped and not shown.
  each.nowMs += 1_900;
  assert.equal(each.view(), false);
  each.nowMs += 200;
  assert.throws(() => each.view(), WireError);
});

test('one picture in two seconds, however they are spread', () => {
  const each = new Gate();
  each.gate.aim(true);
  assert.equal(each.view(), true);
  // Held back a little on the way, and so closer together than they were sent.
  each.nowMs += aimIntervalMsMin - 900;
  assert.equal(each.view(), true);
  each.nowMs += aimIntervalMsMin;
  assert.equal(each.view(), true);
  each.nowMs += aimIntervalMsMin - 200;
  assert.throws(() => each.view(), WireError);
  const fast = new Gate();
  fast.gate.aim(true);
  fast.view();
  assert.throws(() => fast.view(), WireError);
});

test('a pause does not save up pictures for later', () => {
  const each = new Gate();
  each.gate.aim(true);
  each.view();
  each.nowMs += 60_000;
  each.view();
  assert.throws(() => each.view(), WireError);
});

test('on a film its own time counts', () => {
  const each = new Gate(true, 'file');
  each.gate.aim(true);
  each.view({ tMs: 0 });
  each.view({ tMs: aimIntervalMsMin });
  assert.throws(() => each.view({ tMs: aimIntervalMsMin + 10 }), WireError);
});

test('without a background the aim view has no blocks to approve, and it is of this picture', () => {
  const street = new Gate(false);
  street.gate.aim(true);
  assert.equal(street.view(), true);
  street.nowMs += aimIntervalMsMin;
  assert.throws(() => street.view({ candidates: [1] }), WireError);
  const site = new Gate();
  site.gate.aim(true);
  assert.throws(() => site.view({ columns: 3 }), WireError);
});
