import { escapeText } from './html.ts';
import type { PublicLanguage } from './language.ts';
import { textWidth } from './sign-font.ts';
import { drawSign, type SignShape, signSize } from './sign-layout.ts';
import type { SignFacts } from './sign-stamp.ts';
import { wordsOf } from './words.ts';

const families = [
  'DejaVu Sans Condensed',
  'Liberation Sans',
  'Arial',
  'Noto Sans',
  'Noto Sans CJK SC',
  'PingFang SC',
  'Microsoft YaHei',
  'WenQuanYi Micro Hei',
  'Droid Sans Fallback',
  'sans-serif',
].join(', ');

/**
 * The sign as SVG: A4 in mm, text as text, nothing fetched. Each line has its length given, so that other fonts than ours
 * keep it on the page. `address` is that under which the pages are reached; the sign leads to `<address>/c/<camera>`.
 */
export function signSvg(facts: SignFacts, language: PublicLanguage, address: string): string {
  const { shapes, title } = drawSign(facts, language, address);
  const { width, height } = signSize;
  const { tag } = wordsOf(language, facts.site.timeZone);
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}" xml:lang="${tag}" font-family="${families}" font-stretch="condensed">
<title>${escapeText(title)}</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${shapes.map(shapeSvg).join('\n')}
</svg>
`;
}

function shapeSvg(shape: SignShape): string {
  const { kind, fill } = shape;
  const [x, y] = [round(shape.x), round(shape.y)];
  switch (kind) {
    case 'rect':
      return `<rect x="${x}" y="${y}" width="${round(shape.width)}" height="${round(shape.height)}" rx="${shape.radius}" fill="${fill}"/>`;
    case 'path':
      return `<path transform="translate(${x} ${y}) scale(${round(shape.scale)})" fill="${fill}" fill-rule="evenodd" d="${shape.d}"/>`;
    case 'text': {
      const length = round(textWidth(shape.text, shape.weight) * shape.size);
      return `<text x="${x}" y="${y}" font-size="${round(shape.size)}" font-weight="${shape.weight === 'bold' ? 700 : 400}" fill="${fill}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeText(shape.text)}</text>`;
    }
    default:
      return kind satisfies never;
  }
}

/** To a ten-thousandth of a mm: far below what a printer can do, and enough for the modules of a code. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
