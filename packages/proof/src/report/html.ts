import type { AlgorithmReport } from '../algorithm/summary.ts';
import type { AimResult, FilmResult } from '../part-one.ts';
import type { ProofResult } from '../proof.ts';
import { reportStyle } from './style.ts';
import { notTried, type ProofSummary, summaryOf, type Verdict, verdictOf } from './verdict.ts';

/** A picture in the report, as an address that holds all of it. */
export interface ReportPicture {
  readonly address: string;
  readonly caption: string;
}

export interface ReportFacts {
  readonly version: string;
  readonly node: string;
  readonly machine: string;
  /** Who signs the JSON beside this page. */
  readonly signer: string;
}

/** The report as one page that needs nothing else, on a screen and on paper. */
export function reportHtml(
  result: ProofResult,
  facts: ReportFacts,
  pictures: readonly ReportPicture[],
): string {
  const [summary, verdict] = [summaryOf(result), verdictOf(result)];
  const when = `${new Date(result.startedMs).toISOString().replace('T', ' ').slice(0, 16)} UTC`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Outis: does anybody enter the background?</title><style>${reportStyle}</style></head><body><main>
<p class="kicker">outis prove</p>
<h1>Does anybody enter the background?</h1>
<p class="facts">${text(`${when} · ${result.isQuick ? 'quick run' : 'full run'} · seed ${result.seed} · ${duration(result.elapsedMs)} · Outis ${facts.version} · Node ${facts.node} · ${facts.machine}`)}</p>
${verdictHtml(verdict)}
${figures(summary)}
<h2>What was tried</h2>
<p>People who are all pattern, and whom nobody else resembles, walk, stand, sit, crawl, queue and return before a camera that is a film. The whole product looks at it: decoder, wall, sight, background, store and pages, with an operator at the live scene, an installer who aims, a data protection officer who exports, and a passer-by. Then every byte that was written or sent is searched for them. In part two the algorithm alone meets as many days as there are seeds.</p>
<div class="pictures">${pictures.map(({ address, caption }) => `<figure><img src="${address}" alt="${text(caption)}"><figcaption>${text(caption)}</figcaption></figure>`).join('')}</div>
<h2>Part one: the product</h2>
${filmTable(result.films)}
<h2>The planted leak</h2>
${controlHtml(result.control)}
<h2>What was searched</h2>
${searchTable(result.films)}
<h2>Part two: the algorithm</h2>
${algorithmHtml(result.algorithm)}
<h2>The bound</h2>
<p>Inside it: somebody whom nobody detects is at one place in one pose for less than 60 minutes in all since they first came, or for less than 60 % of the time that nothing was seen there. Opacity stays below 1 % and correlation below the threshold of its null distribution (one innocent search in a million exceeds it). <strong>Beyond it somebody may enter</strong>; such rows are in italics and count for no maximum.</p>
<h2>What this does not show</h2>
<ul>${notTried(result)
    .map((each) => `<li>${text(each)}</li>`)
    .join('')}</ul>
<h2>Signature</h2>
<p>${text(facts.signer)} The file <code>proof.json</code> beside this page holds the same figures and the SHA-256 of this page. Check it with <code>./outis verify proof.json</code>.</p>
</main></body></html>
`;
}

function verdictHtml({ isClean, reasons }: Verdict): string {
  if (isClean)
    return '<div class="verdict clean"><p><strong>Nobody was found.</strong> Not in what was published, kept, sent, printed or logged.</p></div>';
  return `<div class="verdict failed"><p><strong>The proof has failed.</strong></p><ul>${reasons.map((each) => `<li>${text(each)}</li>`).join('')}</ul></div>`;
}

function figures({
  scenarios,
  maxAlpha,
  maxNccOverNull,
  plantedLeakFound,
  bytesSearched,
}: ProofSummary): string {
  const found = plantedLeakFound === null ? 'not tried' : plantedLeakFound ? 'found' : 'not found';
  const list: readonly (readonly [string, string])[] = [
    [scenarios.toLocaleString('en'), 'films and scenarios'],
    [percent(maxAlpha), 'highest opacity of anybody inside the bound; 1 % is the limit'],
    [maxNccOverNull.toFixed(2), 'highest correlation over its threshold; 1 is the limit'],
    [found, 'the planted leak'],
    [`${(bytesSearched / 1e6).toFixed(1)} MB`, 'searched'],
  ];
  return `<div class="figures">${list.map(([figure, what]) => `<div><b>${text(figure)}</b><span>${text(what)}</span></div>`).join('')}</div>`;
}

function filmTable(films: readonly FilmResult[]): string {
  return table(
    [
      'Film',
      'Detector',
      'Detected',
      'Scene time',
      'Frames',
      'People',
      'Learned',
      'People where it is known',
      'Opacity',
      'Correlation',
      'Found',
      'Took',
    ],
    films.map((film) => ({
      isBeyond: !film.isInsideBound,
      cells: [
        [film.name, ...film.notes].join('; '),
        film.detector === 'marks' ? 'marks' : 'the one that ships',
        film.detector === 'marks' ? percent(film.recall, 0) : 'as it may',
        duration(film.minutes * 60_000),
        String(film.framesAnalysed),
        String(film.people),
        learnedText(film),
        String(film.worst.places),
        percent(film.worst.alpha),
        film.search.maxNccOverNull.toFixed(2),
        film.findings.length === 0 ? 'nobody' : `${film.findings.length} places`,
        duration(film.elapsedMs + film.searchMs),
      ],
    })),
  );
}

/** A film in which little is learned says little; so it is said what each had to reach. */
function learnedText({ learnedShare, learnedLeast }: FilmResult): string {
  return learnedLeast === 0
    ? `${percent(learnedShare, 0)}, claims nothing of it`
    : `${percent(learnedShare, 0)}, at least ${percent(learnedLeast, 0)} asked`;
}

function aimText({ pictures, shownShare, told, forbidden }: AimResult): string {
  if (shownShare === null) return `${pictures} pictures, all filled: this film is too fast for it`;
  const who =
    forbidden.length > 0
      ? `FOUND: ${forbidden.join(', ')}`
      : told.length > 0
        ? `to be told, undetected and still: ${told.join(', ')}`
        : 'nobody to be told';
  return `${pictures} pictures, up to ${percent(shownShare, 0)} shown, ${who}`;
}

function searchTable(films: readonly FilmResult[]): string {
  const rows = films.map(({ name, isInsideBound, search, aim, looks }) => ({
    isBeyond: !isInsideBound,
    cells: [
      name,
      `${(search.bytesSearched / 1e6).toFixed(1)} MB`,
      `${(search.unpackedBytes / 1e6).toFixed(1)} MB`,
      String(search.codedPictures),
      String(search.rawPictures),
      aimText(aim),
      `${looks.looks} looks: ${looks.maxNccOverNull.toFixed(2)}`,
      looks.quartersNccOverNull.toFixed(2),
    ],
  }));
  const head = [
    'Film',
    'Bytes',
    'Unpacked',
    'Coded pictures',
    'Stretches like raw pictures',
    'Aim view, by design',
    'Looks read as pictures',
  ];
  return `<p>Data folder with databases and write-ahead logs, masks, keys and every version of the background opened with its key; temporary, home and working folder; everything printed; every byte of HTTP and of server-sent events; in a full run the memory of the edge and what a crash leaves. Base64, hexadecimal, lists of numbers, gzip and zlib are opened; JPEG, PNG, WebP, AVIF, H.264, H.265 and GIF are decoded wherever they begin; raw pixels are found at any width, in one to four bytes a px.</p>${table(head, rows)}`;
}

function controlHtml(control: FilmResult | null): string {
  if (control === null)
    return '<p>Not tried: the file that leaks stands in the repository under <code>test/</code> and ships with no package.</p>';
  const first = control.findings
    .slice(0, 5)
    .map(({ where, who, ncc }) => `<li>${text(`${who}: ${where}, correlation ${ncc.toFixed(2)}`)}</li>`);
  return `<p>For ${control.minutes} minutes of scene time sight was replaced by one that leaks, as pixels in accepted blocks and as small pixels in the numbers of looks. The same search found ${control.findings.length} places in what was written and sent, and the looks at ${control.looks.maxNccOverNull.toFixed(2)} times the threshold.</p><ul>${first.join('')}</ul>`;
}

function algorithmHtml(report: AlgorithmReport): string {
  const rows = report.kinds.map((kind) => ({
    isBeyond: kind.kind.startsWith('beyond'),
    cells: [
      kind.kind,
      String(kind.scenarios),
      String(kind.places),
      String(kind.found),
      percent(kind.maxAlpha),
      kind.maxNccOverNull.toFixed(2),
      percent(kind.meanLearnedShare, 0),
      kind.beyondMaxAlpha === null ? '' : percent(kind.beyondMaxAlpha),
    ],
  }));
  const head = [
    'Kind',
    'Scenarios',
    'People at places',
    'Found',
    'Opacity',
    'Correlation',
    'Learned',
    'Opacity beyond the bound',
  ];
  return `<p>${report.scenarios.toLocaleString('en')} scenarios at 160x96 px with a sample every 5 s, in ${duration(report.elapsedMs)}. Inside the bound ${report.places} times somebody was at a place; somebody was found at ${report.found} of them; opacity at most ${percent(report.maxAlpha)} where it is more than noise, ${percent(report.maxNoiseAlpha)} where it is not, of people who were never there ${percent(report.decoyMaxAlpha)}.</p>${table(head, rows)}`;
}

interface Row {
  readonly isBeyond: boolean;
  readonly cells: readonly string[];
}

/** A table whose first column is text and the others figures. */
function table(head: readonly string[], rows: readonly Row[]): string {
  const cell = (tag: string, value: string, index: number): string =>
    `<${tag}${index === 0 ? '' : ' class="number"'}>${text(value)}</${tag}>`;
  const body = rows.map(
    ({ cells, isBeyond }) =>
      `<tr${isBeyond ? ' class="beyond"' : ''}>${cells.map((value, index) => cell('td', value, index)).join('')}</tr>`,
  );
  return `<div class="wide"><table><thead><tr>${head.map((value, index) => cell('th', value, index)).join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function percent(share: number, digits = 2): string {
  return `${(share * 100).toFixed(digits)} %`;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
