import type { Direction, LineConfig, Point, RoadUserClass } from '@outis/core';
import type { Explained, ExplainedTrack, Mark } from './explanation.ts';

/** Width of the drawing in its own units; its height follows the analysed picture. */
export const drawingWidth = 1000;
/** Beyond this many marks their badges carry no numbers: the table has them. */
const badgesMax = 80;

const classNames: readonly RoadUserClass[] = ['person', 'bicycle', 'motorcycle', 'car', 'bus', 'truck'];

/** A mark with the label by which drawing, time strip and table name it. */
export interface LabelledMark extends Mark {
  readonly label: string;
}

/**
 * In the order of time counted marks are 1, 2, 3 …, refused ones a, b, c … z, a2 … and those that only passed beside
 * a line p1, p2, p3 …
 */
export function labelMarks(marks: readonly Mark[]): readonly LabelledMark[] {
  const before = { counted: 0, refused: 0, passed: 0 };
  return marks.map((mark) => {
    const kind = kindOf(mark);
    const index = before[kind]++;
    if (kind !== 'refused') return { ...mark, label: `${kind === 'passed' ? 'p' : ''}${index + 1}` };
    const letter = String.fromCharCode(97 + (index % 26));
    return { ...mark, label: index < 26 ? letter : `${letter}${Math.floor(index / 26) + 1}` };
  });
}

/** Counted, refused at the line, or not near it: over the extension of the line beyond its ends. */
export function kindOf({ outcome }: Mark): 'counted' | 'refused' | 'passed' {
  if (outcome === 'counted') return 'counted';
  return outcome === 'beyond-the-end' ? 'passed' : 'refused';
}

/** What a mark is, in words. */
export function kindName(mark: Mark): string {
  return { counted: 'Counted', refused: 'Refused', passed: 'Passed beside the line' }[kindOf(mark)];
}

/** Text as it may stand in HTML, also inside an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign]!,
  );
}

/** Seconds from the start of the file as 0:12.3, or 1:00:12.3 from an hour on. */
export function clockTime(tMs: number): string {
  const tenths = Math.max(0, Math.round(tMs / 100));
  const seconds = `${Math.floor(tenths / 10) % 60}`.padStart(2, '0');
  const minutes = Math.floor(tenths / 600) % 60;
  const hours = Math.floor(tenths / 36_000);
  const front = hours === 0 ? `${minutes}` : `${hours}:${String(minutes).padStart(2, '0')}`;
  return `${front}:${seconds}.${tenths % 10}`;
}

/** The unit vector on the screen of a passage over the line in a direction. */
export function wayOnScreen({ a, b }: LineConfig, direction: Direction, frame: Explained['frame']): Point {
  const dx = (b[0] - a[0]) * frame.widthPx;
  const dy = (b[1] - a[1]) * frame.heightPx;
  const length = Math.hypot(dx, dy) * (direction === 'left_to_right' ? 1 : -1);
  return { x: -dy / length, y: dx / length };
}

/** The neutral drawing of the scene: ground, paths, lines with their dead band, and the marks. */
export function sceneDrawing(
  explained: Explained,
  lines: readonly LineConfig[],
  marks: readonly LabelledMark[],
  bandShare: number,
): string {
  const { frame, tracks } = explained;
  const scale = drawingWidth / frame.widthPx;
  const height = round(frame.heightPx * scale);
  const deciders = new Set(marks.map(({ track }) => track));
  const drawn = tracks.map((track) => trackPath(track, scale, deciders.has(track.number))).join('');
  const places = placeBadges(marks, lines, explained, scale, height);
  return `<svg id="scene" viewBox="0 0 ${drawingWidth} ${height}" role="img" aria-labelledby="scene-title">
<title id="scene-title">Drawing of the scene: the paths of ${tracks.length} tracks, ${lines.length} counting lines and ${marks.length} marks. The table below holds the same.</title>
<defs>${classNames.map(arrowHead).join('')}<pattern id="grid" width="50" height="50" patternUnits="userSpaceOnUse"><path d="M50 0H0V50" class="grid"/></pattern></defs>
<rect class="ground" width="${drawingWidth}" height="${height}"/><rect width="${drawingWidth}" height="${height}" fill="url(#grid)"/>
${lines.map((line) => lineBand(line, height, bandShare)).join('')}
<g class="tracks">${drawn}</g>
${lines.map((line) => lineDrawing(line, explained, height)).join('')}
<g class="marks">${marks.map((mark, index) => badge(mark, places[index]!, lines, explained, scale)).join('')}</g>
</svg>`;
}

function arrowHead(name: RoadUserClass): string {
  return `<marker id="tip-${name}" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path class="fill ${name}" d="M0 0.5L8 4L0 7.5L2 4Z"/></marker>`;
}

/** Solid where it was seen, dashed across a gap, an open dot where it was first seen and a tip where it was last. */
function trackPath(
  { number, class: name, firstMs, lastMs, path }: ExplainedTrack,
  scale: number,
  decides: boolean,
): string {
  const at = ({ x, y }: Point): string => `${round(x * scale)} ${round(y * scale)}`;
  let solid = `M${at(path[0]!)}`;
  let gaps = '';
  for (let index = 1; index < path.length; index++) {
    const point = path[index]!;
    if (point.afterGap) {
      gaps += `M${at(path[index - 1]!)}L${at(point)}`;
      solid += `M${at(point)}`;
    } else solid += `L${at(point)}`;
  }
  const start = path[0]!;
  const title = `Track ${number}, ${name}, ${clockTime(firstMs)} to ${clockTime(lastMs)}`;
  const tip = path.length > 2 ? ` marker-end="url(#tip-${name})"` : '';
  return `<g class="track ${name}${decides ? '' : ' quiet'}" data-track="${number}"><title>${title}</title><path class="near" d="${solid}"/><path class="way" d="${solid}"${tip}/>${gaps === '' ? '' : `<path class="gap" d="${gaps}"/>`}<circle class="start" cx="${round(start.x * scale)}" cy="${round(start.y * scale)}" r="3"/></g>`;
}

function ends({ a, b }: LineConfig, height: number): { readonly a: Point; readonly b: Point } {
  return {
    a: { x: a[0] * drawingWidth, y: a[1] * height },
    b: { x: b[0] * drawingWidth, y: b[1] * height },
  };
}

function lineBand(line: LineConfig, height: number, bandShare: number): string {
  const { a, b } = ends(line, height);
  return `<path class="band" stroke-width="${round(2 * bandShare * height)}" d="M${round(a.x)} ${round(a.y)}L${round(b.x)} ${round(b.y)}"/>`;
}

/** The line with its id, its ends a and b, and an arrow each way with how many went it. */
function lineDrawing(line: LineConfig, { frame, marks }: Explained, height: number): string {
  const { a, b } = ends(line, height);
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const along = { x: (b.x - a.x) / length, y: (b.y - a.y) / length };
  const beyond = (point: Point, by: number): Point => {
    return inside({ x: point.x + along.x * by, y: point.y + along.y * by }, height, 14);
  };
  const [aAt, bAt] = [beyond(a, -13), beyond(b, 13)];
  const name = shortened(line.id, 28);
  const nameAt = placeName(name, a, along, height);
  const share = freeShare(line, { frame, marks });
  const middle = { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
  const arrows = (['left_to_right', 'right_to_left'] as const).map((direction) => {
    const way = wayOnScreen(line, direction, frame);
    const count = marks.filter((mark) => isCounted(mark, line, direction)).length;
    const end = { x: middle.x + way.x * 34, y: middle.y + way.y * 34 };
    const left = { x: end.x - way.x * 10 - way.y * 6, y: end.y - way.y * 10 + way.x * 6 };
    const right = { x: end.x - way.x * 10 + way.y * 6, y: end.y - way.y * 10 - way.x * 6 };
    const text = { x: middle.x + way.x * 50, y: middle.y + way.y * 50 + 5 };
    return `<path class="arrow" d="M${pair(middle)}L${pair(end)}"/><path class="arrow-tip" d="M${pair(end)}L${pair(left)}L${pair(right)}Z"/><text class="flow" x="${round(text.x)}" y="${round(text.y)}">${count}</text>`;
  });
  return `<g class="line"><path class="casing" d="M${pair(a)}L${pair(b)}"/><path class="ink" d="M${pair(a)}L${pair(b)}"/>${arrows.join('')}<text class="end" x="${round(aAt.x)}" y="${round(aAt.y + 5)}">a</text><text class="end" x="${round(bAt.x)}" y="${round(bAt.y + 5)}">b</text><text class="name" x="${round(nameAt.x)}" y="${round(nameAt.y + 5)}">${escapeHtml(name)}</text></g>`;
}

/** The middle of a line's name: beyond its end a, or above it where the picture ends there. */
function placeName(name: string, a: Point, along: Point, height: number): Point {
  const half = 5.2 * name.length;
  const far = 22 + half * Math.abs(along.x) + 12 * Math.abs(along.y);
  const wanted = { x: a.x - along.x * far, y: a.y - along.y * far };
  const x = Math.min(drawingWidth - half - 6, Math.max(half + 6, wanted.x));
  const y = Math.min(height - 12, Math.max(12, wanted.y));
  if (Math.abs(x - wanted.x) < 8) return { x, y };
  return { x, y: y < 40 ? y + 26 : y - 20 };
}

/** The text, or as much of it as fits with an ellipsis. */
export function shortened(text: string, lengthMax: number): string {
  return text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text;
}

/** True for a mark that is one of a line's counts in a direction. */
export function isCounted(mark: Mark, line: LineConfig, direction: Direction): boolean {
  return mark.outcome === 'counted' && mark.line === line.id && mark.direction === direction;
}

/** Where along the line its arrows are farthest from its marks, 0 to 1. */
function freeShare(line: LineConfig, { frame, marks }: Pick<Explained, 'frame' | 'marks'>): number {
  const dx = (line.b[0] - line.a[0]) * frame.widthPx;
  const dy = (line.b[1] - line.a[1]) * frame.heightPx;
  const taken = marks
    .filter((mark) => mark.line === line.id)
    .map(({ at }) => {
      const x = at.x - line.a[0] * frame.widthPx;
      const y = at.y - line.a[1] * frame.heightPx;
      return (x * dx + y * dy) / (dx * dx + dy * dy);
    });
  const room = (share: number): number => Math.min(0.3, ...taken.map((other) => Math.abs(other - share)));
  return [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9].reduce((best, share) =>
    room(share) > room(best) + 0.02 ? share : best,
  );
}

/** Where each badge stands: on the side to which the passage went, and clear of the badges before it. */
function placeBadges(
  marks: readonly LabelledMark[],
  lines: readonly LineConfig[],
  { frame }: Explained,
  scale: number,
  height: number,
): readonly Point[] {
  const places: Point[] = [];
  for (const mark of marks) {
    const line = lines.find(({ id }) => id === mark.line)!;
    const way = wayOnScreen(line, mark.direction, frame);
    const at = { x: mark.at.x * scale, y: mark.at.y * scale };
    const isPlain = marks.length > badgesMax || kindOf(mark) === 'passed';
    places.push(isPlain ? at : freePlace(at, way, places, height));
  }
  return places;
}

function freePlace(at: Point, way: Point, taken: readonly Point[], height: number): Point {
  let first: Point | undefined;
  for (let ring = 0; ring < 6; ring++) {
    for (const turn of [0, 0.5, -0.5, 1, -1, 1.4, -1.4]) {
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
      const far = 26 + ring * 22;
      const wanted = {
        x: at.x + (way.x * cos - way.y * sin) * far,
        y: at.y + (way.x * sin + way.y * cos) * far,
      };
      const place = inside(wanted, height, 13);
      first ??= place;
      if (taken.every((other) => Math.hypot(other.x - place.x, other.y - place.y) >= 24)) return place;
    }
  }
  return first!;
}

function badge(
  mark: LabelledMark,
  place: Point,
  lines: readonly LineConfig[],
  { frame }: Explained,
  scale: number,
): string {
  const { class: name, track, label, direction, tMs } = mark;
  const line = lines.find(({ id }) => id === mark.line)!;
  const at = { x: mark.at.x * scale, y: mark.at.y * scale };
  const way = wayOnScreen(line, direction, frame);
  const isRefused = kindOf(mark) === 'refused';
  const [from, to] = [-6, 8].map((by) => ({ x: at.x + way.x * by, y: at.y + way.y * by }));
  const wing = (side: number): Point => ({ x: from!.x + side * 6 * way.y, y: from!.y - side * 6 * way.x });
  const arrow = `M${pair(to!)}L${pair(wing(1))}L${pair(wing(-1))}Z`;
  const title = `${kindName(mark)} ${label}: ${name}, ${clockTime(tMs)}, line ${escapeHtml(line.id)}`;
  const isFar = Math.hypot(place.x - at.x, place.y - at.y) > 1;
  const leader = isFar ? `<path class="leader" d="M${pair(at)}L${pair(place)}"/>` : '';
  const { x, y } = place;
  const shape = isRefused
    ? `<path class="badge" d="M${pair({ x, y: y - 14 })}L${pair({ x: x + 14, y })}L${pair({ x, y: y + 14 })}L${pair({ x: x - 14, y })}Z"/>`
    : `<circle class="badge" cx="${round(x)}" cy="${round(y)}" r="11"/>`;
  const text = `<text class="badge-text" x="${round(x)}" y="${round(y + 4)}">${label}</text>`;
  return `<g class="mark ${name} ${kindOf(mark)}" data-mark="${label}" data-track="${track}"><title>${title}</title>${leader}<path class="spot" d="${arrow}"/>${isFar ? shape + text : ''}</g>`;
}

function inside({ x, y }: Point, height: number, margin: number): Point {
  return {
    x: Math.min(drawingWidth - margin, Math.max(margin, x)),
    y: Math.min(height - margin, Math.max(margin, y)),
  };
}

function pair({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
