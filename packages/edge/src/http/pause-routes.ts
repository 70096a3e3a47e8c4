import { OutisError, type PauseRequestJson, type Role } from '@outis/core';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf, type Principal } from '../access/principal.ts';
import type { Site } from '../pipeline/site.ts';
import { cameraFor } from './camera-answer.ts';
import { cameraJsonSchema, cameraParamsSchema } from './schemas.ts';

/** Who may let a camera go on. A dpo may close a stream and opens none. */
const openers: readonly Role[] = ['operator', 'installer'];

const pauseRequestSchema: z.ZodType<PauseRequestJson> = z.strictObject({ paused: z.boolean() });

/** The route that closes the stream of a camera and opens it again. */
export function pauseRoutes(site: Site): (server: FastifyInstance) => Promise<void> {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    server.put(
      '/cameras/:id/pause',
      {
        schema: {
          summary: 'Closes the stream of a camera until somebody lets it go on, or opens it again',
          params: cameraParamsSchema,
          body: pauseRequestSchema,
          response: { 200: cameraJsonSchema },
        },
      },
      async ({ params: { id }, body: { paused }, principal }) => {
        if (paused) return cameraFor(principal, await site.pause(id, actorOf(principal)));
        if (!mayOpen(principal)) throw new OutisError('role-refused', 'a dpo closes a stream and opens none');
        return cameraFor(principal, await site.resume(id, actorOf(principal)));
      },
    );
  };
}

/** In the demo everybody may. */
function mayOpen(principal: Principal): boolean {
  return principal.kind === 'open' || ('roles' in principal && principal.roles.some(isOpener));
}

function isOpener(role: Role): boolean {
  return openers.includes(role);
}
