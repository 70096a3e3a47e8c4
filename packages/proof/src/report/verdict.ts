import { alphaMax } from '../algorithm/summary.ts';
import type { FilmResult } from '../part-one.ts';
import type { ProofResult } from '../proof.ts';

/** Less of a picture than this and nobody could be told in it anyway. */
const aimShownLeast = 0.1;

/** What `--json` prints: the maxima over the scenarios inside the stated bound. */
export interface ProofSummary {
  /** Films of part one and scenarios of part two. */
  readonly scenarios: number;
  /** Highest opacity of anybody, 0 to 1. */
  readonly maxAlpha: number;
  /** Highest correlation over the threshold of its null distribution: below 1 it is chance. */
  readonly maxNccOverNull: number;
  /** Null where the file that leaks is not there. */
  readonly plantedLeakFound: boolean | null;
  readonly bytesSearched: number;
}

export interface Verdict {
  readonly isClean: boolean;
  /** Why it is not, one sentence each. */
  readonly reasons: readonly string[];
}

export function summaryOf({ films, control, algorithm }: ProofResult): ProofSummary {
  const inside = films.filter(({ isInsideBound }) => isInsideBound);
  return {
    scenarios: films.length + algorithm.scenarios,
    maxAlpha: Math.max(algorithm.maxAlpha, ...inside.map(({ worst }) => worst.alpha)),
    maxNccOverNull: Math.max(
      algorithm.maxNccOverNull ?? 0,
      ...inside.map(({ search }) => search.maxNccOverNull),
    ),
    plantedLeakFound: control === null ? null : isFound(control),
    bytesSearched: films.reduce((sum, { search }) => sum + search.bytesSearched, 0),
  };
}

/** The planted leak is in the live scene and in what was kept: each has to be found on its own. */
function isFound({ findings, looks }: FilmResult): boolean {
  const inScene = findings.some(({ where }) => where.startsWith('the live scene'));
  return inScene && looks.maxNccOverNull >= 1;
}

export function verdictOf(result: ProofResult): Verdict {
  const { films, algorithm } = result;
  const { plantedLeakFound } = summaryOf(result);
  const reasons: string[] = [];
  for (const film of films) {
    const { name, isInsideBound, worst, findings, aim, search, framesAnalysed, looks } = film;
    const { learnedShare, learnedLeast } = film;
    if (framesAnalysed === 0) reasons.push(`${name}: no frame was analysed, so nothing was proven.`);
    if (search.bytesSearched === 0) reasons.push(`${name}: there was nothing to search.`);
    if (aim.forbidden.length > 0)
      reasons.push(`${name}: ${aim.forbidden.join(', ')} could be told in a picture of the aim view.`);
    if (aim.shownShare !== null && aim.shownShare < aimShownLeast)
      reasons.push(`${name}: the aim view showed nothing, so nothing was proven of it.`);
    if (learnedShare < learnedLeast)
      reasons.push(
        `${name}: ${(learnedShare * 100).toFixed(0)} % of the place was learned, and it takes ${(learnedLeast * 100).toFixed(0)} % for this film to say anything.`,
      );
    if (!isInsideBound) continue;
    if (worst.alpha >= alphaMax)
      reasons.push(
        `${name}: ${worst.who} is in a picture with an opacity of ${(worst.alpha * 100).toFixed(2)} %.`,
      );
    if (looks.maxNccOverNull >= 1)
      reasons.push(`${name}: the numbers of looks that were kept are a picture of somebody.`);
    for (const { where, who, how } of findings.slice(0, 5))
      reasons.push(`${name}: ${who} was found in ${where} (${how}).`);
  }
  const aimed = films.filter(({ aim }) => aim.shownShare !== null);
  if (aimed.length > 0 && aimed.every(({ aim }) => aim.told.length === 0))
    reasons.push(
      'Not even somebody undetected who keeps still was told in the aim view: that search is blind.',
    );
  if (!algorithm.passes)
    reasons.push(
      `The algorithm alone: opacity ${(algorithm.maxAlpha * 100).toFixed(2)} %, correlation ${algorithm.maxNccOverNull?.toFixed(2) ?? 'not measured'} of its threshold.`,
    );
  if (plantedLeakFound === false)
    reasons.push('The planted leak was not found: this search would not find a real one either.');
  return { isClean: reasons.length === 0, reasons };
}

/** What is not tried, or not yet: a proof that is silent about it would promise more than it holds. */
export function notTried({ films, control, coreDumps, isQuick }: ProofResult): string[] {
  return [
    'No hub exists in this version, so there is no outbox to one. Mail of alerts holds what the webhook gets, and is not searched by itself.',
    'The decoder and sight hold pictures in their memory: that is their work. What is searched is what leaves them; that they leave no core dump is tried.',
    'The aim view shows an installer a coarse picture by design. Its bytes are judged apart and searched for nowhere else.',
    'Looks are 16 numbers a block. They are kept, encrypted; four of them are brightnesses, one for 8 px of the frame, and so a picture an eighth as fine: 7.7 px a metre in these films, where somebody of 1.7 m is 104 px tall. To see that somebody is there takes 25, to recognise them 125 (EN 62676-4). A pattern that is known can be matched to it, which is told here; it is no finding.',
    'Pixels are found as bytes in grey, colour or planes. Pixels as floating-point numbers, encrypted by somebody else than Outis, or hidden bit by bit in other numbers are not.',
    ...(coreDumps.isSearched
      ? []
      : [`Core dumps go to "${coreDumps.pattern}" on this machine, where this search has no way to look.`]),
    ...(control === null
      ? [
          'No planted leak: the file that leaks stands in the repository under test/ and ships with no package. Run the proof in a clone.',
        ]
      : []),
    ...(isQuick
      ? [
          'This was the quick run: no crash, no memory of the edge, few films and scenarios; of the versions of the background that were kept the last is searched for raw pictures made smaller, the others for all else.',
        ]
      : []),
    ...films.flatMap(({ name, search }) => search.leftOut.map((each) => `${name}: ${each}.`)),
  ];
}
