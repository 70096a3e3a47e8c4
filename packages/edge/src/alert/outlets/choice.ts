import type { SafetyRule } from '@outis/core';
import type { Notice } from '../notice.ts';

/** Which alerts an outlet is told of. */
export interface Choice {
  /** All where it is absent. */
  readonly rules?: readonly SafetyRule[] | undefined;
  readonly cameras?: readonly string[] | undefined;
}

/** How long a warning that somebody reads is of use: as long as the alert itself is kept, ms. */
export const readUsefulMs = 72 * 3_600_000;

/** True when the notice is among those that were chosen. */
export function isChosen({ rules, cameras }: Choice, { rule, cameraId }: Notice): boolean {
  return (rules?.includes(rule) ?? true) && (cameras?.includes(cameraId) ?? true);
}
