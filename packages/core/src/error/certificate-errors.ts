import type { ErrorCode } from './error-codes.ts';
import type { ErrorEntry } from './error-entry.ts';

type CertificateCode = Extract<ErrorCode, `certificate-${string}`>;

/** What goes wrong with certificates: rows of the one table, in a file of their own as that one is long. */
export const certificateErrors: Readonly<Record<CertificateCode, ErrorEntry>> = {
  'certificate-spent': {
    message: 'This camera had four windows of a certificate in seven days',
    httpStatus: 403,
    exitCode: 2,
    hint: 'Wait until the oldest is a week old: more of them would tell more than the noise hides.',
  },
  'certificate-busy': {
    message: 'A certificate of this camera is under way',
    httpStatus: 409,
    exitCode: 2,
    hint: 'Wait until its totals have been sent, or end it on the page of the camera.',
  },
  'certificate-early': {
    message: 'The window of this certificate is not over',
    httpStatus: 409,
    exitCode: 2,
    hint: 'Send the totals ten seconds after its end; the page does so by itself.',
  },
  'certificate-unknown': {
    message: 'There is no such certificate',
    httpStatus: 404,
    exitCode: 2,
    hint: 'GET /api/cameras/<id>/certificates lists them.',
  },
};
