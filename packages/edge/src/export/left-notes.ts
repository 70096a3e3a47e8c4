import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OutisError } from '@outis/core';
import { z } from 'zod';
import type { Note } from '../audit/log-entry.ts';

/** Notes taken into the log at a time; the others follow a minute later. */
const takenMax = 100;
const noteBytesMax = 8_192;

/** What was exported on the command line. */
export interface ExportNote {
  readonly subject: string;
  readonly file: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** When, by the clock of the machine. */
  readonly atMs: number;
}

const noteSchema: z.ZodType<ExportNote> = z.strictObject({
  subject: z.string().max(200),
  file: z.string().max(200),
  fromMs: z.number().int(),
  toMs: z.number().int(),
  atMs: z.number().int(),
});

/**
 * Leaves a note that something was exported by whoever sits at this machine. The log has one writer, the edge: it takes the
 * note into the log within a minute, or when it starts. Throws `output-failed`, and then nothing may be exported.
 */
export function leaveNote(dataFolder: string, note: ExportNote): void {
  const folder = notesFolder(dataFolder);
  const name = randomUUID();
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Whole or not there: the edge may look at any moment.
    writeFileSync(join(folder, `${name}.new`), JSON.stringify(note), { mode: 0o600, flush: true });
    renameSync(join(folder, `${name}.new`), join(folder, `${name}.json`));
  } catch (cause) {
    const why = `the note for the log in ${folder}: ${(cause as NodeJS.ErrnoException).code}`;
    throw new OutisError('output-failed', why, { cause });
  }
}

/** Takes the notes that were left into the log; a file that is no note is named in it. A failure is tried again. */
export function takeNotes(dataFolder: string, note: Note): void {
  const folder = notesFolder(dataFolder);
  for (const name of namesIn(folder).slice(0, takenMax)) {
    const path = join(folder, name);
    const left = read(path);
    note(
      left === null
        ? { actor: 'terminal', action: 'exported', subject: null, detail: { unreadableNote: name } }
        : {
            actor: 'terminal',
            action: 'exported',
            subject: left.subject,
            detail: { file: left.file, fromMs: left.fromMs, toMs: left.toMs, atMs: left.atMs },
          },
    );
    rmSync(path, { force: true });
  }
}

function notesFolder(dataFolder: string): string {
  return join(dataFolder, 'notes');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}

function read(path: string): ExportNote | null {
  try {
    if (statSync(path).size > noteBytesMax) return null;
    return noteSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}
