import { visible } from './html.ts';
import { type SignWeight, textWidth } from './sign-font.ts';

/** What must not begin a line. */
const closing = /^[，。、；：？！）》」』”’…,.;:?!)%]/u;
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/** The text in lines that are at most `width` wide at this size. A word that is longer is cut. */
export function wrapText(text: string, weight: SignWeight, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string): boolean => textWidth(candidate, weight) * size <= width;
  for (const piece of pieces(visible(text).replace(/\s+/g, ' ').trim())) {
    if (fits((line + piece).trimEnd())) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece.trimStart();
    while (!fits(line.trimEnd())) {
      let end = line.length - 1;
      while (end > 1 && !fits(line.slice(0, end))) end--;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** The text up to so many characters, with an ellipsis where something is left out. */
export function shorten(text: string, lengthMax: number): string {
  const characters = [...text];
  return characters.length <= lengthMax ? text : `${characters.slice(0, lengthMax - 1).join('')}…`;
}

/** Where a line may end: after a space or a hyphen, and around every ideograph but before what closes. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const character of text) {
    const last = found.at(-1);
    const breaks =
      last === undefined ||
      (!closing.test(character) &&
        character !== ' ' &&
        (/[ \-/]$/.test(last) || ideograph.test(character) || ideograph.test(last.at(-1)!)));
    if (breaks) found.push(character);
    else found[found.length - 1] += character;
  }
  return found;
}
