import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { durationParts } from '../part/duration.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { chooseLanguage, isLanguage, type Language } from './language.ts';
import { fill, type MessageKey, type Messages, type MessageValues } from './messages.ts';
import { zh } from './zh.ts';

const tables: Readonly<Record<Language, Messages>> = { en, de, fr, es, zh };
const storageKey = 'outis.language';

/** Texts, numbers and times in the language of the page. */
export interface Words {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly say: (key: MessageKey, values?: MessageValues) => string;
  readonly number: (value: number, digits?: number) => string;
  readonly percent: (fraction: number, digits?: number) => string;
  /** `14:30` or `Nov 22, 14:30`, in the time zone of the site where one is given. */
  readonly time: (tMs: number, style: TimeStyle, timeZone?: string) => string;
  /** `2 days, 5 hours`; see `durationParts`. */
  readonly duration: (ms: number) => string;
  readonly list: (items: readonly string[]) => string;
}

export type TimeStyle =
  | 'month'
  | 'time'
  | 'day'
  | 'weekday'
  | 'day-time'
  | 'date'
  | 'second'
  | 'short'
  | 'short-year';

const WordsContext = createContext<Words | null>(null);

/** Gives the texts to everything inside; remembers the choice of the reader on this device. */
export function WordsProvider(props: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(startLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const words = useMemo(
    () =>
      makeWords(language, (next) => {
        setLanguage(next);
        remember(next);
      }),
    [language],
  );
  return <WordsContext value={words}>{props.children}</WordsContext>;
}

/** The texts of the page. */
export function useWords(): Words {
  const words = use(WordsContext);
  if (words === null) throw new Error('useWords needs a WordsProvider around it.');
  return words;
}

function makeWords(language: Language, setLanguage: (language: Language) => void): Words {
  const table = tables[language];
  const lists = new Intl.ListFormat(language, { type: 'conjunction' });
  return {
    language,
    setLanguage,
    say: (key, values) => fill(table[key], values),
    number: (value, digits = 0) =>
      new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(
        value,
      ),
    percent: (fraction, digits = 0) =>
      new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(fraction),
    time: (tMs, style, timeZone) => timeFormat(language, style, timeZone).format(tMs),
    duration: (ms) =>
      new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(
        durationParts(ms).map(({ unit, count }) =>
          new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
        ),
      ),
    list: (items) => lists.format(items),
  };
}

const timeStyles: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  weekday: { weekday: 'short' },
  short: { day: 'numeric', month: 'short' },
  'short-year': { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  'day-time': {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  second: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
};

const timeFormats = new Map<string, Intl.DateTimeFormat>();

function timeFormat(language: Language, style: TimeStyle, timeZone: string | undefined): Intl.DateTimeFormat {
  const key = `${language} ${style} ${timeZone ?? ''}`;
  let format = timeFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language, {
      ...timeStyles[style],
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    // Five languages, five styles, one time zone: the bound only keeps a mistake from growing memory.
    if (timeFormats.size >= 64) timeFormats.clear();
    timeFormats.set(key, format);
  }
  return format;
}

function startLanguage(): Language {
  try {
    const kept = window.localStorage.getItem(storageKey);
    if (isLanguage(kept)) return kept;
  } catch {
    // Without storage the browser's language decides each time.
  }
  return chooseLanguage(navigator.languages);
}

function remember(language: Language): void {
  try {
    window.localStorage.setItem(storageKey, language);
  } catch {
    // The choice holds for this visit only.
  }
}
