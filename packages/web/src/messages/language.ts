/** The languages that the page speaks, with their own names. */
export const languages = [
  { code: 'en', name: 'English' },
  { code: 'de', name: 'Deutsch' },
  { code: 'fr', name: 'Français' },
  { code: 'es', name: 'Español' },
  { code: 'zh', name: '中文' },
] as const;

export type Language = (typeof languages)[number]['code'];

/** True when the text is the code of a language of the page. */
export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language.code === text);
}

/** The first wish that the page can meet, by its first part (`de-AT` is `de`); English when there is none. */
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const code = wish.toLowerCase().split('-')[0];
    if (isLanguage(code)) return code;
  }
  return 'en';
}
