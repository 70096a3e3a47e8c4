import { parseArgs } from 'node:util';
import { OutisError } from '@outis/core';
import { leakySightOfClone, runProof } from './proof.ts';
import { fullPlan, quickPlan } from './quick.ts';
import { notTried, summaryOf, verdictOf } from './report/verdict.ts';
import { writeReport } from './report/write-report.ts';

/** The seed when none is given: a proof that is run again is the same one. */
const usualSeed = 20_261_122;
const progressEveryMs = 10_000;

/** `outis prove`: the edge starts this as a process of its own, with the words of the command line. */
async function main(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      report: { type: 'string' },
      seed: { type: 'string' },
      scenarios: { type: 'string' },
      data: { type: 'string' },
    },
  });
  const seed = wholeNumber('seed', values.seed) ?? usualSeed;
  const scenarios = wholeNumber('scenarios', values.scenarios);
  if (scenarios === 0) throw new OutisError('usage', '--scenarios: must be at least 1');
  const plan = values.quick ? quickPlan(seed, scenarios) : fullPlan(seed, scenarios);
  const result = await runProof({
    ...{ plan, seed, isQuick: values.quick, leakySight: leakySightOfClone() },
    onProgress: progress(),
  });
  const [summary, verdict] = [summaryOf(result), verdictOf(result)];
  const written =
    values.report === undefined
      ? null
      : writeReport(values.report, result, plan, values.data ?? null, Date.now());
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else {
    say(
      `\nTried: ${result.films.length} films through the whole product, ${result.algorithm.scenarios} scenarios of the algorithm (seed ${seed})`,
    );
    for (const { name, framesAnalysed, people, learnedShare, worst, search, findings } of result.films)
      say(
        `  ${name}: ${framesAnalysed} frames, ${people} people, ${(learnedShare * 100).toFixed(0)} % of the place learned; opacity ${(worst.alpha * 100).toFixed(2)} %, correlation ${search.maxNccOverNull.toFixed(2)} of its threshold, ${findings.length === 0 ? 'nobody found' : `FOUND at ${findings.length} places`}`,
      );
    say(`Searched: ${(summary.bytesSearched / 1e6).toFixed(1)} MB that were written or sent`);
    say(
      `Found, inside the bound: opacity at most ${(summary.maxAlpha * 100).toFixed(2)} %, correlation ${summary.maxNccOverNull.toFixed(2)} of its threshold`,
    );
    say(
      `The planted leak: ${summary.plantedLeakFound === null ? 'not tried, as its file is not here' : summary.plantedLeakFound ? 'found' : 'NOT found'}`,
    );
    say('\nNot shown by this:');
    for (const each of notTried(result)) say(`  ${each}`);
    if (written !== null)
      say(`\nReport: ${written.html}\n        ${written.json}\n        ${written.signer}`);
    say(verdict.isClean ? '\nNobody was found.' : '');
  }
  if (!verdict.isClean) throw new OutisError('proof-failed', verdict.reasons.slice(0, 5).join(' '));
}

/** Progress goes to the error output, so that `--json` prints JSON alone: one line that changes, or one now and then. */
function progress(): (text: string, share: number | null) => void {
  const beganMs = performance.now();
  let [last, shownMs] = ['', 0];
  return (text, share) => {
    const nowMs = performance.now();
    const step = text.split(':')[0]!;
    if (step === last && nowMs - shownMs < progressEveryMs) return;
    [last, shownMs] = [step, nowMs];
    const seconds = Math.round((nowMs - beganMs) / 1000);
    const percent = share === null ? '' : ` (${Math.round(share * 100)} %)`;
    process.stderr.write(`${String(seconds).padStart(5)} s  ${text}${percent}\n`);
  };
}

function wholeNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new OutisError('usage', `--${name} ${text}: must be a whole number`);
  return Number(text);
}

/** Whoever reads only the beginning has closed the pipe. */
process.stdout.on('error', () => {});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const known =
    error instanceof OutisError ? error : new OutisError('internal', String(error), { cause: error });
  if (!(error instanceof OutisError)) process.stderr.write(`${(error as Error).stack ?? ''}\n`);
  process.stderr.write(`outis: ${known.message}\n  ${known.hint}\n`);
  process.exitCode = known.exitCode;
}
