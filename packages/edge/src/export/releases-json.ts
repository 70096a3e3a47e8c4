import { createHash } from 'node:crypto';
import { families, type Purpose, purposes } from '@outis/core';
import { z } from 'zod';
import type { ExportRow } from './export-row.ts';
import { compareRows, type ExportAsked, type ExportSource, exportRows, type RowKey } from './export-rows.ts';

/** Rows of one page. */
export const pageRowsMax = 10_000;
export const pageRowsUsual = 1_000;

/** One released number in the JSON API. */
export interface ReleaseJson extends Omit<ExportRow, 'cameraId' | 'purpose'> {}

/** `GET /api/cameras/:id/releases?fromMs=&toMs=&family=&after=&limit=` */
export interface ReleasesJson {
  readonly cameraId: string;
  /** Says in which time zone days and weeks begin; IANA name. */
  readonly timeZone: string;
  /** Of the rows: never add up over two. */
  readonly series: readonly {
    readonly series: number;
    readonly purpose: Purpose;
    readonly startedMs: number;
  }[];
  /** Lines in the ledger when this was answered: another number where something has left since. */
  readonly ledgerSeq: number;
  readonly releases: readonly ReleaseJson[];
  /** Ask again with `after` for the next page; null where this is the last. */
  readonly next: string | null;
}

export const releaseSchema: z.ZodType<ReleaseJson> = z.strictObject({
  series: z.number().int(),
  family: z.enum(families),
  place: z.string(),
  part: z.string(),
  class: z.string(),
  startMs: z.number().int(),
  intervalMs: z.number().int(),
  value: z.number().int().nullable(),
  error95: z.number().int(),
  coveragePercent: z.number().int().nullable(),
  noiseScale: z.number().int(),
});

export const releasesSchema: z.ZodType<ReleasesJson> = z.strictObject({
  cameraId: z.string(),
  timeZone: z.string(),
  series: z.array(
    z.strictObject({
      series: z.number().int(),
      purpose: z.enum(purposes),
      startedMs: z.number(),
    }),
  ),
  ledgerSeq: z.number().int(),
  releases: z.array(releaseSchema),
  next: z.string().nullable(),
});

/** A page of rows in order, those behind `after` where that is given. */
export function releasesPage(
  source: ExportSource,
  asked: ExportAsked,
  { after, limit }: { readonly after: RowKey | null; readonly limit: number },
): ReleasesJson {
  const { cameraId } = asked;
  const rows: ExportRow[] = [];
  let isMore = false;
  for (const piece of exportRows(source, asked, 1, after ?? undefined)) {
    const wanted = after === null ? piece : piece.filter((row) => compareRows(row, after) > 0);
    rows.push(...wanted.slice(0, limit - rows.length + 1));
    isMore = rows.length > limit;
    if (isMore) break;
  }
  const shown = isMore ? rows.slice(0, limit) : rows;
  return {
    ...aboutReleases(source, cameraId),
    releases: shown.map(releaseJson),
    next: isMore ? cursorOf(shown.at(-1)!) : null,
  };
}

/** What holds for all pages. */
export function aboutReleases(
  { released, timeZone }: ExportSource,
  cameraId: string,
): Omit<ReleasesJson, 'releases' | 'next'> {
  return {
    cameraId,
    timeZone,
    series: released
      .series(cameraId)
      .map(({ series, purpose, startedMs }) => ({ series, purpose, startedMs })),
    ledgerSeq: ledgerSeq({ released }),
  };
}

export function releaseJson({ cameraId: _, purpose: _of, ...row }: ExportRow): ReleaseJson {
  return row;
}

/**
 * Where the ledger ends; 0 while nothing has left. Its hash is not told: it covers what is suppressed, and whoever asks
 * after every release could try out which few small numbers give it.
 */
export function ledgerSeq({ released }: Pick<ExportSource, 'released'>): number {
  return released.ledger(1)[0]?.seq ?? 0;
}

/**
 * A validator of an answer: another one when something has left since, when another quarter of an hour has begun (a sum
 * becomes whole then, and camera time comes to its end), and for another question.
 */
export function releasesEtag(source: ExportSource, nowMs: number, question: string): string {
  const quarter = Math.floor(nowMs / 900_000);
  const text = [ledgerSeq(source), quarter, source.timeZone, question].join('\n');
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 32)}"`;
}

/** True where `If-None-Match` names this validator (RFC 9110, weak comparison). */
export function isSameEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const bare = (text: string): string => text.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((each) => bare(each) === bare(etag));
}

/** Where a page ends, as a text for `after`. */
export function cursorOf({ series, startMs, family, place, part, class: name }: RowKey): string {
  return Buffer.from(JSON.stringify([series, startMs, family, place, part, name])).toString('base64url');
}

const cursorSchema = z.tuple([
  z.number().int().min(1),
  z.number().int(),
  z.enum(families),
  z.string(),
  z.string(),
  z.string(),
]);

/** Reads what `cursorOf` wrote; null for anything else. */
export function parseCursor(text: string): RowKey | null {
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (!parsed.success) return null;
    const [series, startMs, family, place, part, name] = parsed.data;
    return { series, startMs, family, place, part, class: name };
  } catch {
    return null;
  }
}
