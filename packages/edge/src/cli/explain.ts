import { createHash } from 'node:crypto';
import { type Direction, directions, type LineConfig, type Refusal, roadUserClasses } from '@outis/core';
import {
  clockTime,
  escapeHtml,
  kindOf,
  type LabelledMark,
  labelMarks,
  sceneDrawing,
  wayOnScreen,
} from './explain-drawing.ts';
import { timeStrip } from './explain-strip.ts';
import { explainScript, explainStyle } from './explain-style.ts';
import { type Explained, explanationLimits } from './explanation.ts';

/** What the page says besides what was collected. */
export interface ExplainedFile {
  /** Names only, without their folders. */
  readonly file: string;
  readonly model: string;
  readonly frames: number;
  readonly fps: number;
  /** Half-width of the dead band as a share of the picture's height. */
  readonly bandShare: number;
  readonly lines: readonly LineConfig[];
  readonly counts: readonly {
    readonly line: string;
    readonly class: string;
    readonly direction: Direction;
    readonly count: number;
  }[];
  readonly explained: Explained;
}

/** Why a change of side was not counted, in a sentence. */
const reasons: Readonly<Record<Refusal, readonly [name: string, why: string]>> = {
  duplicate: [
    'Duplicate',
    'Another track of this kind was counted here, this way, within half a second and one body width, and one of the two ended before the other began: one object whose track broke.',
  ],
  'beyond-the-end': [
    'Beside the line',
    'It changed sides, but over the extension of the line and not between a and b.',
  ],
  'stayed-in-band': [
    'Not clearly across',
    'It was last seen on the other side, but still within the dead band of the line.',
  ],
  'first-seen-in-band': [
    'First seen on the line',
    'It was first seen so close to the line that nobody can say which side it came from.',
  ],
  'shared-id': ['Mixed up', 'Two objects had one track in the same moment, so neither could be followed.'],
};

const directionNames = { left_to_right: 'left to right', right_to_left: 'right to left' } as const;

/**
 * The page that explains the counts of one file: one HTML document without a picture and without anything from
 * elsewhere. Everything in it is drawn from numbers.
 */
export function explainPage(about: ExplainedFile): string {
  const marks = labelMarks(about.explained.marks);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(explainStyle)}'; script-src '${hashOf(explainScript)}'">
<title>How ${escapeHtml(about.file)} was counted</title>
<style>${explainStyle}</style>
</head>
<body>
<main>
${head(about, marks)}
${counts(about)}
${scene(about, marks)}
<h2>When</h2>
<div class="card drawing">${timeStrip(about.lines, marks, durationMs(about))}</div>
${list(about, marks)}
${rules(about)}
<footer>Made by Outis from the boxes of a detector. This file opens no connection and needs none.</footer>
</main>
<script>${explainScript}</script>
</body>
</html>
`;
}

function head(about: ExplainedFile, marks: readonly LabelledMark[]): string {
  const { file, model, frames, fps, lines, explained } = about;
  const { trackCount, countedCount, refusedCount } = explained;
  const passedCount = marks.filter((mark) => kindOf(mark) === 'passed').length;
  const facts = [
    `${clockTime(durationMs(about))} of film`,
    `${frames} pictures analysed, ${fps} for each second`,
    `model ${model}`,
    plural(lines.length, 'counting line'),
  ];
  return `<p class="kicker">Outis · explanation of a count</p>
<h1>How ${escapeHtml(file)} was counted</h1>
<p class="facts">${escapeHtml(facts.join(' · '))}</p>
<section class="card what">
<p><strong>What this is.</strong> Each figure below can be followed to the path that made it: what was counted, when, on which line and which way; and what was <em>not</em> counted, and why. It is made for whoever must be able to check the counting: an operator, a works council, an authority.</p>
<p><strong>It holds no picture.</strong> Nothing here was copied from the film. The drawing is made of numbers: for each object, the point at which it stood on the ground and whether it looked like a person, a bicycle, a car and so on. There is no face, no number plate, no name and no appearance in it. Tracks are numbered in the order in which they appeared in this file; a number means nothing outside it.</p>
<p><strong>What it can still tell.</strong> Times count from the start of the film. Somebody who has the film, or was there, could match a path to a person. Keep this page as carefully as the film, and no longer.</p>
</section>
${limits(explained)}
<div class="figures">
<div><b>${countedCount}</b><span>counted</span></div>
<div><b>${refusedCount - passedCount}</b><span>refused, with reason</span></div>
<div><b>${passedCount}</b><span>passed beside a line</span></div>
<div><b>${trackCount}</b><span>tracks</span></div>
</div>`;
}

/** What the page leaves out, where a limit was reached. */
function limits({ trackCount, countedCount, refusedCount, thinnedCount }: Explained): string {
  const { tracksMax, pointsPerTrackMax, marksMax } = explanationLimits;
  const said: string[] = [];
  if (trackCount > tracksMax) said.push(`Only the first ${tracksMax} of ${trackCount} tracks are drawn.`);
  if (countedCount > marksMax)
    said.push(`Only the first ${marksMax} of ${countedCount} crossings are listed; the counts are complete.`);
  if (refusedCount > marksMax)
    said.push(`Only the first ${marksMax} of ${refusedCount} refused crossings are listed.`);
  if (thinnedCount > 0)
    said.push(
      `${plural(thinnedCount, 'long path')} had more than ${pointsPerTrackMax} corners and ${thinnedCount === 1 ? 'is' : 'are'} drawn more coarsely.`,
    );
  return said.length === 0
    ? ''
    : `<section class="card limit"><p><strong>Limits reached.</strong> ${said.join(' ')}</p></section>`;
}

function counts({ lines, counts: cells, explained }: ExplainedFile): string {
  const classes = roadUserClasses.filter((name) => cells.some((cell) => cell.class === name));
  const rows = lines.flatMap((line) =>
    directions.map((direction) => {
      const own = cells.filter((cell) => cell.line === line.id && cell.direction === direction);
      const of = (name: string): number => own.find((cell) => cell.class === name)?.count ?? 0;
      const all = own.reduce((sum, { count }) => sum + count, 0);
      const numbers = classes.map((name) => number(of(name))).join('');
      return `<tr><td>${escapeHtml(line.id)}</td><td class="way">${wayMark(line, direction, explained)}${directionNames[direction]}</td>${numbers}${number(all)}</tr>`;
    }),
  );
  const heads = classes.map((name) => `<th class="number"><i class="dot ${name}"></i>${name}</th>`).join('');
  return `<h2>Counts</h2>
<div class="card wide"><table><thead><tr><th>Line</th><th>Direction</th>${heads}<th class="number">all</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function number(count: number): string {
  return `<td class="number${count === 0 ? ' none' : ''}">${count}</td>`;
}

function scene(about: ExplainedFile, marks: readonly LabelledMark[]): string {
  const { explained, lines, bandShare } = about;
  const seen = roadUserClasses.filter((name) => explained.tracks.some((track) => track.class === name));
  const key = seen.map((name) => `<span><i class="dot ${name}"></i>${name}</span>`).join('');
  return `<h2>Where</h2>
<p>Each path is the ground point of one track: an open dot where it was first seen, a tip where it was last seen, dotted where it was not seen in between. The grey strip along a line is its dead band. Arrows on a line show its two ways and how many went each. Round badges are counted, square dashed ones refused; they carry the number or letter of the list. Small hollow tips passed beside a line. Point at a badge, a path or a row of the list to see them alone.</p>
<div class="card drawing">${sceneDrawing(explained, lines, marks, bandShare)}</div>
<div class="tools">${key}
<label><input type="checkbox" id="show-paths" checked> paths</label>
<label><input type="checkbox" id="show-quiet" checked> paths that decided nothing</label>
<label><input type="checkbox" id="show-refused" checked> refused</label>
<label><input type="checkbox" id="show-passed" checked> passed beside a line</label></div>`;
}

function list(about: ExplainedFile, marks: readonly LabelledMark[]): string {
  const passed = marks.filter((mark) => kindOf(mark) === 'passed');
  const others = marks.filter((mark) => kindOf(mark) !== 'passed');
  const body = others.length === 0 ? '<p>Nothing crossed a line.</p>' : table(about, others);
  const folded =
    passed.length === 0
      ? ''
      : `<details class="card"><summary>Passed beside a line: ${passed.length}</summary><p>${reasons['beyond-the-end'][1]}</p>${table(about, passed)}</details>`;
  return `<h2>One by one</h2>\n${body}\n${folded}`;
}

function table({ lines, explained }: ExplainedFile, marks: readonly LabelledMark[]): string {
  const rows = marks.map((mark) => {
    const { outcome, label, tMs, direction, class: name, track } = mark;
    const line = lines.find(({ id }) => id === mark.line)!;
    const result =
      outcome === 'counted'
        ? '<td>counted</td>'
        : `<td class="why"><span class="no">${reasons[outcome][0]}.</span>${kindOf(mark) === 'passed' ? '' : ` ${reasons[outcome][1]}`}</td>`;
    const way = `${wayMark(line, direction, explained)}${directionNames[direction]}`;
    return `<tr data-mark="${label}" data-track="${track}" tabindex="0" class="${kindOf(mark)}"><td><span class="tag">${label}</span></td><td class="time">${clockTime(tMs)}</td><td>${escapeHtml(line.id)}</td><td class="way">${way}</td><td><i class="dot ${name}"></i>${name}</td><td class="number">${track === 0 ? '–' : track}</td>${result}</tr>`;
  });
  return `<div class="card wide"><table class="list"><thead><tr><th></th><th>Time</th><th>Line</th><th>Direction</th><th>Class</th><th class="number">Track</th><th>Result</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function rules({ bandShare, explained }: ExplainedFile): string {
  const bandPx = Math.round(bandShare * explained.frame.heightPx * 10) / 10;
  const { widthPx, heightPx } = explained.frame;
  const refusals = Object.values(reasons).map(([name, why]) => `<dt>${name}</dt><dd>${why}</dd>`);
  return `<h2>The rule</h2>
<div class="card"><dl>
<dt>Counted</dt><dd>The ground point of a track was clearly on one side of the line, met the line between a and b, and got clearly to the other side. However long it takes and however it trembles on the way, it counts once; coming back counts once the other way.</dd>
<dt>Left and right</dt><dd>As seen by somebody who stands at a and looks to b.</dd>
<dt>Dead band</dt><dd>${Math.round(bandShare * 1000) / 10} % of the picture's height on each side: ${bandPx} px of the ${widthPx} × ${heightPx} px that were analysed. Within it the side of a track does not change.</dd>
<dt>Class</dt><dd>What most of the detections of a track said, weighed by their certainty, two seconds behind the line.</dd>
${refusals.join('\n')}
</dl></div>`;
}

/** A small arrow that points the way a passage goes on the drawing. */
function wayMark(line: LineConfig, direction: Direction, { frame }: Explained): string {
  const way = wayOnScreen(line, direction, frame);
  const turn = Math.round((Math.atan2(way.y, way.x) * 180) / Math.PI);
  return `<svg class="turn" viewBox="0 0 16 16" aria-hidden="true"><path transform="rotate(${turn} 8 8)" d="M2 8H13M9 4L13 8L9 12"/></svg>`;
}

function durationMs({ frames, fps }: ExplainedFile): number {
  return (frames * 1000) / fps;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
