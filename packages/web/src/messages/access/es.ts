import { type AccessMessages, accessEn } from './en.ts';

export const accessEs: AccessMessages = accessEn;
