import { type OversightMessages, oversightEn } from './en.ts';

export const oversightZh: OversightMessages = oversightEn;
