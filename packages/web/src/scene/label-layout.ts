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
/** How far from the middle of a line its side letters reach. */
const sidesPx = 42;

/** Finds a place for the id of each line: beside one of its ends, inside the view, over as little else as can be. */
export function placeLabels(lines: readonly LineConfig[], box: ViewBox): ReadonlyMap<string, LabelPlace> {
  const taken: LabelPlace[] = lines.map((line) => ({ ...middleOf(line, box), width: sidesPx }));
  const placed = new Map<string, LabelPlace>();
  for (const line of lines) {
    const width = line.id.length * 7.4 + 16;
    let best: LabelPlace | null = null;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const [order, candidate] of candidatesOf(line, width, box).entries()) {
      const cost = order + taken.reduce((sum, other) => sum + overlapPx(candidate, other), 0);
      if (cost < bestCost) [best, bestCost] = [candidate, cost];
    }
    if (best === null) continue;
    placed.set(line.id, best);
    taken.push(best);
  }
  return placed;
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

function middleOf(line: LineConfig, box: ViewBox): { readonly x: number; readonly y: number } {
  return { x: ((line.a[0] + line.b[0]) / 2) * box.width, y: ((line.a[1] + line.b[1]) / 2) * box.height };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
