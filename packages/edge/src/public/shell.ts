import { readFileSync } from 'node:fs';
import { type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { publicLanguages } from './language.ts';
import type { Words } from './words.ts';

/** The policy of these pages: nothing runs, nothing is fetched but the sheet of styles. */
export const publicContentSecurityPolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The sheet of styles, and where it is served. */
export const publicCss: string = readFileSync(new URL('./public.css', import.meta.url), 'utf8');
export const publicCssPath = '/c/public.css';

/** One whole page. */
export interface Shell {
  readonly words: Words;
  readonly title: string;
  /** Kept in the links to other languages; each must be safe to stand in an address as it is. */
  readonly query: Readonly<Record<string, string>>;
  readonly main: Html;
  readonly footer: Html;
}

/** The page around its content: head, languages, content, foot. */
export function documentHtml({ words, title, query, main, footer }: Shell): string {
  const { say, language } = words;
  const links = publicLanguages.map(({ code, name }) => {
    const tag = code === 'zh' ? 'zh-Hans' : code;
    const address = `?${new URLSearchParams({ lang: code, ...query })}`;
    return code === language
      ? html`<li><a href="${address}" lang="${tag}" hreflang="${tag}" aria-current="true">${name}</a></li>`
      : html`<li><a href="${address}" lang="${tag}" hreflang="${tag}" rel="alternate">${name}</a></li>`;
  });
  return html`<!doctype html>
<html lang="${words.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="${publicCssPath}">
</head>
<body>
<a class="skip" href="#main">${say('skip')}</a>
<header class="top">
<span class="brand">${icon('mark', 'mark')}Outis</span>
<nav aria-label="${say('footer.language')}"><ul class="languages">${links}</ul></nav>
</header>
<main id="main">
${main}
</main>
<footer class="foot">
${footer}
</footer>
</body>
</html>
`.toString();
}
