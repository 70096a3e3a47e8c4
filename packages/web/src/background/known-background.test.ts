import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PublishedBlock } from '@outis/core';
import { blockRect, pictureSize } from './grid.ts';
import { isHiddenBlock } from './hidden.ts';
import { KnownBackground, readBackground } from './known-background.ts';

const block = (number: number, side: PublishedBlock['side'] = 2): PublishedBlock => ({
  block: number,
  side,
  pixels: Buffer.alloc(side * side * 3, 7).toString('base64'),
});
const grid = { columns: 4, rows: 3 };
const open = { size: null, boundary: null, masks: [] };

test('blocks come, are replaced and go; a reset forgets everything', () => {
  const known = new KnownBackground();
  assert.equal(known.share(open), null);
  const changes: unknown[] = [];
  const stop = known.listen((change) => changes.push(change));
  known.receive({ ...grid, isReset: false, blocks: [block(0), block(5, 16)] });
  known.receive({ ...grid, isReset: false, blocks: [block(0, 4), block(5, 0), block(9, 0)] });
  assert.deepEqual([known.count, known.blockAt(0)?.side, known.blockAt(5)], [1, 4, null]);
  known.receive({ ...grid, isReset: true, blocks: [block(11)] });
  assert.deepEqual(known.numbers(), [11]);
  assert.deepEqual(changes, [
    { isReset: true, blocks: [0, 5] },
    { isReset: false, blocks: [0, 5] },
    { isReset: true, blocks: [11] },
  ]);
  stop();
  known.receive({ ...grid, isReset: false, blocks: [block(1)] });
  assert.equal(changes.length, 3);
});

test('what a scene that is opened anew says first takes the place of everything', () => {
  const known = new KnownBackground();
  known.receive({ ...grid, isReset: false, blocks: [block(0), block(1)] });
  known.expectAll();
  assert.equal(known.count, 2, 'it stays until then');
  known.receive({ ...grid, isReset: false, blocks: [block(2)] });
  assert.deepEqual(known.numbers(), [2]);
  known.receive({ columns: 5, rows: 3, isReset: false, blocks: [] });
  assert.deepEqual([known.count, known.grid], [0, { columns: 5, rows: 3 }], 'another grid, too');
});

test('what is not as it must be is left out, and memory does not grow', () => {
  const known = new KnownBackground();
  const bad = [
    block(12),
    block(-1),
    block(0.5),
    { block: 1, side: 3, pixels: '' },
    { ...block(2), pixels: '!' },
  ];
  known.receive({ ...grid, isReset: true, blocks: [...(bad as PublishedBlock[]), block(3)] });
  assert.deepEqual(known.numbers(), [3]);
  for (let i = 0; i < 1000; i++) known.receive({ ...grid, isReset: false, blocks: [block(i)] });
  assert.equal(known.count, 12);
  known.receive({ columns: 4000, rows: 4000, isReset: true, blocks: [] });
  assert.deepEqual(known.grid, grid);
  for (const data of ['', '{', '{}', '{"columns":1,"rows":1}', '{"columns":0,"rows":1,"blocks":[]}', 'null'])
    assert.equal(readBackground(data), null, data);
  assert.equal(readBackground('{"columns":1,"rows":1,"blocks":[]}')?.isReset, false);
});

test('the share that is known leaves out blocks that reach beyond the picture', () => {
  const known = new KnownBackground();
  // 64 x 40: the last row reaches 8 px beyond.
  const size = { widthPx: 64, heightPx: 40 };
  known.receive({ ...grid, isReset: true, blocks: [0, 1, 2, 3].map((each) => block(each)) });
  assert.equal(known.share({ ...open, size }), 0.5);
  known.receive({ ...grid, isReset: false, blocks: [8, 9].map((each) => block(each)) });
  assert.equal(known.share({ ...open, size }), 0.5);
  assert.equal(known.share(open), 0.5);
  known.receive({ ...grid, isReset: false, blocks: [4, 5, 6, 7].map((each) => block(each)) });
  assert.equal(known.share({ ...open, size }), 1);
});

test('a block lies where the analysed picture has it, cut off at its edge', () => {
  const size = { widthPx: 64, heightPx: 40 };
  assert.deepEqual(blockRect(9, grid, size), { x: 0.25, y: 0.8, width: 0.25, height: 1 - 0.8 });
  assert.deepEqual(blockRect(9, grid, null), { x: 0.25, y: 2 / 3, width: 0.25, height: 1 / 3 });
  assert.deepEqual(pictureSize(grid, { widthPx: 640, heightPx: 360 }), { widthPx: 64, heightPx: 48 });
});

test('what is masked altogether is neither known nor unknown', () => {
  const known = new KnownBackground();
  const left = [
    [0, 0],
    [0.55, 0],
    [0.55, 1],
    [0, 1],
  ] as const;
  const masked = { ...open, masks: [left] };
  known.receive({ ...grid, isReset: true, blocks: [0, 1, 2].map((each) => block(each)) });
  assert.equal(known.share(masked), 1 / 6, 'the third column is only partly masked');
  assert.equal(known.share({ ...open, boundary: left }), 3 / 9);
  assert.deepEqual(
    [0, 1, 2, 3].map((each) => isHiddenBlock(each, grid, masked)),
    [true, true, false, false],
  );
  const all = [left.map(([x, y]) => [x * 2, y] as const)];
  assert.equal(known.share({ ...open, masks: all }), 0);
});
