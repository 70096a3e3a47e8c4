import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { dataFolder, noData, temporaryFolder } from '../../../../test/fixtures/support.ts';
import { writeColourModel } from '../../../../test/fixtures/test-model.ts';
import { findModel, sightArguments } from './sight-command.ts';

const missing = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

test('a manifest beside the model is taken', (context) => {
  const path = writeColourModel(temporaryFolder(context));
  assert.equal(basename(findModel(path).manifestPath), 'colours.manifest.json');
});

test('a model without a manifest, and none at all, are refused by name', (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, 'unknown.onnx'), 'these bytes are nobody’s model');
  assert.throws(() => findModel(join(folder, 'unknown.onnx')), missing('model-manifest-missing'));
  assert.throws(() => findModel(join(folder, 'none.onnx')), missing('model-missing'));
  mkdirSync(join(folder, 'folder.onnx'));
  assert.throws(() => findModel(join(folder, 'folder.onnx')), missing('model-missing'));
});

test('a known model is known under any name', { skip: noData }, (context) => {
  const path = join(temporaryFolder(context), 'renamed.onnx');
  copyFileSync(join(dataFolder!, 'models/picodet_s_416.onnx'), path);
  assert.equal(basename(findModel(path).manifestPath), 'picodet_s_416.manifest.json');
});

test('sight may read its code, its packages and its model, and gets no other permission', () => {
  const words = sightArguments({ modelPath: '/models/a.onnx', manifestPath: '/models/a.manifest.json' });
  assert.ok(words.includes('--permission') && words.includes('--disable-sigusr1'));
  const allowed = words.filter((word) => word.startsWith('--allow-') && !word.startsWith('--allow-fs-read='));
  // Native code needs its own permission; the network namespace and the runtime's switch stand behind it.
  assert.deepEqual(allowed, ['--allow-addons']);
  for (const word of words.filter((each) => each.startsWith('--allow-fs-read='))) {
    assert.match(word, /packages\/(core|sight)|node_modules$|package\.json$|\/models\/a\./);
  }
});
