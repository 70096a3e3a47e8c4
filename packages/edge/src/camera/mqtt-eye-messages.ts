import {
  type Box,
  type Detection,
  detectionsPerFrameMax,
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

/** Two boxes of a class that share this much, of which one is newer, are one object that has moved a little. */
const sameIou = 0.3;

/** Detections with newer ones, which take the place of those of their class that they cover. Bounded; the oldest go. */
export function withNewer(
  group: readonly Detection[],
  newer: readonly Detection[],
  lengthMax: number,
): readonly Detection[] {
  const kept = group.filter((old) => !newer.some((one) => isMovedTo(old, one)));
  return [...kept, ...newer].slice(-lengthMax);
}

function isMovedTo(old: Detection, newer: Detection): boolean {
  return newer.class === old.class && iou(newer.box, old.box) >= sameIou;
}

/** Frigate tells of every object at least once a minute; what it has not told of for longer has been missed. */
const heldMsMax = 65_000;
/** An object that has not been told anew for so long stands; until then the tracker lets it go on as it went. */
const standsMs = 1_000;

interface Held {
  readonly detection: Detection;
  readonly toldMs: number;
  /** Not given out yet. */
  readonly isNew: boolean;
}

/**
 * What a system that tells changes alone has in view: each detection holds until the same object is told anew or has
 * ended. Which one that is, is known by the box that was told before; there are no ids. Bounded in number and in time.
 */
export class HeldDetections {
  #held: readonly Held[] = [];

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  /** Takes what a message told; `replaces` is the box that no longer holds. */
  take(newer: readonly Detection[], replaces: Box | null, nowMs: number): void {
    const gone = this.#held.findIndex(({ detection: { box } }) => replaces !== null && isSame(box, replaces));
    const rest = this.#held.filter((_, index) => index !== gone);
    // Where the box of before is not known, a message was missed, or it is the first: then who is covered has moved.
    const kept =
      gone >= 0 ? rest : rest.filter(({ detection }) => !newer.some((one) => isMovedTo(detection, one)));
    const told = newer.map((detection) => ({ detection, toldMs: nowMs, isNew: true }));
    this.#held = [...kept, ...told].slice(-detectionsPerFrameMax);
  }

  /** What was told since it was asked last, and what has not been told anew for so long that it must stand. */
  now(nowMs: number): readonly Detection[] {
    const held = this.#held.filter(({ toldMs }) => nowMs - toldMs <= heldMsMax);
    this.#held = held.map((one) => (one.isNew ? { ...one, isNew: false } : one));
    return held
      .filter(({ toldMs, isNew }) => isNew || nowMs - toldMs >= standsMs)
      .map(({ detection }) => detection);
  }

  clear(): void {
    this.#held = [];
  }
}

function isSame(a: Box, b: Box): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}
