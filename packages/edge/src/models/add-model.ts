import { createHash } from 'node:crypto';
import {
  constants,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { OutisError } from '@outis/core';
import { findModel, type ModelFiles, modelFolder } from '../camera/sight-command.ts';
import { type DownloadOptions, download, parseAddress } from './download.ts';

export interface AddOptions {
  /** A file of this machine, or an https address. */
  readonly source: string;
  /** Undefined where one ships for this file, or lies beside it. */
  readonly manifestPath: string | undefined;
  /** Where it is to lie; made when it is not there. */
  readonly folder: string;
  /** Looks at the model before it is let in; throws to refuse it. */
  readonly check: (model: ModelFiles) => Promise<void>;
  readonly download?: Pick<DownloadOptions, 'authorities' | 'quietMsMax' | 'totalMsMax' | 'onProgress'>;
  readonly bytesMax?: number;
}

/** Larger than any detector that a camera's rate allows on a processor. */
export const modelBytesMax = 500_000_000;
const manifestBytesMax = 1_000_000;

interface Wanted {
  readonly name: string;
  readonly sha256: string;
  readonly manifestText: string;
}

/**
 * Puts a model and its manifest into a folder: only the very bytes that the manifest names, only after the gate and the
 * drawings. What fails leaves nothing, but for the part of a download that broke, which the next call continues.
 */
export async function addModel(options: AddOptions): Promise<ModelFiles> {
  const { source, bytesMax = modelBytesMax } = options;
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(source);
  if (isAddress) parseAddress(source);
  else refuseFile(source, bytesMax);
  const wanted = readWanted(options.manifestPath ?? manifestFor(source, isAddress));
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  // Sight may read these paths and nothing else, so they must be without links.
  const folder = realpathSync(options.folder);
  const target = filesOf(folder, wanted.name);
  if (existsSync(target.modelPath) || existsSync(target.manifestPath)) {
    await refuseAnother(target, wanted);
    await options.check(target);
    return target;
  }
  const staged = {
    modelPath: join(folder, `.${wanted.name}-${wanted.sha256.slice(0, 12)}.part`),
    manifestPath: join(folder, `.${wanted.name}-${wanted.sha256.slice(0, 12)}.manifest.part`),
  };
  if (isAddress) await downloadOnce(options, staged.modelPath, wanted, bytesMax);
  else await copy(source, staged.modelPath);
  try {
    await refuseOtherBytes(staged.modelPath, wanted);
    writeFileSync(staged.manifestPath, wanted.manifestText, { mode: 0o600 });
    await options.check(staged);
    renameSync(staged.manifestPath, target.manifestPath);
    renameSync(staged.modelPath, target.modelPath);
    return target;
  } catch (error) {
    if (!existsSync(target.modelPath)) rmSync(target.manifestPath, { force: true });
    throw error;
  } finally {
    rmSync(staged.modelPath, { force: true });
    rmSync(staged.manifestPath, { force: true });
  }
}

/** A download that was complete before but was not checked to its end is not asked for again. */
async function downloadOnce(
  { source, download: how }: AddOptions,
  partPath: string,
  wanted: Wanted,
  bytesMax: number,
): Promise<void> {
  if (existsSync(partPath) && (await sha256Of(partPath)) === wanted.sha256) return;
  await download({ ...how, address: source, partPath, bytesMax });
}

async function copy(source: string, partPath: string): Promise<void> {
  try {
    rmSync(partPath, { force: true });
    await copyFile(source, partPath, constants.COPYFILE_FICLONE);
    await chmod(partPath, 0o600);
  } catch (cause) {
    rmSync(partPath, { force: true });
    const isFull = (cause as { readonly code?: string }).code === 'ENOSPC';
    throw new OutisError(isFull ? 'store-full' : 'output-failed', partPath, { cause });
  }
}

function refuseFile(path: string, bytesMax: number): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile()) throw new OutisError('model-missing', path);
  if (stats.size > bytesMax)
    throw new OutisError('download-refused', `it is larger than ${Math.floor(bytesMax / 1e6)} MB`);
}

/** The manifest that goes with a model where none is named: as {@link findModel} finds it, or by the address's last part. */
function manifestFor(source: string, isAddress: boolean): string {
  if (!isAddress) return findModel(source).manifestPath;
  const name = `${basename(parseAddress(source).pathname).replace(/\.onnx$/, '')}.manifest.json`;
  const path = join(modelFolder, name);
  if (!existsSync(path)) throw new OutisError('model-manifest-missing', 'name one with --manifest');
  return path;
}

function readWanted(manifestPath: string): Wanted {
  const stats = statSync(manifestPath, { throwIfNoEntry: false });
  if (!stats?.isFile()) throw new OutisError('model-manifest-missing', manifestPath);
  if (stats.size > manifestBytesMax) throw new OutisError('model-manifest-invalid', 'it is larger than 1 MB');
  const manifestText = readFileSync(manifestPath, 'utf8');
  let sha256: unknown;
  try {
    sha256 = (JSON.parse(manifestText) as Record<string, unknown> | null)?.['sha256'];
  } catch (cause) {
    throw new OutisError('model-manifest-invalid', 'it is not JSON', { cause });
  }
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw new OutisError('model-manifest-invalid', 'sha256 must be 64 lower-case hex digits');
  const name = basename(manifestPath).replace(/(\.manifest)?\.json$/, '');
  if (!/^[a-zA-Z0-9][\w.-]{0,63}$/.test(name))
    throw new OutisError('usage', 'the name of the manifest must be of letters, digits, dots, - and _');
  return { name, sha256, manifestText };
}

async function refuseAnother(target: ModelFiles, wanted: Wanted): Promise<void> {
  const isSame =
    existsSync(target.modelPath) &&
    existsSync(target.manifestPath) &&
    readFileSync(target.manifestPath, 'utf8') === wanted.manifestText &&
    (await sha256Of(target.modelPath)) === wanted.sha256;
  if (!isSame) throw new OutisError('model-exists', target.modelPath);
}

async function refuseOtherBytes(path: string, { sha256 }: Wanted): Promise<void> {
  const found = await sha256Of(path);
  if (found !== sha256)
    throw new OutisError(
      'model-sha256-mismatch',
      `the file has ${found.slice(0, 12)}…, the manifest ${sha256.slice(0, 12)}…`,
    );
}

/** The SHA-256 of a file, hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function filesOf(folder: string, name: string): ModelFiles {
  return { modelPath: join(folder, `${name}.onnx`), manifestPath: join(folder, `${name}.manifest.json`) };
}
