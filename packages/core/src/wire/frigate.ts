import type { ObjectClass } from '../detection/object-class.ts';
import type { FrameSize } from '../geometry/box.ts';
import type { ForeignMessage } from './external.ts';
import { classOf, foreignDetection, numberOf, own, readForeignJson, scoreOf } from './external-json.ts';

/** Which of Frigate's cameras, and the size of the pictures in which it detects (`detect.width`, `detect.height`). */
export interface FrigateCamera {
  readonly camera: string;
  readonly frame: FrameSize;
}

/** Labels of Frigate's own models and of those that people add; what is not here has no class of ours. */
const classes: ReadonlyMap<string, ObjectClass> = new Map<string, ObjectClass>([
  ['person', 'person'],
  ['bicycle', 'bicycle'],
  ['motorcycle', 'motorcycle'],
  ['motorbike', 'motorcycle'],
  ['car', 'car'],
  ['bus', 'bus'],
  ['school-bus', 'bus'],
  ['truck', 'truck'],
  ['garbage-truck', 'truck'],
  ['helmet', 'helmet'],
  ['hardhat', 'helmet'],
  ['hard-hat', 'helmet'],
  ['bare-head', 'bare-head'],
  ['no-helmet', 'bare-head'],
  ['no-hardhat', 'bare-head'],
  ['vest', 'vest'],
  ['safety-vest', 'vest'],
]);

/** Epoch seconds beyond the year 5000 are none. */
const timeSMax = 1e11;

/**
 * A message of Frigate's topic `<prefix>/events` (docs.frigate.video/integrations/mqtt): one object as it is now stands under
 * `after`. Of it are read: camera, label, score, box, frame_time and whether it is one at all. Its id, names, plates,
 * attributes, pictures, zones and path are not. Under `before` stands what was told of the same object last: of that the box
 * alone, which tells without any id what no longer holds. The end of an object has no detection.
 */
export function parseFrigateEvent(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => string,
  { camera, frame }: FrigateCamera,
): ForeignMessage {
  const json = readForeignJson(bytes, decode);
  if (json.kind === 'refused') return json;
  const type = own(json.value, 'type');
  const after = own(json.value, 'after');
  const name = own(after, 'camera');
  if ((type !== 'new' && type !== 'update' && type !== 'end') || typeof name !== 'string')
    return { kind: 'refused', why: 'not-its-format' };
  if (name !== camera || own(after, 'false_positive') === true) return { kind: 'other' };
  const corners = cornersOf(own(after, 'box'), frame);
  const score = scoreOf(own(after, 'score'));
  const frameTimeS = numberOf(own(after, 'frame_time'));
  if (corners === null || score === null) return { kind: 'refused', why: 'not-its-format' };
  const before = cornersOf(own(own(json.value, 'before'), 'box'), frame);
  const replaces = before === null ? null : (foreignDetection('person', 1, before)?.box ?? null);
  if (type === 'end') return { kind: 'frame', ownMs: null, detections: [], replaces, dropped: 0 };
  const objectClass = classOf(classes, own(after, 'label'));
  const detection = objectClass === null ? null : foreignDetection(objectClass, score, corners);
  return {
    kind: 'frame',
    ownMs: frameTimeS === null || Math.abs(frameTimeS) > timeSMax ? null : frameTimeS * 1000,
    detections: detection === null ? [] : [detection],
    replaces,
    dropped: detection === null ? 1 : 0,
  };
}

/** `[x1, y1, x2, y2]` in px of the picture in which it detects, as fractions. */
function cornersOf(
  box: unknown,
  { widthPx, heightPx }: FrameSize,
): readonly [number, number, number, number] | null {
  if (!Array.isArray(box) || box.length !== 4) return null;
  const [x1, y1, x2, y2] = box.map((side) => (typeof side === 'number' ? numberOf(side) : null));
  if (x1 == null || y1 == null || x2 == null || y2 == null) return null;
  return [x1 / widthPx, y1 / heightPx, x2 / widthPx, y2 / heightPx];
}
