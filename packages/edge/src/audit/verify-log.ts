import { OutisError } from '@outis/core';
import { fingerprintOf } from '../keys/site-key.ts';
import { auditFolder } from './audit-log.ts';
import { LogChecker, type LogFinding, type WantedHead } from './log-checker.ts';
import { parseLine } from './log-entry.ts';
import { type LogHead, parseHead, readHeadFile } from './log-head.ts';
import { listSegments, readForward, segmentPath } from './segment.ts';

export interface VerifyLogOptions {
  /** A signed head from elsewhere: mailed, printed and typed in, or downloaded. */
  readonly head?: Uint8Array;
  /** The key that must have signed everything; where none is given, the one of the head file. */
  readonly publicKey?: string;
}

export interface LogReport {
  /** Empty when all is well. */
  readonly findings: readonly LogFinding[];
  /** Findings behind the first thousand. */
  readonly findingsLeftOut: number;
  readonly summary: LogSummary;
}

export interface LogSummary {
  readonly entries: number;
  /** Times of the earliest and the latest entry, in epoch ms; null without entries. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly head: LogHead | null;
  /** Signatures in the log that are right. */
  readonly signatures: number;
  /** Of the key that signed; null where nothing is signed. */
  readonly fingerprint: string | null;
}

/**
 * Reads the log of a data folder from its beginning and checks every entry, the chain, the signatures and the end. Changes
 * nothing, and may run beside the edge. Holds a piece of a file and at most a thousand findings. Throws `signature-invalid` when
 * the given head is none, and `store-failed` when the folder cannot be read.
 */
export function verifyLog(dataFolder: string, { head, publicKey }: VerifyLogOptions = {}): LogReport {
  const given = head === undefined ? null : parseHead(head);
  const before = readHeadFile(dataFolder);
  const wanted: WantedHead[] = [];
  if (before.state === 'signed') wanted.push({ ...before.head, from: 'file' });
  if (given !== null) wanted.push({ ...given, from: 'elsewhere' });
  const key = publicKey ?? (before.state === 'signed' ? before.head.publicKey : given?.publicKey) ?? null;
  const checker = new LogChecker(key, wanted);
  readEverything(auditFolder(dataFolder), checker, before.state === 'signed' ? before.head.seq : 0);

  const after = readHeadFile(dataFolder);
  if (before.state === 'absent' && checker.entries > 0)
    checker.note('head', null, null, 'the head file is missing');
  if (before.state === 'unusable')
    checker.note('head', null, null, `the head file cannot be used: ${before.why}`);
  if (before.state === 'signed' && before.head.publicKey !== checker.publicKey)
    checker.note(
      'signature',
      null,
      null,
      `the head file is signed by another key: ${before.head.fingerprint}`,
    );
  if (given !== null && given.publicKey !== checker.publicKey)
    checker.note('signature', null, null, `the given head is signed by another key: ${given.fingerprint}`);
  checker.finish(after.state === 'signed' ? after.head : null);
  const { findings, findingsLeftOut, entries, fromMs, toMs, signatures } = checker;
  const fingerprint = checker.publicKey === null ? null : fingerprintOf(checker.publicKey);
  const summary = { entries, fromMs, toMs, head: checker.head, signatures, fingerprint };
  return { findings, findingsLeftOut, summary };
}

function readEverything(folder: string, checker: LogChecker, acknowledgedSeq: number): void {
  try {
    const names = listSegments(folder);
    for (const segment of names) {
      let line = 0;
      for (const { bytes, isWhole } of readForward(segmentPath(folder, segment))) {
        line++;
        const entry = bytes === null || !isWhole ? null : parseLine(bytes);
        // A line that is only being written, or was when the machine stopped: nobody was told of it.
        const isUnfinished =
          !isWhole && segment === names.at(-1) && (checker.head?.seq ?? 0) >= acknowledgedSeq;
        if (entry !== null) checker.entry(entry, { segment, line });
        else if (!isUnfinished) checker.unreadable({ segment, line });
      }
    }
  } catch (cause) {
    if (cause instanceof OutisError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new OutisError('store-failed', `${folder}: ${code ?? 'it cannot be read'}`, { cause });
  }
}
