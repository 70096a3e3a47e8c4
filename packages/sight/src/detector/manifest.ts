import { isObjectClass, type ObjectClass, OutisError } from '@outis/core';
import { deniedWord } from './deny-list.ts';

/** How a picture becomes the model's input tensor, 1 × 3 × height × width, float32. */
export interface ModelInput {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly colourOrder: 'rgb' | 'bgr';
  /** `letterbox`: same aspect, top left, the rest filled with `pad`. `stretch`: both sides scaled on their own. */
  readonly fit: 'letterbox' | 'stretch';
  /** Value from 0 to 255 around a letterboxed picture. */
  readonly pad: number;
  /** The tensor holds (value / 255 - mean) / std; with mean 0 and std 1/255 it holds 0 to 255. In colour order. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Everything that must be known of a model before it may look at a picture. */
export interface ModelManifest {
  readonly name: string;
  readonly licence: string;
  readonly source: string;
  readonly sha256: string;
  readonly decoder: 'yolox' | 'picodet';
  readonly strides: readonly number[];
  readonly input: ModelInput;
  /** Every label of the model, in the order of its outputs; a label without a mapping is thrown away. */
  readonly labels: readonly string[];
  readonly classes: Readonly<Record<string, ObjectClass>>;
  readonly thresholds: ModelThresholds;
  /** Average precision at IoU .5, 0 to 1, per class where it was measured. For people to read; nothing here uses it. */
  readonly ap50: Readonly<Partial<Record<ObjectClass, number>>>;
}

/**
 * Below `low` nothing is reported; from `high` on a detection may start a track; `nmsIou` merges duplicates.
 * `perClass` are raw scores of the model: they are mapped onto the common pair (see calibration.ts). May be empty.
 */
export interface ModelThresholds {
  readonly low: number;
  readonly high: number;
  readonly nmsIou: number;
  readonly perClass: Readonly<Partial<Record<ObjectClass, { readonly low: number; readonly high: number }>>>;
}

const keys = [
  'name',
  'licence',
  'source',
  'sha256',
  'decoder',
  'strides',
  'input',
  'labels',
  'classes',
  'thresholds',
  'ap50',
];
/** The tensor divides by it. */
const stdMin = 1e-6;
const inputKeys = ['widthPx', 'heightPx', 'colourOrder', 'fit', 'pad', 'mean', 'std'];

/**
 * Parses the text of a manifest. Throws `OutisError` `model-manifest-invalid`, `model-class-unknown`
 * or `model-class-denied`, naming the value.
 */
export function parseManifest(text: string): ModelManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new OutisError('model-manifest-invalid', 'it is not JSON', { cause });
  }
  const fields = object(json, 'manifest', keys);
  const labels = list(fields['labels'], 'labels', 1, 2000).map((label) => textOf(label, 'labels'));
  const repeated = labels.find((label, index) => labels.indexOf(label) !== index);
  if (repeated !== undefined)
    throw new OutisError('model-manifest-invalid', `labels has "${repeated}" twice`);
  const classes = parseClasses(fields['classes'], labels);
  return {
    name: textOf(fields['name'], 'name'),
    licence: textOf(fields['licence'], 'licence'),
    source: textOf(fields['source'], 'source'),
    sha256: pattern(fields['sha256'], 'sha256', /^[0-9a-f]{64}$/),
    decoder: oneOf(fields['decoder'], 'decoder', ['yolox', 'picodet']),
    strides: parseStrides(fields['strides']),
    input: parseInput(fields['input']),
    labels,
    classes,
    thresholds: parseThresholds(fields['thresholds'], Object.values(classes)),
    ap50: Object.fromEntries(
      Object.entries(object(fields['ap50'] ?? {}, 'ap50', Object.values(classes))).map(([name, value]) => [
        name,
        numberOf(value, `ap50.${name}`, 0, 1),
      ]),
    ),
  };
}

/** Each stride once and in order: an output could otherwise stand for two levels. */
function parseStrides(value: unknown): number[] {
  const strides = list(value, 'strides', 1, 8).map((stride) => wholeNumber(stride, 'strides', 1, 256));
  if (strides.some((stride, index) => index > 0 && stride <= strides[index - 1]!))
    throw invalid('strides', 'in growing order', value);
  return strides;
}

function parseInput(value: unknown): ModelInput {
  const fields = object(value, 'input', inputKeys);
  return {
    widthPx: wholeNumber(fields['widthPx'], 'input.widthPx', 32, 2048),
    heightPx: wholeNumber(fields['heightPx'], 'input.heightPx', 32, 2048),
    colourOrder: oneOf(fields['colourOrder'], 'input.colourOrder', ['rgb', 'bgr']),
    fit: oneOf(fields['fit'], 'input.fit', ['letterbox', 'stretch']),
    pad: numberOf(fields['pad'], 'input.pad', 0, 255),
    mean: triple(fields['mean'], 'input.mean', 0),
    std: triple(fields['std'], 'input.std', stdMin),
  };
}

/** The gate's first half: only mappings into the vocabulary, and no label that Outis never detects. */
function parseClasses(value: unknown, labels: readonly string[]): Record<string, ObjectClass> {
  for (const label of labels) {
    const word = deniedWord(label);
    if (word !== null) throw new OutisError('model-class-denied', `"${label}" (${word})`);
  }
  // Without a prototype: a label called "constructor" maps to nothing.
  const classes = Object.create(null) as Record<string, ObjectClass>;
  for (const [label, target] of Object.entries(object(value, 'classes', null))) {
    if (!labels.includes(label))
      throw new OutisError('model-manifest-invalid', `classes maps "${label}", which is not among labels`);
    if (!isObjectClass(target))
      throw new OutisError('model-class-unknown', `"${label}" → ${JSON.stringify(target)}`);
    classes[label] = target;
  }
  if (Object.keys(classes).length === 0)
    throw new OutisError('model-manifest-invalid', 'classes maps nothing');
  return classes;
}

function parseThresholds(value: unknown, classes: readonly ObjectClass[]): ModelThresholds {
  const fields = object(value, 'thresholds', ['low', 'high', 'nmsIou', 'perClass']);
  const perClass = object(fields['perClass'] ?? {}, 'thresholds.perClass', classes);
  return {
    ...parsePair(fields, 'thresholds'),
    nmsIou: numberOf(fields['nmsIou'], 'thresholds.nmsIou', 0.05, 0.95),
    perClass: Object.fromEntries(
      Object.entries(perClass).map(([name, pair]) => {
        const where = `thresholds.perClass.${name}`;
        return [name, parsePair(object(pair, where, ['low', 'high']), where)];
      }),
    ),
  };
}

function parsePair(
  fields: Record<string, unknown>,
  where: string,
): { readonly low: number; readonly high: number } {
  const low = numberOf(fields['low'], `${where}.low`, 0.01, 1);
  return { low, high: numberOf(fields['high'], `${where}.high`, low, 1) };
}

function invalid(name: string, allowed: string, value: unknown): OutisError {
  const given = JSON.stringify(value)?.slice(0, 80) ?? 'nothing';
  return new OutisError('model-manifest-invalid', `${name} must be ${allowed}, not ${given}`);
}

function object(value: unknown, name: string, allowed: readonly string[] | null): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(name, 'an object', value);
  const unknown = Object.keys(value).find((key) => allowed !== null && !allowed.includes(key));
  if (unknown !== undefined)
    throw new OutisError('model-manifest-invalid', `${name} has an unknown key "${unknown}"`);
  return value as Record<string, unknown>;
}

function list(value: unknown, name: string, lengthMin: number, lengthMax: number): unknown[] {
  if (!Array.isArray(value) || value.length < lengthMin || value.length > lengthMax) {
    throw invalid(name, `a list of ${lengthMin} to ${lengthMax}`, value);
  }
  return value;
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '' || value.length > 200)
    throw invalid(name, 'a text of 1 to 200 characters', value);
  return value;
}

function pattern(value: unknown, name: string, expression: RegExp): string {
  if (typeof value !== 'string' || !expression.test(value))
    throw invalid(name, `like ${expression.source}`, value);
  return value;
}

function numberOf(value: unknown, name: string, min: number, max: number): number {
  if (typeof value !== 'number' || !(value >= min && value <= max))
    throw invalid(name, `a number from ${min} to ${max}`, value);
  return value;
}

function wholeNumber(value: unknown, name: string, min: number, max: number): number {
  if (!Number.isInteger(value)) throw invalid(name, `a whole number from ${min} to ${max}`, value);
  return numberOf(value, name, min, max);
}

function oneOf<T extends string>(value: unknown, name: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw invalid(name, allowed.join(' or '), value);
  return found;
}

function triple(value: unknown, name: string, min: number): [number, number, number] {
  const [a, b, c] = list(value, name, 3, 3).map((item) => numberOf(item, name, min, 255));
  return [a!, b!, c!];
}
