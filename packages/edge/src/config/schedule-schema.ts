import { type ScheduleConfig, weekdays } from '@outis/core';
import { z } from 'zod';

/** One window of the week; `core/rule/schedule.ts` says what it means. */
export const scheduleSchema: z.ZodType<ScheduleConfig> = z
  .strictObject({
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'names a day twice')
      .describe('Days on which it begins'),
    from: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM, 00:00 to 23:59')
      .describe('HH:MM by the clocks of the site'),
    to: z
      .string()
      .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be HH:MM, 00:00 to 24:00')
      .describe('HH:MM; not after from: it ends on the next day'),
  })
  .describe('A time of the week, by the clocks of the site');

/** Several windows; they may overlap. */
export const schedulesSchema = z.array(scheduleSchema).min(1).max(16);
