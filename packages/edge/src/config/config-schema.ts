import { isInside, purposes } from '@outis/core';
import { z } from 'zod';

const fraction = z.number().min(0).max(1);
export const fraction2Schema = z
  .tuple([fraction, fraction])
  .describe('[x, y] as fractions of the picture, origin top left, y down');
const polygonSchema = z.array(fraction2Schema).min(3).max(64);

/** Ids appear in addresses, file names and the store. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'must be 1 to 40 letters, digits, - or _')
  .describe('1 to 40 letters, digits, - or _');

export const lineSchema = z
  .strictObject({ id: idSchema, a: fraction2Schema, b: fraction2Schema })
  .describe('A directed counting line from a to b; left and right are seen looking from a to b');

export const linesSchema = z
  .array(lineSchema)
  .max(32)
  .refine((lines) => new Set(lines.map(({ id }) => id)).size === lines.length, 'two lines have the same id')
  .refine((lines) => lines.every(({ a, b }) => a[0] !== b[0] || a[1] !== b[1]), 'a line has no length');

export const zoneSchema = z.strictObject({ id: idSchema, points: polygonSchema });

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

export const untilSchema = z.iso
  .date()
  .describe('Last day, YYYY-MM-DD, at most 12 months ahead; site-safety only');

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
        'rtsp://, rtsps://, http:// or https:// address, /dev/videoN, or a file; prefer the substream',
      ),
    purpose: z.enum(purposes).describe('What the camera may do at all; see docs/reference/purpose.md'),
    owner: ownerSchema,
    reason: reasonSchema,
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
    zones: z.array(zoneSchema).max(32).default([]),
    movements: z.array(z.never()).max(0).default([]).describe('Turning movements: not yet in this version'),
    rules: z.array(z.never()).max(0).default([]).describe('Site-safety rules: not yet in this version'),
  })
  .superRefine((camera, context) => {
    const issue = (key: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (camera.analyseFps > camera.decodeFps)
      issue('analyseFps', `must not be more than decodeFps (${camera.decodeFps})`);
    const site = camera.purpose === 'site-safety';
    if (site && camera.boundary === undefined)
      issue('boundary', 'is required for site-safety: the own ground as three or more points');
    if (site && camera.until === undefined)
      issue('until', 'is required for site-safety: the last day, at most 12 months ahead');
    if (!site && camera.boundary !== undefined) issue('boundary', 'is for site-safety only; use masks');
    if (!site && camera.until !== undefined) issue('until', 'is for site-safety only');
    if (!site && camera.zones.length > 0)
      issue('zones', 'of persons are for site-safety only in this version');
    const boundary = camera.boundary?.map(([x, y]) => ({ x, y }));
    if (boundary !== undefined && !hasInside(boundary)) issue('boundary', 'encloses nothing');
  });

export const configSchema = z.strictObject({
  site: z
    .strictObject({
      name: z.string().min(1).max(100).default('My site'),
      timeZone: z
        .string()
        .refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin')
        .default('UTC')
        .describe('IANA name; says when a day begins and the next morning is'),
    })
    .default({ name: 'My site', timeZone: 'UTC' }),
  model: z.string().min(1).describe('Path of the detector model, relative to this file').optional(),
  cameras: z
    .array(cameraSchema)
    .max(32)
    .default([])
    .refine(
      (cameras) => new Set(cameras.map(({ id }) => id)).size === cameras.length,
      'two cameras have the same id',
    ),
  http: z
    .strictObject({
      host: z
        .enum(['127.0.0.1', '::1', 'localhost'])
        .default('127.0.0.1')
        .describe('This version listens on this machine only: it has no login yet'),
      port: z.number().int().min(0).max(65535).default(8080),
    })
    .default({ host: '127.0.0.1', port: 8080 }),
  store: z
    .strictObject({ folder: z.string().min(1).default('data').describe('Relative to this file') })
    .default({ folder: 'data' }),
});

/** The configuration, with every default filled in. */
export type Config = z.infer<typeof configSchema>;
export type CameraConfig = z.infer<typeof cameraSchema>;

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
