import type { ServerResponse } from 'node:http';
import { safeHeaders } from './guard.ts';

const heartbeatMs = 10_000;
/** How soon a stream ends whose reader may not look any more. */
const checkMs = 1_000;

export interface EventStreamOptions {
  readonly response: ServerResponse;
  /** What may wait for a slow reader, bytes; one that is further behind is dropped. */
  readonly unsentBytesMax: () => number;
  /** False as soon as the reader must not look any more. */
  readonly mayLook: () => boolean;
  /** Called once, when the reader has gone or was sent away. */
  readonly onClosed: () => void;
}

/** Server-sent events to one reader, with a sign of life every ten seconds. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #unsentBytesMax: () => number;

  constructor({ response, unsentBytesMax, mayLook, onClosed }: EventStreamOptions) {
    this.#response = response;
    this.#unsentBytesMax = unsentBytesMax;
    response.writeHead(200, {
      ...safeHeaders,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    response.write(': outis\n\n');
    const heartbeat = setInterval(() => this.#write(': still here\n\n'), heartbeatMs);
    const check = setInterval(() => {
      if (!mayLook()) response.end();
    }, checkMs);
    let isClosed = false;
    const close = (): void => {
      if (isClosed) return;
      isClosed = true;
      clearInterval(heartbeat);
      clearInterval(check);
      onClosed();
    };
    response.on('close', close);
    // A reader may have gone while it was looked up who asks: nothing tells of that any more.
    if (response.closed || response.destroyed) process.nextTick(close);
  }

  send(event: string, data: object): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Sends a last event and ends. */
  end(event: string): void {
    this.send(event, {});
    this.#response.end();
  }

  #write(text: string): void {
    if (this.#response.writableEnded) return;
    if (this.#response.writableLength > this.#unsentBytesMax()) this.#response.destroy();
    else this.#response.write(text);
  }
}
