import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Access } from '../access/access.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { type PreviewUser, previewOpenMsMax } from '../pipeline/preview.ts';
import { safetyCheck } from '../pipeline/safety-settings.ts';
import type { Site } from '../pipeline/site.ts';
import { mayStill } from './authorise.ts';
import { EventStream } from './event-stream.ts';
import { measuresCheckSchema } from './measure-schemas.ts';
import { safetyPreviewSchema, safetyRequestSchema } from './safety-schemas.ts';
import { isCurrent } from './scene-stream.ts';
import { cameraJsonSchema, cameraParamsSchema } from './schemas.ts';

const unsentBytesMax = 64 * 1024;
/** How often an editor is told how much it has. */
const toldEveryMs = 2_000;

/** The routes of what a site warns of; for another purpose the guard answers `purpose-refused`. */
export function safetyRoutes(site: Site, access: Access | null): (server: FastifyInstance) => Promise<void> {
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

    server.post(
      '/cameras/:id/safety/check',
      {
        schema: {
          summary:
            'Why zones, rules and ground of a site would be refused, and how well the ground is known; saves nothing',
          params: cameraParamsSchema,
          body: safetyRequestSchema,
          response: { 200: measuresCheckSchema },
        },
      },
      async ({ params, body }) => {
        const { config, size } = site.camera(params.id);
        return safetyCheck(config, body, size);
      },
    );

    server.get(
      '/cameras/:id/safety/preview',
      {
        exposeHeadRoute: false,
        schema: {
          summary: 'Keeps what rules read, in memory, while this stream of server-sent events is open',
          params: cameraParamsSchema,
        },
      },
      async ({ params: { id }, principal }, reply) => {
        const camera = site.camera(id);
        // Asked before anything is sent: a refusal is an answer like any other.
        const { watchedMs, end } = site.previews.begin(camera, userOf(principal));
        const timers: NodeJS.Timeout[] = [];
        const stream = new EventStream({
          response: reply.raw,
          unsentBytesMax: () => unsentBytesMax,
          mayLook: () =>
            isCurrent(site, id, camera) && mayStill(access, principal, 'GET /api/cameras/:id/safety/preview'),
          onClosed: () => {
            for (const timer of timers) clearTimeout(timer);
            end();
          },
        });
        reply.hijack();
        stream.send('watched', { watchedMs: watchedMs() });
        timers.push(
          setInterval(() => stream.send('watched', { watchedMs: watchedMs() }), toldEveryMs),
          setTimeout(() => stream.end('ended'), previewOpenMsMax),
        );
      },
    );

    server.post(
      '/cameras/:id/safety/preview',
      {
        schema: {
          summary: 'How often these rules would have warned of what was kept; saves nothing',
          params: cameraParamsSchema,
          body: safetyRequestSchema,
          response: { 200: safetyPreviewSchema },
        },
      },
      async ({ params, body, principal }) =>
        site.previews.fired(params.id, userOf(principal).name, site.withSafety(params.id, body)),
    );
  };
}

/** In the demo everybody is the same user. */
function userOf(principal: Principal): PreviewUser {
  return { name: 'name' in principal ? principal.name : principal.kind, actor: actorOf(principal) };
}
