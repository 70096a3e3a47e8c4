import { isIP } from 'node:net';
import { backgroundSettings, isInside, purposes, roles } from '@outis/core';
import { z } from 'zod';
import { checkMeasures } from './check-measures.ts';
import {
  calibrationSchema,
  fraction2Schema,
  idSchema,
  movementsSchema,
  polygonSchema,
  zonesSchema,
} from './measures-schema.ts';
import { observationsProblems, observationsSchema } from './observations-schema.ts';
import { alertsSchema, mqttSchema, outletsProblems } from './outlets-schema.ts';
import { checkSafety, rulesSchema } from './safety-schema.ts';
import { schedulesSchema } from './schedule-schema.ts';

export { fraction2Schema, idSchema };

export const lineSchema = z
  .strictObject({ id: idSchema, a: fraction2Schema, b: fraction2Schema })
  .describe('A directed counting line from a to b; left and right are seen looking from a to b');

export const linesSchema = z
  .array(lineSchema)
  .max(32)
  .refine((lines) => new Set(lines.map(({ id }) => id)).size === lines.length, 'two lines have the same id')
  .refine((lines) => lines.every(({ a, b }) => a[0] !== b[0] || a[1] !== b[1]), 'a line has no length');

/** A reason made of these words alone says nothing. A purpose must be specific (EDPB guidelines 3/2019, paragraph 15). */
const emptyWords = new Set(
  (
    'for the of and our in general safety security surveillance monitoring observation statistics counting analytics ' +
    'test testing purpose purposes reason reasons camera video cctv sicherheit überwachung sécurité surveillance seguridad vigilancia'
  ).split(' '),
);

export const reasonSchema = z
  .string()
  .trim()
  .min(12, 'must say in words what for, in at least 12 characters')
  .max(500)
  .refine(
    (reason) => (reason.toLowerCase().match(/\p{L}+/gu) ?? []).some((word) => !emptyWords.has(word)),
    'must be specific: name the hazard or the question',
  )
  .describe('What the camera is for, specific and in words; shown on the sheet of the camera');

export const ownerSchema = z
  .string()
  .trim()
  .min(2)
  .max(200)
  .describe('Who answers for the camera; shown on the sheet of the camera');

export const contactSchema = z
  .string()
  .trim()
  .min(3)
  .max(200)
  .describe('How to reach the owner: an e-mail address, a telephone number or an address on the web; public');

export const placeSchema = z
  .strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
  .describe('Where the camera stands, degrees (WGS 84); puts it on the public map');

export const untilSchema = z.iso
  .date()
  .describe('Last day, YYYY-MM-DD, at most 12 months ahead; site-safety only');

export const backgroundSchema = z
  .enum(backgroundSettings)
  .describe(
    'How the picture of the ground is learned, site-safety only: what stays for more than an hour (usual, the default), for more than nine hours and two days (strict), or not at all (off)',
  );

export const sizeSchema = z.strictObject({
  widthPx: z.number().int().min(64).max(2048),
  heightPx: z.number().int().min(64).max(2048),
});

export const cameraSchema = z
  .strictObject({
    id: idSchema,
    source: z
      .string()
      .min(1)
      .max(1000)
      .describe(
        'rtsp://, rtsps://, http:// or https:// address, /dev/videoN, or a file; prefer the substream; mqtt: see observations',
      ),
    observations: observationsSchema.exactOptional(),
    purpose: z.enum(purposes).describe('What the camera may do at all; see docs/reference/purpose.md'),
    owner: ownerSchema,
    contact: contactSchema.optional(),
    reason: reasonSchema,
    place: placeSchema.optional(),
    boundary: polygonSchema.describe('site-safety: the own ground; outside is masked at decode').optional(),
    until: untilSchema.optional(),
    decodeFps: z.number().min(0.5).max(60).default(10).describe('Pictures decoded per second'),
    analyseFps: z
      .number()
      .min(0.5)
      .max(60)
      .default(5)
      .describe('Pictures analysed per second, at most decodeFps'),
    size: sizeSchema
      .describe('Largest size at which pictures are analysed; default what the model takes')
      .optional(),
    masks: z
      .array(polygonSchema)
      .max(32)
      .default([])
      .describe('Areas burnt in black at decode, before anything looks at the picture'),
    lines: linesSchema.default([]),
    background: backgroundSchema.optional(),
    zones: zonesSchema.default([]),
    movements: movementsSchema
      .default([])
      .describe('Turning movements: a list, or all for every ordered pair of lines; street-statistics only'),
    calibration: calibrationSchema.exactOptional(),
    pauses: schedulesSchema
      .describe(
        'When the stream is closed every week, by the clocks of the site; nobody ends such a pause early',
      )
      .exactOptional(),
    rules: rulesSchema.default([]),
  })
  .superRefine((camera, context) => {
    const issue = (key: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (camera.analyseFps > camera.decodeFps)
      issue('analyseFps', `must not be more than decodeFps (${camera.decodeFps})`);
    for (const [key, message] of observationsProblems(camera)) issue(key, message);
    const site = camera.purpose === 'site-safety';
    if (site && camera.boundary === undefined)
      issue('boundary', 'is required for site-safety: the own ground as three or more points');
    if (site && camera.until === undefined)
      issue('until', 'is required for site-safety: the last day, at most 12 months ahead');
    if (!site && camera.boundary !== undefined) issue('boundary', 'is for site-safety only; use masks');
    if (!site && camera.until !== undefined) issue('until', 'is for site-safety only');
    if (!site && camera.background !== undefined && camera.background !== 'off')
      issue('background', 'is learned for site-safety only; a street may say off, or nothing');
    for (const { path, message } of checkMeasures(camera))
      context.addIssue({ code: 'custom', path: [...path], message });
    for (const { path, message } of checkSafety(camera))
      context.addIssue({ code: 'custom', path: [...path], message });
    const boundary = camera.boundary?.map(([x, y]) => ({ x, y }));
    if (boundary !== undefined && !hasInside(boundary)) issue('boundary', 'encloses nothing');
  });

const fileSchema = z.string().min(1).max(1000);
const httpsSchema = z
  .url({ protocol: /^https$/, error: 'must be https://name or https://name:port' })
  .refine(
    (text) => new URL(text).pathname === '/' && !/[?#@]/.test(text),
    'must end behind the name and port',
  );

const oidcSchema = z
  .strictObject({
    name: z.string().min(1).max(60).describe('What stands on the button'),
    issuer: z.url().describe('https://; http:// on this machine only'),
    clientId: z.string().min(1).max(200),
    clientSecretFile: fileSchema
      .describe('File that holds the client secret; relative to this file')
      .optional(),
    scope: z.string().max(200).default('openid profile'),
    nameClaim: z
      .string()
      .max(100)
      .default('preferred_username')
      .describe('Claim that holds the name of the user'),
    rolesClaim: z.string().max(100).default('groups').describe('Claim that lists groups or roles'),
    roles: z
      .partialRecord(z.enum(roles), z.array(z.string().min(1).max(200)).min(1))
      .describe('Which values of that claim give which role; who has none is refused'),
  })
  .refine(({ issuer }) => isSafeIssuer(issuer), {
    path: ['issuer'],
    message: 'must be https outside this machine',
  })
  .describe('Signing in at another service (OpenID Connect, code flow with PKCE)');

const httpSchema = z.strictObject({
  host: z
    .string()
    .refine((host) => host === 'localhost' || isIP(host) !== 0, 'must be localhost or an IP address')
    .default('127.0.0.1')
    .describe('Where to listen; anything but this machine is always with TLS'),
  port: z.number().int().min(0).max(65535).default(8080),
  publicUrl: httpsSchema
    .describe('Address under which people reach this edge, https://name[:port]; stands on the sign')
    .optional(),
  tls: z
    .strictObject({ certificate: fileSchema, key: fileSchema })
    .describe(
      'Certificate (chain) and key, PEM, relative to this file; without them one is made at the first start',
    )
    .optional(),
  trustedProxies: z
    .array(z.string().refine((address) => isIP(address) !== 0, 'must be an IP address'))
    .max(16)
    .default([])
    .describe('Reverse proxies whose X-Forwarded-For is believed'),
  oidc: oidcSchema.optional(),
});

const mailSchema = z
  .strictObject({
    host: z.string().min(1).max(200),
    port: z.number().int().min(1).max(65535).default(465),
    secure: z
      .boolean()
      .default(true)
      .describe('TLS from the start; otherwise STARTTLS, which is required outside this machine'),
    user: z.string().max(200).optional(),
    passwordFile: fileSchema.describe('File that holds the password; relative to this file').optional(),
    caFile: fileSchema
      .describe('Certificates (PEM) that the server may show; relative to this file')
      .optional(),
    from: z.email(),
    to: z.email().describe('The data protection officer'),
  })
  .describe('Sends the signed head of the log to the data protection officer once a week');

const wholeSchema = z.strictObject({
  site: z
    .strictObject({
      name: z.string().min(1).max(100).default('My site'),
      timeZone: z
        .string()
        .refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')
        .default('UTC')
        .describe('IANA name; says when a day begins and the next morning is'),
      contact: contactSchema.optional(),
      dpoContact: contactSchema.describe('How to reach the data protection officer; public').optional(),
      noise: z
        .enum(['usual', 'strict'])
        .default('usual')
        .describe('Noise in every released number: usual has scale 2 (±6 in 95 of 100), strict 4 (±12)'),
    })
    .default({ name: 'My site', timeZone: 'UTC', noise: 'usual' }),
  model: z.string().min(1).describe('Path of the detector model, relative to this file').optional(),
  cameras: z
    .array(cameraSchema)
    .max(32)
    .default([])
    .refine(
      (cameras) => new Set(cameras.map(({ id }) => id)).size === cameras.length,
      'two cameras have the same id',
    ),
  http: httpSchema.default({ host: '127.0.0.1', port: 8080, trustedProxies: [] }),
  mail: mailSchema.optional(),
  mqtt: mqttSchema.optional(),
  alerts: alertsSchema.optional(),
  store: z
    .strictObject({ folder: z.string().min(1).default('data').describe('Relative to this file') })
    .default({ folder: 'data' }),
});

export const configSchema = wholeSchema.superRefine((config, context) => {
  for (const { path, message } of outletsProblems(config))
    context.addIssue({ code: 'custom', path: [...path], message });
});

/** The configuration, with every default filled in. */
export type Config = z.infer<typeof configSchema>;
export type CameraConfig = z.infer<typeof cameraSchema>;

function isSafeIssuer(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** True when the polygon has an inside that a coarse grid can find: a crossed or flat one would mask everything. */
function hasInside(polygon: readonly { readonly x: number; readonly y: number }[]): boolean {
  const steps = 64;
  for (let i = 0; i < steps * steps; i++) {
    if (isInside({ x: ((i % steps) + 0.5) / steps, y: (Math.floor(i / steps) + 0.5) / steps }, polygon))
      return true;
  }
  return false;
}
