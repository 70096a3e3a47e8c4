import { OutisError } from '@outis/core';
import { deniedWord } from './deny-list.ts';
import type { ModelManifest } from './manifest.ts';

/** A model output: its name and its shape as it was really produced. */
export interface OutputShape {
  readonly name: string;
  readonly dims: readonly number[];
}

/** A head looks at many places of the picture at once; what answers for fewer cells than this looks at all of it. */
const cellsMin = 16;
/** Scores are probabilities; the tolerance is for rounding. */
const scoreTolerance = 1e-3;

/** The outputs that a detection head consists of, by their part in it. */
export type Head =
  | { readonly kind: 'yolox'; readonly output: string }
  | {
      readonly kind: 'picodet';
      readonly scores: readonly string[];
      readonly boxes: readonly string[];
      readonly bins: number;
    };

/**
 * The gate's second half: accepts exactly the outputs of a detection head with the labels of the manifest.
 * Anything more (an embedding, landmarks, a recognition head) or anything else throws `model-output-refused`.
 */
export function checkHead(manifest: ModelManifest, outputs: readonly OutputShape[]): Head {
  for (const { name } of outputs) {
    const word = deniedWord(name);
    if (word !== null) throw new OutisError('model-output-refused', `output "${name}" is for ${word}`);
  }
  return manifest.decoder === 'yolox' ? yoloxHead(manifest, outputs) : picodetHead(manifest, outputs);
}

/**
 * Looks at what a head gave: its objectness and class scores must be probabilities. An embedding cut into rows
 * of the right length has the shape of a head, but not its values. Throws `model-output-refused`.
 */
export function checkScores(
  head: Head,
  manifest: ModelManifest,
  valuesOf: (name: string) => Float32Array,
): void {
  const row = 5 + manifest.labels.length;
  const isScore = head.kind === 'yolox' ? (index: number): boolean => index % row >= 4 : (): boolean => true;
  for (const name of head.kind === 'yolox' ? [head.output] : head.scores) {
    const value = valuesOf(name).find(
      (score, index) => isScore(index) && !(score >= -scoreTolerance && score <= 1 + scoreTolerance),
    );
    if (value !== undefined)
      throw new OutisError(
        'model-output-refused',
        `output "${name}" has scores that are not between 0 and 1`,
      );
  }
}

/** The number of grid cells at one stride; a partly covered cell counts. */
export function gridCells(manifest: ModelManifest, stride: number): number {
  return Math.ceil(manifest.input.widthPx / stride) * Math.ceil(manifest.input.heightPx / stride);
}

function yoloxHead(manifest: ModelManifest, outputs: readonly OutputShape[]): Head {
  const cells = manifest.strides.reduce((sum, stride) => sum + gridCells(manifest, stride), 0);
  refuseFewCells(cells);
  const expected = [1, cells, 5 + manifest.labels.length];
  const head = outputs.find(({ dims }) => sameDims(dims, expected));
  if (head === undefined)
    throw refused(
      outputs,
      `expected one output ${show(expected)}: 4 box values, 1 objectness, ${manifest.labels.length} classes`,
    );
  refuseOthers(outputs, [head.name]);
  return { kind: 'yolox', output: head.name };
}

function picodetHead(manifest: ModelManifest, outputs: readonly OutputShape[]): Head {
  const scores: string[] = [];
  const boxes: string[] = [];
  let bins = 0;
  refuseFewCells(manifest.strides.reduce((sum, stride) => sum + gridCells(manifest, stride), 0));
  for (const stride of manifest.strides) {
    const cells = gridCells(manifest, stride);
    const score = outputs.find(({ dims }) => sameDims(dims, [1, cells, manifest.labels.length]));
    const box = outputs.find(
      ({ name, dims }) =>
        name !== score?.name && dims.length === 3 && dims[0] === 1 && dims[1] === cells && dims[2]! % 4 === 0,
    );
    if (score === undefined || box === undefined) {
      throw refused(
        outputs,
        `expected [1,${cells},${manifest.labels.length}] and [1,${cells},4 × bins] at stride ${stride}`,
      );
    }
    if (bins !== 0 && box.dims[2] !== bins * 4)
      throw refused(outputs, 'the box outputs differ in their bins');
    bins = box.dims[2]! / 4;
    if (bins < 2 || bins > 33) throw refused(outputs, `a box output has ${bins} bins a side`);
    scores.push(score.name);
    boxes.push(box.name);
  }
  refuseOthers(outputs, [...scores, ...boxes]);
  return { kind: 'picodet', scores, boxes, bins };
}

function refuseFewCells(cells: number): void {
  if (cells < cellsMin)
    throw new OutisError(
      'model-output-refused',
      `a head of ${cells} cells looks at the whole picture at once; at least ${cellsMin} are needed`,
    );
}

function refuseOthers(outputs: readonly OutputShape[], known: readonly string[]): void {
  const other = outputs.find(({ name }) => !known.includes(name));
  if (other !== undefined)
    throw new OutisError(
      'model-output-refused',
      `output "${other.name}" ${show(other.dims)} is no part of a detection head`,
    );
}

function refused(outputs: readonly OutputShape[], expected: string): OutisError {
  const found = outputs.map(({ name, dims }) => `"${name}" ${show(dims)}`).join(', ');
  return new OutisError('model-output-refused', `${expected}; found ${found}`.slice(0, 400));
}

function sameDims(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function show(dims: readonly number[]): string {
  return `[${dims.join(',')}]`;
}
