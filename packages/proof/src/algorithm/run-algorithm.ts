import { Worker } from 'node:worker_threads';
import { planScenario } from '../scenario/plan.ts';
import { backgroundLearner } from './background-learner.ts';
import type { LearnerFactory } from './learner.ts';
import { runScenario, type ScenarioResult } from './run-scenario.ts';
import { type AlgorithmReport, summarise } from './summary.ts';

export interface AlgorithmProgress {
  readonly done: number;
  readonly of: number;
  readonly elapsedMs: number;
  /** What is left at the pace so far, ms. */
  readonly etaMs: number;
}

export interface AlgorithmOptions {
  readonly scenarios: number;
  /** Scenario n has this seed plus n. */
  readonly seed: number;
  /** Threads that share the work; 1 runs here. */
  readonly threads?: number;
  /** What is attacked, when it is not our own background. Only with one thread. */
  readonly learner?: LearnerFactory;
  readonly onProgress?: (progress: AlgorithmProgress) => void;
  /** Ends the run early; what is done by then is summarised. */
  readonly signal?: AbortSignal;
}

/** Enough decoys in all that the null distribution of each size of pattern can be fitted. */
const decoysInAll = 1000;
const decoysPerPersonMax = 8;
const chunk = 8;

/**
 * Attacks the background alone: so many seeded scenarios, everybody looked for in every picture. The same seed gives the
 * same report, with any number of threads.
 */
export async function runAlgorithm(options: AlgorithmOptions): Promise<AlgorithmReport> {
  const { scenarios, seed, threads = 1, learner, onProgress, signal } = options;
  if (!Number.isInteger(scenarios) || scenarios < 1) throw new TypeError('There must be a scenario to run.');
  if (learner !== undefined && threads > 1) throw new TypeError('A learner of your own needs one thread.');
  const decoys = Math.max(1, Math.min(decoysPerPersonMax, Math.ceil(decoysInAll / (2 * scenarios))));
  const startMs = performance.now();
  const results: ScenarioResult[] = [];
  const take = (found: readonly ScenarioResult[]): void => {
    results.push(...found);
    const elapsedMs = performance.now() - startMs;
    const etaMs = (elapsedMs / results.length) * (scenarios - results.length);
    onProgress?.({ done: results.length, of: scenarios, elapsedMs, etaMs });
  };
  if (threads === 1) {
    for (let index = 0; index < scenarios && signal?.aborted !== true; index++) {
      take([runSeed(seed + index, decoys, learner)]);
      // Whoever shows the progress gets a turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } else await shareOut({ from: seed, to: seed + scenarios, decoys, threads, take, signal });
  results.sort((a, b) => a.seed - b.seed);
  return summarise(results, { seed, elapsedMs: performance.now() - startMs });
}

/** One scenario by its seed. */
export function runSeed(
  seed: number,
  decoys: number,
  learner: LearnerFactory = backgroundLearner,
): ScenarioResult {
  return runScenario({ scenario: planScenario(seed), learner, decoys });
}

interface Work {
  readonly from: number;
  readonly to: number;
  readonly decoys: number;
  readonly threads: number;
  readonly take: (found: readonly ScenarioResult[]) => void;
  readonly signal: AbortSignal | undefined;
}

/** What goes to a thread, and what comes back from it. */
export interface ThreadTask {
  readonly seeds: readonly number[];
  readonly decoys: number;
}

async function shareOut({ from, to, decoys, threads, take, signal }: Work): Promise<void> {
  let next = from;
  const nextSeeds = (): number[] => {
    if (signal?.aborted === true) return [];
    const seeds = Array.from({ length: Math.min(chunk, to - next) }, (_, index) => next + index);
    next += seeds.length;
    return seeds;
  };
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('thread.ts', import.meta.url));
      try {
        for (let seeds = nextSeeds(); seeds.length > 0; seeds = nextSeeds())
          take(await ask(worker, { seeds, decoys }));
      } finally {
        await worker.terminate();
      }
    }),
  );
}

function ask(worker: Worker, task: ThreadTask): Promise<readonly ScenarioResult[]> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => reject(cause);
    worker.once('error', fail);
    worker.once('message', (found: readonly ScenarioResult[]) => {
      worker.off('error', fail);
      resolve(found);
    });
    worker.postMessage(task);
  });
}
