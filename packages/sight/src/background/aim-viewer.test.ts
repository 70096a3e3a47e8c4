import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AimView, type Detection, parseSightMessage } from '@outis/core';
import {
  type DrawnPerson,
  DrawnPlace,
  detectionOf,
  type Moment,
} from '../../../../test/fixtures/drawn-place.ts';
import { AimViewer } from './aim-viewer.ts';
import { wasmKernels } from './kernels/wasm-kernels.ts';

/** Twice as wide as the view. */
const size = { widthPx: 320, heightPx: 192 };
const person: DrawnPerson = { left: 128, top: 64, widthPx: 32, heightPx: 64, seed: 3 };

/** Looks for so many seconds, five times a second. */
function look(
  viewer: AimViewer,
  place: DrawnPlace,
  fromMs: number,
  seconds: number,
  momentOf: (tMs: number) => Moment = () => ({}),
  detections: readonly Detection[] | null = [],
  candidates: readonly number[] = [],
): AimView[] {
  const views: AimView[] = [];
  for (let tMs = fromMs; tMs < fromMs + seconds * 1000; tMs += 200) {
    const view = viewer.observe({ tMs, bytes: place.frame(momentOf(tMs)) }, detections, () => candidates);
    if (view !== null) views.push(view);
  }
  return views;
}

function viewer(): { readonly viewer: AimViewer; readonly place: DrawnPlace } {
  return { viewer: new AimViewer(wasmKernels(size), size), place: new DrawnPlace(size) };
}

/** Shares of flat grey, within a box in px of the frame. */
function greyShare(
  { pixels, widthPx }: AimView,
  box = { left: 0, top: 0, widthPx: 320, heightPx: 192 },
): number {
  const bytes = Buffer.from(pixels, 'base64');
  let [grey, all] = [0, 0];
  for (let y = box.top / 2; y < (box.top + box.heightPx) / 2; y++)
    for (let x = box.left / 2; x < (box.left + box.widthPx) / 2; x++, all++)
      if ([0, 1, 2].every((channel) => bytes[(y * widthPx + x) * 3 + channel] === 128)) grey++;
  return grey / all;
}

test('at most 160 px wide, one in two seconds, none in the first six, and what its parser takes', () => {
  const { viewer: aim, place } = viewer();
  const views = look(aim, place, 10_000, 30);
  assert.deepEqual(parseSightMessage(views[0]), views[0]);
  assert.deepEqual(
    [views[0]!.widthPx, views[0]!.heightPx, views[0]!.columns, views[0]!.rows],
    [160, 96, 20, 12],
  );
  assert.ok(views[0]!.tMs >= 16_000);
  for (const [index, { tMs }] of views.entries())
    if (index > 0) assert.ok(tMs - views[index - 1]!.tMs >= 2_000);
  assert.ok(views.length >= 10);
  assert.ok(greyShare(views[3]!) < 0.02, 'a still place is seen');
});

test('whoever was detected is filled, from the score that taints, and so is the shadow', () => {
  const { viewer: aim, place } = viewer();
  const box = { left: 0.4, top: 1 / 3, width: 0.1, height: 1 / 3 };
  const views = look(aim, place, 0, 20, () => ({ person }), [detectionOf(box, 0.1)]);
  for (const view of views) {
    assert.equal(greyShare(view, person), 1);
    assert.equal(greyShare(view, { left: 128, top: 128, widthPx: 32, heightPx: 32 }), 1);
    assert.ok(greyShare(view) < 0.7);
  }
});

test('who moves is filled without any detection, and for six seconds where they were', () => {
  const { viewer: aim, place } = viewer();
  const walking = (tMs: number): Moment => ({ person: { ...person, left: 2 * Math.floor(tMs / 400) } });
  const views = look(aim, place, 0, 20, walking);
  assert.ok(views.length > 4);
  for (const view of views) {
    const left = 2 * Math.floor(view.tMs / 400);
    assert.equal(greyShare(view, { ...person, left }), 1);
  }
});

test('without a detector there is nothing to see', () => {
  const { viewer: aim, place } = viewer();
  for (const view of look(aim, place, 0, 20, () => ({}), null)) assert.equal(greyShare(view), 1);
});

test('a camera that is turned is grey while it is', () => {
  const { viewer: aim, place } = viewer();
  const views = look(aim, place, 0, 20, (tMs) => ({ shiftPx: 2 * Math.floor(tMs / 400) }));
  for (const view of views) assert.ok(greyShare(view) > 0.9);
});

test('after ten minutes it ends by itself', () => {
  const { viewer: aim, place } = viewer();
  look(aim, place, 0, 8);
  assert.equal(aim.isOver(599_999), false);
  assert.equal(aim.isOver(600_000), true);
  assert.deepEqual(look(aim, place, 600_000, 10), []);
});

test('candidates are passed on, but for those that are filled', () => {
  const { viewer: aim, place } = viewer();
  const box = { left: 0, top: 0, width: 0.01, height: 0.01 };
  const views = look(aim, place, 0, 10, () => ({}), [detectionOf(box, 0.1)], [0, 1, 100]);
  assert.deepEqual(views[0]!.candidates, [100]);
});
