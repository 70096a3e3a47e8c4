import type { BlockState } from '@outis/core';
import { applied, FilmLeak, greyOfPublished, type WorstOpacity } from './film/film-leak.ts';
import { filmSize } from './film/film-plan.ts';
import { PublishedPicture } from './measure/published-picture.ts';
import type { FilmTraces } from './product/run-film.ts';
import { greyFromBytes } from './search/grey.ts';
import { type KeptLooks, keptLooks } from './search/kept-looks.ts';
import { NullPool } from './search/pattern-search.ts';
import { ByteSearch, type Finding, type SearchReport } from './search/search.ts';

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
  readonly worst: WorstOpacity;
  readonly search: SearchReport;
  /** What was found where nothing of anybody may be. */
  readonly findings: readonly Finding[];
  /** People who could be told in a picture for whoever aims: only somebody whom nobody detects may be. */
  readonly aim: { readonly pictures: number; readonly matches: number; readonly isAllowed: boolean };
  readonly looks: KeptLooks;
  readonly elapsedMs: number;
  readonly searchMs: number;
  readonly notes: readonly string[];
  /** The last picture that was published. */
  readonly published: PublishedPicture | null;
}

/** Snapshots of a picture that are searched at every position; opacity is measured after every single change. */
const snapshotsMax = 10;

/** Searches everything that a film has left behind. */
export function judgeFilm(traces: FilmTraces, seed: number, pool: NullPool = new NullPool()): FilmResult {
  const beganMs = performance.now();
  const { plan, plans } = traces;
  const canaries = plans.flatMap((each) => each.canaries);
  const search = new ByteSearch(canaries, seed, pool);
  const leaks = plans.map((each) => new FilmLeak(each));
  const published = lookAtPublished(traces, leaks, search);
  for (const [index, kept] of traces.kept.entries()) lookAtKept(kept, index, leaks, search);
  for (const trove of traces.troves) search.search(trove);
  for (const [index, bytes] of traces.kept.entries())
    search.search({
      name: `what was kept of the background, opened with its key, version ${index + 1}`,
      bytes,
    });
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

/** Everything that came with the live scene: after each message opacity is measured, of some the whole is searched. */
function lookAtPublished(
  { backgrounds }: FilmTraces,
  leaks: readonly FilmLeak[],
  search: ByteSearch,
): PublishedPicture | null {
  const every = Math.max(1, Math.ceil(backgrounds.length / snapshotsMax));
  let picture: PublishedPicture | null = null;
  backgrounds.forEach((message, index) => {
    picture = applied(picture, message);
    for (const leak of leaks) leak.measure(picture);
    if (picture.knownShare > 0 && (index % every === 0 || index === backgrounds.length - 1))
      search.searchPicture(
        greyOfPublished(picture),
        `the live scene, message ${index + 1} of ${backgrounds.length}`,
      );
  });
  return picture;
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
function lookAtAim({ aimed, plan, plans }: FilmTraces, seed: number, pool: NullPool): FilmResult['aim'] {
  const search = new ByteSearch(
    plans.flatMap((each) => each.canaries),
    seed,
    pool,
  );
  const every = Math.max(1, Math.ceil(aimed.length / snapshotsMax));
  const shown = aimed.filter((_, index) => index % every === 0);
  for (const { widthPx, heightPx, pixels } of shown) {
    const picture = greyFromBytes(Buffer.from(pixels, 'base64'), 0, widthPx, heightPx, 3, 3 * widthPx);
    search.searchPicture(picture, 'the aim view', widthPx / filmSize.widthPx);
  }
  const matches = shown.length === 0 ? 0 : search.report().findings.length;
  return { pictures: aimed.length, matches, isAllowed: plan.recall < 1 };
}
