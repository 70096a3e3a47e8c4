import type { safetyEn } from './en.ts';

/** Chinese: safety rules and of pausing. */
export const safetyZh: Readonly<Record<keyof typeof safetyEn, string>> = {
  'state.paused': '已暂停',
};
