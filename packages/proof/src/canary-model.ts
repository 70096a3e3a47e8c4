import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onnxModel } from './canary-model-file.ts';
import { filmSize } from './film/film-plan.ts';
import { canaryPoses, canarySizes } from './people.ts';

const cellPx = 8;
/** How much larger the reported box is than the person, px: marks are found to within half a cell. */
const slackPx = 8;

/**
 * A detector with a YOLOX head that reports a person exactly where a mark is: pure green is somebody who stands, red
 * somebody who sits, blue somebody who crawls. What recall it has is so decided by the film, frame by frame.
 */
export function canaryModel(): Buffer {
  const [columns, rows] = [filmSize.widthPx / cellPx, filmSize.heightPx / cellPx];
  const log = (px: number): number => Math.log((px + slackPx) / cellPx);
  const [stand, sit, crawl] = canaryPoses.map((pose) => canarySizes[pose]);
  const heights = [stand!, sit!, crawl!].map(({ heightPx }) => log(heightPx));
  const widths = [stand!, sit!, crawl!].map(({ widthPx }) => log(widthPx));
  // The other colours are taken off, so grey of any brightness gives -10. A cell that the mark fills by 69 % or more
  // gives 1 and one below 63 % nothing: a little of both would be a box of another size.
  const colour = [0, 1, 2].flatMap((pose) =>
    [0, 1, 2].map((channel) => (channel === channelOf[pose]! ? 16 : -8)),
  );
  return onnxModel({
    inputs: [{ name: 'images', dims: [1, 3, filmSize.heightPx, filmSize.widthPx] }],
    outputs: [{ name: 'boxes', dims: [1, columns * rows, 8] }],
    initializers: [
      { name: 'colour', dims: [3, 3, 1, 1], values: new Float32Array(colour) },
      { name: 'colourBias', dims: [3], values: new Float32Array([-10, -10, -10]) },
      // Centre of the cell, the size of whichever pose it is, and objectness 1.
      {
        name: 'shape',
        dims: [5, 3, 1, 1],
        values: new Float32Array([0, 0, 0, 0, 0, 0, ...widths, ...heights, 0, 0, 0]),
      },
      { name: 'shapeBias', dims: [5], values: new Float32Array([0.5, 0.5, 0, 0, 1]) },
      { name: 'zero', dims: [], values: new Float32Array([0]) },
      { name: 'one', dims: [], values: new Float32Array([1]) },
      { name: 'flat', dims: [3], values: new BigInt64Array([1n, 8n, BigInt(columns * rows)]) },
    ],
    nodes: [
      {
        op: 'AveragePool',
        inputs: ['images'],
        outputs: ['mean'],
        ints: { kernel_shape: [cellPx, cellPx], strides: [cellPx, cellPx] },
      },
      {
        op: 'Conv',
        inputs: ['mean', 'colour', 'colourBias'],
        outputs: ['marks'],
        ints: { kernel_shape: [1, 1] },
      },
      { op: 'Clip', inputs: ['marks', 'zero', 'one'], outputs: ['classes'] },
      {
        op: 'Conv',
        inputs: ['classes', 'shape', 'shapeBias'],
        outputs: ['shapes'],
        ints: { kernel_shape: [1, 1] },
      },
      { op: 'Concat', inputs: ['shapes', 'classes'], outputs: ['head'], int: { axis: 1 } },
      { op: 'Reshape', inputs: ['head', 'flat'], outputs: ['flatHead'] },
      { op: 'Transpose', inputs: ['flatHead'], outputs: ['boxes'], ints: { perm: [0, 2, 1] } },
    ],
  });
}

/** Stand is green, sit red, crawl blue; channels in the order red, green, blue. */
const channelOf = [1, 0, 2];

/** Writes the model and its manifest, for the product's own gate, and returns the path of the model. */
export function writeCanaryModel(folder: string): string {
  const model = canaryModel();
  const path = join(folder, 'canary.onnx');
  writeFileSync(path, model);
  const manifest = {
    name: 'Marks (proof)',
    licence: 'Apache-2.0',
    source: 'packages/proof/src/canary-model.ts',
    sha256: createHash('sha256').update(model).digest('hex'),
    decoder: 'yolox',
    strides: [cellPx],
    input: {
      ...filmSize,
      colourOrder: 'rgb',
      fit: 'letterbox',
      pad: 114,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    labels: [...canaryPoses],
    classes: Object.fromEntries(canaryPoses.map((pose) => [pose, 'person'])),
    thresholds: { low: 0.05, high: 0.3, nmsIou: 0.3 },
  };
  writeFileSync(join(folder, 'canary.manifest.json'), JSON.stringify(manifest));
  return path;
}
