import { createHmac } from 'node:crypto';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { OutisError } from '@outis/core';
import { readShortFile } from '../../keys/secret-file.ts';
import { type Notice, NoticeRefused, type Outlet } from '../notice.ts';
import { type Choice, isChosen, readUsefulMs } from './choice.ts';

/** A receiver of alerts over HTTPS. */
export interface WebhookConfig extends Choice {
  readonly name: string;
  /** https://; http:// on this machine only. */
  readonly url: string;
  /** Read at each attempt; what it holds signs what is sent, and is sent and told nowhere. */
  readonly secretFile: string;
  readonly caFile?: string | undefined;
}

/** A secret that can be guessed signs nothing. */
const secretBytesMin = 16;

/**
 * Posts every alert as JSON. The receiver knows it by `Idempotency-Key`, the same at each attempt, and that it is ours by
 * `Outis-Signature`. It has arrived with any 2xx; 410 says never again; everything else is tried again. No redirect is
 * followed and no answer is read: what a receiver says cannot come in.
 */
export class WebhookOutlet implements Outlet {
  readonly name: string;
  readonly usefulMs: number = readUsefulMs;
  readonly #config: WebhookConfig;
  readonly #nowMs: () => number;

  constructor(config: WebhookConfig, nowMs: () => number) {
    this.#config = config;
    this.#nowMs = nowMs;
    this.name = `webhook:${config.name}`;
  }

  /** A file that is missing is told before the first alert. */
  get problem(): string | null {
    try {
      this.#files();
      return null;
    } catch (error) {
      return (error as OutisError).detail;
    }
  }

  takes(notice: Notice): boolean {
    return isChosen(this.#config, notice);
  }

  async deliver(notice: Notice, signal: AbortSignal): Promise<void> {
    const { secret, authorities } = this.#files();
    const body = JSON.stringify(notice);
    const timestamp = String(Math.floor(this.#nowMs() / 1000));
    const status = await this.#post(body, signal, authorities, {
      'idempotency-key': notice.id,
      'outis-timestamp': timestamp,
      'outis-signature': signatureOf(secret, timestamp, body),
    });
    if (status >= 200 && status < 300) return;
    if (status === 410) throw new NoticeRefused('the receiver answers 410: it does not want it any more');
    const redirect = status >= 300 && status < 400 ? '; redirects are not followed' : '';
    throw new OutisError('delivery-failed', `the receiver answers ${status}${redirect}`);
  }

  #files(): { readonly secret: string; readonly authorities: string | undefined } {
    const { secretFile, caFile } = this.#config;
    const secret = readShortFile(secretFile, 'delivery-failed').trim();
    if (Buffer.byteLength(secret) < secretBytesMin)
      throw new OutisError('delivery-failed', `${secretFile} holds fewer than ${secretBytesMin} bytes`);
    return {
      secret,
      authorities: caFile === undefined ? undefined : readShortFile(caFile, 'delivery-failed'),
    };
  }

  #post(
    body: string,
    signal: AbortSignal,
    authorities: string | undefined,
    headers: Record<string, string>,
  ): Promise<number> {
    const url = new URL(this.#config.url);
    const request = url.protocol === 'https:' ? requestTls : requestPlain;
    return new Promise((resolve, reject) => {
      const asking = request(
        url,
        {
          ...{ method: 'POST', agent: false, signal },
          ...(authorities === undefined ? {} : { ca: authorities }),
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'user-agent': 'Outis',
            ...headers,
          },
        },
        (response: IncomingMessage) => {
          resolve(response.statusCode ?? 0);
          // However much it says: nothing of it is read.
          response.on('error', () => {});
          response.destroy();
        },
      );
      asking.on('error', (error: NodeJS.ErrnoException) => {
        const why = signal.aborted ? 'it took too long' : (error.code ?? 'the connection broke');
        reject(new OutisError('delivery-failed', why, { cause: error }));
      });
      asking.end(body);
    });
  }
}

/** `v1=` and the HMAC-SHA256 of `timestamp.body` with the shared secret, in hex: what a receiver calculates itself. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
