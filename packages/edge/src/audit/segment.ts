import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuditEntryJson } from '@outis/core';
import { lineBytesMax, parseLine } from './log-entry.ts';
import { writeAll } from './log-head.ts';

/** A line of a segment as it stands on the disk. */
export interface SegmentLine {
  /** Without the newline; null when it is longer than `lineBytesMax`, which is not kept in memory. */
  readonly bytes: Buffer | null;
  /** False for what stands behind the last newline. */
  readonly isWhole: boolean;
}

const chunkBytes = 2 * lineBytesMax;
const newline = 0x0a;

/** The names of the segments of a folder, oldest first; none when it does not exist. Other files are let be. */
export function listSegments(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d{4}-\d{2}\.jsonl$/.test(name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The segment of a time: its month in UTC. */
export function segmentOf(tMs: number): string {
  return `${new Date(tMs).toISOString().slice(0, 7)}.jsonl`;
}

/** When the month of a segment ends, in epoch ms. */
export function segmentEndMs(name: string): number {
  return Date.UTC(Number(name.slice(0, 4)), Number(name.slice(5, 7)), 1);
}

/** The lines of a segment from its beginning. Holds one piece of the file and one line. */
export function* readForward(path: string): Generator<SegmentLine> {
  const file = openSync(path, 'r');
  try {
    let rest: Buffer = Buffer.alloc(0);
    let isTooLong = false;
    const piece = Buffer.alloc(chunkBytes);
    for (;;) {
      const read = readSync(file, piece);
      if (read === 0) break;
      const data: Buffer = Buffer.concat([rest, piece.subarray(0, read)]);
      let start = 0;
      for (let end = data.indexOf(newline); end !== -1; end = data.indexOf(newline, start)) {
        const isLong = isTooLong || end - start > lineBytesMax;
        yield { bytes: isLong ? null : data.subarray(start, end), isWhole: true };
        isTooLong = false;
        start = end + 1;
      }
      rest = data.subarray(start);
      if (rest.length > lineBytesMax) {
        isTooLong = true;
        rest = Buffer.alloc(0);
      }
    }
    if (isTooLong || rest.length > 0) yield { bytes: isTooLong ? null : rest, isWhole: false };
  } finally {
    closeSync(file);
  }
}

/** The lines of a segment from the byte `end` backwards, the newest first; what `end` cuts through is not whole. */
export function* readBackward(path: string, end: number): Generator<SegmentLine> {
  const file = openSync(path, 'r');
  try {
    /** What stands before the newline found last, as far as it was read. */
    let rest: Buffer = Buffer.alloc(0);
    let isTooLong = false;
    let isWhole = false;
    let at = Math.min(end, fstatSync(file).size);
    while (at > 0) {
      const piece = Buffer.alloc(Math.min(chunkBytes, at));
      at -= piece.length;
      readFully(file, piece, at);
      let data: Buffer = Buffer.concat([piece, rest]);
      for (let found = data.lastIndexOf(newline); found !== -1; found = data.lastIndexOf(newline)) {
        const bytes = data.subarray(found + 1);
        if (isWhole || bytes.length > 0 || isTooLong)
          yield { bytes: isTooLong || bytes.length > lineBytesMax ? null : bytes, isWhole };
        isWhole = true;
        isTooLong = false;
        data = data.subarray(0, found);
      }
      rest = data;
      if (rest.length > lineBytesMax) {
        isTooLong = true;
        rest = Buffer.alloc(0);
      }
    }
    if (isWhole || isTooLong || rest.length > 0) yield { bytes: isTooLong ? null : rest, isWhole };
  } finally {
    closeSync(file);
  }
}

/**
 * A byte of the segment behind every entry with a number below `seq`, and not far behind it: the numbers rise, so
 * halving finds it with a few reads however large the file is.
 */
export function endBefore(path: string, seq: number): number {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    let low = 0;
    let high = size;
    while (high - low > 4 * lineBytesMax) {
      const middle = low + Math.floor((high - low) / 2);
      const found = firstEntryFrom(file, middle, high);
      if (found === null || found >= seq) high = middle;
      else low = middle;
    }
    return Math.min(size, high + 2 * lineBytesMax);
  } finally {
    closeSync(file);
  }
}

/** The first entry of a segment that can be read, or null. */
export function firstEntry(path: string): AuditEntryJson | null {
  for (const { bytes, isWhole } of readForward(path)) {
    const entry = bytes === null || !isWhole ? null : parseLine(bytes);
    if (entry !== null) return entry;
  }
  return null;
}

/**
 * Adds a line to a segment so that it is on the disk when this returns, and returns the bytes of the segment before and
 * after. When it throws, what was written in part is cut off again. Where the file is not as long as `bytesExpected`, somebody else
 * has changed it: the line then starts on a line of its own, and the chain of hashes tells the rest.
 */
export function appendLine(path: string, line: string, bytesExpected: number): readonly [number, number] {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants;
  const file = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.from(`${size !== bytesExpected && size > 0 ? '\n' : ''}${line}\n`);
    try {
      writeAll(file, bytes);
      fsyncSync(file);
    } catch (error) {
      ftruncateSync(file, size);
      throw error;
    }
    if (size === 0) syncFolder(dirname(path));
    return [size, size + bytes.length];
  } finally {
    closeSync(file);
  }
}

/** Makes new and removed names of a folder last. */
export function syncFolder(folder: string): void {
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Cuts a segment off behind a number of bytes, for good. */
export function cutSegment(path: string, bytes: number): void {
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The number of the first readable entry whose line begins behind the byte `from` and before `to`. */
function firstEntryFrom(file: number, from: number, to: number): number | null {
  const piece = Buffer.alloc(Math.min(chunkBytes, to - from));
  readFully(file, piece, from);
  let start = piece.indexOf(newline) + 1;
  while (start > 0) {
    const end = piece.indexOf(newline, start);
    if (end === -1) return null;
    const entry = parseLine(piece.subarray(start, end));
    if (entry !== null) return entry.seq;
    start = end + 1;
  }
  return null;
}

function readFully(file: number, piece: Buffer, at: number): void {
  for (let done = 0; done < piece.length; ) {
    const read = readSync(file, piece, done, piece.length - done, at + done);
    if (read === 0) return;
    done += read;
  }
}

/** The path of a segment. */
export function segmentPath(folder: string, name: string): string {
  return join(folder, name);
}
