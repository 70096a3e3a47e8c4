import type { SceneBackgroundJson, SceneMessage } from '@outis/core';
import { readBackground } from '../background/known-background.ts';

/** How the live scene is doing. `quiet`: connected, and nothing has come for a while. */
export type StreamState = 'connecting' | 'live' | 'quiet' | 'paused' | 'lost';

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
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const expectNews = () => {
    clearTimeout(timer);
    timer = setTimeout(() => listener.onState('quiet'), quietAfterMs);
  };
  const open = () => {
    listener.onState('connecting');
    source = new EventSource(path);
    source.onopen = expectNews;
    source.addEventListener('scene', (event) => {
      const message = readScene(event.data);
      if (message === null) return;
      expectNews();
      listener.onState('live');
      listener.onScene(message);
    });
    source.addEventListener('background', (event) => {
      const message = readBackground(event.data);
      if (message !== null) listener.onBackground(message);
    });
    source.addEventListener('paused', () => {
      close();
      listener.onState('paused');
    });
    source.onerror = () => {
      // The browser's own retry is too quick for an edge that has just been switched off.
      close();
      listener.onState('lost');
      timer = setTimeout(open, retryAfterMs);
    };
  };
  open();
  return close;
}

function readScene(data: unknown): SceneMessage | null {
  try {
    const message = JSON.parse(String(data)) as SceneMessage;
    return Number.isFinite(message.tMs) && Array.isArray(message.objects) ? message : null;
  } catch {
    return null;
  }
}
