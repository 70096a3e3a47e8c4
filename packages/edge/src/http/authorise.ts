import type { FastifyInstance, FastifyRequest } from 'fastify';
import '@fastify/cookie';
import { OutisError } from '@outis/core';
import type { Access, SignedIn } from '../access/access.ts';
import type { Principal } from '../access/principal.ts';
import { refusalOf, routeRules } from '../access/route-rules.ts';
import type { Site } from '../pipeline/site.ts';
import { type Doors, originOf } from './guard.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set before any handler runs. */
    principal: Principal;
  }
}

const sessionSeconds = 7 * 86_400;

/**
 * Holds every route to the table of route × role × purpose. A route that is not in the table is a mistake of ours, found
 * when the server is made; so is a rule without a route, found by a test.
 */
export function authorise(server: FastifyInstance, access: Access | null, doors: Doors, site: Site): void {
  server.decorateRequest('principal');
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (routeRules[ruleKey(each, url)] === undefined) throw new Error(`No rule for ${each} ${url}`);
  });
  server.addHook('onRequest', async (request) => {
    request.principal = principalOf(request, access, doors);
    const { url } = request.routeOptions;
    // Nothing at this address: that is for anybody to know.
    if (url === undefined) return;
    const refusal = refusalOf(ruleKey(request.method, url), request.principal);
    if (refusal !== null) throw new OutisError(refusal);
  });
  server.addHook('preHandler', async (request) => {
    const { url } = request.routeOptions;
    if (url === undefined || !url.startsWith('/api/cameras/:id')) return;
    const { id } = request.params as { readonly id: string };
    const { purpose } = site.camera(id).config;
    const rule = routeRules[ruleKey(request.method, url)]!;
    if (!rule.purposes.includes(purpose))
      throw new OutisError('purpose-refused', `${purpose} does not have this`);
  });
}

/** True while whoever opened a stream may still do so: a session may end meanwhile, or lose the role. The route as in the table. */
export function mayStill(access: Access | null, principal: Principal, route: string): boolean {
  const { who } = routeRules[route]!;
  return principal.kind !== 'user' || who === 'anyone' || access?.isStill(principal.sessionId, who) === true;
}

/** As the table names a route: whoever may read the answer may ask for its headers alone. */
export function ruleKey(method: string, url: string): string {
  return `${method === 'HEAD' ? 'GET' : method} ${url}`;
}

/** The session cookie. With TLS its name says that it is for this very host and path, and never sent in the clear. */
export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-outis' : 'outis';
}

/** The cookie that holds a session, for `reply.setCookie`. */
export function sessionCookie(
  { secret }: Pick<SignedIn, 'secret'>,
  isSecure: boolean,
): [string, string, Record<string, unknown>] {
  const options = { httpOnly: true, sameSite: 'strict', secure: isSecure, path: '/', maxAge: sessionSeconds };
  return [cookieName(isSecure), secret, options];
}

/** True when the browser speaks TLS, to this edge or to a reverse proxy in front of it. */
export function isSecure(request: FastifyRequest, doors: Doors): boolean {
  return originOf(doors, request.headers.host ?? '').startsWith('https:');
}

function principalOf(request: FastifyRequest, access: Access | null, doors: Doors): Principal {
  if (access === null) return { kind: 'open' };
  const token = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1];
  return access.principal(request.cookies[cookieName(isSecure(request, doors))], token);
}
