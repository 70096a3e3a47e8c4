import type { Direction, LineConfig } from '@outis/core';
import {
  clockTime,
  drawingWidth,
  escapeHtml,
  kindName,
  kindOf,
  type LabelledMark,
  shortened,
} from './explain-drawing.ts';

const laneHeight = 56;
const labelWidth = 150;
const axisHeight = 26;

/** The marks along the time of the film, a lane for each line: left to right above its axis, right to left below. */
export function timeStrip(
  lines: readonly LineConfig[],
  marks: readonly LabelledMark[],
  durationMs: number,
): string {
  const height = lines.length * laneHeight + axisHeight;
  const widest = drawingWidth - labelWidth - 14;
  const xAt = (tMs: number): number =>
    labelWidth + (widest * Math.min(tMs, durationMs)) / Math.max(1, durationMs);
  const stepMs = gridStepMs(durationMs);
  const grid: string[] = [];
  for (let tMs = 0; tMs <= durationMs; tMs += stepMs) {
    const x = Math.round(xAt(tMs));
    const bottom = lines.length * laneHeight;
    grid.push(
      `<path class="tick" d="M${x} 0V${bottom}"/><text class="tick-text" x="${x}" y="${bottom + 18}">${clockTime(tMs).replace(/\.0$/, '')}</text>`,
    );
  }
  const lanes = lines.map((line, index) => {
    const y = index * laneHeight + laneHeight / 2;
    const own = marks.filter((mark) => mark.line === line.id);
    return `<path class="axis" d="M${labelWidth} ${y}H${drawingWidth - 14}"/><text class="lane" x="0" y="${y + 5}">${escapeHtml(shortened(line.id, 12))}</text><text class="side" x="${labelWidth - 8}" y="${y - 10}">l→r</text><text class="side" x="${labelWidth - 8}" y="${y + 18}">r→l</text>${own.map((mark) => markOf(mark, xAt(mark.tMs), y)).join('')}`;
  });
  return `<svg id="strip" viewBox="0 0 ${drawingWidth} ${height}" role="img" aria-label="The same marks along the time of the film">${grid.join('')}${lanes.join('')}</svg>`;
}

function markOf(mark: LabelledMark, x: number, y: number): string {
  const { label, class: name, direction, track, tMs } = mark;
  const kind = kindOf(mark);
  const at = { x: Math.round(x * 10) / 10, y: y + sideOf(direction) * 14 };
  const size = kind === 'passed' ? 4 : 8;
  const shape =
    kind === 'counted'
      ? `<circle class="badge" cx="${at.x}" cy="${at.y}" r="7"/>`
      : `<path class="badge" d="M${at.x} ${at.y - size}L${at.x + size} ${at.y}L${at.x} ${at.y + size}L${at.x - size} ${at.y}Z"/>`;
  return `<g class="mark ${name} ${kind}" data-mark="${label}" data-track="${track}"><title>${kindName(mark)} ${label}: ${name}, ${clockTime(tMs)}</title>${shape}</g>`;
}

function sideOf(direction: Direction): -1 | 1 {
  return direction === 'left_to_right' ? -1 : 1;
}

/** A step that gives at most twelve marks of time. */
function gridStepMs(durationMs: number): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  const seconds = steps.find((step) => durationMs / 1000 / step <= 12) ?? 14_400;
  return seconds * 1000 * Math.ceil(Math.max(1, durationMs / 1000 / seconds / 12));
}
