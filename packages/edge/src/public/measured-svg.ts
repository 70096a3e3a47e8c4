import type { ConflictMapJson, LineConfig, NumberJson } from '@outis/core';
import { type Html, html } from './html.ts';
import type { PublicAmount } from './numbers.ts';
import type { Words } from './words.ts';

/** A bar: two lines of a name, and its number. */
export interface PublicBar extends NumberJson {
  readonly name: readonly [string, string];
}

const width = 320;
const height = 150;
const top = 16;
const bottom = 34;
/** The drawing of the view. */
const box = { width: 320, height: 180 } as const;

/** Bars with whiskers for ± and their numbers above; hatched stumps where a number is hidden. `id` must be the page's only one. */
export function barsSvg(
  bars: readonly PublicBar[],
  style: string,
  id: string,
  label: string,
  words: Words,
): Html {
  const max = Math.max(20, ...bars.map(({ count, error95 }) => (count ?? 0) + error95));
  const y = (value: number): number => tenth(top + (1 - Math.max(0, value) / max) * (height - top - bottom));
  const step = width / bars.length;
  const said = bars.map((bar) => `${bar.name.join(' ')}: ${textOf(bar, words)}`).join('; ');
  return html`<svg class="bars" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}. ${said}">
<defs><pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0 V5"/></pattern></defs>
<path class="grid" d="M0 ${height - bottom} H${width}"/>
${bars.map((bar, index) => {
  const { name, count, error95 } = bar;
  const x = tenth(step * index + step * 0.18);
  const middle = tenth(step * (index + 0.5));
  const level = count === null ? y(max * 0.15) : y(count);
  const rect = html`x="${x}" y="${level}" width="${tenth(step * 0.64)}" height="${tenth(height - bottom - level)}"`;
  return html`${
    count === null
      ? html`<rect class="few" ${rect} fill="url(#${id})"/>`
      : html`<rect class="${style}" ${rect}/><path class="whisker" d="M${middle} ${y(count + error95)} V${y(count - error95)}"/>`
  }<text x="${middle}" y="${tenth((count === null ? level : y(count + error95)) - 4)}" text-anchor="middle">${textOf(
    bar,
    words,
  )}</text>${name.map(
    (text, row) =>
      html`<text x="${middle}" y="${height - bottom + 14 + 15 * row}" text-anchor="middle">${text}</text>`,
  )}`;
})}
</svg>`;
}

function textOf({ count, error95 }: NumberJson, { say, number }: Words): string {
  return count === null ? say('numbers.hidden') : `${number(count)} ±${number(error95)}`;
}

/** Squares of a neutral drawing of the view, the darker the more. */
export function conflictMapSvg(
  { columns, rows, squares }: ConflictMapJson,
  lines: readonly LineConfig[],
  label: string,
): Html {
  const max = Math.max(1, ...squares.map(({ count }) => count ?? 0));
  const [wide, high] = [box.width / columns, box.height / rows];
  return html`<svg class="flows" viewBox="0 0 ${box.width} ${box.height}" role="img" aria-label="${label}">
${ground(lines)}
${squares.map(({ count }, index) =>
  count === null
    ? null
    : html`<rect class="near-square" x="${tenth((index % columns) * wide + 1)}" y="${tenth(
        Math.floor(index / columns) * high + 1,
      )}" width="${tenth(wide - 2)}" height="${tenth(high - 2)}" rx="3" opacity="${tenth(0.2 + (0.75 * Math.max(0, count)) / max)}"/>`,
)}
</svg>`;
}

/** One way from line to line with its number; null where there is nothing to draw. */
export interface PublicArrow {
  readonly from: string;
  readonly to: string;
  readonly amount: PublicAmount;
}

/** Bent arrows from line to line, as wide as their numbers; each keeps to the right of its way. */
export function movementsSvg(
  arrows: readonly PublicArrow[],
  lines: readonly LineConfig[],
  label: string,
  words: Words,
): Html {
  const shown = arrows.filter(({ amount }) => (amount.count ?? 0) > 0);
  const max = Math.max(1, ...shown.map(({ amount }) => amount.count ?? 0));
  return html`<svg class="flows" viewBox="0 0 ${box.width} ${box.height}" role="img" aria-label="${label}">
${ground(lines)}
${shown.map((arrow) => bent(arrow, lines, 2 + (12 * (arrow.amount.count ?? 0)) / max, words))}
</svg>`;
}

function bent(
  { from, to, amount }: PublicArrow,
  lines: readonly LineConfig[],
  stroke: number,
  { number }: Words,
): Html | null {
  const [a, b] = [middleOf(from, lines), middleOf(to, lines)];
  if (a === null || b === null) return null;
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  // Of a U-turn, or of lines that cross in their middles, there is no way to bend an arrow.
  if (length < 12) return null;
  const right = { x: (a.y - b.y) / length, y: (b.x - a.x) / length };
  const aside = (way: number, by: number): { x: number; y: number } => ({
    x: a.x + (b.x - a.x) * way + right.x * by,
    y: a.y + (b.y - a.y) * way + right.y * by,
  });
  const offset = Math.min(22, length / 4);
  const [start, bend, end] = [aside(0, offset * 0.4), aside(0.5, offset * 2), aside(1, offset * 0.4)];
  const lead = Math.hypot(end.x - bend.x, end.y - bend.y) || 1;
  const way = { x: (end.x - bend.x) / lead, y: (end.y - bend.y) / lead };
  const tip = 6 + stroke * 0.9;
  const neck = { x: end.x - way.x * tip, y: end.y - way.y * tip };
  const side = (sign: number): string =>
    `${tenth(neck.x - sign * way.y * tip * 0.62)} ${tenth(neck.y + sign * way.x * tip * 0.62)}`;
  const text = number(amount.count ?? 0);
  const at = aside(0.5, offset * 1.2 + 9 + stroke / 2);
  const half = text.length * 3.8 + 3;
  const tx = Math.min(box.width - half, Math.max(half, at.x));
  const ty = Math.min(box.height - 5, Math.max(13, at.y + 4));
  return html`<path class="flow" stroke-width="${tenth(stroke)}" d="M${tenth(start.x)} ${tenth(start.y)} Q${tenth(bend.x)} ${tenth(
    bend.y,
  )} ${tenth(neck.x)} ${tenth(neck.y)}"/><path class="flow-tip" d="M${tenth(end.x)} ${tenth(end.y)} L${side(1)} L${side(
    -1,
  )} Z"/><text x="${tenth(tx)}" y="${tenth(ty)}" text-anchor="middle">${text}</text>`;
}

function ground(lines: readonly LineConfig[]): Html {
  return html`<rect class="ground" width="${box.width}" height="${box.height}" rx="10"/>${lines.map(
    ({ a, b }) =>
      html`<path class="count-line" d="M${tenth(a[0] * box.width)} ${tenth(a[1] * box.height)} L${tenth(
        b[0] * box.width,
      )} ${tenth(b[1] * box.height)}"/>`,
  )}`;
}

function middleOf(
  id: string,
  lines: readonly LineConfig[],
): { readonly x: number; readonly y: number } | null {
  const line = lines.find((each) => each.id === id);
  if (line === undefined) return null;
  return { x: ((line.a[0] + line.b[0]) / 2) * box.width, y: ((line.a[1] + line.b[1]) / 2) * box.height };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
