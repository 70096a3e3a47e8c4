import type { safetyEn } from './en.ts';

/** German: safety rules and of pausing. */
export const safetyDe: Readonly<Record<keyof typeof safetyEn, string>> = {
  'state.paused': 'Angehalten',
};
