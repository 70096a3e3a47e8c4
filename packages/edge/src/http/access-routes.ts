import {
  type CodeJson,
  type CreatedTokenJson,
  type InvitationJson,
  type MeJson,
  OutisError,
  passwordLengthMax,
  roles,
  scopes,
  type TokenJson,
  type UserJson,
} from '@outis/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Access, SignedIn } from '../access/access.ts';
import { actorOf, type Principal, type UserPrincipal } from '../access/principal.ts';
import { cookieName, isSecure, sessionCookie } from './authorise.ts';
import type { Doors } from './guard.ts';

const nameSchema = z.string().min(1).max(100);
const passwordSchema = z
  .string()
  .min(1)
  .max(4 * passwordLengthMax);
const codeSchema = z.string().min(1).max(60);
const rolesSchema = z.array(z.enum(roles)).max(roles.length);

const meSchema: z.ZodType<MeJson> = z.strictObject({
  state: z.enum(['first-run', 'signed-out', 'signed-in', 'open']),
  user: z.strictObject({ name: z.string(), roles: rolesSchema }).nullable(),
  by: z.enum(['password', 'oidc', 'terminal']).nullable(),
  oidc: z.string().nullable(),
  certificate: z.string().nullable(),
});
const userSchema: z.ZodType<UserJson> = z.strictObject({
  name: z.string(),
  roles: rolesSchema,
  by: z.enum(['password', 'oidc']),
  enrolled: z.boolean(),
  createdMs: z.number(),
  lastLoginMs: z.number().nullable(),
  sessions: z.number(),
});
const invitationSchema: z.ZodType<InvitationJson> = z.strictObject({
  user: userSchema,
  code: z.string(),
  expiresMs: z.number(),
});
const codeJsonSchema: z.ZodType<CodeJson> = z.strictObject({
  kind: z.enum(['first-admin', 'invitation', 'reset', 'terminal']),
  name: z.string().nullable(),
});
const tokenSchema: z.ZodType<TokenJson> = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  scopes: z.array(z.enum(scopes)),
  createdMs: z.number(),
  expiresMs: z.number(),
  lastUsedMs: z.number().nullable(),
});
const createdTokenSchema: z.ZodType<CreatedTokenJson> = z.strictObject({
  token: tokenSchema,
  secret: z.string(),
});
const newTokenSchema = z.strictObject({
  // It stands in the log: no line breaks, and nothing that turns the writing round.
  name: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u),
  role: z.enum(roles),
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  days: z.number().int().min(1).max(366),
});
const userParamsSchema = z.strictObject({ name: nameSchema });
const nothing = { 204: z.null() };

export interface AccessRoutesOptions {
  /** Null in the demo, which has no login. */
  readonly access: Access | null;
  readonly doors: Doors;
  /** Name on the button for signing in elsewhere. */
  readonly oidc: string | null;
  /** SHA-256 of the certificate; null without TLS. */
  readonly certificate: string | null;
}

/** Signing in and out, users and tokens. */
export function accessRoutes(options: AccessRoutesOptions): (server: FastifyInstance) => Promise<void> {
  return async (server) => {
    sessionRoutes(server, options);
    codeRoutes(server, options);
    userRoutes(server, options);
    tokenRoutes(server, options);
  };
}

function sessionRoutes(plain: FastifyInstance, options: AccessRoutesOptions): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { doors } = options;
  const access = (): Access => knownAccess(options.access);
  const signOut = (request: FastifyRequest, reply: FastifyReply) => {
    const secure = isSecure(request, doors);
    reply.clearCookie(cookieName(secure), { path: '/', secure, httpOnly: true, sameSite: 'strict' });
    return reply.code(204).send(null);
  };

  server.get('/me', { schema: { summary: 'Who asks', response: { 200: meSchema } } }, async ({ principal }) =>
    meOf(principal, options),
  );
  server.post(
    '/session',
    {
      schema: {
        summary: 'Signs in',
        body: z.strictObject({ name: nameSchema, password: passwordSchema }),
        response: { 200: meSchema },
      },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      return signIn(options, request, reply, await access().login(name, password, request.ip));
    },
  );
  server.delete(
    '/session',
    { schema: { summary: 'Signs out', response: nothing } },
    async (request, reply) => {
      if (request.principal.kind === 'user') access().logout(request.principal);
      return signOut(request, reply);
    },
  );
  server.delete(
    '/me/sessions',
    { schema: { summary: 'Signs out everywhere', response: nothing } },
    async (request, reply) => {
      access().logoutEverywhere(userOf(request.principal));
      return signOut(request, reply);
    },
  );
  server.put(
    '/me/password',
    {
      schema: {
        summary: 'Changes the password; ends all other sessions',
        body: z.strictObject({ current: passwordSchema, next: passwordSchema }),
        response: { 200: meSchema },
      },
    },
    async (request) => {
      const { current, next } = request.body;
      await access().changePassword(userOf(request.principal), current, next, request.ip);
      return meOf(request.principal, options);
    },
  );
}

/** One-time codes: of the first admin, of those who are invited, and of those who forgot. */
function codeRoutes(plain: FastifyInstance, options: AccessRoutesOptions): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const access = (): Access => knownAccess(options.access);
  server.post(
    '/code',
    {
      schema: {
        summary: 'What a one-time code is for',
        body: z.strictObject({ code: codeSchema }),
        response: { 200: codeJsonSchema },
      },
    },
    async (request) => access().lookAtCode(request.body.code, request.ip),
  );
  server.post(
    '/enrol',
    {
      schema: {
        summary: 'Uses a one-time code: sets a password and signs in',
        body: z.strictObject({
          code: codeSchema,
          name: nameSchema.optional(),
          password: passwordSchema.optional(),
        }),
        response: { 200: meSchema },
      },
    },
    async (request, reply) => {
      const { code, name, password } = request.body;
      const given = {
        code,
        ...(name === undefined ? {} : { name }),
        ...(password === undefined ? {} : { password }),
      };
      return signIn(options, request, reply, await access().enrol(given, request.ip));
    },
  );
}

function userRoutes(plain: FastifyInstance, options: AccessRoutesOptions): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const access = (): Access => knownAccess(options.access);
  server.get(
    '/users',
    { schema: { summary: 'All users', response: { 200: z.strictObject({ users: z.array(userSchema) }) } } },
    async () => ({ users: access().users() }),
  );
  server.post(
    '/users',
    {
      schema: {
        summary: 'Adds a user, with a one-time code to be handed over',
        body: z.strictObject({ name: nameSchema, roles: rolesSchema }),
        response: { 201: invitationSchema },
      },
    },
    async ({ principal, body }, reply) =>
      reply.code(201).send(access().createUser(principal, body.name, body.roles)),
  );
  server.put(
    '/users/:name',
    {
      schema: {
        summary: 'Gives a user other roles, at once',
        params: userParamsSchema,
        body: z.strictObject({ roles: rolesSchema }),
        response: { 200: userSchema },
      },
    },
    async ({ principal, params, body }) => access().setRoles(principal, params.name, body.roles),
  );
  server.delete(
    '/users/:name',
    { schema: { summary: 'Removes a user, at once', params: userParamsSchema, response: nothing } },
    async ({ principal, params }, reply) => {
      access().removeUser(principal, params.name);
      return reply.code(204).send(null);
    },
  );
  server.post(
    '/users/:name/code',
    {
      schema: {
        summary: 'A one-time code with which the user sets a new password',
        params: userParamsSchema,
        response: { 200: invitationSchema },
      },
    },
    async ({ principal, params }) => access().resetCode(actorOf(principal), params.name),
  );
}

function tokenRoutes(plain: FastifyInstance, options: AccessRoutesOptions): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const access = (): Access => knownAccess(options.access);
  server.get(
    '/tokens',
    {
      schema: {
        summary: 'All API tokens',
        response: { 200: z.strictObject({ tokens: z.array(tokenSchema) }) },
      },
    },
    async () => ({ tokens: access().tokens.list() }),
  );
  server.post(
    '/tokens',
    { schema: { summary: 'Adds an API token', body: newTokenSchema, response: { 201: createdTokenSchema } } },
    async ({ principal, body }, reply) => reply.code(201).send(access().tokens.create(principal, body)),
  );
  server.delete(
    '/tokens/:id',
    {
      schema: {
        summary: 'Ends an API token, at once',
        params: z.strictObject({ id: z.string().max(60) }),
        response: nothing,
      },
    },
    async ({ principal, params }, reply) => {
      access().tokens.remove(principal, params.id);
      return reply.code(204).send(null);
    },
  );
}

/** Puts the session into the cookie. */
function signIn(
  options: AccessRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  signedIn: SignedIn,
): MeJson {
  reply.setCookie(...sessionCookie(signedIn, isSecure(request, options.doors)));
  return meOf(signedIn.principal, options);
}

function meOf(principal: Principal, { access, oidc, certificate }: AccessRoutesOptions): MeJson {
  const more = { oidc, certificate };
  if (access === null) return { state: 'open', user: null, by: null, ...more };
  if (principal.kind !== 'user')
    return { state: access.isFirstRun ? 'first-run' : 'signed-out', user: null, by: null, ...more };
  const { name, roles: has, by } = principal;
  return { state: 'signed-in', user: { name, roles: [...has] }, by, ...more };
}

function knownAccess(access: Access | null): Access {
  if (access === null) throw new OutisError('role-refused', 'the demo has no users');
  return access;
}

function userOf(principal: Principal): UserPrincipal {
  if (principal.kind !== 'user') throw new OutisError('login-required');
  return principal;
}
