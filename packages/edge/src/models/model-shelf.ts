import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OutisError } from '@outis/core';
import { type ModelFacts, printable, readModelFacts } from '../camera/model-facts.ts';
import { findModel, type ModelFiles, modelFolder } from '../camera/sight-command.ts';

/** A model that can be named: it ships, it lies in the data folder, or it is in use from elsewhere. */
export interface ShelfEntry {
  readonly name: string;
  readonly where: 'ships' | 'data' | 'elsewhere';
  /** Null where the manifest cannot be read. */
  readonly facts: ModelFacts | null;
  /** Of the weights; null where only a manifest is here. */
  readonly bytes: number | null;
  readonly inUse: boolean;
}

/** Where `outis models add` puts models. */
export function shelfFolder(dataFolder: string): string {
  return join(dataFolder, 'models');
}

/** What ships, what is in the data folder, and what is in use where that is neither, by name. */
export function shelf(dataFolder: string, used: ModelFiles | null): ShelfEntry[] {
  const usedPath = used?.modelPath ?? null;
  const entries = [
    ...entriesOf(modelFolder, 'ships', usedPath),
    ...entriesOf(shelfFolder(dataFolder), 'data', usedPath),
  ];
  if (used === null || entries.some(({ inUse }) => inUse)) return entries;
  return [...entries, entry('elsewhere', used, usedPath)];
}

/** The model that the configuration or the command line names; null where none ships and none is named. */
export function modelInUse(path: string | undefined): ModelFiles | null {
  try {
    return findModel(path);
  } catch (error) {
    if (path === undefined && error instanceof OutisError) return null;
    throw error;
  }
}

/** The files of a model that is named by its path, or by its name in the data folder or among what ships. */
export function findOnShelf(dataFolder: string, nameOrPath: string): ModelFiles {
  const candidates = [
    nameOrPath,
    join(shelfFolder(dataFolder), `${nameOrPath}.onnx`),
    join(modelFolder, `${nameOrPath}.onnx`),
  ];
  const found = candidates.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
  if (found !== undefined) return findModel(found);
  const isManifestOnly = existsSync(join(modelFolder, `${nameOrPath}.manifest.json`));
  throw new OutisError(
    'model-missing',
    isManifestOnly ? `${nameOrPath} ships as a manifest only; add its file with: models add` : nameOrPath,
  );
}

/** The keys of a manifest as they are to be shown. Sight, who uses the model, reads it much more strictly. */
export function manifestLines(manifestPath: string): (readonly [string, string])[] {
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, unknown>;
  const keys = ['source', 'decoder', 'input', 'classes', 'thresholds'];
  return keys.map((key) => [key, plain(manifest[key])]);
}

function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return printable(Array.isArray(value) ? value.join(', ') : value, 300);
  const pairs = Object.entries(value).map(([key, inner]) =>
    key === inner
      ? key
      : `${key} ${Array.isArray(inner) ? inner.map(short).join(',') : String(short(inner))}`,
  );
  return printable(pairs.join(', '), 600);
}

function short(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}

function entriesOf(folder: string, where: 'ships' | 'data', usedPath: string | null): ShelfEntry[] {
  if (!existsSync(folder)) return [];
  const manifests = readdirSync(folder).filter((name) => /^[^.].*\.manifest\.json$/.test(name));
  return manifests.sort().map((name) => {
    const modelPath = join(folder, name.replace(/\.manifest\.json$/, '.onnx'));
    return entry(where, { modelPath, manifestPath: join(folder, name) }, usedPath);
  });
}

function entry(where: ShelfEntry['where'], files: ModelFiles, usedPath: string | null): ShelfEntry {
  const { modelPath } = files;
  const bytes = statSync(modelPath, { throwIfNoEntry: false })?.size ?? null;
  return {
    name: basename(modelPath, '.onnx'),
    where,
    facts: factsOf(files),
    bytes,
    inUse: bytes !== null && realpathSync(modelPath) === usedPath,
  };
}

function factsOf(files: ModelFiles): ModelFacts | null {
  try {
    return readModelFacts(files);
  } catch {
    return null;
  }
}
