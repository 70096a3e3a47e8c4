import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { objectClasses } from '@outis/core';
import { deniedWords } from './deny-list.ts';
import { loadDetector } from './onnx-detector.ts';

const folder = join(import.meta.dirname, '../../models');
const modelPath = join(folder, 'outis.onnx');
const card = readFileSync(join(import.meta.dirname, '../../../../docs/reference/model-card.md'), 'utf8');
const bytesMax = 3_000_000;

test('the model that ships is small, passes the gate and knows the whole vocabulary', async () => {
  assert.ok(statSync(modelPath).size <= bytesMax);
  const { manifest, classes } = await loadDetector(modelPath, join(folder, 'outis.manifest.json'));
  assert.deepEqual([...classes].sort(), [...objectClasses].sort());
  assert.deepEqual(Object.keys(manifest.thresholds.perClass).sort(), [...objectClasses].sort());
});

test('an empty picture is empty to it, in any light', async () => {
  const detector = await loadDetector(modelPath, join(folder, 'outis.manifest.json'));
  const { widthPx, heightPx } = detector.manifest.input;
  for (const luma of [16, 60, 126, 235]) {
    const bytes = new Uint8Array((widthPx * heightPx * 3) / 2).fill(128).fill(luma, 0, widthPx * heightPx);
    const found = await detector.detect({ index: 0, tMs: 0, size: { widthPx, heightPx }, bytes });
    assert.deepEqual(
      found.filter(({ score }) => score >= detector.manifest.thresholds.high),
      [],
      `luma ${luma}`,
    );
  }
});

test('its card names the file’s thresholds and every word of the deny list', async () => {
  const { manifest } = await loadDetector(modelPath, join(folder, 'outis.manifest.json'));
  for (const [name, { low, high }] of Object.entries(manifest.thresholds.perClass)) {
    const short = (value: number): string => value.toFixed(2).replace(/^0/, '');
    assert.ok(card.includes(`| ${name} | ${short(low)} | ${short(high)} |`), `${name} ${low} ${high}`);
  }
  for (const [reason, words] of Object.entries(deniedWords))
    assert.ok(card.includes(`| ${reason} | ${words.join(', ')} |`), reason);
});
