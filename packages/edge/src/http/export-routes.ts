import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf, type Principal } from '../access/principal.ts';
import type { Note } from '../audit/log-entry.ts';
import { signText, type TextFormat } from '../keys/signed-document.ts';
import type { SiteKey } from '../keys/site-key.ts';
import { countsCsv } from '../pipeline/counts-csv.ts';
import type { Site } from '../pipeline/site.ts';
import { pickLanguage } from '../public/language.ts';
import { signPdf } from '../public/sign-pdf.ts';
import { signSvg } from '../public/sign-svg.ts';
import { cameraParamsSchema, countsQuerySchema } from './schemas.ts';

const signQuerySchema = z.strictObject({ lang: z.string().max(40).optional() });
const types: Readonly<Record<TextFormat, string>> = {
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
};

export interface ExportRoutesOptions {
  readonly site: Site;
  readonly key: SiteKey;
  readonly note: Note;
  /** Where people reach this edge; stands on the sign. */
  readonly publicAddress: () => string;
}

/** What leaves as a file: signed with the site key, and noted. */
export function exportRoutes(options: ExportRoutesOptions): (server: FastifyInstance) => Promise<void> {
  const { site, key, note, publicAddress } = options;
  const send = (
    reply: FastifyReply,
    format: TextFormat,
    kind: string,
    name: string,
    content: string | Uint8Array,
  ) =>
    reply
      .type(types[format])
      .header('content-disposition', `attachment; filename="${name}.${format}"`)
      .send(signText(key, format, { kind, signedMs: site.nowMs() }, content));
  const noteExport = (principal: Principal, subject: string, file: string, more = {}): void =>
    note({ actor: actorOf(principal), action: 'exported', subject, detail: { file, ...more } });

  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    server.get(
      '/cameras/:id/counts.csv',
      {
        schema: {
          summary: 'Released counts as a table, signed',
          params: cameraParamsSchema,
          querystring: countsQuerySchema,
        },
      },
      async ({ params: { id }, query, principal }, reply) => {
        const { fromMs, toMs, bucketMs } = query;
        noteExport(principal, id, 'counts.csv', { fromMs, toMs });
        const table = countsCsv(site.counts(id, fromMs, toMs, bucketMs));
        return send(reply, 'csv', 'counts', `outis-${id}-counts`, table);
      },
    );
    for (const format of ['svg', 'pdf'] as const)
      server.get(
        `/cameras/:id/sign.${format}`,
        {
          schema: {
            summary: `The sign for the camera as ${format.toUpperCase()}, signed`,
            params: cameraParamsSchema,
            querystring: signQuerySchema,
          },
        },
        async ({ params: { id }, query, headers, principal }, reply) => {
          const language = pickLanguage(query.lang, headers['accept-language']);
          const facts = site.publicFacts(id);
          const sign =
            format === 'svg'
              ? signSvg(facts, language, publicAddress())
              : await signPdf(facts, language, publicAddress());
          noteExport(principal, id, `sign.${format}`, { stamp: facts.sign.stamp });
          site.notePrintedSign(id);
          return send(reply, format, 'camera-sign', `outis-${id}-sign`, sign);
        },
      );
  };
}
