/** English: safety rules and of pausing. */
export const safetyEn = {
  'state.paused': 'Paused',
} as const;
