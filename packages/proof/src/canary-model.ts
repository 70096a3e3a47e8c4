import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellPx, colourModel } from './canary-model-file.ts';
import { filmSize } from './film/film-plan.ts';
import { canaryPoses, canarySizes } from './people.ts';

/** How much larger the reported box is than the person, px: marks are found to within half a cell. */
const slackPx = 8;

/**
 * A detector with a YOLOX head that reports a person exactly where a mark is: pure green is somebody who stands, red
 * somebody who sits, blue somebody who crawls. What recall it has is so decided by the film, frame by frame.
 */
export function canaryModel(): Buffer {
  const sizes = canaryPoses.map((pose) => canarySizes[pose]);
  const log = (px: number): number => Math.log((px + slackPx) / cellPx);
  const none = sizes.map(() => 0);
  return colourModel({
    input: filmSize,
    window: [cellPx, cellPx],
    // The other colours are taken off, so grey of any brightness gives -10. A cell that the mark fills by 69 % or more
    // gives 1 and one below 63 % nothing: a little of both would be a box of another size.
    colours: marks.map((factors) => ({ factors, bias: -10 })),
    // Centre of the cell, the size of whichever pose it is, and objectness 1.
    shape: [
      { factors: none, bias: 0.5 },
      { factors: none, bias: 0.5 },
      { factors: sizes.map(({ widthPx }) => log(widthPx)), bias: 0 },
      { factors: sizes.map(({ heightPx }) => log(heightPx)), bias: 0 },
      { factors: none, bias: 1 },
    ],
  });
}

/** Stand is green, sit red, crawl blue; channels in the order red, green, blue. */
const marks = [
  [-8, 16, -8],
  [16, -8, -8],
  [-8, -8, 16],
] as const;

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
