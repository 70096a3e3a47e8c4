import { fitNull, type NullDistribution, nullSamplesLeast } from '../measure/null-distribution.ts';
import type { ScenarioKind } from '../scenario/scenario.ts';
import type { PlaceResult, ScenarioResult } from './run-scenario.ts';

/** What the run must stay below inside the bound. */
export const alphaMax = 0.01;

/** The worst of a group of scenarios. */
export interface KindRow {
  readonly kind: ScenarioKind;
  readonly scenarios: number;
  readonly places: number;
  /** Places at which somebody was found. */
  readonly found: number;
  readonly maxAlpha: number;
  readonly maxBlockAlpha: number;
  readonly maxNccOverNull: number;
  readonly meanLearnedShare: number;
  /** Of people outside the stated bound; null when there were none. */
  readonly beyondMaxAlpha: number | null;
}

export interface WorstSeed {
  readonly seed: number;
  readonly kind: ScenarioKind;
  readonly alpha: number;
  readonly blockAlpha: number;
  readonly nccOverNull: number;
  readonly unseenMinutes: number;
}

export interface AlgorithmReport {
  readonly seed: number;
  readonly scenarios: number;
  readonly elapsedMs: number;
  /** People in scenarios inside the stated bound who were looked for, each at each place. */
  readonly places: number;
  /** Of these, where somebody was found: an opacity of 1 % that is no noise, or a correlation over its threshold. */
  readonly found: number;
  /**
   * Highest opacity of anybody inside the bound, 0 to 1, at the worst moment, where it is more than the same search finds
   * of people who were never there (one in a million). Of somebody as grey as the ground 1 % is a tenth of a grey level.
   */
  readonly maxAlpha: number;
  /** Highest opacity that is not told from noise. */
  readonly maxNoiseAlpha: number;
  /** The same of one block of somebody: noisier; its own null is {@link decoyMaxBlockAlpha}. */
  readonly maxBlockAlpha: number;
  /** Highest correlation inside the bound over the threshold of its null distribution; null with too few decoys. */
  readonly maxNccOverNull: number | null;
  /** What the same measure finds of people who were never there: its noise. */
  readonly decoyMaxAlpha: number;
  readonly decoyMaxBlockAlpha: number;
  /** The same two for people beyond the bound: they may enter. */
  readonly beyondPlaces: number;
  readonly beyondMaxAlpha: number;
  readonly beyondMaxNccOverNull: number | null;
  readonly meanLearnedShare: number;
  /** By size of the pattern's cell, px: as it is, and less the truth. */
  readonly nulls: readonly {
    readonly cellPx: number;
    readonly raw: NullDistribution;
    readonly rest: NullDistribution;
  }[];
  readonly kinds: readonly KindRow[];
  readonly worst: readonly WorstSeed[];
  readonly passes: boolean;
}

/** A place of which less than this was ever known says nothing about innocent pictures. */
const knownLeast = 0.5;

/** Adds up the results of scenarios; their order does not matter. */
export function summarise(
  results: readonly ScenarioResult[],
  { seed, elapsedMs }: { readonly seed: number; readonly elapsedMs: number },
): AlgorithmReport {
  const nulls = nullsOf(results);
  const alphaOf = toldAlpha(results);
  const over = (place: PlaceResult): number | null => {
    const found = nulls.find(({ cellPx }) => cellPx === place.cellPx) ?? null;
    if (found === null) return null;
    return Math.max(place.nccRaw / found.raw.threshold, place.nccRest / found.rest.threshold);
  };
  const all = results.flatMap((result) => result.places.map((place) => ({ place, result })));
  // Whoever was beyond the bound may be in the picture and would be found beside everybody else.
  const inside = all.filter(({ result }) => result.isInside);
  const beyond = all.filter(({ place }) => !place.isInside);
  const decoys = inside.flatMap(({ place }) => place.decoys);
  const nccOf = (list: typeof all): number | null => {
    const found = list.map(({ place }) => over(place)).filter((each) => each !== null);
    return found.length < list.length || found.length === 0 ? null : Math.max(...found);
  };
  const maxAlpha = highest(inside.map(({ place, result }) => alphaOf(place, result.kind)));
  const isFound = (place: PlaceResult, kind: ScenarioKind): boolean =>
    alphaOf(place, kind) >= alphaMax || (over(place) ?? 0) >= 1;
  const maxNccOverNull = nccOf(inside);
  return {
    seed,
    scenarios: results.length,
    elapsedMs,
    places: inside.length,
    found: inside.filter(({ place, result }) => isFound(place, result.kind)).length,
    maxAlpha,
    maxNoiseAlpha: highest(
      inside.filter(({ place, result }) => alphaOf(place, result.kind) === 0).map(({ place }) => place.alpha),
    ),
    maxBlockAlpha: highest(inside.map(({ place }) => place.blockAlpha)),
    maxNccOverNull,
    decoyMaxAlpha: highest(decoys.map(({ alpha }) => alpha)),
    decoyMaxBlockAlpha: highest(decoys.map(({ blockAlpha }) => blockAlpha)),
    beyondPlaces: beyond.length,
    beyondMaxAlpha: highest(beyond.map(({ place }) => place.alpha)),
    beyondMaxNccOverNull: nccOf(beyond),
    meanLearnedShare: mean(results.map(({ learnedShare }) => learnedShare)),
    nulls,
    kinds: kindRows(results, over, alphaOf, isFound),
    worst: inside
      .map(({ place, result }) => ({
        seed: result.seed,
        kind: result.kind,
        alpha: alphaOf(place, result.kind),
        blockAlpha: place.blockAlpha,
        nccOverNull: over(place) ?? 0,
        unseenMinutes: place.unseenMinutes,
      }))
      .sort((a, b) => b.alpha / alphaMax + b.nccOverNull - a.alpha / alphaMax - a.nccOverNull)
      .slice(0, 10),
    passes: maxAlpha < alphaMax && maxNccOverNull !== null && maxNccOverNull < 1,
  };
}

function nullsOf(results: readonly ScenarioResult[]): AlgorithmReport['nulls'] {
  const places = results.filter(({ isInside }) => isInside).flatMap((result) => result.places);
  const sizes = [...new Set(places.map(({ cellPx }) => cellPx))].sort((a, b) => a - b);
  return sizes.flatMap((cellPx) => {
    const decoys = places
      .filter((place) => place.cellPx === cellPx)
      .flatMap((place) => place.decoys)
      .filter(({ knownShare }) => knownShare >= knownLeast);
    if (decoys.length < nullSamplesLeast) return [];
    const raw = fitNull(decoys.map(({ nccRaw }) => nccRaw));
    const rest = fitNull(decoys.map(({ nccRest }) => nccRest));
    return [{ cellPx, raw, rest }];
  });
}

/** The opacity of somebody where it is more than noise, and 0 where it is not: each kind has noise of its own. */
function toldAlpha(results: readonly ScenarioResult[]): (place: PlaceResult, kind: ScenarioKind) => number {
  const levels = new Map<ScenarioKind | null, number[]>([[null, []]]);
  for (const { kind, isInside, places } of results) {
    if (!isInside) continue;
    const own = levels.get(kind) ?? [];
    levels.set(kind, own);
    for (const decoy of places.flatMap(({ decoys }) => decoys)) {
      if (decoy.knownShare < knownLeast) continue;
      own.push(decoy.levels);
      levels.get(null)!.push(decoy.levels);
    }
  }
  const limits = new Map(
    [...levels]
      .filter(([, found]) => found.length >= nullSamplesLeast)
      .map(([kind, found]) => [kind, fitNull(found).threshold]),
  );
  // Where there are too few of a kind all kinds together say it, and where these are too few everything counts.
  return (place, kind) => (place.levels >= (limits.get(kind) ?? limits.get(null) ?? 0) ? place.alpha : 0);
}

function kindRows(
  results: readonly ScenarioResult[],
  over: (place: PlaceResult) => number | null,
  alphaOf: (place: PlaceResult, kind: ScenarioKind) => number,
  isFound: (place: PlaceResult, kind: ScenarioKind) => boolean,
): KindRow[] {
  return [...new Set(results.map(({ kind }) => kind))].map((kind) => {
    const own = results.filter((result) => result.kind === kind);
    const places = own.flatMap((result) => result.places);
    const inside = own.filter(({ isInside }) => isInside).flatMap((result) => result.places);
    const beyond = places.filter(({ isInside }) => !isInside);
    return {
      kind,
      scenarios: own.length,
      places: inside.length,
      found: inside.filter((place) => isFound(place, kind)).length,
      maxAlpha: highest(inside.map((place) => alphaOf(place, kind))),
      maxBlockAlpha: highest(inside.map(({ blockAlpha }) => blockAlpha)),
      maxNccOverNull: highest(inside.map((place) => over(place) ?? 0)),
      meanLearnedShare: mean(own.map(({ learnedShare }) => learnedShare)),
      beyondMaxAlpha: beyond.length === 0 ? null : highest(beyond.map(({ alpha }) => alpha)),
    };
  });
}

function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
