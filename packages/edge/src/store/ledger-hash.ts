import { createHash } from 'node:crypto';

/** What stands for the hash of the line before the first. */
export const nothingBefore: string = '0'.repeat(64);

/** SHA-256 of a text, hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
