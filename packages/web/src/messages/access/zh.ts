import { type AccessMessages, accessEn } from './en.ts';

export const accessZh: AccessMessages = accessEn;
