import type { Detection } from '../detection/detection.ts';
import type { ObjectClass } from '../detection/object-class.ts';

/** The largest message of another system that is looked at, bytes. */
export const foreignBytesMax: number = 256 * 1024;
/** The deepest nesting of brackets and braces in one. */
export const foreignDepthMax = 32;

/** Why a message of another system is refused. The words are ours: none of it is repeated. */
export const foreignRefusals = [
  'too-large',
  'not-utf8',
  'too-deep',
  'not-json',
  'not-its-format',
  'too-many',
] as const;
export type ForeignRefusal = (typeof foreignRefusals)[number];

/** A value that was read, or why it was not. */
export type ForeignJson =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly why: ForeignRefusal };

const [openBrace, closeBrace, openBracket, closeBracket, quote, backslash] = [
  0x7b, 0x7d, 0x5b, 0x5d, 0x22, 0x5c,
];

/**
 * Reads JSON that anybody may have written. Size and nesting are measured on the bytes, before anything is made of them.
 * `decode` turns UTF-8 into text and throws where it is not; what it and the parser throw is dropped, as it repeats the input.
 */
export function readForeignJson(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): ForeignJson {
  const refused = (why: ForeignRefusal): ForeignJson => ({ kind: 'refused', why });
  if (bytes.length > foreignBytesMax) return refused('too-large');
  if (isTooDeep(bytes)) return refused('too-deep');
  let text: string;
  try {
    text = decode(bytes);
  } catch {
    return refused('not-utf8');
  }
  try {
    return { kind: 'value', value: JSON.parse(text) };
  } catch {
    return refused('not-json');
  }
}

/** Brackets outside of texts; bytes of UTF-8 beyond ASCII are never taken for one. */
function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (inText) {
      if (byte === backslash) i++;
      else if (byte === quote) inText = false;
    } else if (byte === quote) inText = true;
    else if (byte === openBrace || byte === openBracket) {
      if (++depth > foreignDepthMax) return true;
    } else if (byte === closeBrace || byte === closeBracket) depth--;
  }
  return false;
}

/** What an object itself has under a key; undefined for anything else, also for what it inherits. */
export function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

/** The parts of a list, the one part where it stands alone, none where there is nothing. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

const decimal = /^[+-]?\d{1,15}(\.\d{0,20})?([eE][+-]?\d{1,2})?$/;

/** A finite number, also one that is written as text; null for anything else. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && decimal.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A score from 0 to 1; null for anything else. */
export function scoreOf(value: unknown): number | null {
  const score = numberOf(value);
  return score !== null && score >= 0 && score <= 1 ? score : null;
}

const moment = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))?$/;

/** Epoch ms of a time as XML Schema and ISO 8601 write it, UTC where it names no zone; null for anything else. */
export function epochMsOf(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const parts = moment.exec(value);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const fractionMs = parts[7] === undefined ? 0 : Number(`0.${parts[7]}`) * 1000;
  const offsetMs =
    parts[8] === undefined
      ? 0
      : (parts[8] === '-' ? -1 : 1) * (Number(parts[9]) * 60 + Number(parts[10])) * 60_000;
  return Date.UTC(year, month - 1, day, hour, minute, second) + fractionMs - offsetMs;
}

/** A detection of corners in fractions of the picture, cut off at its edges; null where nothing of it is left. */
export function foreignDetection(
  name: ObjectClass,
  score: number,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
): Detection | null {
  const [left, top, right, bottom] = [x1, y1, x2, y2].map((side) => Math.min(1, Math.max(0, side))) as [
    number,
    number,
    number,
    number,
  ];
  if (!(right > left && bottom > top)) return null;
  return { class: name, score, box: { left, top, width: right - left, height: bottom - top } };
}

/** The class of a word in any case; null for a word that has none. Inherited names have none. */
export function classOf(classes: ReadonlyMap<string, ObjectClass>, word: unknown): ObjectClass | null {
  if (typeof word !== 'string' || word.length > 60) return null;
  return classes.get(word.trim().toLowerCase().replaceAll(/[ _]/g, '-')) ?? null;
}
