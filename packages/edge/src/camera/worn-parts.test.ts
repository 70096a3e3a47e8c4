import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FrameSize } from '@outis/core';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { colourManifest, writeColourModel } from '../../../../test/fixtures/test-model.ts';
import { showDrawings } from './sight-on-drawings.ts';

/** Grey, with a red patch and a blue one above it: what the colour model takes for a person and what they wear. */
function picture({ widthPx, heightPx }: FrameSize): Uint8Array {
  const bytes = Buffer.alloc((widthPx * heightPx * 3) / 2, 128);
  const luma = widthPx * heightPx;
  const patch = (top: number, [y, u, v]: readonly [number, number, number]): void => {
    for (let row = top; row < top + 24; row++) bytes.fill(y, row * widthPx + 100, row * widthPx + 132);
    for (let row = top / 2; row < top / 2 + 12; row++) {
      const at = luma + row * (widthPx / 2) + 50;
      bytes.fill(u, at, at + 16);
      bytes.fill(v, at + luma / 4, at + luma / 4 + 16);
    }
  };
  // Windows of the model: 24 px high, on every eighth row of its own picture, which begins 6 px above this one.
  patch(66, [41, 240, 110]);
  patch(90, [81, 90, 240]);
  return bytes;
}

test('worn parts leave the wall where they are asked for, and nowhere else', async (context) => {
  const folder = temporaryFolder(context);
  const modelPath = writeColourModel(folder);
  const manifestPath = join(folder, 'colours.manifest.json');
  const manifest = {
    ...colourManifest(readFileSync(modelPath)),
    classes: { orange: 'person', blue: 'helmet' },
  };
  writeFileSync(manifestPath, JSON.stringify(manifest));
  const classes = async (wornParts: boolean): Promise<readonly string[]> => {
    const seen = await showDrawings({ modelPath, manifestPath }, (size) => [picture(size)], wornParts);
    return [...new Set(seen.detections[0]!.map((detection) => detection.class))].sort();
  };
  assert.deepEqual(await classes(true), ['helmet', 'person']);
  assert.deepEqual(await classes(false), ['person']);
});
