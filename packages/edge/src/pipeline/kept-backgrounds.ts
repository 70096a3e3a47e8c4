import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { OutisError } from '@outis/core';
import type { Note } from '../audit/log-entry.ts';
import { makePrivateFile, readPrivateFile, replacePrivateFile } from '../keys/private-file.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** Says what the file is, and which version of it. */
const magic = Buffer.from('OUTISBG1', 'ascii');
const ending = '.bin';

/** Why what was learned of a place is forgotten; as the log holds it. */
export type ForgetReason = 'unreadable' | 'other-view' | 'moved' | 'off' | 'removed';

/** The file of the key for backgrounds in a data folder. */
export function backgroundKeyPath(dataFolder: string): string {
  return join(dataFolder, 'keys', 'background.key');
}

/** Where what was learned is kept. */
export function backgroundFolder(dataFolder: string): string {
  return join(dataFolder, 'backgrounds');
}

/**
 * What the cameras of a site have learned of their backgrounds, over restarts: a file each, encrypted with AES-256-GCM under a
 * key that only this user may read, and bound to the id of the camera. What cannot be opened is dropped and learned anew.
 * In memory, for the demo and tests, the same bytes are held in a map.
 */
export class KeptBackgrounds {
  readonly #key: Buffer;
  readonly #folder: string | null;
  readonly #note: Note;
  readonly #inMemory = new Map<string, Buffer>();

  private constructor(key: Buffer, folder: string | null, note: Note) {
    this.#key = key;
    this.#folder = folder;
    this.#note = note;
  }

  /**
   * Opens the backgrounds of a data folder, and makes the key where there is none; null keeps all in memory.
   * Throws `key-unreadable` for a key that others may read or that is none, and `store-failed`.
   */
  static open(dataFolder: string | null, note: Note): KeptBackgrounds {
    if (dataFolder === null) return new KeptBackgrounds(randomBytes(keyBytes), null, note);
    const path = backgroundKeyPath(dataFolder);
    makePrivateFile(path, () => randomBytes(keyBytes));
    const key = readPrivateFile({ path, bytesMax: keyBytes });
    if (key.length !== keyBytes)
      throw new OutisError('key-unreadable', `${path} is no key: it must have ${keyBytes} bytes`);
    const folder = backgroundFolder(dataFolder);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new OutisError('store-failed', `${folder}: ${(cause as NodeJS.ErrnoException).code}`, { cause });
    }
    return new KeptBackgrounds(key, folder, note);
  }

  /** What is kept of a camera; null where nothing is. What cannot be opened is dropped, which the log holds. */
  read(cameraId: string): Buffer | null {
    const sealed = this.#sealed(cameraId);
    if (sealed === null) return null;
    const opened = this.#opened(cameraId, sealed);
    if (opened === null) this.forget(cameraId, 'unreadable');
    return opened;
  }

  /** Keeps these bytes in the place of what was. A disk that takes none keeps what was: that is merely older. */
  write(cameraId: string, bytes: Uint8Array): void {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(boundTo(cameraId));
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
    const file = Buffer.concat([magic, nonce, cipher.getAuthTag(), sealed]);
    if (this.#folder === null) return void this.#inMemory.set(cameraId, file);
    try {
      replacePrivateFile(this.#path(cameraId), file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }

  /** Drops what is kept of a camera, and notes it where something was. What is not noted is dropped none the less. */
  forget(cameraId: string, reason: ForgetReason): void {
    if (this.#sealed(cameraId) === null) return;
    this.#inMemory.delete(cameraId);
    if (this.#folder !== null) rmSync(this.#path(cameraId), { force: true });
    this.noteReset(cameraId, reason);
  }

  /** Notes that a camera learns anew. */
  noteReset(cameraId: string, reason: ForgetReason): void {
    try {
      this.#note({ actor: 'system', action: 'background.reset', subject: cameraId, detail: { reason } });
    } catch (error) {
      if (!(error instanceof OutisError)) throw error;
      // The log tells of its own problem on the page.
    }
  }

  /** Drops what is kept of cameras that are not among these, and what a crash has left half written. */
  keepOnly(cameraIds: readonly string[]): void {
    if (this.#folder === null) return;
    for (const name of readdirSync(this.#folder)) {
      const id = name.endsWith(ending) ? name.slice(0, -ending.length) : null;
      if (id === null) rmSync(join(this.#folder, name), { force: true, recursive: true });
      else if (!cameraIds.includes(id)) this.forget(id, 'removed');
    }
  }

  #sealed(cameraId: string): Buffer | null {
    if (this.#folder === null) return this.#inMemory.get(cameraId) ?? null;
    try {
      return readFileSync(this.#path(cameraId));
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : Buffer.alloc(0);
    }
  }

  #opened(cameraId: string, file: Buffer): Buffer | null {
    const start = magic.length + nonceBytes + tagBytes;
    if (file.length < start || !file.subarray(0, magic.length).equals(magic)) return null;
    try {
      const nonce = file.subarray(magic.length, magic.length + nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(boundTo(cameraId)).setAuthTag(file.subarray(start - tagBytes, start));
      return Buffer.concat([decipher.update(file.subarray(start)), decipher.final()]);
    } catch {
      return null;
    }
  }

  #path(cameraId: string): string {
    return join(this.#folder!, `${cameraId}${ending}`);
  }
}

/** A file under another camera's name does not open. */
function boundTo(cameraId: string): Buffer {
  return Buffer.from(`outis background 1\0${cameraId}`, 'utf8');
}
