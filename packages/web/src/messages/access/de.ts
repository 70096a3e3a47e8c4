import { type AccessMessages, accessEn } from './en.ts';

export const accessDe: AccessMessages = accessEn;
