import type { SceneBackgroundJson, SceneMessage } from '@outis/core';
import { openEventStream } from '../api/event-stream.ts';
import { readBackground } from '../background/known-background.ts';

/** How the live scene is doing. `quiet`: connected, and nothing has come for a while. `closed`: the camera is paused. */
export type StreamState = 'connecting' | 'live' | 'quiet' | 'paused' | 'closed' | 'lost';

const quietAfterMs = 5000;
const retryAfterMs = 5000;

/** What a stream tells its listener. */
export interface StreamListener {
  readonly onScene: (message: SceneMessage) => void;
  readonly onBackground: (message: SceneBackgroundJson) => void;
  readonly onState: (state: StreamState) => void;
}

/**
 * Opens the live scene and keeps it open: lost connections are tried again, a pause is not (only a person may go on).
 * Answers the function that closes it.
 */
export function openSceneStream(path: string, listener: StreamListener): () => void {
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const expectNews = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => listener.onState('quiet'), quietAfterMs);
  };
  const close = openEventStream(path, {
    on: {
      scene: (data) => {
        const message = readScene(data);
        if (message === null) return;
        expectNews();
        listener.onState('live');
        listener.onScene(message);
      },
      background: (data) => {
        const message = readBackground(data);
        if (message !== null) listener.onBackground(message);
      },
    },
    ends: {
      paused: () => {
        clearTimeout(quiet);
        listener.onState('paused');
      },
      'camera-paused': () => {
        clearTimeout(quiet);
        listener.onState('closed');
      },
    },
    onOpening: () => listener.onState('connecting'),
    onOpen: expectNews,
    onLost: () => {
      clearTimeout(quiet);
      listener.onState('lost');
    },
    retryAfterMs,
  });
  return () => {
    clearTimeout(quiet);
    close();
  };
}

function readScene(data: unknown): SceneMessage | null {
  try {
    const message = JSON.parse(String(data)) as SceneMessage;
    return Number.isFinite(message.tMs) && Array.isArray(message.objects) ? message : null;
  } catch {
    return null;
  }
}
