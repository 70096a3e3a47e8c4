import { readFileSync, statSync } from 'node:fs';
import { OutisError } from '@outis/core';
import nodemailer from 'nodemailer';
import { headBlock, parseHead } from './log-head.ts';

/** How the head of the log reaches the person who answers for data protection. */
export interface MailOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465). Otherwise the connection turns to TLS before anything is said (STARTTLS, port 587). */
  readonly secure: boolean;
  readonly user?: string;
  /** A file with the password, which stands in no configuration. */
  readonly passwordFile?: string;
  /** A file with the certificates, in PEM, that the server may show; those known to Node where none is given. */
  readonly caFile?: string;
  readonly from: string;
  readonly to: string;
}

/** Longest wait for the whole conversation, in ms. */
export const mailWaitMs = 60_000;
const stepWaitMs = 15_000;
const fileBytesMax = 1_000_000;

/**
 * Sends a signed head as a mail that says what it is for, with the head attached. Without TLS only to this machine.
 * Throws `OutisError` `mail-failed`; neither it nor its cause holds the password.
 */
export async function mailHead(options: MailOptions, signedHead: string, siteName: string): Promise<void> {
  const { host, port, secure, user, from, to } = options;
  for (const text of [from, to, siteName])
    if (/[\r\n]/.test(text))
      throw new OutisError('mail-failed', 'an address or the name of the site has a line end');
  const password = options.passwordFile === undefined ? undefined : readShort(options.passwordFile).trim();
  const ca = options.caFile === undefined ? undefined : readShort(options.caFile);
  const isHere = isLoopback(host);
  const transport = nodemailer.createTransport({
    host,
    port,
    secure,
    requireTLS: !secure && !isHere,
    ignoreTLS: !secure && isHere,
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: stepWaitMs,
    greetingTimeout: stepWaitMs,
    socketTimeout: stepWaitMs,
    dnsTimeout: stepWaitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from,
      to,
      subject: `Outis, ${siteName}: state of the log of use`,
      text: mailText(signedHead, siteName),
      attachments: [
        { filename: 'outis-log-head.json', content: signedHead, contentType: 'application/json' },
      ],
      signal: AbortSignal.timeout(mailWaitMs),
    });
  } catch (error) {
    throw mailError(error, options, password);
  } finally {
    transport.close();
  }
}

/** The mail in words for somebody who keeps no servers. */
export function mailText(signedHead: string, siteName: string): string {
  const head = parseHead(Buffer.from(signedHead));
  return `This is the state of the log of use of Outis at ${siteName}: who did what, and when.

${headBlock(head)}
Please keep this mail. With it you can prove later that nothing was removed from the log up to this entry, and that
nobody put an older log in its place: save the attachment and have somebody run, on the machine of Outis,

  ./outis audit verify --head outis-log-head.json

Compare the key above with the one on the public page of Outis once. The attachment holds the same, signed.
It holds nothing about persons, neither of those in front of the cameras nor of those who use Outis.
`;
}

function readShort(path: string): string {
  try {
    if (statSync(path).size > fileBytesMax) throw new OutisError('mail-failed', `${path} is too large`);
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof OutisError) throw cause;
    throw new OutisError('mail-failed', `${path}: ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A server may repeat what it was told: its words are kept without the password, also as it is sent. */
function mailError(
  error: unknown,
  { host, port, user = '' }: MailOptions,
  password: string | undefined,
): OutisError {
  const {
    code,
    responseCode,
    message = '',
  } = error as {
    readonly code?: string;
    readonly responseCode?: number;
    readonly message?: string;
  };
  let words = message;
  if (password !== undefined && password !== '')
    for (const each of [password, base64(password), base64(`\0${user}\0${password}`)])
      words = words.replaceAll(each, '…');
  const why = [code, responseCode].filter((part) => part !== undefined).join(' ');
  return new OutisError('mail-failed', `${host}:${port}: ${why}`, { cause: new Error(words) });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
