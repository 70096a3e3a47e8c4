import type { ErrorCode } from './error-codes.ts';
import { errorTable } from './error-table.ts';

export type { ErrorEntry } from './error-entry.ts';
export { errorTable } from './error-table.ts';

/** True when the text is a code of the error table. */
export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(errorTable, text);
}

/**
 * An error of the outside world: a code of the table, and the offending value in words.
 * The detail never holds a credential, a pixel, a position or a track id.
 */
export class OutisError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;

  constructor(code: ErrorCode, detail = '', options?: { readonly cause?: unknown }) {
    super(detail === '' ? errorTable[code].message : `${errorTable[code].message}: ${detail}`, options);
    this.name = 'OutisError';
    this.code = code;
    this.detail = detail;
  }

  /** The way out, in one sentence. */
  get hint(): string {
    return errorTable[this.code].hint;
  }

  get httpStatus(): number {
    return errorTable[this.code].httpStatus;
  }

  get exitCode(): number {
    return errorTable[this.code].exitCode;
  }
}
