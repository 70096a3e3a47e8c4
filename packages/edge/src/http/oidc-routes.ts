import { OutisError } from '@outis/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import type { Oidc } from '../access/oidc.ts';
import { isSecure, sessionCookie } from './authorise.ts';
import { type Doors, originOf } from './guard.ts';

const cookie = 'outis-oidc';
const pathBack = '/api/oidc/back';
const seconds = 600;

/** Signing in at another service: there, and back. It always ends at a page of this edge. */
export function oidcRoutes(
  oidc: Oidc,
  access: Access,
  doors: Doors,
): (server: FastifyInstance) => Promise<void> {
  return async (server) => {
    const options = (request: FastifyRequest) => ({
      httpOnly: true,
      // The way back comes from the other service, so it cannot be strict.
      sameSite: 'lax' as const,
      secure: isSecure(request, doors),
      path: pathBack,
    });
    server.get(
      '/oidc/start',
      { schema: { summary: 'Signs in at another service' } },
      async (request, reply) => {
        const redirectUri = `${originOf(doors, request.headers.host ?? '')}${pathBack}`;
        try {
          const { location, secret } = await oidc.start(redirectUri, request.ip);
          return reply.setCookie(cookie, secret, { ...options(request), maxAge: seconds }).redirect(location);
        } catch (error) {
          return refuse(error, reply);
        }
      },
    );
    server.get('/oidc/back', { schema: { summary: 'The way back from there' } }, async (request, reply) => {
      reply.clearCookie(cookie, options(request));
      try {
        const vouched = await oidc.finish(request.cookies[cookie], request.url.split('?')[1] ?? '');
        const signedIn = access.loginElsewhere(vouched, request.ip);
        reply.setCookie(...sessionCookie(signedIn, isSecure(request, doors)));
      } catch (error) {
        return refuse(error, reply);
      }
      return reply.redirect('/');
    });
  };
}

/** A person sits in front of it: it ends at a page that says so. The reason is for whoever runs the edge. */
function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  if (!(error instanceof OutisError)) throw error;
  // Some of it may come from elsewhere: it must not write lines of its own.
  process.stderr.write(`outis: ${error.message.replaceAll(/\p{Cc}/gu, ' ')}\n`);
  return reply.redirect('/#/sign-in/refused');
}
