import { constants, inflateRawSync, inflateSync } from 'node:zlib';

/** Bytes with a name that says where they come from, such as `data/outis.db → base64`. */
export interface Trove {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const depthMax = 3;
/** Shorter runs hold no picture of anybody: 256 characters are 192 bytes. */
const base64Least = 256;
const hexLeast = 512;
const numbersLeast = 64;
const inflatedMax = 64 * 2 ** 20;
const containersMax = 400;

/** What is inside of bytes, however deep: base64, hexadecimal, lists of numbers, gzip and zlib. The bytes themselves first. */
export function unpacked(trove: Trove, depth = 0): Trove[] {
  if (depth >= depthMax) return [trove];
  return [trove, ...insideOf(trove).flatMap((inner) => unpacked(inner, depth + 1))];
}

function insideOf({ name, bytes }: Trove): Trove[] {
  const found: Trove[] = [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const take = (kind: string, inner: Uint8Array | null): void => {
    if (inner !== null && inner.length >= numbersLeast)
      found.push({ name: `${name} → ${kind}`, bytes: inner });
  };
  // Runs of one kind are joined: a picture may be spread over many strings, block by block or row by row.
  const runs = (expression: RegExp): string[] => [...text.matchAll(expression)].map(([run]) => run);
  const joined = (kind: string, parts: readonly Buffer[]): void => {
    for (const part of parts) take(kind, part);
    if (parts.length > 1) take(`${kind}, joined`, Buffer.concat(parts));
  };
  const short = runs(/[A-Za-z0-9+/_-]{24,}={0,2}/g).filter((run) => !/^[0-9a-fA-F]+$/.test(run));
  const long = short.filter((run) => run.length >= base64Least);
  joined('base64', long.slice(0, containersMax).map(fromBase64));
  if (short.length > long.length) take('base64, short ones joined', Buffer.concat(short.map(fromBase64)));
  joined(
    'hex',
    runs(new RegExp(`(?:[0-9a-fA-F]{2}){${hexLeast / 2},}`, 'g')).map((run) => Buffer.from(run, 'hex')),
  );
  joined(
    'numbers',
    runs(new RegExp(`(?:-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?[\\s,;]+){${numbersLeast},}`, 'g')).map(fromNumbers),
  );
  for (const at of placesOf(bytes, isGzip))
    take(
      'gzip',
      opened(() => inflateRawSync(bytes.subarray(behindHead(bytes, at)), limit)),
    );
  for (const at of placesOf(bytes, isZlib))
    take(
      'zlib',
      opened(() => inflateSync(bytes.subarray(at), limit)),
    );
  if (/\.zip$|\.pdf$/.test(name))
    take(
      'deflate',
      opened(() => inflateRawSync(bytes, limit)),
    );
  return found;
}

/** What is cut off, or followed by something else, is opened as far as it goes. */
const limit = { maxOutputLength: inflatedMax, finishFlush: constants.Z_SYNC_FLUSH };

function fromBase64(run: string): Buffer {
  return Buffer.from(run, /[-_]/.test(run) ? 'base64url' : 'base64');
}

/** Numbers as px: as they are where they lie from 0 to 255, else stretched to that range. */
function fromNumbers(run: string): Buffer {
  const numbers = run
    .split(/[\s,;]+/)
    .filter((each) => each !== '')
    .map(Number);
  const [least, most] = numbers.reduce(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const isByte = least >= 0 && most <= 255 && most > 1;
  const scale = isByte ? 1 : 255 / Math.max(1e-9, most - least);
  return Buffer.from(numbers.map((each) => Math.round((each - (isByte ? 0 : least)) * scale)));
}

function opened(open: () => Buffer): Buffer | null {
  try {
    return open();
  } catch {
    return null;
  }
}

/** Where the content of a gzip file begins (RFC 1952): behind a name and a comment, where it has them. */
function behindHead(bytes: Uint8Array, at: number): number {
  const flags = bytes[at + 3]!;
  let next = at + 10;
  if ((flags & 4) !== 0) next += 2 + bytes[next]! + 256 * bytes[next + 1]!;
  for (const flag of [8, 16]) if ((flags & flag) !== 0) next = bytes.indexOf(0, next) + 1;
  return (flags & 2) !== 0 ? next + 2 : next;
}

function isGzip(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

/** The two bytes at the beginning of zlib, and the first block's kind, which is never 3. */
function isZlib(bytes: Uint8Array, at: number): boolean {
  const second = bytes[at + 1];
  if (bytes[at] !== 0x78 || (second !== 0x01 && second !== 0x5e && second !== 0x9c && second !== 0xda))
    return false;
  return ((bytes[at + 2] ?? 0xff) & 6) !== 6;
}

function placesOf(bytes: Uint8Array, isHere: (bytes: Uint8Array, at: number) => boolean): number[] {
  const places: number[] = [];
  for (let at = 0; at < bytes.length - 8 && places.length < containersMax; at++)
    if (isHere(bytes, at)) places.push(at);
  return places;
}
