import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OutisError } from '@outis/core';

/** The model that sight loads, and the manifest without which it does not. */
export interface ModelFiles {
  readonly modelPath: string;
  readonly manifestPath: string;
}

/** The root of the project: four folders above this file. */
export const projectRoot: string = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Where the manifests that ship with Outis lie, and the model that does. */
export const modelFolder: string = join(projectRoot, 'packages/sight/models');

/**
 * Finds a model and its manifest: `<name>.manifest.json` beside the model, else the one that ships with Outis under that
 * name, else the one that ships for a file with these very bytes.
 * Without a path it is the model that ships with Outis; `manifest` names another manifest. Throws `model-missing` or
 * `model-manifest-missing`.
 */
export function findModel(path: string | undefined, manifest?: string): ModelFiles {
  const wanted = path ?? join(modelFolder, 'outis.onnx');
  if (!statSync(wanted, { throwIfNoEntry: false })?.isFile())
    throw new OutisError(
      'model-missing',
      path === undefined ? 'the one that ships is gone from packages/sight/models' : path,
    );
  const manifestName = `${basename(wanted).replace(/\.onnx$/, '')}.manifest.json`;
  const usual = [join(dirname(wanted), manifestName), join(modelFolder, manifestName)];
  const candidates = manifest === undefined ? usual : [manifest];
  const manifestPath = candidates.find((candidate) => existsSync(candidate)) ?? manifestOfBytes(wanted);
  if (manifestPath === undefined)
    throw new OutisError('model-manifest-missing', `${manifestName} is not beside it`);
  return { modelPath: realpathSync(wanted), manifestPath: realpathSync(manifestPath) };
}

/** The shipped manifest that names the sha256 of this file: a model may have been renamed. */
function manifestOfBytes(modelPath: string): string | undefined {
  const sha256 = createHash('sha256').update(readFileSync(modelPath)).digest('hex');
  return readdirSync(modelFolder)
    .filter((name) => name.endsWith('.manifest.json'))
    .map((name) => join(modelFolder, name))
    .find((path) => readFileSync(path, 'utf8').includes(sha256));
}

/**
 * The arguments that start sight locked in: it may read its code, its packages and its model, and nothing else;
 * it may not write, connect, listen, spawn or start a worker. `entry` is another program only in tests of the wall.
 */
export function sightArguments(
  model: ModelFiles,
  entry: string = join(projectRoot, 'packages/sight/src/main.ts'),
): string[] {
  const readable = [
    join(projectRoot, 'packages/core'),
    join(projectRoot, 'packages/sight'),
    join(projectRoot, 'node_modules'),
    join(projectRoot, 'package.json'),
    dirname(entry),
    model.modelPath,
    model.manifestPath,
  ];
  return [
    '--permission',
    '--allow-addons',
    '--disable-sigusr1',
    '--disable-warning=PERM0001',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    entry,
    model.modelPath,
    model.manifestPath,
  ];
}
