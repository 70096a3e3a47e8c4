import './no-telemetry.ts';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type Box,
  type Detection,
  detectionsPerFrameMax,
  type FrameSize,
  type ObjectClass,
  OutisError,
} from '@outis/core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Frame } from '../frame/frame.ts';
import { calibrated, rawFloor, scoreFloor } from './calibration.ts';
import { Candidates, suppress } from './candidates.ts';
import type { DetectionsDown, Detector } from './detector.ts';
import { checkHead, checkScores, type Head } from './head.ts';
import { type ModelManifest, parseManifest } from './manifest.ts';
import { readPicodet } from './picodet.ts';
import { PictureToTensor } from './picture-to-tensor.ts';
import { readYolox } from './yolox.ts';

/** Boxes thinner than this in the picture's own px are noise of the head. */
const sidePxMin = 2;
/** Sizes of pictures for which everything is kept ready: frames, and the parts of a background. */
const sizesMax = 3;

/**
 * Loads a model through the gate: manifest, sha256 of the very bytes that are loaded, and the outputs that it really
 * produces on an empty picture. Throws `OutisError` with a `model-…` code that says what was refused.
 */
export async function loadDetector(modelPath: string, manifestPath: string): Promise<Detector> {
  const manifest = parseManifest(readText(manifestPath));
  const bytes = readModel(modelPath);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== manifest.sha256) {
    throw new OutisError(
      'model-sha256-mismatch',
      `the file has ${sha256.slice(0, 12)}…, the manifest ${manifest.sha256.slice(0, 12)}…`,
    );
  }
  const session = await openSession(bytes);
  const { head, lengths } = await tryOut(session, manifest);
  return new OnnxDetector(manifest, session, head, lengths);
}

class OnnxDetector implements Detector {
  readonly manifest: ModelManifest;
  readonly classes: readonly ObjectClass[];
  readonly #session: InferenceSession;
  readonly #head: Head;
  readonly #lengths: ReadonlyMap<string, number>;
  readonly #wanted: readonly number[];
  readonly #classOfLabel: readonly (ObjectClass | undefined)[];
  readonly #candidates = new Candidates();
  #toTensors: readonly { readonly size: FrameSize; readonly toTensor: PictureToTensor }[] = [];

  constructor(
    manifest: ModelManifest,
    session: InferenceSession,
    head: Head,
    lengths: ReadonlyMap<string, number>,
  ) {
    this.manifest = manifest;
    this.#session = session;
    this.#head = head;
    this.#lengths = lengths;
    this.#classOfLabel = manifest.labels.map((label) => manifest.classes[label]);
    this.#wanted = manifest.labels.flatMap((label, index) =>
      manifest.classes[label] === undefined ? [] : [index],
    );
    this.classes = [...new Set(Object.values(manifest.classes))];
  }

  async detect(frame: Frame): Promise<Detection[]> {
    const toTensor = this.#toTensorOf(frame.size);
    return this.#detections(await this.#run(frame, toTensor), frame.size, toTensor, null);
  }

  async detectDown(frame: Frame, scoreMin: number): Promise<DetectionsDown> {
    const toTensor = this.#toTensorOf(frame.size);
    const outputs = await this.#run(frame, toTensor);
    return {
      usual: this.#detections(outputs, frame.size, toTensor, null),
      all: this.#detections(outputs, frame.size, toTensor, scoreMin),
    };
  }

  /** Frames come in one size, and parts of the background's picture in another; each is set up once. */
  #toTensorOf(size: FrameSize): PictureToTensor {
    const found = this.#toTensors.find((each) => isSameSize(each.size, size));
    if (found !== undefined) return found.toTensor;
    const toTensor = new PictureToTensor(size, this.manifest.input);
    this.#toTensors = [{ size, toTensor }, ...this.#toTensors].slice(0, sizesMax);
    return toTensor;
  }

  async #run(frame: Frame, toTensor: PictureToTensor): Promise<InferenceSession.OnnxValueMapType> {
    return this.#session.run({
      [this.#session.inputNames[0]!]: inputTensor(this.manifest, toTensor.convert(frame.bytes)),
    });
  }

  /** The boxes in a frame: those that the manifest's thresholds let through, or all down to `scoreMin`. */
  #detections(
    outputs: InferenceSession.OnnxValueMapType,
    size: FrameSize,
    toTensor: PictureToTensor,
    scoreMin: number | null,
  ): Detection[] {
    this.#candidates.clear();
    const { thresholds } = this.manifest;
    this.#read(outputs, scoreMin === null ? scoreFloor(thresholds) : rawFloor(scoreMin, thresholds));
    this.#calibrate(scoreMin === null ? thresholds.low : Math.min(scoreMin, thresholds.low));
    const groupOf = (label: number): number => groups[this.#classOfLabel[label]!];
    const kept = suppress(this.#candidates, groupOf, thresholds.nmsIou, detectionsPerFrameMax);
    return kept.flatMap((index) => this.#detection(index, size, toTensor) ?? []);
  }

  #read(outputs: InferenceSession.OnnxValueMapType, low: number): void {
    const values = (name: string): Float32Array => {
      const data = outputs[name]!.data as Float32Array;
      // A model may shape its outputs by what it sees; it was let in with these.
      if (data.length !== this.#lengths.get(name))
        throw new OutisError('model-output-refused', `output "${name}" has changed its length`);
      return data;
    };
    const head = this.#head;
    if (head.kind === 'yolox')
      readYolox(values(head.output), this.manifest, this.#wanted, this.#candidates, low);
    else
      readPicodet(
        head.scores.map(values),
        head.boxes.map(values),
        head.bins,
        this.manifest,
        this.#wanted,
        this.#candidates,
        low,
      );
  }

  /** Puts the scores of all classes on one scale, where the manifest has thresholds of their own for some. */
  #calibrate(low: number): void {
    const { thresholds } = this.manifest;
    if (Object.keys(thresholds.perClass).length === 0) return;
    this.#candidates.rescore(
      (score, label) => calibrated(score, this.#classOfLabel[label]!, thresholds),
      // Candidates hold 32-bit numbers: a score of exactly `low` may have come out a hair below it.
      low - 1e-6,
    );
  }

  #detection(index: number, size: FrameSize, toTensor: PictureToTensor): Detection | null {
    const c = this.#candidates;
    const left = fraction(c.left[index]! / toTensor.scale.x / size.widthPx);
    const right = fraction(c.right[index]! / toTensor.scale.x / size.widthPx);
    const top = fraction(c.top[index]! / toTensor.scale.y / size.heightPx);
    const bottom = fraction(c.bottom[index]! / toTensor.scale.y / size.heightPx);
    const box: Box = { left, top, width: right - left, height: bottom - top };
    // Written so that a box that is not a number is thrown away too.
    if (!(box.width * size.widthPx >= sidePxMin && box.height * size.heightPx >= sidePxMin)) return null;
    return { class: this.#classOfLabel[c.label[index]!]!, score: Math.min(1, c.score[index]!), box };
  }
}

/** Classes that are alternative names of one thing suppress each other: a lorry is not also a car. */
const groups: Readonly<Record<ObjectClass, number>> = {
  person: 0,
  bicycle: 1,
  motorcycle: 1,
  car: 2,
  bus: 2,
  truck: 2,
  helmet: 3,
  'bare-head': 3,
  vest: 4,
};

function isSameSize(a: FrameSize, b: FrameSize): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx;
}

function fraction(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function inputTensor(manifest: ModelManifest, values: Float32Array): Tensor {
  return new Tensor('float32', values, [1, 3, manifest.input.heightPx, manifest.input.widthPx]);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new OutisError('model-manifest-missing', path, { cause });
  }
}

function readModel(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new OutisError('model-missing', path, { cause });
  }
}

async function openSession(bytes: Uint8Array): Promise<InferenceSession> {
  try {
    // One thread, one session a process: two threads were slower on a busy machine (measured on two cores).
    return await InferenceSession.create(bytes, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    });
  } catch (cause) {
    throw new OutisError('model-unreadable', '', { cause });
  }
}

interface TriedOut {
  readonly head: Head;
  /** The number of values of every output. */
  readonly lengths: ReadonlyMap<string, number>;
}

/** Runs the model once on an empty picture: the shapes that it declares need not be those that it produces. */
async function tryOut(session: InferenceSession, manifest: ModelManifest): Promise<TriedOut> {
  if (session.inputNames.length !== 1)
    throw new OutisError('model-output-refused', `it has ${session.inputNames.length} inputs, not one`);
  const empty = new Float32Array(3 * manifest.input.widthPx * manifest.input.heightPx);
  let outputs: InferenceSession.OnnxValueMapType;
  try {
    outputs = await session.run({ [session.inputNames[0]!]: inputTensor(manifest, empty) });
  } catch (cause) {
    throw new OutisError('model-unreadable', 'it does not take the input that its manifest describes', {
      cause,
    });
  }
  const entries = Object.entries(outputs);
  const other = entries.find(([, { type }]) => type !== 'float32');
  if (other !== undefined)
    throw new OutisError('model-output-refused', `output "${other[0]}" is of type ${other[1].type}`);
  const head = checkHead(
    manifest,
    entries.map(([name, { dims }]) => ({ name, dims })),
  );
  checkScores(head, manifest, (name) => outputs[name]!.data as Float32Array);
  return { head, lengths: new Map(entries.map(([name, { data }]) => [name, data.length])) };
}
