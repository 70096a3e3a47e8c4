import type { ServerResponse } from 'node:http';
import { scenePauseAfterMs } from '@outis/core';
import type { Note } from '../audit/log-entry.ts';
import type { Site } from '../pipeline/site.ts';
import { EventStream } from './event-stream.ts';

/**
 * A reader that is this far behind with what happens now is dropped: a live scene has no use for old messages. The picture of
 * the background may wait besides, once.
 */
const unsentBytesMax = 64 * 1024;

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
 * holds from when to when. What is known of the background comes first, then what changes of it. Throws `purpose-refused`
 * before anything is sent for a street camera, and `camera-paused`.
 */
export function streamScene(options: SceneStreamOptions): void {
  const { site, cameraId, response, actor, note, mayWatch, pauseAfterMs = scenePauseAfterMs } = options;
  const camera = site.camera(cameraId);
  let stream: EventStream | null = null;
  const leave = camera.onScene(
    (message) => stream?.send('scene', message),
    (background) => stream?.send('background', background),
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
  const pause = setTimeout(() => stream?.end('paused'), pauseAfterMs);
  // Whoever watches is told that the camera is closed; what was drawn of it is over.
  const unhear = site.onPauseChange((id, isPaused) => {
    if (isPaused && id === cameraId) stream?.end('camera-paused');
  });
  stream = new EventStream({
    response,
    unsentBytesMax: () => unsentBytesMax + camera.background.bytesMax,
    mayLook: () => isCurrent(site, cameraId, camera) && mayWatch(),
    onClosed: () => {
      clearTimeout(pause);
      unhear();
      leave();
      const toMs = site.nowMs();
      for (const write of [
        () => site.addWatched(cameraId, performance.now() - beganMs),
        () => note({ actor, action: 'scene.closed', subject: cameraId, detail: { fromMs, toMs } }),
      ]) {
        try {
          write();
        } catch {
          // The store tells of its own problem on the page; a reader who leaves cannot be told.
        }
      }
    },
  });
  for (const part of camera.background.whole()) stream.send('background', part);
}

/** False when the camera was removed, or goes on with other settings: its reader asks anew. */
export function isCurrent(site: Site, cameraId: string, camera: ReturnType<Site['camera']>): boolean {
  try {
    return site.camera(cameraId) === camera;
  } catch {
    return false;
  }
}
