import type { safetyEn } from './en.ts';

/** Spanish: safety rules and of pausing. */
export const safetyEs: Readonly<Record<keyof typeof safetyEn, string>> = {
  'state.paused': 'En pausa',
};
