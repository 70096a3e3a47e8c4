import { type AccessMessages, accessEn } from './en.ts';

export const accessFr: AccessMessages = accessEn;
