import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAlgorithm } from './algorithm/run-algorithm.ts';
import type { AlgorithmReport } from './algorithm/summary.ts';
import type { FilmPlan } from './film/film-plan.ts';
import { type FilmResult, judgeFilm } from './part-one.ts';
import { type FilmTraces, runFilm } from './product/run-film.ts';
import { coreDumpPlace } from './product/traces.ts';
import type { ProofPlan } from './quick.ts';
import { NullPool } from './search/pattern-search.ts';

const threadsMax = 16;

/** What a run of the proof has found; the report is made of it. */
export interface ProofResult {
  readonly seed: number;
  readonly isQuick: boolean;
  readonly startedMs: number;
  readonly elapsedMs: number;
  readonly films: readonly FilmResult[];
  /** The planted leak; null where the file that leaks is not there, as it ships with no package. */
  readonly control: FilmResult | null;
  readonly algorithm: AlgorithmReport;
  readonly coreDumps: { readonly pattern: string; readonly isSearched: boolean };
}

export interface ProofOptions {
  readonly plan: ProofPlan;
  readonly seed: number;
  readonly isQuick: boolean;
  /** The sight that leaks; null where there is none. */
  readonly leakySight: string | null;
  /** One line on how far it is: a text, and the share that is done of this step, 0 to 1, where that is known. */
  readonly onProgress: (text: string, share: number | null) => void;
}

/** Where the sight that leaks stands in a clone; null where there is none. No flag and no setting leads anywhere else. */
export function leakySightOfClone(): string | null {
  const path = join(
    fileURLToPath(new URL('../../..', import.meta.url)),
    'test',
    'fixtures',
    'leaky-sight.ts',
  );
  return existsSync(path) ? path : null;
}

/** Attacks the product, searches what it leaves behind, plants a leak and looks whether that is found. */
export async function runProof(options: ProofOptions): Promise<ProofResult> {
  const { plan, seed, isQuick, leakySight, onProgress } = options;
  const [startedMs, beganMs] = [Date.now(), performance.now()];
  // The control first: what takes the longest should not be told in vain.
  const runs = [
    ...(leakySight === null ? [] : [{ plan: plan.control, withMemory: false, sightEntry: leakySight }]),
    ...plan.runs,
  ];
  const results = new Map<FilmPlan, FilmResult>();
  const pool = new NullPool();
  let algorithm: Promise<AlgorithmReport> | null = null;
  for (let from = 0; from < runs.length; from += plan.together) {
    const part = runs.slice(from, from + plan.together);
    onProgress(`Part one, the product: ${part.map((run) => run.plan.name).join('; ')}`, from / runs.length);
    // All visits first, then all searches: a search would keep the visitors from reading, and they would be sent away.
    const traces: FilmTraces[] = await Promise.all(part.map(runFilm));
    // Other threads work on part two while the last films are searched.
    if (from + plan.together >= runs.length) algorithm = attackAlgorithm(options);
    // The planted leak last, beside what chance does in innocent films: decoys look at home among those who leaked.
    for (const each of [...traces].reverse()) {
      onProgress(`Part one, searching ${megabytes(each)} MB: ${each.plan.name}`, results.size / runs.length);
      const own = each.plan === plan.control ? pool.copy() : pool;
      results.set(each.plan, judgeFilm(each, seed, own, plan.wholeVersionsMax));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const control = results.get(plan.control) ?? null;
  const films = plan.runs.map((run) => results.get(run.plan)!);
  return {
    ...{ seed, isQuick, startedMs, films, control },
    algorithm: await (algorithm ?? attackAlgorithm(options)),
    elapsedMs: performance.now() - beganMs,
    coreDumps: coreDumpPlace(),
  };
}

function attackAlgorithm({ plan, seed, onProgress }: ProofOptions): Promise<AlgorithmReport> {
  return runAlgorithm({
    scenarios: plan.scenarios,
    seed,
    threads: Math.max(1, Math.min(availableParallelism(), threadsMax)),
    onProgress: ({ done, of, etaMs }) =>
      onProgress(`Part two, the algorithm: ${done} of ${of} scenarios, ${left(etaMs)} left`, done / of),
  });
}

function megabytes({ troves, memory }: FilmTraces): string {
  const bytes = [...troves, ...memory].reduce((sum, { bytes: { length } }) => sum + length, 0);
  return (bytes / 1e6).toFixed(1);
}

/** A time that is left, in words. */
export function left(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1.5) return `${Math.round(ms / 1000)} s`;
  return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
