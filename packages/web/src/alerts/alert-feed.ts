import type { AlertEventJson, AlertJson } from '@outis/core';
import { openEventStream } from '../api/event-stream.ts';
import { alertStreamPath } from './alert-api.ts';

/** What the feed tells whoever listens. */
export interface FeedListener {
  readonly onAlert?: (event: AlertEventJson) => void;
  /** The stream is open (again): what came in between is not in it. */
  readonly onOpen?: () => void;
  readonly onLost?: () => void;
}

const retryAfterMs = 4000;

/** The one stream of alerts of a page: open while anybody listens, also where the page is not looked at. */
export class AlertFeed {
  readonly #listeners = new Set<FeedListener>();
  #close: (() => void) | null = null;
  #isOpen = false;

  /** Answers the function that ends it. */
  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    if (this.#close === null) this.#open();
    else if (this.#isOpen) listener.onOpen?.();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#close?.();
      this.#close = null;
      this.#isOpen = false;
    };
  }

  #open(): void {
    this.#close = openEventStream(alertStreamPath, {
      on: {
        alert: (data) => {
          const event = readAlertEvent(data);
          if (event !== null) for (const listener of this.#listeners) listener.onAlert?.(event);
        },
      },
      onOpen: () => {
        this.#isOpen = true;
        for (const listener of this.#listeners) listener.onOpen?.();
      },
      onLost: () => {
        this.#isOpen = false;
        for (const listener of this.#listeners) listener.onLost?.();
      },
      retryAfterMs,
    });
  }
}

/** Reads an event of the stream; null for what is none. */
export function readAlertEvent(data: unknown): AlertEventJson | null {
  try {
    const event = JSON.parse(String(data)) as Partial<AlertEventJson>;
    return isAlert(event.alert) && typeof event.isRecorded === 'boolean' ? (event as AlertEventJson) : null;
  } catch {
    return null;
  }
}

function isAlert(alert: AlertJson | undefined): boolean {
  return typeof alert?.id === 'string' && typeof alert.rule === 'string' && Number.isFinite(alert.tMs);
}
