import { chmodSync, mkdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AuditAction,
  type AuditEntryJson,
  type AuditPageJson,
  type AuditValue,
  OutisError,
} from '@outis/core';
import type { SiteKey } from '../keys/site-key.ts';
import { csvHeader, csvRow } from './audit-csv.ts';
import { findEnd, type LogEnd, type Noticed } from './log-end.ts';
import { type AuditRequest, lineOf, makeEntry, parseLine } from './log-entry.ts';
import { firstPrevious, type LogHead, readHeadFile, signHead, writeHeadFile } from './log-head.ts';
import {
  appendLine,
  endBefore,
  firstEntry,
  listSegments,
  readBackward,
  segmentEndMs,
  segmentOf,
  segmentPath,
  syncFolder,
} from './segment.ts';

export interface AuditLogOptions {
  /** The data folder; null keeps the newest `memoryEntriesMax` entries in memory (the demo, tests). */
  readonly folder: string | null;
  readonly key: SiteKey;
  readonly nowMs: () => number;
}

/** What to look for; everything that is given must hold. */
export interface AuditFilter {
  /** Entries from this time on, in epoch ms. */
  readonly fromMs?: number;
  /** Entries before this time, in epoch ms. */
  readonly toMs?: number;
  readonly action?: AuditAction;
  readonly actor?: string;
  readonly subject?: string;
  /** Entries with a smaller number: `next` of the page before. */
  readonly before?: number;
}

export const memoryEntriesMax = 10_000;
export const pageEntriesMax = 1_000;
/** Entries looked at for one page. A page may therefore hold fewer than asked for, even none, and still have a next one. */
export const pageLookedAtMax = 20_000;
/** A signature follows after this many entries, or after this time when something is new. */
export const signedEveryEntries = 100;
export const signedEveryMs = 3_600_000;

/**
 * The log of use: who did what and when, one line of canonical JSON an entry, one file a month (UTC) in
 * `<data>/audit`, only ever added to. Each entry holds the hash of the one before, across files. The site key
 * signs the end of the chain at intervals into the log, and after every entry into `<data>/keys/audit-head.json`, which
 * says what was acknowledged. It holds no value derived from what a camera saw.
 *
 * `verifyLog` finds a changed, removed, reordered or truncated entry and an older copy of the log put back. It does not find
 * that the whole data folder was put back to an earlier day, nor what somebody wrote who holds the site key: only a head kept
 * elsewhere, mailed or printed, finds that. The first line after a crash that nobody was told of may be
 * forged by somebody who may write the folder but has not the key: it is named in the `log.signed` entry that follows.
 *
 * One process at a time: the owner opens the store first, which locks the data folder. Entries are written in the month of
 * the clock, but never in an older file than the entry before, so that a clock that is set back does not disorder them.
 */
export class AuditLog {
  readonly #dataFolder: string | null;
  readonly #folder: string | null;
  readonly #key: SiteKey;
  readonly #nowMs: () => number;
  readonly #memory: AuditEntryJson[] = [];
  #head: LogHead = { seq: 0, hash: firstPrevious };
  #segment: string | null = null;
  #segmentBytes = 0;
  #noticed: readonly Noticed[] = [];
  #signedSeq = 0;
  #signedMs = Number.NEGATIVE_INFINITY;

  private constructor({ folder, key, nowMs }: AuditLogOptions, end: LogEnd | null) {
    this.#dataFolder = folder;
    this.#folder = folder === null ? null : auditFolder(folder);
    this.#key = key;
    this.#nowMs = () => Math.round(nowMs());
    if (end === null) return;
    this.#head = end.head;
    this.#segment = end.segment;
    this.#segmentBytes = end.bytes;
    this.#noticed = end.noticed;
  }

  /**
   * Opens or begins a log and signs its end; what it notices stands in that entry. A log that was tampered with opens too,
   * so that counting goes on; `verifyLog` tells. Throws `OutisError` `store-full` or `store-failed`.
   */
  static open(options: AuditLogOptions): AuditLog {
    try {
      let end: LogEnd | null = null;
      if (options.folder !== null) {
        const folder = auditFolder(options.folder);
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        chmodSync(folder, 0o700);
        end = findEnd(folder, readHeadFile(options.folder), options.key.publicKey);
      }
      const log = new AuditLog(options, end);
      log.sign();
      return log;
    } catch (error) {
      throw logError(error);
    }
  }

  /** The end of the log. */
  get head(): LogHead {
    return this.#head;
  }

  /** What was found when the log was opened, also written into it; empty when all was well. */
  get noticed(): readonly Noticed[] {
    return this.#noticed;
  }

  /** The end of the log as a signed JSON file, to be mailed, printed or downloaded. */
  signedHead(): string {
    return signHead(this.#key, this.#head, this.#nowMs());
  }

  /**
   * Writes an entry down; it is on the disk when this returns. Throws `OutisError` `store-full` or `store-failed` when it cannot be,
   * and the caller then refuses what was to be done. Nothing stays of an entry that was refused, unless the disk
   * fails a second time while it is taken back.
   */
  append(request: AuditRequest): AuditEntryJson {
    const entry = this.#write(request);
    if (entry.seq - this.#signedSeq >= signedEveryEntries) this.#signIfPossible();
    return entry;
  }

  /** Called by the owner once a minute or so: signs when something is new and the last signature is an hour old. */
  tick(): void {
    const sinceMs = Math.abs(this.#nowMs() - this.#signedMs);
    if (this.#head.seq > this.#signedSeq && sinceMs >= signedEveryMs) this.#signIfPossible();
  }

  /** Signs the end of the log into the log. Throws as `append` does. */
  sign(): void {
    const tMs = this.#nowMs();
    const head = JSON.parse(signHead(this.#key, this.#head, tMs)) as AuditValue;
    const noticed = this.#signedSeq === 0 ? this.#noticed : [];
    const detail = { head, ...(noticed.length === 0 ? {} : { noticed }) };
    const { seq } = this.#write({ actor: 'system', action: 'log.signed', detail });
    this.#signedSeq = seq;
    this.#signedMs = tMs;
  }

  /** Signs what is new. The log needs no closing besides; throws as `append` does. */
  close(): void {
    if (this.#head.seq > this.#signedSeq) this.sign();
  }

  /**
   * A page of entries, newest first; at most `limit`, 100 unless told and never more than `pageEntriesMax`. At most `pageLookedAtMax` entries are
   * looked at: with a filter that seldom holds a page may be short or empty, and `next` goes on from there. Lines that cannot be
   * read are left out; `verifyLog` names them.
   */
  query({ limit = 100, ...filter }: AuditFilter & { readonly limit?: number }): AuditPageJson {
    const entries: AuditEntryJson[] = [];
    const entriesMax = Math.max(1, Math.min(limit, pageEntriesMax));
    let lookedAt = 0;
    let last: number | null = null;
    for (const entry of this.#backward(filter)) {
      if (last !== null && (entries.length >= entriesMax || lookedAt >= pageLookedAtMax))
        return { entries, next: last, head: this.#head };
      lookedAt++;
      last = entry.seq;
      if (matches(entry, filter)) entries.push(entry);
    }
    return { entries, next: null, head: this.#head };
  }

  /** The entries as CSV (RFC 4180), newest first, a piece a row and the head row first; reads as it goes. */
  *csv(filter: AuditFilter): Generator<string> {
    yield csvHeader;
    for (const entry of this.#backward(filter)) if (matches(entry, filter)) yield csvRow(entry);
  }

  /**
   * Removes the months that ended at or before a time, and never the one being written. What is removed is written down first, in
   * an entry `log.pruned` with the numbers and the last hash of each month, and signed. Returns how many months went.
   */
  prune(beforeMs: number): number {
    if (this.#folder === null) return 0;
    const folder = this.#folder;
    try {
      const names = listSegments(folder);
      const old = names.filter((name) => name !== this.#segment && segmentEndMs(name) <= beforeMs);
      const removed: { segment: string; fromSeq: number | null; toSeq: number; lastHash: string }[] = [];
      for (const segment of old) {
        const next = firstEntry(segmentPath(folder, names[names.indexOf(segment) + 1]!));
        if (next === null) break;
        const fromSeq = firstEntry(segmentPath(folder, segment))?.seq ?? null;
        removed.push({ segment, fromSeq, toSeq: next.seq - 1, lastHash: next.previous });
      }
      if (removed.length === 0) return 0;
      this.#write({ actor: 'system', action: 'log.pruned', detail: { removed } });
      this.sign();
      for (const { segment } of removed) {
        rmSync(segmentPath(folder, segment));
        syncFolder(folder);
      }
      return removed.length;
    } catch (error) {
      throw logError(error);
    }
  }

  #signIfPossible(): void {
    try {
      this.sign();
    } catch {
      // The entries before are written; the signature is tried again with the next one.
    }
  }

  #write(request: AuditRequest): AuditEntryJson {
    const tMs = this.#nowMs();
    const entry = makeEntry(request, this.#head, tMs);
    if (this.#folder === null) {
      this.#memory.push(entry);
      if (this.#memory.length > memoryEntriesMax) this.#memory.shift();
    } else {
      try {
        this.#writeToDisk(this.#folder, entry);
      } catch (error) {
        throw logError(error);
      }
    }
    this.#head = { seq: entry.seq, hash: entry.hash };
    return entry;
  }

  #writeToDisk(folder: string, entry: AuditEntryJson): void {
    const month = segmentOf(entry.tMs);
    const isNew = this.#segment === null || month > this.#segment;
    const segment = isNew ? month : this.#segment!;
    const path = segmentPath(folder, segment);
    const [before, after] = appendLine(path, lineOf(entry), isNew ? 0 : this.#segmentBytes);
    try {
      writeHeadFile(this.#dataFolder!, signHead(this.#key, entry, this.#nowMs()));
    } catch (error) {
      // Nobody is told that it was written: it must not stand there.
      truncateSync(path, before);
      throw error;
    }
    this.#segment = segment;
    this.#segmentBytes = after;
  }

  /** Every entry below `before`, newest first, no further back than `fromMs` can be. */
  *#backward({ before = Number.MAX_SAFE_INTEGER, fromMs }: AuditFilter): Generator<AuditEntryJson> {
    const below = Math.min(before, this.#head.seq + 1);
    if (this.#folder === null) {
      for (const entry of this.#memory.toReversed()) if (entry.seq < below) yield entry;
      return;
    }
    try {
      for (const name of listSegments(this.#folder).reverse()) {
        // No entry of a month is later than the month, though it may be earlier.
        if (fromMs !== undefined && segmentEndMs(name) <= fromMs) return;
        const path = segmentPath(this.#folder, name);
        for (const { bytes, isWhole } of readBackward(path, endBefore(path, below))) {
          const entry = bytes === null || !isWhole ? null : parseLine(bytes);
          if (entry !== null && entry.seq < below) yield entry;
        }
      }
    } catch (error) {
      throw logError(error);
    }
  }
}

/** Where the segments of a data folder lie. */
export function auditFolder(dataFolder: string): string {
  return join(dataFolder, 'audit');
}

function matches(entry: AuditEntryJson, { fromMs, toMs, action, actor, subject }: AuditFilter): boolean {
  return (
    (fromMs === undefined || entry.tMs >= fromMs) &&
    (toMs === undefined || entry.tMs < toMs) &&
    (action === undefined || entry.action === action) &&
    (actor === undefined || entry.actor === actor) &&
    (subject === undefined || entry.subject === subject)
  );
}

function logError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  // A mistake of the caller, such as a detail that JSON cannot hold, stays what it is.
  if (error instanceof OutisError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new OutisError('store-full', 'log of use', { cause: error });
  return new OutisError('store-failed', `log of use: ${code}`, { cause: error });
}
