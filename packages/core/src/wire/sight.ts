import { type Detection, detectionsPerFrameMax } from '../detection/detection.ts';
import { isObjectClass, type ObjectClass, objectClasses } from '../detection/object-class.ts';
import { isErrorCode } from '../error/error.ts';
import type { ErrorCode } from '../error/error-codes.ts';
import type { FrameSize } from '../geometry/box.ts';
import {
  type AimCommand,
  type AimView,
  type ApproveCommand,
  type BackgroundStart,
  type BackgroundState,
  type BackgroundUpdate,
  parseAimCommand,
  parseAimView,
  parseApproveCommand,
  parseBackgroundStart,
  parseBackgroundState,
  parseBackgroundUpdate,
} from './background.ts';
import { count, list, number, record, text, WireError } from './parse.ts';

/** The longest message that may pass between edge and sight, in bytes of JSON. */
export const sightMessageBytesMax: number = 256 * 1024;

/** Largest width or height of an analysed picture, px. */
export const analysisSidePxMax = 2048;

/**
 * How sight tells time. `file`: tMs = frame index × 1000 / decodeFps, every frame is analysed and none dropped.
 * `live`: tMs = epoch ms at arrival, and when sight is late the oldest frame is dropped.
 */
export type ClockMode = 'file' | 'live';

/** edge → sight, once, before the first frame. */
export interface SightStart {
  readonly kind: 'start';
  readonly clock: ClockMode;
  readonly frame: FrameSize;
  readonly decodeFps: number;
  readonly analyseFps: number;
  /** Null where none is learned: a street camera, or one that is told not to. */
  readonly background: BackgroundStart | null;
  /** True where helmets, bare heads and vests may be told, too: on a site. Elsewhere they stay behind the wall. */
  readonly wornParts?: true;
}

/** sight → edge: the model is loaded, the wall holds, frames may come. */
export interface SightReady {
  readonly kind: 'ready';
  readonly modelName: string;
  readonly modelLicence: string;
  readonly classes: readonly ObjectClass[];
  readonly thresholds: { readonly low: number; readonly high: number };
  /** What the model takes, so that the decoder can scale to it and nothing is scaled twice. */
  readonly input: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly fit: 'letterbox' | 'stretch';
  };
}

/** sight → edge: what was detected in one frame; boxes in fractions of the picture. */
export interface Observation {
  readonly kind: 'observation';
  readonly tMs: number;
  readonly frameIndex: number;
  readonly detections: readonly Detection[];
}

/** sight → edge, once a second: how the pipe is doing. Nothing in it depends on what is seen. */
export interface SightHealth {
  readonly kind: 'health';
  readonly framesDecoded: number;
  readonly framesAnalysed: number;
  readonly framesDropped: number;
  /** Mean time of a detection since the last health message, ms; null when there was none. */
  readonly detectMs: number | null;
}

/** sight → edge: the stream has ended; the last message. */
export interface SightEnded {
  readonly kind: 'ended';
  readonly framesDecoded: number;
  readonly framesAnalysed: number;
  /** Bytes after the last whole frame: not 0 when the decoder was cut off. */
  readonly bytesLeft: number;
}

/** sight → edge: it refuses to go on. The detail names a configuration value, never anything seen. */
export interface SightFailed {
  readonly kind: 'failed';
  readonly code: ErrorCode;
  readonly detail: string;
}

export type SightMessage =
  | SightReady
  | Observation
  | SightHealth
  | SightEnded
  | SightFailed
  | BackgroundUpdate
  | BackgroundState
  | AimView;

/** edge → sight: `start` first and once, then, where a background is learned, its state. */
export type SightCommand = SightStart | BackgroundState | AimCommand | ApproveCommand;

/** Parses a message from edge to sight. Throws {@link WireError} on anything else, unknown keys included. */
export function parseSightCommand(value: unknown): SightCommand {
  switch (kindOf(value)) {
    case 'start':
      return parseSightStart(value);
    case 'background-state':
      return parseBackgroundState(value);
    case 'aim':
      return parseAimCommand(value);
    case 'approve':
      return parseApproveCommand(value);
    default:
      throw new WireError('unknown kind of message');
  }
}

/** Parses the first message from edge to sight. Throws {@link WireError}. */
export function parseSightStart(value: unknown): SightStart {
  const keys = ['kind', 'clock', 'frame', 'decodeFps', 'analyseFps', 'background'];
  const hasWornParts = typeof value === 'object' && value !== null && 'wornParts' in value;
  const fields = record(value, hasWornParts ? [...keys, 'wornParts'] : keys);
  if (hasWornParts && fields['wornParts'] !== true) throw new WireError('wornParts must be true or left out');
  if (fields['kind'] !== 'start') throw new WireError('kind must be start');
  const clock = fields['clock'];
  if (clock !== 'file' && clock !== 'live') throw new WireError('clock must be file or live');
  const frame = record(fields['frame'], ['widthPx', 'heightPx']);
  const decodeFps = number(fields['decodeFps'], 'decodeFps', 0.1, 120);
  return {
    kind: 'start',
    clock,
    frame: {
      widthPx: evenSide(frame['widthPx'], 'widthPx'),
      heightPx: evenSide(frame['heightPx'], 'heightPx'),
    },
    decodeFps,
    analyseFps: number(fields['analyseFps'], 'analyseFps', 0.1, decodeFps),
    background: parseBackgroundStart(fields['background']),
    ...(hasWornParts ? { wornParts: true } : {}),
  };
}

/** Parses a message from sight to edge. Throws {@link WireError} on anything else, unknown keys included. */
export function parseSightMessage(value: unknown): SightMessage {
  const kind = kindOf(value);
  switch (kind) {
    case 'observation':
      return parseObservation(value);
    case 'health': {
      const fields = record(value, ['kind', 'framesDecoded', 'framesAnalysed', 'framesDropped', 'detectMs']);
      const detectMs = fields['detectMs'];
      return {
        kind,
        framesDecoded: count(fields['framesDecoded'], 'framesDecoded'),
        framesAnalysed: count(fields['framesAnalysed'], 'framesAnalysed'),
        framesDropped: count(fields['framesDropped'], 'framesDropped'),
        detectMs: detectMs === null ? null : number(detectMs, 'detectMs', 0, 3_600_000),
      };
    }
    case 'ready':
      return parseReady(value);
    case 'ended': {
      const fields = record(value, ['kind', 'framesDecoded', 'framesAnalysed', 'bytesLeft']);
      return {
        kind,
        framesDecoded: count(fields['framesDecoded'], 'framesDecoded'),
        framesAnalysed: count(fields['framesAnalysed'], 'framesAnalysed'),
        bytesLeft: count(fields['bytesLeft'], 'bytesLeft'),
      };
    }
    case 'failed': {
      const fields = record(value, ['kind', 'code', 'detail']);
      if (!isErrorCode(fields['code'])) throw new WireError('code is not in the error table');
      return { kind, code: fields['code'], detail: text(fields['detail'], 'detail', 500) };
    }
    case 'background':
      return parseBackgroundUpdate(value);
    case 'background-state':
      return parseBackgroundState(value);
    case 'aim':
      return parseAimView(value);
    default:
      throw new WireError('unknown kind of message');
  }
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['kind'] : undefined;
}

function parseObservation(value: unknown): Observation {
  const fields = record(value, ['kind', 'tMs', 'frameIndex', 'detections']);
  return {
    kind: 'observation',
    tMs: number(fields['tMs'], 'tMs', 0, Number.MAX_SAFE_INTEGER),
    frameIndex: count(fields['frameIndex'], 'frameIndex'),
    detections: list(fields['detections'], 'detections', detectionsPerFrameMax, parseDetection),
  };
}

function parseDetection(value: unknown): Detection {
  const fields = record(value, ['class', 'score', 'box']);
  const objectClass = fields['class'];
  if (!isObjectClass(objectClass)) throw new WireError('class is not in the vocabulary');
  const box = record(fields['box'], ['left', 'top', 'width', 'height']);
  return {
    class: objectClass,
    score: number(fields['score'], 'score', 0, 1),
    box: {
      left: number(box['left'], 'left', 0, 1),
      top: number(box['top'], 'top', 0, 1),
      width: number(box['width'], 'width', 0, 1),
      height: number(box['height'], 'height', 0, 1),
    },
  };
}

function parseReady(value: unknown): SightReady {
  const fields = record(value, ['kind', 'modelName', 'modelLicence', 'classes', 'thresholds', 'input']);
  const classes = fields['classes'];
  if (!Array.isArray(classes) || classes.length > objectClasses.length || !classes.every(isObjectClass))
    throw new WireError('classes must be in the vocabulary');
  const thresholds = record(fields['thresholds'], ['low', 'high']);
  const input = record(fields['input'], ['widthPx', 'heightPx', 'fit']);
  const low = number(thresholds['low'], 'low', 0, 1);
  const fit = input['fit'];
  if (fit !== 'letterbox' && fit !== 'stretch') throw new WireError('fit must be letterbox or stretch');
  return {
    kind: 'ready',
    modelName: text(fields['modelName'], 'modelName', 200),
    modelLicence: text(fields['modelLicence'], 'modelLicence', 200),
    classes,
    thresholds: { low, high: number(thresholds['high'], 'high', low, 1) },
    input: {
      widthPx: number(input['widthPx'], 'widthPx', 32, 2048),
      heightPx: number(input['heightPx'], 'heightPx', 32, 2048),
      fit,
    },
  };
}

function evenSide(value: unknown, name: string): number {
  const side = count(value, name);
  if (side < 16 || side > analysisSidePxMax || side % 2 !== 0)
    throw new WireError(`${name} must be even, 16 to ${analysisSidePxMax}`);
  return side;
}
