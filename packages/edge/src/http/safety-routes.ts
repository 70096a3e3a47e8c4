import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { actorOf } from '../access/principal.ts';
import type { Site } from '../pipeline/site.ts';
import { safetyRequestSchema } from './safety-schemas.ts';
import { cameraJsonSchema, cameraParamsSchema } from './schemas.ts';

/** The routes of what a site warns of; for another purpose the guard answers `purpose-refused`. */
export function safetyRoutes(site: Site): (server: FastifyInstance) => Promise<void> {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.put(
      '/cameras/:id/safety',
      {
        schema: {
          summary: 'Sets zones, rules and ground of a site, at once; a kind of rule that is new may wait',
          params: cameraParamsSchema,
          body: safetyRequestSchema,
          response: { 200: cameraJsonSchema },
        },
      },
      async ({ params, body, principal }) => site.setSafety(params.id, body, actorOf(principal)),
    );
  };
}
