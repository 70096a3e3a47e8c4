import {
  backgroundProfiles,
  type CameraAimJson,
  type CameraJson,
  type CameraPauseJson,
  type CameraSettingsJson,
  type CamerasJson,
  type ChangeJson,
  type CountsJson,
  directions,
  errorCodes,
  type ProblemJson,
  pauseCauses,
  purposes,
  roadUserClasses,
  type SourceTestJson,
  widenedFields,
} from '@outis/core';
import { z } from 'zod';
import {
  backgroundSchema,
  contactSchema,
  fraction2Schema,
  idSchema,
  linesSchema,
  ownerSchema,
  placeSchema,
  reasonSchema,
  untilSchema,
} from '../config/config-schema.ts';
import { wireZoneSchema } from '../config/measures-schema.ts';
import { measuresSchema } from './measure-schemas.ts';
import { coverageSchema, releaseFactsSchema } from './release-schemas.ts';
import { cameraSafetySchema } from './safety-schemas.ts';

/** Requests and answers of the API. Answers are strict: a field that is not listed here cannot leave. */
const problemSchema: z.ZodType<ProblemJson> = z.strictObject({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string(),
});

const polygonSchema = z.array(fraction2Schema);
const sizeSchema = z.strictObject({ widthPx: z.number(), heightPx: z.number() });

const healthSchema = z.strictObject({
  state: z.enum(['starting', 'running', 'stalled', 'retrying', 'stopped', 'paused']),
  sinceMs: z.number(),
  problem: problemSchema.nullable(),
  decodedFps: z.number(),
  analysedFps: z.number(),
  detectMs: z.number().nullable(),
  restarts: z.number(),
  nextTryMs: z.number().nullable(),
});

export const changeSchema: z.ZodType<ChangeJson> = z.strictObject({
  id: z.number(),
  cameraId: z.string(),
  field: z.enum(widenedFields),
  state: z.enum(['pending', 'effective', 'refused', 'withdrawn']),
  before: z.string(),
  after: z.string(),
  requestedMs: z.number(),
  requestedBy: z.string(),
  effectiveMs: z.number(),
  decidedBy: z.string().nullable(),
});

export const cameraSettingsSchema: z.ZodType<CameraSettingsJson> = z.strictObject({
  purpose: z.enum(purposes),
  owner: ownerSchema,
  reason: reasonSchema,
  contact: contactSchema.exactOptional(),
  until: untilSchema.exactOptional(),
  boundary: polygonSchema.min(3).max(64).exactOptional(),
  masks: z.array(polygonSchema.min(3).max(64)).max(32),
  place: placeSchema.exactOptional(),
  background: backgroundSchema.exactOptional(),
});

export const cameraAimSchema: z.ZodType<CameraAimJson> = z.strictObject({
  left: z.number(),
  nextMs: z.number().nullable(),
  current: z.strictObject({ user: z.string(), fromMs: z.number(), endsMs: z.number() }).nullable(),
});

export const cameraPauseSchema: z.ZodType<CameraPauseJson> = z.strictObject({
  isPaused: z.boolean(),
  by: z.enum(pauseCauses).nullable(),
  sinceMs: z.number().nullable(),
  isScheduled: z.boolean(),
  nextMs: z.number().nullable(),
});

export const cameraJsonSchema: z.ZodType<CameraJson> = z.strictObject({
  id: z.string(),
  purpose: z.enum(purposes),
  owner: z.string(),
  contact: z.string().nullable(),
  reason: z.string(),
  place: placeSchema.nullable(),
  until: z.string().nullable(),
  simulated: z.boolean(),
  source: z.string(),
  size: sizeSchema.nullable(),
  boundary: polygonSchema.nullable(),
  masks: z.array(polygonSchema),
  lines: linesSchema,
  zones: z.array(wireZoneSchema),
  measures: measuresSchema.nullable(),
  safety: cameraSafetySchema.nullable(),
  editedInBrowser: z.boolean(),
  pending: z.array(changeSchema),
  wanted: cameraSettingsSchema.nullable(),
  sign: z.strictObject({ stamp: z.string(), printedStamp: z.string().nullable() }),
  liveScene: z.boolean(),
  background: z
    .strictObject({ profile: z.enum(backgroundProfiles), movedMs: z.number().nullable() })
    .nullable(),
  aim: cameraAimSchema.nullable(),
  pause: cameraPauseSchema,
  health: healthSchema,
});

export const camerasJsonSchema: z.ZodType<CamerasJson> = z.strictObject({
  site: z.strictObject({ name: z.string(), timeZone: z.string() }),
  storeProblem: problemSchema.nullable(),
  model: z.union([
    z.strictObject({ name: z.string(), licence: z.string(), reviewed: z.boolean() }),
    problemSchema,
  ]),
  cameras: z.array(cameraJsonSchema),
});

/** A camera as it is added in the browser; what it does not name gets its default. */
export const newCameraSchema = z.strictObject({
  id: idSchema,
  source: z.string().min(1).max(1000),
  purpose: z.enum(purposes),
  owner: ownerSchema,
  contact: contactSchema.optional(),
  reason: reasonSchema,
  until: untilSchema.optional(),
  boundary: polygonSchema.min(3).max(64).optional(),
  background: backgroundSchema.optional(),
  lines: linesSchema,
});

export const sourceTestRequestSchema = z.strictObject({ source: z.string().min(1).max(1000) });

export const sourceTestSchema: z.ZodType<SourceTestJson> = z.strictObject({
  widthPx: z.number(),
  heightPx: z.number(),
  fps: z.number().nullable(),
  codec: z.string(),
  advice: z.string().nullable(),
});

export const linesRequestSchema = z.strictObject({ lines: linesSchema });

export const countsQuerySchema = z
  .strictObject({
    fromMs: z.coerce.number().int().min(0),
    toMs: z.coerce.number().int().min(0),
    bucketMs: z.coerce.number().int().min(60_000).max(86_400_000).optional(),
  })
  .refine(
    ({ fromMs, toMs }) => toMs > fromMs && toMs - fromMs <= 400 * 86_400_000,
    'fromMs must be before toMs, at most 400 days',
  );

const countSchema = z.strictObject({
  lineId: z.string(),
  direction: z.enum(directions),
  class: z.enum(roadUserClasses),
  startMs: z.number(),
  intervalMs: z.number(),
  count: z.number().nullable(),
  error95: z.number(),
});

export const countsSchema: z.ZodType<CountsJson> = z.strictObject({
  facts: releaseFactsSchema,
  releases: z.array(countSchema),
  coverage: z.array(coverageSchema),
  next: z.array(z.strictObject({ class: z.string(), dueMs: z.number(), intervalMs: z.number() })),
});

export const cameraParamsSchema = z.strictObject({ id: idSchema });
