import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { Fraction2, FrameSize } from '@outis/core';
import fc from 'fast-check';
import { hiddenPixels, type MaskShape, maskPicture } from './mask-picture.ts';

const size: FrameSize = { widthPx: 20, heightPx: 10 };

/** The PNG as ffmpeg reads it: one text a row, # where it is opaque and black, . where it is transparent. */
function decoded(picture: Uint8Array, { widthPx, heightPx }: FrameSize): string[] {
  const bytes = execFileSync(
    'ffmpeg',
    ['-loglevel', 'error', '-f', 'png_pipe', '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'rgba', 'pipe:1'],
    { input: picture },
  );
  assert.equal(bytes.length, widthPx * heightPx * 4);
  return Array.from({ length: heightPx }, (_, y) =>
    Array.from({ length: widthPx }, (_, x) => {
      const [r, g, b, a] = bytes.subarray((y * widthPx + x) * 4, (y * widthPx + x) * 4 + 4);
      assert.deepEqual([r, g, b], [0, 0, 0]);
      assert.ok(a === 0 || a === 255, `alpha ${a}`);
      return a === 255 ? '#' : '.';
    }).join(''),
  );
}

function draw(shape: MaskShape): string[] {
  const picture = maskPicture(shape, size);
  assert.ok(picture !== null);
  return decoded(picture, size);
}

function rectangle(left: number, top: number, right: number, bottom: number): Fraction2[] {
  return [
    [left / 20, top / 10],
    [right / 20, top / 10],
    [right / 20, bottom / 10],
    [left / 20, bottom / 10],
  ];
}

test('nothing to hide is no picture', () => {
  assert.equal(maskPicture({ masks: [], boundary: null }, size), null);
  assert.equal(maskPicture({ masks: [], boundary: rectangle(0, 0, 20, 10) }, size), null);
});

test('a mask is grown by two px in every direction', () => {
  assert.deepEqual(draw({ masks: [rectangle(8.5, 4.5, 11.5, 5.5)], boundary: null }), [
    '....................',
    '....................',
    '......########......',
    '......########......',
    '......########......',
    '......########......',
    '......########......',
    '......########......',
    '....................',
    '....................',
  ]);
});

test('at the edge of the picture a mask ends with it, and does not come in on the other side', () => {
  assert.deepEqual(draw({ masks: [rectangle(0, 0, 0.9, 0.9), rectangle(19, 9, 20, 10)], boundary: null }), [
    '###.................',
    '###.................',
    '###.................',
    '....................',
    '....................',
    '....................',
    '....................',
    '.................###',
    '.................###',
    '.................###',
  ]);
});

test('outside of the boundary is hidden, and grown inwards', () => {
  assert.deepEqual(draw({ masks: [], boundary: rectangle(4, 0, 20, 8) }), [
    '######..............',
    '######..............',
    '######..............',
    '######..............',
    '######..............',
    '######..............',
    '####################',
    '####################',
    '####################',
    '####################',
  ]);
});

test('boundary and mask together hide what either hides', () => {
  const both = draw({ masks: [rectangle(10, 4, 10.9, 4.9)], boundary: rectangle(4, 0, 20, 10) });
  assert.equal(both[4], '######..#####.......');
  assert.equal(both[0], '######..............');
});

/** The rows of the picture in which the rectangle of pixels, both ends included, is hidden and nothing else is. */
function only(left: number, top: number, right: number, bottom: number): string[] {
  return Array.from({ length: 10 }, (_, y) =>
    Array.from({ length: 20 }, (_, x) =>
      x >= left && x <= right && y >= top && y <= bottom ? '#' : '.',
    ).join(''),
  );
}

test('a mask of a quarter pixel that meets no centre hides its pixel', () => {
  const masks = [rectangle(5.6, 5.6, 5.85, 5.85)];
  assert.deepEqual(draw({ masks, boundary: null }), only(3, 3, 7, 7));
});

test('a mask as thin as a hair hides its line, upright, level and without any area', () => {
  assert.deepEqual(draw({ masks: [rectangle(8.1, 3, 8.2, 5.5)], boundary: null }), only(6, 1, 10, 7));
  assert.deepEqual(draw({ masks: [rectangle(8.5, 5.9, 12.5, 5.9)], boundary: null }), only(6, 3, 14, 7));
  const diagonal: Fraction2[] = [
    [0, 0],
    [1, 1],
    [0.999, 1],
  ];
  const hidden = hiddenPixels({ masks: [diagonal], boundary: null }, size);
  for (let x = 0; x < 20; x++) assert.equal(hidden[Math.floor(x / 2) * 20 + x], 1, `column ${x}`);
  assert.ok(hidden.filter((value) => value === 1).length < 40);
});

test('a mask that only touches the edge of the picture hides that edge', () => {
  assert.deepEqual(draw({ masks: [rectangle(20, 0, 20, 10)], boundary: null }), only(17, 0, 19, 9));
});

test('the middle of a mask that crosses itself is hidden, whichever way round it is drawn', () => {
  const wide: FrameSize = { widthPx: 101, heightPx: 101 };
  const star = [0, 2, 4, 1, 3].map((point): Fraction2 => {
    const angle = (point * 2 * Math.PI) / 5;
    return [0.5 + 0.45 * Math.sin(angle), 0.5 - 0.45 * Math.cos(angle)];
  });
  for (const mask of [star, star.toReversed()]) {
    const hidden = hiddenPixels({ masks: [mask], boundary: null }, wide);
    assert.equal(hidden[50 * 101 + 50], 1);
    assert.equal(hidden[0], 0);
    assert.equal(hidden[90 * 101 + 50], 0, 'between two points');
  }
  // Of a boundary that crosses itself the middle is not surely inside: it stays hidden.
  assert.equal(hiddenPixels({ masks: [], boundary: star }, wide)[50 * 101 + 50], 1);
});

test('property: every pixel that is hidden, and all within two px of it, is opaque; everything else is not', () => {
  const corner = fc.tuple(fc.nat(100), fc.nat(100)).map(([x, y]): Fraction2 => [x / 100, y / 100]);
  const polygon = fc.array(corner, { minLength: 3, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(polygon, { maxLength: 3 }), fc.option(polygon), (masks, boundary) => {
      const shape = { masks, boundary };
      const hidden = hiddenPixels(shape, size);
      const picture = maskPicture(shape, size);
      if (picture === null) return assert.ok(!hidden.includes(1));
      const rows = decoded(picture, size);
      for (let y = 0; y < 10; y++) {
        for (let x = 0; x < 20; x++) {
          let expected = false;
          for (let dy = -2; dy <= 2; dy++)
            for (let dx = -2; dx <= 2; dx++)
              if (
                x + dx >= 0 &&
                x + dx < 20 &&
                y + dy >= 0 &&
                y + dy < 10 &&
                hidden[(y + dy) * 20 + x + dx] === 1
              )
                expected = true;
          assert.equal(rows[y]![x], expected ? '#' : '.', `${x},${y}`);
        }
      }
    }),
    { seed: 17, numRuns: 15 },
  );
});
