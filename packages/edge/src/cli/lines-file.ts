import { readFileSync } from 'node:fs';
import { type LineConfig, OutisError } from '@outis/core';
import { z } from 'zod';
import { lineSchema } from '../config/config-schema.ts';

const fileSchema = z.object({ lines: z.array(z.looseObject(lineSchema.shape)).min(1).max(64) });

/**
 * Reads `{"lines":[{"id","a":[x,y],"b":[x,y]}]}`; other keys are ignored. Throws `OutisError` `lines-invalid`
 * that names the file and the value.
 */
export function readLinesFile(path: string): LineConfig[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? `it is not JSON (${cause.message})` : 'it cannot be read';
    throw new OutisError('lines-invalid', `${path}: ${why}`, { cause });
  }
  const result = fileSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw new OutisError('lines-invalid', `${path}: ${issue.path.join('.') || 'the file'}: ${issue.message}`);
  }
  const lines = result.data.lines.map(({ id, a, b }) => ({ id, a, b }));
  const repeated = lines.find(({ id }, index) => lines.findIndex((other) => other.id === id) !== index);
  if (repeated !== undefined)
    throw new OutisError('lines-invalid', `${path}: the id "${repeated.id}" appears twice`);
  const short = lines.find(({ a, b }) => a[0] === b[0] && a[1] === b[1]);
  if (short !== undefined) throw new OutisError('lines-invalid', `${path}: line "${short.id}" has no length`);
  return lines;
}
