import { type AimSessionJson, type ApprovalJson, blocksPerMessageMax } from '@outis/core';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import type { AimUser } from '../pipeline/aim.ts';
import type { Site } from '../pipeline/site.ts';
import { mayStill } from './authorise.ts';
import { EventStream } from './event-stream.ts';
import { cameraAimSchema, cameraParamsSchema } from './schemas.ts';

/** A reader that has not read the last picture gets no other one: 160 px wide it has at most 200 KiB. */
const unsentBytesMax = 256 * 1024;

const sessionSchema: z.ZodType<AimSessionJson> = z.strictObject({ fromMs: z.number(), endsMs: z.number() });
const approvalSchema: z.ZodType<ApprovalJson> = z.strictObject({
  blocks: z.array(z.number().int().min(0)).min(1).max(blocksPerMessageMax),
});

/** The routes of the aim view: the only ones that lead to a picture, to one user, for ten minutes. */
export function aimRoutes(site: Site, access: Access | null): (server: FastifyInstance) => Promise<void> {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    const params = cameraParamsSchema;
    server.post(
      '/cameras/:id/aim',
      {
        schema: {
          summary: 'Begins to aim, for at most ten minutes',
          params,
          response: { 201: sessionSchema },
        },
      },
      async ({ params: { id }, principal }, reply) =>
        reply.code(201).send(site.aims.begin(id, site.camera(id), userOf(principal))),
    );
    server.get(
      '/cameras/:id/aim',
      {
        exposeHeadRoute: false,
        schema: { summary: 'The aim view (server-sent events), for the user who began it', params },
      },
      async ({ params: { id }, principal }, reply) => {
        // Asked before anything is sent: a refusal is an answer like any other.
        let stream: EventStream | null = null;
        const leave = site.aims.watch(id, userOf(principal).name, {
          onPicture: (picture) => stream?.send('aim', picture),
          onEnd: () => stream?.end('ended'),
        });
        stream = new EventStream({
          response: reply.raw,
          unsentBytesMax: () => unsentBytesMax,
          mayLook: () => mayStill(access, principal, 'GET /api/cameras/:id/aim'),
          onClosed: leave,
        });
        reply.hijack();
      },
    );
    server.delete(
      '/cameras/:id/aim',
      { schema: { summary: 'Ends aiming: whoever began it, or a dpo', params, response: { 204: z.null() } } },
      async ({ params: { id }, principal }, reply) => {
        site.aims.end(id, userOf(principal), isDpo(principal));
        return reply.code(204).send(null);
      },
    );
    server.post(
      '/cameras/:id/aim/approval',
      {
        schema: {
          summary: 'Somebody who aims has looked: in these blocks of the background is nobody',
          params,
          body: approvalSchema,
          response: { 204: z.null() },
        },
      },
      async ({ params: { id }, body, principal }, reply) => {
        site.aims.approve(id, userOf(principal), body.blocks);
        return reply.code(204).send(null);
      },
    );
    server.post(
      '/cameras/:id/aim/grant',
      {
        schema: {
          summary: 'Grants one more use of the aim view',
          params,
          response: { 201: cameraAimSchema },
        },
      },
      async ({ params: { id }, principal }, reply) => {
        site.aims.grant(site.camera(id).config.id, actorOf(principal));
        return reply.code(201).send(site.aims.json(id));
      },
    );
  };
}

/** In the demo everybody is the same user. */
function userOf(principal: Principal): AimUser {
  return { name: 'name' in principal ? principal.name : principal.kind, actor: actorOf(principal) };
}

function isDpo(principal: Principal): boolean {
  return principal.kind === 'user' && principal.roles.includes('dpo');
}
