import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { actorOf } from '../access/principal.ts';
import { measuresCheck } from '../pipeline/measures-json.ts';
import type { Site } from '../pipeline/site.ts';
import {
  measuresCheckSchema,
  measuresRequestSchema,
  statisticsQuerySchema,
  statisticsSchema,
} from './measure-schemas.ts';
import { cameraJsonSchema, cameraParamsSchema } from './schemas.ts';

/** The routes of what a street camera measures beside its lines; for another purpose the guard answers `purpose-refused`. */
export function measureRoutes(site: Site): (server: FastifyInstance) => Promise<void> {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.put(
      '/cameras/:id/measures',
      {
        schema: {
          summary: 'Sets calibration, zones and movements, at once; refused where the error is too large',
          params: cameraParamsSchema,
          body: measuresRequestSchema,
          response: { 200: cameraJsonSchema },
        },
      },
      async ({ params, body, principal }) => site.setMeasures(params.id, body, actorOf(principal)),
    );

    server.post(
      '/cameras/:id/measures/check',
      {
        schema: {
          summary: 'How good a calibration and its zones would be; saves nothing',
          params: cameraParamsSchema,
          body: measuresRequestSchema,
          response: { 200: measuresCheckSchema },
        },
      },
      async ({ params, body }) => {
        const { measures, size } = site.camera(params.id);
        return measuresCheck(measures, body, size);
      },
    );

    server.get(
      '/cameras/:id/statistics',
      {
        schema: {
          summary: 'Released movements, speeds, stays of vehicles and near misses; street-statistics only',
          params: cameraParamsSchema,
          querystring: statisticsQuerySchema,
          response: { 200: statisticsSchema },
        },
      },
      async ({ params, query }) => site.statistics(params.id, query),
    );
  };
}
