import type { LineConfig } from '@outis/core';
import { leftOnScreen, type ViewBox } from './line-side.ts';

/** Where the id of a line stands: the middle of its label, px. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const labelHeightPx = 20;
const marginPx = 4;
/** How far from a line its side letters reach, and the arrows of its flows. */
export const sidesPx = 42;
export const flowsPx = 76;

/** What is written beside a line: its id, and where on it the signs of its two sides stand. */
export interface LineLayout {
  readonly label: LabelPlace;
  readonly middle: { readonly x: number; readonly y: number };
}

/** Finds the places of ids and of what reaches `reachPx` to either side: inside the view, over as little else as can be. */
export function layOutLines(
  lines: readonly LineConfig[],
  box: ViewBox,
  reachPx: number = sidesPx,
): ReadonlyMap<string, LineLayout> {
  const middles = placeMiddles(lines, box, reachPx);
  const taken: LabelPlace[] = middles.map((middle) => ({ ...middle, width: sidesPx }));
  const layouts = new Map<string, LineLayout>();
  lines.forEach((line, index) => {
    const width = line.id.length * 7.4 + 16;
    const label = cheapest(candidatesOf(line, width, box), (candidate) =>
      taken.reduce((sum, other) => sum + overlapPx(candidate, other), 0),
    );
    const middle = middles[index];
    if (label === null || middle === undefined) return;
    layouts.set(line.id, { label, middle });
    taken.push(label);
  });
  return layouts;
}

/** In the middle of each line, or to one side of it where another line passes there. */
function placeMiddles(
  lines: readonly LineConfig[],
  box: ViewBox,
  reachPx: number,
): { readonly x: number; readonly y: number }[] {
  const placed: { readonly x: number; readonly y: number }[] = [];
  for (const line of lines) {
    const candidates = [0.5, 0.34, 0.66, 0.2, 0.8].map((share) => pointOn(line, share, box));
    const middle = cheapest(candidates, (candidate) => {
      const near = lines.map((other) => (other === line ? reachPx : distancePx(candidate, other, box)));
      const signs = placed.map((other) => Math.hypot(other.x - candidate.x, other.y - candidate.y) / 2);
      return [...near, ...signs].reduce((sum, px) => sum + Math.max(0, reachPx - px), 0);
    });
    placed.push(middle ?? pointOn(line, 0.5, box));
  }
  return placed;
}

/** The candidate with the least cost; an earlier one where they cost nearly the same. */
function cheapest<T>(candidates: readonly T[], costOf: (candidate: T) => number): T | null {
  let best: T | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [order, candidate] of candidates.entries()) {
    const cost = order + costOf(candidate);
    if (cost < bestCost) [best, bestCost] = [candidate, cost];
  }
  return best;
}

/** The best places first: beyond the higher end, beyond the lower end, then to either side of both. */
function candidatesOf(line: LineConfig, width: number, box: ViewBox): LabelPlace[] {
  const [top, bottom] = line.a[1] <= line.b[1] ? [line.a, line.b] : [line.b, line.a];
  const left = leftOnScreen(line, box);
  const away = [(top[0] - bottom[0]) * box.width, (top[1] - bottom[1]) * box.height] as const;
  const length = Math.hypot(...away) || 1;
  const out = [away[0] / length, away[1] / length] as const;
  const at = (end: readonly [number, number], [dx, dy]: readonly [number, number]): LabelPlace => ({
    x: clamp(
      end[0] * box.width + dx * (width / 2 + 12),
      width / 2 + marginPx,
      box.width - width / 2 - marginPx,
    ),
    y: clamp(end[1] * box.height + dy * (labelHeightPx / 2 + 10), 14, box.height - 14),
    width,
  });
  const right = [-left[0], -left[1]] as const;
  return [
    at(top, out),
    at(bottom, [-out[0], -out[1]]),
    at(top, left),
    at(top, right),
    at(bottom, left),
    at(bottom, right),
  ];
}

function overlapPx(a: LabelPlace, b: LabelPlace): number {
  const x = (a.width + b.width) / 2 + marginPx - Math.abs(a.x - b.x);
  const y = (b.width === sidesPx ? sidesPx : labelHeightPx) + marginPx - Math.abs(a.y - b.y);
  return x > 0 && y > 0 ? x * y : 0;
}

function pointOn(line: LineConfig, share: number, box: ViewBox): { readonly x: number; readonly y: number } {
  return {
    x: (line.a[0] + (line.b[0] - line.a[0]) * share) * box.width,
    y: (line.a[1] + (line.b[1] - line.a[1]) * share) * box.height,
  };
}

function distancePx(
  point: { readonly x: number; readonly y: number },
  line: LineConfig,
  box: ViewBox,
): number {
  const [a, b] = [pointOn(line, 0, box), pointOn(line, 1, box)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / square;
  const nearest = pointOn(line, Math.min(1, Math.max(0, share)), box);
  return Math.hypot(point.x - nearest.x, point.y - nearest.y);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
