import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { OutisError } from '@outis/core';
import { signJson, verifyDocument } from '../keys/signed-document.ts';
import { type SiteKey, shortFingerprint } from '../keys/site-key.ts';

/** Where the log ends: everything up to an entry is fixed by the hash of that entry. */
export interface LogHead {
  /** 0 with 64 zeros before the first entry. */
  readonly seq: number;
  readonly hash: string;
}

export interface SignedLogHead extends LogHead {
  readonly signedMs: number;
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** What the head file says: nothing there, a head, or why it cannot be used. */
export type HeadFile =
  | { readonly state: 'absent' }
  | { readonly state: 'signed'; readonly head: SignedLogHead }
  | { readonly state: 'unusable'; readonly why: string };

export const firstPrevious = '0'.repeat(64);
/** A signed head has about 500 bytes. */
const headBytesMax = 16_384;
const kind = 'log-head';

/** The head as a signed JSON file: what is kept beside the key, mailed, printed and written into the log itself. */
export function signHead(key: SiteKey, { seq, hash }: LogHead, signedMs: number): string {
  return signJson(key, { kind, signedMs, seq, hash });
}

/** Reads a signed head. Throws `OutisError` `signature-missing` or `signature-invalid`. */
export function parseHead(bytes: Uint8Array): SignedLogHead {
  const { document, kind: found, signedMs, publicKey, fingerprint } = verifyDocument(bytes);
  const { seq, hash } = (document ?? {}) as { readonly seq?: unknown; readonly hash?: unknown };
  if (found !== kind || !isCount(seq) || typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash))
    throw new OutisError('signature-invalid', `it is signed, but it is no head of a log: ${found}`);
  return { seq, hash, signedMs, publicKey, fingerprint };
}

/** The file that says what was acknowledged. It lies beside the key, not beside the log. */
export function headPath(dataFolder: string): string {
  return join(dataFolder, 'keys', 'audit-head.json');
}

export function readHeadFile(dataFolder: string): HeadFile {
  const path = headPath(dataFolder);
  try {
    if (statSync(path).size > headBytesMax) return { state: 'unusable', why: 'it is too large' };
    return { state: 'signed', head: parseHead(readFileSync(path)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'absent' };
    const why = error instanceof OutisError ? error.message : String((error as NodeJS.ErrnoException).code);
    return { state: 'unusable', why };
  }
}

/** Replaces the head file as a whole: after a power failure it holds the old head or the new one. */
export function writeHeadFile(dataFolder: string, signedHead: string): void {
  const path = headPath(dataFolder);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const written = `${path}.new`;
  const file = openSync(written, 'w', 0o600);
  try {
    writeAll(file, Buffer.from(signedHead));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(written, path);
}

/** Writes all bytes, also where the system takes them in parts. */
export function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** The head to print and put into a drawer: seven short lines, the hash in groups that can be compared by eye. */
export function headBlock({ seq, hash, signedMs, fingerprint }: SignedLogHead): string {
  const groups = hash.match(/.{8}/g)!;
  return `Log of use, state of ${new Date(signedMs).toISOString().replace('T', ' ').slice(0, 19)} UTC
  entry  ${seq}
  hash   ${groups.slice(0, 4).join(' ')}
         ${groups.slice(4).join(' ')}
  key    ${shortFingerprint(fingerprint)}
`;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
