import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OutisError } from '@outis/core';
import { type ModelSpec, onnxModel, type TensorSpec } from '../../../../test/fixtures/onnx.ts';
import { temporaryFolder } from '../../../../test/fixtures/support.ts';
import { colourManifest } from '../../../../test/fixtures/test-model.ts';
import { loadDetector } from './onnx-detector.ts';

/** Networks that really compute something from the picture, as somebody would bring them: 3 × 64 × 64 in. */
const side = 64;
const cells = 64;
/** What a head with two labels gives for each cell. */
const rowLength = 7;

/** A convolution over 8 × 8 px without a bias: `channels` values for each cell, each 0 to 1. */
function features(name: string, channels: number): Pick<ModelSpec, 'initializers' | 'nodes'> {
  const values = new Float32Array(channels * 3 * 8 * 8).map((_, index) => Math.sin(index) / 64);
  return {
    initializers: [{ name: `${name}_weight`, dims: [channels, 3, 8, 8], values }],
    nodes: [
      {
        op: 'Conv',
        inputs: ['images', `${name}_weight`],
        outputs: [`${name}_sum`],
        ints: { kernel_shape: [8, 8], strides: [8, 8] },
      },
      { op: 'Sigmoid', inputs: [`${name}_sum`], outputs: [`${name}_map`] },
    ],
  };
}

/** Rows as a detection head has them: one for each cell. */
function rows(name: string, length: number): Pick<ModelSpec, 'initializers' | 'nodes'> {
  const { initializers, nodes } = features(name, length);
  const shape = new BigInt64Array([1n, BigInt(length), BigInt(cells)]);
  return {
    initializers: [...initializers, { name: `${name}_shape`, dims: [3], values: shape }],
    nodes: [
      ...nodes,
      { op: 'Reshape', inputs: [`${name}_map`, `${name}_shape`], outputs: [`${name}_flat`] },
      { op: 'Transpose', inputs: [`${name}_flat`], outputs: [name], ints: { perm: [0, 2, 1] } },
    ],
  };
}

/** One vector for the whole picture. */
function vector(name: string, length: number): Pick<ModelSpec, 'initializers' | 'nodes'> {
  const { initializers, nodes } = features(name, length);
  return {
    initializers,
    nodes: [
      ...nodes,
      { op: 'GlobalAveragePool', inputs: [`${name}_map`], outputs: [`${name}_mean`] },
      { op: 'Flatten', inputs: [`${name}_mean`], outputs: [name] },
    ],
  };
}

function model(
  outputs: readonly TensorSpec[],
  parts: readonly Pick<ModelSpec, 'initializers' | 'nodes'>[],
): Buffer {
  return onnxModel({
    inputs: [{ name: 'images', dims: [1, 3, side, side] }],
    outputs,
    initializers: parts.flatMap(({ initializers }) => initializers),
    nodes: parts.flatMap(({ nodes }) => nodes),
  });
}

/** What the gate says; null when it lets the model in. */
async function gate(
  context: TestContext,
  bytes: Uint8Array,
  change: Record<string, unknown> = {},
): Promise<string | null> {
  const folder = temporaryFolder(context);
  const [modelPath, manifestPath] = [join(folder, 'm.onnx'), join(folder, 'm.manifest.json')];
  const manifest = colourManifest(bytes);
  const input = { ...(manifest['input'] as object), widthPx: side, heightPx: side };
  writeFileSync(modelPath, bytes);
  writeFileSync(manifestPath, JSON.stringify({ ...manifest, input, ...change }));
  try {
    await loadDetector(modelPath, manifestPath);
    return null;
  } catch (error) {
    assert.ok(error instanceof OutisError, String(error));
    return `${error.code}: ${error.detail}`;
  }
}

const boxes: TensorSpec = { name: 'boxes', dims: [1, cells, rowLength] };

test('a network of this kind with nothing but a detection head is let in', async (context) => {
  assert.equal(await gate(context, model([boxes], [rows('boxes', rowLength)])), null);
});

test('a vector of 512 values for the picture, alone or beside a head, is refused', async (context) => {
  const output: TensorSpec = { name: 'out', dims: [1, 512] };
  const alone = await gate(context, model([output], [vector('out', 512)]));
  assert.match(alone ?? '', /^model-output-refused: expected one output \[1,64,7\].*found "out" \[1,512\]$/);
  const beside = await gate(context, model([boxes, output], [rows('boxes', rowLength), vector('out', 512)]));
  assert.equal(beside, 'model-output-refused: output "out" [1,512] is no part of a detection head');
  // One vector for each cell would tell persons apart just as well.
  const each: TensorSpec = { name: 'out', dims: [1, cells, 512] };
  const many = await gate(context, model([boxes, each], [rows('boxes', rowLength), rows('out', 512)]));
  assert.equal(many, 'model-output-refused: output "out" [1,64,512] is no part of a detection head');
});

test('a head with five landmarks for each box is refused, whatever they are called', async (context) => {
  const joined: TensorSpec = { name: 'out', dims: [1, cells, rowLength + 10] };
  const inOne = await gate(context, model([joined], [rows('out', rowLength + 10)]));
  assert.match(
    inOne ?? '',
    /^model-output-refused: expected one output \[1,64,7\].*found "out" \[1,64,17\]$/,
  );
  for (const name of ['points', 'offsets', 'landmarks']) {
    const points: TensorSpec = { name, dims: [1, cells, 10] };
    const apart = await gate(context, model([boxes, points], [rows('boxes', rowLength), rows(name, 10)]));
    assert.match(apart ?? '', /^model-output-refused: output "/, name);
  }
  // As labels they would have to stand in the manifest, where they are refused by name.
  const labels = ['orange', 'blue', 'left eye', 'right eye', 'nose'];
  const named = await gate(context, model([joined], [rows('out', rowLength + 10)]), { labels });
  assert.match(named ?? '', /^model-class-denied: "left eye"/);
});

test('a recogniser with two outputs is refused: characters and their scores, a name and its score', async (context) => {
  const characters: TensorSpec = { name: 'sequence', dims: [1, cells, 37] };
  const score: TensorSpec = { name: 'score', dims: [1, 1] };
  const reader = await gate(context, model([characters, score], [rows('sequence', 37), vector('score', 1)]));
  assert.match(reader ?? '', /^model-output-refused: /);
  const who: TensorSpec = { name: 'probabilities', dims: [1, 1000] };
  const knower = await gate(
    context,
    model([who, score], [vector('probabilities', 1000), vector('score', 1)]),
  );
  assert.match(knower ?? '', /^model-output-refused: /);
  // Two outputs of the right kind are one too many.
  const second: TensorSpec = { name: 'more', dims: boxes.dims };
  const twice = await gate(
    context,
    model([boxes, second], [rows('boxes', rowLength), rows('more', rowLength)]),
  );
  assert.equal(twice, 'model-output-refused: output "more" [1,64,7] is no part of a detection head');
});

test('class names that are swapped pass the gate: it cannot know what a class means', async (context) => {
  // `outis models check` and `add` refuse such a model: packages/edge/src/models/check-model.test.ts.
  const swapped = { classes: { orange: 'car', blue: 'person' } };
  assert.equal(await gate(context, model([boxes], [rows('boxes', rowLength)]), swapped), null);
});
