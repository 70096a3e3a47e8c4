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
  assert.deepEqual(draw({ masks: [rectangle(8, 4, 12, 6)], boundary: null }), [
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
  assert.deepEqual(draw({ masks: [rectangle(0, 0, 1, 1), rectangle(19, 9, 20, 10)], boundary: null }), [
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
  const both = draw({ masks: [rectangle(10, 4, 11, 5)], boundary: rectangle(4, 0, 20, 10) });
  assert.equal(both[4], '######..#####.......');
  assert.equal(both[0], '######..............');
});

test('a mask that meets no pixel’s centre hides nothing; one that meets one hides it', () => {
  assert.equal(maskPicture({ masks: [rectangle(5.6, 5.6, 6.4, 6.4)], boundary: null }, size), null);
  assert.ok(maskPicture({ masks: [rectangle(5.4, 5.4, 5.6, 5.6)], boundary: null }, size) !== null);
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
