import type { ServerResponse } from 'node:http';
import { type SceneMessage, scenePauseAfterMs } from '@outis/core';
import type { Site } from '../pipeline/site.ts';
import { safeHeaders } from './guard.ts';

/** A reader that is this far behind is dropped: a live scene has no use for old messages. */
const unsentBytesMax = 64 * 1024;
const heartbeatMs = 10_000;

/**
 * Sends the live scene of a site-safety camera as server-sent events until the reader leaves, or for ten minutes.
 * Throws `purpose-refused` before anything is sent for a street camera.
 */
export function streamScene(
  site: Site,
  cameraId: string,
  response: ServerResponse,
  pauseAfterMs: number = scenePauseAfterMs,
): void {
  const send = (text: string): void => {
    if (response.writableLength > unsentBytesMax) response.destroy();
    else response.write(text);
  };
  const leave = site
    .camera(cameraId)
    .onScene((message: SceneMessage) => send(`event: scene\ndata: ${JSON.stringify(message)}\n\n`));
  const beganMs = performance.now();
  response.writeHead(200, {
    ...safeHeaders,
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': outis\n\n');
  const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs);
  const pause = setTimeout(() => {
    send('event: paused\ndata: {}\n\n');
    response.end();
  }, pauseAfterMs);
  response.on('close', () => {
    clearInterval(heartbeat);
    clearTimeout(pause);
    leave();
    try {
      site.addWatched(cameraId, performance.now() - beganMs);
    } catch {
      // The store tells of its own problem on the page; a reader who leaves cannot be told.
    }
  });
}
