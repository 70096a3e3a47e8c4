import type { Fraction2, LineConfig } from '@outis/core';

/** Which part of a line is moved. */
export type LinePart = 'a' | 'b' | 'whole';

/** The most lines that one drawing carries; more could not be told apart. */
export const linesMax = 32;
/** The shortest line, in fractions of the view: a shorter one could not be crossed in a way that is meant. */
export const lineLengthMin = 0.03;

/** What an id may look like: it becomes part of addresses and file names. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/** Adds a line where no other begins; answers the same list when it is full. */
export function addLine(lines: readonly LineConfig[]): readonly LineConfig[] {
  if (lines.length >= linesMax) return lines;
  // The first one cuts the view in half: whoever passes at all is counted.
  if (lines.length === 0) return [{ id: freeId(lines), a: [0.5, 0.96], b: [0.5, 0.2] }];
  const step = (lines.length % 6) * 0.08;
  return [...lines, { id: freeId(lines), a: [0.28 + step, 0.82], b: [0.28 + step, 0.42] }];
}

/** Moves one end or the whole line by a distance; it stays inside the view and keeps its least length. */
export function moveLine(
  lines: readonly LineConfig[],
  id: string,
  part: LinePart,
  [dx, dy]: Fraction2,
): readonly LineConfig[] {
  return change(lines, id, (line) => {
    if (part !== 'whole') return withEnd(line, part, [line[part][0] + dx, line[part][1] + dy]);
    const x = clampStep(dx, line.a[0], line.b[0]);
    const y = clampStep(dy, line.a[1], line.b[1]);
    return { ...line, a: tidy([line.a[0] + x, line.a[1] + y]), b: tidy([line.b[0] + x, line.b[1] + y]) };
  });
}

/** Puts one end at a place; outside the view it stops at the edge. */
export function placeEnd(
  lines: readonly LineConfig[],
  id: string,
  end: 'a' | 'b',
  place: Fraction2,
): readonly LineConfig[] {
  return change(lines, id, (line) => withEnd(line, end, place));
}

/** Swaps the ends, and with them left and right. */
export function reverseLine(lines: readonly LineConfig[], id: string): readonly LineConfig[] {
  return change(lines, id, (line) => ({ ...line, a: line.b, b: line.a }));
}

/** Takes a line away. */
export function removeLine(lines: readonly LineConfig[], id: string): readonly LineConfig[] {
  return lines.some((line) => line.id === id) ? lines.filter((line) => line.id !== id) : lines;
}

/** Gives a line another id; answers the same list when the id is not allowed or is taken. */
export function renameLine(lines: readonly LineConfig[], id: string, nextId: string): readonly LineConfig[] {
  if (!isLineId(nextId) || lines.some((line) => line.id === nextId)) return lines;
  return change(lines, id, (line) => ({ ...line, id: nextId }));
}

/** True when the text may be the id of a line or a camera. */
export function isLineId(text: string): boolean {
  return idPattern.test(text);
}

function change(
  lines: readonly LineConfig[],
  id: string,
  edit: (line: LineConfig) => LineConfig,
): readonly LineConfig[] {
  let isChanged = false;
  const next = lines.map((line) => {
    if (line.id !== id) return line;
    const edited = edit(line);
    if (edited !== line) isChanged = true;
    return edited;
  });
  return isChanged ? next : lines;
}

function withEnd(line: LineConfig, end: 'a' | 'b', place: Fraction2): LineConfig {
  const next = { ...line, [end]: tidy(place) };
  if (Math.hypot(next.b[0] - next.a[0], next.b[1] - next.a[1]) < lineLengthMin) return line;
  return next[end][0] === line[end][0] && next[end][1] === line[end][1] ? line : next;
}

/** Inside the view, and no finer than a thousandth: nobody aims finer, and the file stays readable. */
function tidy([x, y]: Fraction2): Fraction2 {
  return [clampRound(x), clampRound(y)];
}

function clampRound(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
}

function clampStep(step: number, p: number, q: number): number {
  return Math.min(1 - Math.max(p, q), Math.max(-Math.min(p, q), step));
}

function freeId(lines: readonly LineConfig[]): string {
  let number = lines.length + 1;
  while (lines.some((line) => line.id === `line-${number}`)) number++;
  return `line-${number}`;
}
