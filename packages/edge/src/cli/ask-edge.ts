import { existsSync, readFileSync } from 'node:fs';
import { type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { join } from 'node:path';
import { isErrorCode, type MeJson, OutisError } from '@outis/core';
import { Access } from '../access/access.ts';
import { AccessStore } from '../access/access-store.ts';
import type { Config } from '../config/config-schema.ts';
import { isLoopback } from '../http/guard.ts';

const answerMsMax = 10_000;
const answerBytesMax = 1 << 20;

/** The edge that runs on this machine, asked by whoever may read its data folder. */
export class RunningEdge {
  readonly #url: string;
  readonly #folder: string;
  #cookie = '';

  /** `http` as configured, null for the demo and `outis watch`; `port` where it is another one. */
  constructor(http: Config['http'] | null, port: number | undefined, folder: string) {
    const host = http?.host ?? '127.0.0.1';
    // Whoever listens everywhere listens here; another address is one of this machine, or the edge could not have it.
    const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    const isSecure = http !== null && (http.tls !== undefined || !isLoopback(http.host));
    const shown = name.includes(':') ? `[${name}]` : name;
    this.#url = `${isSecure ? 'https' : 'http'}://${shown}:${port ?? http?.port ?? 8080}`;
    this.#folder = folder;
  }

  /** Signs in with a one-time code from the data folder; the demo needs none. */
  async comeIn(): Promise<void> {
    const { state } = await this.ask<MeJson>('GET', '/api/me');
    if (state === 'open') return;
    if (!existsSync(join(this.#folder, 'access.db')))
      throw new OutisError('login-required', `no users in ${this.#folder}; name the data folder with --data`);
    const store = new AccessStore(this.#folder);
    try {
      const code = new Access({ store, note: () => {}, nowMs: Date.now }).terminalCode();
      await this.ask('POST', '/api/enrol', { code });
    } finally {
      store.close();
    }
  }

  /** Throws what the edge says, and `usage` where none answers. */
  async ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
    };
    const { response, answer } = await this.#send({ method, path, headers }, text);
    const [cookie] = response.headers['set-cookie'] ?? [];
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0]!;
    if ((response.statusCode ?? 500) < 400) return JSON.parse(answer) as T;
    const { code, message } = JSON.parse(answer) as { readonly code?: unknown; readonly message?: string };
    // The sentence of the code stands in its own table; what comes behind it is the detail.
    const detail = (message ?? '').split(': ').slice(1).join(': ');
    throw new OutisError(isErrorCode(code) ? code : 'internal', detail);
  }

  #send(
    options: RequestOptions,
    text: string | undefined,
  ): Promise<{ response: IncomingMessage; answer: string }> {
    const ca = join(this.#folder, 'keys', 'tls.pem');
    // The certificate that Outis made itself is in its data folder: it and no other is trusted, whatever its name.
    const own = existsSync(ca) ? { ca: readFileSync(ca), checkServerIdentity: () => undefined } : {};
    const send = this.#url.startsWith('https:') ? requestSecure : requestPlain;
    return new Promise((resolve, reject) => {
      const failed = (cause: Error): void =>
        reject(new OutisError('usage', `no edge answers at ${this.#url}: ${cause.message}`, { cause }));
      const sent = send(new URL(options.path ?? '/', this.#url), { ...options, ...own }, (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > answerBytesMax) sent.destroy(new Error('it says too much'));
          else parts.push(part);
        });
        response.on('end', () => resolve({ response, answer: Buffer.concat(parts).toString('utf8') }));
        response.on('error', failed);
      });
      sent.setTimeout(answerMsMax, () => sent.destroy(new Error('it does not answer in time')));
      sent.on('error', failed);
      sent.end(text);
    });
  }
}
