import { type OversightMessages, oversightEn } from './en.ts';

export const oversightEs: OversightMessages = oversightEn;
