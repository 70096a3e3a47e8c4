import { directions, type LineConfig, type RoadUserClass } from '@outis/core';
import { type Html, html } from './html.ts';
import type { PublicCurve, PublicNumbers } from './numbers.ts';
import type { Words } from './words.ts';

const width = 640;
const height = 190;
const left = 40;
const bottom = 22;
const top = 8;
const hourMs = 3_600_000;

/** One bar of all classes, in their order. */
export function splitSvg(
  parts: readonly { readonly name: RoadUserClass; readonly share: number }[],
  label: string,
): Html {
  let x = 0;
  return html`<svg class="split-bar" viewBox="0 0 ${width} 26" preserveAspectRatio="none" role="img" aria-label="${label}">${parts.map(
    ({ name, share }) => {
      const rect = html`<rect class="fill-${name}" x="${tenth(x)}" width="${tenth(Math.max(0, share * width - 1))}" height="26"/>`;
      x += share * width;
      return rect;
    },
  )}</svg>`;
}

/** Two curves in bands of their noise from hour `from` on; hatched where numbers are hidden or nothing was watched. */
export function curveSvg(
  curves: readonly PublicCurve[],
  numbers: PublicNumbers,
  from: number,
  label: string,
  words: Words,
): Html {
  const hours = numbers.watched.length - from;
  const shown = curves.map((curve) => curve.hours.slice(from));
  const most = shown.flatMap((list) => list.map((hour) => (Array.isArray(hour) ? hour[0] + hour[1] : 0)));
  const max = Math.max(2 * numbers.facts.shownFrom, ...most) * 1.05;
  const x = (hour: number): number => tenth(left + (hour / hours) * (width - left - 4));
  const y = (value: number): number => tenth(top + (1 - Math.max(0, value) / max) * (height - bottom - top));
  const id = `hatch-${curves[0]?.class ?? 'x'}-${from}-${hash(curves[0]?.lineId ?? '')}`;
  const area = (hour: number, yTop: number, kind: string): Html =>
    html`<rect class="${kind}" x="${x(hour)}" width="${tenth(x(hour + 1) - x(hour))}" y="${yTop}" height="${tenth(
      height - bottom - yTop,
    )}" fill="url(#${id})"/>`;
  return html`<svg class="curve-chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
<defs><pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0 V5"/></pattern></defs>
${gridLines(max, y, words)}
${timeLabels(numbers, from, hours, x, words)}
${numbers.watched.slice(from).map((share, hour) => (share < 0.5 ? area(hour, top, 'gap') : null))}
${Array.from({ length: hours }, (_, hour) =>
  shown.some((list) => list[hour] === 'hidden') ? area(hour, y(numbers.facts.shownFrom), 'few') : null,
)}
${shown.map((list, index) => curve(list, index === 0 ? 'first' : 'second', x, y))}
</svg>`;
}

function curve(
  hours: PublicCurve['hours'],
  name: string,
  x: (hour: number) => number,
  y: (value: number) => number,
): Html {
  const pieces: { hour: number; count: number; error: number }[][] = [[]];
  hours.forEach((each, hour) => {
    if (Array.isArray(each)) pieces.at(-1)?.push({ hour: hour + 0.5, count: each[0], error: each[1] });
    else pieces.push([]);
  });
  const path = (piece: (typeof pieces)[number], of: (at: (typeof piece)[number]) => number): string =>
    piece.map((at) => `${x(at.hour)} ${y(of(at))}`).join(' L');
  const known = pieces.filter((piece) => piece.length > 0);
  return html`${known.map(
    (piece) =>
      html`<path class="band ${name}" d="M${path(piece, ({ count, error }) => count + error)} L${path(
        piece.toReversed(),
        ({ count, error }) => count - error,
      )} Z"/>`,
  )}${known.map((piece) => html`<path class="curve ${name}" d="M${path(piece, ({ count }) => count)} h.1"/>`)}`;
}

function gridLines(max: number, y: (value: number) => number, { number }: Words): Html {
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((each) => max / each <= 4) ?? 10_000;
  const values = Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => index * step);
  return html`${values.map(
    (value) =>
      html`<path class="grid" d="M${left} ${y(value)} H${width - 4}"/><text x="${left - 6}" y="${tenth(
        y(value) + 4,
      )}" text-anchor="end">${number(value)}</text>`,
  )}`;
}

function timeLabels(
  { week }: PublicNumbers,
  from: number,
  hours: number,
  x: (hour: number) => number,
  words: Words,
): Html {
  const every = hours > 48 ? 24 : 4;
  const ticks = Array.from({ length: Math.ceil(hours / every) }, (_, index) => index * every);
  return html`${ticks.map((hour) => {
    const tMs = week.startMs + (from + hour) * hourMs;
    // The name of a day stands in its middle, an hour at its beginning.
    const at = every === 24 ? Math.min(hours, hour + 12) : hour;
    return html`<text x="${x(at)}" y="${height - 5}" text-anchor="${every === 24 ? 'middle' : 'start'}">${
      every === 24 ? words.weekday(tMs) : words.hour(tMs)
    }</text>`;
  })}`;
}

/** A neutral drawing of the view with a line and two arrows, as wide as what went each way in the week. */
export function flowsSvg(numbers: PublicNumbers, lineId: string, label: string, words: Words): Html | null {
  const line = numbers.lines.find(({ id }) => id === lineId);
  if (line === undefined) return null;
  const [boxWidth, boxHeight] = [320, 180];
  const sumOf = (id: string, way: (typeof directions)[number]): number =>
    numbers.counts
      .filter((each) => each.lineId === id && each.direction === way)
      .reduce((sum, { week }) => sum + (week.count ?? 0), 0);
  const max = Math.max(1, ...numbers.lines.flatMap(({ id }) => directions.map((way) => sumOf(id, way))));
  const place = ({ a, b }: LineConfig): string =>
    `M${tenth(a[0] * boxWidth)} ${tenth(a[1] * boxHeight)} L${tenth(b[0] * boxWidth)} ${tenth(b[1] * boxHeight)}`;
  return html`<svg class="flows" viewBox="0 0 ${boxWidth} ${boxHeight}" role="img" aria-label="${label}">
<rect class="ground" width="${boxWidth}" height="${boxHeight}" rx="10"/>
${numbers.lines.map((each) => html`<path class="count-line${each.id === lineId ? ' own' : ''}" d="${place(each)}"/>`)}
${directions.map((way) => arrow(line, way === 'left_to_right' ? 1 : -1, sumOf(lineId, way) / max, sumOf(lineId, way), words))}
</svg>`;
}

function arrow(
  { a, b }: LineConfig,
  sign: 1 | -1,
  share: number,
  sum: number,
  { number }: Words,
): Html | null {
  if (sum <= 0) return null;
  const [boxWidth, boxHeight] = [320, 180];
  const along = [(b[0] - a[0]) * boxWidth, (b[1] - a[1]) * boxHeight] as const;
  const length = Math.hypot(...along) || 1;
  // To the right of the line as it is drawn, or back; each arrow keeps to the right of its own way.
  const way = [(-along[1] / length) * sign, (along[0] / length) * sign] as const;
  const [mx, my] = [
    ((a[0] + b[0]) / 2) * boxWidth - way[1] * 15,
    ((a[1] + b[1]) / 2) * boxHeight + way[0] * 15,
  ];
  const stroke = 2 + 14 * share;
  const tip = 7 + stroke * 0.8;
  const at = (distance: number, aside = 0): string =>
    `${tenth(mx + way[0] * distance - way[1] * aside)} ${tenth(my + way[1] * distance + way[0] * aside)}`;
  const text = number(sum);
  const half = text.length * 3.6;
  const reach = 26 + tip + half * Math.abs(way[0]) + 8;
  const tx = Math.min(boxWidth - half - 3, Math.max(half + 3, mx + way[0] * reach));
  const ty = Math.min(boxHeight - 4, Math.max(12, my + way[1] * (34 + tip) + 4));
  return html`<path class="flow" stroke-width="${tenth(stroke)}" d="M${at(-26)} L${at(26)}"/><path class="flow-tip" d="M${at(
    26 + tip * 0.6,
  )} L${at(26 - tip * 0.4, tip * 0.62)} L${at(26 - tip * 0.4, -tip * 0.62)} Z"/><text x="${tenth(tx)}" y="${tenth(ty)}" text-anchor="middle">${text}</text>`;
}

/** Ids in a page must differ; a line's name may hold anything. */
function hash(text: string): number {
  let value = 7;
  for (const sign of text) value = (value * 31 + (sign.codePointAt(0) ?? 0)) % 1_000_003;
  return value;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
