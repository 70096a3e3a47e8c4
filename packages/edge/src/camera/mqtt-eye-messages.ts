import {
  type Detection,
  type ForeignMessage,
  iou,
  parseAxisFrame,
  parseFrigateEvent,
  parseOnvifMetadata,
} from '@outis/core';
import type { ObservationsConfig } from '../config/observations-schema.ts';

/** Reads a message of the configured system; what does not fit is refused with a word of ours. */
export function foreignParser(observations: ObservationsConfig): (payload: Uint8Array) => ForeignMessage {
  const { from, camera = '', widthPx, heightPx } = observations;
  switch (from) {
    case 'frigate':
      return (payload) => parseFrigateEvent(payload, decodeUtf8, { camera, frame: { widthPx, heightPx } });
    case 'onvif':
      return (payload) => parseOnvifMetadata(payload, decodeUtf8);
    case 'axis':
      return (payload) => parseAxisFrame(payload, decodeUtf8);
    default:
      throw from satisfies never;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** What is read in one stretch of time: a flood beyond it is dropped unread. */
const stretchMs = 100;
const messagesPerStretchMax = 1_500;
const bytesPerStretchMax = 2 * 1024 * 1024;

/** Bounds what is read in a stretch of time, so that a flood costs a part of one core and no memory. */
export class ReadingBudget {
  #sinceMs = Number.NEGATIVE_INFINITY;
  #messages = 0;
  #bytes = 0;

  /** True where a message of so many bytes may be read now; it is then counted. */
  allows(bytes: number, nowMs: number): boolean {
    if (nowMs - this.#sinceMs >= stretchMs) {
      this.#sinceMs = nowMs;
      this.#messages = 0;
      this.#bytes = 0;
    }
    this.#messages++;
    this.#bytes += bytes;
    return this.#messages <= messagesPerStretchMax && this.#bytes <= bytesPerStretchMax;
  }
}

/** Two boxes of a class that share this much within one group are one object that has moved a little. */
const sameIou = 0.3;

/** A group with one more detection, which takes the place of those of its class that it covers. Bounded; the oldest go. */
export function withNewer(
  group: readonly Detection[],
  newer: readonly Detection[],
  lengthMax: number,
): readonly Detection[] {
  const kept = group.filter(
    (old) => !newer.some((one) => one.class === old.class && iou(one.box, old.box) >= sameIou),
  );
  return [...kept, ...newer].slice(-lengthMax);
}
