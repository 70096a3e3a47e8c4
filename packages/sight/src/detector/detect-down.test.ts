import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { frameBytes } from '../frame/frame.ts';
import { calibrated, rawFloor } from './calibration.ts';
import { loadDetector } from './onnx-detector.ts';

const folder = join(import.meta.dirname, '../../models');
const load = (): ReturnType<typeof loadDetector> =>
  loadDetector(join(folder, 'outis.onnx'), join(folder, 'outis.manifest.json'));

test('looking further down changes nothing of what is worth following, and adds what may be somebody', async () => {
  const detector = await load();
  const { low } = detector.manifest.thresholds;
  let further = 0;
  for (const size of [
    { widthPx: 512, heightPx: 288 },
    { widthPx: 320, heightPx: 180 },
  ]) {
    for (let seed = 1; seed <= 3; seed++) {
      const frame = { index: 0, tMs: 0, size, bytes: boxesOf(size, seed) };
      const { usual, all } = await detector.detectDown(frame, 0.05);
      assert.deepEqual(usual, await detector.detect(frame));
      assert.ok(all.every(({ score }) => score >= 0.05 - 1e-6));
      assert.deepEqual(
        all.filter(({ score }) => score >= low),
        usual.filter(({ score }) => score >= low),
      );
      further += all.length - usual.length;
    }
  }
  assert.ok(further > 0, 'there was nothing further down, so nothing was shown');
});

test('property: no raw score below the floor has a common score above the least', () => {
  const share = fc.double({ min: 0.01, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(
      share,
      share,
      fc.double({ min: 0.01, max: 0.2, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (low, own, least, part) => {
        const thresholds = { low, high: 0.6, nmsIou: 0.5, perClass: { person: { low: own, high: 0.7 } } };
        const raw = part * rawFloor(least, thresholds) * (1 - 1e-9);
        for (const name of ['person', 'car'] as const)
          assert.ok(calibrated(raw, name, thresholds) < Math.max(least, 1e-12) + (least >= low ? 1 : 0));
      },
    ),
  );
});

/** Dark boxes on a bright ground with noise: something that looks like something, here and there. */
function boxesOf(size: { readonly widthPx: number; readonly heightPx: number }, seed: number): Uint8Array {
  let state = seed;
  const chance = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const bytes = new Uint8Array(frameBytes(size)).fill(128);
  for (let at = 0; at < size.widthPx * size.heightPx; at++) bytes[at] = 120 + 20 * chance();
  for (let box = 0; box < 12; box++) {
    const [width, height] = [10 + Math.floor(30 * chance()), 20 + Math.floor(60 * chance())];
    const left = Math.floor((size.widthPx - width) * chance());
    const top = Math.floor((size.heightPx - height) * chance());
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++)
        bytes[y * size.widthPx + x] = y < top + height / 4 ? 170 : 40 + ((x + y) % 7);
  }
  return bytes;
}
