import { readFileSync, statSync } from 'node:fs';
import { type ErrorCode, OutisError } from '@outis/core';

const fileBytesMax = 1_000_000;

/** The text of a short file (a password, a secret, certificates), never empty. Throws an `OutisError` of this code with path and reason. */
export function readShortFile(path: string, code: ErrorCode): string {
  try {
    if (statSync(path).size > fileBytesMax) throw new OutisError(code, `${path} is too large`);
    const text = readFileSync(path, 'utf8');
    if (text.trim() === '') throw new OutisError(code, `${path} is empty`);
    return text;
  } catch (cause) {
    if (cause instanceof OutisError) throw cause;
    throw new OutisError(code, `${path}: ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
}
