import { readFileSync, statSync } from 'node:fs';
import { type ErrorCode, OutisError } from '@outis/core';

const fileBytesMax = 1_000_000;

/** The text of a short file (a password, a secret, certificates). Throws an `OutisError` of this code with path and reason. */
export function readShortFile(path: string, code: ErrorCode): string {
  try {
    if (statSync(path).size > fileBytesMax) throw new OutisError(code, `${path} is too large`);
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof OutisError) throw cause;
    throw new OutisError(code, `${path}: ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
}
