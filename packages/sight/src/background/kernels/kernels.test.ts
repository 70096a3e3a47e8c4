import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { FrameSize } from '@outis/core';
import fc from 'fast-check';
import { compileKernels, kernelsPath } from '../../../../../scripts/build-kernels.ts';
import { frameBytes } from '../../frame/frame.ts';
import { arrangementLength, type Kernels } from './kernels.ts';
import { plainKernels } from './plain-kernels.ts';
import { wasmKernels } from './wasm-kernels.ts';

/** All that kernels say of two frames, the first of which is kept. */
function answers(
  kernels: Kernels,
  size: FrameSize,
  kept: Uint8Array,
  now: Uint8Array,
  threshold: number,
): object {
  const blocks = Math.floor(size.widthPx / 16) * Math.floor(size.heightPx / 16);
  const [counts, differences] = [new Uint16Array(blocks), new Uint16Array(blocks)];
  const sums = new Int32Array(blocks * 16);
  kernels.put(kept);
  kernels.keep();
  kernels.put(now);
  kernels.motion(threshold, counts, differences);
  kernels.sums(sums);
  const arrangements = new Int32Array(blocks * arrangementLength);
  kernels.arrangements(arrangements);
  return { counts, differences, sums, arrangements };
}

function randomFrame(size: FrameSize, seed: number, from = 0, to = 255): Uint8Array {
  let state = seed >>> 0;
  return Uint8Array.from({ length: frameBytes(size) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from + Math.floor((state / 2 ** 32) * (to - from + 1));
  });
}

test('what is compiled is what the source says', async () => {
  assert.deepEqual(Buffer.from(await compileKernels()), readFileSync(kernelsPath));
});

test('property: WebAssembly and plain TypeScript say the same to the last bit, whatever the size and the pixels', () => {
  const side = fc.integer({ min: 8, max: 60 }).map((half) => 2 * half);
  fc.assert(
    fc.property(
      fc.record({ widthPx: side, heightPx: side }),
      fc.nat(),
      fc.constantFrom([0, 255], [0, 1], [254, 255], [100, 130]),
      fc.integer({ min: 0, max: 254 }),
      (size, seed, [from, to], threshold) => {
        const [kept, now] = [randomFrame(size, seed, from, to), randomFrame(size, seed + 1, from, to)];
        assert.deepEqual(
          answers(wasmKernels(size), size, kept, now, threshold),
          answers(plainKernels(size), size, kept, now, threshold),
        );
      },
    ),
    { seed: 6, numRuns: 200 },
  );
});

test('they say the same of whole pictures, in every size that is usual', () => {
  for (const [widthPx, heightPx] of [
    [640, 360],
    [512, 288],
    [160, 96],
    [1280, 720],
    [16, 16],
  ] as const) {
    const size = { widthPx, heightPx };
    const [kept, now] = [randomFrame(size, widthPx), randomFrame(size, heightPx + 1)];
    for (const threshold of [0, 6, 24, 254])
      assert.deepEqual(
        answers(wasmKernels(size), size, kept, now, threshold),
        answers(plainKernels(size), size, kept, now, threshold),
      );
  }
});

test('the extremes fit: white against black is 255 at every px', () => {
  const size = { widthPx: 32, heightPx: 32 };
  const [black, white] = [new Uint8Array(frameBytes(size)), new Uint8Array(frameBytes(size)).fill(255)];
  for (const kernels of [wasmKernels(size), plainKernels(size)]) {
    const { counts, differences, sums } = answers(kernels, size, black, white, 254) as Record<
      string,
      number[]
    >;
    assert.deepEqual([...counts!], [256, 256, 256, 256]);
    assert.deepEqual([...differences!], new Array(4).fill(255 * 256));
    assert.deepEqual([...sums!].slice(0, 4), [255 * 64, 255 * 16, 255 * 16, 255 * 32]);
  }
});

test('a quarter is summed where it lies: one bright px changes the numbers of its quarter alone', () => {
  const size = { widthPx: 48, heightPx: 48 };
  for (const kernels of [wasmKernels(size), plainKernels(size)]) {
    const frame = new Uint8Array(frameBytes(size));
    // Luma in the third quarter of block 5; U in the second quarter of block 7; V in the fourth of block 0.
    frame[(16 + 8) * 48 + 32] = 64;
    frame[48 * 48 + (2 * 8 + 3) * 24 + 8 + 7] = 10;
    frame[48 * 48 + 24 * 24 + 7 * 24 + 4] = 20;
    const { sums } = answers(kernels, size, frame, frame, 0) as { sums: Int32Array };
    const said = [...sums.entries()].filter(([, value]) => value !== 0);
    assert.deepEqual(said, [
      [14, 20],
      [5 * 16 + 8, 64],
      // The first px of a quarter is among the half that is summed by itself.
      [5 * 16 + 11, 64],
      [7 * 16 + 5, 10],
    ]);
  }
});

test('the same px in another order give other numbers, single px and squares of them alike', () => {
  const size = { widthPx: 16, heightPx: 16 };
  const kernels = plainKernels(size);
  for (const cellPx of [1, 2]) {
    let different = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const halves = [0, 1].map((turn) => {
        const frame = new Uint8Array(frameBytes(size)).fill(128);
        for (let y = 0; y < 8; y++)
          for (let x = 0; x < 8; x++) {
            // The second picture is the first one turned around: the same px, and the same mean.
            const [column, row] = turn === 0 ? [x, y] : [7 - y, x];
            const cell = Math.floor(column / cellPx) * 8 + Math.floor(row / cellPx);
            frame[y * 16 + x] = 70 + (Math.imul(cell + 64 * seed, 2_654_435_761) >>> 26);
          }
        const { sums } = answers(kernels, size, frame, frame, 0) as { sums: Int32Array };
        return [sums[0]!, sums[3]!] as const;
      });
      assert.equal(halves[0]![0], halves[1]![0]);
      // Three units of a look, at the frame's own brightness.
      if (Math.abs(halves[0]![1] - halves[1]![1]) * 2 > 3 * 32) different++;
    }
    assert.ok(different > 20, `${cellPx} px: ${different} of 50`);
  }
});
