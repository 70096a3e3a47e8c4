import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { signJson } from '../keys/signed-document.ts';
import type { SiteKey } from '../keys/site-key.ts';
import type { Site } from '../pipeline/site.ts';
import type { PublicFacts } from '../public/facts.ts';
import { pickLanguage } from '../public/language.ts';
import { publicList } from '../public/list.ts';
import { PublicNumbersOf } from '../public/numbers.ts';
import { publicPage } from '../public/page.ts';
import { publicContentSecurityPolicy } from '../public/shell.ts';
import { cameraParamsSchema } from './schemas.ts';

const css = readFileSync(new URL('../public/public.css', import.meta.url));
/** Whatever else stands in an address that somebody scanned does no harm. */
const querySchema = z.object({ lang: z.string().max(40).optional(), s: z.string().max(40).optional() });

/** The pages for those in front of the cameras: no login, no script, nothing fetched from elsewhere. */
export function publicRoutes(site: Site, key: SiteKey): (server: FastifyInstance) => Promise<void> {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    const numbersOf = new PublicNumbersOf(site);
    const factsOf = (cameraId: string): PublicFacts => {
      const facts = site.publicFacts(cameraId);
      const numbers = numbersOf.of(cameraId, facts.nowMs, facts.site.timeZone);
      return numbers === null ? facts : { ...facts, numbers };
    };
    server.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', publicContentSecurityPolicy);
      reply.header('vary', 'accept-language');
    });
    server.get(
      '/c',
      { schema: { hide: true, querystring: querySchema } },
      async ({ query, headers }, reply) => {
        const language = pickLanguage(query.lang, headers['accept-language']);
        const cameras = site.cameraIds.map((id) => site.publicFacts(id));
        return reply.type('text/html; charset=utf-8').send(publicList(cameras, language));
      },
    );
    server.get('/c/public.css', { schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(css),
    );
    server.get(
      '/c/:id',
      { schema: { hide: true, params: cameraParamsSchema, querystring: querySchema } },
      async ({ params, query, headers }, reply) => {
        const language = pickLanguage(query.lang, headers['accept-language']);
        const page = publicPage(factsOf(params.id), language, { scannedStamp: query.s });
        return reply.type('text/html; charset=utf-8').send(page);
      },
    );
    server.get(
      '/c/:id/statement.json',
      {
        schema: {
          summary: 'What the public page says, signed with the site key',
          params: cameraParamsSchema,
        },
      },
      async ({ params }, reply) => {
        const { changes, nowMs, ...facts } = factsOf(params.id);
        const document = {
          kind: 'public-statement',
          signedMs: nowMs,
          ...facts,
          // Who asked and who decided is for the dpo to know.
          changes: changes.map(({ requestedBy: _by, decidedBy: _decided, ...change }) => change),
        };
        return reply.type('application/json').send(signJson(key, document));
      },
    );
  };
}
