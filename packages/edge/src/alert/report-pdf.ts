import type { PublicLanguage } from '../public/language.ts';
import type { FontFile } from '../public/sign-font.ts';
import { shapesPdf } from '../public/sign-pdf.ts';
import { wordsOf } from '../public/words.ts';
import { drawReport, type ReportFacts } from './report-layout.ts';

/** The weekly report as PDF: one page of A4, fonts inside. Chinese needs a font of this machine, else `sign-font-missing`. */
export function reportPdf(
  facts: ReportFacts,
  language: PublicLanguage,
  chinese?: readonly FontFile[],
): Promise<Buffer> {
  const { shapes, title } = drawReport(facts, language);
  const { tag } = wordsOf(language, facts.site.timeZone);
  return shapesPdf({ shapes, title, tag, madeMs: facts.nowMs }, chinese);
}
