import { createHash } from 'node:crypto';
import type { AuditAction, AuditEntryJson, AuditValue } from '@outis/core';
import { canonicalJson } from '../keys/canonical-json.ts';
import type { LogHead } from './log-head.ts';

/** What is to be written down. */
export interface AuditRequest {
  /** `user:anna`, `token:grafana`, `system`, `file`, `terminal`. */
  readonly actor: string;
  readonly action: AuditAction;
  readonly subject?: string | null;
  readonly detail?: { readonly [key: string]: AuditValue };
}

/** Writes one entry of the log; what throws is not done. */
export type Note = (entry: AuditRequest) => void;

/** Largest detail of an entry as canonical JSON, in bytes. */
export const detailBytesMax = 16 * 2 ** 10;
/** Longest actor and subject, in UTF-16 code units. */
export const nameLengthMax = 200;
/** Longest line that is read; one that is written stays far below. */
export const lineBytesMax = 64 * 2 ** 10;

const entryKeys = ['action', 'actor', 'detail', 'hash', 'previous', 'seq', 'subject', 'tMs'].join();
/** Control characters, line ends and marks that turn the direction of writing: a page or a terminal could be led astray. */
const deceiving = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** The next entry of a log whose end is `after`. Throws `TypeError` for a detail that JSON cannot hold. */
export function makeEntry(request: AuditRequest, after: LogHead, tMs: number): AuditEntryJson {
  const entry = {
    seq: after.seq + 1,
    tMs,
    actor: fitName(request.actor),
    action: request.action,
    subject: request.subject === undefined || request.subject === null ? null : fitName(request.subject),
    detail: fitDetail(request.detail ?? {}),
    previous: after.hash,
  };
  return { ...entry, hash: sha256(canonicalJson(entry)) };
}

/** The hash that an entry must have: SHA-256 over the canonical JSON of all of it but the hash. */
export function hashOf({ hash: _, ...entry }: AuditEntryJson): string {
  return sha256(canonicalJson(entry));
}

/** An entry as its line, without the newline. */
export function lineOf(entry: AuditEntryJson): string {
  return canonicalJson(entry);
}

/**
 * Reads a line; null when it is not, byte for byte, what `lineOf` writes. The hash is not checked. An action that this
 * version does not know is let through: a newer one may have written it.
 */
export function parseLine(line: Buffer): AuditEntryJson | null {
  if (line.length > lineBytesMax) return null;
  try {
    const value = JSON.parse(line.toString('utf8')) as AuditEntryJson;
    const isEntry =
      Object.keys(value).sort().join() === entryKeys &&
      Number.isSafeInteger(value.seq) &&
      Number.isSafeInteger(value.tMs) &&
      [value.actor, value.action, value.subject ?? ''].every((each) => typeof each === 'string') &&
      [value.hash, value.previous].every((each) => typeof each === 'string' && /^[0-9a-f]{64}$/.test(each)) &&
      value.detail !== null &&
      typeof value.detail === 'object' &&
      !Array.isArray(value.detail);
    return isEntry && Buffer.from(lineOf(value)).equals(line) ? value : null;
  } catch {
    return null;
  }
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A name of one line; of one that is too long the beginning stays, with the hash of the whole. */
function fitName(name: string): string {
  const shown = name.toWellFormed().replaceAll(deceiving, '\ufffd');
  if (shown.length <= nameLengthMax) return shown;
  return `${shown.slice(0, 100).toWellFormed()}… sha256:${sha256(name)}`;
}

/**
 * Keeps a detail within its limit. The longest values give way to `{ tooLong: { bytes, sha256 } }`, with the hash of their
 * canonical JSON: what was left out can still be proven by whoever has it.
 */
function fitDetail(detail: { readonly [key: string]: AuditValue }): AuditEntryJson['detail'] {
  const whole = canonicalJson(detail);
  if (Buffer.byteLength(whole) <= detailBytesMax) return JSON.parse(whole) as AuditEntryJson['detail'];
  const sizes = Object.entries(detail).map(([key, value]) => ({ key, text: canonicalJson(value) }));
  sizes.sort((a, b) => b.text.length - a.text.length);
  const fitted: Record<string, AuditValue> = { ...detail };
  for (const { key, text } of sizes) {
    fitted[key] = tooLong(text);
    if (Buffer.byteLength(canonicalJson(fitted)) <= detailBytesMax)
      return JSON.parse(canonicalJson(fitted)) as AuditEntryJson['detail'];
    if (text.length < 200) break;
  }
  return tooLong(whole);
}

function tooLong(text: string): { readonly tooLong: { readonly bytes: number; readonly sha256: string } } {
  return { tooLong: { bytes: Buffer.byteLength(text), sha256: sha256(text) } };
}
