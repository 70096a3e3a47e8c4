import type { AuditEntryJson } from '@outis/core';
import { canonicalJson } from '../keys/canonical-json.ts';
import { hashOf } from './log-entry.ts';
import { firstPrevious, type LogHead, parseHead, type SignedLogHead } from './log-head.ts';

/**
 * What is wrong with a log. `changed`: an entry is not the one that was written. `removed`: numbers are missing.
 * `reordered`: an entry stands in another place, or twice. `truncated`: the end that was acknowledged is missing.
 * `restored`: the log and its head file are older than a head from elsewhere. `signature`: one that is wrong or by another key.
 * `unreadable`: a line that is no entry. `head`: the head file does not fit. `noticed`: found earlier, when the log was opened.
 */
export type LogFault =
  | 'changed'
  | 'removed'
  | 'reordered'
  | 'truncated'
  | 'restored'
  | 'signature'
  | 'unreadable'
  | 'head'
  | 'noticed';

export interface LogFinding {
  readonly fault: LogFault;
  /** The entry it is about; of several the first. */
  readonly seq: number | null;
  /** The file of the month, and the line in it from 1; null where there is no such line. */
  readonly segment: string | null;
  readonly line: number | null;
  /** What is wrong, as a sentence without its full stop. */
  readonly text: string;
}

/** A head that the log must reach and fit. */
export interface WantedHead extends LogHead {
  readonly from: 'file' | 'elsewhere';
}

interface Place {
  readonly segment: string;
  readonly line: number;
}

interface Gap {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly place: Place;
  /** How many of the missing stand elsewhere. */
  found: number;
}

/** Findings that are kept; more are counted. */
export const findingsMax = 1_000;
const crashLeaves = ['torn-line', 'unconfirmed'];

/** Checks the entries of a log one after the other. Holds the entry before, the findings and the gaps, and no other entry. */
export class LogChecker {
  readonly findings: LogFinding[] = [];
  findingsLeftOut = 0;
  entries = 0;
  signatures = 0;
  fromMs: number | null = null;
  toMs: number | null = null;
  /** The entry with the highest number so far, with the hash that its content has. */
  head: LogHead | null = null;
  /** The key that signs this log; the first one found where none is given. */
  publicKey: string | null;
  readonly #wanted: WantedHead[];
  readonly #gaps: Gap[] = [];
  /** Hashes that the next entry may name as the one before. */
  #previous: readonly string[] = [firstPrevious];
  #nextSeq = 1;
  /** Lines since the last entry that could not be read: each may have been one of the numbers that are missing. */
  #unreadable = 0;
  #first: AuditEntryJson | null = null;
  #firstPlace: Place | null = null;
  /** What entries `log.pruned` say was removed, as `toSeq:lastHash`, with the number of the entry that says so. */
  readonly #pruned = new Map<string, number>();
  readonly #unconfirmed: (readonly [number, number])[] = [];

  constructor(publicKey: string | null, wanted: readonly WantedHead[]) {
    this.publicKey = publicKey;
    this.#wanted = [...wanted];
  }

  entry(entry: AuditEntryJson, place: Place): void {
    this.entries++;
    this.fromMs = Math.min(this.fromMs ?? entry.tMs, entry.tMs);
    this.toMs = Math.max(this.toMs ?? entry.tMs, entry.tMs);
    const hash = hashOf(entry);
    if (hash !== entry.hash)
      this.note(
        'changed',
        entry.seq,
        place,
        `entry ${entry.seq} is not as it was written: its hash does not fit`,
      );
    if (entry.seq < this.#nextSeq) {
      this.#misplaced(entry.seq, place);
      return;
    }
    if (this.#first === null) {
      this.#first = entry;
      this.#firstPlace = place;
    } else if (entry.seq > this.#nextSeq + this.#unreadable) {
      this.#gaps.push({ fromSeq: this.#nextSeq, toSeq: entry.seq - 1, place, found: 0 });
    } else if (entry.seq === this.#nextSeq && !this.#previous.includes(entry.previous)) {
      const text = `entry ${entry.seq - 1} is not the one that entry ${entry.seq} followed`;
      this.note('changed', entry.seq - 1, place, text);
    }
    for (const { seq, hash: wanted, from } of this.#wanted) {
      if (seq !== entry.seq || wanted === hash) continue;
      const which = from === 'file' ? 'that was acknowledged' : 'that the given head names';
      this.note('changed', seq, place, `entry ${seq} is not the one ${which}`);
    }
    if (entry.action === 'log.signed') this.#signed(entry, place);
    if (entry.action === 'log.pruned') this.#prunedBy(entry);
    this.#previous = hash === entry.hash ? [hash] : [hash, entry.hash];
    this.#nextSeq = entry.seq + 1;
    this.#unreadable = 0;
    this.head = { seq: entry.seq, hash };
  }

  /** A line that is no entry; which one it was follows from the lines around it. */
  unreadable(place: Place): void {
    const seq = this.#first === null ? null : this.#nextSeq + this.#unreadable;
    const where = seq === null ? 'a line' : `a line, where entry ${seq} is expected,`;
    this.note('unreadable', seq, place, `${where} is no entry`);
    this.#unreadable++;
  }

  /** Compares the end with the heads; `after` is the head file as it stood when everything was read. */
  finish(after: SignedLogHead | null): void {
    for (const { fromSeq, toSeq, place, found } of this.#gaps)
      if (found < toSeq - fromSeq + 1)
        this.note('removed', fromSeq, place, `${entriesText(fromSeq, toSeq)} missing before this line`);
    const lastSeq = this.head?.seq ?? 0;
    for (const { seq, from } of this.#wanted) {
      if (seq <= lastSeq) continue;
      const missing = entriesText(lastSeq + 1, seq);
      if (from === 'file')
        this.note(
          'truncated',
          lastSeq + 1,
          null,
          `${missing} missing at the end: removed, or an older copy was put back`,
        );
      else
        this.note(
          'restored',
          lastSeq + 1,
          null,
          `${missing} missing that the given head names: an older copy was put back`,
        );
    }
    if (after !== null && lastSeq > after.seq + 1)
      this.note(
        'head',
        after.seq + 1,
        null,
        `${entriesText(after.seq + 1, lastSeq)} written by nobody who kept the head file`,
      );
    this.#checkBeginning(after?.seq ?? 0);
  }

  note(fault: LogFault, seq: number | null, place: Place | null, text: string): void {
    if (this.findings.length >= findingsMax) {
      this.findingsLeftOut++;
      return;
    }
    this.findings.push({ fault, seq, segment: place?.segment ?? null, line: place?.line ?? null, text });
  }

  #misplaced(seq: number, place: Place): void {
    const gap = this.#gaps.find(({ fromSeq, toSeq }) => seq >= fromSeq && seq <= toSeq);
    if (gap !== undefined) gap.found++;
    const before = this.#nextSeq - 1;
    this.note('reordered', seq, place, `entry ${seq} stands behind entry ${before}: moved, or there twice`);
  }

  #signed(entry: AuditEntryJson, place: Place): void {
    const { seq } = entry;
    try {
      const signed = parseHead(Buffer.from(canonicalJson(entry.detail['head'])));
      this.publicKey ??= signed.publicKey;
      if (signed.publicKey !== this.publicKey)
        this.note('signature', seq, place, `entry ${seq} is signed by another key: ${signed.fingerprint}`);
      else if (signed.seq !== seq - 1 || signed.hash !== entry.previous)
        this.note(
          'signature',
          seq,
          place,
          `the signature in entry ${seq} is over another entry than the one before`,
        );
      else this.signatures++;
    } catch {
      this.note('signature', seq, place, `the signature in entry ${seq} is wrong`);
    }
    const noticed = entry.detail['noticed'];
    for (const each of Array.isArray(noticed)
      ? (noticed as readonly Readonly<Record<string, unknown>>[])
      : []) {
      const { what, fromSeq, toSeq } = each ?? {};
      const several = what === 'unconfirmed' && fromSeq !== toSeq;
      if (what === 'unconfirmed') this.#unconfirmed.push([Number(fromSeq), Number(toSeq)]);
      if (several || !crashLeaves.includes(String(what)))
        this.note(
          'noticed',
          seq,
          place,
          `when the log was opened, entry ${seq} noted: ${noticedText(String(what))}`,
        );
    }
  }

  #prunedBy({ seq, detail }: AuditEntryJson): void {
    const removed = detail['removed'];
    for (const each of Array.isArray(removed)
      ? (removed as readonly Readonly<Record<string, unknown>>[])
      : [])
      this.#pruned.set(`${each?.['toSeq']}:${each?.['lastHash']}`, seq);
  }

  /** A log may begin behind entry 1 only when an acknowledged entry says that the earlier ones were removed after their time. */
  #checkBeginning(acknowledgedSeq: number): void {
    const first = this.#first;
    if (first === null || (first.seq === 1 && first.previous === firstPrevious)) return;
    const by = this.#pruned.get(`${first.seq - 1}:${first.previous}`);
    const isConfirmed =
      by !== undefined &&
      by <= acknowledgedSeq &&
      !this.#unconfirmed.some(([from, to]) => by >= from && by <= to);
    if (isConfirmed) return;
    if (first.seq === 1) this.note('changed', 1, this.#firstPlace, 'entry 1 names an entry before it');
    else
      this.note(
        'removed',
        1,
        this.#firstPlace,
        `${entriesText(1, first.seq - 1)} missing, and no entry says that they were removed after their time`,
      );
  }
}

function entriesText(fromSeq: number, toSeq: number): string {
  return fromSeq === toSeq ? `entry ${fromSeq} is` : `entries ${fromSeq} to ${toSeq} are`;
}

function noticedText(what: string): string {
  switch (what) {
    case 'unconfirmed':
      return 'more than one entry that nobody had acknowledged';
    case 'head-missing':
      return 'the head file was missing';
    case 'head-unusable':
      return 'the head file could not be used';
    case 'other-key':
      return 'the head file was signed by another key';
    case 'behind-head':
      return 'acknowledged entries were missing or changed';
    case 'unreadable-end':
      return 'its last line could not be read';
    default:
      return 'something that this version does not know';
  }
}
