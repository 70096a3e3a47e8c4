import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { OutisError } from '@outis/core';

/** What may go wrong while a key is read: a word of ours, or the code of the system. */
export interface PrivateFile {
  readonly path: string;
  /** A longer file is no key. */
  readonly bytesMax: number;
}

/**
 * Makes a key file where there is none, in a folder of this user alone. It appears under its name whole and all at once; when
 * another process was faster, its key stays. Throws `key-unreadable`.
 */
export function makePrivateFile(path: string, contents: () => string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    chmodSync(dirname(path), 0o700);
    if (existsSync(path)) return;
    const written = writeBeside(path, contents());
    try {
      linkSync(written, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(written, { force: true });
    }
    syncFolder(path);
  } catch (cause) {
    throw new OutisError('key-unreadable', `${path}: ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
}

/** The bytes of a key file. Throws `key-unreadable` for one that others may read, or that is too large. */
export function readPrivateFile({ path, bytesMax }: PrivateFile): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      const { mode, size } = fstatSync(file);
      if ((mode & 0o077) !== 0)
        throw new OutisError('key-unreadable', `others may read ${path}; run: chmod 600 ${path}`);
      if (size > bytesMax) throw new OutisError('key-unreadable', `${path} is no key: it is too large`);
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (cause instanceof OutisError) throw cause;
    const { code = 'unreadable' } = cause as NodeJS.ErrnoException;
    throw new OutisError('key-unreadable', `${path}: ${code}`, { cause });
  }
}

/** Puts a file, readable by this user only, in the place of another: after a crash there is the one or the other, whole. */
export function replacePrivateFile(path: string, contents: Uint8Array): void {
  const written = writeBeside(path, contents);
  try {
    renameSync(written, path);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  }
  syncFolder(path);
}

/** The name ends in `.tmp`: what a crash leaves behind can be told from the rest. */
function writeBeside(path: string, contents: string | Uint8Array): string {
  const written = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = openSync(written, 'wx', 0o600);
  try {
    writeFileSync(file, contents);
    fsyncSync(file);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return written;
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
