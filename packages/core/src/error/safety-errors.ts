import type { ErrorCode } from './error-codes.ts';
import { type ErrorEntry, entry } from './error-entry.ts';

type SafetyCode = Extract<
  ErrorCode,
  | `alert-${string}`
  | 'delivery-failed'
  | 'broker-unreachable'
  | `observations-${string}`
  | 'camera-paused'
  | 'preview-closed'
>;

/** What goes wrong with alerts, what tells of them, and cameras that detect by themselves: rows of the one table. */
export const safetyErrors: Readonly<Record<SafetyCode, ErrorEntry>> = {
  'alert-unknown': entry(
    'There is no such alert, or it is older than 72 hours',
    404,
    2,
    'GET /api/alerts lists those that are kept; what is older stands in the weekly report.',
  ),
  'alert-closed': entry('This alert is closed', 409, 2, 'A closed alert stays as it is.'),
  'delivery-failed': entry(
    'A notice of an alert did not arrive',
    502,
    4,
    'It is tried again; check the address and the log of the receiver.',
  ),
  'broker-unreachable': entry(
    'The MQTT broker does not answer',
    502,
    4,
    'Check mqtt.url, the user name and the password file; Outis keeps trying.',
  ),
  'observations-invalid': entry(
    'What the other system sends cannot be used',
    502,
    1,
    'Check the topic, the name of its camera and the size of its pictures under observations.',
  ),
  'observations-missing': entry(
    'The other system sends nothing',
    502,
    4,
    'Check that it runs, that it is connected to the same broker, and the topic under observations.',
  ),
  'camera-paused': entry(
    'This camera is paused',
    409,
    2,
    'Let it go on first, or wait for the end of its pause.',
  ),
  'preview-closed': entry(
    'The editor of these rules is not open',
    409,
    2,
    'Open GET /api/cameras/<id>/safety/preview first and keep it open.',
  ),
};
