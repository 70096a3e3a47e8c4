import { type Detection, detectionsPerFrameMax } from '../detection/detection.ts';
import type { ObjectClass } from '../detection/object-class.ts';
import type { ForeignMessage } from './external.ts';
import {
  classOf,
  epochMsOf,
  foreignDetection,
  listOf,
  numberOf,
  own,
  readForeignJson,
  scoreOf,
} from './external-json.ts';

/** Types of `tt:ObjectType` and `tt:VehicleType`, with words that cameras add; a face or a plate has no class of ours. */
const classes: ReadonlyMap<string, ObjectClass> = new Map<string, ObjectClass>([
  ['human', 'person'],
  ['humanbody', 'person'],
  ['person', 'person'],
  ['bicycle', 'bicycle'],
  ['bike', 'bicycle'],
  ['motorcycle', 'motorcycle'],
  ['motorbike', 'motorcycle'],
  ['car', 'car'],
  ['bus', 'bus'],
  ['truck', 'truck'],
  ['helmet', 'helmet'],
  ['vest', 'vest'],
]);
/** A vehicle of which no finer type is told is taken for the commonest one. */
const plainVehicle = /^vehic(le|al)$/i;
/** Where a camera tells no likelihood, it has decided by itself: trusted, and less than one that says it is sure. */
const scoreUntold = 0.6;

/** `p' = scale * p + translate`, per axis. */
interface Placing {
  readonly scale: readonly [number, number];
  readonly translate: readonly [number, number];
}

/**
 * A message of ONVIF metadata in JSON over MQTT (Analytics Service Specification, "ONVIF Metadata in JSON over MQTT", topic
 * `<prefix>/onvif-mj/VideoAnalytics/<profile>/<module>`): `{"Frame": [{"@UtcTime", "Transformation", "Object": [...]}]}`,
 * attributes with an `@`, numbers also as text. Of an object are read its bounding box and its types with their likelihoods.
 * Coordinates are -1 to 1 with y up, after the transformations of frame and appearance. Of several frames the last holds.
 */
export function parseOnvifMetadata(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): ForeignMessage {
  const json = readForeignJson(bytes, decode);
  if (json.kind === 'refused') return json;
  const frames = listOf(own(json.value, 'Frame'));
  const frame = frames.at(-1);
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame))
    return { kind: 'refused', why: 'not-its-format' };
  const objects = listOf(own(frame, 'Object'));
  if (objects.length > detectionsPerFrameMax) return { kind: 'refused', why: 'too-many' };
  const placing = placingOf(own(frame, 'Transformation'));
  const detections = objects.map((object) => (placing === null ? null : detectionOf(object, placing)));
  return frameOf(epochMsOf(own(frame, '@UtcTime')), detections);
}

/**
 * A message of Axis' topic `com.axis.analytics_scene_description.v0.beta` (developer.axis.com, Analytics Data Format, beta):
 * `{"frame": {"timestamp", "observations": [{"bounding_box", "class": {"type", "score"}}]}}`, fractions of the picture, y
 * down; the older wrapping in `data` is read too. Colours, pictures, ids and operations are not read.
 */
export function parseAxisFrame(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): ForeignMessage {
  const json = readForeignJson(bytes, decode);
  if (json.kind === 'refused') return json;
  const frame = own(json.value, 'frame') ?? own(own(json.value, 'data'), 'frame');
  const observations = own(frame, 'observations');
  if (!Array.isArray(observations)) return { kind: 'refused', why: 'not-its-format' };
  if (observations.length > detectionsPerFrameMax) return { kind: 'refused', why: 'too-many' };
  const detections = observations.map((observation: unknown) => {
    const described = own(observation, 'class');
    const type = own(described, 'type');
    const name = classOf(classes, type) ?? (isPlainVehicle(type) ? 'car' : null);
    const box = own(observation, 'bounding_box');
    const sides = ['left', 'top', 'right', 'bottom'].map((side) => numberOf(own(box, side)));
    const [left, top, right, bottom] = sides;
    if (name === null || left == null || top == null || right == null || bottom == null) return null;
    return foreignDetection(name, scoreOf(own(described, 'score')) ?? scoreUntold, [
      left,
      top,
      right,
      bottom,
    ]);
  });
  return frameOf(epochMsOf(own(frame, 'timestamp')), detections);
}

function frameOf(ownMs: number | null, parsed: readonly (Detection | null)[]): ForeignMessage {
  const detections = parsed.filter((detection) => detection !== null);
  return { kind: 'frame', ownMs, detections, dropped: parsed.length - detections.length };
}

function detectionOf(object: unknown, outer: Placing): Detection | null {
  const appearance = own(object, 'Appearance');
  const inner = placingOf(own(appearance, 'Transformation'));
  const best = typeOf(appearance);
  const box = own(own(appearance, 'Shape'), 'BoundingBox');
  const [left, top, right, bottom] = ['@left', '@top', '@right', '@bottom'].map((side) =>
    numberOf(own(box, side)),
  );
  if (inner === null || best === null) return null;
  if (left == null || top == null || right == null || bottom == null) return null;
  const place = (value: number, axis: 0 | 1): number => {
    const within = inner.scale[axis] * value + inner.translate[axis];
    return outer.scale[axis] * within + outer.translate[axis];
  };
  const x = [left, right].map((value) => (place(value, 0) + 1) / 2);
  const y = [top, bottom].map((value) => (1 - place(value, 1)) / 2);
  if (![...x, ...y].every(Number.isFinite)) return null;
  return foreignDetection(best.name, best.score, [
    Math.min(...x),
    Math.min(...y),
    Math.max(...x),
    Math.max(...y),
  ]);
}

/** Without one nothing moves; null for one that is broken, whose boxes would stand anywhere. */
function placingOf(transformation: unknown): Placing | null {
  if (transformation === undefined || transformation === null) return { scale: [1, 1], translate: [0, 0] };
  const pair = (node: unknown, otherwise: number): readonly [number, number] | null => {
    if (node === undefined || node === null) return [otherwise, otherwise];
    const [x, y] = [numberOf(own(node, '@x')), numberOf(own(node, '@y'))];
    return x === null || y === null ? null : [x, y];
  };
  const scale = pair(own(transformation, 'Scale'), 1);
  const translate = pair(own(transformation, 'Translate'), 0);
  return scale === null || translate === null ? null : { scale, translate };
}

/** The likeliest type that has a class; that it is a vehicle says something only where nothing finer is told. */
function typeOf(appearance: unknown): { readonly name: ObjectClass; readonly score: number } | null {
  const described = own(appearance, 'Class');
  // The specification's own example has the type in `Class` itself; its schema has a list `Type` within.
  const types = [
    ...listOf(own(described, 'Type')),
    ...(own(described, '#text') === undefined ? [] : [described]),
  ];
  const vehicles = listOf(own(appearance, 'VehicleInfo')).map((info) => own(info, 'Type'));
  let best: { readonly name: ObjectClass; readonly score: number } | null = null;
  let vehicleScore: number | null = null;
  for (const type of [...types, ...vehicles].slice(0, 20)) {
    const word = typeof type === 'string' ? type : own(type, '#text');
    const score = scoreOf(own(type, '@Likelihood')) ?? scoreUntold;
    const name = classOf(classes, word);
    if (name !== null && (best === null || score > best.score)) best = { name, score };
    if (isPlainVehicle(word)) vehicleScore = Math.max(vehicleScore ?? 0, score);
  }
  return best ?? (vehicleScore === null ? null : { name: 'car', score: vehicleScore });
}

function isPlainVehicle(word: unknown): boolean {
  return typeof word === 'string' && word.length <= 20 && plainVehicle.test(word.trim());
}
