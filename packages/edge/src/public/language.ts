/** The languages of the public pages and the sign, with their own names and the way they write dates and numbers. */
export const publicLanguages = [
  { code: 'en', name: 'English', locale: 'en-GB' },
  { code: 'de', name: 'Deutsch', locale: 'de-DE' },
  { code: 'fr', name: 'Français', locale: 'fr-FR' },
  { code: 'es', name: 'Español', locale: 'es-ES' },
  { code: 'zh', name: '中文', locale: 'zh-CN' },
] as const;

export type PublicLanguage = (typeof publicLanguages)[number]['code'];

/** True when the text is the code of a language of the public pages. */
export function isPublicLanguage(text: unknown): text is PublicLanguage {
  return publicLanguages.some(({ code }) => code === text);
}

/**
 * The language of an answer: `?lang=` when it names one, else the one that the browser likes best among them (header
 * Accept-Language, at most 20 of its wishes), else English.
 */
export function pickLanguage(lang: unknown, acceptLanguage: string | undefined): PublicLanguage {
  if (isPublicLanguage(lang)) return lang;
  const wishes = (acceptLanguage ?? '')
    .slice(0, 1000)
    .split(',', 20)
    .map((wish, order) => {
      const [range = '', ...parameters] = wish.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { code: range.split('-')[0], weight: quality === undefined ? 1 : Number(quality), order };
    })
    .filter(({ weight }) => weight > 0 && weight <= 1)
    .sort((a, b) => b.weight - a.weight || a.order - b.order);
  return wishes.map(({ code }) => code).find(isPublicLanguage) ?? 'en';
}
