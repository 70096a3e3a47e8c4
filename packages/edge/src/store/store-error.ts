import { OutisError } from '@outis/core';

const sqliteFull = 13;

/** The error of the table for one of SQLite. */
export function storeError(error: unknown, folder: string | null): OutisError {
  if (error instanceof OutisError) return error;
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  if (errcode === sqliteFull || code === 'ENOSPC') return new OutisError('store-full', '', { cause: error });
  const inUse = /locked|busy/i.test(message ?? '') ? 'another Outis uses this data folder' : (code ?? '');
  return new OutisError('store-failed', [folder ?? '', inUse].filter((part) => part !== '').join(': '), {
    cause: error,
  });
}
