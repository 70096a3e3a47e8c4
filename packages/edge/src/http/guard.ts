import { OutisError } from '@outis/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

const localNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * There is no login yet, so only this machine may ask: a page elsewhere that makes its own name point here (DNS rebinding)
 * is told off by the Host header, and one that sends a request here by the Origin header.
 */
export async function refuseStrangers(request: FastifyRequest): Promise<void> {
  if (!isLocal(request.headers.host)) throw new OutisError('host-refused', 'Host');
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${request.headers.host}`)
    throw new OutisError('host-refused', 'Origin');
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && request.url.startsWith('/api/'))
    throw new OutisError('host-refused', 'Sec-Fetch-Site');
}

function isLocal(host: string | undefined): boolean {
  return host !== undefined && localNames.has(host.replace(/:\d+$/, ''));
}

/** Safe headers on every answer. */
export async function addSafeHeaders(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  for (const [name, value] of Object.entries(safeHeaders)) reply.header(name, value);
}

export const safeHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};
