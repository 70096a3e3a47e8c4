import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorTable } from '../packages/core/src/error/error.ts';
import { errorCodes } from '../packages/core/src/error/error-codes.ts';
import { configSchema } from '../packages/edge/src/config/config-schema.ts';

/**
 * Writes the parts of docs/reference that follow from the code: the JSON Schema of the configuration and the error table.
 *
 *   ./outis node scripts/write-reference.ts
 */
const folder = join(import.meta.dirname, '../docs/reference');

/** What an editor may be told of `outis.yaml`. The rules that join several keys are checked by Outis alone. */
export function configJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: 'input' });
  return {
    $schema,
    title: 'outis.yaml',
    description: 'The configuration of one Outis edge. Written by scripts/write-reference.ts.',
    ...schema,
  };
}

/** docs/reference/errors.md: one row a code, in the order of the table. */
export function errorsMarkdown(): string {
  const rows = errorCodes.map((code) => {
    const { message, httpStatus, exitCode, hint } = errorTable[code];
    return `| \`${code}\` | ${cell(message)} | ${httpStatus} | ${exitCode} | ${cell(hint)} |`;
  });
  return `# Errors

Every error that Outis tells has a code of this table: on the command line as a sentence with the way out, in the API as
\`{"code","message","hint"}\`. Behind the message may stand the offending value, and never a password, a picture, a place
in the view or anything else that was seen. The table is \`packages/core/src/error/error.ts\`; this page is written
from it by \`scripts/write-reference.ts\` and compared with it by \`test/docs.test.ts\`.

| code | message | HTTP | exit | what to do |
|---|---|---|---|---|
${rows.join('\n')}

Exit codes: 1 something was tampered with, 2 what was asked, 3 the file, 4 the camera, its video or the mail server, 5 something to install, 6 the detector model, 7 the wall,
8 the disk, 9 the port, 70 a mistake of ours.
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) {
  mkdirSync(folder, { recursive: true });
  const schemaPath = join(folder, 'outis.schema.json');
  writeFileSync(schemaPath, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  writeFileSync(join(folder, 'errors.md'), errorsMarkdown());
  execFileSync('biome', ['format', '--write', schemaPath], { stdio: 'inherit' });
}
