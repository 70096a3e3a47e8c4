import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BlockSide } from '@outis/core';
import { BlockFades, blockFadeMs } from './block-fades.ts';
import { BlockRaster } from './block-raster.ts';

const grid = { columns: 3, rows: 3 };
/** A block whose dots have the brightness that `at` says for their middle, px of the picture. */
function drawn(block: number, side: BlockSide, at: (x: number, y: number) => number) {
  const rgb = new Uint8Array(side * side * 3);
  const [left, top] = [(block % 3) * 16, Math.floor(block / 3) * 16];
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      rgb.fill(
        at(left + ((x + 0.5) * 16) / side, top + ((y + 0.5) * 16) / side),
        (y * side + x) * 3,
        (y * side + x + 1) * 3,
      );
  return { side, rgb };
}
function rasterOf(sides: readonly (BlockSide | 0)[], at: (x: number, y: number) => number): BlockRaster {
  const raster = new BlockRaster(grid);
  sides.forEach((side, block) => {
    if (side === 0) return;
    raster.setBlock(block, drawn(block, side, at));
    raster.setWeight(block, 1);
  });
  for (let block = 0; block < 9; block++) raster.draw(block);
  return raster;
}
const redAt = (raster: BlockRaster, x: number, y: number) => raster.rgba[(y * raster.widthPx + x) * 4]!;
const opacityAt = (raster: BlockRaster, x: number, y: number) =>
  raster.rgba[(y * raster.widthPx + x) * 4 + 3]!;

test('the same colour everywhere stays that colour, up to the edge of the picture', () => {
  const raster = rasterOf([2, 4, 8, 16, 2, 4, 8, 16, 2], () => 90);
  for (let i = 0; i < raster.rgba.length; i += 4)
    assert.deepEqual([...raster.rgba.slice(i, i + 4)], [90, 90, 90, 255], `${i}`);
});

test('blocks of full size are drawn dot by dot', () => {
  const at = (x: number, y: number) => (Math.floor(x) * 31 + Math.floor(y) * 17) % 256;
  const raster = rasterOf([16, 16, 16, 16, 16, 16, 16, 16, 16], at);
  for (let y = 0; y < 48; y++) for (let x = 0; x < 48; x++) assert.equal(redAt(raster, x, y), at(x, y));
});

test('a slope has no seams, whatever the sizes of the dots', () => {
  const slope = (x: number) => 20 + x * 4;
  for (const sides of [
    [2, 2, 2],
    [16, 2, 8],
    [4, 16, 2],
  ] as const) {
    const raster = rasterOf([...sides, ...sides, ...sides], slope);
    const steps = Array.from({ length: 39 }, (_, i) => redAt(raster, i + 5, 24) - redAt(raster, i + 4, 24));
    // Drawn as squares, side 2 would jump by 32.
    assert.ok(Math.max(...steps) <= 12 && Math.min(...steps) >= -2, `${sides}: ${steps}`);
  }
});

test('what is not known is clear, and nothing of it or into it is made up', () => {
  const raster = rasterOf([0, 0, 0, 0, 4, 0, 0, 0, 0], () => 200);
  for (let y = 0; y < 48; y++)
    for (let x = 0; x < 48; x++) {
      const isKnown = x >= 16 && x < 32 && y >= 16 && y < 32;
      if (!isKnown) assert.equal(opacityAt(raster, x, y), 0, `${x} ${y}`);
      else if (opacityAt(raster, x, y) > 0) assert.equal(redAt(raster, x, y), 200);
    }
  assert.equal(opacityAt(raster, 24, 24), 255);
  assert.ok(opacityAt(raster, 16, 16) < 60, 'it ends softly');
});

test('a block goes over into the picture without a jump while it appears', () => {
  for (const weight of [0.05, 0.3, 0.6, 0.95]) {
    const raster = rasterOf([4, 4, 4, 4, 4, 4, 4, 4, 4], () => 100);
    raster.setWeight(4, weight);
    for (let block = 0; block < 9; block++) raster.draw(block);
    const line = Array.from({ length: 48 }, (_, x) => opacityAt(raster, x, 24));
    assert.ok(Math.abs(line[24]! - 255 * weight) < 2);
    for (let x = 1; x < 48; x++) assert.ok(Math.abs(line[x]! - line[x - 1]!) < 80, `${weight}: ${line}`);
  }
});

test('blocks appear one after the other, calmly, and many of them within seconds', () => {
  const fades = new BlockFades();
  fades.begin([3, 1, 2], 1, 1000);
  assert.deepEqual(fades.step(1000), []);
  assert.deepEqual(fades.step(1040), [3]);
  fades.step(1000 + blockFadeMs);
  assert.equal(fades.weightOf(3), 1);
  assert.ok(fades.weightOf(1) > fades.weightOf(2) && fades.weightOf(2) < 1);
  fades.begin([3, 1], 1, 2000);
  fades.step(3000);
  assert.deepEqual([fades.isMoving, fades.weightOf(2)], [false, 1]);
  fades.begin([3], 0, 4000);
  fades.step(4000 + blockFadeMs / 2);
  assert.equal(fades.weightOf(3), 0.5);
  const many = Array.from({ length: 4000 }, (_, block) => block);
  fades.clear();
  fades.begin(many, 1, 0);
  fades.step(4000 + blockFadeMs);
  assert.equal(fades.isMoving, false);
});
