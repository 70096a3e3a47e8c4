import {
  type CertificateJson,
  type CertificatePlanJson,
  type CertificatesJson,
  certifiedCountMax,
  certifiedGroups,
  directions,
  lights,
  type NewCertificateJson,
  OutisError,
  roadUserClasses,
  type TapPlanJson,
  type TapTotalsJson,
  voidReasons,
} from '@outis/core';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { encode } from 'uqr';
import { z } from 'zod';
import { actorOf } from '../access/principal.ts';
import { certificateMethod } from '../certificate/certificate-json.ts';
import type { CertifiedCamera } from '../certificate/certificates.ts';
import { idSchema, lineSchema } from '../config/config-schema.ts';
import { signJson } from '../keys/signed-document.ts';
import type { SiteKey } from '../keys/site-key.ts';
import type { Site } from '../pipeline/site.ts';
import { cameraParamsSchema } from './schemas.ts';

const paramsSchema = z.strictObject({ ...cameraParamsSchema.shape, number: z.coerce.number().int().min(1) });
const newSchema = z.strictObject({
  minutes: z.number().int().optional(),
  startsInMin: z.number().int().min(1).max(60).optional(),
  lines: z.array(idSchema).min(1).max(32).optional(),
});
const planSchema: z.ZodType<CertificatePlanJson> = z.strictObject({
  id: z.number(),
  cameraId: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  sendUntilMs: z.number(),
  code: z.string(),
  url: z.string(),
  qr: z.array(z.string()),
});
const numberOrNull = z.number().nullable();
const rowSchema = z.strictObject({
  lineId: z.string().nullable(),
  direction: z.enum(directions).nullable(),
  group: z.enum([...roadUserClasses, ...certifiedGroups]),
  state: z.enum(['shown', 'few', 'later']),
  tapped: numberOrNull,
  counted: numberOrNull,
  error: numberOrNull,
  low: numberOrNull,
  high: numberOrNull,
  dueMs: z.number(),
});
const certificateSchema: z.ZodType<CertificateJson> = z.strictObject({
  id: z.number(),
  cameraId: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  state: z.enum(['made', 'void']),
  reason: z.enum(voidReasons).nullable(),
  light: z.array(z.enum(lights)),
  coverage: numberOrNull,
  scale: z.union([z.literal(2), z.literal(4)]),
  epsilon: z.number(),
  lines: z.array(z.string()),
  rows: z.array(rowSchema),
});
const certificatesSchema: z.ZodType<CertificatesJson> = z.strictObject({
  left: z.number(),
  nextMs: numberOrNull,
  open: z
    .strictObject({
      id: z.number(),
      startMs: z.number(),
      endMs: z.number(),
      sendUntilMs: z.number(),
      isTaken: z.boolean(),
    })
    .nullable(),
  certificates: z.array(certificateSchema),
});
const codeSchema = z.string().min(1).max(40);
/** Drawn by the phone: long enough that nobody guesses it. */
const phoneSchema = z.string().regex(/^[A-Za-z0-9_-]{20,64}$/);
const tapPlanSchema: z.ZodType<TapPlanJson> = z.strictObject({
  site: z.string(),
  cameraId: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  sendUntilMs: z.number(),
  nowMs: z.number(),
  lines: z.array(lineSchema),
  state: z.enum(['free', 'taken', 'sent']),
});
const totalSchema = z.strictObject({
  lineId: idSchema,
  direction: z.enum(directions),
  class: z.enum(roadUserClasses),
  count: z.number().int().min(0).max(certifiedCountMax),
});
/** A field more, such as a time, is refused. */
const totalsSchema: z.ZodType<TapTotalsJson> = z.strictObject({
  code: codeSchema,
  phone: phoneSchema,
  light: z.array(z.enum(lights)).max(lights.length),
  totals: z
    .array(totalSchema)
    .max(32 * directions.length * roadUserClasses.length)
    .refine(
      (totals) =>
        new Set(totals.map((each) => `${each.lineId} ${each.direction} ${each.class}`)).size ===
        totals.length,
      'a total stands twice',
    ),
});

export interface CertifyRoutesOptions {
  readonly site: Site;
  readonly key: SiteKey;
  /** Where people reach this edge: the phone follows the link. */
  readonly publicAddress: () => string;
}

/** Certificates without video: an installer fixes a window, somebody on site taps, everybody who may see counts sees what came out. */
export function certifyRoutes(options: CertifyRoutesOptions): (server: FastifyInstance) => Promise<void> {
  return async (server) => {
    cameraRoutes(server, options);
    phoneRoutes(server, options);
  };
}

function cameraRoutes(plain: FastifyInstance, { site, key, publicAddress }: CertifyRoutesOptions): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  server.get(
    '/cameras/:id/certificates',
    {
      schema: {
        summary: 'Windows and certificates of a camera',
        params: cameraParamsSchema,
        response: { 200: certificatesSchema },
      },
    },
    async ({ params: { id } }) => site.certificates.json(site.camera(id).config.id),
  );
  server.post(
    '/cameras/:id/certificates',
    {
      schema: {
        summary: 'Fixes the window of a certificate; answers the link for the person on site, once',
        params: cameraParamsSchema,
        body: newSchema,
        response: { 201: planSchema },
      },
    },
    async ({ params: { id }, body, principal }, reply) => {
      const asked = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const plan = site.certificates.begin(site.camera(id), asked as NewCertificateJson, actorOf(principal));
      const url = `${publicAddress()}/#/tap/${plan.code}`;
      const qr = encode(url, { ecc: 'M', border: 0 }).data.map((row) =>
        row.map((isDark) => (isDark ? '1' : '0')).join(''),
      );
      return reply.code(201).send({ ...plan, url, qr });
    },
  );
  server.delete(
    '/cameras/:id/certificates/:number',
    {
      schema: {
        summary: 'Ends the window of a certificate; before it has begun it does not count',
        params: paramsSchema,
        response: { 204: z.null() },
      },
    },
    async ({ params: { id, number }, principal }, reply) => {
      site.certificates.cancel(id, number, actorOf(principal));
      return reply.code(204).send(null);
    },
  );
  server.get(
    '/cameras/:id/certificates/:number',
    { schema: { summary: 'A certificate, signed with the site key', params: paramsSchema } },
    async ({ params: { id, number } }, reply) => {
      const found = site.certificates.json(id).certificates.find((each) => each.id === number);
      if (found === undefined) throw new OutisError('certificate-unknown', String(number));
      const document = {
        kind: 'count-certificate',
        signedMs: site.nowMs(),
        certificate: found,
        method: certificateMethod,
      };
      return reply
        .type('application/json')
        .header('content-disposition', `attachment; filename="outis-${id}-certificate-${number}.json"`)
        .send(signJson(key, document));
    },
  );
}

/** What the person on site may do with the code: see the window, and send totals once. */
function phoneRoutes(plain: FastifyInstance, { site }: CertifyRoutesOptions): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const cameraOf = (id: string): CertifiedCamera | null =>
    site.cameraIds.includes(id) ? site.camera(id) : null;
  server.post(
    '/certify/plan',
    {
      schema: {
        summary: 'The window of a code; with a phone of its own it takes it',
        body: z.strictObject({ code: codeSchema, phone: phoneSchema.optional() }),
        response: { 200: tapPlanSchema },
      },
    },
    async ({ body: { code, phone }, ip }) =>
      site.certificates.plan(phone === undefined ? { code } : { code, phone }, ip),
  );
  server.post(
    '/certify/totals',
    {
      schema: {
        summary: 'Totals of what was tapped, once, after the window',
        body: totalsSchema,
        response: { 204: z.null() },
      },
    },
    async ({ body, ip }, reply) => {
      site.certificates.finish(body, ip, cameraOf);
      return reply.code(204).send(null);
    },
  );
}
