import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyRateLimit from '@fastify/rate-limit';
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
import type { Access } from '../access/access.ts';
import type { Oidc } from '../access/oidc.ts';
import { RetryLater } from '../access/throttle.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Note } from '../audit/log-entry.ts';
import { problemJson } from '../camera/health.ts';
import { projectRoot } from '../camera/sight-command.ts';
import type { Config } from '../config/config-schema.ts';
import type { ExportSource } from '../export/export-rows.ts';
import type { SiteKey } from '../keys/site-key.ts';
import type { Site } from '../pipeline/site.ts';
import { accessRoutes } from './access-routes.ts';
import { aimRoutes } from './aim-routes.ts';
import { alertRoutes } from './alert-routes.ts';
import { apiRoutes } from './api.ts';
import { authorise } from './authorise.ts';
import type { Certificate } from './certificate.ts';
import { certifyRoutes } from './certify-routes.ts';
import { limitConnections } from './connections.ts';
import { exportReleaseRoutes } from './export-release-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { addSafeHeaders, type Doors, refuseStrangers, safeHeaders } from './guard.ts';
import { measureRoutes } from './measure-routes.ts';
import { metricsText } from './metrics.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { pauseRoutes } from './pause-routes.ts';
import { publicRoutes } from './public-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { safetyReportRoutes } from './safety-report-routes.ts';
import { safetyRoutes } from './safety-routes.ts';

const bodyBytesMax = 128 * 1024;
const webFolder = join(projectRoot, 'packages/web/dist');
/** Whoever is slower than this with the head of a request, the whole of it, or with reading the answer is dropped. */
const defaultSlowMs = { head: 10_000, request: 30_000, idle: 60_000 };
const keptMsMax = 10_000;
/** What is no HTTP is answered, and has this long to read the answer. */
const refusedMsMax = 1_000;
/** Of one address. */
const requestsPerSecondMax = 300;

export interface ServerOptions {
  readonly site: Site;
  /** What has left, for exports. */
  readonly released: ExportSource;
  /** Null in the demo, which has no login and no real camera. */
  readonly access: Access | null;
  readonly audit: AuditLog;
  readonly note: Note;
  readonly key: SiteKey;
  readonly http: Config['http'];
  readonly certificate: Certificate | null;
  readonly oidc: Oidc | null;
  readonly publicAddress: () => string;
  /** For tests that ask faster than anybody does. */
  readonly requestsPerSecond?: number;
  /** For tests that cannot wait as long as a slow client may. */
  readonly slowMs?: { readonly head: number; readonly request: number; readonly idle: number };
}

/** The HTTP server of the edge: API, metrics and pages. Pixels leave in two streams: blocks of the live scene, the aim view. */
export async function makeServer(options: ServerOptions): Promise<FastifyInstance> {
  const { site, released, access, audit, note, key, http, certificate, oidc, publicAddress } = options;
  const doors: Doors = { http, hasTls: certificate !== null };
  const server = plainServer(options);
  server.addHook('onRequest', addSafeHeaders);
  await server.register(fastifyCookie, { hook: 'onRequest' });
  await server.register(fastifyRateLimit, {
    max: options.requestsPerSecond ?? requestsPerSecondMax,
    timeWindow: 1_000,
    global: false,
    errorResponseBuilder: () => new OutisError('too-many-requests'),
  });
  // Before anybody is refused: refusing costs a look into the database, too.
  server.addHook('onRequest', server.rateLimit());
  server.addHook('onRequest', refuseStrangers(doors));
  authorise(server, access, doors, site);
  await server.register(fastifySwagger, {
    openapi: {
      info: {
        title: 'Outis edge',
        version: '0.1.0',
        description:
          'Counts and health of the cameras of one site. No route returns a picture; two streams hold pixels: the ground behind the live scene, and the aim view.',
      },
    },
    transform: jsonSchemaTransform,
  });
  const prefix = '/api';
  await server.register(apiRoutes({ site, note, access }), { prefix });
  await server.register(aimRoutes(site, access), { prefix });
  await server.register(measureRoutes(site), { prefix });
  await server.register(safetyRoutes(site, access), { prefix });
  await server.register(pauseRoutes(site), { prefix });
  await server.register(alertRoutes({ site, note, access }), { prefix });
  await server.register(safetyReportRoutes({ site, note, key }), { prefix });
  await server.register(certifyRoutes({ site, key, publicAddress }), { prefix });
  await server.register(exportRoutes({ site, key, note, publicAddress }), { prefix });
  await server.register(exportReleaseRoutes({ site, source: released, key, note }), { prefix });
  const oidcName = oidc === null ? null : oidc.name;
  const shown = certificate?.fingerprint ?? null;
  await server.register(accessRoutes({ access, doors, oidc: oidcName, certificate: shown }), { prefix });
  await server.register(recordRoutes(site, audit, note), { prefix });
  if (oidc !== null && access !== null) await server.register(oidcRoutes(oidc, access, doors), { prefix });
  await server.register(publicRoutes(site, key));
  server.get('/api/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  server.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));
  server.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(metricsText(site)),
  );
  if (existsSync(webFolder)) await server.register(fastifyStatic, { root: webFolder, index: 'index.html' });
  return server as unknown as FastifyInstance;
}

/** A server without routes: limits, TLS, errors in our words. */
function plainServer({ certificate, http, slowMs = defaultSlowMs }: ServerOptions) {
  const limits = { headersTimeout: slowMs.head, connectionsCheckingInterval: Math.min(2_000, slowMs.head) };
  const tls = certificate === null ? {} : { cert: certificate.certificate, key: certificate.key };
  const server = Fastify({
    logger: false,
    bodyLimit: bodyBytesMax,
    connectionTimeout: slowMs.idle,
    requestTimeout: slowMs.request,
    forceCloseConnections: true,
    keepAliveTimeout: keptMsMax,
    trustProxy: http.trustedProxies.length === 0 ? false : [...http.trustedProxies],
    routerOptions: { maxParamLength: 100 },
    ...(certificate === null
      ? { http: limits }
      : { https: { ...limits, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: slowMs.head } }),
    // An address that cannot be decoded reaches no hook and no handler.
    frameworkErrors: (_error, _request, reply) => {
      const problem = new OutisError('request-invalid', 'the address');
      const plain = reply as unknown as FastifyReply;
      plain.code(problem.httpStatus).headers(safeHeaders).send(problemJson(problem));
    },
    clientErrorHandler: refuseUnreadable,
  }).withTypeProvider<ZodTypeProvider>();
  limitConnections(server.server, http.trustedProxies);
  // A form on another page can send text; nothing here takes it.
  server.removeContentTypeParser('text/plain');
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = asOutisError(error, request.url);
    if (known instanceof RetryLater) reply.header('retry-after', known.seconds);
    return reply
      .code(known.httpStatus)
      .type('application/json')
      .send(JSON.stringify(problemJson(known)));
  });
  server.setNotFoundHandler((request, reply) => {
    const problem = new OutisError('route-unknown', request.url.split('?')[0]);
    return reply.code(problem.httpStatus).send(problemJson(problem));
  });
  return server;
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
  // Whoever goes on talking would keep the connection for as long as it likes.
  setTimeout(() => socket.destroy(), refusedMsMax).unref();
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
