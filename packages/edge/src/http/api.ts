import { OutisError, type SourceTestJson } from '@outis/core';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { actorOf } from '../access/principal.ts';
import type { Note } from '../audit/log-entry.ts';
import { probe } from '../camera/probe.ts';
import { isInvented, parseSource } from '../camera/source.ts';
import { cameraSchema } from '../config/config-schema.ts';
import type { Site } from '../pipeline/site.ts';
import { mayStill } from './authorise.ts';
import { cameraFor } from './camera-answer.ts';
import { streamScene } from './scene-stream.ts';
import {
  cameraJsonSchema,
  cameraParamsSchema,
  cameraSettingsSchema,
  camerasJsonSchema,
  countsQuerySchema,
  countsSchema,
  linesRequestSchema,
  newCameraSchema,
  sourceTestRequestSchema,
  sourceTestSchema,
} from './schemas.ts';

const testMsMax = 10_000;
/** Connection tests at the same time: each starts a process. */
const testsMax = 2;

export interface ApiOptions {
  readonly site: Site;
  readonly note: Note;
  /** Null in the demo, which has no login. */
  readonly access: Access | null;
}

/** The routes of cameras below /api; each answers only what its schema lists. */
export function apiRoutes({ site, note, access }: ApiOptions): (server: FastifyInstance) => Promise<void> {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();
    let tests = 0;

    server.get(
      '/cameras',
      { schema: { summary: 'All cameras with their health', response: { 200: camerasJsonSchema } } },
      async ({ principal }) => {
        const { cameras, ...rest } = site.camerasJson();
        return { ...rest, cameras: cameras.map((camera) => cameraFor(principal, camera)) };
      },
    );

    server.post(
      '/cameras/test',
      {
        schema: {
          summary: 'Tests the connection to a camera',
          body: sourceTestRequestSchema,
          response: { 200: sourceTestSchema },
        },
      },
      async ({ body }) => {
        refuseRealCamera(access, body.source);
        if (tests >= testsMax) throw new OutisError('camera-busy', 'other connections are being tested');
        tests++;
        try {
          return await testSource(body.source);
        } finally {
          tests--;
        }
      },
    );

    server.post(
      '/cameras',
      { schema: { summary: 'Adds a camera', body: newCameraSchema, response: { 201: cameraJsonSchema } } },
      async ({ body, principal }, reply) => {
        const parsed = cameraSchema.safeParse(body);
        if (!parsed.success) {
          const issue = parsed.error.issues[0]!;
          throw new OutisError('request-invalid', `${issue.path.join('.')}: ${issue.message}`);
        }
        refuseRealCamera(access, parsed.data.source);
        return reply.code(201).send(site.addCamera(parsed.data, actorOf(principal)));
      },
    );

    server.get(
      '/cameras/:id',
      { schema: { summary: 'One camera', params: cameraParamsSchema, response: { 200: cameraJsonSchema } } },
      async ({ params, principal }) => cameraFor(principal, site.cameraJson(params.id)),
    );

    server.delete(
      '/cameras/:id',
      {
        schema: {
          summary: 'Removes a camera; its counts are kept',
          params: cameraParamsSchema,
          response: { 204: z.null() },
        },
      },
      async ({ params, principal }, reply) => {
        await site.removeCamera(params.id, actorOf(principal));
        return reply.code(204).send(null);
      },
    );

    server.put(
      '/cameras/:id/lines',
      {
        schema: {
          summary: 'Sets the counting lines, at once',
          params: cameraParamsSchema,
          body: linesRequestSchema,
          response: { 200: cameraJsonSchema },
        },
      },
      async ({ params, body, principal }) => site.setLines(params.id, body.lines, actorOf(principal)),
    );

    server.put(
      '/cameras/:id/settings',
      {
        schema: {
          summary: 'Asks for other settings; what widens the camera waits for 72 hours or a dpo',
          params: cameraParamsSchema,
          body: cameraSettingsSchema,
          response: { 200: cameraJsonSchema },
        },
      },
      async ({ params, body, principal }) => site.setSettings(params.id, body, actorOf(principal)),
    );

    server.get(
      '/cameras/:id/counts',
      {
        schema: {
          summary: 'Released counts and coverage',
          params: cameraParamsSchema,
          querystring: countsQuerySchema,
          response: { 200: countsSchema },
        },
      },
      async ({ params, query }) => site.counts(params.id, query.fromMs, query.toMs, query.bucketMs),
    );

    server.get(
      '/cameras/:id/scene',
      {
        // A stream without a body would hold a viewer's place for ten minutes.
        exposeHeadRoute: false,
        schema: { summary: 'Live scene (server-sent events); site-safety only', params: cameraParamsSchema },
      },
      async ({ params, principal }, reply) => {
        const mayWatch = (): boolean => mayStill(access, principal, 'GET /api/cameras/:id/scene');
        const response = reply.raw;
        streamScene({ site, cameraId: params.id, response, actor: actorOf(principal), note, mayWatch });
        reply.hijack();
      },
    );
  };
}

/** Without a login nothing may be seen that is anybody's business. Throws `source-invalid` too. */
function refuseRealCamera(access: Access | null, source: string): void {
  if (!isInvented(source) && access === null)
    throw new OutisError(
      'role-refused',
      'the demo has no login, so it takes drawn and simulated cameras only',
    );
}

/** Asks a source what it is; no picture is decoded. */
async function testSource(address: string): Promise<SourceTestJson> {
  const source = parseSource(address);
  if (source.kind === 'simulated')
    return { widthPx: 640, heightPx: 360, fps: 5, codec: 'simulated', advice: null };
  if (source.kind === 'mqtt')
    throw new OutisError('source-invalid', 'mqtt stands in outis.yaml together with observations');
  const { size, fps, codec } = await probe(source, testMsMax);
  const large = size.widthPx * size.heightPx > 1280 * 720;
  const advice = large
    ? `${size.widthPx} x ${size.heightPx} costs much to decode; the camera's substream (about 640 x 360) is enough.`
    : null;
  return { ...size, fps: fps === null ? null : Math.round(fps * 10) / 10, codec, advice };
}
