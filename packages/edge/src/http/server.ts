import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastifySwagger from '@fastify/swagger';
import { OutisError } from '@outis/core';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { problemJson } from '../camera/health.ts';
import { projectRoot } from '../camera/sight-command.ts';
import type { Site } from '../pipeline/site.ts';
import { apiRoutes } from './api.ts';
import { addSafeHeaders, refuseStrangers, safeHeaders } from './guard.ts';
import { metricsText } from './metrics.ts';

const bodyBytesMax = 128 * 1024;
const webFolder = join(projectRoot, 'packages/web/dist');

/** The HTTP server of the edge: API, metrics and page. It has no route that returns a picture or an address of one. */
export async function makeServer(site: Site): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    bodyLimit: bodyBytesMax,
    connectionTimeout: 0,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
    // An address that cannot be decoded reaches no hook and no handler.
    frameworkErrors: (_error, _request, reply) => {
      const problem = new OutisError('request-invalid', 'the address');
      const plain = reply as unknown as FastifyReply;
      plain.code(problem.httpStatus).headers(safeHeaders).send(problemJson(problem));
    },
    clientErrorHandler: refuseUnreadable,
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.addHook('onRequest', addSafeHeaders);
  server.addHook('onRequest', refuseStrangers);
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = asOutisError(error, request.url);
    return reply
      .code(known.httpStatus)
      .type('application/json')
      .send(JSON.stringify(problemJson(known)));
  });
  server.setNotFoundHandler((request, reply) => {
    const problem = new OutisError('route-unknown', request.url.split('?')[0]);
    return reply.code(problem.httpStatus).send(problemJson(problem));
  });
  await server.register(fastifySwagger, {
    openapi: {
      info: {
        title: 'Outis edge',
        version: '0.1.0',
        description: 'Counts and health of the cameras of one site. No route returns a picture.',
      },
    },
    transform: jsonSchemaTransform,
  });
  await server.register(apiRoutes(site), { prefix: '/api' });
  server.get('/api/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  server.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));
  server.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(metricsText(site)),
  );
  if (existsSync(webFolder)) await server.register(fastifyStatic, { root: webFolder, index: 'index.html' });
  return server as unknown as FastifyInstance;
}

/** Answers what is no HTTP: there is no request and no reply yet, only the connection. */
function refuseUnreadable(_error: Error, socket: Socket): void {
  if (socket.destroyed || !socket.writable) return;
  const problem = new OutisError('request-invalid', 'it is no HTTP');
  const body = JSON.stringify(problemJson(problem));
  const headers = {
    ...safeHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': `${Buffer.byteLength(body)}`,
    connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.httpStatus} Bad Request\r\n${head.join('')}\r\n${body}`);
}

function asOutisError(error: FastifyError, url: string): OutisError {
  if (error instanceof OutisError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issue = error.validation[0];
    const where =
      issue?.instancePath.replace(/^\//, '').replaceAll('/', '.') || error.validationContext || 'body';
    return new OutisError('request-invalid', `${where}: ${issue?.message ?? 'not understood'}`);
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return new OutisError('request-invalid', error.message.slice(0, 200));
  process.stderr.write(`outis: internal error at ${url.split('?')[0]}: ${error.stack ?? error.message}\n`);
  return new OutisError('internal');
}
