import type { ServerResponse } from 'node:http';
import { type SceneBackgroundJson, type SceneMessage, scenePauseAfterMs } from '@outis/core';
import type { Note } from '../audit/log-entry.ts';
import type { Site } from '../pipeline/site.ts';
import { safeHeaders } from './guard.ts';

/**
 * A reader that is this far behind with what happens now is dropped: a live scene has no use for old messages. The picture of
 * the background may wait besides, once.
 */
const unsentBytesMax = 64 * 1024;
const heartbeatMs = 10_000;
/** How soon a stream ends whose reader may not watch any more. */
const checkMs = 1_000;

export interface SceneStreamOptions {
  readonly site: Site;
  readonly cameraId: string;
  readonly response: ServerResponse;
  /** As in the log. */
  readonly actor: string;
  readonly note: Note;
  /** False as soon as the reader has signed out or lost the role. */
  readonly mayWatch: () => boolean;
  readonly pauseAfterMs?: number;
}

/**
 * Sends the live scene of a site-safety camera as server-sent events until the reader leaves, or for ten minutes; the log
 * holds from when to when. What is known of the background comes first, then what changes of it. Throws `purpose-refused` before anything is sent for a street camera.
 */
export function streamScene(options: SceneStreamOptions): void {
  const { site, cameraId, response, actor, note, mayWatch, pauseAfterMs = scenePauseAfterMs } = options;
  const camera = site.camera(cameraId);
  const send = (text: string): void => {
    if (response.writableLength > unsentBytesMax + camera.background.bytesMax) response.destroy();
    else response.write(text);
  };
  const sendEvent = (event: string, data: SceneMessage | SceneBackgroundJson): void =>
    send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const leave = camera.onScene(
    (message) => sendEvent('scene', message),
    (background) => sendEvent('background', background),
  );
  const fromMs = site.nowMs();
  try {
    note({ actor, action: 'scene.opened', subject: cameraId, detail: { fromMs } });
  } catch (error) {
    // What cannot be written down is not shown.
    leave();
    throw error;
  }
  const beganMs = performance.now();
  response.writeHead(200, {
    ...safeHeaders,
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': outis\n\n');
  for (const part of camera.background.whole()) sendEvent('background', part);
  const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs);
  const check = setInterval(() => {
    if (!isCurrent(site, cameraId, camera) || !mayWatch()) response.end();
  }, checkMs);
  const pause = setTimeout(() => {
    send('event: paused\ndata: {}\n\n');
    response.end();
  }, pauseAfterMs);
  response.on('close', () => {
    clearInterval(heartbeat);
    clearInterval(check);
    clearTimeout(pause);
    leave();
    for (const write of [
      () => site.addWatched(cameraId, performance.now() - beganMs),
      () =>
        note({ actor, action: 'scene.closed', subject: cameraId, detail: { fromMs, toMs: site.nowMs() } }),
    ]) {
      try {
        write();
      } catch {
        // The store tells of its own problem on the page; a reader who leaves cannot be told.
      }
    }
  });
}

/** False when the camera was removed, or goes on with other settings: its reader asks anew. */
function isCurrent(site: Site, cameraId: string, camera: ReturnType<Site['camera']>): boolean {
  try {
    return site.camera(cameraId) === camera;
  } catch {
    return false;
  }
}
