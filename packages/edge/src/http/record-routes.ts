import { Readable } from 'node:stream';
import { type AuditPageJson, auditActions } from '@outis/core';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf, type Principal } from '../access/principal.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Note } from '../audit/log-entry.ts';
import type { Site } from '../pipeline/site.ts';
import { changeSchema } from './schemas.ts';

const idParamsSchema = z.strictObject({ id: z.coerce.number().int().min(1) });

const textSchema = z.string().min(1).max(100).optional();
const msSchema = z.coerce.number().int().min(0).optional();
const filterSchema = z.strictObject({
  fromMs: msSchema,
  toMs: msSchema,
  action: z.enum(auditActions).optional(),
  actor: textSchema,
  subject: textSchema,
});
const pageQuerySchema = filterSchema.extend({
  before: msSchema,
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const pageSchema: z.ZodType<AuditPageJson> = z.strictObject({
  entries: z.array(
    z.strictObject({
      seq: z.number(),
      tMs: z.number(),
      actor: z.string(),
      action: z.enum(auditActions),
      subject: z.string().nullable(),
      detail: z.record(z.string(), z.json()),
      previous: z.string(),
      hash: z.string(),
    }),
  ),
  next: z.number().nullable(),
  head: z.strictObject({ seq: z.number(), hash: z.string() }),
}) as z.ZodType<AuditPageJson>;

/** What is recorded about use, and the changes that wait. */
export function recordRoutes(
  site: Site,
  audit: AuditLog,
  note: Note,
): (server: FastifyInstance) => Promise<void> {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    server.get(
      '/changes',
      {
        schema: {
          summary: 'Changes that widen what a camera does, newest first',
          response: { 200: z.strictObject({ changes: z.array(changeSchema) }) },
        },
      },
      async () => ({ changes: site.changes.list() }),
    );
    server.post(
      '/changes/:id/approval',
      {
        schema: {
          summary: 'Lets a change take effect now',
          params: idParamsSchema,
          response: { 200: changeSchema },
        },
      },
      async ({ params, principal }) => site.approve(params.id, actorOf(principal)),
    );
    server.delete(
      '/changes/:id',
      {
        schema: {
          summary: 'Ends a change that waits: refused by a dpo, withdrawn by an installer',
          params: idParamsSchema,
          response: { 200: changeSchema },
        },
      },
      async ({ params, principal }) =>
        site.endChange(params.id, actorOf(principal), isDpo(principal) ? 'refused' : 'withdrawn'),
    );
    server.get(
      '/audit',
      {
        schema: {
          summary: 'The log, newest first',
          querystring: pageQuerySchema,
          response: { 200: pageSchema },
        },
      },
      async ({ query }) => audit.query(given(query)),
    );
    server.get(
      '/audit.csv',
      { schema: { summary: 'The log as a table', querystring: filterSchema } },
      async ({ query, principal }, reply) => {
        note({ actor: actorOf(principal), action: 'exported', subject: 'log', detail: given(query) });
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="outis-log.csv"')
          .send(Readable.from(audit.csv(given(query))));
      },
    );
    server.get(
      '/audit/head',
      { schema: { summary: 'The signed head of the log, to be kept elsewhere' } },
      async ({ principal }, reply) => {
        note({ actor: actorOf(principal), action: 'exported', subject: 'log head' });
        return reply
          .type('application/json')
          .header('content-disposition', 'attachment; filename="outis-log-head.json"')
          .send(audit.signedHead());
      },
    );
  };
}

function isDpo(principal: Principal): boolean {
  return 'roles' in principal && principal.roles.includes('dpo');
}

/** The filters that were given. */
function given<T extends object>(query: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
