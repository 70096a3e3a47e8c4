import { encode } from 'uqr';
import { contactParts } from './contact.ts';
import { icons } from './icons.ts';
import type { PublicLanguage } from './language.ts';
import { isLoopbackAddress, pageAddress, signAddress } from './sign-address.ts';
import type { SignWeight } from './sign-font.ts';
import { type SignFacts, signStamp } from './sign-stamp.ts';
import { shorten, wrapText } from './sign-text.ts';
import { signStatements } from './statements.ts';
import { type Words, wordsOf } from './words.ts';

/** A4, in mm. Printed as A5 everything is 71 % of this. */
export const signSize = { width: 210, height: 297 } as const;
/** The side of the QR code with its quiet zone of 4 modules, in mm. */
export const qrSide = 56;
const quietModules = 4;
const margin = 14;
const inner = signSize.width - 2 * margin;

/** What a sign is drawn of, in mm from the top left. Text stands on its baseline. */
export type SignShape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
      readonly fill: string;
    }
  | {
      readonly kind: 'path';
      readonly d: string;
      readonly x: number;
      readonly y: number;
      /** One unit of `d` in mm. */
      readonly scale: number;
      readonly fill: string;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly weight: SignWeight;
      readonly fill: string;
      readonly text: string;
    };

/** A sign, ready to be drawn in any format. */
export interface SignDrawing {
  readonly title: string;
  readonly stamp: string;
  readonly shapes: readonly SignShape[];
}

const ink = '#182124';
const soft = '#4a555a';
const white = '#ffffff';
const colours = { 'site-safety': '#7d5200', 'street-statistics': '#0b6670' } as const;
const warning = '#a32d1b';

interface Block {
  readonly shapes: readonly SignShape[];
  readonly height: number;
}

/** The sign of a camera. What is long is written smaller, until everything stands on the page. */
export function drawSign(facts: SignFacts, language: PublicLanguage, address: string): SignDrawing {
  const words = wordsOf(language, facts.site.timeZone);
  const stamp = signStamp(facts, address);
  const foot = footBlock(facts, words, address, stamp);
  const room = signSize.height - 2 * margin - foot.height;
  let size = 1;
  let head = headBlock(facts, words, address, size);
  while (head.height > room && size > 0.4) {
    size -= 0.03;
    head = headBlock(facts, words, address, size);
  }
  return {
    title: `${words.say('page.camera', { id: facts.camera.id })}: ${words.say(`sign.headline.${facts.camera.purpose}`)}`,
    stamp,
    shapes: [...moved(head, margin), ...moved(foot, signSize.height - margin - foot.height)],
  };
}

/** What it does and why: everything above the QR code. */
function headBlock(facts: SignFacts, words: Words, address: string, size: number): Block {
  const { camera, otherSystem } = facts;
  const { say } = words;
  const stack = new Stack();
  if (isLoopbackAddress(address)) stack.add(band(say('sign.draft'), warning, size), 4);
  stack.add(banner(facts, words, Math.max(size, 0.65)), 6 * size);
  if (camera.simulated) stack.add(band(say('simulated'), soft, size), 4);
  if (otherSystem !== null)
    stack.add(band(say('sign.other', { name: shorten(otherSystem, 80) }), warning, size), 4);
  for (const key of signStatements(facts)) stack.add(statement(say(key), camera.purpose, size), 2.6 * size);
  stack.add(paragraph(say('why'), { size: 4.6 * size, fill: soft }), 0.8 * size, 7 * size);
  stack.add(paragraph(shorten(camera.reason, 500), { size: 6.8 * size, fill: ink }), 4);
  return stack.block;
}

/** The coloured field with pictogram, purpose and headline. */
function banner({ camera, site }: SignFacts, { say }: Words, size: number): Block {
  const fill = colours[camera.purpose];
  const icon = 36 * Math.max(size, 0.7);
  const left = margin + 10 + icon + 9;
  const width = signSize.width - margin - 8 - left;
  const place = { x: left, width, fill: white };
  const text = new Stack();
  const name = `${say('page.camera', { id: camera.id })} · ${shorten(site.name, 60)}`;
  text.add(paragraph(name, { ...place, size: 4.8 * size }), 2.4 * size);
  text.add(
    paragraph(say(`sign.headline.${camera.purpose}`), { ...place, size: 11 * size, weight: 'bold' }),
    2.4 * size,
  );
  text.add(paragraph(say(`purpose.${camera.purpose}`), { ...place, size: 5.6 * size }), 0);
  const height = Math.max(text.block.height, icon) + 18 * Math.max(size, 0.6);
  const top = (height - icon) / 2;
  return {
    height,
    shapes: [
      { kind: 'rect', x: margin, y: 0, width: inner, height, radius: 5, fill },
      { kind: 'rect', x: margin + 10, y: top, width: icon, height: icon, radius: 6, fill: white },
      {
        kind: 'path',
        d: icons[camera.purpose],
        x: margin + 10 + icon * 0.14,
        y: top + icon * 0.14,
        scale: (icon * 0.72) / 24,
        fill,
      },
      ...moved(text.block, (height - text.block.height) / 2),
    ],
  };
}

function band(text: string, fill: string, size: number): Block {
  const style = { x: margin + 6, width: inner - 12, fill: white, weight: 'bold' } as const;
  const words = paragraph(text, { ...style, size: 5 * Math.max(size, 0.7) });
  const height = words.height + 6;
  return {
    height,
    shapes: [{ kind: 'rect', x: margin, y: 0, width: inner, height, radius: 3, fill }, ...moved(words, 3)],
  };
}

function statement(text: string, purpose: keyof typeof colours, size: number): Block {
  const words = paragraph(text, { x: margin + 12 * size, width: inner - 12 * size, size: 6.6 * size });
  return {
    height: words.height,
    shapes: [
      { kind: 'path', d: icons.yes, x: margin, y: 0, scale: (8.4 * size) / 24, fill: colours[purpose] },
      ...words.shapes,
    ],
  };
}

/** The QR code with its address, and who is responsible beside it. */
function footBlock(facts: SignFacts, words: Words, address: string, stamp: string): Block {
  const { camera } = facts;
  const { say } = words;
  const left = margin + qrSide + 8;
  const width = signSize.width - margin - left;
  let size = 1;
  let side = responsible(facts, words, left, width, size);
  while (side.height > qrSide + 4 && size > 0.4) {
    size -= 0.03;
    side = responsible(facts, words, left, width, size);
  }
  const stack = new Stack();
  stack.add(
    {
      height: 0.4,
      shapes: [{ kind: 'rect', x: margin, y: 0, width: inner, height: 0.4, radius: 0, fill: soft }],
    },
    4,
  );
  const qr = qrShape(signAddress(address, camera.id, stamp), margin - 4, 0);
  stack.add({ height: Math.max(qrSide, side.height), shapes: [...qr, ...side.shapes] }, 3);
  stack.add(paragraph(say('sign.scan'), { size: 5.2, weight: 'bold' }), 1);
  stack.add(paragraph(pageAddress(address, camera.id), { size: 4.6 }), 2.4);
  const made = say('sign.made', { stamp, date: words.day(facts.nowMs) });
  stack.add(paragraph(`${made} · Outis`, { size: 3.4, fill: soft }), 0);
  return stack.block;
}

function responsible(
  { site, camera }: SignFacts,
  { say, date }: Words,
  x: number,
  width: number,
  size: number,
): Block {
  const contact = (text: string | null): string[] =>
    contactParts(shorten(text ?? '', 200)).map((part) => part.text);
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [say('who.owner'), [shorten(camera.owner, 200)]],
    [say('who.contact'), contact(camera.contact)],
    [say('who.dpo'), contact(site.dpoContact)],
    [say('sign.until'), camera.until === null ? [] : [date(camera.until)]],
  ];
  const stack = new Stack();
  for (const [label, texts] of rows) {
    if (texts.length === 0) continue;
    stack.add(paragraph(label, { x, width, size: 4 * size, fill: soft }), 0.6 * size);
    for (const text of texts) stack.add(paragraph(text, { x, width, size: 5.8 * size }), 0);
    stack.add({ shapes: [], height: 0 }, 3.4 * size);
  }
  return stack.block;
}

/** The code as squares of one path: error correction Q, and white around it. */
function qrShape(text: string, x: number, y: number): SignShape[] {
  const { data, size } = encode(text, { ecc: 'Q', border: 0 });
  const scale = qrSide / (size + 2 * quietModules);
  const d = data
    .flatMap((line, row) =>
      [
        ...line
          .map((dark) => (dark ? '1' : '0'))
          .join('')
          .matchAll(/1+/g),
      ].map(
        ({ 0: { length }, index }) =>
          `M${index + quietModules} ${row + quietModules}h${length}v1h-${length}z`,
      ),
    )
    .join('');
  return [
    { kind: 'rect', x, y, width: qrSide, height: qrSide, radius: 0, fill: white },
    { kind: 'path', d, x, y, scale, fill: '#000000' },
  ];
}

interface ParagraphStyle {
  readonly x?: number;
  readonly width?: number;
  readonly size: number;
  readonly weight?: SignWeight;
  readonly fill?: string;
}

/** Lines of text. They are broken a little early: whoever draws the SVG may have wider letters. */
function paragraph(
  text: string,
  { x = margin, width = inner, size, weight = 'regular', fill = ink }: ParagraphStyle,
): Block {
  const lineHeight = size * 1.22;
  const found = wrapText(text, weight, size, width * 0.96);
  return {
    height: found.length * lineHeight,
    shapes: found.map((line, index) => ({
      kind: 'text',
      x,
      y: index * lineHeight + size * 0.97,
      size,
      weight,
      fill,
      text: line,
    })),
  };
}

/** Blocks below each other. */
class Stack {
  readonly #shapes: SignShape[] = [];
  #height = 0;
  #after = 0;

  add(block: Block, after: number, before = 0): void {
    this.#height += Math.max(this.#after, before);
    this.#shapes.push(...moved(block, this.#height));
    this.#height += block.height;
    this.#after = after;
  }

  get block(): Block {
    return { shapes: this.#shapes, height: this.#height };
  }
}

function moved({ shapes }: Block, down: number): SignShape[] {
  return shapes.map((shape) => ({ ...shape, y: shape.y + down }));
}
