import { createHash } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { dayEndMs, OutisError } from '@outis/core';
import { writeAll } from '../audit/log-head.ts';
import { dictionaryCsv } from '../export/csv.ts';
import { contentOf, type ExportFormat, fileKinds } from '../export/export-file.ts';
import type { ExportAsked } from '../export/export-rows.ts';
import { leaveNote } from '../export/left-notes.ts';
import { ReleasedFolder } from '../export/released-folder.ts';
import { signedTextBytesMax, signJson, signText } from '../keys/signed-document.ts';
import { SiteKey } from '../keys/site-key.ts';

export interface ExportOptions {
  readonly cameraId: string;
  /** First and last day, `YYYY-MM-DD` at the place. */
  readonly from: string;
  readonly to: string;
  readonly format: ExportFormat;
  /** Missing: standard output. */
  readonly outPath: string | undefined;
  readonly dataFolder: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly nowMs: number;
}

/** Where the content goes, and what is said about it. */
export interface ExportOutput {
  /** Standard output. */
  readonly write: (bytes: Uint8Array) => void;
  readonly say: (text: string) => void;
}

const terminal: ExportOutput = {
  write: (bytes) => writeAll(1, Buffer.from(bytes)),
  say: (text) => process.stderr.write(`${text}\n`),
};
/** The line with the signature is shorter. */
const signatureBytesMax = 2_000;

/**
 * `outis export`: released numbers of a camera as a file, from a data folder whose edge may be running. A file with
 * comments carries its signature; beside another one, or one too large for that, lies `<file>.signed.json` with its
 * SHA-256. Throws `usage`, `camera-unknown`, `output-failed` and what opening throws.
 */
export function exportCommand(options: ExportOptions, output: ExportOutput = terminal): void {
  const { cameraId, format, outPath, dataFolder, nowMs } = options;
  const asked = askedOf(options);
  const folder = ReleasedFolder.open(dataFolder, options.timeZone);
  try {
    const known = folder.cameraIds();
    if (!known.includes(cameraId))
      throw new OutisError(
        'camera-unknown',
        `${cameraId}; there are numbers of ${known.join(', ') || 'none'}`,
      );
    const key = SiteKey.openExisting(dataFolder);
    // What cannot be written down is not done.
    leaveNote(dataFolder, {
      subject: cameraId,
      file: outPath === undefined ? `standard output, ${format}` : basename(outPath).slice(0, 200),
      fromMs: asked.fromMs,
      toMs: asked.toMs,
      atMs: nowMs,
    });
    const content = contentOf(format, folder, asked, folder.places(cameraId));
    if (outPath === undefined) writeOut(content, format, key, nowMs, output);
    else writeFile(content, format, key, nowMs, outPath, output);
  } finally {
    folder.close();
  }
}

/** Prints what the columns of CSV and Parquet mean. */
export function exportDictionary(output: ExportOutput = terminal): void {
  output.write(Buffer.from(dictionaryCsv()));
}

function askedOf({ cameraId, from, to, timeZone, nowMs }: ExportOptions): ExportAsked {
  const fromMs = dayEndMs(dayBefore('from', from), timeZone);
  dayBefore('to', to);
  const toMs = dayEndMs(to, timeZone);
  if (!(fromMs < toMs)) throw new OutisError('usage', `--from ${from} must not be after --to ${to}`);
  return { cameraId, fromMs, toMs, nowMs };
}

/** The day before, `YYYY-MM-DD`: it ends when the day begins. */
function dayBefore(name: string, date: string): string {
  const startMs = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(startMs) || new Date(startMs).toISOString().slice(0, 10) !== date)
    throw new OutisError('usage', `--${name} ${date}: must be a day, YYYY-MM-DD`);
  return new Date(startMs - 86_400_000).toISOString().slice(0, 10);
}

type Content = Iterable<string | Uint8Array>;

function writeOut(
  content: Content,
  format: ExportFormat,
  key: SiteKey | null,
  nowMs: number,
  { write, say }: ExportOutput,
): void {
  if (!fileKinds[format].isSignedInside || key === null) {
    for (const piece of content) write(Buffer.from(piece));
    say('Not signed: a signature comes with --out FILE.');
    return;
  }
  const { pieces, bytes, rest } = untilTooLarge(content);
  if (rest === null)
    return write(signText(key, 'csv', { kind: kindOf(format), signedMs: nowMs }, Buffer.concat(pieces)));
  for (const piece of pieces) write(piece);
  for (const piece of rest) write(Buffer.from(piece));
  say(`Not signed: it has more than ${bytes} bytes. With --out FILE a signature lies beside it.`);
}

function writeFile(
  content: Content,
  format: ExportFormat,
  key: SiteKey | null,
  nowMs: number,
  outPath: string,
  { say }: ExportOutput,
): void {
  const kind = kindOf(format);
  const { pieces, rest } = untilTooLarge(content);
  const isInside = fileKinds[format].isSignedInside && rest === null && key !== null;
  const whole = isInside ? [signText(key, 'csv', { kind, signedMs: nowMs }, Buffer.concat(pieces))] : pieces;
  const hash = createHash('sha256');
  let size = 0;
  try {
    const file = openSync(outPath, 'w', 0o644);
    try {
      for (const piece of (function* () {
        yield* whole;
        yield* rest ?? [];
      })()) {
        const bytes = Buffer.from(piece);
        hash.update(bytes);
        size += bytes.length;
        writeAll(file, bytes);
      }
    } finally {
      closeSync(file);
    }
    say(`written to ${outPath} (${size} bytes)`);
    if (key === null) return say('Not signed: the data folder has no key yet.');
    if (isInside) return;
    const beside = `${outPath}.signed.json`;
    const document = {
      kind,
      signedMs: nowMs,
      file: basename(outPath),
      bytes: size,
      sha256: hash.digest('hex'),
    };
    writeFileSync(beside, signJson(key, document));
    say(`signed in ${beside}`);
  } catch (cause) {
    if (cause instanceof OutisError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new OutisError('output-failed', `${outPath}: ${code}`, { cause });
  }
}

function kindOf(format: ExportFormat): string {
  return format === 'sheet' || format === 'xlsx' ? 'turning-count' : 'releases';
}

/** Holds content in memory up to what can be signed in the file; `rest` is what comes behind that, null where nothing does. */
function untilTooLarge(content: Content): {
  readonly pieces: readonly Buffer[];
  readonly bytes: number;
  readonly rest: Content | null;
} {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const iterator = content[Symbol.iterator]();
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
    const piece = Buffer.from(next.value);
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > signedTextBytesMax - signatureBytesMax) {
      const rest: Content = { [Symbol.iterator]: () => iterator };
      return { pieces, bytes, rest };
    }
  }
  return { pieces, bytes, rest: null };
}
