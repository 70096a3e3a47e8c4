import { type OversightMessages, oversightEn } from './en.ts';

export const oversightFr: OversightMessages = oversightEn;
