import type { BlockState } from '@outis/core';
import { applied, FilmLeak, greyOfPublished, type WorstOpacity } from './film/film-leak.ts';
import { filmSize } from './film/film-plan.ts';
import { PublishedPicture } from './measure/published-picture.ts';
import type { FilmTraces } from './product/run-film.ts';
import { greyFromBytes } from './search/grey.ts';
import { type KeptLooks, keptLooks } from './search/kept-looks.ts';
import { NullPool } from './search/pattern-search.ts';
import { ByteSearch, type Finding, type SearchReport } from './search/search.ts';

/** What was to be seen in the pictures for whoever aims. */
export interface AimResult {
  readonly pictures: number;
  /** The largest share of a picture that was not filled; null where this film is too fast for any to be shown. */
  readonly shownShare: number | null;
  /** People who could be told in a picture: somebody who keeps still and whom nobody detects may be. */
  readonly told: readonly string[];
  /** Those of them who are always detected, or walk. */
  readonly forbidden: readonly string[];
}

/** What a film came to. */
export interface FilmResult {
  readonly name: string;
  readonly recall: number;
  readonly detector: 'marks' | 'shipped';
  readonly isInsideBound: boolean;
  readonly minutes: number;
  readonly framesAnalysed: number;
  readonly people: number;
  readonly learnedShare: number;
  /** The share that had to be learned for this film to say anything; 0 where it claims nothing of the background. */
  readonly learnedLeast: number;
  readonly worst: WorstOpacity;
  readonly search: SearchReport;
  /** What was found where nothing of anybody may be. */
  readonly findings: readonly Finding[];
  readonly aim: AimResult;
  readonly looks: KeptLooks;
  readonly elapsedMs: number;
  readonly searchMs: number;
  readonly notes: readonly string[];
  /** The last picture that was published with anything in it: at the end of a film the scene closes. */
  readonly published: PublishedPicture | null;
}

/** Snapshots of a picture that are searched at every position; opacity is measured after every single change. */
const snapshotsMax = 10;
/** Frames further apart than this make the aim view fill everything, s. */
const aimGapSeconds = 3;
/** The colour of what is filled in the aim view, in all channels. */
const filledGrey = 128;

/** Searches everything that a film has left behind; of what was kept so many versions whole, and the others in part. */
export function judgeFilm(
  traces: FilmTraces,
  seed: number,
  pool: NullPool = new NullPool(),
  wholeVersionsMax: number = Number.POSITIVE_INFINITY,
): FilmResult {
  const beganMs = performance.now();
  const { plan, plans } = traces;
  const canaries = plans.flatMap((each) => each.canaries);
  const search = new ByteSearch(canaries, seed, pool);
  const leaks = plans.map((each) => new FilmLeak(each));
  const published = lookAtPublished(traces, leaks, search);
  for (const [index, kept] of traces.kept.entries()) lookAtKept(kept, index, leaks, search);
  for (const trove of traces.troves) search.search(trove);
  searchKept(traces.kept, search, wholeVersionsMax);
  for (const trove of traces.memory) search.search(trove, { isMemory: true });
  const report = search.report();
  const worsts = leaks.map(({ worst }) => worst).sort((a, b) => b.alpha - a.alpha);
  const places = worsts.reduce((sum, worst) => sum + worst.places, 0);
  return {
    name: plan.name,
    recall: plan.recall,
    detector: plan.detector,
    isInsideBound: plans.every(({ isInsideBound }) => isInsideBound),
    minutes: plan.minutes,
    framesAnalysed: traces.framesAnalysed,
    people: canaries.length,
    learnedShare: Math.max(...leaks.map(({ learnedShare }) => learnedShare)),
    learnedLeast: plan.learnedLeast,
    worst: { ...worsts[0]!, places },
    search: report,
    findings: report.findings,
    aim: lookAtAim(traces, seed, pool),
    looks: keptLooks(traces.kept, canaries, seed, pool),
    elapsedMs: traces.elapsedMs,
    searchMs: performance.now() - beganMs,
    notes: traces.notes,
    published,
  };
}

/** Every version of what was kept; where there are more than `wholeMax`, the last and some before it in full. */
function searchKept(kept: readonly Buffer[], search: ByteSearch, wholeMax: number): void {
  const every = Math.max(1, Math.ceil(kept.length / wholeMax));
  kept.forEach((bytes, index) => {
    const name = `what was kept of the background, opened with its key, version ${index + 1}`;
    search.search({ name, bytes }, { isAgain: (kept.length - 1 - index) % every !== 0 });
  });
}

/** Everything that came with the live scene: after each message opacity is measured, of some the whole is searched. */
function lookAtPublished(
  { backgrounds }: FilmTraces,
  leaks: readonly FilmLeak[],
  search: ByteSearch,
): PublishedPicture | null {
  const every = Math.max(1, Math.ceil(backgrounds.length / snapshotsMax));
  let picture: PublishedPicture | null = null;
  let shown: PublishedPicture | null = null;
  backgrounds.forEach((message, index) => {
    picture = applied(picture, message);
    for (const leak of leaks) leak.measure(picture);
    if (picture.knownShare === 0) return;
    shown = picture;
    const isLast = backgrounds[index + 1]?.isReset ?? true;
    if (isLast || index % every === 0)
      search.searchPicture(
        greyOfPublished(picture),
        `the live scene, message ${index + 1} of ${backgrounds.length}`,
      );
  });
  return shown;
}

/** The accepted blocks that were kept, in each light. */
function lookAtKept(bytes: Buffer, index: number, leaks: readonly FilmLeak[], search: ByteSearch): void {
  const kept = JSON.parse(bytes.toString()) as {
    readonly columns: number;
    readonly rows: number;
    readonly blocks: readonly BlockState[];
  };
  for (const bin of [0, 1, 2]) {
    const picture = new PublishedPicture(kept.columns, kept.rows);
    for (const { block, bin: own, accepted } of kept.blocks)
      if (own === bin && accepted !== null)
        picture.set(block, accepted.side, Buffer.from(accepted.pixels, 'base64'));
    if (picture.knownShare === 0) continue;
    for (const leak of leaks) leak.measure(picture);
    search.searchPicture(
      greyOfPublished(picture),
      `kept accepted blocks, light ${bin}, version ${index + 1}`,
    );
  }
}

/** The pictures of the aim view, on their own: what is detected or moves is filled in them, and the rest is there to see. */
function lookAtAim({ aimed, plan, plans }: FilmTraces, seed: number, pool: NullPool): AimResult {
  // To the aim view longer gaps are a camera that has failed: everything is filled, and there is nothing to look at.
  if (plan.secondsPerFrame > aimGapSeconds)
    return { pictures: aimed.length, shownShare: null, told: [], forbidden: [] };
  const canaries = plans.flatMap((each) => each.canaries);
  const search = new ByteSearch(canaries, seed, pool);
  const every = Math.max(1, Math.ceil(aimed.length / snapshotsMax));
  let shownShare = 0;
  aimed.forEach(({ widthPx, heightPx, pixels }, index) => {
    const bytes = Buffer.from(pixels, 'base64');
    shownShare = Math.max(shownShare, shareShown(bytes));
    if (index % every !== 0) return;
    const picture = greyFromBytes(bytes, 0, widthPx, heightPx, 3, 3 * widthPx);
    search.searchPicture(picture, 'the aim view', widthPx / filmSize.widthPx);
  });
  const told = aimed.length === 0 ? [] : [...new Set(search.report().findings.map(({ who }) => who))];
  const still = new Set(
    plan.stays.filter(({ x, toX }) => x === toX).map(({ canary }) => plan.canaries[canary]!.name),
  );
  const forbidden = told.filter((who) => plan.recall === 1 || !still.has(who));
  return { pictures: aimed.length, shownShare, told, forbidden };
}

/** The share of the px that are not the flat grey of what is filled. */
function shareShown(pixels: Uint8Array): number {
  let shown = 0;
  for (let at = 0; at < pixels.length; at += 3)
    if (pixels[at] !== filledGrey || pixels[at + 1] !== filledGrey || pixels[at + 2] !== filledGrey) shown++;
  return pixels.length === 0 ? 0 : (3 * shown) / pixels.length;
}
