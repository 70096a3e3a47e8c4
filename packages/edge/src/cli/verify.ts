import { readFileSync, statSync } from 'node:fs';
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
  const { kind, signedMs, fingerprint } = verifyDocument(readSigned(file));
  if (key !== undefined && !matchesFingerprint(fingerprint, key))
    throw new OutisError('signature-invalid', `it is signed by another key, ${fingerprint}`);
  say(`The file is as it was signed.
  what    ${kind}
  signed  ${new Date(signedMs).toISOString().replace('T', ' ').slice(0, 19)} UTC, by the clock of the machine that signed
  key     ${fingerprint}`);
  say(
    key === undefined
      ? 'Anybody can make a key: compare this fingerprint with the one on the public page of the camera.'
      : 'The key is the one that you gave.',
  );
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
