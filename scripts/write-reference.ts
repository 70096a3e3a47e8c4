import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorTable } from '../packages/core/src/error/error.ts';
import { errorCodes } from '../packages/core/src/error/error-codes.ts';
import { roles } from '../packages/core/src/wire/access.ts';
import { routeRules } from '../packages/edge/src/access/route-rules.ts';
import { configSchema } from '../packages/edge/src/config/config-schema.ts';

/**
 * Writes the parts of docs/reference that follow from the code: the JSON Schema of the configuration, the error table, and who may ask what.
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

/** docs/reference/access.md: one row a route, in the order of the table that drives the server. */
export function accessMarkdown(): string {
  const rows = Object.entries(routeRules).map(([route, { who, scope, purposes }]) => {
    const marks = roles.map((role) => (who === 'anyone' || who.includes(role) ? '●' : ''));
    const nobody = who === 'anyone' ? '●' : '';
    const only = purposes.length === 1 ? purposes[0] : '';
    return `| \`${route}\` | ${[nobody, ...marks, scope ?? '', only].join(' | ')} |`;
  });
  return `# Who may ask what

One table drives the server: \`packages/edge/src/access/route-rules.ts\`. A route that is not in it stops the server from starting. This page is written from it by
\`scripts/write-reference.ts\` and compared with it by \`test/docs.test.ts\`; every route of the running server is walked with every role, every token and nobody, for both purposes:
\`packages/edge/src/access/route-rules.test.ts\` "every route of the server, asked by every role, every token and nobody".

*Token*: the scope with which an API token may ask, if its role may. No token opens the live scene or changes anything. *Only*: the purpose that a camera must have.

| route | nobody | ${roles.join(' | ')} | token | only |
|---|---|${roles.map(() => '---').join('|')}|---|---|
${rows.join('\n')}

A user may have several roles, but a dpo has that one alone. In \`./outis demo\` there is no login, and no route for users, tokens and log either:
\`packages/edge/src/access/route-rules.test.ts\` "the open demo has no users, tokens or log, and nothing that is kept".
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
  writeFileSync(join(folder, 'access.md'), accessMarkdown());
  execFileSync('biome', ['format', '--write', schemaPath], { stdio: 'inherit' });
}
