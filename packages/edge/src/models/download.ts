import { createWriteStream, rmSync, statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { OutisError } from '@outis/core';

export interface DownloadOptions {
  readonly address: string;
  /** The file that grows; what is there already is not asked for again. */
  readonly partPath: string;
  readonly bytesMax: number;
  /** Certificates (PEM) of the only authorities to trust; undefined trusts those of the system. */
  readonly authorities?: string | undefined;
  /** Nothing for this long means that nothing more will come. */
  readonly quietMsMax?: number;
  readonly totalMsMax?: number;
  /** Told how many bytes are there, and of how many where the server says so. */
  readonly onProgress?: (bytes: number, total: number | null) => void;
}

const redirectsMax = 5;
const attemptsMax = 5;
const againAfterMs = 1_000;
const redirects = [301, 302, 303, 307, 308];

/**
 * Gets a file over HTTPS. A connection that breaks is taken up where it broke, a few times; what has arrived stays for the
 * next call. Throws `download-refused` for what will never be accepted and `download-failed` for what may work another time.
 * Whoever calls checks what has come: this knows nothing of its content.
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { partPath, quietMsMax = 30_000, totalMsMax = 3_600_000 } = options;
  const signal = AbortSignal.timeout(totalMsMax);
  for (let attempt = 1; ; attempt++) {
    const before = sizeOf(partPath);
    try {
      return await fetchRest(options, quietMsMax, signal);
    } catch (error) {
      const problem = asProblem(error, signal);
      const hasGrown = sizeOf(partPath) > before;
      if (problem.code !== 'download-failed' || !hasGrown || attempt === attemptsMax || signal.aborted)
        throw problem;
      await wait(againAfterMs);
    }
  }
}

/** The address as one that may be asked: https, without a user name. Throws `download-refused`. */
export function parseAddress(text: string, base?: URL): URL {
  let address: URL;
  try {
    address = new URL(text, base);
  } catch (cause) {
    throw new OutisError('download-refused', 'it is no address', { cause });
  }
  if (address.protocol !== 'https:')
    throw new OutisError('download-refused', `only https is asked, not ${address.protocol.replace(':', '')}`);
  if (address.username !== '' || address.password !== '')
    throw new OutisError('download-refused', 'an address with a user name or password');
  return address;
}

async function fetchRest(options: DownloadOptions, quietMsMax: number, signal: AbortSignal): Promise<void> {
  const { partPath, bytesMax, onProgress = () => {} } = options;
  const here = sizeOf(partPath);
  const response = await ask(options, here, quietMsMax, signal);
  const isRest = response.statusCode === 206;
  if (isRest && firstByte(response) !== here) {
    response.destroy();
    rmSync(partPath, { force: true });
    throw new OutisError('download-failed', 'the server sent another part than was asked for');
  }
  let bytes = isRest ? here : 0;
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  const total = Number.isFinite(length) ? bytes + length : null;
  const refuseLarge = (size: number): void => {
    if (size <= bytesMax) return;
    response.destroy();
    rmSync(partPath, { force: true });
    throw new OutisError('download-refused', `it is larger than ${Math.floor(bytesMax / 1e6)} MB`);
  };
  refuseLarge(total ?? 0);
  await pipeline(
    response,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        refuseLarge(bytes);
        onProgress(bytes, total);
        yield chunk;
      }
    },
    createWriteStream(partPath, { flags: isRest ? 'a' : 'w', mode: 0o600 }),
  );
}

/** The answer with the bytes from `here` on, after redirects; 200 means that the server begins anew. */
async function ask(
  { address, authorities, partPath }: DownloadOptions,
  here: number,
  quietMsMax: number,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  let at = parseAddress(address);
  let from = here;
  for (let asked = 0; asked <= redirectsMax; ) {
    const response = await request(at, from, { authorities, quietMsMax, signal });
    const status = response.statusCode ?? 0;
    if (status === 200 || (status === 206 && from > 0)) return response;
    response.destroy();
    if (status === 416 && from > 0) {
      // There is no such rest: what is here is not the beginning of that file.
      rmSync(partPath, { force: true });
      from = 0;
    } else if (redirects.includes(status)) {
      at = parseAddress(response.headers.location ?? '', at);
      asked++;
    } else throw new OutisError('download-failed', `the server answers ${status}`);
  }
  throw new OutisError('download-refused', `more than ${redirectsMax} redirects`);
}

function request(
  at: URL,
  from: number,
  {
    authorities,
    quietMsMax,
    signal,
  }: {
    readonly authorities: string | undefined;
    readonly quietMsMax: number;
    readonly signal: AbortSignal;
  },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = get(
      at,
      {
        agent: false,
        signal,
        headers: { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) },
        ...(authorities === undefined ? {} : { ca: authorities }),
      },
      resolve,
    );
    asking.setTimeout(quietMsMax, () => {
      asking.destroy(new OutisError('download-failed', `nothing has come for ${quietMsMax / 1000} s`));
    });
    asking.on('error', reject);
  });
}

/** The first byte that a partial answer holds; NaN where it does not say. */
function firstByte({ headers }: IncomingMessage): number {
  return Number(/^bytes (\d+)-\d+\/(?:\d+|\*)$/.exec(headers['content-range'] ?? '')?.[1] ?? Number.NaN);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function asProblem(error: unknown, signal: AbortSignal): OutisError {
  if (error instanceof OutisError) return error;
  const { code, cause } = error as { readonly code?: string; readonly cause?: unknown };
  if (cause instanceof OutisError) return cause;
  if (code === 'ENOSPC') return new OutisError('store-full', '', { cause: error });
  const why = signal.aborted ? 'it took too long' : code === 'ECONNRESET' ? 'the connection broke' : code;
  return new OutisError('download-failed', why ?? 'the connection broke', { cause: error });
}
