import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { OutisError } from '@outis/core';
import PDFDocument from 'pdfkit';

const { resolve } = createRequire(import.meta.url);

/** Latin, Greek and Cyrillic, from the package dejavu-fonts-ttf. */
const latinPaths = {
  regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
};

export type SignWeight = keyof typeof latinPaths;

/** A font file; of a collection (`.ttc`) the face by its PostScript name. */
export interface FontFile {
  readonly path: string;
  readonly face?: string;
}

/** Where Debian's packages put fonts with Chinese: fonts-wqy-microhei, fonts-droid-fallback, fonts-noto-cjk. */
export const chineseFonts: readonly FontFile[] = [
  { path: '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc', face: 'WenQuanYiMicroHei' },
  { path: '/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf' },
  { path: '/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf' },
  { path: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', face: 'NotoSansCJKsc-Regular' },
];

/** A piece of text in one font. `thick`: the font has no bold face, so its outline is drawn too. */
export interface TextRun {
  readonly text: string;
  readonly font: string;
  readonly thick: boolean;
}

/** The part of a font that pdfkit reads with fontkit and that its types leave out. */
interface FontFace {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** Direction from right to left needs more than a font. */
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** The fonts of a sign within one PDF document. */
export class SignFonts {
  readonly #document: PDFKit.PDFDocument;
  readonly #faces: Readonly<Record<SignWeight, FontFace>>;
  readonly #chinese: FontFace | null;

  /** `chinese` are tried in this order; the first that exists is taken. */
  constructor(document: PDFKit.PDFDocument, chinese: readonly FontFile[] = chineseFonts) {
    this.#document = document;
    document.registerFont('regular', latinPaths.regular);
    document.registerFont('bold', latinPaths.bold);
    this.#faces = { regular: this.#face('regular'), bold: this.#face('bold') };
    const file = chinese.find(({ path }) => existsSync(path));
    if (file === undefined) this.#chinese = null;
    else {
      document.registerFont('chinese', file.path, file.face);
      this.#chinese = this.#face('chinese');
    }
  }

  /** The text cut where the font changes; `sign-font-missing` where no font has a character. */
  runs(text: string, weight: SignWeight): TextRun[] {
    const runs: { text: string; font: string; thick: boolean }[] = [];
    for (const character of text) {
      const font = this.#fontOf(character, weight);
      if (font === null) throw missing(character);
      const last = runs.at(-1);
      if (last?.font === font) last.text += character;
      else runs.push({ text: character, font, thick: font === 'chinese' && weight === 'bold' });
    }
    return runs;
  }

  /** The width of the text at size 1. What only a Chinese font has is as wide as high. */
  width(text: string, weight: SignWeight): number {
    let own = '';
    let square = 0;
    for (const character of text) {
      if (this.#faces[weight].hasGlyphForCodePoint(character.codePointAt(0)!)) own += character;
      else square++;
    }
    return this.#document.font(weight).fontSize(100).widthOfString(own) / 100 + square;
  }

  #fontOf(character: string, weight: SignWeight): string | null {
    const codePoint = character.codePointAt(0)!;
    if (rightToLeft.test(character)) return null;
    if (this.#faces[weight].hasGlyphForCodePoint(codePoint)) return weight;
    return this.#chinese?.hasGlyphForCodePoint(codePoint) === true ? 'chinese' : null;
  }

  #face(name: string): FontFace {
    return (this.#document.font(name) as unknown as { readonly _font: { readonly font: FontFace } })._font
      .font;
  }
}

let measuring: SignFonts | undefined;

/** The width of the text at size 1, in the fonts of the sign: for what is drawn by somebody else's fonts too. */
export function textWidth(text: string, weight: SignWeight): number {
  measuring ??= new SignFonts(new PDFDocument({ autoFirstPage: false }), []);
  return measuring.width(text, weight);
}

function missing(character: string): OutisError {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return new OutisError('sign-font-missing', `U+${code}`);
}
