import { purposes } from '@outis/core';
import { z } from 'zod';

/** What holds for all numbers of an answer. */
export const releaseFactsSchema = z.strictObject({
  series: z.number(),
  purpose: z.enum(purposes),
  startedMs: z.number(),
  scale: z.number(),
  shownFrom: z.number(),
});

/** Camera time per interval. */
export const coverageSchema = z.strictObject({
  startMs: z.number(),
  intervalMs: z.number(),
  observedMs: z.number(),
});
