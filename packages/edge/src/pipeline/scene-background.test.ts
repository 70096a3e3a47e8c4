import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BackgroundUpdate, blocksPerMessageMax, type PublishedBlock } from '@outis/core';
import { SceneBackground } from './scene-background.ts';

const grid = { columns: 128, rows: 128 };
const pixels = 'A'.repeat(1024);

function update(blocks: readonly PublishedBlock[], change: Partial<BackgroundUpdate> = {}): BackgroundUpdate {
  return { kind: 'background', ...grid, isReset: false, hasMoved: false, blocks, ...change };
}

function known(background: SceneBackground): number[] {
  return background.whole().flatMap(({ blocks }) => blocks.map(({ block }) => block));
}

const block = (number: number): PublishedBlock => ({ block: number, side: 16, pixels });
const gone = (number: number): PublishedBlock => ({ block: number, side: 0, pixels: '' });

test('nothing is known before sight has said anything', () => {
  const background = new SceneBackground();
  assert.deepEqual([background.whole(), background.bytesMax], [[], 0]);
});

test('blocks come, are replaced and go; a reset and another size forget all', () => {
  const background = new SceneBackground();
  background.update(update([block(1), block(2)], { isReset: true }));
  background.update(update([gone(1), { block: 2, side: 2, pixels: 'B'.repeat(16) }, block(3)]));
  assert.deepEqual(known(background), [2, 3]);
  assert.equal(background.whole()[0]?.blocks[0]?.side, 2);
  background.update(update([block(7)], { isReset: true }));
  assert.deepEqual(known(background), [7]);
  const shown = background.update(update([block(5)], { columns: 40, rows: 23 }));
  assert.deepEqual([known(background), shown.isReset], [[5], true]);
});

test('a reader who begins gets everything in parts, of which the first forgets what was before', () => {
  const background = new SceneBackground();
  background.update(update([], { isReset: true }));
  assert.deepEqual(background.whole(), [{ ...grid, isReset: true, blocks: [] }]);
  const count = 2 * blocksPerMessageMax + 1;
  background.update(update(Array.from({ length: count }, (_, index) => block(index))));
  const parts = background.whole();
  assert.deepEqual(
    parts.map(({ isReset, blocks }) => [isReset, blocks.length]),
    [
      [true, blocksPerMessageMax],
      [false, blocksPerMessageMax],
      [false, 1],
    ],
  );
});

test('what may wait for a reader is enough for all blocks of the largest picture at their finest', () => {
  const background = new SceneBackground();
  const count = grid.columns * grid.rows;
  background.update(update(Array.from({ length: count }, (_, index) => block(index))));
  const sent = background
    .whole()
    .reduce((sum, part) => sum + `event: background\ndata: ${JSON.stringify(part)}\n\n`.length, 0);
  assert.ok(sent <= background.bytesMax, `${sent} of ${background.bytesMax}`);
  assert.ok(sent > 0.9 * background.bytesMax);
});
