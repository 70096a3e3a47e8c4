import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Box, RoadUserClass } from '@outis/core';
import { colourDetector, constantModel, type TensorSpec } from '../../../../test/fixtures/onnx.ts';
import { dataFolder, noData, temporaryFolder } from '../../../../test/fixtures/support.ts';
import { colourManifest } from '../../../../test/fixtures/test-model.ts';
import { findModel, type ModelFiles, modelFolder } from '../camera/sight-command.ts';
import { Canvas, type Colour } from '../demo/canvas.ts';
import { checkModel, refuseDisagreement } from './check-model.ts';
import { type DrawnPicture, drawnPictures } from './drawn-picture.ts';

const wide = 320;
const high = 180;
const orange: Colour = [255, 128, 0];
const blue: Colour = [0, 0, 255];

/** Persons in orange and cars in blue: what the colour detector of the tests knows. */
function* colourPictures(): Generator<DrawnPicture> {
  for (let index = 0; index < 10; index++) {
    const canvas = new Canvas({ widthPx: wide, heightPx: high });
    canvas.paint(() => [120, 120, 120]);
    const objects = [
      drawBox(canvas, 'person', [40 + index * 4, 90], [20, 48], orange),
      drawBox(canvas, 'car', [200 - index * 4, 90], [64, 32], blue),
    ];
    yield { bytes: canvas.toYuv420(), objects };
  }
}

function drawBox(
  canvas: Canvas,
  name: RoadUserClass,
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number],
  colour: Colour,
): DrawnPicture['objects'][number] {
  const [left, top] = [x - width / 2, y - height / 2];
  const [right, bottom] = [left + width, top + height];
  const fine = canvas.widthPx / wide;
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const;
  canvas.polygon(
    corners.map(([cx, cy]) => [cx * fine, cy * fine] as const),
    colour,
  );
  const box: Box = { left: left / wide, top: top / high, width: width / wide, height: height / high };
  return { class: name, boxes: [box] };
}

/** A model and its manifest in a folder of their own. */
function written(context: TestContext, model: Uint8Array, manifest: Record<string, unknown>): ModelFiles {
  const folder = temporaryFolder(context);
  const files = { modelPath: join(folder, 'm.onnx'), manifestPath: join(folder, 'm.manifest.json') };
  writeFileSync(files.modelPath, model);
  writeFileSync(files.manifestPath, JSON.stringify(manifest));
  return files;
}

test('a model that sees what is drawn agrees, and one whose class names are swapped is refused', async (context) => {
  const model = colourDetector();
  const honest = await checkModel(written(context, model, colourManifest(model)), { draw: colourPictures });
  assert.deepEqual(
    honest.classes.map(({ class: name, drawn, found, mistaken }) => [name, drawn, found, mistaken]),
    [
      ['person', 10, 10, 0],
      ['car', 10, 10, 0],
    ],
  );
  refuseDisagreement(honest);
  const swapped = { ...colourManifest(model), classes: { orange: 'car', blue: 'person' } };
  const found = await checkModel(written(context, model, swapped), { draw: colourPictures });
  assert.throws(() => refuseDisagreement(found), {
    code: 'model-disagrees',
    detail: 'person agrees by 0.00, with drawn car by 1.00; car agrees by 0.00, with drawn person by 1.00',
  });
});

test('a model that calls everything by one class, or finds nothing, is refused', async (context) => {
  const model = colourDetector();
  const one = { ...colourManifest(model), classes: { orange: 'bus', blue: 'bus' } };
  const called = await checkModel(written(context, model, one), { draw: colourPictures });
  assert.throws(() => refuseDisagreement(called), /bus agrees by 0\.00, with drawn/);
  const blind = constantModel([{ name: 'boxes', dims: [1, 64, 7] }]);
  const input = { ...(colourManifest(blind)['input'] as object), widthPx: 64, heightPx: 64 };
  const nothing = await checkModel(written(context, blind, { ...colourManifest(blind), input }));
  assert.throws(() => refuseDisagreement(nothing), {
    code: 'model-disagrees',
    detail: 'person agrees by 0.00; car agrees by 0.00',
  });
});

test('a model that knows worn parts only cannot be checked and is refused', () => {
  assert.throws(() => refuseDisagreement({ classes: [] }), { code: 'model-disagrees' });
});

test('the gate is the same one as before a camera: what it refuses comes with its reason', async (context) => {
  const refused: readonly (readonly [TensorSpec[], string])[] = [
    [[{ name: 'out', dims: [1, 512] }], 'model-output-refused'],
    [[{ name: 'embedding', dims: [1, 64, 7] }], 'model-output-refused'],
  ];
  for (const [outputs, code] of refused) {
    const model = constantModel(outputs);
    const input = { ...(colourManifest(model)['input'] as object), widthPx: 64, heightPx: 64 };
    await assert.rejects(checkModel(written(context, model, { ...colourManifest(model), input })), { code });
  }
  const model = colourDetector();
  const denied = {
    ...colourManifest(model),
    labels: ['orange', 'human face'],
    classes: { orange: 'person' },
  };
  await assert.rejects(checkModel(written(context, model, denied)), { code: 'model-class-denied' });
});

test('the same drawings come each time, in each size, with everything in the picture', () => {
  const size = { widthPx: 320, heightPx: 180 };
  const first = [...drawnPictures(size, 6, 9)];
  const again = [...drawnPictures(size, 6, 9)];
  assert.deepEqual(first, again);
  const larger = [...drawnPictures({ widthPx: 640, heightPx: 360 }, 6, 9)];
  assert.deepEqual(
    larger.map(({ objects }) => objects),
    first.map(({ objects }) => objects),
  );
  for (const { bytes, objects } of first) {
    assert.equal(bytes.length, (320 * 180 * 3) / 2);
    for (const { left, top, width, height } of objects.flatMap(({ boxes }) => boxes))
      assert.ok(left >= 0 && top >= 0 && left + width <= 1 + 1e-9 && top + height <= 1 + 1e-9 && width > 0);
  }
  const names = new Set(first.flatMap(({ objects }) => objects.map((object) => object.class)));
  assert.deepEqual([...names].sort(), ['bicycle', 'bus', 'car', 'motorcycle', 'person', 'truck']);
});

/** Models that people bring, where they are at hand, and ours, once it ships. */
const brought = readdirSync(modelFolder).flatMap((name) => /^(.*)\.manifest\.json$/.exec(name)?.[1] ?? []);
for (const name of brought) {
  const own = join(modelFolder, `${name}.onnx`);
  const isOwn = name === 'outis';
  const path = isOwn ? own : join(dataFolder ?? '', 'models', `${name}.onnx`);
  test(`${name} agrees with what is drawn, and not when two of its classes are swapped`, {
    skip: isOwn ? false : noData,
  }, async (context) => {
    const files = findModel(path, join(modelFolder, `${name}.manifest.json`));
    refuseDisagreement(await checkModel(files));
    const manifest = JSON.parse(readFileSync(files.manifestPath, 'utf8')) as {
      classes: Record<string, string>;
    };
    const labelOf = (target: string): string =>
      Object.keys(manifest.classes).find((label) => manifest.classes[label] === target)!;
    const classes = { ...manifest.classes, [labelOf('person')]: 'car', [labelOf('car')]: 'person' };
    const swapped = written(context, readFileSync(files.modelPath), { ...manifest, classes });
    const found = await checkModel(swapped);
    assert.throws(() => refuseDisagreement(found), { code: 'model-disagrees' });
  });
}
