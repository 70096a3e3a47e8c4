import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { OutisError } from '@outis/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config-schema.ts';

const localNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** True for an address of this machine only. */
export function isLoopback(host: string): boolean {
  return localNames.has(host) || host === '::1';
}

/** Where this edge may be asked, and from which pages. */
export interface Doors {
  readonly http: Pick<Config['http'], 'host' | 'publicUrl'>;
  readonly hasTls: boolean;
}

/** The scheme and name under which a request came in; behind a reverse proxy those of the public address. */
export function originOf({ http, hasTls }: Doors, host: string): string {
  if (http.publicUrl !== undefined && new URL(http.publicUrl).host === host)
    return new URL(http.publicUrl).origin;
  return `${hasTls ? 'https' : 'http'}://${host}`;
}

/**
 * Makes the hook that refuses what was not meant for this edge: a page elsewhere that makes its own name point here (DNS
 * rebinding) is told off by the Host header, and one that sends a request here by the Origin header and Sec-Fetch-Site.
 */
export function refuseStrangers(doors: Doors): (request: FastifyRequest) => Promise<void> {
  const names = namesOf(doors);
  return async (request) => {
    const { host } = request.headers;
    if (host === undefined || !isKnown(host, names, doors)) throw new OutisError('host-refused', 'Host');
    const { origin } = request.headers;
    if (origin !== undefined && origin !== originOf(doors, host))
      throw new OutisError('host-refused', 'Origin');
    const site = request.headers['sec-fetch-site'];
    const isElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
    // Whoever signs in at another service is sent back from there; that request is held by its own one-time state.
    // The route, not the address: that may be spelt in many ways (`/%61pi/`).
    const { url = '' } = request.routeOptions;
    if (isElsewhere && url.startsWith('/api/') && url !== '/api/oidc/back')
      throw new OutisError('host-refused', 'Sec-Fetch-Site');
  };
}

function namesOf({ http }: Doors): ReadonlySet<string> {
  const names = new Set(localNames);
  if (http.publicUrl !== undefined) names.add(new URL(http.publicUrl).hostname);
  if (!isLoopback(http.host))
    for (const name of [hostname(), `${hostname()}.local`]) names.add(name.toLowerCase());
  return names;
}

function isKnown(host: string, names: ReadonlySet<string>, { http }: Doors): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  if (names.has(name)) return true;
  // A name can be made to point here, an address cannot: whoever types it means this machine.
  return !isLoopback(http.host) && isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

/** Safe headers on every answer; what only some may see is kept by no browser and no proxy. */
export async function addSafeHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  for (const [name, value] of Object.entries(safeHeaders)) reply.header(name, value);
  if (/^\/(api|metrics)(\/|$)/.test(request.routeOptions.url ?? ''))
    reply.header('cache-control', 'no-store');
}

export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};
