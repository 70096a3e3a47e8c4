import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Crossing, type LineNote, refusals, type Track } from '@outis/core';
import { explainPage } from './explain.ts';
import { clockTime } from './explain-drawing.ts';
import { Explanation, explanationLimits } from './explanation.ts';

const frame = { widthPx: 640, heightPx: 360 };
const line = { id: 'gate', a: [0.5, 1], b: [0.5, 0] } as const;

function track(id: number, x: number, y = 200, seen = true): Track {
  const box = { left: x - 10, top: y - 50, width: 20, height: 50 };
  const times = { bornMs: 0, lastSeenMs: 0 };
  return { id, class: 'person', score: 0.9, box, foot: { x, y }, seen, confirmed: true, ...times };
}

function crossing(tMs: number): Crossing {
  return { kind: 'crossing', tMs, lineId: 'gate', direction: 'left_to_right', class: 'person' };
}

function refused(reason: LineNote['reason'], tMs: number): LineNote {
  return { ...crossing(tMs), kind: 'refused', reason };
}

function page(explanation: Explanation, changes: { file?: string; id?: string } = {}): string {
  return explainPage({
    file: changes.file ?? 'street.mp4',
    model: 'test',
    frames: 100,
    fps: 10,
    bandShare: 0.014,
    lines: [{ ...line, id: changes.id ?? 'gate' }],
    counts: [{ line: 'gate', class: 'person', direction: 'left_to_right', count: 1 }],
    explained: explanation.explained(),
  });
}

test('tracks are numbered in the order of appearance, whatever their ids', () => {
  const explanation = new Explanation(frame);
  explanation.see(0, [track(7_000_001, 100)]);
  explanation.count(7_000_001, crossing(50), { x: 320, y: 200 });
  explanation.see(100, [track(7_000_002, 500), track(7_000_001, 140)]);
  const html = page(explanation);
  assert.match(html, /data-track="1"/);
  assert.match(html, /data-track="2"/);
  assert.ok(!html.includes('700000'));
});

test('the page holds no picture, calls nobody and escapes names', () => {
  const explanation = new Explanation(frame);
  explanation.see(0, [track(1, 100)]);
  const html = page(explanation, { file: '<script>x</script>.mp4', id: '"><img src=x>' });
  assert.ok(
    !/<(img|image|video|canvas|iframe|link|object)\b|url\((?!#)|https?:|data:image|@import/i.test(html),
  );
  assert.ok(!html.includes('<script>x'));
  assert.match(html, /default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'"/);
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.match(html, /It holds no picture/);
});

test('every reason for which a crossing is refused is told, with its time', () => {
  const explanation = new Explanation(frame);
  explanation.see(0, [track(1, 100)]);
  refusals.forEach((reason, index) => {
    explanation.refuse(refused(reason, 1000 * index), 1, { x: 320, y: 200 });
  });
  const html = page(explanation);
  const rows = html.match(/<tr data-mark.*?<\/tr>/g)!;
  assert.equal(rows.length, refusals.length);
  for (const name of [
    'Duplicate',
    'Beside the line',
    'Not clearly across',
    'First seen on the line',
    'Mixed up',
  ])
    assert.ok(
      rows.some((row) => row.includes(`${name}.`)),
      name,
    );
  refusals.forEach((_, index) => {
    assert.ok(rows.some((row) => row.includes(`0:0${index}.0`)));
  });
});

test('a gap is drawn apart, and what stands still adds no corner', () => {
  const explanation = new Explanation(frame);
  for (let i = 0; i < 50; i++) explanation.see(i, [track(1, 100 + (i % 2))]);
  explanation.see(50, [track(1, 150)]);
  explanation.see(51, [track(1, 180, 200, false)]);
  explanation.see(52, [track(1, 220)]);
  explanation.see(53, [track(1, 220)]);
  const { tracks } = explanation.explained();
  assert.deepEqual(
    tracks[0]!.path.map(({ x, afterGap }) => [x, afterGap]),
    [
      [100, false],
      [150, false],
      [220, true],
      [220, false],
    ],
  );
  assert.match(page(explanation), /class="gap"/);
});

test('limits hold and are stated: long paths are thinned, further tracks and marks are only counted', () => {
  const { tracksMax, pointsPerTrackMax, marksMax } = explanationLimits;
  const explanation = new Explanation(frame);
  for (let i = 0; i < 20_000; i++) explanation.see(i, [track(1, 320 + 300 * Math.sin(i), (i % 36) * 10)]);
  for (let id = 2; id <= tracksMax + 5; id++) explanation.see(20_000 + id, [track(id, 100)]);
  for (let i = 0; i < marksMax + 3; i++) {
    explanation.count(tracksMax + 5, crossing(i), { x: 320, y: 200 });
    explanation.refuse(refused('duplicate', i), tracksMax + 5, { x: 320, y: 200 });
  }
  const explained = explanation.explained();
  assert.equal(explained.tracks.length, tracksMax);
  assert.ok(explained.tracks[0]!.path.length <= pointsPerTrackMax + 1);
  assert.equal(explained.marks.length, 2 * marksMax);
  const html = page(explanation);
  assert.match(html, /Only the first 2000 of 2005 tracks are drawn/);
  assert.match(html, /Only the first 5000 of 5003 crossings are listed; the counts are complete/);
  assert.match(html, /Only the first 5000 of 5003 refused/);
  assert.match(html, /1 long path had more than 240 corners/);
  assert.ok(!page(new Explanation(frame)).includes('Limits reached'));
});

test('times count from the start of the file', () => {
  assert.deepEqual([0, 12_340, 61_960, 3_723_400].map(clockTime), [
    '0:00.0',
    '0:12.3',
    '1:02.0',
    '1:02:03.4',
  ]);
});
