import type { LineConfig, MovementConfig } from '@outis/core';
import type { ViewBox } from '../scene/line-side.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** An arrow of a movement as paths, px of the drawing. */
export interface MovementArrow {
  readonly shaft: string;
  readonly tip: string;
  readonly label: Spot;
}

/**
 * A bent arrow from the middle of one line to that of another; each keeps to the right of its way, so that there and
 * back do not lie over each other. Of a U-turn a loop. Null where a line is gone.
 */
export function movementArrow(
  { from, to }: Pick<MovementConfig, 'from' | 'to'>,
  lines: readonly LineConfig[],
  box: ViewBox,
  widthPx: number,
): MovementArrow | null {
  const [a, b] = [middleOf(from, lines, box), middleOf(to, lines, box)];
  if (a === null || b === null) return null;
  if (from === to) return loop(a, widthPx);
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const right = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
  const offset = Math.min(26, length / 5);
  const start = { x: a.x + right.x * offset * 0.4, y: a.y + right.y * offset * 0.4 };
  const end = { x: b.x + right.x * offset * 0.4, y: b.y + right.y * offset * 0.4 };
  const bend = {
    x: (a.x + b.x) / 2 + right.x * offset * 2.4,
    y: (a.y + b.y) / 2 + right.y * offset * 2.4,
  };
  const way = unit({ x: end.x - bend.x, y: end.y - bend.y });
  const back = 8 + widthPx * 0.8;
  const neck = { x: end.x - way.x * back, y: end.y - way.y * back };
  return {
    shaft: `M${start.x} ${start.y} Q${bend.x} ${bend.y} ${neck.x} ${neck.y}`,
    tip: tipOf(end, way, back),
    label: {
      x: (start.x + 2 * bend.x + end.x) / 4 + right.x * (12 + widthPx / 2),
      y: (start.y + 2 * bend.y + end.y) / 4 + right.y * (12 + widthPx / 2) + 5,
    },
  };
}

function loop(at: Spot, widthPx: number): MovementArrow {
  const back = 8 + widthPx * 0.8;
  const end = { x: at.x + 18, y: at.y };
  return {
    shaft: `M${at.x - 18} ${at.y} C${at.x - 24} ${at.y - 60} ${at.x + 24} ${at.y - 60} ${end.x} ${end.y - back}`,
    tip: tipOf(end, { x: 0, y: 1 }, back),
    label: { x: at.x, y: at.y - 54 - widthPx / 2 },
  };
}

function middleOf(id: string, lines: readonly LineConfig[], box: ViewBox): Spot | null {
  const line = lines.find((each) => each.id === id);
  return line === undefined
    ? null
    : { x: ((line.a[0] + line.b[0]) / 2) * box.width, y: ((line.a[1] + line.b[1]) / 2) * box.height };
}

function unit({ x, y }: Spot): Spot {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

function tipOf(at: Spot, way: Spot, size: number): string {
  const back = { x: at.x - way.x * size, y: at.y - way.y * size };
  const side = size * 0.62;
  return `M${at.x} ${at.y} L${back.x - way.y * side} ${back.y + way.x * side} L${back.x + way.y * side} ${back.y - way.x * side} Z`;
}
