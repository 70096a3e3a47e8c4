import {
  type CalibrationConfig,
  calibrationPointsMax,
  hazards,
  type ZoneConfig,
  zoneUses,
} from '@outis/core';
import { z } from 'zod';

const fraction = z.number().min(0).max(1);
export const fraction2Schema = z
  .tuple([fraction, fraction])
  .describe('[x, y] as fractions of the picture, origin top left, y down');
export const polygonSchema = z.array(fraction2Schema).min(3).max(64);

/** Ids appear in addresses, file names and the store. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'must be 1 to 40 letters, digits, - or _')
  .describe('1 to 40 letters, digits, - or _');

const metresSchema = z.number().positive().max(1_000).describe('m');

const useSchema = z
  .enum(zoneUses)
  .describe('speed and conflict need a calibration; dwell is of vehicles only');

const usesSchema = z
  .array(useSchema)
  .min(1)
  .max(zoneUses.length)
  .refine((uses) => new Set(uses).size === uses.length, 'names one use twice');

const zoneFields = {
  id: idSchema,
  points: polygonSchema,
  hazard: z
    .enum(hazards, { error: `must be one of ${hazards.join(', ')}` })
    .describe('What is dangerous in it, where nobody may be; site-safety only')
    .exactOptional(),
};

/** A zone as HTTP has it. */
export const wireZoneSchema = z.strictObject({
  ...zoneFields,
  use: usesSchema.exactOptional(),
}) satisfies z.ZodType<ZoneConfig>;

/** A zone as a file has it: one use needs no list. */
const fileZoneSchema = z.strictObject({
  ...zoneFields,
  use: z
    .preprocess((use) => (typeof use === 'string' ? [use] : use), usesSchema)
    .describe('What is measured in it, one or several: speed, dwell, conflict; street-statistics only')
    .exactOptional(),
}) satisfies z.ZodType<ZoneConfig>;

function zonesOf<T extends z.ZodType<ZoneConfig>>(zone: T) {
  return z
    .array(zone)
    .max(32)
    .refine(
      (zones) => new Set(zones.map(({ id }) => id)).size === zones.length,
      'two zones have the same id',
    );
}

export const zonesSchema = zonesOf(fileZoneSchema);
export const wireZonesSchema = zonesOf(wireZoneSchema);

/** Movements of one camera at most: each has a cell for every class and interval, and most would be empty. */
export const movementsMax = 64;

const movementSchema = z
  .strictObject({ id: idSchema, from: idSchema, to: idSchema })
  .describe('A way over line from, later over line to; the same line for a U-turn');

export const movementsSchema = z
  .union([z.literal('all'), z.array(movementSchema).max(movementsMax)], {
    error: `must be all, or a list of at most ${movementsMax} of {id, from, to}`,
  })
  .refine(
    (movements) => movements === 'all' || new Set(movements.map(({ id }) => id)).size === movements.length,
    'two movements have the same id',
  );

const pointSchema = z.strictObject({
  at: fraction2Schema,
  ground: z
    .tuple([z.number().min(-2_000).max(2_000), z.number().min(-2_000).max(2_000)])
    .describe('[x, y] on the ground, m, seen from above; y is left of x, as on a map'),
});

export const calibrationSchema = z
  .strictObject({
    points: z
      .array(pointSchema)
      .max(calibrationPointsMax)
      .describe('Four or more points on the ground, best six to eight, far apart')
      .exactOptional(),
    rectangle: z
      .strictObject({
        corners: z.array(fraction2Schema).length(4),
        metres: z.tuple([metresSchema, metresSchema]).describe('The first side and the second side, m'),
      })
      .describe('Four corners of a rectangle on the ground, in the order around it')
      .exactOptional(),
    distances: z
      .strictObject({
        at: z.array(fraction2Schema).max(calibrationPointsMax),
        between: z
          .array(
            z.strictObject({
              from: z.number().int().min(0),
              to: z.number().int().min(0),
              metres: metresSchema,
            }),
          )
          .max(100),
      })
      .describe('Points, and distances between them measured with a tape: four sides and both diagonals')
      .exactOptional(),
    heldOut: z
      .strictObject({ a: fraction2Schema, b: fraction2Schema, metres: metresSchema })
      .describe('One more distance on the ground, which the calibration has to meet within 5 %'),
    clickedWidthPx: z
      .number()
      .int()
      .min(64)
      .max(8_192)
      .describe('Width in px of the picture that was clicked on; default 640')
      .exactOptional(),
  })
  .refine(
    (one) => ['points', 'rectangle', 'distances'].filter((key) => key in one).length === 1,
    'must have exactly one of points, rectangle and distances',
  )
  .describe(
    'Where the ground is: on a street for speed and conflict zones, and for a dead band in metres; on a site for proximity',
  ) satisfies z.ZodType<CalibrationConfig>;
