import {
  calibrationRefusals,
  heldOutRefusals,
  layoutRefusals,
  type MeasuresCheckJson,
  type MeasuresJson,
  type MeasuresRequestJson,
  petBins,
  roadUserClasses,
  type StatisticsJson,
  statisticsFamilies,
  ttcBins,
  zoneRefusals,
  zoneUses,
} from '@outis/core';
import { z } from 'zod';
import { calibrationSchema, movementsSchema, wireZonesSchema } from '../config/measures-schema.ts';
import { coverageSchema, releaseFactsSchema } from './release-schemas.ts';

/** Requests and answers about what a street measures beside its lines. Answers are strict, as in `schemas.ts`. */
const groundSchema = z
  .union([
    z.strictObject({
      kind: z.literal('calibrated'),
      residuals: z.array(z.strictObject({ px: z.number(), metres: z.number() })),
      residualPx: z.number(),
      widthPx: z.number(),
      heldOut: z.strictObject({
        statedM: z.number(),
        measuredM: z.number(),
        errorShare: z.number(),
        passes: z.boolean(),
      }),
    }),
    z.strictObject({
      kind: z.literal('refused'),
      reason: z.enum([...calibrationRefusals, ...layoutRefusals, ...heldOutRefusals]),
      index: z.number().nullable(),
      message: z.string(),
    }),
  ])
  .nullable();

const permissionSchema = z.strictObject({
  zoneId: z.string(),
  use: z.enum(zoneUses),
  isPermitted: z.boolean(),
  reason: z.enum([...zoneRefusals, 'not-calibrated']).nullable(),
  message: z.string().nullable(),
  fastestKmh: z.number().nullable(),
});

export const measuresRequestSchema: z.ZodType<MeasuresRequestJson> = z.strictObject({
  calibration: calibrationSchema.nullable(),
  zones: wireZonesSchema,
  movements: movementsSchema,
});

export const measuresSchema: z.ZodType<MeasuresJson> = z.strictObject({
  asked: measuresRequestSchema,
  calibration: groundSchema,
  zones: z.array(permissionSchema),
  movements: z.array(z.strictObject({ id: z.string(), from: z.string(), to: z.string() })),
});

export const measuresCheckSchema: z.ZodType<MeasuresCheckJson> = z.strictObject({
  calibration: groundSchema,
  map: z.strictObject({
    columns: z.number(),
    rows: z.number(),
    squares: z.array(
      z.strictObject({
        at: z.tuple([z.number(), z.number()]),
        metresPerPx: z.number().nullable(),
        errorM: z.number().nullable(),
        allows: z.array(z.enum(['speed', 'conflict'])),
      }),
    ),
  }),
  zones: z.array(permissionSchema),
  problem: z.string().nullable(),
});

export const statisticsQuerySchema = z
  .strictObject({
    fromMs: z.coerce.number().int().min(0),
    toMs: z.coerce.number().int().min(0),
    family: z.enum(statisticsFamilies).optional(),
    bucketMs: z.coerce.number().int().min(60_000).max(86_400_000).optional(),
    sum: z.enum(['span', 'month']).optional(),
  })
  .refine(
    ({ fromMs, toMs }) => toMs > fromMs && toMs - fromMs <= 400 * 86_400_000,
    'fromMs must be before toMs, at most 400 days',
  );

const spanFields = { startMs: z.number(), intervalMs: z.number() };
const numberFields = { count: z.number().nullable(), error95: z.number() };
const numberSchema = z.strictObject(numberFields);
const figureSchema = z
  .strictObject({ kmh: z.number(), error95Kmh: z.number(), isAtLeast: z.boolean() })
  .nullable();
const classSchema = z.enum(roadUserClasses);

export const statisticsSchema: z.ZodType<StatisticsJson> = z.strictObject({
  facts: releaseFactsSchema,
  movements: z.array(
    z.strictObject({ movementId: z.string(), class: classSchema, ...spanFields, ...numberFields }),
  ),
  speeds: z.array(
    z.strictObject({
      zoneId: z.string(),
      class: classSchema,
      ...spanFields,
      bins: z.array(z.strictObject({ fromKmh: z.number(), toKmh: z.number().nullable(), ...numberFields })),
      total: numberSchema,
      mean: figureSchema,
      v85: figureSchema,
    }),
  ),
  dwells: z.array(
    z.strictObject({
      zoneId: z.string(),
      class: classSchema,
      ...spanFields,
      bins: z.array(
        z.strictObject({ fromMinutes: z.number(), toMinutes: z.number().nullable(), ...numberFields }),
      ),
      total: numberSchema,
    }),
  ),
  conflicts: z.array(
    z.strictObject({
      classes: z.tuple([classSchema, classSchema]),
      ...spanFields,
      bins: z.array(
        z.strictObject({
          measure: z.enum(['pet', 'ttc']),
          bin: z.enum([...petBins, ...ttcBins]),
          ...numberFields,
        }),
      ),
      total: numberSchema,
    }),
  ),
  conflictMaps: z.array(
    z.strictObject({
      ...spanFields,
      columns: z.number(),
      rows: z.number(),
      squares: z.array(numberSchema),
    }),
  ),
  coverage: z.array(coverageSchema),
});
