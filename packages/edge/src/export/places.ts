import type { LineConfig, MovementConfig } from '@outis/core';
import { z } from 'zod';
import { movementsOf } from '../config/check-measures.ts';
import { lineSchema, placeSchema } from '../config/config-schema.ts';
import { movementsSchema } from '../config/measures-schema.ts';

/** Where a camera and its lines are, as an export tells it. Nothing here moves with what is seen. */
export interface ExportedPlaces {
  readonly owner: string;
  readonly reason: string;
  /** Degrees (WGS 84); null where it is not known. */
  readonly place: { readonly lat: number; readonly lon: number } | null;
  readonly lines: readonly LineConfig[];
  readonly movements: readonly MovementConfig[];
}

export const noPlaces: ExportedPlaces = { owner: '', reason: '', place: null, lines: [], movements: [] };

const settingsSchema = z.object({
  owner: z.string().default(''),
  reason: z.string().default(''),
  place: placeSchema.optional(),
  lines: z.array(lineSchema).default([]),
  movements: movementsSchema.default([]),
});

/** From the settings of a camera, as configured or as the store keeps what is in effect; nothing where they are not understood. */
export function exportedPlaces(settings: unknown): ExportedPlaces {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) return noPlaces;
  const { owner, reason, place, lines } = parsed.data;
  return { owner, reason, place: place ?? null, lines, movements: movementsOf(parsed.data) };
}
