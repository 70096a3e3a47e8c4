import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OutisError } from '@outis/core';
import { signedTextBytesMax, verifyDocument } from '../keys/signed-document.ts';
import { matchesFingerprint } from '../keys/site-key.ts';

export interface VerifyOptions {
  /** The fingerprint that the key must have, or its first eight pairs at least. */
  readonly key?: string | undefined;
}

/**
 * `outis verify <file>`: says what a signed file is, when and by which key it was signed. Throws `OutisError`
 * `signature-missing` or `signature-invalid`, the latter also for another key than the one given.
 */
export function verify(
  file: string,
  { key }: VerifyOptions = {},
  say: (text: string) => void = (text) => process.stdout.write(`${text}\n`),
): void {
  const { kind, signedMs, fingerprint, document } = verifyDocument(readSigned(file));
  if (key !== undefined && !matchesFingerprint(fingerprint, key))
    throw new OutisError('signature-invalid', `it is signed by another key, ${fingerprint}`);
  say(`The file is as it was signed.
  what    ${kind}
  signed  ${new Date(signedMs).toISOString().replace('T', ' ').slice(0, 19)} UTC, by the clock of the machine that signed
  key     ${fingerprint}`);
  sayBeside(file, document, say);
  say(
    key === undefined
      ? 'Anybody can make a key: compare this fingerprint with the one on the public page of the camera.'
      : 'The key is the one that you gave.',
  );
}

/** What is said of the file that a signature lies beside: an export without room for one. Throws `signature-invalid` where it is another. */
function sayBeside(
  signatureFile: string,
  document: Readonly<Record<string, unknown>> | null,
  say: (text: string) => void,
): void {
  const { file, sha256 } = document ?? {};
  if (typeof file !== 'string' || typeof sha256 !== 'string') return;
  const path = join(dirname(signatureFile), basename(file));
  if (!existsSync(path)) return say(`  of      ${file}, which is not here; its SHA-256 must be ${sha256}`);
  if (sha256Of(path) !== sha256)
    throw new OutisError('signature-invalid', `${path} is not the file that was signed`);
  say(`  of      ${path}, which is as it was signed`);
}

/** Read a piece at a time: an export may be large. */
function sha256Of(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  const piece = Buffer.alloc(2 ** 20);
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
      hash.update(piece.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** The bytes of a signed file. Throws `OutisError` `usage` when it cannot be read, `signature-invalid` when it is too large. */
export function readSigned(file: string): Buffer {
  try {
    if (statSync(file).size > signedTextBytesMax)
      throw new OutisError('signature-invalid', `it has more than ${signedTextBytesMax} bytes`);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof OutisError) throw cause;
    throw new OutisError('usage', `${file} cannot be read: ${(cause as NodeJS.ErrnoException).code}`, {
      cause,
    });
  }
}
