import { type OversightMessages, oversightEn } from './en.ts';

export const oversightDe: OversightMessages = oversightEn;
