import { type PublicLanguage, publicLanguages } from './language.ts';
import { de } from './messages/de.ts';
import { en } from './messages/en.ts';
import { es } from './messages/es.ts';
import { fr } from './messages/fr.ts';
import { zh } from './messages/zh.ts';

/** The name of one text. English has them all; a language that lacks one does not compile. */
export type PublicKey = keyof typeof en;

/** All texts of one language. `{name}` is replaced by a value. */
export type PublicMessages = Readonly<Record<PublicKey, string>>;

/** The texts of every language. */
export const publicMessages: Readonly<Record<PublicLanguage, PublicMessages>> = { en, de, fr, es, zh };

/** Values for the `{name}` places of a text. */
type Values = Readonly<Record<string, string | number>>;

/** One language, ready to write in: texts, numbers, and times of the zone of the site. */
export interface Words {
  readonly language: PublicLanguage;
  /** For `lang=`, which for Chinese says the script too. */
  readonly tag: string;
  say(key: PublicKey, values?: Values): string;
  number(value: number): string;
  /** With one digit after the point. */
  decimal(value: number): string;
  /** A moment, to the minute. */
  time(tMs: number): string;
  /** The hour of a moment, `14:00`. */
  hour(tMs: number): string;
  /** The weekday of a moment, short. */
  weekday(tMs: number): string;
  /** The day of a moment. */
  day(tMs: number): string;
  /** A day written `YYYY-MM-DD`, whatever the zone; other text stays as it is. */
  date(day: string): string;
}

/** Making the formats takes longer than writing a page with them. An edge has one time zone; of many the oldest goes. */
const made = new Map<string, Words>();
const madeMax = 20;

/** The words of a language for a site in this time zone. */
export function wordsOf(language: PublicLanguage, timeZone: string): Words {
  const key = `${language} ${timeZone}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const words = makeWords(language, timeZone);
  if (made.size >= madeMax) made.delete(made.keys().next().value!);
  made.set(key, words);
  return words;
}

function makeWords(language: PublicLanguage, timeZone: string): Words {
  const { locale } = publicLanguages.find(({ code }) => code === language)!;
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const hours = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const weekdays = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone });
  const messages = publicMessages[language];
  return {
    language,
    tag: language === 'zh' ? 'zh-Hans' : language,
    say: (key, values = {}) =>
      messages[key].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place)),
    number: (value) => numbers.format(value),
    decimal: (value) => decimals.format(value),
    hour: (tMs) => hours.format(tMs),
    weekday: (tMs) => weekdays.format(tMs),
    time: (tMs) => times.format(tMs),
    day: (tMs) => days.format(tMs),
    date: (day) => (isDay(day) ? dates.format(Date.parse(day)) : day),
  };
}

/** True for a day written `YYYY-MM-DD` that exists. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
