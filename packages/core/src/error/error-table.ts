import { certificateErrors } from './certificate-errors.ts';
import type { ErrorCode } from './error-codes.ts';

/** One row of the error table: what happened, what HTTP and the shell are told, and the way out. */
export interface ErrorEntry {
  readonly message: string;
  readonly httpStatus: number;
  readonly exitCode: number;
  readonly hint: string;
}

/** The one table of errors. `docs/reference/errors.md` is tested against it in both directions. */
export const errorTable: Readonly<Record<ErrorCode, ErrorEntry>> = {
  'config-missing': entry(
    'The configuration file cannot be read',
    500,
    2,
    'Check the path given with --config.',
  ),
  'config-invalid': entry(
    'The configuration is not valid',
    400,
    2,
    'Correct the value named; docs/reference/outis.schema.json lists what is allowed.',
  ),
  usage: entry('The command line is not understood', 400, 2, 'Run ./outis --help.'),
  'lines-invalid': entry(
    'The lines file is not valid',
    400,
    2,
    'It must hold {"lines":[{"id":"…","a":[x,y],"b":[x,y]}]} with fractions of the picture.',
  ),
  'output-failed': entry(
    'The result cannot be written',
    500,
    8,
    'Check the folder, its permissions and the free space.',
  ),
  'request-invalid': entry(
    'The request is not valid',
    400,
    2,
    'Correct the value named; /api/openapi.json lists what is allowed.',
  ),
  'source-invalid': entry(
    'The camera address is not allowed',
    400,
    2,
    'Use rtsp://, rtsps://, http:// or https://, a /dev/videoN device, or the path of a file.',
  ),
  'source-not-found': entry('The video file does not exist', 404, 3, 'Check the path.'),
  'source-not-a-file': entry(
    'The source is not a complete regular file',
    400,
    3,
    'Give the path of a video file; use `outis watch` for a camera.',
  ),
  'source-growing': entry(
    'The file is still being written',
    400,
    3,
    'Wait until the recording is complete; use `outis watch` for a camera.',
  ),
  'source-unreachable': entry(
    'The camera does not answer',
    502,
    4,
    'Check the address, the network and that the camera is switched on.',
  ),
  'source-unauthorised': entry(
    'The camera refuses the user name or password',
    502,
    4,
    'Check the credentials in the camera address.',
  ),
  'source-no-video': entry(
    'The source has no video track',
    422,
    4,
    'Give a source with video; Outis has no use for sound.',
  ),
  'source-unreadable': entry(
    'The source is not a video that can be decoded',
    422,
    4,
    'Check that the file is complete and is a video.',
  ),
  'source-too-large': entry(
    'The picture is larger than 8192 x 8192',
    422,
    4,
    'Use the substream of the camera.',
  ),
  'source-stalled': entry(
    'No picture has arrived for 5 seconds',
    502,
    4,
    'Check the camera and the network; Outis keeps trying.',
  ),
  'source-ended': entry('The stream has ended', 502, 4, 'Outis connects again by itself.'),
  'source-size-changed': entry(
    'The picture has changed its size',
    502,
    4,
    'Outis starts again with the new size by itself.',
  ),
  'decoder-missing': entry('ffmpeg is not installed', 500, 5, 'Run: apt-get install ffmpeg'),
  'decoder-failed': entry('The decoder has stopped', 502, 4, 'Outis starts it again by itself.'),
  'model-missing': entry(
    'There is no detector model',
    422,
    6,
    'Give one with --model; its manifest must lie beside it as <name>.manifest.json.',
  ),
  'model-manifest-missing': entry(
    'The model has no manifest',
    422,
    6,
    'Put <name>.manifest.json beside the model; docs/reference/model-manifest.md says what it holds.',
  ),
  'model-manifest-invalid': entry(
    'The manifest of the model is not valid',
    422,
    6,
    'Correct the value named; see docs/reference/model-manifest.md.',
  ),
  'model-sha256-mismatch': entry(
    'The model is not the one that its manifest describes',
    422,
    6,
    'Get the model again, or write a manifest for this file after checking where it came from.',
  ),
  'model-class-unknown': entry(
    'The manifest maps to a class that Outis does not know',
    422,
    6,
    'Map only to person, bicycle, motorcycle, car, bus, truck, helmet, bare-head, vest.',
  ),
  'model-class-denied': entry(
    'The model has a class that Outis never detects',
    422,
    6,
    'Use a model without faces, plates, age, sex, emotion or identity.',
  ),
  'model-output-refused': entry(
    'The model has an output that is no detection head',
    422,
    6,
    'Use a model whose only outputs are boxes with class scores; embeddings and landmarks are refused.',
  ),
  'model-unreadable': entry(
    'The model cannot be loaded',
    422,
    6,
    'Check that the file is a complete ONNX model.',
  ),
  'model-disagrees': entry(
    'The model does not see what its classes say',
    422,
    6,
    'Compare labels and classes of its manifest with what it was trained on; docs/guide/models.md says what is measured.',
  ),
  'model-exists': entry(
    'There is another model of this name in the data folder',
    409,
    6,
    'Remove that one, or give the manifest another file name.',
  ),
  'download-refused': entry(
    'This is not downloaded',
    400,
    6,
    'Give an https address of the file itself, or get the file in another way and add it from this machine.',
  ),
  'download-failed': entry(
    'The download did not work',
    502,
    4,
    'Run the command again; it goes on where it stopped.',
  ),
  'wall-open': entry(
    'The process that sees pictures is not locked in',
    500,
    7,
    'Start Outis with ./outis; it starts this process without files, network and children.',
  ),
  'sight-failed': entry(
    'The process that sees pictures has stopped',
    500,
    7,
    'Outis starts it again by itself.',
  ),
  'store-full': entry(
    'The disk is full',
    507,
    8,
    'Free some space; counting goes on and is written as soon as there is room.',
  ),
  'store-failed': entry('The store cannot be written', 500, 8, 'Check the data folder and its permissions.'),
  'store-too-new': entry(
    'The store was written by a newer Outis',
    500,
    8,
    'Use the newer version, or another data folder.',
  ),
  'key-unreadable': entry(
    'A key of the data folder cannot be used',
    500,
    8,
    'Make the file named readable by the user of Outis alone: chmod 600.',
  ),
  'audit-tampered': entry(
    'The log of use is not as it was written',
    500,
    1,
    'Run ./outis audit verify, which names each entry; keep the data folder as it is and tell who answers for data protection.',
  ),
  'proof-failed': entry('The proof has failed', 500, 12, 'Do not use the live scene; read the report.'),
  'signature-missing': entry(
    'The file carries no signature of Outis',
    422,
    1,
    'Get the file again from where it was made; an editor that saves it anew removes the signature.',
  ),
  'signature-invalid': entry(
    'The file is not as it was signed',
    422,
    1,
    'Do not rely on the file; get it again from where it was made.',
  ),
  'mail-failed': entry(
    'The mail cannot be sent',
    502,
    4,
    'Check the mail server, its port, the user name and the password file.',
  ),
  'camera-unknown': entry('There is no such camera', 404, 2, 'GET /api/cameras lists the cameras.'),
  'camera-exists': entry('There is already a camera with this id', 409, 2, 'Choose another id.'),
  'cameras-full': entry(
    'There are already as many cameras as this edge may have',
    409,
    2,
    'Remove one, or use another machine.',
  ),
  'camera-expired': entry(
    'The end date of this camera has passed',
    410,
    2,
    'A site-safety camera stops on its end date; set a new one if the hazard is still there.',
  ),
  'camera-busy': entry(
    'This camera has as many viewers as it may have',
    429,
    2,
    'Close another page that shows it.',
  ),
  'aim-spent': entry(
    'This camera was aimed three times in 30 days',
    403,
    2,
    'A user with the role dpo may grant another use; else wait until the oldest is 30 days old.',
  ),
  'aim-busy': entry(
    'Somebody else aims this camera',
    409,
    2,
    'Wait until that use has ended; it takes at most 10 minutes.',
  ),
  'aim-unavailable': entry(
    'This camera is not aimed now',
    409,
    2,
    'It must run and have a lens, and whoever looks must have begun.',
  ),
  ...certificateErrors,
  'purpose-refused': entry(
    'The purpose of this camera does not permit this',
    403,
    2,
    'docs/reference/purpose.md says what each purpose permits.',
  ),
  'login-required': entry(
    'You are not signed in',
    401,
    2,
    'Sign in on the page, or send an API token that is still valid.',
  ),
  'role-refused': entry(
    'Your role does not permit this',
    403,
    2,
    'An admin says who has which role; docs/reference/access.md lists what each may do.',
  ),
  'login-failed': entry(
    'Name and password do not belong together',
    401,
    2,
    'Try again, or have an admin make a new one-time code.',
  ),
  'too-many-attempts': entry(
    'Too many attempts',
    429,
    2,
    'Wait as long as Retry-After says; every further failure makes it longer.',
  ),
  'too-many-requests': entry(
    'Too many requests from this address',
    429,
    2,
    'Wait a second and ask less often.',
  ),
  'code-invalid': entry(
    'This one-time code is not valid any more',
    400,
    2,
    'Have an admin make a new one; on the machine itself: ./outis users reset <name>.',
  ),
  'password-weak': entry(
    'The password is too weak',
    400,
    2,
    'Choose one of at least 12 characters that is not your name; a few words are easiest to remember.',
  ),
  'user-invalid': entry(
    'The user cannot be like this',
    400,
    2,
    'A name has 1 to 64 letters, digits, dots, - _ or @; at least one role; dpo alone; one admin must remain.',
  ),
  'user-exists': entry('There is a user of this name already', 409, 2, 'Choose another name.'),
  'user-unknown': entry(
    'There is no user of this name',
    404,
    2,
    'GET /api/users lists them; on the machine itself: ./outis users.',
  ),
  'token-unknown': entry('There is no such API token', 404, 2, 'GET /api/tokens lists them.'),
  'oidc-failed': entry(
    'Signing in at the other service did not work',
    502,
    2,
    'Check http.oidc in the configuration and the clock of this machine.',
  ),
  'change-unknown': entry(
    'There is no such change, or it is decided already',
    404,
    2,
    'GET /api/changes lists them.',
  ),
  'change-own': entry(
    'Who asked for a change cannot approve it',
    403,
    2,
    'Another user with the role dpo must, or it takes effect by itself after 72 hours.',
  ),
  'change-pending': entry(
    'The camera waits for a change to take effect',
    409,
    5,
    'A user with the role dpo can approve it; otherwise it takes effect by itself after 72 hours.',
  ),
  'tls-failed': entry(
    'There is no usable certificate',
    500,
    2,
    'Name tls.certificate and tls.key, or leave tls away and install openssl, so that one can be made.',
  ),
  'host-refused': entry(
    'The request was not made to this machine',
    403,
    2,
    'Open the page as http://127.0.0.1 or http://localhost.',
  ),
  'sign-font-missing': entry(
    'No font of this machine has the characters of the sign',
    500,
    5,
    'Run: apt-get install fonts-wqy-microhei (or fonts-droid-fallback), or print the SVG from a browser.',
  ),
  'route-unknown': entry(
    'There is nothing at this address',
    404,
    2,
    'GET /api/openapi.json lists what there is.',
  ),
  'port-in-use': entry('The port is in use', 500, 9, 'Choose another with --port.'),
  internal: entry(
    'Something that must not happen has happened',
    500,
    70,
    'Please report it; the log names the place.',
  ),
};

function entry(message: string, httpStatus: number, exitCode: number, hint: string): ErrorEntry {
  return { message, httpStatus, exitCode, hint };
}
