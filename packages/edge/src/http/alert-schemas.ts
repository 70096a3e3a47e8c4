import {
  type AlertClosingJson,
  type AlertJson,
  type AlertsJson,
  alertCauses,
  alertMeasures,
  alertStates,
  type ReplayJson,
  roadUserClasses,
  type SafetyReportJson,
  safetyRules,
} from '@outis/core';
import { z } from 'zod';
import { idSchema } from '../config/config-schema.ts';

/** Requests and answers about alerts and what remains of them. Answers are strict, as in `schemas.ts`. */
const ruleSchema = z.enum(safetyRules);
const classSchema = z.enum(roadUserClasses);
const placeFields = { cameraId: z.string(), zoneId: z.string(), rule: ruleSchema };

export const alertParamsSchema = z.strictObject({ alert: z.string().regex(/^[\w-]{22}$/) });

export const alertsQuerySchema = z.strictObject({
  cameraId: idSchema.optional(),
  zoneId: idSchema.optional(),
  rule: ruleSchema.optional(),
  state: z.enum(alertStates).optional(),
});

export const alertSchema: z.ZodType<AlertJson> = z.strictObject({
  id: z.string(),
  ...placeFields,
  tMs: z.number(),
  classes: z.array(classSchema),
  state: z.enum(alertStates),
  cause: z.enum(alertCauses).nullable(),
  measure: z.enum(alertMeasures).nullable(),
});

export const alertsSchema: z.ZodType<AlertsJson> = z.strictObject({
  alerts: z.array(alertSchema),
  attention: z.array(z.strictObject({ cameraId: z.string(), rule: ruleSchema, alerts: z.number() })),
  outlets: z.array(
    z.strictObject({
      outlet: z.string(),
      waiting: z.number(),
      givenUp: z.number(),
      problem: z.string().nullable(),
    }),
  ),
});

export const replaySchema: z.ZodType<ReplayJson> = z.strictObject({
  steps: z.array(
    z.strictObject({
      atMs: z.number(),
      objects: z.array(z.strictObject({ id: z.number(), class: classSchema, x: z.number(), y: z.number() })),
      personsHidden: z.boolean(),
    }),
  ),
  alertAtMs: z.number(),
});

export const closingSchema: z.ZodType<AlertClosingJson> = z.strictObject({
  cause: z.enum(alertCauses),
  measure: z.enum(alertMeasures),
});

/** The longest report: two years and a week. */
const reportMsMax = 106 * 7 * 86_400_000;
const reportFields = {
  fromMs: z.coerce.number().int().min(0),
  toMs: z.coerce.number().int().min(0),
  cameraId: idSchema.optional(),
};
type Span = { readonly fromMs: number; readonly toMs: number };
const isSpan = ({ fromMs, toMs }: Span): boolean => toMs > fromMs && toMs - fromMs <= reportMsMax;
const spanProblem = 'fromMs must be before toMs, at most 106 weeks';
export const reportQuerySchema = z.strictObject(reportFields).refine(isSpan, spanProblem);
export const reportPdfQuerySchema = z
  .strictObject({ ...reportFields, lang: z.string().max(40).optional() })
  .refine(isSpan, spanProblem);

const timesSchema = <Name extends string>(names: readonly [Name, ...Name[]]) =>
  z.partialRecord(z.enum(names), z.number());

export const reportSchema: z.ZodType<SafetyReportJson> = z.strictObject({
  fromMs: z.number(),
  toMs: z.number(),
  weeks: z.array(
    z.strictObject({
      ...placeFields,
      weekMs: z.number(),
      alerts: z.number(),
      watchedMin: z.number(),
      per1000Min: z.number().nullable(),
      cannotJudgeShare: z.number().nullable(),
      causes: timesSchema(alertCauses),
      measures: timesSchema(alertMeasures),
    }),
  ),
  hours: z.array(z.strictObject({ ...placeFields, hour: z.number(), alerts: z.number() })),
  coverage: z.array(
    z.strictObject({ cameraId: z.string(), weekMs: z.number(), share: z.number().nullable() }),
  ),
});
