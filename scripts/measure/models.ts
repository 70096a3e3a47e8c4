import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Detection, FrameSize } from '@outis/core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { PictureToTensor } from '../../packages/sight/src/detector/picture-to-tensor.ts';
import {
  type Detector,
  loadDetector,
  type ModelManifest,
  parseManifest,
} from '../../packages/sight/src/index.ts';
import { decode, labels, type Picture, sizeFor } from './pictures.ts';
import type { Found } from './score.ts';
import type { Worsen } from './worsen.ts';

/** A model to be measured: where it lies, and its manifest as text. */
export interface Measured {
  readonly name: string;
  readonly path: string;
  readonly manifest: ModelManifest;
}

/** Scores below this do not move average precision (as in the data's BASELINES.md). */
const scoreFloor = 0.02;

/** The manifest of our own network; size and sha256 are those of the file, thresholds those that were chosen. */
export async function ownManifest(
  path: string,
  thresholds: ModelManifest['thresholds'],
): Promise<ModelManifest> {
  const bytes = readFileSync(path);
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 4 });
  const metadata = session.inputMetadata[0];
  const [, , heightPx, widthPx] = metadata?.isTensor ? metadata.shape.map(Number) : [];
  if (heightPx === undefined || widthPx === undefined)
    throw new TypeError(`${path} has no picture as its input.`);
  await session.release();
  return {
    name: `Outis ${widthPx}x${heightPx}`,
    licence: 'Apache-2.0',
    source: 'trained by this project from random weights: training/, docs/reference/model-card.md',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    decoder: 'yolox',
    strides: [8, 16, 32],
    input: {
      widthPx,
      heightPx,
      colourOrder: 'rgb',
      fit: 'letterbox',
      pad: 114,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
    labels,
    classes: Object.fromEntries(labels.map((label) => [label, label])),
    thresholds,
    ap50: {},
  };
}

/** A model of the data folder with the manifest that ships for it. */
export function knownModel(data: string, file: string, name: string): Measured {
  const text = readFileSync(`packages/sight/models/${file}.manifest.json`, 'utf8');
  return { name, path: join(data, 'models', `${file}.onnx`), manifest: parseManifest(text) };
}

/** The model as the product loads it, with the manifest as it is or reading down to scores that count for nothing. */
export async function openDetector(
  { path, manifest }: Measured,
  scores: 'as shipped' | 'all',
): Promise<Detector> {
  const { high, nmsIou } = manifest.thresholds;
  const changed =
    scores === 'all' ? { ...manifest, thresholds: { low: scoreFloor, high, nmsIou } } : manifest;
  const folder = mkdtempSync(join(tmpdir(), 'outis-measure-'));
  try {
    const manifestPath = join(folder, 'model.manifest.json');
    writeFileSync(manifestPath, JSON.stringify(changed));
    return await loadDetector(path, manifestPath);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a detector over pictures, one after the other; each is decoded to the size that the edge would ask for. */
export async function findAll(
  detector: Detector,
  pictures: readonly Picture[],
  worsen: Worsen | null = null,
): Promise<Found> {
  const found = new Map<string, readonly Detection[]>();
  for (const [index, picture] of pictures.entries()) {
    const size = sizeFor(picture, detector.manifest.input);
    const plain = await decode(picture, size);
    const bytes = worsen === null ? plain : worsen(plain, size);
    // A new object each time: the detector makes its tables anew for every size.
    const detections = await detector.detect({ index, tMs: index, size: { ...size }, bytes });
    found.set(picture.id, detections);
  }
  return found;
}

/** Milliseconds of CPU and by the clock, medians of `runs`. */
export interface Cost {
  readonly name: string;
  readonly run: { readonly cpuMs: number; readonly wallMs: number };
  readonly whole: { readonly cpuMs: number; readonly wallMs: number };
  readonly toTensor: { readonly cpuMs: number; readonly wallMs: number };
}

const runs = 200;

/** What one frame of a real street costs: the network alone, the picture to tensor, and `detect` as a whole. */
export async function costOf(measured: Measured, picture: Picture): Promise<Cost> {
  const { input } = measured.manifest;
  const size: FrameSize = sizeFor(picture, input);
  const bytes = await decode(picture, size);
  const detector = await openDetector(measured, 'as shipped');
  const session = await InferenceSession.create(readFileSync(measured.path), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const convert = new PictureToTensor(size, input);
  const tensor = new Tensor('float32', convert.convert(bytes), [1, 3, input.heightPx, input.widthPx]);
  const name = session.inputNames[0]!;
  const run = await median(() => session.run({ [name]: tensor }));
  const toTensor = await median(() => convert.convert(bytes));
  const whole = await median(() => detector.detect({ index: 0, tMs: 0, size, bytes }));
  await session.release();
  return { name: measured.name, run, toTensor, whole };
}

async function median(work: () => unknown): Promise<{ cpuMs: number; wallMs: number }> {
  const cpu: number[] = [];
  const wall: number[] = [];
  for (let i = 0; i < runs + 20; i++) {
    const before = process.cpuUsage();
    const beganMs = performance.now();
    await work();
    const used = process.cpuUsage(before);
    if (i < 20) continue;
    wall.push(performance.now() - beganMs);
    cpu.push((used.user + used.system) / 1000);
  }
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[runs / 2]!;
  return { cpuMs: middle(cpu), wallMs: middle(wall) };
}
