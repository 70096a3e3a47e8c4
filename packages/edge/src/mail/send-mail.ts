import { OutisError } from '@outis/core';
import nodemailer from 'nodemailer';
import { readShortFile } from '../keys/secret-file.ts';

/** The mail server, and who writes: `mail` of the configuration. */
export interface MailServer {
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
}

/** One mail in plain text. */
export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** As `<id@place>`: the same at each attempt, so that a mailbox may drop repeats. */
  readonly messageId?: string;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly content: string;
    readonly contentType: string;
  }[];
}

/** Longest wait for the whole conversation, in ms. */
export const mailWaitMs = 60_000;
const stepWaitMs = 15_000;

/**
 * Sends a mail. Without TLS only to this machine. Throws `OutisError` `mail-failed`, also for an address or subject with a
 * line end; neither it nor its cause holds the password.
 */
export async function sendMail(
  server: MailServer,
  { to, subject, text, messageId, attachments = [] }: Mail,
  signal: AbortSignal = AbortSignal.timeout(mailWaitMs),
): Promise<void> {
  const { host, port, secure, user, from, passwordFile, caFile } = server;
  for (const each of [from, ...to, subject])
    if (/[\r\n]/.test(each)) throw new OutisError('mail-failed', 'an address or the subject has a line end');
  const password = passwordFile === undefined ? undefined : readShortFile(passwordFile, 'mail-failed').trim();
  const ca = caFile === undefined ? undefined : readShortFile(caFile, 'mail-failed');
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
      ...{ from, to: [...to], subject, text, signal },
      ...(messageId === undefined ? {} : { messageId }),
      attachments: attachments.map((one) => ({ ...one })),
    });
  } catch (error) {
    throw mailError(error, server, password);
  } finally {
    transport.close();
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** A server may repeat what it was told: its words are kept without the password, also as it is sent. */
function mailError(
  error: unknown,
  { host, port, user = '' }: MailServer,
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
