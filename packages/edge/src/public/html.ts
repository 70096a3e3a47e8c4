/** A piece of HTML that may stand in a page as it is. Only the `html` tag below makes one. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** The pieces of a template as they are, and everything put between them escaped. */
  static join(pieces: readonly string[], values: readonly HtmlValue[]): Html {
    return new Html(
      pieces.map((piece, index) => piece + (index < values.length ? shown(values[index]!) : '')).join(''),
    );
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template: text is escaped, `false` and null are nothing. */
export type HtmlValue = string | number | Html | readonly HtmlValue[] | false | null;

/** HTML in which every value is escaped, whether it stands in text or in an attribute with double quotes. */
export function html(pieces: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.join(pieces, values);
}

/**
 * Text for HTML, SVG and attributes in quotes. Characters that XML forbids, and those that turn the direction of the text
 * around them, become a space: a name must not rearrange the page.
 */
export function escapeText(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character]!);
}

/** The text on one line, without characters that are not seen but change what is. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufff9-\uffff]/gu, ' ');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function shown(value: HtmlValue): string {
  if (value === null || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(shown).join('');
  return escapeText(String(value));
}
