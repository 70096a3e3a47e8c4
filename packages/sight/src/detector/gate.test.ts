import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { OutisError } from '@outis/core';
import { colourDetector, constantModel, onnxModel, type TensorSpec } from '../../../../test/fixtures/onnx.ts';
import { dataFolder, noData, temporaryFolder } from '../../../../test/fixtures/support.ts';
import { colourManifest } from '../../../../test/fixtures/test-model.ts';
import { frameBytes } from '../frame/frame.ts';
import type { Detector } from './detector.ts';
import { checkScores } from './head.ts';
import { parseManifest } from './manifest.ts';
import { loadDetector } from './onnx-detector.ts';

/** 64 × 64 px at stride 8, two labels: the head that the manifest below describes. */
const head: TensorSpec = { name: 'boxes', dims: [1, 64, 7] };
const smallInput = { widthPx: 64, heightPx: 64 };

/** Writes model and manifest and loads them. */
async function load(
  context: TestContext,
  model: Uint8Array,
  change: Record<string, unknown> = {},
  manifestText?: string,
): Promise<Detector> {
  const folder = temporaryFolder(context);
  const modelPath = join(folder, 'model.onnx');
  const manifestPath = join(folder, 'model.manifest.json');
  const manifest = colourManifest(model);
  writeFileSync(modelPath, model);
  writeFileSync(
    manifestPath,
    manifestText ??
      JSON.stringify({ ...manifest, input: { ...(manifest['input'] as object), ...smallInput }, ...change }),
  );
  return loadDetector(modelPath, manifestPath);
}

/** The refusal of a model with these outputs. */
async function refusal(
  context: TestContext,
  outputs: readonly TensorSpec[],
  change: Record<string, unknown> = {},
): Promise<OutisError> {
  return refused(load(context, constantModel(outputs), change));
}

async function refused(loading: Promise<Detector>): Promise<OutisError> {
  try {
    await loading;
  } catch (error) {
    assert.ok(error instanceof OutisError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'The model was let in.' });
}

test('a detection head with its manifest is let in', async (context) => {
  const detector = await load(context, constantModel([head]));
  assert.deepEqual(detector.classes, ['person', 'car']);
});

test('a model with another sha256 is refused before it is loaded', async (context) => {
  const error = await refused(load(context, Buffer.from('no model at all'), { sha256: 'a'.repeat(64) }));
  assert.equal(error.code, 'model-sha256-mismatch');
  assert.match(error.detail, /^the file has [0-9a-f]{12}…, the manifest aaaaaaaaaaaa…$/);
});

test('a model without file, without manifest or with a broken one is refused', async (context) => {
  const folder = temporaryFolder(context);
  const manifestPath = join(folder, 'm.manifest.json');
  const missing = join(folder, 'm.onnx');
  assert.equal((await refused(loadDetector(missing, manifestPath))).code, 'model-manifest-missing');
  writeFileSync(manifestPath, JSON.stringify(colourManifest(Buffer.from(''))));
  assert.equal((await refused(loadDetector(missing, manifestPath))).code, 'model-missing');
  const broken = await refused(load(context, constantModel([head]), {}, '{"name":'));
  assert.deepEqual([broken.code, broken.detail], ['model-manifest-invalid', 'it is not JSON']);
});

test('a truncated model is refused', async (context) => {
  const whole = colourDetector();
  for (const share of [0, 0.3, 0.9]) {
    const error = await refused(load(context, whole.subarray(0, Math.floor(whole.length * share))));
    assert.equal(error.code, 'model-unreadable', `${share}`);
  }
});

test('an embedding beside a good head is refused and named', async (context) => {
  // By its name where it says what it is, by its shape where it does not.
  const named = await refusal(context, [head, { name: 'embedding', dims: [1, 128] }]);
  assert.deepEqual(
    [named.code, named.detail],
    ['model-output-refused', 'output "embedding" is for identity'],
  );
  for (const dims of [
    [1, 128],
    [1, 512],
    [1, 64, 128],
    [1, 128, 1, 1],
    [1, 1],
    [64, 7],
    [1, 64, 7],
  ]) {
    const { code, detail } = await refusal(context, [head, { name: 'f1', dims }]);
    assert.deepEqual(
      [code, detail],
      ['model-output-refused', `output "f1" [${dims.join(',')}] is no part of a detection head`],
    );
    // The order makes no difference, but for two heads, of which the second is refused.
    const turned = await refusal(context, [{ name: 'f1', dims }, head]);
    assert.match(turned.detail, /^output "(f1|boxes)" \[[0-9,]+\] is no part of a detection head$/);
  }
});

test('an embedding alone, a classifier and a recogniser are refused', async (context) => {
  for (const dims of [[1, 128], [1, 1000], [1, 512, 1, 1], [1, 64], [7], [1, 7]]) {
    const { code, detail } = await refusal(context, [{ name: 'out', dims }]);
    assert.equal(code, 'model-output-refused');
    assert.equal(
      detail,
      `expected one output [1,64,7]: 4 box values, 1 objectness, 2 classes; found "out" [${dims.join(',')}]`,
    );
  }
});

test('landmarks behind the values of a box are refused', async (context) => {
  for (const extra of [2, 10, 51]) {
    const { code, detail } = await refusal(context, [{ name: 'out', dims: [1, 64, 7 + extra] }]);
    assert.equal(code, 'model-output-refused');
    assert.ok(detail.endsWith(`found "out" [1,64,${7 + extra}]`), detail);
  }
  const { detail } = await refusal(context, [head, { name: 'kps', dims: [1, 64, 10] }]);
  assert.equal(detail, 'output "kps" is for body pose or gait');
});

test('a classifier that is dressed up as a head of one cell is refused', async (context) => {
  const model = constantModel([{ name: 'out', dims: [1, 1, 7] }]);
  const { code, detail } = await refused(load(context, model, { strides: [64] }));
  assert.equal(code, 'model-output-refused');
  assert.match(detail, /^a head of 1 cells looks at the whole picture at once/);
});

/** A model that declares one shape and produces another. */
function pretender(declared: readonly number[], produced: readonly number[]): Buffer {
  return onnxModel({
    inputs: [{ name: 'images', dims: [1, 3, 64, 64] }],
    outputs: [{ name: 'boxes', dims: declared }],
    initializers: [{ name: 'value', dims: produced, values: new Float32Array(448) }],
    nodes: [{ op: 'Identity', inputs: ['value'], outputs: ['boxes'] }],
  });
}

test('shapes count as they are produced, not as they are declared', async (context) => {
  const { code, detail } = await refused(load(context, pretender(head.dims, [1, 448])));
  assert.equal(code, 'model-output-refused');
  assert.ok(detail.endsWith('found "boxes" [1,448]'), detail);
  await load(context, pretender([1, 448], head.dims));
});

test('a model that shows a head to the gate and something longer to a picture is refused then', async (context) => {
  // Eight values a row instead of seven as soon as the picture is not black.
  const model = onnxModel({
    inputs: [{ name: 'images', dims: [1, 3, 64, 64] }],
    outputs: [head],
    initializers: [
      { name: 'zero', dims: [1], values: new Float32Array(1) },
      { name: 'none', dims: [3], values: new BigInt64Array(3) },
      { name: 'one', dims: [3], values: new BigInt64Array([0n, 0n, 1n]) },
      { name: 'shape', dims: [3], values: new BigInt64Array([1n, 64n, 7n]) },
    ],
    nodes: [
      { op: 'Cast', inputs: ['images'], outputs: ['whole'], int: { to: 7 } },
      { op: 'ReduceSum', inputs: ['whole'], outputs: ['sum'], int: { keepdims: 0 } },
      { op: 'Add', inputs: ['sum', 'none'], outputs: ['sums'] },
      { op: 'Min', inputs: ['sums', 'one'], outputs: ['more'] },
      { op: 'Add', inputs: ['shape', 'more'], outputs: ['dims'] },
      { op: 'Expand', inputs: ['zero', 'dims'], outputs: ['boxes'] },
    ],
  });
  const input = { ...(colourManifest(model)['input'] as object), ...smallInput, std: [0.01, 0.01, 0.01] };
  const detector = await load(context, model, { input });
  const black = new Uint8Array(frameBytes(smallInput)).fill(16, 0, 64 * 64).fill(128, 64 * 64);
  const white = new Uint8Array(black).fill(235, 0, 64 * 64);
  const look = (bytes: Uint8Array): Promise<unknown> =>
    detector.detect({ index: 0, tMs: 0, size: smallInput, bytes });
  assert.deepEqual(await look(black), []);
  await assert.rejects(look(white), {
    code: 'model-output-refused',
    detail: 'output "boxes" has changed its length',
  });
});

test('an embedding cut into rows of the right length is refused by its values', async (context) => {
  const values = new Float32Array(448).map((_, index) => Math.sin(index));
  const model = onnxModel({
    inputs: [{ name: 'images', dims: [1, 3, 64, 64] }],
    outputs: [head],
    initializers: [{ name: 'value', dims: head.dims, values }],
    nodes: [{ op: 'Identity', inputs: ['value'], outputs: ['boxes'] }],
  });
  const { code, detail } = await refused(load(context, model));
  assert.deepEqual(
    [code, detail],
    ['model-output-refused', 'output "boxes" has scores that are not between 0 and 1'],
  );
});

test('scores must be probabilities; box values need not', () => {
  const manifest = parseManifest(JSON.stringify(colourManifest(Buffer.from(''))));
  const yolox = { kind: 'yolox', output: 'boxes' } as const;
  const row =
    (...values: number[]): (() => Float32Array) =>
    () =>
      new Float32Array(values);
  checkScores(yolox, manifest, row(-3, 90, 4, 5, 0, 1, 0.5));
  for (const bad of [-0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => checkScores(yolox, manifest, row(0, 0, 0, 0, 0.5, bad, 0)), {
      code: 'model-output-refused',
    });
});

test('a model with two inputs or another input is refused', async (context) => {
  const two = onnxModel({
    inputs: [
      { name: 'images', dims: [1, 3, 64, 64] },
      { name: 'identities', dims: [1, 3, 64, 64] },
    ],
    outputs: [head],
    initializers: [{ name: 'value', dims: head.dims, values: new Float32Array(448) }],
    nodes: [{ op: 'Identity', inputs: ['value'], outputs: ['boxes'] }],
  });
  assert.match((await refused(load(context, two))).message, /it has 2 inputs, not one/);
  const input = { ...(colourManifest(two)['input'] as object), widthPx: 128, heightPx: 64 };
  const other = await refused(load(context, constantModel([head]), { input }));
  assert.deepEqual(
    [other.code, other.detail],
    ['model-unreadable', 'it does not take the input that its manifest describes'],
  );
});

test('an output of another type than float32 is refused', async (context) => {
  const model = onnxModel({
    inputs: [{ name: 'images', dims: [1, 3, 64, 64] }],
    outputs: [{ name: 'numbers', dims: head.dims, type: 7 }],
    initializers: [{ name: 'value', dims: head.dims, values: new BigInt64Array(448) }],
    nodes: [{ op: 'Identity', inputs: ['value'], outputs: ['numbers'] }],
  });
  const { code, detail } = await refused(load(context, model));
  assert.deepEqual([code, detail], ['model-output-refused', 'output "numbers" is of type int64']);
});

test('a box that is not a number is thrown away and not passed on', async (context) => {
  // One cell with the score of a person and no place.
  const values = new Float32Array(448);
  values.set([Number.NaN, 0, 0, 0, 1, 1, 0], 0);
  values.set([0.5, 0.5, 1, 1, 1, 1, 0], 7 * 30);
  const model = onnxModel({
    inputs: [{ name: 'images', dims: [1, 3, 64, 64] }],
    outputs: [head],
    initializers: [{ name: 'value', dims: head.dims, values }],
    nodes: [{ op: 'Identity', inputs: ['value'], outputs: ['boxes'] }],
  });
  const detector = await load(context, model);
  const bytes = new Uint8Array(frameBytes(smallInput));
  const detections = await detector.detect({ index: 0, tMs: 0, size: smallInput, bytes });
  assert.equal(detections.length, 1);
  assert.ok(Object.values(detections[0]!.box).every(Number.isFinite));
});

const picodet = {
  decoder: 'picodet',
  strides: [8, 16],
} as const;
const picodetOutputs: readonly TensorSpec[] = [
  { name: 's8', dims: [1, 64, 2] },
  { name: 'b8', dims: [1, 64, 32] },
  { name: 's16', dims: [1, 16, 2] },
  { name: 'b16', dims: [1, 16, 32] },
];

test('a PicoDet head is let in, and refused with anything more, less or else', async (context) => {
  await load(context, constantModel(picodetOutputs), picodet);
  const more = await refusal(context, [...picodetOutputs, { name: 'f', dims: [1, 16, 128] }], picodet);
  assert.equal(more.detail, 'output "f" [1,16,128] is no part of a detection head');
  const alone = await refusal(context, [{ name: 'f', dims: [1, 128] }], picodet);
  assert.match(alone.detail, /^expected \[1,64,2\] and \[1,64,4 × bins\] at stride 8; found "f" \[1,128\]$/);
  const without = await refusal(context, picodetOutputs.slice(0, 3), picodet);
  assert.match(without.detail, /at stride 16/);
  const uneven = await refusal(
    context,
    [...picodetOutputs.slice(0, 3), { name: 'b16', dims: [1, 16, 64] }],
    picodet,
  );
  assert.match(uneven.detail, /the box outputs differ in their bins/);
  for (const bins of [1, 34]) {
    const dims = [1, 64, 4 * bins];
    const error = await refusal(
      context,
      [
        { name: 's8', dims: [1, 64, 2] },
        { name: 'b8', dims },
      ],
      {
        ...picodet,
        strides: [8],
      },
    );
    assert.ok(error.detail.startsWith(`a box output has ${bins} bins a side; found`), error.detail);
  }
});

const shippedFolder = join(import.meta.dirname, '../../models');
const shipped = readdirSync(shippedFolder).flatMap((name) => /^(.*)\.manifest\.json$/.exec(name)?.[1] ?? []);

for (const name of shipped) {
  test(`${name} is let in and finds the cars of a real street`, { skip: noData }, async () => {
    // Ours ships beside its manifest, those of others lie in the data folder.
    const beside = join(shippedFolder, `${name}.onnx`);
    const detector = await loadDetector(
      existsSync(beside) ? beside : join(dataFolder!, 'models', `${name}.onnx`),
      join(shippedFolder, `${name}.manifest.json`),
    );
    const { fit, widthPx, heightPx } = detector.manifest.input;
    // As the edge has it decoded: within the model's input, or at the source's own aspect where it is stretched.
    const height = fit === 'letterbox' ? Math.min(heightPx, (widthPx * 9) / 16) & ~1 : 360;
    const size = { widthPx: ((height * 16) / 9) & ~1, heightPx: height };
    const bytes = decodeFrame(join(dataFolder!, 'video/traffic_a.mp4'), 2, size);
    const detections = await detector.detect({ index: 0, tMs: 0, size, bytes });
    const cars = detections.filter(
      (detection) => detection.class === 'car' && detection.score >= detector.manifest.thresholds.high,
    );
    assert.ok(cars.length >= 1, JSON.stringify(detections));
    for (const { box, score } of detections) {
      assert.ok(box.left >= 0 && box.top >= 0 && box.left + box.width <= 1.000001, JSON.stringify(box));
      assert.ok(box.top + box.height <= 1.000001 && score > 0 && score <= 1);
    }
  });
}

function decodeFrame(
  path: string,
  second: number,
  size: { readonly widthPx: number; readonly heightPx: number },
): Uint8Array {
  const bytes = execFileSync(
    'ffmpeg',
    ['-loglevel', 'error', '-ss', String(second), '-i', path, '-frames:v', '1', '-vf']
      .concat([`scale=${size.widthPx}:${size.heightPx}:flags=area`])
      .concat(['-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1']),
    { maxBuffer: 1 << 26 },
  );
  assert.equal(bytes.length, frameBytes(size));
  return bytes;
}
