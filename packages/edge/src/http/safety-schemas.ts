import {
  alarmModes,
  type CameraSafetyJson,
  type SafetyPreviewJson,
  type SafetyRequestJson,
  safetyAdvices,
  safetyRules,
} from '@outis/core';
import { z } from 'zod';
import { calibrationSchema, wireZonesSchema } from '../config/measures-schema.ts';
import { ruleSchema, rulesSchema } from '../config/safety-schema.ts';

/** Requests and answers about what a site warns of. Answers are strict, as in `schemas.ts`. */
export const safetyRequestSchema: z.ZodType<SafetyRequestJson> = z.strictObject({
  zones: wireZonesSchema,
  rules: rulesSchema,
  calibration: calibrationSchema.nullable(),
});

const learnedSchema = z.strictObject({
  watchedMs: z.number(),
  wantedMs: z.number(),
  isComplete: z.boolean(),
  perDay: z.array(z.number()),
  threshold: z.number().nullable(),
});

const judgementSchema = z.strictObject({
  zoneId: z.string(),
  state: z.enum(['judges', 'cannot-judge', 'nobody']),
  watchedMs: z.number(),
  cannotJudgeMs: z.number(),
});

export const cameraSafetySchema: z.ZodType<CameraSafetyJson> = z.strictObject({
  rules: z.array(
    z.strictObject({
      config: ruleSchema,
      mode: z.enum(alarmModes),
      problem: z.string().nullable(),
      advice: z.enum(safetyAdvices).nullable(),
      isArmed: z.boolean(),
      counts: z.array(z.strictObject({ zoneId: z.string(), alarms: z.number() })),
      learned: learnedSchema,
      judgements: z.array(judgementSchema),
    }),
  ),
  calibration: calibrationSchema.nullable(),
});

export const safetyPreviewSchema: z.ZodType<SafetyPreviewJson> = z.strictObject({
  watchedMs: z.number(),
  fired: z.array(
    z.strictObject({
      rule: z.enum(safetyRules),
      zoneId: z.string(),
      times: z.number(),
      problem: z.string().nullable(),
    }),
  ),
});
