import PDFDocument from 'pdfkit';
import type { PublicLanguage } from './language.ts';
import { chineseFonts, type FontFile, SignFonts } from './sign-font.ts';
import { drawSign, type SignShape, signSize } from './sign-layout.ts';
import type { SignFacts } from './sign-stamp.ts';
import { wordsOf } from './words.ts';

/** Points per mm. */
const point = 72 / 25.4;

/**
 * The sign as PDF: A4, fonts inside, the same bytes for the same facts and time. Chinese needs a font of this machine
 * (`sign-font-missing` where there is none); scripts that go from right to left are for the SVG.
 */
export async function signPdf(
  facts: SignFacts,
  language: PublicLanguage,
  address: string,
  chinese: readonly FontFile[] = chineseFonts,
): Promise<Buffer> {
  const { shapes, title } = drawSign(facts, language, address);
  const tag = wordsOf(language, facts.site.timeZone).tag;
  return shapesPdf({ shapes, title, tag, madeMs: facts.nowMs }, chinese);
}

/** What a page of shapes is, beside them. */
export interface ShapesPage {
  readonly shapes: readonly SignShape[];
  readonly title: string;
  /** The language, for whoever has it read out. */
  readonly tag: string;
  readonly madeMs: number;
}

/** Shapes as one page of A4; throws `sign-font-missing` as {@link signPdf} does. */
export async function shapesPdf(
  { shapes, title, tag, madeMs }: ShapesPage,
  chinese: readonly FontFile[] = chineseFonts,
): Promise<Buffer> {
  const document = new PDFDocument({
    size: [signSize.width * point, signSize.height * point],
    margin: 0,
    lang: tag,
    displayTitle: true,
    info: { Title: title, Creator: 'Outis', Producer: 'Outis', CreationDate: new Date(madeMs) },
  });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  const fonts = new SignFonts(document, chinese);
  for (const shape of shapes) draw(document, fonts, shape);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

function draw(document: PDFKit.PDFDocument, fonts: SignFonts, shape: SignShape): void {
  const [x, y] = [shape.x * point, shape.y * point];
  const { kind, fill } = shape;
  switch (kind) {
    case 'rect':
      document.roundedRect(x, y, shape.width * point, shape.height * point, shape.radius * point).fill(fill);
      return;
    case 'path':
      document
        .save()
        .translate(x, y)
        .scale(shape.scale * point);
      document.path(shape.d).fill(fill, 'even-odd');
      document.restore();
      return;
    case 'text': {
      const size = shape.size * point;
      let right = x;
      for (const { text, font, thick } of fonts.runs(shape.text, shape.weight)) {
        document.font(font).fontSize(size).fillColor(fill);
        if (thick) document.strokeColor(fill).lineWidth(size / 36);
        document.text(text, right, y, {
          lineBreak: false,
          baseline: 'alphabetic',
          fill: true,
          stroke: thick,
        });
        right += document.widthOfString(text);
      }
      return;
    }
    default:
      kind satisfies never;
  }
}
