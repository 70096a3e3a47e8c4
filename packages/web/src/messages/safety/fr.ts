import type { safetyEn } from './en.ts';

/** French: safety rules and of pausing. */
export const safetyFr: Readonly<Record<keyof typeof safetyEn, string>> = {
  'state.paused': 'En pause',
};
