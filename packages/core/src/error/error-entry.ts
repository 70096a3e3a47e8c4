/** One row of the error table: what happened, what HTTP and the shell are told, and the way out. */
export interface ErrorEntry {
  readonly message: string;
  readonly httpStatus: number;
  readonly exitCode: number;
  readonly hint: string;
}

/** A row in one line. */
export function entry(message: string, httpStatus: number, exitCode: number, hint: string): ErrorEntry {
  return { message, httpStatus, exitCode, hint };
}
