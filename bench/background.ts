import type { FrameSize } from '@outis/core';
import { backgroundLearner } from '../packages/proof/src/algorithm/background-learner.ts';
import type { Learner } from '../packages/proof/src/algorithm/learner.ts';
import { runScenario } from '../packages/proof/src/algorithm/run-scenario.ts';
import { fitNull } from '../packages/proof/src/measure/null-distribution.ts';
import { headCommit, writeMeasured } from '../scripts/measurements.ts';
import { type Case, cases, quickCases } from './background/cases.ts';
import { LeastMotionMedian, TemporalMedian } from './background/medians.ts';
import { type Quality, qualityOf } from './background/quality.ts';
import { RunningAverage } from './background/running-average.ts';
import { SampleModel } from './background/vibe.ts';

/**
 * The background that ships beside what others do, on the same synthetic scenes with a person in a random pattern: how
 * much of the person is in the published picture at its worst moment, how good the picture is, and how soon it is there.
 *
 *   ./outis node bench/background.ts [--quick] [--json] [--write]
 */
const methods: Readonly<Record<string, (frame: FrameSize) => Learner>> = {
  'agree first (Outis)': backgroundLearner,
  'running average': (frame) => new RunningAverage(frame, false),
  'box-masked running average': (frame) => new RunningAverage(frame, true),
  'median over 20 min': (frame) => new TemporalMedian(frame),
  'LaBGen-P-like': (frame) => new LeastMotionMedian(frame),
  'ViBe-like': (frame) => new SampleModel(frame),
};
const decoys = 60;

interface Row {
  readonly case: string;
  readonly method: string;
  readonly isInside: boolean;
  /** Opacity at the worst moment, 0 to 1. */
  readonly alpha: number;
  /** What the same measure finds of people who were never there, at most. */
  readonly decoyAlpha: number;
  readonly ncc: number;
  /** Over the threshold of its null distribution; above 1 somebody is found. */
  readonly nccOverNull: number;
  readonly quality: Quality;
  readonly halfMinutes: number | null;
  readonly mostMinutes: number | null;
}

const isQuick = process.argv.includes('--quick');
const rows = (isQuick ? quickCases : cases).flatMap((each) =>
  Object.entries(methods).map(([method, learner]) => measure(each, method, learner)),
);
const text = report(rows);
console.log(process.argv.includes('--json') ? JSON.stringify(rows) : text);
if (process.argv.includes('--write')) {
  writeMeasured('background', text);
}
const ours = rows.filter(({ method, isInside }) => isInside && method.includes('Outis'));
if (ours.some(({ alpha, nccOverNull }) => alpha >= 0.01 || nccOverNull >= 1)) process.exitCode = 1;

function measure({ name, scenario }: Case, method: string, learner: (frame: FrameSize) => Learner): Row {
  let quality: Quality | null = null;
  const result = runScenario({
    scenario,
    learner,
    // Everybody who is looked for has decoys (of passers a few are); enough of them in all.
    decoys: Math.ceil(decoys / Math.min(6, new Set(scenario.presences.map(({ wear }) => wear.seed)).size)),
    onEnd: (picture, film) => {
      quality = qualityOf(picture, film);
    },
  });
  const { places } = result;
  const all = places.flatMap((place) => place.decoys);
  const thresholds = {
    raw: fitNull(all.map(({ nccRaw }) => nccRaw)).threshold,
    rest: fitNull(all.map(({ nccRest }) => nccRest)).threshold,
  };
  const row = {
    case: name,
    method,
    isInside: result.isInside,
    alpha: Math.max(...places.map(({ alpha }) => alpha)),
    decoyAlpha: Math.max(...all.map(({ alpha }) => alpha)),
    ncc: Math.max(...places.map(({ nccRest }) => nccRest)),
    nccOverNull: Math.max(
      ...places.map(({ nccRaw, nccRest }) => Math.max(nccRaw / thresholds.raw, nccRest / thresholds.rest)),
    ),
    quality: quality!,
    halfMinutes: result.halfMinutes,
    mostMinutes: result.mostMinutes,
  };
  console.error(`${name}, ${method}: ${percent(row.alpha)}`);
  return row;
}

function report(all: readonly Row[]): string {
  const commit = headCommit();
  const names = [...new Set(all.map((row) => row.case))];
  const minutes = (value: number | null): string => (value === null ? 'never' : `${Math.round(value)} min`);
  return [
    `Commit ${commit}. Synthetic yard, 160x96, one frame in 5 s; a person of 4,146 px in a random pattern of cells of 4 px. α: opacity of the person in the published picture at its worst moment; NCC: highest correlation of a search over ±8 px and 3 scales with what differs from the truth, and in brackets how often the threshold of its null distribution (1 in a million) it is: above 1 the person is found. Quality is that of the last picture, over what is known of it, at 8x8 px a block. The baselines stand in bench/background and publish every 5 minutes.`,
    '',
    `| α · NCC | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}`,
    ...Object.keys(methods).map((method) => {
      const cells = names.map((name) => {
        const row = all.find((each) => each.case === name && each.method === method)!;
        return `${percent(row.alpha)} · ${row.ncc.toFixed(2)} (${row.nccOverNull.toFixed(1)})`;
      });
      return `| ${method} | ${cells.join(' | ')} |`;
    }),
    '',
    `| at the end of: ${names[0]} | known | AGE | pEPs | PSNR | 50 % known | 90 % known |`,
    '|---|---|---|---|---|---|---|',
    ...all
      .filter((row) => row.case === names[0])
      .map(
        ({ method, quality, halfMinutes, mostMinutes }) =>
          `| ${method} | ${(100 * quality.knownShare).toFixed(0)} % | ${quality.age.toFixed(1)} | ${percent(quality.peps)} | ${quality.psnrDb.toFixed(1)} dB | ${minutes(halfMinutes)} | ${minutes(mostMinutes)} |`,
      ),
  ].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
