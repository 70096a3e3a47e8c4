import { statSync } from 'node:fs';
import type { AuditEntryJson, AuditValue } from '@outis/core';
import { parseLine, sha256 } from './log-entry.ts';
import { firstPrevious, type HeadFile, type LogHead } from './log-head.ts';
import {
  cutSegment,
  endBefore,
  listSegments,
  readBackward,
  type SegmentLine,
  segmentPath,
} from './segment.ts';

/**
 * Something that was found when a log was opened, written into the entry `log.signed` that follows.
 * `torn-line`: a line that was being written when the machine stopped, cut off; nobody was told that it was written.
 * `unconfirmed`: whole entries behind the head file; one is what a crash leaves, more are not.
 * The others are no work of a crash: `verifyLog` tells them as findings.
 */
export interface Noticed {
  readonly what:
    | 'torn-line'
    | 'unconfirmed'
    | 'head-missing'
    | 'head-unusable'
    | 'other-key'
    | 'behind-head'
    | 'unreadable-end';
  readonly [key: string]: AuditValue;
}

/** Where an opened log goes on. */
export interface LogEnd {
  readonly head: LogHead;
  /** The segment written last; null for a log without any. */
  readonly segment: string | null;
  readonly bytes: number;
  readonly noticed: readonly Noticed[];
}

/** No file has this size: the next entry starts on a line of its own. */
const startNewLine = -1;

interface Tail {
  readonly entry: AuditEntryJson | null;
  readonly segment: string | null;
  readonly bytes: number;
  /** What stands behind the last newline of the newest segment. */
  readonly torn: { readonly bytes: number; readonly sha256: string } | null;
  /** True when the last line is whole but no entry. */
  readonly isDamaged: boolean;
}

/**
 * Finds where a log ends and compares it with its head file. A line that was torn by a crash is cut off. When
 * acknowledged entries are missing, the log goes on behind their numbers and with the hash of the head file: the break stays
 * in the chain for ever, and opening the log anew does not mend what `verifyLog` finds.
 */
export function findEnd(folder: string, headFile: HeadFile, publicKey: string): LogEnd {
  const tail = readTail(folder);
  const noticed: Noticed[] = [];
  const acknowledged = headFile.state === 'signed' ? headFile.head : null;
  const last = tail.entry;
  if (headFile.state === 'unusable') noticed.push({ what: 'head-unusable', why: headFile.why });
  if (headFile.state === 'absent' && (last !== null || tail.isDamaged))
    noticed.push({ what: 'head-missing' });
  if (acknowledged !== null && acknowledged.publicKey !== publicKey)
    noticed.push({ what: 'other-key', fingerprint: acknowledged.fingerprint });
  if (tail.isDamaged) noticed.push({ what: 'unreadable-end', segment: tail.segment });

  const lastSeq = last?.seq ?? 0;
  const isBehind =
    acknowledged !== null && acknowledged.seq > 0 && hashAt(folder, acknowledged.seq) !== acknowledged.hash;
  let { bytes } = tail;
  if (tail.torn !== null && tail.segment !== null && !isBehind) {
    bytes -= tail.torn.bytes;
    cutSegment(segmentPath(folder, tail.segment), bytes);
    noticed.push({ what: 'torn-line', segment: tail.segment, ...tail.torn });
  } else if (tail.torn !== null) {
    // What may have been acknowledged is not cut off.
    bytes = startNewLine;
  }
  if (tail.isDamaged) bytes = startNewLine;
  if (isBehind) {
    noticed.push({
      what: 'behind-head',
      headSeq: acknowledged.seq,
      headHash: acknowledged.hash,
      foundSeq: lastSeq,
      foundHash: last?.hash ?? null,
    });
    const seq = Math.max(acknowledged.seq, lastSeq);
    return { head: { seq, hash: acknowledged.hash }, segment: tail.segment, bytes, noticed };
  }
  if (acknowledged !== null && lastSeq > acknowledged.seq)
    noticed.push({ what: 'unconfirmed', fromSeq: acknowledged.seq + 1, toSeq: lastSeq });
  const head = last === null ? { seq: 0, hash: firstPrevious } : { seq: last.seq, hash: last.hash };
  return { head, segment: tail.segment, bytes, noticed };
}

/** The hash of an entry as it stands in the log, or null when there is no such entry. */
export function hashAt(folder: string, seq: number): string | null {
  for (const name of listSegments(folder).reverse()) {
    const path = segmentPath(folder, name);
    let isBelow = false;
    for (const line of readBackward(path, endBefore(path, seq + 1))) {
      const entry = entryOf(line);
      if (entry?.seq === seq) return entry.hash;
      isBelow = entry !== null && entry.seq < seq;
      if (isBelow) break;
    }
    if (isBelow) return null;
  }
  return null;
}

function readTail(folder: string): Tail {
  const names = listSegments(folder).reverse();
  const segment = names[0] ?? null;
  const bytes = segment === null ? 0 : statSync(segmentPath(folder, segment)).size;
  let torn: Tail['torn'] = null;
  let isDamaged = false;
  for (const name of names) {
    for (const line of readBackward(segmentPath(folder, name), Number.MAX_SAFE_INTEGER)) {
      const entry = entryOf(line);
      if (entry !== null) return { entry, segment, bytes, torn, isDamaged };
      // A line longer than any is not the half of one.
      if (!line.isWhole && line.bytes !== null && name === segment)
        torn = { bytes: line.bytes.length, sha256: sha256(line.bytes) };
      else isDamaged = true;
    }
  }
  return { entry: null, segment, bytes, torn, isDamaged };
}

function entryOf({ bytes, isWhole }: SegmentLine): AuditEntryJson | null {
  return bytes === null || !isWhole ? null : parseLine(bytes);
}
